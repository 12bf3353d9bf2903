"""Bringing a spreadsheet's rows in: all of them in one transaction and one act, which can be taken back as one.

A few rows are brought at once, many by the worker. How far it is, is said in transactions of their own; killed half-way
or stopped, nothing is there, and begun anew it ends the same."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select
from uuid_utils.compat import uuid7

from web.applications.actions import MOST_APPLICATIONS
from web.applications.columns import Says
from web.applications.lines import Line, is_day_first, line_of
from web.applications.queries import board_of, stages_of
from web.applications.spreadsheets import Table, columns_of, table_of, text_of
from web.applications.stages import Meaning, Stage, stage_named
from web.applications.tables import (
    Acquaintance,
    Application,
    Contact,
    Kind,
    Moment,
    SheetState,
    Spreadsheet,
)
from web.applications.undoing import Watched, undoable
from web.applications.words import noon, zone_named
from web.jobs.actions import row_of
from web.jobs.sameness import fingerprint_of, key_of
from web.jobs.tables import Job
from web.kit.clock import now
from web.kit.events import Whence, record
from web.kit.house import House
from web.kit.jsonresume import Unreadable
from web.kit.own import own
from web.kit.rows import SHORT
from web.kit.tasks import Errand, Stopped, awaited, send
from web.kit.visits import NotFound
from web.resumes.tables import Resume

AT_ONCE = 2_000  # rows that are brought while the person waits
BATCH = 500
MOST_KEPT = 20  # spreadsheets of one person
MOST_TOLD = 500  # sentences on what did not fit
FAULT = "Something broke on our side, and nothing of it was brought in. Please try once more."
Tell = Callable[[int], None]


# --- keeping what was sent -------------------------------------------------------------------------------------------


def keep_sheet(db: Session, owner_id: UUID, name: str, body: bytes) -> Spreadsheet:
    """A file, to be looked at before anything of it is brought. Raises Unreadable."""
    return keep_text(db, owner_id, name, text_of(body))


def keep_text(db: Session, owner_id: UUID, name: str, text: str) -> Spreadsheet:
    table = table_of(text)
    columns = columns_of(table)
    _forget_oldest(db, owner_id)
    sheet = Spreadsheet(
        owner_id=owner_id, name=name[:SHORT], sheet=zlib.compress(text.encode()),
        columns=[each.name for each in columns], day_first=is_day_first(table, columns), total=len(table.rows),
    )  # fmt: skip
    db.add(sheet)
    db.flush()
    return sheet


def _forget_oldest(db: Session, owner_id: UUID) -> None:
    oldest = select(Spreadsheet).where(Spreadsheet.owner_id == owner_id).order_by(col(Spreadsheet.id).desc())
    for sheet in db.exec(oldest.offset(MOST_KEPT - 1)):
        db.delete(sheet)


def sheet_of(db: Session, owner_id: UUID, spreadsheet_id: UUID, lock: bool = False) -> Spreadsheet:
    """One of a person's; raises NotFound for anybody else's."""
    return own(db, Spreadsheet, owner_id, spreadsheet_id, lock)


def sheets_of(db: Session, owner_id: UUID) -> list[Spreadsheet]:
    wanted = select(Spreadsheet).where(Spreadsheet.owner_id == owner_id).order_by(col(Spreadsheet.id).desc())
    return list(db.exec(wanted.options(sa.orm.defer(Spreadsheet.sheet))))  # type: ignore[arg-type]


def table_in(sheet: Spreadsheet) -> Table:
    return table_of(zlib.decompress(sheet.sheet).decode())


def lines_in(sheet: Spreadsheet, table: Table, stages: Sequence[Stage], most: int | None = None) -> Iterator[Line]:
    """What the rows become; empty ones are passed over."""
    columns = [Says[name] for name in sheet.columns]
    for number, row in enumerate(table.rows[:most], start=table.first):
        if any(row):
            yield line_of(number, table.header, row, columns, stages, sheet.day_first is not False)


# --- what is there ---------------------------------------------------------------------------------------------------


@dataclass
class Known:
    """What a person has already, by which a row is recognised: as `web.jobs.queries.same_job` does it for one."""

    keys: set[str] = field(default_factory=set)
    fingerprints: set[str] = field(default_factory=set)

    def has(self, line: Line) -> bool:
        """Whether it is there; from now on it is."""
        key, fingerprint = key_of(line.posting.url), fingerprint_of(line.posting)
        is_there = bool((key and key in self.keys) or (fingerprint and fingerprint in self.fingerprints))
        self.keys.add(key)
        self.fingerprints.add(fingerprint)
        return is_there


def known_to(db: Session, owner_id: UUID) -> Known:
    rows = db.execute(
        sa.text("select key, fingerprint from jobs where owner_id = :owner and removed_at is null"), {"owner": owner_id}
    ).all()
    return Known({row.key for row in rows}, {row.fingerprint for row in rows})


# --- bringing --------------------------------------------------------------------------------------------------------


def ask_to_bring(db: Session, sheet: Spreadsheet, whence: Whence) -> None:
    """At once, or by the worker where it is long work."""
    if sheet.total <= AT_ONCE:
        bring(db, sheet, lambda done: None, whence)
        return
    sheet.state, sheet.done, sheet.said, sheet.reason = SheetState.WAITING, 0, {}, ""
    send(db, "bring_sheet", lock=f"sheet:{sheet.owner_id}", owner_id=sheet.owner_id, spreadsheet_id=sheet.id)


def bring_sheet(house: House, said: Mapping[str, Any]) -> None:
    """By the worker; `tell` says how far it is, and raises Stopped where nobody waits any more."""
    owner_id, spreadsheet_id = UUID(said["owner_id"]), UUID(said["spreadsheet_id"])

    def tell(done: int) -> None:
        with house.database.as_person(owner_id) as db:
            sheet = awaited(db, Spreadsheet, owner_id, spreadsheet_id)
            sheet.state, sheet.done = SheetState.BRINGING, min(done, sheet.total)

    try:
        tell(0)
        with house.database.as_person(owner_id) as db:
            bring(db, sheet_of(db, owner_id, spreadsheet_id), tell, Whence())
    except (Stopped, NotFound):
        return
    except OperationalError:
        raise  # the database was away: the next try may do it
    except Unreadable as error:
        _fail(house, owner_id, spreadsheet_id, str(error)[:SHORT])
    except Exception:  # whoever waits is told, and so are we
        _fail(house, owner_id, spreadsheet_id, FAULT)
        raise


def _fail(house: House, owner_id: UUID, spreadsheet_id: UUID, reason: str) -> None:
    with suppress(Stopped), house.database.as_person(owner_id) as db:
        sheet = awaited(db, Spreadsheet, owner_id, spreadsheet_id)
        sheet.state, sheet.reason = SheetState.FAILED, reason


def bring(db: Session, sheet: Spreadsheet, tell: Tell, whence: Whence) -> None:
    """Every row that says a job, and is not there yet, as one act. `sheet` is written last: whoever stops it meanwhile
    is not made to wait."""
    owner_id = sheet.owner_id
    bringer = _Bringer(db, owner_id)
    lines = lines_in(sheet, table_in(sheet), bringer.stages)
    with undoable(db, owner_id, f"“{sheet.name[:80]}” is brought in.") as act:
        for number, batch in enumerate(_batches(lines)):
            bringer.bring(batch)
            if number == 0 and sheet.total > BATCH:
                db.execute(sa.text("select weigh_applications()"))
            db.execute(sa.text("select 1"))  # where no row is written for long, the database would end what idles
            tell(bringer.passed)
        act.made |= {"jobs": bringer.jobs, "contacts": bringer.made_contacts}
    said = bringer.said
    record(
        db, "applications-brought", owner_id, whence=whence, entity="spreadsheets", entity_id=sheet.id,
        new={"file": sheet.name, "brought": said["brought"]},
    )  # fmt: skip
    _finish(db, sheet, act, said)


def _finish(db: Session, sheet: Spreadsheet, act: Watched, said: dict[str, Any]) -> None:
    db.refresh(sheet, with_for_update=True)
    if sheet.state is SheetState.CANCELLED:
        raise Stopped
    sheet.state, sheet.done, sheet.said = SheetState.DONE, sheet.total, said
    sheet.act_id = act.act_id
    sheet.sheet = b""
    db.add(sheet)


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class _Bringer:
    """Writes rows by the hundred: a row by itself would take a day for a life's work."""

    def __init__(self, db: Session, owner_id: UUID) -> None:
        self.db, self.owner_id = db, owner_id
        board = board_of(db, owner_id)
        self.stages, self.zone = stages_of(board), zone_named(board.zone)
        self.known = known_to(db, owner_id)
        self.resumes = {name.casefold(): wanted for wanted, name in _resumes_of(db, owner_id)}
        self.contacts = {(each.name, each.email): each.id for each in _contacts_of(db, owner_id)}
        self.room = MOST_APPLICATIONS - _many(db, owner_id)
        self.places = _tops(db, owner_id)
        self.passed, self.were_there, self.were_no_job, self.had_no_room = 0, 0, 0, 0
        self.jobs: list[str] = []
        self.made_contacts: list[str] = []
        self.problems: list[str] = []
        self.odd = 0

    @property
    def said(self) -> dict[str, Any]:
        return {
            "brought": len(self.jobs), "known": self.were_there, "left": self.were_no_job, "no_room": self.had_no_room,
            "odd": self.odd, "problems": self.problems,
        }  # fmt: skip

    def bring(self, lines: Sequence[Line]) -> None:
        rows: dict[type[Any], list[dict[str, Any]]] = {
            Job: [], Application: [], Contact: [], Acquaintance: [], Moment: [],
        }  # fmt: skip
        for line in lines:
            self.passed += 1
            self._tell(line)
            if not line.is_job:
                self.were_no_job += 1
            elif self.known.has(line):
                self.were_there += 1
            elif len(self.jobs) >= self.room:
                self.had_no_room += 1
            else:
                self._write(line, rows)
        for table, made in rows.items():
            if made:
                self.db.execute(sa.insert(table).returning(table.id), made)

    def _tell(self, line: Line) -> None:
        self.odd += bool(line.problems)
        room = MOST_TOLD - len(self.problems)
        self.problems += [f"Row {line.number}{_named(line)}: {problem}" for problem in line.problems[:room]]

    def _write(self, line: Line, rows: dict[type[Any], list[dict[str, Any]]]) -> None:
        job_id, application_id = uuid7(), uuid7()
        own = {"owner_id": self.owner_id}
        saved, since = self._saved(line), self._since(line)
        self.jobs.append(str(job_id))
        rows[Job].append({**own, "id": job_id, "created_at": saved, **row_of(line.posting)})
        rows[Application].append({**own, **self._application(line, saved, since, job_id, application_id)})
        rows[Moment] += [
            {**own, "id": uuid7(), "application_id": application_id, **each} for each in self._moments(line, saved)
        ]
        for each in line.contacts:
            contact_id = self._contact(each, line, rows[Contact])
            known = (application_id, contact_id)
            if known not in {(row["application_id"], row["contact_id"]) for row in rows[Acquaintance][-20:]}:
                rows[Acquaintance].append(
                    {**own, "id": uuid7(), "application_id": application_id, "contact_id": contact_id}
                )

    def _application(
        self, line: Line, saved: datetime, since: datetime, job_id: UUID, application_id: UUID
    ) -> dict[str, Any]:
        assert line.stage
        resume_id = self.resumes.get(line.resume.casefold())
        unknown = f"{Says.RESUME.value}: {line.resume}" if line.resume and not resume_id else ""
        archived = line.days.get(Says.ARCHIVED)
        return {
            "id": application_id, "job_id": job_id, "resume_id": resume_id, "created_at": saved,
            "stage": line.stage.slug, "stage_since": since, "touched_at": since, "place": self._place(line.stage),
            "method": line.method, "applied_on": line.days.get(Says.APPLIED_ON), "answers": line.answers,
            "notes": "\n\n".join(filter(None, [line.notes, unknown])), "excitement": line.excitement,
            "salary_hoped": line.salary_hoped, "response": line.response,
            "response_on": line.days.get(Says.RESPONSE_ON),
            "archived_at": self._noon(archived) if archived else None,
        }  # fmt: skip

    def _noon(self, day: date) -> datetime:
        """Midday where the person is, so that the day is that day there."""
        return datetime.combine(day, time(12), tzinfo=self.zone)

    def _saved(self, line: Line) -> datetime:
        days = [line.days[says] for says in (Says.SAVED_ON, Says.APPLIED_ON, Says.STAGE_SINCE) if says in line.days]
        return min(self._noon(line.days.get(Says.SAVED_ON) or min(days)), now()) if days else now()

    def _since(self, line: Line) -> datetime:
        order = (Says.STAGE_SINCE, Says.RESPONSE_ON, Says.APPLIED_ON, Says.SAVED_ON)
        day = next((line.days[says] for says in order if says in line.days), None)
        return min(self._noon(day), now()) if day else now()

    def _place(self, stage: Stage) -> float:
        """Behind the others of its lane, in the order of the file."""
        self.places[stage.slug] = self.places.get(stage.slug, 0.0) + 1.0
        return self.places[stage.slug]

    def _moments(self, line: Line, saved: datetime) -> Iterator[dict[str, Any]]:
        """What is known of the way: it was saved, it was applied for, and it came to where it is. A day that the file
        does not say is taken from the others and marked `undated`, so that no figure is counted from it."""
        assert line.stage
        first = next(stage for stage in self.stages if stage.meaning is Meaning.SAVED)
        applied = stage_named(self.stages, "applied") or first
        here = first
        yield _moment(Kind.SAVED, saved, "UTC", **_undated(Says.SAVED_ON in line.days))
        day = line.days.get(Says.APPLIED_ON)
        if day and line.stage.meaning is not Meaning.SAVED:
            yield _moved(first, applied, noon(day), "")
            here = applied
        if line.stage.slug != here.slug:
            is_dated = bool(line.days.keys() & {Says.STAGE_SINCE, Says.RESPONSE_ON})
            yield _moved(here, line.stage, self._since(line), "UTC", **_undated(is_dated))
        if line.step:
            due = line.days.get(Says.STEP_ON)
            yield _moment(Kind.STEP, noon(due or now().date()), "", title=line.step)

    def _contact(self, each: Mapping[str, str], line: Line, rows: list[dict[str, Any]]) -> UUID:
        """One person over several applications is one contact."""
        who = (each["name"], each.get("email", ""))
        if who not in self.contacts:
            self.contacts[who] = uuid7()
            self.made_contacts.append(str(self.contacts[who]))
            rows.append({
                "id": self.contacts[who], "owner_id": self.owner_id, "name": each["name"], "role": each.get("role", ""),
                "company": line.posting.company, "email": each.get("email", ""), "phone": each.get("phone", ""),
                "how_met": "",
            })  # fmt: skip
        return self.contacts[who]


