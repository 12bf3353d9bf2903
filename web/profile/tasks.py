"""Entries that were removed and not brought back are cleared away."""

from datetime import timedelta

import sqlalchemy as sa

from web.db import Database
from web.kit.clock import now
from web.kit.files import Files
from web.kit.tasks import Chore

REMOVED_DAYS = 30


def clear_removed_entries(database: Database, files: Files) -> int:
    """Forget every entry removed REMOVED_DAYS ago or longer; returns how many."""
    with database.as_nobody() as db:
        return int(db.scalar(sa.text("select clear_removed(:since)"), {"since": now() - timedelta(days=REMOVED_DAYS)}))


CHORES = [Chore("clear_removed_entries", "37 * * * *", clear_removed_entries)]
