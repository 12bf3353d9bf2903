"""Fetching the posting behind a link: through the one guarded client, and read where a hostile page can be stopped."""

from datetime import date

import msgspec

from web.jobs.postings import Posting
from web.jobs.reading import Page, address_to_ask, read_page
from web.jobs.sameness import key_of
from web.jobs.vocabulary import pattern
from web.kit.clock import now
from web.kit.house import House
from web.kit.outbound import Fetched, NotFetched, Outbound
from web.kit.workshop import WorkFailed, run_once

LARGEST_PAGE = 4_000_000  # bytes
ACCEPT = "text/html, application/json, application/xml;q=0.9, */*;q=0.1"
INTERFACE_SECONDS = 5.0  # for a public interface; the page itself may take longer
GONE = (404, 410)
FEWEST_WORDS, FEWEST_FACTS = 30, 2  # of a page whose words alone are read
MOST_LETTERS = 60_000  # of it in which it may say why
SECONDS, MEMORY = 10.0, 800  # that reading one page may take, and MiB of address space


class NoPosting(NotFetched):
    """The page answers, but not with a posting: it wants a sign-in, or a yes to cookies, or a browser to draw it."""

    words = "This page does not show its posting to us."


class Closed(NoPosting):
    """The posting is gone, or the page says that it is over."""

    words = "This page says that the posting is closed."


class Several(NoPosting):
    words = "This page tells of several jobs, and we cannot tell which one you mean."


def fetch_posting(house: House, address: str) -> Posting:
    """What the public interface of its source, or else its page, says of one job; raises NotFetched in words."""
    address = address.strip()
    found = _from_interface(house.outbound, address) or _read(_fetched(house.outbound, address))
    found.url = found.url or address
    return found


def _from_interface(outbound: Outbound, address: str) -> Posting | None:
    """The page is asked where its source's interface has no answer."""
    asked = address_to_ask(address)
    if not asked:
        return None
    try:
        found = _read(outbound.fetch(asked, accept=ACCEPT, most_bytes=LARGEST_PAGE, seconds=INTERFACE_SECONDS))
    except NotFetched:
        return None
    found.url = address
    return found


def _fetched(outbound: Outbound, address: str) -> Fetched:
    return outbound.fetch(address, accept=ACCEPT, most_bytes=LARGEST_PAGE)


def _read(answer: Fetched) -> Posting:
    """The one job that an answer tells of; raises NoPosting in words."""
    if answer.status in GONE:
        raise Closed
    if answer.status != 200:
        raise NoPosting
    said = (answer.address, answer.headers.get("content-type", ""), answer.body, now().date().isoformat())
    try:
        made = run_once(f"{__name__}:read_here", *said, seconds=SECONDS, memory=MEMORY)
    except WorkFailed:
        raise NoPosting from None
    found = msgspec.convert(made, list[Posting], strict=False)
    if len(found) > 1:
        raise Several
    if not found or (found[0].source and not found[0].title):
        raise NoPosting
    if not found[0].source:
        _look_at(found[0])
    return found[0]


def _look_at(posting: Posting) -> None:
    """A page that no source knows may be about anything; raises NoPosting where its words say that it is none."""
    words = posting.text[:MOST_LETTERS]
    if pattern("job", "closed").search(words):
        raise Closed
    if pattern("job", "several").regex.fullmatch(posting.title.partition(" at ")[0]):
        raise Several
    are_few = len(posting.said.keys() - {"title", "company"}) < FEWEST_FACTS
    if len(posting.text.split()) < FEWEST_WORDS or (are_few and pattern("job", "wall").search(words)):
        raise NoPosting


# --- in the child ----------------------------------------------------------------------------------------------------


def read_here(address: str, media_type: str, body: bytes, today: str) -> list[Posting]:
    """Of several, the one that says it lies at this address; two are enough to tell one from many."""
    postings = read_page(Page(address, media_type, body), date.fromisoformat(today))
    asked_for = [posting for posting in postings if posting.url and key_of(posting.url) == key_of(address)]
    return (asked_for or postings)[:2]
