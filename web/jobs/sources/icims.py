"""iCIMS: a page of search results. A page of one job says it in schema.org's words, once it is asked for without the
employer's frame around it."""

import re

from web.jobs.fields import line
from web.jobs.postings import Posting
from web.jobs.saved import Page
from web.kit.markup import Element, said

NAME = "iCIMS"
PAGE = re.compile(r"(https?://[\w.-]+\.icims\.com/jobs/\d+/[^?#]*job)(?=[?#]|$)")
CARD = "iCIMS_JobCardItem"


def ask(address: str) -> str:
    found = PAGE.match(address)
    return f"{found[1]}?in_iframe=1" if found and "in_iframe=1" not in address else ""


def recognises(page: Page) -> bool:
    return CARD in page.text and bool(_cards(page))


def parse(page: Page) -> list[Posting]:
    return [posting for card in _cards(page) if (posting := _posting(card)).title]


def _cards(page: Page) -> list[Element]:
    return [item for item in page.html.iter("li") if CARD in (item.get("class") or "")] if page.html is not None else []


def _posting(card: Element) -> Posting:
    posting = Posting()
    for link in card.iter("a"):
        found = PAGE.match(link.get("href") or "")
        title = next((said(heading) for heading in link.iter("h2", "h3", "h4")), "")
        if found and title:
            posting.url = found[1]
            posting.external_id = line(found[1].partition("/jobs/")[2].partition("/")[0])
            posting.tell(title=line(title))
    for label in card.iter("span"):
        value = label.getnext()
        if said(label).lower() in ("job locations", "location", "job location") and value is not None:
            posting.tell(place=line(said(value)))
    return posting
