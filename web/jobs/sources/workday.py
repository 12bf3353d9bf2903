"""Workday's interface for its own pages: one posting with its text, or a site's list without."""

import re
from urllib.parse import urlsplit

from web.jobs.days import day_of
from web.jobs.fields import Json, at, line, rows, text
from web.jobs.places import places_of
from web.jobs.plain import plain
from web.jobs.postings import Posting
from web.jobs.saved import Page
from web.jobs.terms import tell_terms

NAME = "Workday"
PAGE = re.compile(
    r"https?://(([\w-]+)\.(?:wd\d+\.)?myworkdayjobs(?:-impl)?\.com)/(?:[a-z]{2}-[A-Z]{2}/)?([\w-]+)/(job/[^?#]+?)(?:/apply[^?#]*)?(?:[?#]|$)"
)
LIST = re.compile(r"/wday/cxs/[\w-]+/([\w-]+)/jobs")
SEVERAL = re.compile(r"\d+ locations?", re.IGNORECASE)


def ask(address: str) -> str:
    found = PAGE.match(address)
    return f"https://{found[1]}/wday/cxs/{found[2]}/{found[3]}/{found[4]}" if found else ""


def recognises(page: Page) -> bool:
    return bool(rows(page.json, "jobPostingInfo")) or any(
        "externalPath" in job for job in rows(page.json, "jobPostings")
    )


def parse(page: Page) -> list[Posting]:
    company = line(page.json, "hiringOrganization", "name")
    one = [_posting(job, company) for job in rows(page.json, "jobPostingInfo")]
    return one or [_listed(job, page.address) for job in rows(page.json, "jobPostings") if line(job, "title")]


def _posting(job: Json, company: str) -> Posting:
    address = line(job, "externalUrl")
    posting = Posting(
        external_id=line(job, "jobReqId") or line(job, "id"), url=address, text=plain(text(job, "jobDescription"))
    )
    kind, where = line(job, "timeType"), line(job, "remoteType")
    places = at(job, "additionalLocations")
    posting.tell(
        title=line(job, "title"),
        company=company,
        place=places_of([line(job, "location"), *map(line, places if isinstance(places, list) else [])]),
        posted_on=day_of(at(job, "startDate")),
        closes_on=day_of(at(job, "endDate")),
    )
    tell_terms(posting, kind, where)
    return posting


def _listed(job: Json, address: str) -> Posting:
    """In a list, a place of several is only counted, and a day only said from today ("Posted Yesterday")."""
    site, host = LIST.search(address), urlsplit(address).hostname
    path = line(job, "externalPath")
    posting = Posting(
        external_id=line(at(job, "bulletFields", 0)), url=f"https://{host}/{site[1]}{path}" if site and path else ""
    )
    place, where = line(job, "locationsText"), line(job, "remoteType")
    posting.tell(title=line(job, "title"), place="" if SEVERAL.fullmatch(place) else place)
    tell_terms(posting, where=where)
    return posting
