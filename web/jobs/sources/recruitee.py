"""Recruitee's careers site interface: one offer, or all of a company's."""

import re

from web.jobs.days import day_of
from web.jobs.fields import Json, amount, at, line, rows, text
from web.jobs.places import place_of, places_of
from web.jobs.plain import plain
from web.jobs.postings import Posting, Remote
from web.jobs.salary import pay_of
from web.jobs.saved import Page
from web.jobs.terms import tell_terms

NAME = "Recruitee"
PAGE = re.compile(r"https?://([\w-]+)\.recruitee\.com/(?:l/\w\w/)?o/([\w-]+)")


def ask(address: str) -> str:
    found = PAGE.match(address)
    return f"https://{found[1]}.recruitee.com/api/offers/{found[2]}" if found else ""


def recognises(page: Page) -> bool:
    return any("careers_url" in job for job in _jobs(page))


def parse(page: Page) -> list[Posting]:
    return [_posting(job) for job in _jobs(page) if "careers_url" in job]


def _jobs(page: Page) -> list[Json]:
    return rows(page.json, "offers") or rows(page.json, "offer")


def _posting(job: Json) -> Posting:
    parts = (plain(text(job, "description")), plain(text(job, "requirements")))
    posting = Posting(
        external_id=line(job, "id"),
        url=line(job, "careers_url"),
        apply_url=line(job, "careers_apply_url"),
        text="\n\n".join(part for part in parts if part),
    )
    kind = line(job, "employment_type_code")
    posting.tell(
        title=line(job, "title"),
        company=line(job, "company_name"),
        place=places_of(
            place_of(line(place, "city"), line(place, "state"), line(place, "country"))
            for place in rows(job, "locations")
        )
        or line(job, "location"),
        posted_on=day_of(at(job, "published_at")) or day_of(at(job, "created_at")),
        closes_on=day_of(at(job, "close_at")),
    )
    tell_terms(posting, kind)
    for name, remote in (("hybrid", Remote.HYBRID), ("remote", Remote.REMOTE), ("on_site", Remote.ON_SITE)):
        posting.tell(words=name, remote=remote if at(job, name) is True else None)
    paid = at(job, "salary")
    pay = pay_of(amount(paid, "min"), amount(paid, "max"), line(paid, "currency"), line(paid, "period"))
    if pay:
        pay.tell(posting)
    return posting
