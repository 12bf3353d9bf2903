"""Lever's postings interface: one posting, or a site's list of them."""

import re

from web.jobs.days import day_of
from web.jobs.fields import Json, amount, at, line, rows, text
from web.jobs.places import country_of, places_of
from web.jobs.plain import plain
from web.jobs.postings import Posting
from web.jobs.salary import pay_in_field, pay_of
from web.jobs.saved import Page
from web.jobs.terms import tell_terms

NAME = "Lever"
PAGE = re.compile(r"https?://jobs\.(eu\.)?lever\.co/([\w.-]+)/([0-9a-f]{8}-[0-9a-f-]{27})")


def ask(address: str) -> str:
    found = PAGE.match(address)
    return f"https://api.{found[1] or ''}lever.co/v0/postings/{found[2]}/{found[3]}?mode=json" if found else ""


def recognises(page: Page) -> bool:
    return any("hostedUrl" in job for job in rows(page.json))


def parse(page: Page) -> list[Posting]:
    return [_posting(job) for job in rows(page.json) if "hostedUrl" in job]


def _posting(job: Json) -> Posting:
    posting = Posting(
        external_id=line(job, "id"), url=line(job, "hostedUrl"), apply_url=line(job, "applyUrl"), text=_text(job)
    )
    kind, where = line(job, "categories", "commitment"), line(job, "workplaceType")
    places = at(job, "categories", "allLocations")
    posting.tell(
        title=line(job, "text"),
        place=places_of(map(line, places if isinstance(places, list) else []))
        or line(job, "categories", "location")
        or country_of(line(job, "country")),
        posted_on=day_of(at(job, "createdAt")),
    )
    tell_terms(posting, kind, where)
    paid = at(job, "salaryRange")
    pay = pay_of(amount(paid, "min"), amount(paid, "max"), line(paid, "currency"), line(paid, "interval"))
    pay = pay or pay_in_field(line(job, "salaryDescriptionPlain"))
    if pay:
        pay.tell(posting)
    return posting


def _text(job: Json) -> str:
    lists = [f"<h3>{line(part, 'text')}</h3><ul>{text(part, 'content')}</ul>" for part in rows(job, "lists")]
    parts = [text(job, "description"), *lists, text(job, "salaryDescription"), text(job, "additional")]
    return "\n\n".join(said for part in parts if (said := plain(part)))
