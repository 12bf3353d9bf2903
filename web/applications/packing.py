"""What a person takes along of their applications: a table of them, all of it as JSON, and what was sent, as it was."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.accounts.packing import LeftOut, Piece, as_json, file_name, packs, plain, plain_rows
from web.applications.columns import Says
from web.applications.queries import board_of, stages_of
from web.applications.sending import bundle
from web.applications.spreadsheets import answers_cell, csv_of
from web.applications.stages import stage_named
from web.applications.tables import (
    Acquaintance,
    Application,
    Board,
    Contact,
    Kind,
    Moment,
    Sending,
    Spreadsheet,
    View,
)
from web.applications.words import zone_named
from web.jobs.tables import Job
from web.kit.files import Unstored
from web.kit.house import House
from web.kit.rows import Owned
from web.kit.visits import NotFound

BY_ITSELF: tuple[type[Owned], ...] = (Contact, Board, View, Spreadsheet)


@packs("Your applications")
def pack_applications(house: House, db: Session, owner_id: UUID) -> Iterator[Piece]:
    yield Piece(
        "applications/applications.csv", "Your applications for a spreadsheet", csv_of(records_of(db, owner_id))
    )
    everything = as_json(all_of(db, owner_id))
    yield Piece("applications/applications.json", "The same, with everything that happened and was sent", everything)
    wanted = select(Sending, Job).where(Sending.owner_id == owner_id, Application.id == Sending.application_id)
    wanted = wanted.where(Application.owner_id == owner_id, Job.owner_id == owner_id, Job.id == Application.job_id)
    for sending, job in db.exec(wanted.order_by(col(Sending.id))).all():
        name = file_name(f"{sending.sent_at:%Y-%m-%d} {job.title} {job.company}", "application")
        yield Piece(f"applications/sent/{name}.zip", "What you sent, as it was", partial(bundle_of, house, sending))
    for moment in db.exec(select(Moment).where(Moment.owner_id == owner_id, Moment.kind == Kind.FILE)).all():
        stem, dot, suffix = moment.file_name.rpartition(".")
        name = f"{file_name(stem or suffix, 'file')}{dot}{file_name(suffix, '')[:10] if dot else ''}"
        yield Piece(
            f"applications/files/{name}", "A file you kept with an application", partial(file_in, house, moment)
        )


def bundle_of(house: House, sending: Sending) -> bytes:
    """The ZIP that the page gives; raises LeftOut where a file of it is gone."""
    try:
        return bundle(house, sending)
    except (NotFound, Unstored):
        raise LeftOut("A file of what you sent is not there, or is not what was sent any more.") from None


def file_in(house: House, moment: Moment) -> bytes:
    body = house.files.get(moment.file)
    if body is None:
        raise LeftOut("The file is no longer there.")
    return body


# --- all of it -------------------------------------------------------------------------------------------------------


def all_of(db: Session, owner_id: UUID) -> dict[str, Any]:
    """Every application with its job and all that hangs on it, and what is the person's beside them."""
    hanging: dict[UUID, dict[str, list[dict[str, Any]]]] = {}
    tables: tuple[Any, ...] = (Moment, Acquaintance, Sending)
    for table in tables:
        for row in db.exec(select(table).where(table.owner_id == owner_id).order_by(col(table.id))):
            hanging.setdefault(row.application_id, {}).setdefault(str(table.__tablename__), []).append(plain(row))
    jobs = {row["id"]: row for row in plain_rows(db, Job, owner_id)}
    applications = [
        {**row, "job": jobs.get(row["job_id"]), **hanging.get(row["id"], {})}
        for row in plain_rows(db, Application, owner_id)
    ]
    followed = {row["job_id"] for row in applications}
    alone = [row for job_id, row in jobs.items() if job_id not in followed]
    beside = {str(table.__tablename__): plain_rows(db, table, owner_id) for table in BY_ITSELF}
    return {"applications": applications, "jobs": alone, **beside}


# --- as a table ------------------------------------------------------------------------------------------------------

