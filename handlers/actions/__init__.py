"""The named actions of the dialogs, bound to the store: what a dialog asks to have done, looked up or checked.

A dialog names an action (`d.once("saved", "save_profile", …)`); here it meets the unit of work of the turn. Arguments and
results are plain JSON.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from handlers.actions import cv, enquiry, goals, hosts, my_data, my_requests, profile, question, request, welcome
from handlers.context import Context

_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    function.__name__: function
    for module in (welcome, enquiry, profile, cv, goals, hosts, request, question, my_data, my_requests)
    for function in module.ACTIONS
}


class _Bound(Mapping[str, Callable[..., Any]]):
    """All actions with the context of one turn in front; made when asked for."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __getitem__(self, name: str) -> Callable[..., Any]:
        return partial(_FUNCTIONS[name], self._context)

    def __iter__(self) -> Iterator[str]:
        return iter(_FUNCTIONS)

    def __len__(self) -> int:
        return len(_FUNCTIONS)


def bind(context: Context) -> Mapping[str, Callable[..., Any]]:
    """The actions of one turn."""
    return _Bound(context)
