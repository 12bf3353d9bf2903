"""The inbox. Looking changes nothing: what is read is said by a button, one by one or for all."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from web.kit.forms import Form, OneOfMine
from web.kit.pages import HTML, go_to, page, part
from web.kit.visits import Visit, in_transaction
from web.notifications.actions import mark, mark_all_read
from web.notifications.queries import MOST_ON_A_PAGE, notices_of, unread_of


class PlaceForm(Form):
    """Which page of the inbox the button stands on."""

    before: OneOfMine = None


@get("/notifications")
@in_transaction
def show_notices(db: Session, visit: Visit, before: FromQuery[UUID | None] = None) -> HTML:
    return page(visit, "notifications/inbox.html", **inbox(db, visit.person_id, before))


@post("/notifications/{notice_id:uuid}/read")
@in_transaction
def read(db: Session, visit: Visit, notice_id: FromPath[UUID]) -> HTML:
    mark(db, visit.person_id, notice_id, is_read=True)
    return changed(db, visit)


@post("/notifications/{notice_id:uuid}/unread")
@in_transaction
def unread(db: Session, visit: Visit, notice_id: FromPath[UUID]) -> HTML:
    mark(db, visit.person_id, notice_id, is_read=False)
    return changed(db, visit)


@post("/notifications/read")
@in_transaction
def read_all(db: Session, visit: Visit) -> HTML:
    mark_all_read(db, visit.person_id)
    return changed(db, visit)


def changed(db: Session, visit: Visit) -> HTML:
    """The same page of the inbox, and the count on top of it."""
    before = PlaceForm.read(visit.posted).values.get("before")
    if not visit.wants_part:
        return go_to(visit, f"/notifications?before={before}" if before else "/notifications")
    assert visit.caller
    visit.caller = replace(visit.caller, unread=unread_of(db, visit.person_id))
    return part(visit, "notifications/_changed.html", **inbox(db, visit.person_id, before))


def inbox(db: Session, person_id: UUID, before: UUID | None) -> dict[str, Any]:
    found = notices_of(db, person_id, before)
    return {"notices": found[:MOST_ON_A_PAGE], "before": before, "has_more": len(found) > MOST_ON_A_PAGE}


routes = [show_notices, read, unread, read_all]
