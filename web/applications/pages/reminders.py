"""How one wants to be reminded, and the calendar that follows along."""

from typing import Any

from litestar import get, post
from litestar.params import FromQuery
from sqlmodel import Session

from web.applications.feed import open_feed
from web.applications.forms import RemindersForm, zones
from web.applications.queries import board_of
from web.applications.reminders import begin_anew, held_board
from web.applications.tables import Board
from web.kit.clock import now
from web.kit.events import record
from web.kit.forms import Reading
from web.kit.pages import HTML, go_to, page
from web.kit.visits import Visit, in_transaction

MOST_FEEDS = (20, 3_600)  # new secrets, and within how many seconds
SETTINGS = ("remind", "by_letter", "digest_hour", "hours_before", "quiet_days", "zone")


@get("/applications/reminders")
@in_transaction
def show_reminders(db: Session, visit: Visit, saved: FromQuery[str] = "") -> HTML:
    return shown(visit, board_of(db, visit.person_id), saved=bool(saved))


def shown(visit: Visit, board: Board, status: int = 200, **more: Any) -> HTML:
    context = {"board": board, "zones": OFFERED, "reading": None, "saved": False, "secret": ""} | more
    return page(visit, "applications/reminders.html", status, **context)


OFFERED = sorted(name for name in zones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))


@post("/applications/reminders")
@in_transaction
def set_reminders(db: Session, visit: Visit) -> HTML:
    reading = RemindersForm.read(visit.posted)
    check(reading)
    board = held_board(db, visit.person_id)
    if reading.errors:
        return shown(visit, board, 422, reading=reading)
    said = {"by_letter": False} | reading.values
    begins = said["remind"] is not board.remind
    for name in SETTINGS:
        setattr(board, name, said[name])
    begin_anew(board, now(), begins)
    record(
        db, "reminders-set", visit.person_id, whence=visit.whence, entity="boards", entity_id=board.id,
        new={"remind": board.remind.value, "by_letter": board.by_letter},
    )  # fmt: skip
    return go_to(visit, "/applications/reminders?saved=yes")


@post("/applications/reminders/zone")
@in_transaction
def set_zone(db: Session, visit: Visit) -> HTML:
    """One is where this device says: one press on the page that shows times."""
    board, zone = held_board(db, visit.person_id), str(visit.posted.get("zone", ""))
    if zone not in zones():
        return go_to(visit, "/applications/reminders#zone")
    board.zone = zone
    begin_anew(board, now(), begins=False)
    return go_to(visit, "/applications/today")


def check(reading: Reading) -> None:
    """None is not an answer here, and nought is one."""
    wanted = {
        "remind": "Choose how you want to be reminded.", "digest_hour": "Choose an hour.",
        "hours_before": "Say how many hours before.", "quiet_days": "Say after how many days, or 0 for never.",
    }  # fmt: skip
    for name, words in wanted.items():
        if reading.values.get(name) is None:
            reading.errors.setdefault(name, words)
    reading.need(zone="Say where you are, such as Europe/London.")


@post("/applications/reminders/feed")
@in_transaction
def make_feed(db: Session, visit: Visit) -> HTML:
    """A new address, shown only now. The one before, if there was one, leads nowhere any more."""
    visit.count("feed", *MOST_FEEDS)
    board = held_board(db, visit.person_id)
    secret = open_feed(board)
    record(db, "feed-opened", visit.person_id, whence=visit.whence, entity="boards", entity_id=board.id)
    return shown(visit, board, secret=secret)


@post("/applications/reminders/feed/off")
@in_transaction
def close_feed(db: Session, visit: Visit) -> HTML:
    board = held_board(db, visit.person_id)
    board.feed_hash = None
    record(db, "feed-closed", visit.person_id, whence=visit.whence, entity="boards", entity_id=board.id)
    return go_to(visit, "/applications/reminders#calendar")


routes = [show_reminders, set_reminders, set_zone, make_feed, close_feed]
