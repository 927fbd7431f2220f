"""Applications of Litestar made over and over from the same handlers: what their signatures say is read once.

Each test makes an application of its own, so that nothing is left of the one before. To read a hundred signatures takes longer
than most of these tests, and says the same each time: a function of the source has one signature, whatever it closes over.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from litestar._kwargs import KwargsModel
from litestar._signature import SignatureModel
from litestar.utils.signature import ParsedSignature

_parse, _create, _arguments = ParsedSignature.from_fn, SignatureModel.create, KwargsModel.create_for_signature_model
_signatures: dict[Any, ParsedSignature] = {}
_models: dict[Any, tuple[ParsedSignature, type[SignatureModel]]] = {}
_known: dict[Any, KwargsModel] = {}


def _from_fn(fn: Callable[..., Any], names: dict[str, Any]) -> ParsedSignature:
    code = getattr(fn, "__code__", None)
    if code is None:
        return _parse(fn, names)
    key = (code, type(fn))
    if key not in _signatures:
        _signatures[key] = _parse(fn, names)
    return _signatures[key]


def _model(**given: Any) -> type[SignatureModel]:
    parsed = given["parsed_signature"]
    key = (id(parsed), frozenset(given["dependency_name_set"]), given["data_dto"], repr(given["type_decoders"]))
    if key not in _models:
        # the signature is kept with it: its number is nobody else's then
        _models[key] = parsed, _create(**given)
    return _models[key][1]


def _kwargs(**given: Any) -> KwargsModel:
    if given["dependencies"] or given["layered_parameters"]:
        return _arguments(**given)
    key = (given["signature_model"], frozenset(given["path_parameters"]))
    if key not in _known:
        _known[key] = _arguments(**given)
    return _known[key]


@contextmanager
def known_handlers() -> Iterator[None]:
    """Applications that are made meanwhile take what is known."""
    with (
        mock.patch.object(ParsedSignature, "from_fn", _from_fn),
        mock.patch.object(SignatureModel, "create", _model),
        mock.patch.object(KwargsModel, "create_for_signature_model", _kwargs),
    ):
        yield
