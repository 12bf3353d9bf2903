"""Rippling's board interface: one job with its text, or a board's list without."""

import re

from web.jobs.days import day_of
from web.jobs.fields import Json, amount, at, line, rows, text
from web.jobs.places import places_of
from web.jobs.plain import plain
from web.jobs.postings import Posting
from web.jobs.salary import pay_of
from web.jobs.saved import Page
from web.jobs.terms import tell_terms

NAME = "Rippling"
PAGE = re.compile(
    r"https?://ats\.(?:\w+\.)?rippling\.com/(?:[a-z]{2}-[A-Z]{2}/)?([\w.-]+)/jobs/([0-9a-f]{8}-[0-9a-f-]{27})"
)


def ask(address: str) -> str:
    found = PAGE.match(address)
    return f"https://ats.rippling.com/api/v2/board/{found[1]}/jobs/{found[2]}" if found else ""


def recognises(page: Page) -> bool:
    return any("uuid" in job and ("workLocation" in job or "workLocations" in job) for job in rows(page.json))


def parse(page: Page) -> list[Posting]:
    return [_posting(job) for job in rows(page.json) if line(job, "name")]


def _posting(job: Json) -> Posting:
    said = at(job, "description")
    parts = [plain(said)] if isinstance(said, str) else [plain(text(said, "role")), plain(text(said, "company"))]
    posting = Posting(external_id=line(job, "uuid"), url=line(job, "url"), text="\n\n".join(filter(None, parts)))
    places = at(job, "workLocations")
    kind = line(job, "employmentType", "label") or line(job, "employmentType")
    where = next((line(place, "workplaceType") for place in rows(places) if line(place, "workplaceType")), "")
    posting.tell(
        title=line(job, "name"),
        company=line(job, "companyName"),
        place=places_of(line(each) or line(each, "label") or line(each, "name") for each in places)
        if isinstance(places, list)
        else line(job, "workLocation", "label"),
        posted_on=day_of(at(job, "createdOn")),
    )
    tell_terms(posting, kind, where)
    for paid in rows(job, "payRangeDetails")[:1]:
        pay = pay_of(
            amount(paid, "rangeStart"), amount(paid, "rangeEnd"), line(paid, "currency"), line(paid, "frequency")
        )
        if pay:
            pay.tell(posting)
    return posting
