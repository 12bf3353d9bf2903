"""Pinpoint's list of postings; a page of one posting says it in schema.org's words."""

from web.jobs.days import day_of
from web.jobs.fields import Json, amount, at, line, rows, text
from web.jobs.plain import plain, under_headings
from web.jobs.postings import Posting
from web.jobs.salary import pay_in_field, pay_of
from web.jobs.saved import Page
from web.jobs.terms import remote_of, tell_terms

NAME = "Pinpoint"
PARTS = ("description", "key_responsibilities", "skills_knowledge_expertise", "benefits")


def ask(address: str) -> str:
    return ""


def recognises(page: Page) -> bool:
    return any("skills_knowledge_expertise" in job for job in rows(page.json, "data"))


def parse(page: Page) -> list[Posting]:
    return [_posting(job) for job in rows(page.json, "data") if line(job, "title")]


def _posting(job: Json) -> Posting:
    parts = [(line(job, f"{name}_header"), plain(text(job, name))) for name in PARTS]
    posting = Posting(
        external_id=line(job, "id"),
        url=line(job, "url"),
        text=under_headings(parts),
    )
    kind, where = line(job, "employment_type_text") or line(job, "employment_type"), line(job, "workplace_type")
    posting.tell(
        title=line(job, "title"), place=line(job, "location", "name"), closes_on=day_of(at(job, "deadline_at"))
    )
    tell_terms(posting, kind)
    posting.tell(words=line(job, "workplace_type_text") or where, remote=remote_of(where))
    pay = pay_of(
        amount(job, "compensation_minimum"),
        amount(job, "compensation_maximum"),
        line(job, "compensation_currency"),
        line(job, "compensation_frequency"),
        line(job, "compensation"),
    ) or pay_in_field(line(job, "compensation"))
    if pay and at(job, "compensation_visible") is not False:
        pay.tell(posting)
    return posting
