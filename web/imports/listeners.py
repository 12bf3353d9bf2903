"""What imports do when something happens to an account."""

from datetime import timedelta

from sqlmodel import col, select

from web.imports.tables import UNDER_WAY, Import
from web.kit.clock import now
from web.kit.events import Happening, listens
from web.kit.tasks import send

MOVING = timedelta(seconds=5)  # so long the originals may take to follow (`forget_files`)


@listens("work-came-along")
def read_on(happening: Happening) -> None:
    """The worker was sent in the guest's name, who is no more: it is sent once more."""
    wanted = select(Import).where(Import.owner_id == happening.owner_id, col(Import.state).in_(UNDER_WAY))
    for brought in happening.db.exec(wanted):
        send(
            happening.db, "read_import", lock=f"import:{brought.id}", at=now() + MOVING,
            owner_id=brought.owner_id, import_id=brought.id,
        )  # fmt: skip
