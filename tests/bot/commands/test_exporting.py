"""`export`: what it writes, `import` reads without a difference."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import example_table
from bot.commands import stores
from bot.commands.exporting import export_cards, export_readings, table
from bot.commands.importing import import_cards
from bot.commands.remedies import OperatorError
from bot.settings import Settings
from domain.card_cells import clean
from domain.cards import HOST_STATUSES, PRACTICE_STATUSES, HostCard, PracticeCard
from storage import catalogue
from storage.card_files import CardKind, check
from storage.misreadings import Example
from storage.tables import misreading
from tests.bot.commands.cli import call, environment

WORDS = st.text(st.characters(codec="utf-8"), max_size=40).map(clean)
NAMES = WORDS.filter(bool)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=80).map(lambda text: clean(text, lines=True))
LABELS = st.lists(NAMES.filter(lambda word: not set(";|") & set(word)), max_size=4, unique=True).map(tuple)
CODES = st.lists(st.sampled_from(("en", "fr", "nl", "de", "uk")), max_size=3, unique=True).map(tuple)
IDS = st.text("abcHP-0123456789", min_size=1, max_size=20)
DAYS = st.none() | st.integers(1, 30)

HOSTS = st.builds(
    HostCard,
    external_id=IDS,
    name=NAMES,
    organisation=WORDS,
    department=WORDS,
    country=st.sampled_from(("", "BE", "GB", "GR")),
    city=WORDS,
    languages=CODES,
    sectors=LABELS,
    client_groups=LABELS,
    expertise=LABELS,
    description=TEXTS,
    description_lang=st.sampled_from(("", "en", "fr")),
    months_open=st.sets(st.integers(1, 12)).map(lambda months: tuple(sorted(months))),
    min_days=st.none() | st.just(1),
    max_days=DAYS,
    capacity_per_year=st.none() | st.integers(0, 99),
    group_max=DAYS,
    website=st.sampled_from(("", "https://example.org/a?b=c")),
    status=st.sampled_from(HOST_STATUSES),
    reciprocity=st.sampled_from((None, True, False)),
)
PRACTICES = st.builds(
    PracticeCard,
    external_id=IDS,
    title=NAMES,
    summary=TEXTS,
    description=TEXTS,
    lang=st.sampled_from(("", "en", "fr")),
    host_external_id=IDS | st.just(""),
    topics=LABELS,
    client_groups=LABELS,
    status=st.sampled_from(PRACTICE_STATUSES),
)


def read_again(kind: CardKind, cards: list[HostCard] | list[PracticeCard], path: Path) -> list[HostCard | PracticeCard]:
    path.write_bytes(table(kind, cards).encode("utf-8-sig"))
    report = check(path, kind)
    assert (report.problems, report.duplicates, report.table.missing, report.table.unknown) == ((), (), (), ())
    return list(report.cards)


@given(cards=st.lists(HOSTS, max_size=3, unique_by=lambda card: card.external_id))
def test_any_hosts_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, cards: list[HostCard]) -> None:
    assert read_again("hosts", cards, tmp_path_factory.getbasetemp() / "any-hosts.csv") == cards


@given(cards=st.lists(PRACTICES, max_size=3, unique_by=lambda card: card.external_id))
def test_any_practices_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, cards: list[PracticeCard]
) -> None:
    assert read_again("practices", cards, tmp_path_factory.getbasetemp() / "any-practices.csv") == cards


def test_an_export_imports_again_without_a_change(
    ready_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data_dir=tmp_path / "data", database_url=ready_url)
    card = HostCard("H1", 'The "Green", House', city="Liège", expertise=("talk", "listen"), description="one\n\ntwo")
    with stores.opened(settings) as database:
        database.write_now(lambda c: catalogue.save_hosts(c, 1, [card]))
    path = tmp_path / "hosts.csv"
    export_cards(settings, "hosts", path)
    import_cards(settings, "hosts", path, dry_run=True)
    out = capsys.readouterr().out
    assert out.startswith("1 host written to ")
    assert "0 new, 0 changed, 1 as they were" in out


def test_the_command_writes_a_file_for_excel(tmp_path: Path) -> None:
    env = environment(tmp_path / "data")
    source = tmp_path / "in.csv"
    source.write_text("external_id,title,topics\nP1,Gesprächskreis,a;b\n", encoding="utf-8")
    assert call("import", "practices", source, env=env).code == 0
    path = tmp_path / "out.csv"
    assert call("export", "practices", path, env=env).code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbfexternal_id,title,")
    assert "P1,Gesprächskreis,,,,,a;b,,validated" in path.read_text("utf-8-sig")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_command_writes_what_was_read_wrongly(tmp_path: Path) -> None:
    env = environment(tmp_path / "data")
    example = Example("2027-01-15", "language", "de", 0.98, True, "nl", "enquiry.problem", "de", "… zoekt, een team")
    with stores.opened(Settings(data_dir=tmp_path / "data")) as database:
        values = {field: getattr(example, field) for field in example_table.COLUMNS}
        database.write_now(lambda c: c.execute(misreading.insert().values(values)))
    path = tmp_path / "readings.csv"
    ended = call("export", "readings", path, env=env)
    assert (ended.code, ended.out) == (0, f"1 example written to {path}\n")
    assert path.read_text("utf-8-sig").splitlines() == [
        "day,kind,read,confidence,sure,meant,asked,lang,words",
        '2027-01-15,language,de,0.98,yes,nl,enquiry.problem,de,"… zoekt, een team"',
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert call("import", "readings", path, env=env).code == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [("hosts.xlsx", "ends in .csv"), ("nowhere/hosts.csv", "no such folder"), ("folder.csv", "is a folder")],
)
def test_a_place_that_cannot_be_written_is_told_before_anything_happens(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(OperatorError, match=words):
        export_cards(Settings(data_dir=tmp_path / "data"), "hosts", tmp_path / name)
    with pytest.raises(OperatorError, match=words):
        export_readings(Settings(data_dir=tmp_path / "data"), tmp_path / name)


def test_an_export_without_a_database_makes_none(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"no database under .*COMPAGNON_DATA_DIR"):
        export_cards(Settings(data_dir=tmp_path / "data"), "hosts", tmp_path / "hosts.csv")
    assert not (tmp_path / "data").exists()
