"""Europass up to 2020: `SkillsPassport` with `LearnerInfo` (XML versions 3.0 to 3.4)."""

from collections.abc import Iterator
from typing import Any

from web.imports.files.europass import MOTHER_TONGUE, country, done, fluency, items, partial_date, skills, stay
from web.imports.files.found import Found, Words
from web.kit.markup import Element, child, children, said, written

SKILLS = {
    "Communication": "Communication", "Organisational": "Organisation", "JobRelated": "Job-related",
    "Computer": "Digital", "Other": "Other",
}  # fmt: skip
DIMENSIONS = {
    "Listening": "Listening", "Reading": "Reading", "SpokenInteraction": "Spoken interaction",
    "SpokenProduction": "Spoken production", "Writing": "Writing",
}  # fmt: skip
ENTRIES = {"publications": ("publications", "name"), "honors_awards": ("awards", "title"),
           "honours_awards": ("awards", "title"), "projects": ("projects", "name"),
           "certifications": ("certificates", "name")}  # fmt: skip


def take(found: Found, root: Element) -> None:
    learner = child(root, "LearnerInfo")
    _identification(found, child(learner, "Identification"))
    _headline(found, learner)
    for number, one in enumerate(children(learner, "WorkExperienceList", "WorkExperience"), start=1):
        _work(found, f"work experience {number}", one)
    for number, one in enumerate(children(learner, "EducationList", "Education"), start=1):
        _education(found, f"education {number}", one)
    _skills(found, child(learner, "Skills"))
    for number, one in enumerate(children(learner, "AchievementList", "Achievement"), start=1):
        _achievement(found, f"achievement {number}", one)
    if attached := list(children(root, "AttachmentList", "Attachment")):
        names = ", ".join(said(one, "Name") or said(one, "Description") or "one without a name" for one in attached)
        found.leave(f"These attachments were not taken: {names}.")


def _identification(found: Found, one: Element | None) -> None:
    at, contact = "personal information", child(one, "ContactInfo")
    names = (said(one, "PersonName", "FirstName"), said(one, "PersonName", "Surname"))
    found.basics(at, name=" ".join(filter(None, names)), location=_place(child(contact, "Address", "Contact")))
    found.basics(at, email=said(contact, "Email", "Contact"))
    for phone in _several(contact, "Telephone"):
        found.basics(at, phone=said(phone, "Contact"))
    for site in _several(contact, "Website"):
        found.site(at, said(site, "Contact"), said(site, "Use", "Label"))
    for messenger in _several(contact, "InstantMessaging"):
        found.profile(at, said(messenger, "Use", "Label"), said(messenger, "Contact"))
    demographics = child(one, "Demographics")
    found.detail(at, "Date of birth", _date(child(demographics, "Birthdate")) or "")
    found.detail(at, "Gender", said(demographics, "Gender", "Label"))
    nationalities = [said(each, "Label") or said(each, "Code") for each in _several(demographics, "Nationality")]
    found.detail(at, "Nationality", ", ".join(nationalities))
    if said(one, "Photo", "Data"):
        found.leave("The photo was not taken: please add it yourself, then you can crop it.")


def _several(parent: Element | None, name: str) -> Iterator[Element]:
    """Versions differ in whether a list stands around them."""
    yield from children(parent, name)
    yield from children(parent, f"{name}List", name)


def _place(contact: Element | None) -> dict[str, str]:
    code = country(said(contact, "Country", "Code"))
    lines = [said(line) for line in children(contact, "AddressLine")]
    place = {"address": ", ".join(filter(None, lines)), "postalCode": said(contact, "PostalCode")}
    place |= {"city": said(contact, "Municipality"), "countryCode": code or said(contact, "Country", "Label")}
    return {key: value for key, value in place.items() if value}


def _headline(found: Found, learner: Element | None) -> None:
    for headline in _several(learner, "Headline"):
        kind, text = said(headline, "Type", "Code"), written(headline, "Description", "Label")
        if kind == "personal_statement":
            found.basics("headline", summary="\n".join(items(text)))
        else:
            found.basics("headline", label=" ".join(text.split()))


