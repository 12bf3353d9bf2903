"""Administration: finding an account, closing and opening it, a letter that sets a new password, and what happened.

The database itself asks for the flag, in the few functions used here. No page shows a career, and no query could: an
administrator's transaction sees no row of anybody else's.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from litestar import get, post
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from web.accounts import limits
from web.accounts.addresses import index_of_address
from web.accounts.forms import EMailForm
from web.accounts.history import A_PAGE, before_id, lines_of, paged
from web.kit.events import Event, record
from web.kit.forms import Form, Line, Reading
from web.kit.pages import HTML, go_to, page
from web.kit.sealed import Sealed
from web.kit.tasks import enclose, send
from web.kit.visits import NotFound, Visit, in_transaction

NEWEST = 50
DONE = {
    "disabled": "The account is closed, and signed out everywhere.",
    "enabled": "The account is open again.",
    "letter": "A letter with a link that sets a new password is on its way.",
}


class ReasonForm(Form):
    reason: Line = ""


def administer(visit: Visit) -> None:
    """Raises NotFound for everybody but an administrator, and NotProven where that was shown a while ago."""
    if visit.caller is None or not visit.caller.is_admin:
        raise NotFound
    visit.need_proof()


# --- finding ---------------------------------------------------------------------------------------------------------


@get("/admin")
@in_transaction
def show_people(db: Session, visit: Visit) -> HTML:
    administer(visit)
    return ask_for_address(db, visit)


@post("/admin/find")
@in_transaction
def find_person(db: Session, visit: Visit) -> HTML:
    """By the whole address, which stands in no link."""
    administer(visit)
    reading = EMailForm.read(visit.posted)
    reading.need(email="Write the whole address.")
    found = [] if reading.errors else people(db, index=index_of_address(reading.values["email"]))
    if found:
        return go_to(visit, f"/admin/people/{found[0].id}")
    if not reading.errors:
        reading.errors["email"] = (
            "Nobody has this address. Who has not followed the link in their letter yet is not here: they can sign up "
            "once more and get a new one."
        )
    return ask_for_address(db, visit, 422, reading)


def ask_for_address(db: Session, visit: Visit, status: int = 200, reading: Reading | None = None) -> HTML:
    context = {"people": people(db, most=NEWEST), "read": db.execute(_READINGS).one(), "reading": reading}
    return page(visit, "admin/people.html", status, **context)


_READINGS = sa.text("select files, again, sure, failed from admin_readings()")


def people(db: Session, index: bytes | None = None, whom: UUID | None = None, most: int = 1) -> list[sa.Row[Any]]:
    """Accounts, the newest first: all, the one with this index of an address, or the one with this id."""
    return list(db.execute(_PEOPLE, {"index": index, "whom": whom, "most": most}))


_PEOPLE = sa.text("""
    select id, email, registered_at, seen_at, signed_in_at, disabled_at, erased_at, is_admin, event_key
      from admin_people(:index, :whom, :most)
""").columns(email=Sealed, event_key=Sealed)


# --- one person ------------------------------------------------------------------------------------------------------


@get("/admin/people/{person_id:uuid}")
@in_transaction
def show_person(
    db: Session, visit: Visit, person_id: FromPath[UUID], before: FromQuery[str] = "", done: FromQuery[str] = ""
) -> HTML:
    """The person sees that somebody looked."""
    administer(visit)
    person = wanted(db, person_id)
    if not before and not done:
        record(db, "looked-at", person.id, actor_id=visit.person_id)
    return show(db, visit, person, before=before, done=DONE.get(done, ""))


def wanted(db: Session, person_id: UUID) -> sa.Row[Any]:
    found = people(db, whom=person_id)
    if not found:
        raise NotFound
    return found[0]


def show(db: Session, visit: Visit, person: sa.Row[Any], status: int = 200, before: str = "", **more: Any) -> HTML:
    lines = lines_of(events(db, person.id, before_id(before)), person.event_key)
    context = {"reading": None, "done": "", "before": before, **paged(lines), **more}
    return page(visit, "admin/person.html", status, person=person, **context)


def events(db: Session, person_id: UUID, before: UUID | None) -> list[Event]:
    asked = {"person": person_id, "before": before, "most": A_PAGE + 1}
    return list(db.scalars(_EVENTS, asked))


_EVENTS = sa.select(Event).from_statement(
    sa.text("select * from admin_events(:person, :before, :most)").columns(*sa.inspect(Event).columns)
)


@post("/admin/people/{person_id:uuid}/disable")
@in_transaction
def disable(db: Session, visit: Visit, person_id: FromPath[UUID]) -> HTML:
    """Out everywhere at once; the person reads why, when they are let in again."""
    return turn(db, visit, person_id, is_disabled=True)


@post("/admin/people/{person_id:uuid}/enable")
@in_transaction
def enable(db: Session, visit: Visit, person_id: FromPath[UUID]) -> HTML:
    return turn(db, visit, person_id, is_disabled=False)


def turn(db: Session, visit: Visit, person_id: UUID, is_disabled: bool) -> HTML:
    administer(visit)
    person = wanted(db, person_id)
    reading = ReasonForm.read(visit.posted)
    reading.need(reason="Write why, in a line.")
    if reading.errors:
        return show(db, visit, person, 422, reading=reading)
    if not db.scalar(sa.text("select admin_disable(:id, :is_disabled)"), {"id": person.id, "is_disabled": is_disabled}):
        raise NotFound  # an administrator's account, or one that is so already
    done = "disabled" if is_disabled else "enabled"
    record(db, "disabled" if is_disabled else "enabled", person.id, actor_id=visit.person_id, new=reading.values)
    note(db, visit, person.id, what="closed" if is_disabled else "opened again", **reading.values)
    return go_to(visit, f"/admin/people/{person.id}?done={done}")


@post("/admin/people/{person_id:uuid}/letter")
@in_transaction
def send_reset(db: Session, visit: Visit, person_id: FromPath[UUID]) -> HTML:
    """A new letter for whom the last one did not reach; following its link proves the address."""
    administer(visit)
    person = wanted(db, person_id)
    if person.disabled_at:
        raise NotFound
    visit.count("reset", *limits.MOST_RESETS, by=index_of_address(person.email).hex())
    send(db, "answer_reset", owner_id=person.id, said=enclose(email=person.email))
    record(db, "reset-sent", person.id, actor_id=visit.person_id)
    note(db, visit, person.id, what="letter")
    return go_to(visit, f"/admin/people/{person.id}?done=letter")


def note(db: Session, visit: Visit, person_id: UUID, **what: Any) -> None:
    """In the administrator's own trail, with their address; the person's names none."""
    record(
        db, "administered", visit.person_id, whence=visit.whence, entity="people", entity_id=person_id, new=what
    )  # fmt: skip


routes = [show_people, find_person, show_person, disable, enable, send_reset]
