"""Endpoints under `/_double/` by which another process holds the double: people act, faults are ordered, figures read.

| request | what it does |
|---|---|
| `GET counters` | the counters, pending updates and the CPU seconds of this process |
| `GET sent?since=0`, `GET calls?since=0`, `GET faults` | what was recorded, from that position on |
| `GET screen?user=1001` | what the person sees |
| `POST people` `{"first": 1, "count": 1000, "started": true, …}` | make people; other fields: `BotApiDouble.user` |
| `POST act` `[{"user": 1001, "does": "says", "text": "hi"}, …]` | people do things; see `ACTS` |
| `POST updates` `[{…}, …]` | updates of any shape, their ids are added |
| `POST faults` `{"script": [{…}], "chances": {…}, "seed": 1, "blocked": [ids], "deactivated": [ids]}` | order faults |
| `POST limits` `{"rate": 30, …}` | change the limits |
| `POST wait` `{"sent": 100, "pending_updates": 0, "timeout": 30}` | answer when all that is named is reached |
| `POST reset` | count and record anew |
"""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

import msgspec
from aiohttp import web

from tests.doubles.bot_api.call import ABSENT
from tests.doubles.bot_api.errors import MalformedError
from tests.doubles.bot_api.faults import Fault
from tests.doubles.bot_api.people import Person
from tests.doubles.bot_api.screen import Shown

if TYPE_CHECKING:
    from tests.doubles.bot_api.server import BotApiDouble

Given = Mapping[str, Any]

ACTS: Final[Mapping[str, Callable[[Person, Given], object]]] = {
    "says": lambda person, given: person.says(given["text"]),
    "converses": lambda person, given: person.converses(given["words"]),
    "start": lambda person, given: person.start(given.get("payload", "")),
    "presses": lambda person, given: asdict(person.presses(given["what"], given.get("message"))),
    "taps": lambda person, given: person.taps(given["label"]),
    "forges": lambda person, given: asdict(person.forges(given["data"], given["message"])),
    "edits": lambda person, given: person.edits(given["message"], given["text"]),
    "reacts": lambda person, given: person.reacts(given["message"], given.get("emoji")),
    "sends_document": lambda person, given: person.sends_document(
        given["name"], given["mime"], base64.b64decode(given["base64"]), given.get("caption", "")
    ),
    "blocks": lambda person, given: person.blocks(),
    "unblocks": lambda person, given: person.unblocks(),
    "leaves_telegram": lambda person, given: person.leaves_telegram(),
}


async def control(double: "BotApiDouble", request: web.BaseRequest, what: str) -> web.Response:
    """Answer one control request with JSON: 404 for an unknown one, 400 with the reason for a bad one."""
    body = await request.read()
    try:
        if request.method == "GET":
            query = {name: values[0] for name, values in parse_qs(request.raw_path.partition("?")[2]).items()}
            result = _read(double, what, query)
        elif what == "wait":
            result = await _wait(double, json.loads(body))
        else:
            result = _write(double, what, json.loads(body) if body else {})
    except (LookupError, TypeError, ValueError, MalformedError) as error:
        return _json({"error": f"{type(error).__name__}: {error}"}, 400)
    return _json({"error": "no such request"}, 404) if result is ABSENT else _json(result)


def _read(double: "BotApiDouble", what: str, query: Mapping[str, str]) -> object:
    since = int(query.get("since", "0"))
    if what == "counters":
        return figures(double)
    if what == "sent":
        return [asdict(sent) for sent in double.sent[since:]]
    if what == "calls":
        return [asdict(call) for call in double.calls[since:]]
    if what == "faults":
        return [asdict(record) | {"ambiguous": record.ambiguous} for record in double.fault_log[since:]]
    if what == "screen":
        return [_screen(shown) for shown in double.user(int(query["user"])).screen()]
    return ABSENT


def _write(double: "BotApiDouble", what: str, given: Any) -> object:
    if what == "people":
        facts = dict(given)
        first, count = int(facts.pop("first")), int(facts.pop("count", 1))
        for user_id in range(first, first + count):
            double.user(user_id, **facts)
        return count
    if what == "act":
        return [ACTS[act["does"]](double.user(act["user"]), act) for act in given]
    if what == "updates":
        return [double.push_raw(update) for update in given]
    if what == "faults":
        return _order(double, given)
    if what == "limits":
        for name, value in given.items():
            if name not in {"rate", "chat_rate", "chat_burst", "group_per_minute", "retry_after"}:
                raise ValueError(f"no such limit: {name}")
            setattr(double.core.limits, name, value)
        return True
    if what == "reset":
        double.core.reset()
        return True
    return ABSENT


def _order(double: "BotApiDouble", given: Given) -> bool:
    double.faults.script(Fault(**fault) for fault in given.get("script", []))
    if "chances" in given:
        double.faults.chances(given["chances"], seed=given.get("seed", 0), retry_after=given.get("retry_after", 1))
    for user_id in given.get("blocked", []):
        double.user(user_id, blocked=True)
    for user_id in given.get("deactivated", []):
        double.user(user_id, deactivated=True)
    return True


async def _wait(double: "BotApiDouble", given: Given) -> dict[str, Any]:
    """Messages sent at least so many, updates pending at most so many; the figures, with `reached`."""

    def reached() -> bool:
        pending = double.pending_updates
        return double.counters.sent >= int(given.get("sent", 0)) and pending <= int(
            given.get("pending_updates", pending)
        )

    done = await double.core.changes.until(reached, float(given.get("timeout", 30.0)))
    return figures(double) | {"reached": done}


def figures(double: "BotApiDouble") -> dict[str, Any]:
    """The counters as one JSON object."""
    counters = double.counters
    return {
        "calls": dict(counters.calls),
        "errors": {str(code): count for code, count in counters.errors.items()},
        "sent": counters.sent,
        "rejected": counters.rejected,
        "duplicates": counters.duplicates,
        "max_in_a_second": counters.max_in_a_second,
        "per_second": counters.per_second,
        "pending_updates": double.pending_updates,
        "deliveries": double.core.webhook.deliveries,
        "cpu_seconds": time.process_time(),
    }


def _screen(shown: Shown) -> dict[str, Any]:
    return asdict(shown) | {"labels": shown.labels}


def _json(result: object, status: int = 200) -> web.Response:
    return web.Response(status=status, body=msgspec.json.encode(result), content_type="application/json")
