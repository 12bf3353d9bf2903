"""Who is who: the people of an application, and everybody one knows by now."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from sqlmodel import Session

from web.applications.actions import happened
from web.applications.changing import as_it_is, changed_here, marks_of
from web.applications.contacts import (
    acquaint,
    acquaintance_of,
    add_contact,
    all_contacts,
    applications_with,
    others_than,
)
from web.applications.forms import ContactForm
from web.applications.queries import application_of, contact_of, contacts_of
from web.applications.tables import Application, Contact
from web.applications.undoing import done_now, undoable
from web.jobs.tables import Job
from web.kit.forms import Reading, read_marks
from web.kit.pages import HTML, go_to, page
from web.kit.visits import NotFound, TooMuch, Visit, in_transaction


@get("/applications/{application_id:uuid}/contacts")
@in_transaction
def show_people(
    db: Session,
    visit: Visit,
    application_id: FromPath[UUID],
) -> HTML:
    application, job = application_of(db, visit.person_id, application_id)
    return people_page(db, visit, application, job, **done_now(db, visit))


def people_page(db: Session, visit: Visit, application: Application, job: Job, status: int = 200, **more: Any) -> HTML:
    here = contacts_of(db, visit.person_id, application.id)
    context = {"reading": None, "problem": "", "done": None, "stays": False} | more
    return page(
        visit, "applications/people.html", status, application=application, job=job, contacts=here,
        others=others_than(all_contacts(db, visit.person_id), here), **context,
    )  # fmt: skip


@post("/applications/{application_id:uuid}/contacts")
@in_transaction
def add(db: Session, visit: Visit, application_id: FromPath[UUID]) -> HTML:
    """Somebody who is known already, or somebody new."""
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    reading = ContactForm.read(visit.posted)
    known = reading.values.pop("contact_id", None)
    if not known:
        reading.need(name="What is their name?")
    if reading.errors:
        return people_page(db, visit, application, job, 422, reading=reading)
    contact = contact_of(db, visit.person_id, known) if known else None
    try:
        name = contact.name if contact else reading.values["name"]
        with undoable(db, visit.person_id, f"{name} belongs to this application now.") as act:
            if contact:
                acquaint(db, application, contact)
            else:
                add_contact(db, application, reading.values)
    except TooMuch as error:
        return people_page(db, visit, application, job, 422, reading=reading, problem=str(error))
    happened(db, application, job, "contact-added", whence=visit.whence)
    return go_to(visit, f"/applications/{application.id}/contacts?done={act.act_id}")


@post("/applications/{application_id:uuid}/contacts/{contact_id:uuid}/remove")
@in_transaction
def take_out(db: Session, visit: Visit, application_id: FromPath[UUID], contact_id: FromPath[UUID]) -> HTML:
    """Out of this application; they stay known."""
    application, job = application_of(db, visit.person_id, application_id, lock=True)
    contact = contact_of(db, visit.person_id, contact_id)
    if (acquaintance := acquaintance_of(db, application, contact.id)) is None:
        raise NotFound
    with undoable(db, visit.person_id, f"{contact.name} is taken out of this application.") as act:
        db.delete(acquaintance)
    happened(db, application, job, "contact-taken-out", whence=visit.whence)
    return go_to(visit, f"/applications/{application.id}/contacts?done={act.act_id}")


# --- everybody -------------------------------------------------------------------------------------------------------


@get("/applications/contacts")
@in_transaction
def show_everybody(db: Session, visit: Visit) -> HTML:
    known = all_contacts(db, visit.person_id)
    return page(visit, "applications/contacts.html", known=known, **done_now(db, visit))


@get("/applications/contacts/{contact_id:uuid}")
@in_transaction
def show_contact(db: Session, visit: Visit, contact_id: FromPath[UUID]) -> HTML:
    return contact_page(db, visit, contact_of(db, visit.person_id, contact_id))


def contact_page(
    db: Session, visit: Visit, contact: Contact, status: int = 200, reading: Reading | None = None
) -> HTML:
    """The form; where something in it is wrong, it keeps what was typed and the marks of what this tab saw."""
    reading = reading or Reading(raw=dict(as_it_is(contact, ContactForm)))
    was = str(visit.posted.get("was") or "") if status == 422 else marks_of(contact, ContactForm)
    belongs = applications_with(db, contact)
    return page(visit, "applications/contact.html", status, contact=contact, reading=reading, was=was, belongs=belongs)


@post("/applications/contacts/{contact_id:uuid}")
@in_transaction
def change(db: Session, visit: Visit, contact_id: FromPath[UUID]) -> HTML:
    contact = contact_of(db, visit.person_id, contact_id)
    reading = ContactForm.read(visit.posted)
    if "name" in reading.raw:
        reading.need(name="What is their name?")
    if reading.errors:
        return contact_page(db, visit, contact, 422, reading)
    mine = changed_here(contact, ContactForm, reading, read_marks(visit.posted))
    if reading.errors:
        return contact_page(db, visit, contact, 409, reading)
    with undoable(db, visit.person_id, f"What you know of {contact.name} is kept.") as act:
        for name, value in mine.items():
            setattr(contact, name, value)
    return go_to(visit, f"/applications/contacts?done={act.act_id}")


@post("/applications/contacts/{contact_id:uuid}/remove")
@in_transaction
def forget(db: Session, visit: Visit, contact_id: FromPath[UUID]) -> HTML:
    """Out of every application, and out of what is known."""
    contact = contact_of(db, visit.person_id, contact_id)
    with undoable(db, visit.person_id, f"{contact.name} is deleted.") as act:
        for application, _ in applications_with(db, contact):
            db.delete(acquaintance_of(db, application, contact.id))
        db.flush()
        db.delete(contact)
    return go_to(visit, f"/applications/contacts?done={act.act_id}")


routes = [show_people, add, take_out, show_everybody, show_contact, change, forget]
