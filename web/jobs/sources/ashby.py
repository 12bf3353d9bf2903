"""Ashby's job board interface, which answers with a whole board; a page of one job says it in schema.org's words."""

from web.jobs.days import day_of
from web.jobs.fields import Json, amount, at, line, rows, text
from web.jobs.places import places_of
from web.jobs.plain import plain
from web.jobs.postings import Posting, Remote
from web.jobs.salary import pay_in_field, pay_of
from web.jobs.saved import Page
from web.jobs.terms import tell_terms

NAME = "Ashby"


def ask(address: str) -> str:
    return ""


def recognises(page: Page) -> bool:
    return any("jobUrl" in job for job in rows(page.json, "jobs"))


def parse(page: Page) -> list[Posting]:
    return [_posting(job) for job in rows(page.json, "jobs") if "jobUrl" in job]


def _posting(job: Json) -> Posting:
    posting = Posting(
        external_id=line(job, "id"),
        url=line(job, "jobUrl"),
        apply_url=line(job, "applyUrl"),
        text=plain(text(job, "descriptionHtml")) or plain(text(job, "descriptionPlain")),
    )
    kind, where = line(job, "employmentType"), line(job, "workplaceType")
    posting.tell(
        title=line(job, "title"),
        place=places_of(
            [line(job, "location"), *(line(other, "location") for other in rows(job, "secondaryLocations"))]
        ),
        posted_on=day_of(at(job, "publishedAt")),
        closes_on=day_of(at(job, "applicationDeadline")),
    )
    tell_terms(posting, kind, where)
    posting.tell(words="isRemote", remote=Remote.REMOTE if at(job, "isRemote") is True else None)
    _tell_pay(posting, at(job, "compensation"))
    return posting


def _tell_pay(posting: Posting, said: object) -> None:
    for part in rows(said, "summaryComponents"):
        if line(part, "compensationType") == "Salary":
            pay = pay_of(
                amount(part, "minValue"), amount(part, "maxValue"), line(part, "currencyCode"), line(part, "interval")
            )
            if pay:
                pay.tell(posting)
    if pay := pay_in_field(line(said, "scrapeableCompensationSalarySummary") or line(said, "compensationTierSummary")):
        pay.tell(posting)
