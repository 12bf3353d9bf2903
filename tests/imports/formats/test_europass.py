"""Europass of both generations, alone and in a PDF: every mapped value is right, and what has no place is named."""

from pathlib import Path
from typing import Any

import pytest

from tests.imports.formats.pdfs import pdf_with
from web.imports.formats import europass
from web.kit.jsonresume import Unreadable, tidied

SAMPLE = Path(__file__).parents[2] / "samples/imports/europass.xml"

CANDIDATE: dict[str, Any] = {
    "basics": {
        "name": "Ines Duarte", "email": "ines@duarte.example", "phone": "+351 912 345 678", "url": "https://duarte.example",
        "summary": "Nurse & teacher.\nTen years on wards.",
        "location": {"address": "Rua Nova 3, 2.º esq.", "postalCode": "4000-001", "city": "Porto", "countryCode": "PT"},
        "profiles": [{"network": "LinkedIn", "username": "duarte", "url": "https://www.linkedin.com/in/duarte"}],
    },
    "work": [
        {"name": "Hospital São João", "position": "Charge nurse", "location": "Porto, Portugal", "url": "https://hospital.example",
         "startDate": "2018-05-01", "endDate": "present", "summary": "Runs the night shift.",
         "highlights": ["Leads eight nurses", "Halved falls"]},
        {"name": "Clinic Lyon", "position": "Nurse", "location": "Lyon, France", "startDate": "2012-09", "endDate": "2018-04"},
    ],
    "volunteer": [{"position": "First-aider", "location": "Braga", "startDate": "2006", "endDate": "2008"}],
    "education": [
        {"institution": "Universidade do Porto", "studyType": "Bachelor of Nursing", "location": "Porto, Portugal",
         "startDate": "2008", "endDate": "2012", "summary": "EQF 6\nPaediatrics"},
    ],
    "certificates": [{"name": "Advanced Life Support", "date": "2020-02", "issuer": "INEM"}],
    "publications": [
        {"name": "Falls at night", "publisher": "Nursing Today", "releaseDate": "2021", "url": "https://journal.example/falls"}
    ],
    "skills": [{"name": "Digital", "keywords": ["Excel", "SClínico"]}],
    "languages": [
        {"language": "Portuguese", "fluency": "Mother tongue"},
        {"language": "English", "fluency": "Listening C1, Writing B2"}, {"language": "French", "fluency": "C2"},
    ],
    "interests": [{"name": "Rowing"}],
    "projects": [
        {"name": "Quiet ward", "description": "Less noise.", "startDate": "2019-01", "endDate": "2019-06",
         "url": "https://quiet.example"}
    ],
    "meta": {"metier": {
        "details": [
            {"label": "Date of birth", "value": "1988-08-05"}, {"label": "Place of birth", "value": "Braga, PT"},
            {"label": "Nationality", "value": "PT"}, {"label": "Driving licence", "value": "B, A1"},
        ],
        "sections": [{"name": "Networks and memberships", "entries": [
            {"title": "Nurses' Guild", "startDate": "2015-03", "endDate": "present"}
        ]}],
    }},
}  # fmt: skip

