"""Europass CVs of invented people, as the editors write them, and the files that a hostile sender would try instead."""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from pypdf import PdfWriter

NATIONALITY = "zz-canary-nationality"
BIRTH_DATE = "1911-11-11"
#: what every CV here holds and the reader must not take: none of it may ever come out
CANARIES = (NATIONALITY, BIRTH_DATE, "1911", "canary-sex", "canary-photo", "canary-disability")


@dataclass(frozen=True)
class Person:
    """An invented person and how a CV of theirs words things."""

    lang: str
    given: str
    family: str
    dialling: str
    phone: str
    city: str
    country: str
    post: str
    employer: str
    school: str
    diploma: str
    mother_tongue: str
    second_language: str
    skill: str
    summary: str

    @property
    def email(self) -> str:
        return f"{self.given.split()[0]}.{self.lang}@example.eu".lower()


PEOPLE: Mapping[str, Person] = {
    person.lang: person
    for person in (
        Person("en", "Aoife", "Byrne", "353", "0871234567", "Cork", "ie", "Youth worker", "Lee Valley Youth Service",
               "University College Cork", "BSocSc Youth and Community Work", "eng", "fre", "Group work",
               "<p>I work with young people who left school early.</p>"),
        Person("fr", "Zoé", "Lefèvre", "33", "0612345678", "Liège", "be", "Éducatrice spécialisée",
               "La Maison d’à côté", "Haute École de la Province", "Bachelier éducateur spécialisé",
               "fra", "nld", "Réduction des risques",
               "<p>J’accompagne des personnes <strong>sans abri</strong>.</p>"
               "<ul><li>maraudes</li><li>accueil</li></ul>"),
        Person("nl", "Joris", "van der Meer", "31", "0612345678", "Groningen", "nl", "Verpleegkundige",
               "Zorgpunt Noord", "Hanzehogeschool", "HBO Verpleegkunde", "dut", "ger", "Wondzorg",
               "<p>Ik werk in de verslavingszorg &amp; geef les.</p>"),
        Person("de", "Jörg", "Grüßner", "49", "01711234567", "Köln", "de", "Sozialpädagoge", "Jugendhaus Südstadt",
               "TH Köln", "Soziale Arbeit B.A.", "deu", "eng", "Beratung", "<p>Ich leite ein Team im Jugendhaus.</p>"),
        Person("es", "Íñigo", "Muñoz Peña", "34", "612345678", "Zaragoza", "es", "Trabajador social", "Fundación Ebro",
               "Universidad de Zaragoza", "Grado en Trabajo Social", "spa", "por", "Mediación",
               "<p>Acompaño a familias migrantes.</p>"),
        Person("it", "Niccolò", "D’Angelo", "39", "0612345678", "Roma", "it", "Educatore", "Cooperativa Ponte",
               "Roma Tre", "Scienze dell’educazione", "ita", "eng", "Lavoro di rete", "<p>Lavoro con i minori.</p>"),
    )
}  # fmt: skip

