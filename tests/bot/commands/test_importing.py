"""`import`: all of a file or none of it, and every mistake told by its line."""

import os
import pty
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.commands import stores
from bot.commands.card_words import sentence
from bot.commands.importing import MOST_SHOWN, import_cards
from bot.commands.remedies import OperatorError
from bot.settings import Settings
from domain.cards import HostCard, PracticeCard
from storage import catalogue
from storage.card_files import LineProblem
from tests.bot.commands.cli import call, command, environment
from tests.fresh import migrated

HOSTS = """external_id,name,country,city,languages,months_open,status,colour
H1,Maison Verte,BE,Liège,fr;nl,9-11,active,green
H2,Haus am See,Germany,Köln,de,,active,blue
"""


@pytest.fixture
def settings(ready_url: str, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", database_url=ready_url)


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """Settings for tests that do not ask which database it is."""
    migrated(tmp_path / "data" / "compagnon.db")
    return Settings(data_dir=tmp_path / "data", database_url="")


@pytest.fixture
def hosts_file(tmp_path: Path) -> Path:
    return written(tmp_path, HOSTS)


def written(folder: Path, text: str, name: str = "hosts.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def stored(settings: Settings) -> list[HostCard]:
    with stores.opened(settings) as database:
        return database.read_now(catalogue.hosts)


def test_every_card_of_a_file_is_stored(
    settings: Settings, hosts_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_cards(settings, "hosts", hosts_file, dry_run=False)
    first, second = stored(settings)
    assert (first.name, first.country, first.languages, first.months_open) == (
        "Maison Verte",
        "BE",
        ("fr", "nl"),
        (9, 10, 11),
    )
    assert second.country == "DE"
    out = capsys.readouterr().out
    assert "columns found: external_id, name, country, city, languages, months_open, status\n" in out
    assert "unknown, not read: colour\n" in out
    assert "missing, left empty: organisation, department" in out
    assert out.endswith("2 hosts: 2 new, 0 changed\n")


def test_only_what_changed_is_written_again(
    settings: Settings, hosts_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_cards(settings, "hosts", hosts_file, dry_run=False)
    hosts_file.write_text(HOSTS.replace("Liège", "Namur") + "H3,New,FR,,,,,\n", encoding="utf-8")
    import_cards(settings, "hosts", hosts_file, dry_run=False)
    assert capsys.readouterr().out.endswith("3 hosts: 1 new, 1 changed, 1 as they were\n")
    assert [card.city for card in stored(settings)] == ["Namur", "Köln", ""]


def test_one_wrong_line_keeps_the_whole_file_out(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, HOSTS + "H3,Team,Belgum,,,13,,\n")
    with pytest.raises(OperatorError, match=r"nothing was imported: mend 1 line of hosts\.csv") as error:
        import_cards(settings, "hosts", path, dry_run=False)
    assert error.value.code == 1
    assert stored(settings) == []
    out = capsys.readouterr().out
    assert "line 4: country: 'Belgum' is not a country code; write BE\n" in out
    assert "line 4: months_open: '13' is not a month; write numbers from 1 to 12 or a range such as 9-11\n" in out


def test_a_dry_run_says_what_would_happen_and_makes_no_database(
    tmp_path: Path, hosts_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Settings(data_dir=tmp_path / "data")
    import_cards(here, "hosts", hosts_file, dry_run=True)
    assert capsys.readouterr().out.endswith("2 hosts would be imported: 2 new, 0 changed; nothing was stored\n")
    assert not here.data_dir.exists()
    import_cards(here, "hosts", hosts_file, dry_run=False)
    hosts_file.write_text(HOSTS.replace("Liège", "Namur"), encoding="utf-8")
    import_cards(here, "hosts", hosts_file, dry_run=True)
    assert "0 new, 1 changed, 1 as they were; nothing was stored\n" in capsys.readouterr().out
    assert [card.city for card in stored(here)] == ["Liège", "Köln"]


def test_a_dry_run_on_an_empty_postgresql_database_counts_all_as_new(
    settings: Settings, hosts_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_cards(settings, "hosts", hosts_file, dry_run=True)
    assert "2 new, 0 changed; nothing was stored" in capsys.readouterr().out


def test_the_same_id_twice_is_an_error_that_names_both_lines(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, HOSTS + "H1,Other,FR,,,,,\n")
    with pytest.raises(OperatorError):
        import_cards(here, "hosts", path, dry_run=False)
    assert "line 4: external_id: 'H1' stands in line 2 already; keep one of the two\n" in capsys.readouterr().out


def test_a_lookalike_is_a_warning_and_imported(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, HOSTS + "H3,Maison Vertes,BE,Liège,fr,,active,\n")
    import_cards(here, "hosts", path, dry_run=False)
    assert "line 4: warning: looks like line 2; is it the same?\n" in capsys.readouterr().out
    assert len(stored(here)) == 3


def test_practices_of_hosts_that_are_not_there_are_told(
    here: Settings, tmp_path: Path, hosts_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "external_id,title,host_external_id\nP1,Talking circles,H1\nP2,Night walks,H9\n"
    path = written(tmp_path, text, "practices.csv")
    import_cards(here, "hosts", hosts_file, dry_run=False)
    import_cards(here, "practices", path, dry_run=False)
    out = capsys.readouterr().out
    assert "not in the catalogue of hosts: H9; import the hosts too\n" in out
    assert out.endswith("2 practices: 2 new, 0 changed\n")
    with stores.opened(here) as database:
        found = database.read_now(catalogue.practices)
    assert found[0] == PracticeCard("P1", "Talking circles", host_external_id="H1")


def test_a_spreadsheet_is_read_like_a_csv_file(here: Settings, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for line in (("external_id", "name", "min_days"), ("H1", "Maison Verte", 2), ("H2", "Haus", None)):
        book.active.append(line)
    path = tmp_path / "hosts.xlsx"
    book.save(path)
    import_cards(here, "hosts", path, dry_run=False)
    assert [(card.external_id, card.min_days) for card in stored(here)] == [("H1", 2), ("H2", None)]


def test_a_thousand_cards_are_counted_as_people_write_numbers(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "".join(f"H{n},Team number {n * 7919},BE,Town {n}\n" for n in range(1, 1201))
    import_cards(here, "hosts", written(tmp_path, "external_id,name,country,city\n" + lines), dry_run=False)
    assert capsys.readouterr().out.endswith("1,200 hosts: 1,200 new, 0 changed\n")
    assert len(stored(here)) == 1200


def test_who_has_more_problems_than_can_be_read_sees_the_first_ones(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "external_id,name\n" + "X,\n" * (MOST_SHOWN + 50))
    with pytest.raises(OperatorError):
        import_cards(here, "hosts", path, dry_run=True)
    out = capsys.readouterr().out
    assert out.count("line ") == MOST_SHOWN
    assert "and 50 more\n" in out


@pytest.mark.parametrize(
    ("column", "value", "code", "words"),
    [
        ("name", "", "missing", "name: is empty; write one"),
        ("city", "x" * 120, "too-long", "too long; shorten it"),
        ("country", "Belgum", "not-a-country", "country: 'Belgum' is not a country code; write BE"),
        ("country", "Deutchland", "not-a-country", "write DE"),
        ("country", "Atlantis", "not-a-country", "write a code of two letters such as BE"),
        ("languages", "frensh", "not-a-language", "languages: 'frensh' is not a language code; write fr"),
        ("languages", "???", "not-a-language", "write a code of two letters such as fr"),
        ("min_days", "two", "not-a-number", "'two' is not a whole number"),
        ("min_days", "-3", "out-of-range", "'-3' cannot be"),
        ("max_days", "2", "min-over-max", "'2' is less than min_days"),
        ("website", "ftp:x", "not-a-web-address", "such as https://example.org"),
        ("status", "actif", "unknown-status", "status: 'actif' is not a status; write active"),
        ("status", "zzz", "unknown-status", "write one of draft, submitted"),
        ("expertise", "a;b", "too-many", "keep the most telling ones"),
        ("", "extra", "too-many-cells", "more cells than the first line names columns, from 'extra' on"),
    ],
)
def test_a_problem_says_what_to_write_instead(column: str, value: str, code: str, words: str) -> None:
    assert words in sentence("hosts", LineProblem(14, column, value, code))


def test_control_characters_of_a_file_do_not_reach_the_terminal(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "external_id,name,[red]\x1b[31mboo,country\nH1,T,,\x1b]0;x\x07[bold]\n")
    with pytest.raises(OperatorError):
        import_cards(here, "hosts", path, dry_run=False)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[red]" in out


@pytest.fixture
def unreadable(tmp_path: Path) -> list[Path]:
    """Files that are no table of hosts."""
    contents = {
        "document.csv": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog>> endobj\nstartxref 12\n%%EOF\n",
        "scan.csv": b"%PDF-1.4\n\x00\x01\x02\x00",
        "empty.csv": b"",
        "header.csv": b"first,second\n1,2\n",
        "byte.csv": b"x",
        "nul.csv": b"external_id,name\nH1,\x00\n",
        "table.xlsx": b"external_id,name\nH1,Team\n",
        "table.ods": b"PK\x03\x04",
        "quote.csv": b'external_id,name\nH1,"open\n',
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.csv").mkdir()
    return [*(tmp_path / name for name in contents), tmp_path / "folder.csv", tmp_path / "missing.csv"]


def test_a_file_that_cannot_be_read_ends_with_one_line_and_code_2(unreadable: list[Path], tmp_path: Path) -> None:
    for path in unreadable:
        end = call("import", "hosts", path, env=environment(tmp_path / "data"))
        assert end.code == 2, path
        assert end.said.startswith(f"compagnon: {path.name}: "), end.said
        assert end.out == ""
    assert not (tmp_path / "data").exists()


def test_the_command_imports_and_fails_with_its_exit_codes(hosts_file: Path, tmp_path: Path) -> None:
    env = environment(tmp_path / "data")
    done = call("import", "hosts", hosts_file, env=env)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("2 hosts: 2 new, 0 changed\n")
    assert "\x1b" not in done.out
    bad = written(tmp_path, "external_id;name\nH1;\n", "bad.csv")
    failed = call("import", "hosts", bad, env=env)
    assert failed.code == 1
    assert failed.said == "compagnon: nothing was imported: mend 1 line of bad.csv and import it again"
    assert "line 2: name: is empty; write one\n" in failed.out
    assert call("import", "trainees", hosts_file, env=env).code == 2


def test_a_terminal_gets_a_table(hosts_file: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    migrated(tmp_path / "data" / "compagnon.db")
    env = environment(tmp_path / "data", TERM="xterm", COLUMNS="100")
    with subprocess.Popen(command("import", "hosts", hosts_file), env=env, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
    os.close(ours)
    assert process.returncode == 0
    text = shown.decode()
    assert "│ external_id" in text
    assert "Storing hosts" in text
    assert "2 hosts: 2 new, 0 changed" in text