_ROWS = sa.text("""
    select a.id, m.title as step, m.at as step_at, m.zone as step_zone, r.name as resume
      from applications a
      left join resumes r on r.owner_id = a.owner_id and r.id = a.resume_id
      left join lateral (
           select title, at, zone from moments
            where application_id = a.id and owner_id = a.owner_id and kind = 'step' and done_at is null
            order by at limit 1) m on true
     where a.owner_id = :owner and a.removed_at is null""")


def records_of(db: Session, owner_id: UUID) -> Iterator[dict[Says, str]]:
    """A row for each application that is not in the bin, in the order in which they were saved."""
    board = board_of(db, owner_id)
    stages, zone = stages_of(board), zone_named(board.zone)
    beside = {row.id: row for row in db.execute(_ROWS, {"owner": owner_id})}
    contacts = _contacts_by_application(db, owner_id)
    wanted = select(Application, Job).where(Application.owner_id == owner_id, Job.owner_id == owner_id)
    wanted = wanted.where(Job.id == Application.job_id, col(Application.removed_at).is_(None))

    def day(at: datetime | None) -> str:
        return at.astimezone(zone).date().isoformat() if at else ""

    for application, job in db.exec(wanted.order_by(col(Application.created_at), col(Application.id))):
        stage, row = stage_named(stages, application.stage) or stages[0], beside[application.id]
        who = contacts.get(application.id, [])
        yield {
            **_job_cells(job),
            Says.STAGE: stage.name,
            Says.SAVED_ON: day(application.created_at),
            Says.APPLIED_ON: _iso(application.applied_on),
            Says.STAGE_SINCE: day(application.stage_since),
            Says.RESPONSE: application.response.value,
            Says.RESPONSE_ON: _iso(application.response_on),
            Says.STEP: row.step or "",
            Says.STEP_ON: (row.step_at.date().isoformat() if not row.step_zone else day(row.step_at))
            if row.step_at
            else "",
            Says.EXCITEMENT: str(application.excitement or ""),
            Says.SALARY_HOPED: application.salary_hoped,
            Says.METHOD: application.method.value,
            Says.RESUME: row.resume or "",
            Says.CONTACT: _under_each_other(each.name for each in who),
            Says.CONTACT_ROLE: _under_each_other(each.role for each in who),
            Says.CONTACT_EMAIL: _under_each_other(each.email for each in who),
            Says.CONTACT_PHONE: _under_each_other(each.phone for each in who),
            Says.NOTES: application.notes,
            Says.ANSWERS: answers_cell(application.answers),
            Says.ARCHIVED: day(application.archived_at),
        }


def _job_cells(job: Job) -> dict[Says, str]:
    return {
        Says.TITLE: job.title, Says.COMPANY: job.company, Says.PLACE: job.place, Says.URL: job.url,
        Says.SALARY_LOW: _number(job.salary_low), Says.SALARY_HIGH: _number(job.salary_high),
        Says.CURRENCY: job.currency or "", Says.PERIOD: job.period.value if job.period else "",
        Says.REMOTE: job.remote.value if job.remote else "",
        Says.EMPLOYMENT: job.employment.value if job.employment else "",
        Says.POSTED_ON: _iso(job.posted_on), Says.CLOSES_ON: _iso(job.closes_on), Says.TEXT: job.text,
    }  # fmt: skip


def _number(amount: Any) -> str:
    return "" if amount is None else f"{amount:f}".rstrip("0").rstrip(".")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _under_each_other(cells: Iterator[str]) -> str:
    return "\n".join(cells).rstrip("\n")


def _contacts_by_application(db: Session, owner_id: UUID) -> dict[UUID, list[Contact]]:
    wanted = select(Acquaintance.application_id, Contact).where(Acquaintance.owner_id == owner_id)
    wanted = wanted.where(Contact.owner_id == owner_id, Contact.id == Acquaintance.contact_id)
    found: dict[UUID, list[Contact]] = {}
    for application_id, contact in db.exec(wanted.order_by(col(Acquaintance.id))):
        found.setdefault(application_id, []).append(contact)
    return found
