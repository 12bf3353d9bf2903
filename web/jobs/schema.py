"""schema.org JobPosting, in JSON-LD or microdata, as pages have it: in lists and graphs, with much amiss."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from web.jobs.days import day_of
from web.jobs.fields import Json, amount, at, line, rows, text
from web.jobs.loose_json import loads
from web.jobs.places import country_of, place_of, places_of
from web.jobs.plain import plain
from web.jobs.postings import Posting, Remote
from web.jobs.salary import pay_in_field, pay_of
from web.jobs.saved import Page
from web.jobs.terms import employment_of
from web.kit.markup import Element

SCRIPT = re.compile(
    r"<!--.*?(?:-->|\Z)|<script\b(?P<kind>[^<>]*)>(?P<said>.*?)(?:</script|\Z)", re.DOTALL | re.IGNORECASE
)
LD_JSON = re.compile(r"\btype\s*=\s*[\"']?application/ld\+json", re.IGNORECASE)
PARTS = (
    ("Responsibilities", "responsibilities"), ("Qualifications", "qualifications"), ("Skills", "skills"),
    ("Experience", "experienceRequirements"), ("Benefits", "jobBenefits"),
)  # fmt: skip
MOST_VALUES = 200_000  # looked at in one page


def job_postings(page: Page) -> list[Json]:
    """Every JobPosting in a page, as an object with the names of schema.org. Scripts hold no markup, so for them the
    page need not be parsed."""
    if "JobPosting" not in page.text:
        return []
    found = [
        posting
        for script in SCRIPT.finditer(page.text)
        if script["kind"] and LD_JSON.search(script["kind"]) and "JobPosting" in script["said"]
        for posting in postings_in(loads(script["said"]))
    ]
    if found or "schema.org/JobPosting" not in page.text or page.html is None:
        return found
    return [_item(scope) for scope in page.html.iter() if _is_posting(scope)]


def postings_in(value: Any) -> Iterator[Json]:
    """In the order in which they stand, however deep."""
    waiting, seen = [value], 0
    while waiting and seen < MOST_VALUES:
        seen += 1
        value = waiting.pop()
        if isinstance(value, dict):
            if "JobPosting" in _types(value):
                yield value
            else:
                waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def _types(value: Json) -> list[str]:
    said = value.get("@type")
    return [
        each.rpartition("/")[2].rpartition(":")[2]
        for each in (said if isinstance(said, list) else [said])
        if isinstance(each, str)
    ]


# --- microdata --------------------------------------------------------------------------------------------------------


def _is_posting(element: Element) -> bool:
    return (element.get("itemtype") or "").rstrip("/").endswith("schema.org/JobPosting")


def _item(scope: Element) -> Json:
    """What an element and those in it say, as the same object that JSON-LD would be."""
    item: Json = {"@type": (scope.get("itemtype") or "").rstrip("/").rpartition("/")[2]}
    waiting = [(child, item) for child in reversed(scope)]
    while waiting:
        element, into = waiting.pop()
        name, inner = element.get("itemprop"), into
        if element.get("itemscope") is not None:
            inner = {"@type": (element.get("itemtype") or "").rpartition("/")[2]}
        if name:
            value = inner if inner is not into else _value(element, name)
            into[name] = [*_listed(into[name]), value] if name in into else value
        waiting.extend((child, inner) for child in reversed(element))
    return item


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(element: Element, name: str) -> str:
    for attribute in ("content", "datetime", "href", "src"):
        if said := element.get(attribute):
            return str(said)
    if name in ("description", "responsibilities", "qualifications", "jobBenefits", "skills"):
        return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
    return " ".join("".join(map(str, element.itertext())).split())


# --- one posting ------------------------------------------------------------------------------------------------------


def posting_of(job: Json, address: str = "") -> Posting:
    organisation = at(job, "hiringOrganization")
    posting = Posting(
        external_id=_identifier(job),
        url=line(job, "url") if line(job, "url").startswith("http") else address,
        text=_text(job),
    )
    posting.tell(
        title=_words(line(job, "title") or line(job, "name")),
        company=_words(line(organisation) or line(rows(organisation)[:1], 0, "name")),
        place=places_of(map(_place, _listed(at(job, "jobLocation")))),
        posted_on=day_of(at(job, "datePosted")),
        closes_on=day_of(at(job, "validThrough")),
    )
    kinds = _strings(at(job, "employmentType"))
    posting.tell(words=", ".join(kinds), employment=employment_of(*kinds))
    _tell_where(posting, job)
    _tell_pay(posting, job)
    _tell_what_is_asked_for(posting, job)
    return posting


def _words(said: str) -> str:
    return " ".join(plain(said).split()) if "&" in said or "<" in said else said


def _identifier(job: Json) -> str:
    said = at(job, "identifier")
    return line(said, "value") or line(said, "@value") or line(said) or line(rows(said)[:1], 0, "value")


def _text(job: Json) -> str:
    parts = [plain(text(job, "description"))]
    for heading, name in PARTS:
        said = at(job, name)
        listed = "\n".join(f"- {each}" for each in _strings(said)) if isinstance(said, list) else text(said)
        if (words := plain(listed)) and words not in parts[0]:
            parts.append(f"{heading}:\n{words}")
    return "\n\n".join(part for part in parts if part)


def _strings(value: Any) -> list[str]:
    return [said for each in _listed(value) if (said := line(each) or line(each, "name"))]


def _place(value: Any) -> str:
    address = at(value, "address") if isinstance(value, dict) else value
    if isinstance(address, list):
        address = address[0] if address else None
    if isinstance(address, str):
        return _words(line(address))
    if not isinstance(address, dict):
        return line(value, "name")
    country = at(address, "addressCountry")
    code = line(country) or line(country, "name")
    city, region = (line(address, name) or line(address, name, "name") for name in ("addressLocality", "addressRegion"))
    return (
        place_of(_words(city), _words(region), country_of(code))
        or line(address, "streetAddress")
        or line(value, "name")
    )


def _tell_where(posting: Posting, job: Json) -> None:
    kinds = _strings(at(job, "jobLocationType"))
    if any("TELECOMMUTE" in kind.upper() for kind in kinds):
        posting.tell(words=kinds[0], remote=Remote.REMOTE)
        asked = [line(each, "name") or line(each) for each in _listed(at(job, "applicantLocationRequirements"))]
        posting.tell(words="applicantLocationRequirements", place=places_of(country_of(each) for each in asked))


def _tell_pay(posting: Posting, job: Json) -> None:
    for said in _listed(at(job, "baseSalary")):
        if isinstance(said, str | int | float):
            pay = pay_of(amount(said), amount(said), line(job, "salaryCurrency")) or pay_in_field(line(said))
        else:
            value = at(said, "value")
            value = value[0] if isinstance(value, list) and value else value
            low, high = (
                amount(value, "minValue") or amount(said, "minValue"),
                amount(value, "maxValue") or amount(said, "maxValue"),
            )
            only = amount(value, "value") or amount(value) or amount(said, "value")
            low, high = (low, high) if low or high else (only, only)
            currency = line(said, "currency") or line(value, "currency") or line(job, "salaryCurrency")
            pay = pay_of(
                low, high, currency, line(value, "unitText") or line(said, "unitText") or line(value, "unitCode")
            )
            pay = pay or pay_in_field(line(value, "value") or line(value))
        if pay:
            pay.tell(posting)
            return


def _tell_what_is_asked_for(posting: Posting, job: Json) -> None:
    months = amount(at(job, "experienceRequirements"), "monthsOfExperience")
    if months and months < 600:
        posting.tell(words=f"{months} months of experience", years=int(months) // 12)
    skills = at(job, "skills")
    named = _strings(skills) if isinstance(skills, list) else re.split(r"\s*[,;\n•]\s*", plain(text(skills)))
    short = [_words(skill.removeprefix("- ")) for skill in named if 1 < len(skill) <= 60]
    posting.tell(required=short if len(short) == len([skill for skill in named if skill]) else [])
    benefits = at(job, "jobBenefits")
    given = _strings(benefits) if isinstance(benefits, list) else re.split(r"\s*[;\n•]\s*", plain(text(benefits)))
    posting.tell(benefits=[_words(one.removeprefix("- ")).rstrip(".") for one in given if one.strip()][:40])
