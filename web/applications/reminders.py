"""Telling people of what is ahead: in one digest a day, or of each thing some hours before it.

Who was told of what stands in the rows, and is written in the transaction that holds the notice and the letter: however
often, wherever and for how long the worker stops, each is told once. The person's board is held meanwhile, so that two
workers wait for each other. What time it is where somebody is, only Python decides; the database lists who may be due.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from textwrap import shorten
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select, update

from web.accounts.tables import Person
from web.applications.ahead import Ahead, Quiet, ahead_of, quiet_of
from web.applications.forms import zones
from web.applications.tables import Board, Moment, Remind
from web.applications.words import both_words, in_zone, starts_at, zone_named
from web.kit.clock import now
from web.kit.house import House
from web.kit.log import what_broke
from web.kit.mail import write_letter
from web.kit.numbers import in_words
from web.kit.rows import SHORT
from web.notifications.tables import Kind as NoticeKind
from web.notifications.tables import Notification

LATE = timedelta(days=1)  # for so long after its time one is still told of something
SOON = timedelta(hours=6)  # for so long a digest may come after the end of its day
OLD = 7  # days after which what is overdue is no reason for a digest any more, and a quiet application is named again
MOST_NOTICE = 900
MOST_SUBJECT = 76
log = structlog.get_logger()


# --- when ------------------------------------------------------------------------------------------------------------


def day_due(present: datetime, zone: ZoneInfo, hour: int) -> date:
    """The latest day, as it is there, whose digest's hour has come."""
    today = present.astimezone(zone).date()
    return today if starts_at(today, zone, hour) <= present else today - timedelta(days=1)


def told_between(thing: Ahead, board: Board) -> tuple[datetime, datetime]:
    """From when until when one is told of this by itself. A day begins at the hour that a digest would come."""
    start = thing.at
    if thing.is_whole_day:
        start = starts_at(thing.day, zone_named(board.zone), board.digest_hour)
    is_over = thing.kind == "interview" and not thing.is_whole_day
    return start - timedelta(hours=board.hours_before), start if is_over else start + LATE


# --- the round -------------------------------------------------------------------------------------------------------


def remind(house: House) -> int:
    """Tell everybody what is due; returns how many were told something."""
    with house.database.as_nobody() as db:
        due = db.scalars(sa.text("select due_reminders(:present)"), {"present": now()}).all()
    many = 0
    for owner_id in due:
        try:
            with house.database.as_person(owner_id) as db:
                many += tell(db, owner_id)
        except Exception as error:  # noqa: BLE001  one who cannot be told holds up no other
            log.error("reminder", owner_id=str(owner_id), **what_broke(error))
    return many


def tell(db: Session, owner_id: UUID) -> bool:
    """Tell one person what is due now, if anything is; the transaction runs in their name."""
    board = held_board(db, owner_id)
    if board.remind is Remind.DIGEST:
        return tell_digest(db, board, now())
    return board.remind is Remind.EACH and tell_each(db, board, now())


def held_board(db: Session, owner_id: UUID) -> Board:
    """The person's board, which nobody else changes until this transaction ends; made where there is none."""
    db.execute(insert(Board).values(**Board(owner_id=owner_id).model_dump(exclude_none=True)).on_conflict_do_nothing())
    return db.exec(select(Board).where(Board.owner_id == owner_id).with_for_update()).one()


def settle_where(db: Session, owner_id: UUID, zone: str) -> None:
    """Whoever begins is where their device says; a zone that stands on the board is theirs to change."""
    if zone in zones():
        board = Board(owner_id=owner_id, zone=zone).model_dump(exclude_none=True)
        db.execute(insert(Board).values(**board).on_conflict_do_nothing())


# --- one digest a day ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Digest:
    """What a day has for somebody, by the heading it stands under."""

    today: date
    overdue: Sequence[Ahead]
    now: Sequence[Ahead]
    next: Sequence[Ahead]
    quiet: Sequence[Quiet]

    @property
    def is_worth_it(self) -> bool:
        """Whether there is a reason to write: what has been overdue for long is none by itself."""
        late = [each for each in self.overdue if (self.today - each.day).days <= OLD]
        return bool(late or self.now or self.next or self.quiet)


def tell_digest(db: Session, board: Board, present: datetime) -> bool:
    if not comes_now(board, present):
        return False
    digest = digest_of(db, board, present)
    if digest.is_worth_it:
        send_digest(db, board, digest, present)
    return digest.is_worth_it


def comes_now(board: Board, present: datetime) -> bool:
    """Whether a digest is due, noted on the board: once for each day, where the person is, whose hour has come. One
    that was missed comes later that day, or soon after midnight, or not at all. Whoever begins is told from the next
    one on."""
    if board.told_on is None:
        begin_anew(board, present, begins=True)
        return False
    zone = zone_named(board.zone)
    day = day_due(present, zone, board.digest_hour)
    is_new = day > board.told_on
    board.told_on = max(day, board.told_on)
    schedule(board)
    is_in_time = present.astimezone(zone).date() == day or present - starts_at(day, zone, board.digest_hour) < SOON
    return is_new and is_in_time


def begin_anew(board: Board, present: datetime, begins: bool) -> None:
    """After a person changed how and where they are reminded. Who had no digests until now is told from the next one
    on; of what they were told stays told."""
    if begins or board.told_on is None:
        today = day_due(present, zone_named(board.zone), board.digest_hour)
        board.told_on = max(board.told_on or today, today)
    schedule(board)


