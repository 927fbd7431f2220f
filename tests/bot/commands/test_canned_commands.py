"""`canned import | export`: the starting set, one's own file, and what is wrong with it in one line."""

from pathlib import Path

from tests.bot.commands.cli import call, environment


def test_the_starting_set_comes_without_a_file_and_goes_out_and_in_again(tmp_path: Path) -> None:
    env, file = environment(tmp_path), tmp_path / "answers.toml"
    assert " new, 0 changed" in call("canned", "import", "--lang", "fr", env=env).out
    assert "answers written to" in call("canned", "export", file, env=env).out
    assert 'name = "Bienvenue"' in file.read_text(encoding="utf-8")
    assert ": 0 new, 0 changed," in call("canned", "import", file, env=env).out


def test_a_wrong_file_changes_nothing_and_is_told_in_one_line(tmp_path: Path) -> None:
    env, file = environment(tmp_path), tmp_path / "answers.toml"
    file.write_text('[good]\nen = "x"\n[bad]\nen = "{foo}"\n', encoding="utf-8")
    ended = call("canned", "import", file, env=env)
    assert (ended.code, ended.said) == (1, "compagnon: answers.toml: [bad] en: there is no field {foo}")
    file.write_text('[good]\nteam = "xx"\nen = "x"\n', encoding="utf-8")
    assert call("canned", "import", file, env=env).said == "compagnon: there is no team xx: nothing was imported"
    file.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in call("canned", "import", file, env=env).said
    assert "cannot be read" in call("canned", "import", tmp_path / "none.toml", env=env).said
    assert call("canned", "export", file, env=env).out.startswith("0 answers")


def test_without_a_database_there_is_nothing_to_export(tmp_path: Path) -> None:
    ended = call("canned", "export", tmp_path / "answers.toml", env=environment(tmp_path))
    assert "there is no database" in ended.said
