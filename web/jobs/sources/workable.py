"""Workable's interfaces: one job as its page asks for it, or the widget's list of an account."""

import re

from web.jobs.days import day_of
from web.jobs.fields import Json, at, line, rows, text
from web.jobs.places import place_of, places_of
from web.jobs.plain import plain, under_headings
from web.jobs.postings import Posting, Remote
from web.jobs.saved import Page
from web.jobs.terms import tell_terms

NAME = "Workable"
PAGE = re.compile(r"https?://apply\.workable\.com/([\w.-]+)/j/([0-9A-Fa-f]{6,12})")


def ask(address: str) -> str:
    found = PAGE.match(address)
    return f"https://apply.workable.com/api/v1/accounts/{found[1]}/jobs/{found[2].upper()}" if found else ""


def recognises(page: Page) -> bool:
    return any("shortcode" in job for job in _jobs(page))


def parse(page: Page) -> list[Posting]:
    company = line(page.json, "name") if rows(page.json, "jobs") else ""
    account = re.search(r"/accounts/([\w.-]+)/jobs/", page.address)
    return [_posting(job, company, account[1] if account else "") for job in _jobs(page) if "shortcode" in job]


def _jobs(page: Page) -> list[Json]:
    return rows(page.json, "jobs") or rows(page.json)


def _posting(job: Json, company: str, account: str) -> Posting:
    code = line(job, "shortcode")
    address = line(job, "url") or f"https://apply.workable.com/{account or 'j'}{'/j' * bool(account)}/{code}/"
    parts = (("", "description"), ("Requirements", "requirements"), ("Benefits", "benefits"))
    posting = Posting(
        external_id=code,
        url=address,
        apply_url=line(job, "application_url"),
        text=under_headings((heading, plain(text(job, name))) for heading, name in parts),
    )
    kind, where = line(job, "employment_type") or line(job, "type"), line(job, "workplace")
    posting.tell(
        title=line(job, "title"),
        company=company,
        place=_places(job),
        posted_on=day_of(at(job, "published_on")) or day_of(at(job, "published")) or day_of(at(job, "created_at")),
    )
    tell_terms(posting, kind, where)
    is_remote = at(job, "telecommuting") is True or at(job, "remote") is True
    posting.tell(words="telecommuting", remote=Remote.REMOTE if is_remote else None)
    return posting


def _places(job: Json) -> str:
    shown = [place for place in rows(job, "locations") if at(place, "hidden") is not True]
    places = shown or rows(job, "location") or [job]
    return places_of(
        place_of(line(place, "city"), line(place, "region") or line(place, "state"), line(place, "country"))
        for place in places
    )
