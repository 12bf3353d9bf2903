"""Away from the board and back: the archive, the bin, and for good."""

from collections.abc import Callable
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from sqlmodel import Session

from web.applications import away
from web.applications.queries import application_of, board_of
from web.applications.tables import Application
from web.applications.undoing import done_now, undoable
from web.applications.words import day_of, day_words, zone_named
from web.jobs.tables import Job
from web.kit.clock import now
from web.kit.events import Whence
from web.kit.pages import HTML, go_to, page
from web.kit.visits import Visit, in_transaction, safe_path

Verb = Callable[[Session, Application, Job, Whence], None]


@get("/applications/bin")
@in_transaction
def show_bin(db: Session, visit: Visit) -> HTML:
    zone, present = board_of(db, visit.person_id).zone, now()
    today = present.astimezone(zone_named(zone)).date()
    there = away.binned(db, visit.person_id)
    goes = {each.id: day_words(day_of(until, zone, False), today) for each, _ in there if (until := away.until(each))}
    return page(visit, "applications/bin.html", there=there, goes=goes, **done_now(db, visit))


def put(db: Session, visit: Visit, application_id: UUID, verb: Verb, words: str, back: str) -> HTML:
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    with undoable(db, visit.person_id, f"{job.title or job.company} {words}") as act:
        verb(db, application, job, visit.whence)
    return go_to(visit, f"{back}?done={act.act_id}")


@post("/applications/{application_id:uuid}/archive")
@in_transaction
def archive(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    return put(db, visit, application_id, away.archive, "is in the archive.", "/applications")


@post("/applications/{application_id:uuid}/remove")
@in_transaction
def remove(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    return put(db, visit, application_id, away.remove, "is in the bin.", "/applications")


@post("/applications/{application_id:uuid}/restore")
@in_transaction
def restore(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    """And back to the page that one was on."""
    back = safe_path(str(visit.posted.get("next") or "")) or "/applications/bin"
    return put(db, visit, application_id, away.restore, "is on the board again.", back)


@get("/applications/{application_id:uuid}/delete")
@in_transaction
def ask_before_deleting(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    application, job = application_of(db, visit.person_id, application_id)
    return page(visit, "applications/delete.html", application=application, job=job)


@post("/applications/{application_id:uuid}/delete")
@in_transaction
def delete_for_good(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    """The one act that is not taken back: what is gone for good is nowhere kept."""
    away.delete_for_good(db, visit.person_id, application_id, visit.whence)
    return go_to(visit, "/applications/bin")


routes = [show_bin, archive, remove, restore, ask_before_deleting, delete_for_good]
