"""Saving a job in seconds: a link, the posting's words, or what one knows of it; and from any page one looks at."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from anyio import to_thread
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlmodel import Session

from web.applications.actions import follow
from web.applications.forms import AddForm
from web.applications.reminders import settle_where
from web.jobs.fetching import fetch_posting
from web.jobs.postings import How, Posting, Said
from web.jobs.reading import read_text
from web.kit.clock import now
from web.kit.forms import Reading
from web.kit.outbound import NotFetched
from web.kit.pages import HTML, go_to, page
from web.kit.visits import TooMuch, Visit, in_transaction

MOST_SAVED = (300, 3_600)  # jobs that a person may save, and within how many seconds
LINK = re.compile(r"https?://\S+", re.IGNORECASE)
NOTHING = "Paste a link or the posting’s words, or write what the job is called."
PASTE = "Open the page yourself, copy the posting’s words, and paste them below."
UNNAMED = "We could not make out which job this is. What is it called?"

# What the bookmark does on the page that one looks at. Selected words go behind the #, which no server hears of.
MOST_SELECTED = 60_000
BOOKMARK = (
    "(()=>{{const s=String(getSelection()).slice(0,{most});"
    "const u='{here}/applications/new?url='+encodeURIComponent(location.href)"
    "+'&seen='+encodeURIComponent(document.title.slice(0,200))+(s.trim()?'#words='+encodeURIComponent(s):'');"
    "open(u)||(location.href=u)}})()"
)


@get("/applications/new")
@in_transaction
def show_new(db: Session, visit: Visit, url: FromQuery[str] = "", seen: FromQuery[str] = "") -> HTML:
    """Empty, or with what the bookmark brought along; nothing is saved before somebody says so."""
    visit.person_id  # noqa: B018  who is nobody is asked to begin first
    brought = {name: said for name, said in (("url", url), ("seen", seen)) if said}
    return new_page(visit, reading=AddForm.check(brought) if brought else None)


def new_page(visit: Visit, status: int = 200, **context: Any) -> HTML:
    return page(visit, "applications/new.html", status, **{"reading": None, "problem": ""} | context)


@get("/applications/new/bookmark")
@in_transaction
def show_bookmark(db: Session, visit: Visit) -> HTML:
    visit.person_id  # noqa: B018
    script = BOOKMARK.format(most=MOST_SELECTED, here=visit.house.settings.address)
    return page(visit, "applications/bookmark.html", bookmark=f"javascript:{quote(script, safe=SCRIPT_SIGNS)}")


SCRIPT_SIGNS = "(){}=>;:,.'+?&/*!"  # that may stand in an address as they are


@post("/applications/new")
async def add(visit: NamedDependency[Visit]) -> HTML:
    await visit.in_thread(lambda db: visit.person_id)
    return await to_thread.run_sync(_add, visit)


def _add(visit: Visit) -> HTML:
    """The outside is asked between two transactions, never inside one."""
    reading = AddForm.read(visit.posted)
    link, words = link_and_words(reading)
    if not reading.errors and not (link or words or reading.values.get("title") or reading.values.get("company")):
        reading.errors["url"] = NOTHING
    if reading.errors:
        return new_page(visit, 422, reading=reading)
    visit.count("jobs", *MOST_SAVED)
    try:
        posting = read_text(words, now().date()) if words or not link else fetch_posting(visit.house, link)
    except NotFetched as error:
        reading.raw["url"], reading.errors["posting"] = link, f"{error} {PASTE}"
        reading.raw["posting"] = ""
        return new_page(visit, 422, reading=reading)
    posting.url = posting.url or link
    return visit.within(keep, visit, with_typed(posting, reading), reading)


def link_and_words(reading: Reading) -> tuple[str, str]:
    """A link may stand in the box for the words."""
    link, words = reading.values.get("url", ""), reading.values.get("posting", "")
    if LINK.fullmatch(words):
        return words, ""
    return (link if not link or LINK.match(link) else f"https://{link}"), words


def with_typed(posting: Posting, reading: Reading) -> Posting:
    """What a person says themselves stands before what was read; the page's own title is better than none."""
    typed = {name: reading.values[name] for name in ("title", "company", "place") if reading.values.get(name)}
    said = {**posting.said, **{name: Said(How.CORRECTED) for name in typed}}
    if not posting.title and "title" not in typed and (seen := reading.values.get("seen")):
        typed, said = {**typed, "title": seen}, {**said, "title": Said(How.INFERRED, seen)}
    return replace(posting, **typed, said=said)


def keep(db: Session, visit: Visit, posting: Posting, reading: Reading) -> HTML:
    if not posting.title and not posting.company:
        reading.errors["title"] = UNNAMED
        return new_page(visit, 422, reading=reading)
    try:
        settle_where(db, visit.person_id, str(visit.posted.get("here", "")))
        application, _, was_there = follow(db, visit.person_id, posting, visit.whence)
    except TooMuch as error:
        return new_page(visit, 422, reading=reading, problem=str(error))
    return go_to(visit, f"/applications/{application.id}{'?known=1' if was_there else ''}")


routes = [show_new, show_bookmark, add]
