"""Who may administer: a flag on the account, which only the tables' owner can set, in the shell of the machine."""

import click
from sqlmodel import Session, col, select

from web.accounts.addresses import index_of_address
from web.accounts.tables import Person
from web.kit.events import NOBODY, record


def let_administer(db: Session, address: str, is_admin: bool) -> str:
    """Set or take the flag of the account with this address; words for what was done."""
    person = db.exec(select(Person).where(Person.email_index == index_of_address(address))).one_or_none()
    if person is None or person.is_guest:
        raise click.ClickException("Nobody has this address. They sign up first, and follow the link in their letter.")
    if person.is_admin != is_admin:
        person.is_admin = is_admin
        db.flush()
        record(db, "admin-added" if is_admin else "admin-removed", person.id, actor_id=NOBODY)
    return f"{person.email} {'administers' if is_admin else 'no longer administers'} accounts."


def administrators(db: Session) -> list[Person]:
    return list(db.exec(select(Person).where(col(Person.is_admin)).order_by(col(Person.registered_at))))