_ROOT = (
    '<Candidate xsi:schemaLocation="http://www.europass.eu/1.0 Candidate.xsd" xmlns="http://www.europass.eu/1.0"'
    ' xmlns:oa="http://www.openapplications.org/oagis/9" xmlns:eures="http://www.europass_eures.eu/1.0"'
    ' xmlns:hr="http://www.hr-xml.org/3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def _dimension(code: str, score: str) -> str:
    return (
        f"<eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>{code}</hr:CompetencyDimensionTypeCode>"
        f"<eures:Score><hr:ScoreText>{score}</hr:ScoreText></eures:Score></eures:CompetencyDimension>"
    )


def language_xml(words: str, scheme: str = "NORMAL", **scores: str) -> str:
    """One foreign language; scores by `listening`, `reading`, `interaction`, `production`, `writing`."""
    codes = {
        "listening": "CEF-Understanding-Listening",
        "reading": "CEF-Understanding-Reading",
        "interaction": "CEF-Speaking-Interaction",
        "production": "CEF-Speaking-Production",
        "writing": "CEF-Writing-Production",
    }
    dimensions = "".join(_dimension(codes[side], score) for side, score in scores.items())
    return (
        f'<PersonCompetency><CompetencyID schemeName="{scheme}">{words}</CompetencyID>'
        f"<hr:TaxonomyID>language</hr:TaxonomyID>{dimensions}</PersonCompetency>"
    )


def candidate_xml(lang: str = "fr", *, person: str = "", qualifications: str = "", profile: str = "") -> bytes:
    """The CV of `PEOPLE[lang]` as today's editor writes it; the other arguments add XML in the places they name."""
    who = PEOPLE[lang]
    known = language_xml(
        who.second_language, listening="C1", reading="C2", interaction="B2", production="C1", writing="A2"
    )
    name = (
        f"<PersonName><oa:GivenName>{who.given}</oa:GivenName>"
        f"<hr:FamilyName>{escape(who.family)}</hr:FamilyName></PersonName>"
    )
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
{_ROOT}
  <hr:DocumentID schemeID="Test-0001" schemeName="DocumentIdentifier" schemeAgencyName="EUROPASS"
    schemeVersionID="4.0"/>
  <CandidateSupplier>
    <hr:PartyID schemeID="Test-0001" schemeName="PartyID" schemeAgencyName="EUROPASS" schemeVersionID="1.0"/>
    <hr:PartyName>Owner</hr:PartyName>
    <PersonContact>{name}</PersonContact>
    <hr:PrecedenceCode>1</hr:PrecedenceCode>
  </CandidateSupplier>
  <CandidatePerson>
    {name}
    <Communication><ChannelCode>Email</ChannelCode><oa:URI>{who.email}</oa:URI></Communication>
    <Communication><ChannelCode>Web</ChannelCode><oa:URI>https://example.eu/</oa:URI></Communication>
    <Communication>
      <ChannelCode>Telephone</ChannelCode><UseCode>mobile</UseCode><CountryDialing>{who.dialling}</CountryDialing>
      <oa:DialNumber>{who.phone}</oa:DialNumber><CountryCode>{who.country}</CountryCode>
    </Communication>
    <Communication>
      <UseCode>home</UseCode>
      <Address type="home"><oa:AddressLine>1</oa:AddressLine><oa:CityName>{who.city}</oa:CityName>
      <CountryCode>{who.country}</CountryCode><oa:PostalCode>1000</oa:PostalCode></Address>
    </Communication>
    <NationalityCode>{NATIONALITY}</NationalityCode>
    <hr:BirthDate>{BIRTH_DATE}</hr:BirthDate>
    <GenderCode>canary-sex</GenderCode>
    <Disability>canary-disability</Disability>
    <PrimaryLanguageCode name="NORMAL">{who.mother_tongue}</PrimaryLanguageCode>
    {person}
  </CandidatePerson>
  <CandidateProfile languageCode="{lang}">
    <hr:ID schemeID="Test-0001" schemeName="CandidateProfileID" schemeAgencyName="EUROPASS" schemeVersionID="1.0"/>
    <hr:ExecutiveSummary>{escape(who.summary)}</hr:ExecutiveSummary>
    <EmploymentHistory>
      <EmployerHistory>
        <hr:OrganizationName>{escape(who.employer)}</hr:OrganizationName>
        <OrganizationContact><Communication><Address><oa:CityName>Elsewhere</oa:CityName>
          <CountryCode>pt</CountryCode></Address></Communication></OrganizationContact>
        <PositionHistory>
          <PositionTitle typeCode="FREETEXT">{escape(who.post)}</PositionTitle>
          <eures:EmploymentPeriod>
            <eures:StartDate><hr:FormattedDateTime>2021-10</hr:FormattedDateTime></eures:StartDate>
            <hr:CurrentIndicator>true</hr:CurrentIndicator>
          </eures:EmploymentPeriod>
          <oa:Description>&lt;p&gt;&lt;em&gt;…&lt;/em&gt;&lt;/p&gt;</oa:Description>
        </PositionHistory>
      </EmployerHistory>
    </EmploymentHistory>
    <EducationHistory>
      <EducationOrganizationAttendance>
        <hr:OrganizationName>{escape(who.school)}</hr:OrganizationName>
        <AttendancePeriod>
          <StartDate><hr:FormattedDateTime>2016</hr:FormattedDateTime></StartDate>
          <EndDate><hr:FormattedDateTime>2019-06-30</hr:FormattedDateTime></EndDate>
          <Ongoing>false</Ongoing>
        </AttendancePeriod>
        <EducationDegree><hr:DegreeName>{escape(who.diploma)}</hr:DegreeName></EducationDegree>
      </EducationOrganizationAttendance>
    </EducationHistory>
    <eures:Licenses/><Certifications/><PublicationHistory/>
    <PersonQualifications>{known}{qualifications}</PersonQualifications>
    <EmploymentReferences/>
    <eures:Attachment><oa:EmbeddedData>canary-photo</oa:EmbeddedData><oa:FileType>photo</oa:FileType></eures:Attachment>
    <Skills><PersonCompetency><hr:TaxonomyID>Digital_Skill</hr:TaxonomyID>
      <hr:CompetencyName>{escape(who.skill)}</hr:CompetencyName></PersonCompetency></Skills>
    {profile}
  </CandidateProfile>
  <RenderingInformation><Design><Template>Template1</Template></Design></RenderingInformation>
</Candidate>""".encode()


def skills_passport_xml(lang: str = "de", headline: str = "position") -> bytes:
    """The CV of `PEOPLE[lang]` as the editor of 2013-2020 wrote it."""
    who = PEOPLE[lang]
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="{lang}">
  <DocumentInfo><DocumentType>ECV</DocumentType><XSDVersion>V3.4</XSDVersion><Generator>EWA</Generator></DocumentInfo>
  <LearnerInfo>
    <Identification>
      <PersonName><FirstName>{who.given}</FirstName><Surname>{escape(who.family)}</Surname></PersonName>
      <ContactInfo>
        <Address><Contact><AddressLine>1</AddressLine><PostalCode>1000</PostalCode>
          <Municipality>{who.city}</Municipality><Country><Code>{who.country.upper()}</Code></Country></Contact></Address>
        <Email><Contact>{who.email}</Contact></Email>
        <TelephoneList><Telephone><Contact>+{who.dialling} {who.phone}</Contact>
          <Use><Code>mobile</Code></Use></Telephone></TelephoneList>
      </ContactInfo>
      <Demographics><Birthdate year="1911" month="--11" day="---11"/><Gender><Code>canary-sex</Code></Gender>
        <NationalityList><Nationality><Code>{NATIONALITY}</Code></Nationality></NationalityList></Demographics>
      <Photo><MimeType>image/png</MimeType><Data>canary-photo</Data></Photo>
    </Identification>
    <Headline><Type><Code>{headline}</Code></Type><Description><Label>{escape(who.post)}</Label></Description></Headline>
    <WorkExperienceList>
      <WorkExperience>
        <Period><From year="2005" month="--10" day="---03"/><To year="2010" month="--09"/>
          <Current>false</Current></Period>
        <Position><Label>{escape(who.post)}</Label></Position>
        <Employer><Name>{escape(who.employer)}</Name></Employer>
      </WorkExperience>
    </WorkExperienceList>
    <EducationList>
      <Education><Period><From year="2001"/><To year="2004"/></Period><Title>{escape(who.diploma)}</Title>
        <Organisation><Name>{escape(who.school)}</Name></Organisation></Education>
    </EducationList>
    <Skills>
      <Linguistic>
        <MotherTongueList><MotherTongue><Description><Code>{lang}</Code></Description></MotherTongue></MotherTongueList>
        <ForeignLanguageList>
          <ForeignLanguage><Description><Code>pt</Code></Description>
            <ProficiencyLevel><Listening>C1</Listening><Reading>C1</Reading><SpokenInteraction>B1</SpokenInteraction>
              <SpokenProduction>B2</SpokenProduction><Writing>A1</Writing></ProficiencyLevel></ForeignLanguage>
        </ForeignLanguageList>
      </Linguistic>
      <JobRelated><Description>{escape(who.skill)}; 2</Description></JobRelated>
    </Skills>
  </LearnerInfo>
</SkillsPassport>""".encode()


# --- Containers -------------------------------------------------------------------------------------------------------


def pdf_with(attachment: bytes | None = None, *, user_password: str | None = None, algorithm: str = "AES-256") -> bytes:
    """A PDF of one empty page, with `attachment.xml` inside, locked if a password ("" too) is given."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if attachment is not None:
        writer.add_attachment("attachment.xml", attachment)
    if user_password is not None:
        writer.encrypt(user_password, "the owner's", algorithm=algorithm)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def pdf_with_deflated(attachment: bytes) -> bytes:
    """The same with the attachment deflated, the length written elsewhere, and the catalogue out of plain sight."""
    packed = zlib.compress(attachment)
    return (
        b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n7 0 obj\n<</Filter/FlateDecode/Length 8 0 R/Type/EmbeddedFile"
        b"/Subtype/text#2Fxml/Params<</Size " + str(len(attachment)).encode() + b">>>>\nstream\r\n" + packed
        + b"\r\nendstream\nendobj\n8 0 obj\n" + str(len(packed)).encode() + b"\nendobj\nstartxref\n9\n%%EOF\n"
    )  # fmt: skip


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{type}"/></Types>'
)
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACRO_DOCUMENT = "application/vnd.ms-word.document.macroEnabled.main+xml"


def docx(extra: Mapping[str, bytes] | None = None, content_type: str = _DOCUMENT) -> bytes:
    """A small Word document; `extra` adds files to it by name."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(type=content_type))
        archive.writestr("word/document.xml", "<w:document xmlns:w='w'><w:body/></w:document>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return file.getvalue()


def docm() -> bytes:
    """A Word document with macros."""
    return docx({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}, _MACRO_DOCUMENT)


@cache
def docx_bomb(unpacked: int = 60 * 1024 * 1024) -> bytes:
    """A small Word document that grows when it is opened."""
    return docx({"word/media/image1.bmp": bytes(unpacked)})


def docx_bomb_that_lies(unpacked: int = 60 * 1024 * 1024) -> bytes:
    """The same, with headers that promise 10 bytes."""
    true_size = unpacked.to_bytes(4, "little")
    return docx_bomb(unpacked).replace(true_size, (10).to_bytes(4, "little"))


def locked_docx() -> bytes:
    """What Word makes of a document with a password: the container of old Office files."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(100)


def png(width: int = 4, height: int = 4) -> bytes:
    """A PNG picture, as far as its size and wholeness go."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x00\x00\x00\x00"
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg(width: int = 4, height: int = 4) -> bytes:
    """A JPEG picture, as far as its size and wholeness go."""
    exif = b"\xff\xe1\x00\x10Exif\0\0" + bytes(8)
    frame = b"\xff\xff\xc0\x00\x0b\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + exif + frame + b"\xff\xda\x00\x02\x00\xff\xd9"


# --- Traps ------------------------------------------------------------------------------------------------------------


def billion_laughs() -> bytes:
    """XML whose entities unfold to gigabytes."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE Candidate [<!ENTITY l0 "ha">{entities}]><Candidate>&l9;</Candidate>'.encode()
    )


def external_entity() -> bytes:
    """XML that asks for a file of the server."""
    return b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Candidate>&x;</Candidate>'


#: pages, drawings and programs, with the harmless names they would come under
DISGUISED: tuple[tuple[str, bytes], ...] = (
    ("cv.pdf", b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"),
    ("cv.pdf", b"<html xmlns='http://www.w3.org/1999/xhtml'><script>1</script></html>%PDF-1.7\n%%EOF"),
    ("cv.xml", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"),
    ("cv.xml", b"<Candidate><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script></Candidate>"),
    ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("photo.svg", b"<!DOCTYPE svg PUBLIC 'x' 'y'><svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("cv.txt", b"  <script>alert(1)</script>"),
    ("cv.txt", b"#!/bin/sh\nrm -rf /\n"),
    ("cv.pdf", b"MZ\x90\0\x03" + bytes(60) + b"PE\0\0"),
    ("cv.pdf", b"\x7fELF\x02\x01\x01" + bytes(60)),
    ("cv.docx", b"{\\rtf1\\ansi hello}"),
    ("cv.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ("cv.js", b"alert(1)\n"),
    ("cv.bat", b"@echo off\r\ndel *.*\r\n"),
)

#: names that try to leave their folder, to cheat the eye, or to upset a system
NASTY_NAMES: tuple[str, ...] = (
    "../../etc/passwd", "..\\..\\windows\\system32\\cv.pdf", "/etc/cron.d/x.pdf", "C:\\CV.pdf", "cv.pdf\0.exe",
    "cv\u202efdp.exe", "a\nContent-Type: text/html\r\n.pdf", "CON", "con.pdf", "LPT1.pdf", "com\u00b9.pdf", "NUL .pdf",
    "", ".", "..", "...pdf", " .pdf", "-rf.pdf", "<script>.pdf", 'x".pdf', "a" * 5000 + ".pdf", "\ud800.pdf",
    "\u200b.pdf", "\u2067cv\u2069.pdf", "e\u0301" * 100, "\U0001f469\u200d\U0001f52c.pdf",
)  # fmt: skip
