"""Structured logs, one JSON object a line: no token, no personal text (P8).

Only the names of events, ids of rows and names of exception types are logged, by habit of the callers; `_scrub` is the safety
net below them.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

#: a Telegram token, a bearer token, an e-mail address
_SECRETS = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}|Bearer\s+\S+|[\w.+-]+@[\w-]+\.[\w.]+")


def _scrub(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in fields.items():
        if isinstance(value, str):
            fields[key] = _SECRETS.sub("[removed]", value)
    return fields


class _Scrubbed(logging.Filter):
    """The same for libraries that log in the ordinary way; tracebacks may quote what people wrote and are dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _SECRETS.sub("[removed]", record.getMessage())
        record.args = None
        if record.exc_info:
            record.msg = f"{record.msg} ({record.exc_info[0].__name__ if record.exc_info[0] else 'error'})"
            record.exc_info = None
        return True


class _JsonLine(logging.Formatter):
    """One JSON object a line, whatever a library says."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps({"event": record.name, "level": record.levelname, "message": record.getMessage()})


def where(error: BaseException | None) -> list[str]:
    """Where an error was raised, innermost last: files and lines, never the values, which may be personal."""
    frames = traceback.extract_tb(error.__traceback__)[-5:] if error is not None else []
    return [f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames]


def configure(level: str) -> None:
    """Set up logging for the process; lines go to standard error."""
    numeric = logging.getLevelName(level)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _scrub,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Scrubbed())
    handler.setFormatter(_JsonLine())
    logging.basicConfig(level=max(numeric, logging.WARNING), handlers=[handler], force=True)
