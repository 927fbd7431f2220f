"""Texts that pages name are found before anybody sees a page."""

from pathlib import Path

from bot import console, host_pages
from bot.console import texts as of_desk
from bot.host_pages import texts as of_hosts
from bot.named_texts import named_in


def test_texts_are_found_where_a_template_or_a_module_names_them(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    template = """{{ t("one") }} {{ t('two.more' if x else "three") }} {{ t("four.%s" % x) }}"""
    (tmp_path / "templates" / "a.html").write_text(template)
    (tmp_path / "a.py").write_text("""wording.t("five", who=other.t("six")) + start("seven") + t(\n    "eight")""")
    assert named_in(tmp_path) == {"one", "two.more", "three", "five", "six", "eight"}


def test_no_text_of_a_page_is_asked_for_twice() -> None:
    for found in (of_desk.every_key(), of_hosts.every_key()):
        assert len(found) == len(set(found)) > 30
    assert all(Path(str(one.__file__)).parent.joinpath("templates").is_dir() for one in (console, host_pages))
