"""Where cards lie in their lane, and which lanes there are."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.applications.actions import top
from web.applications.queries import stages_of
from web.applications.stages import MOST_STAGES, Stage
from web.applications.tables import Application, Board

A_LITTLE = 0.001  # so much above the topmost, where that was put there this very moment

# --- cards in a lane -------------------------------------------------------------------------------------------------


def place_between(db: Session, owner_id: UUID, stage: str, after: UUID | None, before: UUID | None) -> float | None:
    """Half-way between two cards; None where neither is there, for the top of the lane."""
    above, below = _places(db, owner_id, after, before)
    if above is not None and below is not None and not above < (above + below) / 2 < below:
        _spread(db, owner_id, stage)
        above, below = _places(db, owner_id, after, before)
    if above is not None and below is not None:
        return (above + below) / 2
    if below is not None:
        return min(below - A_LITTLE, top())
    return above + 1 if above is not None else None


def _places(db: Session, owner_id: UUID, after: UUID | None, before: UUID | None) -> tuple[float | None, float | None]:
    ids = [each for each in (after, before) if each]
    if not ids:
        return None, None
    wanted = select(Application.id, Application.place).where(Application.owner_id == owner_id)
    places = dict(iter(db.exec(wanted.where(col(Application.id).in_(ids)))))
    return places.get(after) if after else None, places.get(before) if before else None


def _spread(db: Session, owner_id: UUID, stage: str) -> None:
    """Room between the cards of a lane again, after some fifty were put between the same two."""
    db.execute(
        sa.text("""update applications a set place = r.place from
                   (select id, row_number() over (order by place, id) as place from applications
                     where owner_id = :owner and stage = :stage) r
                   where a.owner_id = :owner and a.id = r.id"""),
        {"owner": owner_id, "stage": stage},
    )


# --- stages ----------------------------------------------------------------------------------------------------------


def rename(board: Board, stage: Stage, name: str) -> None:
    _keep(board, [replace(each, name=name) if each.slug == stage.slug else each for each in stages_of(board)])


def put_in_order(board: Board, slugs: Sequence[str]) -> None:
    """In this order; stages that are not named stay behind the others."""
    rank = {slug: number for number, slug in enumerate(slugs)}
    _keep(board, sorted(stages_of(board), key=lambda stage: rank.get(stage.slug, len(rank))))


def shift(board: Board, stage: Stage, by: int) -> None:
    """One place up (-1) or down (1)."""
    slugs = [each.slug for each in stages_of(board)]
    at = slugs.index(stage.slug)
    slugs.insert(min(max(at + by, 0), len(slugs)), slugs.pop(at))
    put_in_order(board, slugs)


def add_stage(board: Board, name: str) -> bool:
    """A stage of one's own, before the offer; False where there are as many as there may be."""
    stages = list(stages_of(board))
    if len(stages) >= MOST_STAGES:
        return False
    at = next(number for number, stage in enumerate(stages) if stage.slug == "offer")
    offer = stages[at]
    stages.insert(at, Stage(f"own-{secrets.token_hex(5)}", name, offer.meaning))
    _keep(board, stages)
    return True


def stage_before(stages: Sequence[Stage], stage: Stage) -> Stage:
    """Where the applications of a removed stage go: to the open one before it, else to the first open one."""
    at = stages.index(stage)
    open_ones = [each for each in stages if not each.is_end and each != stage]
    return next((each for each in reversed(stages[:at]) if each in open_ones), open_ones[0])


def many_in_each(db: Session, owner_id: UUID) -> dict[str, int]:
    """How many applications stand in each stage, those in the archive and the bin as well."""
    wanted = sa.text("select stage, count(*) from applications where owner_id = :owner group by stage")
    return {str(stage): int(many) for stage, many in db.execute(wanted, {"owner": owner_id})}


def remove_stage(db: Session, board: Board, stage: Stage) -> None:
    """Its applications go to the stage before it; those in the archive and the bin as well."""
    stages = stages_of(board)
    heir = stage_before(stages, stage)
    standing = select(Application).where(Application.owner_id == board.owner_id, Application.stage == stage.slug)
    for application in db.exec(standing.with_for_update()):
        application.stage = heir.slug
    _keep(board, [each for each in stages if each != stage])


def _keep(board: Board, stages: Sequence[Stage]) -> None:
    board.stages = [{"slug": stage.slug, "name": stage.name} for stage in stages]