def _date(element: Element | None) -> Words | None:
    """A day as three attributes: year="2014" month="--05" day="---01"."""
    if element is None:
        return None
    parts = [str(element.get(name, "")).strip("-") for name in ("year", "month", "day")]
    kept = parts[:1] + [part.zfill(2) for part in parts[1:] if part]
    return partial_date("-".join(kept))


def _stay(found: Found, at: str, one: Element) -> dict[str, Any]:
    period = child(one, "Period")
    goes_on = said(period, "Current") == "true"
    return stay(found, at, _date(child(period, "From")), _date(child(period, "To")), goes_on)


def _where(contact: Element | None) -> str:
    place = child(contact, "Address", "Contact")
    return ", ".join(filter(None, (said(place, "Municipality"), said(place, "Country", "Label"))))


def _work(found: Found, at: str, one: Element) -> None:
    employer, contact = child(one, "Employer"), child(one, "Employer", "ContactInfo")
    who = {"name": said(employer, "Name"), "position": said(one, "Position", "Label"), "location": _where(contact)}
    site = next((said(each, "Contact") for each in _several(contact, "Website")), "")
    entry = {**who, "url": site, **_stay(found, at, one), **done(written(one, "Activities"))}
    found.add("work", at, entry, industry=said(employer, "Sector", "Label"))


def _education(found: Found, at: str, one: Element) -> None:
    school = child(one, "Organisation")
    what = {"institution": said(school, "Name"), "studyType": said(one, "Title"), "area": said(one, "Field", "Label")}
    place = {"location": _where(child(school, "ContactInfo"))}
    lines = [said(one, "Level", "Label"), *items(written(one, "Activities"))]
    found.add("education", at, {**what, **place, **_stay(found, at, one), "summary": "\n".join(filter(None, lines))})


# --- skills ----------------------------------------------------------------------------------------------------------


def _skills(found: Found, one: Element | None) -> None:
    linguistic = child(one, "Linguistic")
    for mother in _several(linguistic, "MotherTongue"):
        words = Words(MOTHER_TONGUE, "MotherTongue")
        found.add("languages", "languages", {"language": said(mother, "Description", "Label"), "fluency": words})
    for foreign in _several(linguistic, "ForeignLanguage"):
        levels = {label: said(foreign, "ProficiencyLevel", name) for name, label in DIMENSIONS.items()}
        level = fluency(levels) or said(foreign, "ProficiencyLevel")
        found.add("languages", "languages", {"language": said(foreign, "Description", "Label"), "fluency": level})
        _certificates(found, foreign)
    for name, heading in SKILLS.items():
        skills(found, "skills", heading, written(one, name, "Description"))
        for kind in child(one, name, "ProficiencyLevel") or ():
            found.leave(f"The self-assessment of computer skills was not taken: {said(kind)}.")
        _certificates(found, child(one, name))
    licences = [
        *children(one, "Driving", "Description", "Licence"),
        *children(one, "Driving", "Description", "License"),
    ]
    found.detail("skills", "Driving licence", ", ".join(map(said, licences)))


def _certificates(found: Found, one: Element | None) -> None:
    for certificate in (*children(one, "VerifiedBy", "Certificate"), *children(one, "VerifiedByList", "Certificate")):
        entry = {"name": said(certificate, "Title"), "issuer": said(certificate, "AwardingBody", "Name"),
                 "date": _date(child(certificate, "Date"))}  # fmt: skip
        found.add("certificates", "skills", entry)


def _achievement(found: Found, at: str, one: Element) -> None:
    """A heading with text: where our kinds have room for it, each point or line is an entry."""
    heading, text = said(one, "Title", "Label"), written(one, "Description")
    section, key = ENTRIES.get(said(one, "Title", "Code").lower(), ("", ""))
    lines = items(text)
    if section and all(len(line) <= 300 for line in lines):
        for line in lines:
            found.add(section, at, {key: line})
    elif said(one, "Title", "Code") == "references":
        for line in lines:
            found.add("references", at, {"reference": line})
    else:
        found.add_own(heading or "Further", at, {"title": heading or "Further", **done(text)})
