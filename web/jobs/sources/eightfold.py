"""Eightfold's careers interface: one position, or the list of a search."""

import re

from web.jobs.days import day_of
from web.jobs.fields import Json, at, line, rows, text
from web.jobs.places import places_of
from web.jobs.plain import plain
from web.jobs.postings import Posting
from web.jobs.saved import Page
from web.jobs.terms import tell_terms

NAME = "Eightfold"
PAGE = re.compile(r"https?://([\w-]+)\.eightfold\.ai/careers/job/(\d+)")


def ask(address: str) -> str:
    found = PAGE.match(address)
    return f"https://{found[1]}.eightfold.ai/api/apply/v2/jobs/{found[2]}" if found else ""


def recognises(page: Page) -> bool:
    return any("canonicalPositionUrl" in job for job in _jobs(page))


def parse(page: Page) -> list[Posting]:
    return [_posting(job) for job in _jobs(page) if "canonicalPositionUrl" in job]


def _jobs(page: Page) -> list[Json]:
    return rows(page.json, "positions") or rows(page.json)


def _posting(job: Json) -> Posting:
    posting = Posting(
        external_id=line(job, "id"), url=line(job, "canonicalPositionUrl"), text=plain(text(job, "job_description"))
    )
    places, where = at(job, "locations"), line(job, "work_location_option")
    posting.tell(
        title=line(job, "name"),
        place=places_of(map(line, places if isinstance(places, list) else [])) or line(job, "location"),
        posted_on=day_of(at(job, "t_create")),
    )
    tell_terms(posting, where=where)
    return posting
