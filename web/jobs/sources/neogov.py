"""NEOGOV, of public agencies: its RSS feed, with what it adds to that."""

from web.jobs.days import day_of
from web.jobs.fields import amount, line
from web.jobs.plain import plain, under_headings
from web.jobs.postings import Posting
from web.jobs.salary import pay_of
from web.jobs.saved import Page
from web.jobs.terms import tell_terms
from web.kit.markup import Element, children, local, said, written

NAME = "NEOGOV"
NAMESPACE = "neogov.com/namespaces/JobListing"
PARTS = (
    ("", "description"), ("Duties", "examplesofduties"), ("Qualifications", "qualifications"),
    ("Additional information", "supplementalinformation"), ("Benefits", "benefits"),
)  # fmt: skip


def ask(address: str) -> str:
    return ""


def recognises(page: Page) -> bool:
    return page.xml is not None and local(page.xml) == "rss" and NAMESPACE in page.text


def parse(page: Page) -> list[Posting]:
    return [
        _posting(item, said(channel, "title"))
        for channel in children(page.xml, "channel")
        for item in children(channel, "item")
    ]


def _posting(item: Element, agency: str) -> Posting:
    parts = [(heading, plain(written(item, name))) for heading, name in PARTS]
    posting = Posting(
        external_id=said(item, "jobId"),
        url=said(item, "link"),
        text=under_headings(parts),
    )
    kind = said(item, "jobType")
    posting.tell(
        title=line(said(item, "title")),
        company=line(agency),
        place=line(said(item, "location")),
        posted_on=day_of(said(item, "advertiseFromDateUTC")) or day_of(said(item, "pubDate")),
        closes_on=day_of(said(item, "advertiseToDateTimeUTC")),
    )
    tell_terms(posting, kind)
    low, high = amount(said(item, "minimumSalary")), amount(said(item, "maximumSalary"))
    if pay := pay_of(low, high, said(item, "salaryCurrency"), said(item, "salaryInterval")):
        pay.tell(posting)
    return posting
