"""Guests who did not come back are cleared away, with everything they made."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from web.accounts.actions import GUEST_DAYS, erase
from web.accounts.tables import Person
from web.db import Database
from web.kit.clock import now
from web.kit.files import Files
from web.kit.tasks import Chore


def clear_abandoned_guests(database: Database, files: Files) -> int:
    """Erase every guest not seen for GUEST_DAYS; returns how many."""
    since = now() - timedelta(days=GUEST_DAYS)
    with database.as_nobody() as db:
        idle: list[UUID] = list(db.scalars(sa.text("select idle_guests(:since)"), {"since": since}))
    for guest_id in idle:
        with database.as_person(guest_id) as db:
            guest = db.get(Person, guest_id)
            if guest is not None and guest.registered_at is None and guest.seen_at < since:
                erase(db, files, guest)
    return len(idle)


def clear_old_counts(database: Database, files: Files) -> int:
    """Forget limits whose window is over; returns how many."""
    with database.as_nobody() as db:
        return db.execute(sa.text("delete from counts where ends_at < now()")).rowcount  # type: ignore[attr-defined,no-any-return]


CHORES = [
    Chore("clear_abandoned_guests", "17 * * * *", clear_abandoned_guests),
    Chore("clear_old_counts", "47 * * * *", clear_old_counts),
]
