"""Reading applications: the board in two queries, one application in a fixed number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.accounts.tables import Person
from web.applications.stages import Stage, stages_from
from web.applications.tables import Acquaintance, Application, Board, Contact, Kind, Moment, Sending
from web.jobs.tables import Job
from web.kit.events import bring_key
from web.kit.own import own
from web.kit.visits import NotFound

MOST_TIMELINE = 500
MOST_IN_LANE = 100  # cards; the list has the others


class Card(NamedTuple):
    """An application as the board and the list show it. `at` is when the next thing is, `zone` "" where only its day
    counts."""

    id: UUID
    job_id: UUID
    stage: str
    place: float
    stage_since: datetime
    touched_at: datetime
    applied_on: date | None
    excitement: int
    response: str
    title: str
    company: str
    where: str
    closes_on: date | None
    moment_id: UUID | None
    kind: str | None
    at: datetime | None
    zone: str | None
    next: str | None
    next_place: str | None


_CARD = """
    select a.id, a.job_id, a.stage, a.place, a.stage_since, a.touched_at, a.applied_on, a.excitement, a.response,
           j.title, j.company, j.place as "where", j.closes_on,
           m.id as moment_id, m.kind, m.at, m.zone, m.title as next, m.place as next_place"""
_JOB = "join jobs j on j.owner_id = a.owner_id and j.id = a.job_id"
_AHEAD = "m.done_at is null and m.kind in ('step', 'interview')"
CARDS = f"""{_CARD} from applications a {_JOB}
      left join lateral (select m.id, m.kind, m.at, m.zone, m.title, m.place from moments m
            where m.application_id = a.id and {_AHEAD} order by m.at limit 1) m on true
     where a.owner_id = :owner"""
_SOONEST = f"""(
           select m.application_id from moments m
             join applications o on o.owner_id = m.owner_id and o.id = m.application_id
            where m.owner_id = :owner and {_AHEAD}
              and o.archived_at is null and o.removed_at is null and not o.stage = any(:ends)
            order by m.at, o.id limit 1)"""
_ON_BOARD = sa.text(f"""{_CARD}, a.in_stage from (
           select id, owner_id, job_id, stage, place, stage_since, touched_at, applied_on, excitement, response,
                  count(*) over (partition by stage) as in_stage,
                  row_number() over (partition by stage order by
                      case when stage = any(:ends) then -extract(epoch from stage_since) else place end, id) as rank
             from applications where owner_id = :owner and archived_at is null and removed_at is null) a
      {_JOB}
      left join (select distinct on (m.application_id) m.application_id, m.id, m.kind, m.at, m.zone, m.title, m.place
                   from moments m where m.owner_id = :owner and {_AHEAD}
                  order by m.application_id, m.at) m on m.application_id = a.id
     where a.rank <= :most or a.id = {_SOONEST} order by a.place, a.id""")
_AND_SOONEST = sa.text(f"""
    select c.*, (select json_object_agg(s.stage, s.many) from (
                 select stage, count(*) as many from applications
                  where owner_id = :owner and archived_at is null and removed_at is null group by stage) s)
      from ({CARDS} and a.id in (:id, {_SOONEST})) c""")


def board_of(db: Session, owner_id: UUID) -> Board:
    """How this person arranged their stages; a new one as everybody begins, not kept yet."""
    return db.exec(select(Board).where(Board.owner_id == owner_id)).one_or_none() or Board(owner_id=owner_id)


def stages_of(board: Board) -> tuple[Stage, ...]:
    return stages_from(board.stages)


def cards_of(db: Session, owner_id: UUID, stages: Sequence[Stage]) -> tuple[list[Card], dict[str, int]]:
    """The first cards of each stage, in the order of the lanes, with the one whose next thing comes first; and how many
    lie in each stage."""
    said = {"owner": owner_id, "ends": [stage.slug for stage in stages if stage.is_end], "most": MOST_IN_LANE}
    rows = db.execute(_ON_BOARD, said).all()
    return [Card._make(row[:-1]) for row in rows], {row.stage: row.in_stage for row in rows}


def card_and_standing(
    db: Session, owner_id: UUID, application_id: UUID, stages: Sequence[Stage]
) -> tuple[dict[UUID, Card], dict[str, int]]:
    """This card, and the open one whose next thing comes first, by their ids; they may be the same. And how many of
    those on the board stand in each stage."""
    ends = [stage.slug for stage in stages if stage.is_end]
    rows = db.execute(_AND_SOONEST, {"owner": owner_id, "id": application_id, "ends": ends}).all()
    return {row.id: Card._make(row[:-1]) for row in rows}, rows[0][-1]


def application_of(db: Session, owner_id: UUID, application_id: UUID, lock: bool = False) -> tuple[Application, Job]:
    """An application of this person's and its job; raises NotFound for anybody else's."""
    wanted = (
        select(Application, Job)
        .where(Application.owner_id == owner_id, Application.id == application_id)
        .where(Job.owner_id == owner_id, Job.id == Application.job_id)
    )
    found = db.exec(wanted.with_for_update() if lock else wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Standing:
    """An application that may be moved, and whether something was sent for it before."""

    application: Application
    job: Job
    was_sent: bool


_STANDING = (
    sa.select(
        Application, Job,
        sa.exists().where(col(Sending.owner_id) == Application.owner_id, col(Sending.application_id) == Application.id),
        Board, col(Person.event_key),
    )
    .join(Job, sa.and_(col(Job.owner_id) == Application.owner_id, col(Job.id) == Application.job_id))
    .outerjoin(Board, col(Board.owner_id) == Application.owner_id)
    .join(Person, col(Person.id) == Application.owner_id)
    .where(col(Application.owner_id) == sa.bindparam("owner"))
    .where(col(Application.id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(Application.id))
    .with_for_update(of=[Application, Job])
)  # fmt: skip


def standing_of(db: Session, owner_id: UUID, ids: Collection[UUID]) -> tuple[list[Standing], Board]:
    """Those of these applications that are this person's, locked, in the order of their ids; and the board they stand
    on."""
    rows = db.execute(_STANDING, {"owner": owner_id, "ids": list(ids)}).all()
    board = next((row.Board for row in rows if row.Board), None) or Board(owner_id=owner_id)
    if rows:
        bring_key(db, owner_id, rows[0].event_key)
    return [Standing(*row[:3]) for row in rows], board


def application_for(db: Session, owner_id: UUID, job_id: UUID) -> Application | None:
    return db.exec(
        select(Application).where(Application.owner_id == owner_id, Application.job_id == job_id)
    ).one_or_none()


def timeline_of(db: Session, owner_id: UUID, application_id: UUID) -> list[Moment]:
    """All that happened and is to happen, the latest first."""
    wanted = select(Moment).where(Moment.owner_id == owner_id, Moment.application_id == application_id)
    return list(db.exec(wanted.order_by(col(Moment.at).desc(), col(Moment.id).desc()).limit(MOST_TIMELINE)))


def moment_of(db: Session, owner_id: UUID, moment_id: UUID) -> Moment:
    return own(db, Moment, owner_id, moment_id, lock=True)


def contacts_of(db: Session, owner_id: UUID, application_id: UUID) -> list[Contact]:
    wanted = (
        select(Contact)
        .join(Acquaintance, sa.and_(col(Acquaintance.contact_id) == Contact.id))
        .where(Contact.owner_id == owner_id, Acquaintance.application_id == application_id)
    )
    return list(db.exec(wanted.order_by(col(Acquaintance.id))))


def contact_of(db: Session, owner_id: UUID, contact_id: UUID) -> Contact:
    return own(db, Contact, owner_id, contact_id, lock=True)


def sendings_of(db: Session, owner_id: UUID, application_id: UUID) -> list[Sending]:
    wanted = select(Sending).where(Sending.owner_id == owner_id, Sending.application_id == application_id)
    return list(db.exec(wanted.order_by(col(Sending.id).desc())))


AHEAD = (Kind.STEP, Kind.INTERVIEW)