def _named(line: Line) -> str:
    return f" ({line.name[:80]})" if line.name else ""


def _moment(kind: Kind, at: datetime, zone: str, title: str = "", **detail: str) -> dict[str, Any]:
    return {"kind": kind, "at": at, "zone": zone, "title": title, "place": "", "words": "", "detail": detail,
            "minutes": 0, "file_name": "", "done_at": None}  # fmt: skip


def _undated(is_dated: bool) -> dict[str, str]:
    return {} if is_dated else {"undated": "yes"}


def _moved(before: Stage, after: Stage, at: datetime, zone: str, **more: str) -> dict[str, Any]:
    said = {"from": before.name, "to": after.name, "stage": after.slug, **more}
    return {**_moment(Kind.MOVED, at, zone), "detail": said}


def _resumes_of(db: Session, owner_id: UUID) -> Sequence[Any]:
    wanted = select(Resume.id, Resume.name).where(Resume.owner_id == owner_id, col(Resume.removed_at).is_(None))
    return db.exec(wanted).all()


def _contacts_of(db: Session, owner_id: UUID) -> Sequence[Contact]:
    return db.exec(select(Contact).where(Contact.owner_id == owner_id)).all()


def _many(db: Session, owner_id: UUID) -> int:
    wanted = sa.text("select count(*) from applications where owner_id = :owner")
    return int(db.execute(wanted, {"owner": owner_id}).scalar_one())


def _tops(db: Session, owner_id: UUID) -> dict[str, float]:
    """The last place of each lane."""
    wanted = sa.text("select stage, max(place) as last from applications where owner_id = :owner group by stage")
    return {row.stage: row.last for row in db.execute(wanted, {"owner": owner_id})}


ERRANDS = [Errand("bring_sheet", bring_sheet, tries=3)]
