"""BambooHR's careers interface: one opening with its text, or the list without."""

import re

from web.jobs.days import day_of
from web.jobs.fields import Json, at, line, rows, text
from web.jobs.places import place_of
from web.jobs.plain import plain
from web.jobs.postings import How, Posting, Remote
from web.jobs.salary import pay_in_field
from web.jobs.saved import Page
from web.jobs.terms import tell_terms

NAME = "BambooHR"
PAGE = re.compile(r"https?://([\w-]+)\.bamboohr\.com/(?:careers|jobs)/(?:view\.php\?id=)?(\d+)")
KINDS = {"0": Remote.ON_SITE, "1": Remote.REMOTE, "2": Remote.HYBRID}  # its `locationType`


def ask(address: str) -> str:
    found = PAGE.match(address)
    return f"https://{found[1]}.bamboohr.com/careers/{found[2]}/detail" if found else ""


def recognises(page: Page) -> bool:
    return any("jobOpeningName" in job for job in _jobs(page))


def parse(page: Page) -> list[Posting]:
    found = re.match(r"https?://([\w-]+)\.bamboohr\.com/careers(?:/(\d+))?", page.address)
    return [_posting(job, *(found.groups("") if found else ("", ""))) for job in _jobs(page) if "jobOpeningName" in job]


def _jobs(page: Page) -> list[Json]:
    return rows(page.json, "result", "jobOpening") or rows(page.json, "result")


def _posting(job: Json, board: str, number: str) -> Posting:
    number = line(job, "id") or number
    address = line(job, "jobOpeningShareUrl") or (f"https://{board}.bamboohr.com/careers/{number}" if board else "")
    posting = Posting(external_id=number, url=address, text=plain(text(job, "description")))
    place, other = at(job, "location"), at(job, "atsLocation")
    kind = line(job, "employmentStatusLabel")
    posting.tell(
        title=line(job, "jobOpeningName"),
        place=place_of(line(place, "city"), line(place, "state"), line(place, "addressCountry"))
        or place_of(line(other, "city"), line(other, "state") or line(other, "province"), line(other, "country")),
        posted_on=day_of(at(job, "datePosted")),
    )
    tell_terms(posting, kind)
    posting.tell(words="isRemote", remote=Remote.REMOTE if at(job, "isRemote") is True else None)
    posting.tell(How.INFERRED, "locationType", remote=KINDS.get(line(job, "locationType")))
    if pay := pay_in_field(line(job, "compensation")):
        pay.tell(posting)
    return posting
