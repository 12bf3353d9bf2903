"""Greenhouse's job board interface: one job, or a board of them. Its text is HTML with its signs escaped."""

import re

from web.jobs.days import day_of
from web.jobs.fields import Json, amount, at, line, rows, text
from web.jobs.plain import plain
from web.jobs.postings import Posting
from web.jobs.salary import pay_of
from web.jobs.saved import Page
from web.jobs.terms import tell_terms

NAME = "Greenhouse"
PAGE = re.compile(
    r"https?://(?:job-)?boards(?:\.eu)?\.greenhouse\.io/(?:embed/job_app\?for=)?([\w-]+)(?:/jobs/|.*[?&]token=)(\d+)"
)


def ask(address: str) -> str:
    found = PAGE.match(address)
    return (
        f"https://boards-api.greenhouse.io/v1/boards/{found[1]}/jobs/{found[2]}?pay_transparency=true" if found else ""
    )


def recognises(page: Page) -> bool:
    return any("absolute_url" in job for job in _jobs(page))


def parse(page: Page) -> list[Posting]:
    return [_posting(job) for job in _jobs(page) if "absolute_url" in job]


def _jobs(page: Page) -> list[Json]:
    return rows(page.json, "jobs") or rows(page.json)


def _posting(job: Json) -> Posting:
    address = line(job, "absolute_url")
    posting = Posting(external_id=line(job, "id"), url=address, apply_url=address, text=plain(text(job, "content")))
    facts = {line(fact, "name").lower(): line(fact, "value") for fact in rows(job, "metadata")}
    kind = next((facts[name] for name in ("employment type", "time type", "job type") if facts.get(name)), "")
    where = next((facts[name] for name in ("workplace type", "location type", "remote") if facts.get(name)), "")
    posting.tell(
        title=line(job, "title"),
        company=line(job, "company_name"),
        place=line(job, "location", "name"),
        posted_on=day_of(at(job, "first_published")),
        closes_on=day_of(at(job, "application_deadline")),
    )
    tell_terms(posting, kind, where)
    for paid in rows(job, "pay_input_ranges")[:1]:
        low, high = amount(paid, "min_cents"), amount(paid, "max_cents")
        pay = pay_of(low and low / 100, high and high / 100, line(paid, "currency_type"), line(paid, "title"))
        if pay:
            pay.tell(posting)
    return posting
