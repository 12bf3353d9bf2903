"""Jobvite: a page of search results. A page of one job says it in schema.org's words."""

from urllib.parse import urljoin

from web.jobs.fields import line
from web.jobs.postings import Posting
from web.jobs.saved import Page
from web.kit.markup import Element, said

NAME = "Jobvite"
PLACE = "jv-job-list-location"


def ask(address: str) -> str:
    return ""


def recognises(page: Page) -> bool:
    return PLACE in page.text and bool(_rows(page))


def parse(page: Page) -> list[Posting]:
    return [_posting(row, page.address) for row in _rows(page)]


def _rows(page: Page) -> list[Element]:
    return [row for row in page.html.iter("tr") if _link(row) is not None] if page.html is not None else []


def _link(row: Element) -> Element | None:
    return next((link for link in row.iter("a") if "/job/" in (link.get("href") or "")), None)


def _posting(row: Element, address: str) -> Posting:
    link = _link(row)
    path = link.get("href") if link is not None else ""
    posting = Posting(external_id=line(path.rpartition("/job/")[2]), url=urljoin(address, path) if address else "")
    posting.tell(title=line(said(link)))
    posting.tell(place=line(next((said(cell) for cell in row.iter("td") if PLACE in (cell.get("class") or "")), "")))
    return posting
