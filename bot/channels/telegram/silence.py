"""The libraries' own loggers, switched off: they print tokens, addresses and what people wrote."""

import logging

_LIBRARIES = ("telegram", "aiogram", "aiohttp.client")


def silence_libraries() -> None:
    """Keep every record of the libraries out of all logs, whatever is configured before or after.

    Call it once they are imported: loggers that exist by then are closed one by one, later ones have no way up.
    """
    for library in _LIBRARIES:
        top = logging.getLogger(library)
        top.setLevel(logging.CRITICAL + 1)
        top.propagate = False
        # without a handler, Python would print warnings by itself
        if not top.handlers:
            top.addHandler(logging.NullHandler())
        for name in list(logging.root.manager.loggerDict):
            if name == library or name.startswith(f"{library}."):
                logging.getLogger(name).addFilter(_nothing)


def _nothing(_: logging.LogRecord) -> bool:
    return False
