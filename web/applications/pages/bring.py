"""Bringing the past in from a spreadsheet, and taking all of it out as one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from web.accounts.packing import as_json
from web.applications.actions import MOST_APPLICATIONS
from web.applications.bringing import (
    AT_ONCE,
    ask_to_bring,
    keep_sheet,
    keep_text,
    known_to,
    lines_in,
    sheet_of,
    sheets_of,
    table_in,
)
from web.applications.columns import DAYS, Says, twice
from web.applications.lines import is_day_first
from web.applications.linkedin import applications_in, archives_of, sheet_in
from web.applications.packing import all_of, records_of
from web.applications.queries import board_of, stages_of
from web.applications.reminders import settle_where
from web.applications.spreadsheets import LARGEST_SHEET, csv_of
from web.applications.tables import SheetState, Spreadsheet
from web.applications.undoing import kept_act
from web.imports.queries import import_of
from web.kit.jsonresume import Unreadable
from web.kit.pages import HTML, go_to, page, part
from web.kit.visits import Visit, in_transaction

MOST_SHEETS = (60, 3_600)  # that a person may bring, and within how many seconds
MOST_TAKEN = (60, 3_600)
SHOWN, SAMPLES = 10, 3  # rows of a preview, and cells under the name of a column
MB = 1_000_000
NONE = "Choose a file first."
TOO_LARGE = f"This is larger than {LARGEST_SHEET // MB} MB. Bring it in two parts."
TWICE = "Two columns say this. Choose one of them."


@get("/applications/bring")
@in_transaction
def show_bring(db: Session, visit: Visit) -> HTML:
    return look(db, visit)


def look(db: Session, visit: Visit, problem: str = "", status: int = 200) -> HTML:
    sheets, archives = sheets_of(db, visit.person_id), archives_of(db, visit.person_id)
    return page(visit, "applications/bring.html", status, sheets=sheets, archives=archives, problem=problem)


@post("/applications/bring", request_max_body_size=LARGEST_SHEET + MB)
async def bring_in(visit: NamedDependency[Visit]) -> HTML:
    file = visit.posted.get("file")
    sent = file if isinstance(file, UploadFile) and file.filename else None
    body = await sent.read(LARGEST_SHEET + 1) if sent else b""
    return await visit.in_thread(keep, visit, sent.filename or "" if sent else "", body, sent is not None)


def keep(db: Session, visit: Visit, name: str, body: bytes, is_sent: bool) -> HTML:
    visit.count("upload", *MOST_SHEETS)
    if not is_sent:
        return look(db, visit, NONE, 422)
    if len(body) > LARGEST_SHEET:
        return look(db, visit, TOO_LARGE, 413)
    try:
        sheet = keep_sheet(db, visit.person_id, name, sheet_in(body))
    except Unreadable as error:
        return look(db, visit, str(error), 422)
    return go_to(visit, f"/applications/bring/{sheet.id}")


@post("/applications/bring/from/{import_id:uuid}")
@in_transaction
def bring_from_archive(db: Session, visit: Visit, import_id: FromPath[UUID]) -> HTML:
    """The applications in a LinkedIn archive that was brought for the career in it."""
    brought = import_of(db, visit.person_id, import_id)
    visit.count("upload", *MOST_SHEETS)
    try:
        sheet = keep_text(db, visit.person_id, brought.name, applications_in(brought))
    except Unreadable as error:
        return look(db, visit, str(error), 422)
    return go_to(visit, f"/applications/bring/{sheet.id}")


# --- looking at it ---------------------------------------------------------------------------------------------------


@get("/applications/bring/{spreadsheet_id:uuid}")
@in_transaction
def show_sheet(db: Session, visit: Visit, spreadsheet_id: FromPath[UUID]) -> HTML:
    return preview(db, visit, sheet_of(db, visit.person_id, spreadsheet_id))


def preview(db: Session, visit: Visit, sheet: Spreadsheet, errors: Mapping[str, str] | None = None) -> HTML:
    """What each column says and each of the first rows becomes; afterwards, what became of all of them."""
    errors = errors or {}
    context: dict[str, Any] = {"sheet": sheet, "errors": errors, "first_wrong": next(iter(errors), "")}
    if sheet.sheet and not sheet.is_under_way:
        context |= seen(db, visit.person_id, sheet)
    done = kept_act(db, visit.person_id, sheet.act_id)
    return page(visit, "applications/sheet.html", 422 if errors else 200, **context, done=done, most=MOST_APPLICATIONS)


def seen(db: Session, owner_id: UUID, sheet: Spreadsheet) -> dict[str, Any]:
    table, stages = table_in(sheet), stages_of(board_of(db, owner_id))
    columns = [Says[name] for name in sheet.columns]
    known = known_to(db, owner_id)
    lines = list(lines_in(sheet, table, stages, AT_ONCE))
    there = {line.number for line in lines if line.is_job and known.has(line)}
    return {
        "columns": [
            (number, name or f"Column {number + 1}", samples_of(table.rows, number), says)
            for number, (name, says) in enumerate(zip(table.header, columns, strict=True))
        ],
        "choices": list(Says),
        "lines": lines[:SHOWN],
        "there": there,
        "odd": [line for line in lines if line.problems],
        "looked_at": min(sheet.total, AT_ONCE),
        "jobs": sum(line.is_job for line in lines),
        "asks_for_days": is_day_first(table, columns) is None,
        "days": DAYS,
    }


def samples_of(rows: list[list[str]], number: int) -> list[str]:
    """The first cells of a column that say something."""
    found = (row[number] for row in rows[:AT_ONCE] if number < len(row) and row[number])
    return [cell[:60] for cell, _ in zip(found, range(SAMPLES), strict=False)]


@get("/applications/bring/{spreadsheet_id:uuid}/part")
@in_transaction
def show_progress(db: Session, visit: Visit, spreadsheet_id: FromPath[UUID]) -> HTML:
    """How far it is; the page itself once it is over."""
    sheet = sheet_of(db, visit.person_id, spreadsheet_id)
    if sheet.is_under_way:
        return part(visit, "applications/_bringing.html", sheet=sheet)
    return go_to(visit, f"/applications/bring/{sheet.id}")


# --- deciding --------------------------------------------------------------------------------------------------------


@post("/applications/bring/{spreadsheet_id:uuid}/columns")
@in_transaction
def choose_columns(db: Session, visit: Visit, spreadsheet_id: FromPath[UUID]) -> HTML:
    sheet = sheet_of(db, visit.person_id, spreadsheet_id, lock=True)
    if errors := take_columns(visit, sheet):
        return preview(db, visit, sheet, errors)
    return go_to(visit, f"/applications/bring/{sheet.id}#rows")


@post("/applications/bring/{spreadsheet_id:uuid}/take")
@in_transaction
def take_in(db: Session, visit: Visit, spreadsheet_id: FromPath[UUID]) -> HTML:
    """Twice is once: what was brought is not brought again."""
    sheet = sheet_of(db, visit.person_id, spreadsheet_id, lock=True)
    if sheet.sheet and not sheet.is_under_way:
        if errors := take_columns(visit, sheet):
            return preview(db, visit, sheet, errors)
        settle_where(db, visit.person_id, str(visit.posted.get("here", "")))
        ask_to_bring(db, sheet, visit.whence)
    return go_to(visit, f"/applications/bring/{sheet.id}")


def take_columns(visit: Visit, sheet: Spreadsheet) -> dict[str, str]:
    """What the columns are to say, where the form says so; returns what is wrong, by the name of the field."""
    if sheet.is_under_way or not sheet.sheet:
        return {}
    chosen = [str(visit.posted.get(f"says-{number}", name)) for number, name in enumerate(sheet.columns)]
    sheet.columns = [name if name in Says.__members__ else Says.KEEP.name for name in chosen]
    if (order := visit.posted.get("order")) in ("day", "month"):
        sheet.day_first = order == "day"
    sheet.state = SheetState.READY
    columns = [Says[name] for name in sheet.columns]
    doubled = twice(columns)
    return {f"says-{number}": TWICE for number, says in enumerate(columns) if says in doubled}


@post("/applications/bring/{spreadsheet_id:uuid}/stop")
@in_transaction
def stop(db: Session, visit: Visit, spreadsheet_id: FromPath[UUID]) -> HTML:
    sheet = sheet_of(db, visit.person_id, spreadsheet_id, lock=True)
    if sheet.is_under_way:
        sheet.state = SheetState.CANCELLED
    return go_to(visit, f"/applications/bring/{sheet.id}")


@post("/applications/bring/{spreadsheet_id:uuid}/forget")
@in_transaction
def forget(db: Session, visit: Visit, spreadsheet_id: FromPath[UUID]) -> HTML:
    """Let go of the file; the applications that came of it stay."""
    db.delete(sheet_of(db, visit.person_id, spreadsheet_id, lock=True))
    return go_to(visit, "/applications/bring")


# --- taking it out ---------------------------------------------------------------------------------------------------


@get("/applications/applications.csv")
@in_transaction
def take_out_table(db: Session, visit: Visit) -> Response[bytes]:
    visit.count("taken", *MOST_TAKEN)
    return attached(csv_of(records_of(db, visit.person_id)), "applications.csv", "text/csv; charset=utf-8")


@get("/applications/applications.json")
@in_transaction
def take_out_everything(db: Session, visit: Visit) -> Response[bytes]:
    visit.count("taken", *MOST_TAKEN)
    return attached(as_json(all_of(db, visit.person_id)), "applications.json", "application/json")


def attached(body: bytes, name: str, kind: str) -> Response[bytes]:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return Response(body, media_type=kind, headers=headers)


routes = [
    show_bring, bring_in, bring_from_archive, show_sheet, show_progress, choose_columns, take_in, stop, forget,
    take_out_table, take_out_everything,
]  # fmt: skip
