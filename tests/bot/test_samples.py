"""The sample catalogue: invented, the same at every run, uneven, and useful to try the program with."""

from collections import Counter

import msgspec
import pytest

from bot import samples
from domain import concepts
from domain.cards import HostCard, parse_host
from domain.matching import CardIndex
from domain.matching_wish import Wish


@pytest.fixture(scope="module")
def hosts() -> list[HostCard]:
    return list(samples.hosts())


@pytest.fixture(scope="module")
def index(hosts: list[HostCard]) -> CardIndex:
    return CardIndex(hosts, list(samples.practices(hosts)))


def test_the_catalogue_is_the_same_at_every_run(hosts: list[HostCard]) -> None:
    assert msgspec.json.encode(list(samples.hosts())) == msgspec.json.encode(hosts)
    assert list(samples.practices(hosts)) == list(samples.practices(hosts))


def test_there_are_1200_hosts_and_400_good_practices_each_with_an_id_of_its_own(hosts: list[HostCard]) -> None:
    practices = list(samples.practices(hosts))
    assert (len({host.external_id for host in hosts}), len({card.external_id for card in practices})) == (1200, 400)
    assert {card.host_external_id for card in practices} <= {host.external_id for host in hosts}


def test_cards_are_uneven_and_mostly_suggestible(hosts: list[HostCard]) -> None:
    assert 0.65 <= sum(host.suggestible for host in hosts) / len(hosts) <= 0.85
    assert any(not host.languages for host in hosts)
    assert any(not host.months_open for host in hosts)
    lengths = [len(host.description) for host in hosts]
    assert min(lengths) < 120 < 300 < max(lengths)


def test_eight_languages_and_all_concepts_are_real(hosts: list[HostCard]) -> None:
    assert {host.description_lang for host in hosts} == {"en", "fr", "nl", "de", "es", "it", "pt", "pl"}
    for host in hosts:
        assert all(concepts.get(one) is not None for one in (*host.sectors, *host.client_groups))
    fields = Counter(sector for host in hosts for sector in host.sectors)
    # prevention is what teams of all fields do
    assert set(fields) == {concept.id for concept in concepts.all_of("sector")} - {"public-health"}
    assert min(fields.values()) >= 10


def test_every_card_would_pass_an_import(hosts: list[HostCard]) -> None:
    for host in hosts[:200]:
        row = {
            name: ";".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
            for name, value in msgspec.to_builtins(host).items()
            for value in [tuple(value) if isinstance(value, list) else value]
        }
        assert parse_host(row).external_id == host.external_id


@pytest.mark.parametrize(
    ("lang", "problem"),
    [
        ("en", "Young people in our shelter relapse into drugs after a few weeks"),
        ("fr", "Nos résidents atteints de démence refusent les repas"),
        ("nl", "Leerlingen blijven weg van school en haken af"),
        ("de", "Menschen auf der Straße lehnen unsere Notunterkunft ab"),
        ("es", "Los padres discuten delante de los niños durante la separación"),
        ("it", "I detenuti non trovano nessuno dopo il carcere"),
    ],
)
def test_an_everyday_problem_finds_hosts(index: CardIndex, lang: str, problem: str) -> None:
    found = index.search(Wish(problem=problem, lang=lang), 3)
    assert len(found) == 3
    assert all(match.reasons for match in found)
