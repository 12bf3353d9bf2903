"""Who is who: people one has to do with, over one application or several."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.applications.tables import Acquaintance, Application, Contact
from web.jobs.tables import Job
from web.kit.visits import TooMuch

MOST_CONTACTS = 5_000  # of one person
TOO_MANY = f"You keep {MOST_CONTACTS:,} people, the most there may be. Delete some, then add this one."


@dataclass(frozen=True)
class Known:
    """Somebody, and how many applications they belong to."""

    contact: Contact
    applications: int


def all_contacts(db: Session, owner_id: UUID) -> list[Known]:
    wanted = (
        select(Contact, sa.func.count(col(Acquaintance.id)))
        .outerjoin(Acquaintance, sa.and_(col(Acquaintance.contact_id) == Contact.id))
        .where(Contact.owner_id == owner_id)
        .group_by(col(Contact.id))
        .order_by(sa.func.lower(Contact.name), col(Contact.id))
    )
    return [Known(*row) for row in db.exec(wanted)]


def others_than(known: list[Known], here: list[Contact]) -> list[Contact]:
    """Who is known, and not part of this application yet."""
    ids = {each.id for each in here}
    return [each.contact for each in known if each.contact.id not in ids]


def applications_with(db: Session, contact: Contact) -> list[tuple[Application, Job]]:
    wanted = (
        select(Application, Job)
        .join(Acquaintance, sa.and_(col(Acquaintance.application_id) == Application.id))
        .where(Application.owner_id == contact.owner_id, Acquaintance.contact_id == contact.id)
        .where(Job.owner_id == contact.owner_id, Job.id == Application.job_id)
        .order_by(col(Application.id).desc())
    )
    return list(db.exec(wanted))


def add_contact(db: Session, application: Application, said: Mapping[str, Any]) -> Contact:
    """Somebody new; raises TooMuch."""
    many = db.exec(select(sa.func.count()).select_from(Contact).where(Contact.owner_id == application.owner_id)).one()
    if many >= MOST_CONTACTS:
        raise TooMuch(TOO_MANY)
    contact = Contact(owner_id=application.owner_id, **said)
    db.add(contact)
    db.flush()
    acquaint(db, application, contact)
    return contact


def acquaint(db: Session, application: Application, contact: Contact) -> None:
    """That a contact belongs to an application; said twice it is once."""
    if acquaintance_of(db, application, contact.id) is None:
        ids = {"owner_id": application.owner_id, "application_id": application.id, "contact_id": contact.id}
        db.add(Acquaintance(**ids))  # type: ignore[arg-type]
        db.flush()


def acquaintance_of(db: Session, application: Application, contact_id: UUID) -> Acquaintance | None:
    mine = Acquaintance.owner_id == application.owner_id, Acquaintance.application_id == application.id
    return db.exec(select(Acquaintance).where(*mine, Acquaintance.contact_id == contact_id)).one_or_none()
