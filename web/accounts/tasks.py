"""What is over is cleared away: guests who did not come back, who left, ended sign-ins, spent links, old limits."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from web.accounts import tokens
from web.accounts.actions import ERASED_DAYS, GUEST_DAYS, erase, is_past_coming_back
from web.accounts.addresses import index_of_address
from web.accounts.exports import clear_expired_exports, pack_export
from web.accounts.queries import owner_by
from web.accounts.tables import Person, Purpose
from web.kit.clock import now
from web.kit.house import House
from web.kit.mail import write_letter
from web.kit.tasks import Chore, Errand, disclose


def clear_abandoned_guests(house: House) -> int:
    """Erase every guest not seen for GUEST_DAYS; returns how many."""
    since = now() - timedelta(days=GUEST_DAYS)
    with house.database.as_nobody() as db:
        idle: list[UUID] = list(db.scalars(sa.text("select idle_guests(:since)"), {"since": since}))
    for guest_id in idle:
        with house.database.as_person(guest_id) as db:
            guest = db.get(Person, guest_id)
            if guest is not None and guest.is_guest and guest.seen_at < since:
                erase(db, house.files, guest)
    return len(idle)


def clear_old_counts(house: House) -> int:
    """Forget limits whose window is over; returns how many."""
    with house.database.as_nobody() as db:
        return db.execute(sa.text("delete from counts where ends_at < now()")).rowcount  # type: ignore[attr-defined,no-any-return]


def clear_stale(house: House) -> int:
    """Forget sign-ins that ended a month ago, links that are over, letters sent a month ago; returns how many."""
    with house.database.as_nobody() as db:
        return int(db.scalar(sa.text("select clear_stale(:at)"), {"at": now()}))


def forget_files(house: House, said: Mapping[str, Any]) -> None:
    """The files of a guest who is no more. Where their work moved into an account, what they brought moves as well;
    sheets are set again there."""
    person_id = UUID(said["owner_id"])
    if _is_there(house, person_id):
        return
    if (heir := said.get("heir_id")) and _is_there(house, UUID(heir)):
        for name in house.files.names_under(f"people/{person_id}/imports"):
            if (body := house.files.get(name)) is not None:
                house.files.put(name.replace(str(person_id), heir, 1), body)
    house.files.delete_under(f"people/{person_id}")


def _is_there(house: House, person_id: UUID) -> bool:
    with house.database.as_person(person_id) as db:
        return db.get(Person, person_id) is not None


def erase_who_left(house: House) -> int:
    """Erase for good everybody who left ERASED_DAYS ago and did not come back; returns how many."""
    since = now() - timedelta(days=ERASED_DAYS)
    with house.database.as_nobody() as db:
        gone: list[UUID] = list(db.scalars(sa.text("select erased_people(:since)"), {"since": since}))
    for person_id in gone:
        with house.database.as_person(person_id) as db:
            person = db.get(Person, person_id, with_for_update=True)
            if person is not None and is_past_coming_back(person):
                erase(db, house.files, person)
    return len(gone)


# --- letters to addresses: only the worker finds out who has them ----------------------------------------------------


def answer_sign_up(house: House, said: Mapping[str, Any]) -> None:
    """A link for a new address; for one that has an account, a helpful letter to its owner."""
    asked = disclose(said["said"])
    guest_id, email = UUID(said["owner_id"]), asked["email"]
    if owner_id := _owner_of(house, email):
        with house.database.as_person(owner_id) as db:
            write_letter(db, owner_id, "taken", db.get_one(Person, owner_id).email)
        return
    with house.database.as_person(guest_id) as db:
        guest = db.get(Person, guest_id)
        if guest is not None and guest.is_guest and not tokens.is_issued(db, guest, Purpose.REGISTER, **asked):
            key = tokens.issue(db, guest, Purpose.REGISTER, **asked)
            write_letter(db, guest_id, "verify", email, link=f"/verify?key={key}")


def answer_reset(house: House, said: Mapping[str, Any]) -> None:
    """A link that sets a new password, where the address has an account; nothing where it has none."""
    email = disclose(said["said"])["email"]
    owner_id = _owner_of(house, email)
    if owner_id is None:
        return
    with house.database.as_person(owner_id) as db:
        person = db.get_one(Person, owner_id)
        if person.disabled_at is None:
            key = tokens.issue(db, person, Purpose.RESET)
            write_letter(db, owner_id, "reset", person.email, link=f"/reset?key={key}")


def answer_change_of_address(house: House, said: Mapping[str, Any]) -> None:
    """A link to the new address, and word to the old one. Where the new one has an account, its owner is told instead,
    and nobody else learns of it."""
    person_id, email = UUID(said["owner_id"]), disclose(said["said"])["email"]
    owner_id = _owner_of(house, email)
    with house.database.as_person(person_id) as db:
        person = db.get(Person, person_id)
        if person is None or person.is_guest or person.erased_at or owner_id == person_id:
            return
        if owner_id is None:
            key = tokens.issue(db, person, Purpose.CHANGE_ADDRESS, email=email)
            write_letter(db, person_id, "change-address", email, link=f"/account/address/confirm?key={key}")
        write_letter(db, person_id, "address-changing", person.email)
    if owner_id:
        with house.database.as_person(owner_id) as db:
            write_letter(db, owner_id, "taken", db.get_one(Person, owner_id).email)


def _owner_of(house: House, email: str) -> UUID | None:
    with house.database.as_nobody() as db:
        return owner_by(db, "address", index_of_address(email))


ERRANDS = [
    Errand("forget_files", forget_files),
    Errand("answer_sign_up", answer_sign_up),
    Errand("answer_reset", answer_reset),
    Errand("answer_change_of_address", answer_change_of_address),
    Errand("pack_export", pack_export, tries=3),
]
CHORES = [
    Chore("clear_abandoned_guests", "17 * * * *", clear_abandoned_guests),
    Chore("clear_old_counts", "47 * * * *", clear_old_counts),
    Chore("clear_stale", "7 * * * *", clear_stale),
    Chore("erase_who_left", "57 * * * *", erase_who_left),
    Chore("clear_expired_exports", "3 * * * *", clear_expired_exports),
]
