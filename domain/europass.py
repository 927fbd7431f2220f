"""Europass CVs, so that nobody types again what stands there already (DOMAIN T4, section 4.4).

Two formats: the `Candidate` XML of today's editor (also inside its PDFs) and the `SkillsPassport` XML of 2013-2020.
Elements are found by their local names, wherever their namespaces come from, and only what is named here is read:
nationality, birth date, sex, photo, disability and papers never enter the value. What was read is a proposal that the
trainee checks.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from domain import pdf
from domain.europass_values import (
    Cefr,
    Language,
    country_code,
    email_address,
    every,
    first,
    iso_day,
    known_languages,
    limited,
    line,
    local,
    overall_level,
    paragraphs,
    skill_lines,
    text,
)
from domain.uploads import MAX_BYTES, UploadRefused, is_xml, xml_root


@dataclass(frozen=True, slots=True)
class Position:
    """A post held. `start` and `end` are YYYY, YYYY-MM, YYYY-MM-DD or empty; `end` is empty while `current`."""

    title: str
    employer: str
    start: str = ""
    end: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Education:
    """A diploma or course and who gave it; dates as in `Position`."""

    title: str
    organisation: str
    start: str = ""
    end: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class EuropassCv:
    """What a Europass CV says about a person's work; every text may be empty.

    `country` is ISO 3166-1 alpha-2. `headline` is the profession: the one the person wrote, else that of the present or
    latest post. Lists are in the order of the CV, mother tongues first.
    """

    given: str = ""
    family: str = ""
    email: str = ""
    phone: str = ""
    city: str = ""
    country: str = ""
    headline: str = ""
    positions: tuple[Position, ...] = ()
    education: tuple[Education, ...] = ()
    languages: tuple[Language, ...] = ()
    skills: tuple[str, ...] = ()
    summary: str = ""


def read(data: bytes) -> EuropassCv | None:
    """Read the Europass CV that an uploaded file is (XML) or carries inside (PDF); None when there is none.

    Raises `UploadRefused`: 'bomb' for what grows without measure or asks for entities, 'broken' or 'type' for XML that
    is not well-formed. A PDF with a damaged CV inside is still a PDF: None.
    """
    if not pdf.is_pdf(data):
        return _from_xml(data) if is_xml(data) else None
    for content in pdf.embedded_files(data, MAX_BYTES + 1):
        if re.search(rb"Candidate|SkillsPassport", content[:4096]):
            try:
                if cv := _from_xml(content):
                    return cv
            except UploadRefused as refused:
                if refused.code == "bomb":
                    raise
    return None


def _from_xml(data: bytes) -> EuropassCv | None:
    if len(data) > MAX_BYTES:
        raise UploadRefused("bomb")
    root = xml_root(data)
    match local(root):
        case "Candidate":
            return _candidate(root)
        case "SkillsPassport":
            return _skills_passport(root)
    return None


# --- The Candidate format of today ------------------------------------------------------------------------------------


def _candidate(root: Element) -> EuropassCv | None:
    person, profile = first(root, "CandidatePerson"), first(root, "CandidateProfile")
    if person is None:
        return None
    lang = profile.get("languageCode", "") if profile is not None else ""
    channels = _channels(person)
    address = first(person, "Communication", "Address")
    positions = tuple(limited(_candidate_positions(profile)))
    wished = text(profile, "CandidatePositionPreferences", "PositionTitle")
    return EuropassCv(
        given=text(person, "PersonName", "GivenName"),
        family=" ".join(filter(None, (line(name) for name in every(person, "PersonName", "FamilyName")))),
        email=email_address(text(channel, "URI") for channel in channels["email"]),
        phone=next(filter(None, map(_candidate_phone, channels["telephone"])), ""),
        city=text(address, "CityName"),
        country=country_code(text(address, "CountryCode"), lang),
        headline=wished or _latest_title(positions),
        positions=positions,
        education=tuple(limited(_candidate_education(profile))),
        languages=known_languages(_candidate_languages(person, profile), lang),
        skills=skill_lines(_candidate_skills(profile)),
        summary=paragraphs(first(profile, "ExecutiveSummary")),
    )


def _channels(person: Element) -> dict[str, list[Element]]:
    channels: dict[str, list[Element]] = defaultdict(list)
    for channel in every(person, "Communication"):
        channels[text(channel, "ChannelCode").casefold()].append(channel)
    return channels


def _candidate_phone(channel: Element) -> str:
    """A number with its country, as one dials it from abroad.

    The editor keeps the country's code and the number as typed apart. The 0 that many countries put before a number
    inside the country is left out; Italy and San Marino keep it from abroad too.
    """
    code, number = text(channel, "CountryDialing").lstrip("+0"), text(channel, "DialNumber") or text(channel, "URI")
    if not code or number.startswith(("+", "00")):
        return number
    return f"+{code} {number if code in {'39', '378'} else number.removeprefix('0')}" if number else ""


def _candidate_positions(profile: Element | None) -> Iterator[Position]:
    for employer in every(profile, "EmploymentHistory", "EmployerHistory"):
        name = text(employer, "OrganizationName")
        for post in every(employer, "PositionHistory") or [employer]:
            title = text(post, "PositionTitle")
            if title or name:
                yield Position(title, name, *_period(first(post, "EmploymentPeriod")))


def _candidate_education(profile: Element | None) -> Iterator[Education]:
    for school in every(profile, "EducationHistory", "EducationOrganizationAttendance"):
        title = text(school, "EducationDegree", "DegreeName") or text(school, "ProgramName")
        name = text(school, "OrganizationName")
        if title or name:
            yield Education(title, name, *_period(first(school, "AttendancePeriod")))


def _period(period: Element | None) -> tuple[str, str, bool]:
    current = "true" in (text(period, "CurrentIndicator"), text(period, "Ongoing"))
    start, end = (iso_day(text(period, side, "FormattedDateTime").split("-")) for side in ("StartDate", "EndDate"))
    return start, "" if current else end, current


def _candidate_languages(person: Element, profile: Element | None) -> Iterator[tuple[str, Cefr]]:
    for tongue in every(person, "PrimaryLanguageCode"):
        yield line(tongue), "native"
    for known in _competencies(profile):
        if text(known, "TaxonomyID").casefold() == "language":
            scores = {
                text(side, "CompetencyDimensionTypeCode").casefold(): text(side, "Score", "ScoreText")
                for side in every(known, "CompetencyDimension")
            }
            yield text(known, "CompetencyID") or text(known, "CompetencyName"), overall_level(scores)


def _candidate_skills(profile: Element | None) -> Iterator[Element]:
    for section in profile if profile is not None else ():
        if local(section).endswith("Skills"):
            for part in section.iter():
                for child in part:
                    heading = local(child) == "Title" and local(part).endswith("Group")
                    if local(child) in {"Title", "Description", "DigitalSkill", "CompetencyName"} and not heading:
                        yield child
    for known in _competencies(profile):
        if text(known, "TaxonomyID").casefold() != "language":
            yield from every(known, "CompetencyName")


def _competencies(profile: Element | None) -> list[Element]:
    return every(profile, "PersonQualifications", "PersonCompetency")


# --- The SkillsPassport format of 2013-2020 ---------------------------------------------------------------------------


def _skills_passport(root: Element) -> EuropassCv | None:
    learner = first(root, "LearnerInfo")
    person = first(learner, "Identification")
    if person is None:
        return None
    lang = root.get("locale", "")
    contact, skills = first(person, "ContactInfo"), first(learner, "Skills")
    address = first(contact, "Address", "Contact")
    country = text(address, "Country", "Code") or text(address, "Country", "Label")
    positions = tuple(limited(_passport_positions(learner)))
    purpose, words = text(learner, "Headline", "Type", "Code"), first(learner, "Headline", "Description", "Label")
    profession = line(words) if purpose in {"", "position", "preferred_job", "job_applied_for"} else ""
    return EuropassCv(
        given=text(person, "PersonName", "FirstName"),
        family=text(person, "PersonName", "Surname"),
        email=email_address([text(contact, "Email", "Contact")]),
        phone=text(contact, "TelephoneList", "Telephone", "Contact"),
        city=text(address, "Municipality"),
        country=country_code(country, lang),
        headline=profession or _latest_title(positions),
        positions=positions,
        education=tuple(limited(_passport_education(learner))),
        languages=known_languages(_passport_languages(first(skills, "Linguistic")), lang),
        skills=skill_lines(every(skills, "*", "Description")),
        summary=paragraphs(words) if purpose == "personal_statement" else "",
    )


def _passport_positions(learner: Element | None) -> Iterator[Position]:
    for post in every(learner, "WorkExperienceList", "WorkExperience"):
        title, name = text(post, "Position", "Label"), text(post, "Employer", "Name")
        if title or name:
            yield Position(title, name, *_passport_period(post))


def _passport_education(learner: Element | None) -> Iterator[Education]:
    for school in every(learner, "EducationList", "Education"):
        title, name = text(school, "Title"), text(school, "Organisation", "Name")
        if title or name:
            yield Education(title, name, *_passport_period(school))


def _passport_period(experience: Element) -> tuple[str, str, bool]:
    current = text(experience, "Period", "Current") == "true"
    start, end = (_passport_day(first(experience, "Period", side)) for side in ("From", "To"))
    return start, "" if current else end, current


def _passport_day(moment: Element | None) -> str:
    """Dates are attributes in the manner of XML Schema: year="2005" month="--10" day="---03"."""
    parts = [moment.get(name, "").lstrip("-") for name in ("year", "month", "day")] if moment is not None else [""]
    return iso_day(parts)


def _passport_languages(linguistic: Element | None) -> Iterator[tuple[str, Cefr]]:
    for tongue in every(linguistic, "MotherTongueList", "MotherTongue", "Description"):
        yield text(tongue, "Code") or text(tongue, "Label"), "native"
    for known in every(linguistic, "ForeignLanguageList", "ForeignLanguage"):
        scores = {local(side).casefold(): line(side) for side in every(known, "ProficiencyLevel", "*")}
        yield text(known, "Description", "Code") or text(known, "Description", "Label"), overall_level(scores)


def _latest_title(positions: tuple[Position, ...]) -> str:
    titled = [post for post in positions if post.title]
    return next((post.title for post in titled if post.current), titled[0].title if titled else "")
