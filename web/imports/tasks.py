"""Reading what was brought, and clearing away what is no longer needed of it."""

import sqlalchemy as sa

from web.imports.reading import read_import
from web.kit.clock import now
from web.kit.house import House
from web.kit.tasks import Chore, Errand


def tidy_imports(house: House) -> int:
    """Forget readings that nobody used a second time in a month, and give up what was never read; returns how many."""
    with house.database.as_nobody() as db:
        return int(db.scalar(sa.text("select tidy_imports(:at)"), {"at": now()}))


ERRANDS = [Errand("read_import", read_import, tries=3)]
CHORES = [Chore("tidy_imports", "23 * * * *", tidy_imports)]
