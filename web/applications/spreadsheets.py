"""A spreadsheet's bytes to its rows, and the way back. What a row becomes: `lines.py`. Pure."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from web.applications.columns import OURS, Says, guess, header_at
from web.kit.decoding import decoded, is_text
from web.kit.jsonresume import Unreadable

LARGEST_SHEET = 20_000_000  # bytes
MOST_ROWS = 50_000
MOST_COLUMNS = 60
LOOKED_AT = 200  # rows by which columns are guessed
HEADER_WITHIN = 20
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Table:
    """`first` is the number of the first of the rows, as a spreadsheet counts them."""

    header: list[str]
    rows: list[list[str]]
    first: int


# --- bytes to rows ---------------------------------------------------------------------------------------------------


def text_of(body: bytes) -> str:
    """The letters of a file; raises Unreadable for what is no text."""
    if not body.strip():
        raise Unreadable("This file is empty.")
    if not is_text(body):
        raise Unreadable(
            "This is no text file. In your spreadsheet, choose “Save as” and then CSV, and bring that one."
        )
    return decoded(body)


def table_of(text: str) -> Table:
    """The rows, whatever parts their cells, below the row that names them. Raises Unreadable."""
    rows = _rows(text)
    at = header_at(rows[:HEADER_WITHIN])
    width = min(max(map(len, rows), default=0), MOST_COLUMNS)
    header = [*(rows[at] if at is not None else []), *[""] * width][:width]
    below = [] if at is None else rows[: at + 1]
    found = [row[:MOST_COLUMNS] for row in rows[len(below) :]]
    if not any(any(row) for row in found):
        raise Unreadable("There is no row in this file below the names of its columns.")
    if len(found) > MOST_ROWS:
        raise Unreadable(f"This file has {len(found):,} rows; {MOST_ROWS:,} are the most. Bring it in two parts.")
    return Table(header, found, len(below) + 1)


def _rows(text: str) -> list[list[str]]:
    csv.field_size_limit(1_000_000)
    delimiter = max(DELIMITERS, key=lambda each: _fits(text, each))
    try:
        rows = list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), MOST_ROWS + HEADER_WITHIN + 1_000))
    except csv.Error:
        raise Unreadable("A cell of this file is never closed or far too long. Save it as CSV once more.") from None
    return [[_unguarded(cell.strip()) for cell in row] for row in rows]


def _fits(text: str, delimiter: str) -> int:
    """How many of the first rows have the same number of cells, more than one, times that number."""
    try:
        rows = list(islice(csv.reader(io.StringIO(text[:200_000]), delimiter=delimiter), LOOKED_AT))
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max((width * many for width, many in widths.items()), default=0)


def columns_of(table: Table) -> list[Says]:
    return guess(table.header, table.rows[:LOOKED_AT])


# --- the way back ----------------------------------------------------------------------------------------------------

_RECKONED = re.compile(r"'*[=+\-@\t\r]")


def csv_of(records: Iterable[Mapping[Says, str]]) -> bytes:
    """Our own file: for a spreadsheet, which a mark at the beginning tells that this is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([says.value for says in OURS])
    writer.writerows([guarded(record.get(says, "")) for says in OURS] for record in records)
    return out.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """What a spreadsheet would take for a formula begins with an apostrophe more: it shows it, and does not reckon."""
    return f"'{cell}" if _RECKONED.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _RECKONED.match(cell[1:]) else cell


def answers_cell(answers: Mapping[str, Any]) -> str:
    return json.dumps(answers, ensure_ascii=False) if answers else ""