LEARNER = """
<Identification>
  <PersonName><FirstName>Tomáš</FirstName><Surname>Novák</Surname></PersonName>
  <ContactInfo>
    <Address><Contact><AddressLine>Dlouhá 1</AddressLine><PostalCode>110 00</PostalCode><Municipality>Praha</Municipality>
      <Country><Code>CZ</Code><Label>Czech Republic</Label></Country></Contact></Address>
    <Email><Contact>tomas@novak.example</Contact></Email>
    <TelephoneList>
      <Telephone><Contact>+420 601 000 001</Contact><Use><Code>mobile</Code><Label>Mobile</Label></Use></Telephone>
      <Telephone><Contact>+420 601 000 002</Contact></Telephone>
    </TelephoneList>
    <WebsiteList><Website><Contact>https://novak.example</Contact></Website>
      <Website><Contact>https://blog.example</Contact><Use><Code>blog</Code><Label>Blog</Label></Use></Website></WebsiteList>
    <InstantMessagingList><InstantMessaging><Contact>tomas.n</Contact><Use><Code>skype</Code><Label>Skype</Label></Use></InstantMessaging></InstantMessagingList>
  </ContactInfo>
  <Demographics><Birthdate year="1979" month="--03" day="---10"/><Gender><Code>M</Code><Label>Male</Label></Gender>
    <NationalityList><Nationality><Code>CZ</Code><Label>Czech</Label></Nationality><Nationality><Label>Irish</Label></Nationality></NationalityList>
  </Demographics>
  <Photo><MimeType>image/jpeg</MimeType><Data>/9j/4AAQ</Data></Photo>
</Identification>
<Headline><Type><Code>job_applied_for</Code><Label>Job applied for</Label></Type><Description><Label>Carpenter</Label></Description></Headline>
<WorkExperienceList>
  <WorkExperience><Period><From year="2009" month="--08"/><Current>true</Current></Period>
    <Position><Code>7115</Code><Label>Master carpenter</Label></Position>
    <Activities>&lt;p&gt;Builds roofs.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Trains two&lt;/li&gt;&lt;/ul&gt;</Activities>
    <Employer><Name>Střechy s.r.o.</Name><ContactInfo><Address><Contact><Municipality>Brno</Municipality><Country><Code>CZ</Code><Label>Czech Republic</Label></Country></Contact></Address>
      <Website><Contact>https://strechy.example</Contact></Website></ContactInfo><Sector><Code>F</Code><Label>Construction</Label></Sector></Employer></WorkExperience>
  <WorkExperience><Period><From year="2001"/><To year="2009" month="--07" day="---31"/><Current>false</Current></Period>
    <Position><Label>Carpenter</Label></Position><Activities>• Cut • Nailed</Activities><Employer><Name>Dřevo</Name></Employer></WorkExperience>
</WorkExperienceList>
<EducationList><Education><Period><From year="1997"/><To year="2000"/></Period><Title>Apprenticeship</Title>
  <Activities>Joinery</Activities><Organisation><Name>Vocational school</Name></Organisation>
  <Level><Code>3</Code><Label>EQF 3</Label></Level><Field><Code>0732</Code><Label>Building</Label></Field></Education></EducationList>
<Skills>
  <Linguistic>
    <MotherTongueList><MotherTongue><Description><Code>cs</Code><Label>Czech</Label></Description></MotherTongue></MotherTongueList>
    <ForeignLanguageList><ForeignLanguage><Description><Code>en</Code><Label>English</Label></Description>
      <ProficiencyLevel><Listening>B2</Listening><Reading>B2</Reading><SpokenInteraction>B1</SpokenInteraction><SpokenProduction>B1</SpokenProduction><Writing>B1</Writing></ProficiencyLevel>
      <VerifiedBy><Certificate><Title>First Certificate</Title><AwardingBody><Name>Cambridge</Name></AwardingBody><Date year="2004" month="--06"/></Certificate></VerifiedBy></ForeignLanguage></ForeignLanguageList>
  </Linguistic>
  <Communication><Description>&lt;p&gt;Learnt to listen on building sites, which is where I taught it to others.&lt;/p&gt;</Description></Communication>
  <Computer><Description>&lt;ul&gt;&lt;li&gt;AutoCAD&lt;/li&gt;&lt;li&gt;Excel&lt;/li&gt;&lt;/ul&gt;</Description></Computer>
  <Driving><Description><Licence>B</Licence><Licence>BE</Licence></Description></Driving>
</Skills>
<AchievementList>
  <Achievement><Title><Code>publications</Code><Label>Publications</Label></Title><Description>&lt;ul&gt;&lt;li&gt;On joints (2010)&lt;/li&gt;&lt;/ul&gt;</Description></Achievement>
  <Achievement><Title><Label>Theatre</Label></Title><Description>Three plays.</Description></Achievement>
</AchievementList>
"""

PASSPORT: dict[str, Any] = {
    "basics": {
        "name": "Tomáš Novák", "label": "Carpenter", "email": "tomas@novak.example", "phone": "+420 601 000 001",
        "url": "https://novak.example",
        "location": {"address": "Dlouhá 1", "postalCode": "110 00", "city": "Praha", "countryCode": "CZ"},
        "profiles": [{"network": "Blog", "url": "https://blog.example"}, {"network": "Skype", "username": "tomas.n"}],
    },
    "work": [
        {"name": "Střechy s.r.o.", "position": "Master carpenter", "location": "Brno, Czech Republic",
         "url": "https://strechy.example", "startDate": "2009-08", "endDate": "present", "summary": "Builds roofs.",
         "highlights": ["Trains two"]},
        {"name": "Dřevo", "position": "Carpenter", "startDate": "2001", "endDate": "2009-07-31", "highlights": ["Cut", "Nailed"]},
    ],
    "education": [
        {"institution": "Vocational school", "studyType": "Apprenticeship", "area": "Building", "startDate": "1997",
         "endDate": "2000", "summary": "EQF 3\nJoinery"}
    ],
    "certificates": [{"name": "First Certificate", "issuer": "Cambridge", "date": "2004-06"}],
    "publications": [{"name": "On joints (2010)"}],
    "skills": [{"name": "Digital", "keywords": ["AutoCAD", "Excel"]}],
    "languages": [
        {"language": "Czech", "fluency": "Mother tongue"},
        {"language": "English", "fluency": "Listening B2, Reading B2, Spoken interaction B1, Spoken production B1, Writing B1"},
    ],
    "meta": {"metier": {
        "details": [
            {"label": "Date of birth", "value": "1979-03-10"}, {"label": "Gender", "value": "Male"},
            {"label": "Nationality", "value": "Czech, Irish"}, {"label": "Driving licence", "value": "B, BE"},
        ],
        "work": [{"of": "Master carpenter, Střechy s.r.o.", "industry": "Construction"}],
        "sections": [
            {"name": "Communication", "entries": [
                {"title": "Communication", "summary": "Learnt to listen on building sites, which is where I taught it to others."}]},
            {"name": "Theatre", "entries": [{"title": "Theatre", "summary": "Three plays."}]},
        ],
    }},
}  # fmt: skip


