"""Chores of the house itself."""

import sqlalchemy as sa

from web.kit.house import House
from web.kit.tasks import Chore

MONTHS_AHEAD = 3


def make_partitions(house: House) -> int:
    """A partition of the trail for this month and the next MONTHS_AHEAD; returns how many were missing."""
    with house.database.as_nobody() as db:
        return int(db.scalar(sa.text("select make_event_partitions(:months)"), {"months": MONTHS_AHEAD}))


CHORES = [Chore("make_partitions", "11 3 * * *", make_partitions)]
