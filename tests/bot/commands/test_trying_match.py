"""`try match`: hosts of a file for queries of a file."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.commands.cli import Ended, call

HOSTS = """external_id,name,country,languages,months_open,min_days,max_days,expertise,description,description_lang,status
H1,Drug clinic,BE,fr;en,,2,10,addiction,We treat drug addiction and alcohol abuse of adults,en,active
H2,Alter und Leben,DE,de,3-6,,,dementia,Wir betreuen Menschen mit Demenz,de,active
H3,Maison des jeunes,FR,fr,9-11,,5,,Addiction des jeunes au cannabis et aux jeux,fr,active
H4,Closed house,FR,fr,,,,addiction,Addiction,fr,archived
"""


@pytest.fixture
def hosts(tmp_path: Path) -> Path:
    path = tmp_path / "hosts.csv"
    path.write_text(HOSTS, encoding="utf-8")
    return path


def match(hosts: Path, *queries: object, top: int = 5) -> tuple[list[dict[str, Any]], Ended]:
    lines = "\n".join(query if isinstance(query, str) else json.dumps(query) for query in queries)
    path = hosts.parent / "queries.jsonl"
    path.write_text(lines + "\n", encoding="utf-8")
    ended = call("try", "match", "--hosts", hosts, "--queries", path, "--top", top)
    assert ended.code == 0, ended.err
    return [json.loads(line) for line in ended.out.splitlines()], ended


def test_queries_get_the_hosts_that_fit_with_a_reason_for_each(hosts: Path) -> None:
    found, ended = match(
        hosts,
        {
            "id": "q1",
            "lang": "en",
            "text": "people with an addiction",
            "working_languages": ["fr"],
            "month": 10,
            "days": 4,
        },
        {"id": "q2", "lang": "fr", "text": "personnes âgées atteintes de démence", "countries": ["DE"]},
        {"id": "q3", "lang": "en", "text": "addiction", "countries": ["DE"], "working_languages": ["de"]},
    )
    assert ended.err == ""
    assert sorted(found[0]["hosts"]) == ["H1", "H3"]
    assert "speaks-language:fr" in found[0]["why"][0]
    assert any(reason.startswith("same-") for reason in found[0]["why"][0])
    assert (found[1]["id"], found[1]["hosts"]) == ("q2", ["H2"])
    assert found[2] == {"id": "q3", "hosts": [], "why": []}


def test_a_month_may_be_a_number_a_month_of_a_year_or_several(hosts: Path) -> None:
    months: list[Any] = [10, "10", "2027-10", [10], ["2027-10", 13], 2, "2027-02", [2, "x"]]
    found, _ended = match(hosts, *({"id": "q", "lang": "en", "text": "addiction", "month": month} for month in months))
    assert ["H3" in answer["hosts"] for answer in found] == [True] * 5 + [False] * 3


def test_who_would_like_a_visit_in_return_is_told_a_trainee_whose_team_receives_people(hosts: Path) -> None:
    hosts.write_text("external_id,name,expertise,reciprocity\nH1,House,addiction,no\nH2,House,addiction,yes\n")
    found, _ended = match(hosts, *({"text": "addiction", "receives": receives} for receives in (False, True, "x")))
    assert [answer["hosts"] for answer in found] == [["H1", "H2"], ["H2", "H1"], ["H1", "H2"]]
    assert ["reciprocity:yes" in answer["why"][0] for answer in found] == [False, True, False]


def test_anything_in_a_query_may_be_missing_null_or_wrong(hosts: Path) -> None:
    found, _ended = match(
        hosts,
        {"id": 7, "text": "addiction"},
        {"id": None, "lang": None, "text": "addiction", "working_languages": None, "countries": None, "month": None, "days": None},
        {"id": ["x"], "lang": 3, "text": "addiction", "working_languages": "fr", "countries": [1, "??"],
         "month": 13, "days": "4"},
        "not json",
        "",
        "[1]",
        {"id": 10**30, "text": None},
    )  # fmt: skip
    assert [answer["id"] for answer in found] == [7, None, None, None, None, None, None]
    assert all(sorted(answer["hosts"]) == ["H1", "H3"] for answer in found[:3])
    assert sorted(found[4]["hosts"]) == ["H1", "H2", "H3"]


def test_top_says_how_many_hosts_are_named(hosts: Path) -> None:
    found, _ended = match(hosts, {"id": "q", "text": ""}, top=1)
    assert len(found[0]["hosts"]) == len(found[0]["why"]) == 1


def test_queries_come_on_standard_input_too(hosts: Path) -> None:
    ended = call("try", "match", "--hosts", hosts, stdin=b'{"id":"q","text":"Demenz","lang":"de"}\n')
    assert json.loads(ended.out)["hosts"] == ["H2"]


def test_wrong_cells_are_left_out_and_only_lines_without_an_id_are_skipped(hosts: Path) -> None:
    hosts.write_text(
        "external_id,name,country,languages,months_open,min_days,max_days,capacity_per_year,website,status,expertise\n"
        "H1,,Belgum,fr;klingonish,13,9,2,many,ftp:x,whatever,addiction\n"
        f"H2,{'long ' * 90},FR,fr,,,,,,active,addiction\n"
        ",No id,FR,fr,,,,,,active,addiction\n"
        "H1,Again,FR,fr,,,,,,active,addiction\n"
        "H5,Too many,FR,fr,,,,,,active,addiction,more\n",
        encoding="utf-8",
    )
    found, ended = match(hosts, {"id": "q", "text": "addiction", "working_languages": ["fr"]})
    assert sorted(found[0]["hosts"]) == ["H1", "H2"]
    assert ended.err.splitlines() == [
        "compagnon: line 6 is skipped: more cells than columns",
        "compagnon: line 4 is skipped: no usable external_id",
        "compagnon: line 5 is skipped: 'H1' stands in an earlier line",
        "compagnon: 2 lines have wrong cells, which were left out; `import hosts --dry-run` lists them",
    ]


@pytest.mark.parametrize(
    ("option", "name", "words"),
    [
        ("--hosts", "missing.csv", "missing.csv: cannot be opened"),
        ("--hosts", "empty.csv", "empty.csv: the file is empty"),
        ("--queries", "missing.jsonl", "cannot be opened (No such file or directory)"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_one_line(hosts: Path, option: str, name: str, words: str) -> None:
    (hosts.parent / "empty.csv").touch()
    files = {"--hosts": hosts, "--queries": hosts, option: hosts.parent / name}
    ended = call("try", "match", *(part for pair in files.items() for part in pair))
    assert (ended.code, ended.out) == (2, "")
    assert words in ended.said