def schedule(board: Board) -> None:
    """When the digest of the day after the last one is due."""
    if board.told_on is not None:
        next_day = board.told_on + timedelta(days=1)
        board.due_at = starts_at(next_day, zone_named(board.zone), board.digest_hour)


def digest_of(db: Session, board: Board, present: datetime) -> Digest:
    today = present.astimezone(zone_named(board.zone)).date()
    things = ahead_of(db, board, present, days=1)
    return Digest(
        today,
        overdue=[each for each in things if each.day < today],
        now=[each for each in things if each.day == today],
        next=[each for each in things if each.day > today],
        quiet=[each for each in quiet_of(db, board, present) if (each.days - board.quiet_days) % OLD == 0],
    )


def send_digest(db: Session, board: Board, digest: Digest, present: datetime) -> None:
    named = (("Today", digest.now), ("Tomorrow", digest.next), ("Overdue", digest.overdue))
    parts = [(name, [line_of(each, board, present) for each in things]) for name, things in named if things]
    if digest.quiet:
        parts.append(("Quiet", [quiet_line(each) for each in digest.quiet]))
    title = f"{digest.today:%A} {digest.today.day} {digest.today:%B}: {tally_of(digest)}"
    words = " ".join(f"{name}: {'; '.join(in_a_line(each) for each in lines)}." for name, lines in parts)
    notify(db, board.owner_id, title, words, "/applications/today")
    post(db, board, "digest", title=shorten(title, MOST_SUBJECT, placeholder="…"), parts=parts)


def tally_of(digest: Digest) -> str:
    """Such as `one interview, two things to do, three overdue`."""
    near = [*digest.now, *digest.next]
    counted = (
        (sum(each.kind == "interview" for each in near), "interview", "interviews"),
        (sum(each.kind == "step" for each in near), "thing to do", "things to do"),
        (sum(each.kind == "closing" for each in near), "closing date", "closing dates"),
        (len(digest.overdue), "overdue", "overdue"),
        (len(digest.quiet), "without an answer", "without an answer"),
    )
    return ", ".join(f"{in_words(many)} {one if many == 1 else more}" for many, one, more in counted if many)


# --- each thing by itself --------------------------------------------------------------------------------------------


def tell_each(db: Session, board: Board, present: datetime) -> bool:
    """A notice for each thing whose time has come, and one letter for them all."""
    days = board.hours_before // 24 + 2
    things = [each for each in ahead_of(db, board, present, days) if each.moment_id and is_due(each, board, present)]
    lines = [line_of(each, board, present) for each in things]
    for thing, line in zip(things, lines, strict=True):
        notify(db, board.owner_id, f"{line['what']}: {line['when']}", about_line(line), line["way"])
        told = update(Moment).where(col(Moment.owner_id) == board.owner_id, col(Moment.id) == thing.moment_id)
        db.execute(told.values(told_for=thing.at))
    if lines:
        title, way = f"{in_words(len(lines)).capitalize()} things ahead", "/applications/today"
        if len(lines) == 1:
            title, way = f"{lines[0]['what']}: {lines[0]['when']}", lines[0]["way"]
        post(db, board, "reminder", title=shorten(title, MOST_SUBJECT, placeholder="…"), lines=lines, way=way)
    return bool(lines)


def is_due(thing: Ahead, board: Board, present: datetime) -> bool:
    first, last = told_between(thing, board)
    return not thing.is_told and first <= present < last


# --- in words --------------------------------------------------------------------------------------------------------

NAMES = {"step": "Next step", "interview": "Interview", "closing": "Closes"}


def line_of(thing: Ahead, board: Board, present: datetime) -> dict[str, str]:
    """One thing in words, as a page and a letter say it."""
    return {
        "what": thing.title or NAMES[thing.kind],
        "when": both_words(thing.at, thing.zone, board.zone, thing.is_whole_day, present),
        "about": ", ".join(filter(None, [thing.job, thing.company])),
        "place": thing.place,
        "way": f"/applications/{thing.application_id}",
    }


def quiet_line(quiet: Quiet) -> dict[str, str]:
    return {
        "what": f"No answer for {quiet.days} days",
        "when": "",
        "about": ", ".join(filter(None, [quiet.job, quiet.company])),
        "place": "",
        "way": f"/applications/{quiet.application_id}",
    }


def in_a_line(line: dict[str, str]) -> str:
    return ", ".join(filter(None, [line["what"], line["about"], line["when"]]))


def about_line(line: dict[str, str]) -> str:
    return ". ".join(filter(None, [line["about"], line["place"]]))


def notify(db: Session, owner_id: UUID, title: str, words: str, link: str) -> None:
    notice = Notification(
        owner_id=owner_id, kind=NoticeKind.APPLICATION, title=title[:SHORT], words=words[:MOST_NOTICE], link=link
    )
    db.add(notice)
    db.flush()


def post(db: Session, board: Board, name: str, **context: Any) -> None:
    """A letter, to whoever wants letters and has an address."""
    address = db.exec(select(Person.email).where(Person.id == board.owner_id)).one()
    if board.by_letter and address:
        write_letter(db, board.owner_id, name, address, where=in_zone(board.zone), **context)
