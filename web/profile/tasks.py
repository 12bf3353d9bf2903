"""Entries and profiles that were removed and not brought back are cleared away."""

from datetime import timedelta

import sqlalchemy as sa

from web.kit.clock import now
from web.kit.house import House
from web.kit.tasks import Chore

REMOVED_DAYS = 30


def clear_removed(house: House) -> int:
    """Forget every entry and profile removed REMOVED_DAYS ago or longer; returns how many."""
    with house.database.as_nobody() as db:
        return int(db.scalar(sa.text("select clear_removed(:since)"), {"since": now() - timedelta(days=REMOVED_DAYS)}))


CHORES = [Chore("clear_removed", "37 * * * *", clear_removed)]
