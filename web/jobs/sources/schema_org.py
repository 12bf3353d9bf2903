"""schema.org JobPosting in any page: what most employers and boards put there for search engines."""

from web.jobs.postings import Posting
from web.jobs.saved import Page
from web.jobs.schema import job_postings, posting_of

NAME = "schema.org"


def ask(address: str) -> str:
    return ""


def recognises(page: Page) -> bool:
    return "JobPosting" in page.text and not page.is_json


def parse(page: Page) -> list[Posting]:
    postings = job_postings(page)
    return [posting_of(job, page.address if len(postings) == 1 else "") for job in postings]
