"""Today: what is to be done now, what comes this week, and what has been quiet."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from sqlmodel import Session

from web.applications.ahead import Ahead, Quiet, ahead_of, quiet_of
from web.applications.queries import application_of, board_of
from web.applications.reminders import line_of
from web.applications.tables import Kind, Moment
from web.applications.undoing import done_now, undoable
from web.applications.words import in_zone, noon, zone_named
from web.kit.clock import now
from web.kit.events import record
from web.kit.numbers import in_words
from web.kit.pages import HTML, go_to, page
from web.kit.rows import SHORT
from web.kit.visits import Visit, in_transaction

DAYS_AHEAD = 7


@get("/applications/today")
@in_transaction
def show_today(db: Session, visit: Visit) -> HTML:
    context = today_of(db, visit.person_id) | done_now(db, visit)
    return page(visit, "applications/today.html", **context)


def today_of(db: Session, owner_id: UUID) -> dict[str, Any]:
    """What the page shows, in three queries."""
    board, present = board_of(db, owner_id), now()
    today = present.astimezone(zone_named(board.zone)).date()
    things, quiet = ahead_of(db, board, present, DAYS_AHEAD), quiet_of(db, board, present)
    parts = (
        ("Overdue", [each for each in things if each.day < today]),
        ("Today", [each for each in things if each.day == today]),
        ("This week", [each for each in things if each.day > today]),
    )
    return {
        "parts": [(name, each) for name, each in parts if each],
        "quiet": quiet,
        "quiet_days": board.quiet_days,
        "today": today,
        "present": present,
        "zone": board.zone,
        "where": in_zone(board.zone),
        "line": lambda thing: line_of(thing, board, present),
        "tally": tally_of([each for each in things if each.day <= today], quiet),
        "next": next((line_of(each, board, present) for each in things if each.day >= today), None),
    }


def tally_of(things: Sequence[Ahead], quiet: Sequence[Quiet]) -> str:
    """The day in a sentence: `One interview, two things to do.`"""
    interviews = sum(each.kind == "interview" for each in things)
    counted = (
        (interviews, "interview", "interviews"),
        (len(things) - interviews, "thing to do", "things to do"),
        (0 if things else len(quiet), "application without an answer", "applications without an answer"),
    )
    said = ", ".join(f"{in_words(many)} {one if many == 1 else more}" for many, one, more in counted if many)
    return f"{said[0].upper()}{said[1:]}." if said else "Nothing for today."


@post("/applications/{application_id:uuid}/follow-up")
@in_transaction
def follow_up(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    """A quiet application becomes something to do today."""
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    today = now().astimezone(zone_named(board_of(db, visit.person_id).zone)).date()
    title = f"Ask {job.company or 'them'} how it stands"
    with undoable(db, visit.person_id, f"“{title[:60]}” is for today.") as act:
        step = Moment(owner_id=visit.person_id, application_id=application.id, kind=Kind.STEP, at=noon(today))
        step.title = title[:SHORT]
        db.add(step)
    record(
        db, "application-noted", visit.person_id, whence=visit.whence, entity="applications", entity_id=application.id,
        new={"kind": Kind.STEP.value},
    )  # fmt: skip
    return go_to(visit, f"/applications/today?done={act.act_id}")


routes = [show_today, follow_up]
