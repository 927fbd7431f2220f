"""E-mail addresses and phone numbers, out of whatever stands around them."""

import re
from itertools import pairwise
from typing import Final

from domain.answers.cleaning import NotUnderstood, fold, line
from domain.vocabulary import vocabulary

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BRACKETS = re.compile(r"[(\[{<]\s*([^\W_]+|@)\s*[)\]}>]")
_LONE_SIGN = re.compile(r"@|(?<=\s)[.](?=\s)")
_SIGNS: Final = {"at": "@", "dot": ".", "dash": "-", "underscore": "_"}
_MOST_PARTS = 24
_PHONE = re.compile(r"(?:\+|\b00)?[\d(][\d\s().\-–/]{5,25}\d")
_FEWEST = 7
_TRUNK = re.compile(r"\(0\)")


def email(raw: str) -> str:
    """The one e-mail address of an answer ("it is anna@ngo.be."), its domain in lower case; also one in words ("jean
    arobase exemple point fr") when the answer holds nothing else.

    Raises NotUnderstood: "email" without a well-formed address, "one-email" with several.
    """
    text = line(raw)
    found = {address for match in _EMAIL.finditer(text.replace(" @ ", "@")) if (address := _well_formed(match[0]))}
    if not found and (spoken := _spoken(text)):
        found = {spoken}
    if not found:
        raise NotUnderstood("email")
    if len(found) > 1:
        raise NotUnderstood("one-email")
    return found.pop()


def _well_formed(written: str) -> str:
    """The address with its domain in lower case, "" when no mail could ever reach it."""
    local, _, domain = written.rpartition("@")
    local = local.lstrip("'").removeprefix("mailto:")
    end = domain.rpartition(".")[2]
    if local.startswith(".") or local.endswith(".") or ".." in local or len(end) < 2:
        return ""
    if not end.isalpha() and not end.startswith("xn--"):
        return ""
    if any(part.startswith("-") or part.endswith("-") or "_" in part for part in domain.split(".")):
        return ""
    return f"{local}@{domain.lower()}"


def _spoken(text: str) -> str:
    """The address that a whole answer spells in words, "" when it says anything else."""
    names = vocabulary("mail")
    signs = {word: sign for key, sign in _SIGNS.items() for word in names[key].split()}
    bare = _LONE_SIGN.sub(r" \g<0> ", _BRACKETS.sub(r" \1 ", text)).rstrip(".!? ")
    parts = [signs.get(fold(word), word) for word in bare.split()]
    if parts.count("@") != 1 or len(parts) > _MOST_PARTS:
        return ""
    # the name before the @ is made of words held together by signs; in front of it stands only "my address is"
    start = parts.index("@") - 1
    while start >= 2 and parts[start - 1] in _SIGNS.values():
        start -= 2
    before = names["before"].split()
    lead = [fold(word.rstrip(":,")) for word in parts[:start]]
    if start < 0 or fold(parts[start]) in before or not set(lead) <= {*before, ""}:
        return ""
    alternating = all((one in _SIGNS.values()) != (other in _SIGNS.values()) for one, other in pairwise(parts[start:]))
    match = _EMAIL.fullmatch("".join(parts[start:])) if alternating else None
    return _well_formed(match[0]) if match else ""


def phone(raw: str, country: str | None = None) -> str:
    """The one phone number of an answer in international form: "+32471234567".

    `country` (ISO code) completes a national number ("0471 23 45 67"). Raises NotUnderstood: "phone" without a number
    of 7 to 15 digits, "phone-international" for a national one while the country is not known, "one-number" for
    several.
    """
    found = [_TRUNK.sub("", match) for match in _PHONE.findall(line(raw))]
    numbers = {("+" if match[0] == "+" else "") + re.sub(r"\D", "", match) for match in found}
    numbers = {number for number in numbers if len(number) >= _FEWEST}
    if not numbers:
        raise NotUnderstood("phone")
    if len(numbers) > 1:
        raise NotUnderstood("one-number")
    number = numbers.pop()
    if number.startswith("00"):
        number = "+" + number[2:]
    if not number.startswith("+"):
        number = _national(number, country)
    if not _FEWEST <= len(number) - 1 <= 15 or number[1] == "0":
        raise NotUnderstood("phone")
    return number


def phone_beside(raw: str) -> str | None:
    """The one phone number that stands beside an e-mail address, as it was written; None without one."""
    try:
        found = _PHONE.findall(_EMAIL.sub(" ", line(raw)))
    except NotUnderstood:
        return None
    found = [number.strip() for number in found if len(re.sub(r"\D", "", number)) > _FEWEST]
    return found[0] if len(found) == 1 else None


def _national(number: str, country: str | None) -> str:
    data = vocabulary("phone")
    code = data["codes"].get((country or "").upper())
    if code is None:
        raise NotUnderstood("phone-international")
    # "32 471 ..." typed without its plus sign
    if number.startswith(code) and len(number) >= 10 and not number.startswith("0"):
        return f"+{number}"
    # Italy keeps the first 0; where there is no trunk digit, nothing is cut
    trunk = data["trunk"].get((country or "").upper(), "0")
    return f"+{code}{number.removeprefix(trunk) if trunk else number}"
