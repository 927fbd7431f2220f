"""Whatever the description of the API allows, and what it does not: the answers are those it describes, never a fault of ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.app import App
from bot.web import create_web
from storage import api_tokens
from tests.bot.api.test_api import bearer
from tests.generated import tries
from tests.program import app, clock
from tests.scene import Scene, run, welcomed

__all__ = ["app", "clock"]

CHECKS: list[Any] = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip


@dataclass(frozen=True)
class Served:
    """The API with three conversations (the bot's, one in the queue, one of Anna), and what comes to it."""

    client: Any
    schema: Any
    #: who calls, from all rights to none
    callers: list[dict[str, str]]


@pytest.fixture
def served(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    # how many may come at once is another promise
    monkeypatch.setattr("bot.api.tokens.BURST", 10**9)
    monkeypatch.setattr("bot.api.tokens.WRONG_BURST", 10**9)
    web = create_web(app, lambda: False)
    for place in ("ana", "ben", "cem"):
        scene = run(welcomed(Scene(app, place)))
        if place != "ana":
            run(scene.runs("/human"))
    whole = bearer(app, *api_tokens.SCOPES)
    callers = [
        whole,
        *(bearer(app, one) for one in api_tokens.SCOPES),
        bearer(app, *api_tokens.SCOPES, email="ben@example.org", role="reader"),
        {"Authorization": "Bearer cmp_wrong"},
        {},
    ]
    with TestClient(web, raise_server_exceptions=False) as client:
        assert client.post("/api/v1/conversations/3/take", headers=whole, json={"epoch": 1}).status_code == 200
        yield Served(client, schemathesis.openapi.from_dict(web.openapi_schema.to_schema()), callers)


def everything_is_answered_as_described(served: Served, examples: int, *, derandomize: bool) -> set[int]:
    """Goes through all operations; returns what was answered."""
    answers: set[int] = set()
    for found in served.schema.get_all_operations():
        operation = found.ok()

        @tries(examples, derandomize=derandomize)
        @given(
            case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)),
            # most may do all
            caller=st.sampled_from([0, 0, 0, *range(len(served.callers))]),
            # of conversations that are there, as they may be
            number=st.sampled_from([None, 1, 2, 3]),
            values=st.sampled_from([{}, *({"epoch": epoch, "url": "https://example.org/hook"} for epoch in (0, 1, 2))]),
        )
        def answered(case: Any, caller: int, number: int | None, values: dict[str, Any]) -> None:
            if number is not None and "number" in case.path_parameters:
                case.path_parameters["number"] = number
            if isinstance(case.body, dict):
                case.body |= {name: value for name, value in values.items() if name in case.body}
            how = case.as_transport_kwargs(base_url="http://testserver.local")
            how["headers"] = {**how["headers"], **served.callers[caller]}
            how.pop("cookies")
            if isinstance(how.get("data"), bytes):
                how["content"] = how.pop("data")
            answer = served.client.request(**how)
            answers.add(answer.status_code)
            case.validate_response(answer, checks=CHECKS)

        answered()
    return answers


def test_every_answer_is_one_of_those_that_the_description_names(served: Served) -> None:
    answers = everything_is_answered_as_described(served, 10, derandomize=True)
    assert answers >= {200, 201, 204, 400, 401, 403, 404, 409, 422}


@pytest.mark.crash
@pytest.mark.timeout(1800)
def test_every_answer_is_one_of_those_that_the_description_names_again_and_again(served: Served) -> None:
    everything_is_answered_as_described(served, 300, derandomize=False)
