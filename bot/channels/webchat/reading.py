"""Which language a visitor reads, before the conversation knows."""

from collections.abc import Container


def preferred(accept: str, known: Container[str], fallback: str = "en") -> str:
    """The first known language of an `Accept-Language` header, by its weights; region codes count as their language."""
    ranked: list[tuple[float, str]] = []
    for item in accept.split(",")[:30]:
        tag, _, parameter = item.partition(";")
        name, _, figure = parameter.partition("=")
        try:
            weight = float(figure) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        if 0 < weight <= 1:
            ranked.append((weight, short(tag)))
    ranked.sort(key=lambda pair: -pair[0])
    return next((lang for _, lang in ranked if lang in known), fallback)


def short(tag: str) -> str:
    """The language of a tag: "fr" for "fr-BE"."""
    return tag.strip().replace("_", "-").partition("-")[0].lower()
