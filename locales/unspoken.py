"""What the bot says, in their own language, to people whose language it recognises but does not speak."""

import tomllib
from functools import cache
from importlib import resources


def sentence(code: str) -> str:
    """The sentence for a language (ISO 639-1). Raises KeyError when there is none."""
    return _sentences()[code]


@cache
def _sentences() -> dict[str, str]:
    return tomllib.loads(resources.files("locales").joinpath("unspoken.toml").read_text("utf-8"))