def passport(
    learner: str = LEARNER, root: str = "SkillsPassport", head: str = "<?xml version='1.0' encoding='UTF-8'?>"
) -> bytes:
    namespace = "http://europass.cedefop.europa.eu/Europass"
    return f'{head}<{root} xmlns="{namespace}" locale="en"><LearnerInfo>{learner}</LearnerInfo></{root}>'.encode()


def candidate(old: str = "", new: str = "") -> bytes:
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1).encode()


def test_every_value_of_the_present_generation() -> None:
    assert europass.recognises(SAMPLE.read_bytes(), "cv.xml")
    reading = europass.read(SAMPLE.read_bytes())
    assert reading.career == CANDIDATE == tidied(CANDIDATE)
    assert reading.left == []
    assert {trace.confidence for trace in reading.traces.values()} == {1.0}
    assert reading.traces["/work/1/startDate"].whence == "work experience 2"


def test_every_value_of_the_older_generation() -> None:
    reading = europass.read(passport())
    assert reading.career == PASSPORT == tidied(PASSPORT)
    assert reading.left == [
        "personal information says “+420 601 000 002” as well; a profile has one phone.",
        "The photo was not taken: please add it yourself, then you can crop it.",
    ]


@pytest.mark.parametrize("root", ["SkillsPassport", "Europass"])
def test_roots_and_lists_of_other_versions(root: str) -> None:
    flat = LEARNER
    for name in ("Telephone", "Website", "InstantMessaging", "Nationality", "MotherTongue", "ForeignLanguage"):
        flat = flat.replace(f"<{name}List>", "").replace(f"</{name}List>", "")
    assert europass.recognises(passport(flat, root), "cv.xml")
    assert europass.read(passport(flat, root)).career == PASSPORT


@pytest.mark.parametrize("body", [SAMPLE.read_bytes(), passport()], ids=["candidate", "passport"])
def test_a_pdf_that_carries_it_is_the_same(body: bytes) -> None:
    pdf = pdf_with(**{"notes.txt": b"x", "attachment.xml": body})
    assert europass.recognises(pdf, "cv.pdf")
    assert europass.read(pdf).career == europass.read(body).career


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings(encoding: str) -> None:
    text = passport(head="").decode()
    head = "" if encoding == "utf-8-sig" else "<?xml version='1.0' encoding='UTF-16'?>"
    body = (head + text).encode(encoding)
    assert europass.recognises(body, "cv.xml")
    assert europass.read(body).career == PASSPORT


def test_countries_and_languages_are_named_in_the_language_of_the_document() -> None:
    career = europass.read(candidate('languageCode="en"', 'languageCode="fr"')).career
    assert [job["location"] for job in career["work"]] == ["Porto, Portugal", "Lyon, France"]
    assert [language["language"] for language in career["languages"]] == ["portugais", "anglais", "français"]


@pytest.mark.parametrize(
    ("written", "name"),
    [("eng", "English"), ("en", "English"), ("http://publications.europa.eu/resource/authority/language/MLT", "Maltese"),
     ("Old Norse of the fjords", "Old Norse of the fjords"), ("zzz", "zzz")],
)  # fmt: skip
def test_languages_by_code_address_or_name(written: str, name: str) -> None:
    career = europass.read(candidate(">por<", f">{written}<")).career
    assert career["languages"][0]["language"] == name


def test_what_contradicts_itself_or_has_no_place_is_named() -> None:
    body = candidate(
        "<CourseCertifications/>",
        "<Attachment><oa:FileName>diploma.pdf</oa:FileName></Attachment><MilitaryHistory>Navy</MilitaryHistory>",
    ).replace(b"2018-04<", b"2011-04<")
    reading = europass.read(body)
    assert "endDate" not in reading.career["work"][1]
    assert reading.left == [
        "work experience 2: it ends (2011-04) before it begins (2012-09); the end was left out.",
        "The attached file was not taken: diploma.pdf.",
        "“MilitaryHistory” has no place in a profile: Navy",
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (passport()[:900], "cut short or damaged"),
        (b'<Candidate xmlns="http://www.europass.eu/1.0"/>', "is empty"),
        (b'<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><Cover/></SkillsPassport>', "no CV"),
        (passport(head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>').replace("Tomáš".encode(), b"&a;"), "defines entities"),
        (passport(head='<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>').replace("Tomáš".encode(), b"&b;"), "defines entities"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(body: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        europass.read(body)


@pytest.mark.parametrize(
    "body", [b"<html><body>Candidate europass</body></html>", b"<Candidate/>", b"<note>x</note>", pdf_with(), b"{}"]
)
def test_other_files_are_not_taken_for_one(body: bytes) -> None:
    assert not europass.recognises(body, "cv.xml")
