"""Numbers written out in six languages are read, alone, glued together and beside figures."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers.numbers import number

TEN = 10
UNITS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
          "eighteen nineteen",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
          "dix-huit dix-neuf",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien "
          "negentien",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
          "achtzehn neunzehn",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
          "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
          "veintiocho veintinueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
          "diciassette diciotto diciannove",
}  # fmt: skip
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "fr": "vingt trente quarante cinquante soixante",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
}
SPANISH_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)


def below_hundred(n: int, lang: str) -> str:
    units, tens = UNITS[lang].split(), TENS[lang].split()
    if n < len(units):
        return units[n]
    if lang == "fr" and n >= 60:
        if n < 80:
            return "soixante-et-onze" if n == 71 else f"soixante-{units[n - 60]}" if n > 60 else "soixante"
        return "quatre-vingts" if n == 80 else f"quatre-vingt-{units[n - 80]}"
    ten, unit = tens[n // TEN - 2], n % TEN
    if not unit:
        return ten
    match lang:
        case "en":
            return f"{ten}-{units[unit]}"
        case "fr":
            return f"{ten}-et-un" if unit == 1 else f"{ten}-{units[unit]}"
        case "nl":
            return f"{units[unit]}{'ën' if units[unit].endswith('e') else 'en'}{ten}"
        case "de":
            return f"{units[unit]}und{ten}"
        case "es":
            return f"{ten} y {units[unit]}"
        case _:
            return f"{ten[:-1] if unit in (1, 8) else ten}{units[unit]}"


def hundreds(n: int, lang: str) -> str:
    count, rest = divmod(n, 100)
    if not count:
        return below_hundred(n, lang)
    unit, tail = below_hundred(count, lang), below_hundred(rest, lang) if rest else ""
    match lang:
        case "en":
            return f"{unit} hundred{' and ' if tail else ''}{tail}"
        case "fr":
            return f"{unit if count > 1 else ''} cent{'s' if count > 1 and not tail else ''} {tail}".strip()
        case "nl":
            return f"{unit if count > 1 else ''}honderd{tail}"
        case "de":
            return f"{unit}hundert{tail}"
        case "es":
            return f"{'cien' if n == 100 else SPANISH_HUNDREDS.split()[count - 1]} {tail}".strip()
        case _:
            return f"{unit if count > 1 else ''}{'cent' if tail.startswith('o') else 'cento'}{tail}"


THOUSANDS: dict[str, Callable[[str, str, bool], str]] = {
    "en": lambda count, rest, one: f"{count} thousand {rest}",
    "fr": lambda count, rest, one: f"{'' if one else count.replace('cents', 'cent')} mille {rest}",
    "nl": lambda count, rest, one: f"{'' if one else count}duizend {rest}",
    "de": lambda count, rest, one: f"{count}tausend{rest}",
    "es": lambda count, rest, one: f"{'' if one else count} mil {rest}",
    "it": lambda count, rest, one: f"{'mille' if one else f'{count}mila'}{rest}",
}


def spelled(n: int, lang: str) -> str:
    """The number in the words of a language."""
    count, rest = divmod(n, 1000)
    tail = hundreds(rest, lang) if rest or not count else ""
    return THOUSANDS[lang](hundreds(count, lang), tail, count == 1).strip() if count else tail


@given(st.integers(0, 99_999), st.sampled_from(sorted(UNITS)))
def test_every_number_written_out_is_read_back(n: int, lang: str) -> None:
    assert number(spelled(n, lang), lang) == n


@pytest.mark.parametrize(
    ("raw", "lang", "read"),
    [
        ("2½", "en", "2.5"), ("3 1/2", "fr", "3.5"), ("anderthalb", "de", "1.5"), ("tweeënhalf", "nl", "2.5"),
        ("due e mezzo", "it", "2.5"), ("un día y medio", "es", "1.5"), ("half a dozen", "en", "6"), ("1,5k", "fr", "1500"),
        ("2,5 mille", "fr", "2500"), ("half a million", "en", "500000"), ("deux douzaines", "fr", "24"),
        ("dos coma cinco", "es", "2.5"), ("nonante-neuf", "fr", "99"), ("vier en een halve dag", "nl", "4.5"),
        ("the third", "en", "3"), ("zwolf", "de", "12"), ("kein", "de", "0"), ("drei", "en", "3"),
    ],
)  # fmt: skip
def test_halves_dozens_and_thousands_count(raw: str, lang: str, read: str) -> None:
    assert number(raw, lang) == Decimal(read)
