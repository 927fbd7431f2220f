"""What may be tuned about the web chat."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """Figures of the web chat. Rates are tokens a second, `burst` is what may come at once."""

    #: what the companion is called in the page
    name: str = "Compagnon"
    #: seconds between two signs of life on a silent event stream
    heartbeat: float = 15.0
    #: event streams (tabs) one conversation may hold open
    streams: int = 8
    #: requests of one session; a person who ticks boxes is fast
    session_rate: float = 2.0
    session_burst: int = 40
    #: requests of one address; a class of trainees or a hospital may share one
    address_rate: float = 30.0
    address_burst: int = 400
    #: files of one session
    file_rate: float = 0.1
    file_burst: int = 10
