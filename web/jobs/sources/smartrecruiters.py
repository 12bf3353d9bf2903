"""SmartRecruiters' posting interface: one posting with its text, or a company's list without."""

import re

from web.jobs.days import day_of
from web.jobs.fields import Json, at, line, rows, text
from web.jobs.places import country_of, place_of
from web.jobs.plain import plain, under_headings
from web.jobs.postings import How, Posting, Remote
from web.jobs.saved import Page
from web.jobs.terms import tell_terms

NAME = "SmartRecruiters"
PAGE = re.compile(
    r"https?://(?:jobs|careers)\.smartrecruiters\.com/(?:oneclick-ui/company/)?([\w-]+)/(?:publication/)?(\d{9,20})"
)
PARTS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def ask(address: str) -> str:
    found = PAGE.match(address)
    return f"https://api.smartrecruiters.com/v1/companies/{found[1]}/postings/{found[2]}" if found else ""


def recognises(page: Page) -> bool:
    return any("typeOfEmployment" in job or "jobAdId" in job or "jobAd" in job for job in _jobs(page))


def parse(page: Page) -> list[Posting]:
    return [_posting(job) for job in _jobs(page) if line(job, "name")]


def _jobs(page: Page) -> list[Json]:
    return rows(page.json, "content") or rows(page.json)


def _posting(job: Json) -> Posting:
    company, number = line(job, "company", "identifier"), line(job, "id")
    address = line(job, "postingUrl") or (f"https://jobs.smartrecruiters.com/{company}/{number}" if company else "")
    posting = Posting(external_id=number, url=address, apply_url=line(job, "applyUrl"), text=_text(job))
    place = at(job, "location")
    kind = line(job, "typeOfEmployment", "label") or line(job, "typeOfEmployment", "id")
    posting.tell(
        title=line(job, "name"),
        company=line(job, "company", "name"),
        place=line(place, "fullLocation")
        or place_of(line(place, "city"), line(place, "region"), country_of(line(place, "country"))),
        posted_on=day_of(at(job, "releasedDate")),
    )
    tell_terms(posting, kind)
    for name, remote in (("hybrid", Remote.HYBRID), ("remote", Remote.REMOTE)):
        posting.tell(words=name, remote=remote if at(place, name) is True else None)
    is_neither = at(place, "hybrid") is False and at(place, "remote") is False
    posting.tell(How.INFERRED, "remote: false", remote=Remote.ON_SITE if is_neither else None)
    return posting


def _text(job: Json) -> str:
    parts = [at(job, "jobAd", "sections", name) for name in PARTS]
    return under_headings((line(part, "title"), plain(text(part, "text"))) for part in parts)
