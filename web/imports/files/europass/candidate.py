"""Europass since 2020: `Candidate`, made of HR-XML, OAGIS and EURES words. This follows what its editor writes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from web.imports.files.europass import (
    MOTHER_TONGUE,
    country,
    done,
    fluency,
    items,
    language_name,
    locale_of,
    partial_date,
    stay,
)
from web.imports.files.found import Found, Words
from web.kit.markup import Element, child, children, local, said, written

DIMENSIONS = {
    "CEF-Understanding-Listening": "Listening", "CEF-Understanding-Reading": "Reading",
    "CEF-Speaking-Interaction": "Spoken interaction", "CEF-Speaking-Production": "Spoken production",
    "CEF-Writing-Production": "Writing",
}  # fmt: skip
CONCENTRATION = "ProgramConcentration"


def take(found: Found, root: Element) -> None:
    profile = child(root, "CandidateProfile")
    locale = str(profile.get("languageCode", "")) if profile is not None else ""
    _person(found, child(root, "CandidatePerson"), locale)
    found.basics("summary", summary="\n".join(items(written(profile, "ExecutiveSummary"))))
    for number, employer in enumerate(children(profile, "EmploymentHistory", "EmployerHistory"), start=1):
        for position in children(employer, "PositionHistory"):
            _work(found, f"work experience {number}", employer, position, locale)
    for number, one in enumerate(children(profile, "EducationHistory", "EducationOrganizationAttendance"), start=1):
        _education(found, f"education {number}", one, locale)
    _competencies(found, profile, locale)
    _licences(found, profile)
    for part in profile if profile is not None else ():
        _part(found, part)
    for referee in children(profile, "EmploymentReferences", "Referee"):
        _referee(found, referee)


# --- who it is -------------------------------------------------------------------------------------------------------


def _person(found: Found, person: Element | None, locale: str) -> None:
    at = "personal information"
    names = (said(person, "PersonName", "GivenName"), said(person, "PersonName", "FamilyName"))
    found.basics(at, name=" ".join(filter(None, names)))
    for one in children(person, "Communication"):
        _contact(found, at, one)
    found.detail(at, "Date of birth", partial_date(said(person, "BirthDate")) or "")
    place = (said(person, "BirthPlace", "City"), country(said(person, "BirthPlace", "CountryCode")))
    found.detail(at, "Place of birth", ", ".join(filter(None, place)))
    gender = said(person, "GenderCode")
    found.detail(
        at, "Gender", "" if gender.lower().replace("_", "") in ("notspecified", "notknown", "donotindicate") else gender
    )
    found.detail(at, "Nationality", ", ".join(said(code).upper() for code in children(person, "NationalityCode")))
    for code in children(person, "PrimaryLanguageCode"):
        entry = {"language": Words(language_name(said(code), locale), said(code)),
                 "fluency": Words(MOTHER_TONGUE, "PrimaryLanguageCode")}  # fmt: skip
        found.add("languages", "languages", entry)


def _contact(found: Found, at: str, one: Element) -> None:
    channel = said(one, "ChannelCode").replace(" ", "").lower()
    label = said(one, "OtherTitle") or said(one, "UseCode").capitalize()
    if (address := child(one, "Address")) is not None:
        found.basics(at, location=_place(address))
    elif channel in ("telephone", "mobiletelephone"):
        dialling = said(one, "CountryDialing") or said(one, "CountryDialling")
        number = " ".join(filter(None, (said(one, "AreaDialling"), said(one, "DialNumber"))))
        found.basics(at, phone=f"+{dialling.lstrip('+')} {number}" if dialling and number else number)
    elif channel == "email":
        found.basics(at, email=said(one, "URI"))
    elif channel == "web" and said(one, "URI"):
        found.site(at, said(one, "URI"), label)
    elif "/" in said(one, "URI"):
        found.site(at, said(one, "URI"), label, may_be_theirs=False)
    else:
        found.profile(at, label, said(one, "URI"))


def _place(address: Element) -> dict[str, str]:
    lines = [said(line) for line in children(address, "AddressLine")]
    place = {"address": ", ".join(filter(None, lines)), "postalCode": said(address, "PostalCode"),
             "city": said(address, "CityName"), "countryCode": country(said(address, "CountryCode"))}  # fmt: skip
    return {key: value for key, value in place.items() if value}


# --- what they did ---------------------------------------------------------------------------------------------------


def _stay(found: Found, at: str, period: Element | None) -> dict[str, Any]:
    start, end = (
        partial_date(said(period, name, "FormattedDateTime") or said(period, name)) for name in ("StartDate", "EndDate")
    )
    goes_on = "true" in (said(period, "CurrentIndicator"), said(period, "Ongoing"))
    return stay(found, at, start, end, goes_on)


def _where(city: str, code: str, locale: str) -> str:
    code = country(code)
    return ", ".join(filter(None, (city, str(locale_of(locale).territories.get(code, code)))))


def _contact_of(organisation: Element) -> tuple[str, str, str]:
    """City, country and website of an organisation."""
    contacts = list(children(organisation, "OrganizationContact", "Communication"))
    city = next(filter(None, (said(one, "Address", "CityName") for one in contacts)), "")
    code = next(filter(None, (said(one, "Address", "CountryCode") for one in contacts)), "")
    site = next(filter(None, (said(one, "URI") for one in contacts if said(one, "ChannelCode") == "Web")), "")
    return city, code, site


def _work(found: Found, at: str, employer: Element, position: Element, locale: str) -> None:
    city, code, site = _contact_of(employer)
    where = _where(said(position, "City") or city, said(position, "Country") or code, locale)
    who = {"name": said(employer, "OrganizationName"), "position": said(position, "PositionTitle"), "location": where}
    period = _stay(found, at, child(position, "EmploymentPeriod"))
    found.add("work", at, {**who, "url": site, **period, **done(written(position, "Description"))})


def _education(found: Found, at: str, one: Element, locale: str) -> None:
    degree, level = child(one, "EducationDegree"), said(one, "EducationLevelCode")
    city, code, site = _contact_of(one)
    covered = items(written(degree, "OccupationalSkillsCovered"))
    entry = {
        "institution": said(one, "OrganizationName"),
        "studyType": said(degree, "DegreeName") or said(one, "ProgramName"),
        "area": _area(degree),
        "location": _where(city, code, locale),
        "url": site,
        "score": said(degree, "FinalGrade", "ScoreText"),
        "summary": "\n".join([*([f"EQF {level}"] if level.isdigit() else []), *covered]),
    }
    found.add("education", at, {**entry, **_stay(found, at, child(one, "AttendancePeriod"))})


def _area(degree: Element | None) -> str:
    """A field of study that is said in words; most are codes."""
    fields = (said(field) for field in (degree.iter() if degree is not None else ()) if local(field) == CONCENTRATION)
    return next((text for text in fields if not re.match(r"https?:|[\d-]+$", text)), "")


# --- what they can ---------------------------------------------------------------------------------------------------


def _competencies(found: Found, profile: Element | None, locale: str) -> None:
    for one in children(profile, "PersonQualifications", "PersonCompetency"):
        code, name = said(one, "CompetencyID"), said(one, "CompetencyName")
        if said(one, "TaxonomyID").lower() == "language":
            dimensions = {said(each, "CompetencyDimensionTypeCode"): said(each, "Score", "ScoreText")
                          for each in children(one, "CompetencyDimension")}  # fmt: skip
            levels = {label: dimensions.get(key, "") for key, label in DIMENSIONS.items()}
            entry = {"language": Words(language_name(code, locale), code), "fluency": fluency(levels)}
            found.add("languages", "languages", entry)
        elif name:
            found.add("skills", "skills", {"name": name})
    for group in children(profile, "Skills", "SkillsGroup"):
        names = [said(one, "CompetencyName") for one in children(group, "PersonCompetency")]
        _group(found, said(group, "Title"), names)
    for group in children(profile, "DigitalSkills", "DigitalSkillsGroup"):
        _group(found, said(group, "Title"), [said(one) for one in children(group, "DigitalSkill")])


def _group(found: Found, title: str, names: list[str]) -> None:
    """Skills under a heading, or without one each for itself."""
    kept = [name for name in names if name]
    if title and kept:
        found.add("skills", "skills", {"name": title, "keywords": kept})
    else:
        for name in kept:
            found.add("skills", "skills", {"name": name})


def _licences(found: Found, profile: Element | None) -> None:
    codes = [
        said(one, "LicenseTypeCode") or said(one, "LicenseName") for one in children(profile, "Licenses", "License")
    ]
    found.detail("skills", "Driving licence", ", ".join(filter(None, codes)))


# --- lists -----------------------------------------------------------------------------------------------------------


def _part(found: Found, part: Element) -> None:
    name = local(part)
    if name in LISTS or name in OWN:
        at = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
        for one in part:
            if name in LISTS:
                LISTS[name](found, at, Thing.of(found, at, one))
            else:
                _own(found, at, OWN[name], Thing.of(found, at, one))
    elif name == "Attachment":
        found.leave(f"The attached file was not taken: {said(part, 'FileName') or 'one without a name'}.")
    elif name and name not in READ and said(part):
        found.leave(f"“{name}” has no place in a profile: {said(part)[:200]}")


@dataclass(frozen=True)
class Thing:
    """What all lists say of what is in them, though under several names."""

    title: str
    text: str
    stay: dict[str, Any]
    day: Words | None
    url: str
    place: str
    issuer: str
    venue: str

    @classmethod
    def of(cls, found: Found, at: str, one: Element) -> "Thing":
        period = _stay(found, at, child(one, "Date") if child(one, "Date", "StartDate") is not None else one)
        day = (
            partial_date(said(one, "Date"))
            or partial_date(said(one, "Year"))
            or period["endDate"]
            or period["startDate"]
        )
        return cls(
            title=_first(one, "Title", "Name", "CertificationName", "EventName", "OrganizationName"),
            text=written(one, "Description") or written(one, "FormattedPublicationDescription"),
            stay=period,
            day=day,
            url=said(one, "Link"),
            place=said(one, "Location"),
            issuer=_first(one, "IssuingAuthorityName", "IssuingAuthority", "OrganizationName"),
            venue=_first(one, "PublicationVenue", "Journal"),
        )

    @property
    def prose(self) -> str:
        return "\n".join(items(self.text))


def _first(one: Element, *names: str) -> str:
    return next(filter(None, (said(one, name) for name in names)), "")


def _project(found: Found, at: str, thing: Thing) -> None:
    found.add("projects", at, {"name": thing.title, **done(thing.text, "description"), **thing.stay, "url": thing.url})


def _publication(found: Found, at: str, thing: Thing) -> None:
    entry = {"name": thing.title, "publisher": thing.venue, "releaseDate": thing.day, "url": thing.url}
    found.add("publications", at, {**entry, "summary": thing.prose})


def _certificate(found: Found, at: str, thing: Thing) -> None:
    name = thing.title or thing.prose
    found.add("certificates", at, {"name": name, "issuer": thing.issuer, "date": thing.day, "url": thing.url})
    if thing.title and thing.prose:
        found.leave(f"A certificate has no room for a text: {thing.title}: {thing.prose[:300]}")


def _voluntary(found: Found, at: str, thing: Thing) -> None:
    entry = {"position": thing.title, "location": thing.place, **thing.stay, "url": thing.url}
    found.add("volunteer", at, {**entry, **done(thing.text)})


def _interest(found: Found, at: str, thing: Thing) -> None:
    keywords = items(thing.text) if thing.title and thing.prose != thing.title else []
    found.add("interests", at, {"name": thing.title or thing.prose, "keywords": keywords})


def _award(found: Found, at: str, thing: Thing) -> None:
    entry = {"title": thing.title, "awarder": thing.issuer, "date": thing.day}
    found.add("awards", at, {**entry, "summary": thing.prose})


def _own(found: Found, at: str, heading: str, thing: Thing) -> None:
    if thing.title or thing.prose:
        entry = {"title": thing.title or heading, "location": thing.place, **thing.stay, "url": thing.url}
        found.add_own(heading, at, {**entry, **done(thing.text)})


def _referee(found: Found, one: Element) -> None:
    names = (said(one, "PersonName", "GivenName"), said(one, "PersonName", "FamilyName"))
    contacts = [said(each, "URI") or said(each, "DialNumber") for each in children(one, "Communication")]
    who = ", ".join(filter(None, (" ".join(filter(None, names)), said(one, "Role"))))
    text = "\n".join(filter(None, (written(one, "Comment"), ", ".join(filter(None, contacts)))))
    found.add("references", "references", {"name": who, "reference": text})


# Lists of things with a title, a date and a description: those that a profile has a section for, and those that become
# a heading of one's own.
LISTS: dict[str, Callable[[Found, str, Thing], None]] = {
    "Projects": _project, "PublicationHistory": _publication, "Certifications": _certificate,
    "CourseCertifications": _certificate, "VoluntaryWorks": _voluntary, "HobbiesAndInterests": _interest,
    "HonoursAndAwards": _award, "HonorsAndAwards": _award,
}  # fmt: skip
OWN = {
    "CreativeWorks": "Creative works", "ConferencesAndSeminars": "Conferences and seminars",
    "NetworksAndMemberships": "Networks and memberships",
    "SocialAndPoliticalActivities": "Social and political activities",
    "OrganizationAffiliations": "Memberships", "SpeakingHistory": "Talks", "PatentHistory": "Patents",
    "Others": "Further",
    "OrganisationalSkills": "Organisation", "ManagementAndLeadershipSkills": "Management and leadership",
    "CommunicationAndInterpersonalSkills": "Communication", "JobRelatedSkills": "Job-related", "OtherSkills": "Other",
}  # fmt: skip
READ = frozenset({
    "ID", "ExecutiveSummary", "EmploymentHistory", "EducationHistory", "PersonQualifications", "Skills",
    "DigitalSkills", "Licenses", "EmploymentReferences", "RenderingInformation",
})  # fmt: skip
