"""Words for the web pages that name their own key, so that tests see which text stands where."""

LANGUAGES = {"en": "English", "fr": "français", "nl": "Nederlands"}


def words(lang: str, key: str) -> str:
    """A pseudo text."""
    return f"«{lang} {key}»"
