"""Personio's XML feed of a company's positions; a page of one position says it in schema.org's words."""

import re

from web.jobs.days import day_of
from web.jobs.places import places_of
from web.jobs.plain import plain, under_headings
from web.jobs.postings import Posting
from web.jobs.saved import Page
from web.jobs.terms import MOST_YEARS, employment_of
from web.kit.markup import Element, child, children, local, said, written

NAME = "Personio"


def ask(address: str) -> str:
    return ""


def recognises(page: Page) -> bool:
    return page.xml is not None and local(page.xml) == "workzag-jobs"


def parse(page: Page) -> list[Posting]:
    board = re.match(r"https?://([\w-]+\.jobs\.personio\.\w+)/", page.address)
    return [_posting(position, board[1] if board else "") for position in children(page.xml, "position")]


def _posting(position: Element, board: str) -> Posting:
    number = said(position, "id")
    posting = Posting(external_id=number, url=f"https://{board}/job/{number}" if board else "", text=_text(position))
    kinds = (said(position, "employmentType"), said(position, "schedule"))
    years = re.match(r"\d{1,2}(?!\d)", said(position, "yearsOfExperience"))
    offices = [
        said(position, "office"),
        *(said(office) for office in children(position, "additionalOffices", "office")),
    ]
    posting.tell(
        title=said(position, "name"),
        company=said(position, "subcompany"),
        place=places_of(offices),
        posted_on=day_of(said(position, "createdAt")),
    )
    posting.tell(words=", ".join(filter(None, kinds)), employment=employment_of(*kinds))
    posting.tell(words=said(position, "yearsOfExperience"), years=min(int(years[0]), MOST_YEARS) if years else None)
    return posting


def _text(position: Element) -> str:
    parts = children(child(position, "jobDescriptions"), "jobDescription")
    return under_headings((said(part, "name"), plain(written(part, "value"))) for part in parts)
