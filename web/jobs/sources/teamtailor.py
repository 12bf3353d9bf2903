"""Teamtailor's JSON feed, which carries schema.org's words for each job; so does a page of one job."""

from web.jobs.fields import Json, at, line, rows, text
from web.jobs.plain import plain
from web.jobs.postings import Posting
from web.jobs.saved import Page
from web.jobs.schema import posting_of

NAME = "Teamtailor"


def ask(address: str) -> str:
    return ""


def recognises(page: Page) -> bool:
    return any("_jobposting" in item for item in rows(page.json, "items"))


def parse(page: Page) -> list[Posting]:
    company = line(page.json, "title")
    return [_posting(item, company) for item in rows(page.json, "items") if line(item, "title")]


def _posting(item: Json, company: str) -> Posting:
    job = at(item, "_jobposting")
    posting = posting_of(job if isinstance(job, dict) else {}, line(item, "url"))
    posting.url = line(item, "url") or posting.url
    posting.text = posting.text or plain(text(item, "content_html"))
    posting.tell(title=line(item, "title"), company=company)
    return posting
