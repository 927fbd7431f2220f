"""The word lists of `domain/data/language`: what people say, language by language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def vocabulary(name: str) -> Mapping[str, Any]:
    """The list `data/language/<name>.toml`, read once."""
    return tomllib.loads(resources.files("domain").joinpath(f"data/language/{name}.toml").read_text("utf-8"))
