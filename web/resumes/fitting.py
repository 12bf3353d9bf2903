"""Making a résumé so many pages long: what the press found out, taken into the résumé as one step."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlmodel import Session

from web.kit.printing import Order, designs
from web.kit.printing.fit import Fitting, Point
from web.profile.jsonresume.keys import SECTIONS
from web.profile.jsonresume.writing import Rows, rows_of
from web.profile.tables import Visibility
from web.resumes.editing import desk_of
from web.resumes.tailoring import Tailoring, say, tailored

LISTS = ("lines", "achievements")  # what a sheet prints as the points of an entry, in this order
IN_WORDS = {"density": "lines", "margins": "margins", "size": "letters"}


def take_fitting(db: Session, owner_id: UUID, wanted: str, order: Order, fitting: Fitting, most: int) -> list[str]:
    """Change the looks as was found out and leave out points; returns each change in words. A point that was written
    anew meanwhile stays."""
    desk = desk_of(db, owner_id, wanted)
    tailoring, gone = desk.tailoring, list[str]()
    originals = rows_of(db, desk.profile)
    _, here = tailored(desk.profile, originals, tailoring)
    for row, texts in _by_row(order, fitting.measure.left_out, here):
        original = next((each for each in originals[type(row)] if each.id == row.id), row)
        tailoring, left_out = _without(tailoring, row, original, texts)
        gone += left_out
    desk.keep(tailoring, f"Made it {in_pages(most)}", looks=fitting.measure.controls)
    changes = _changes(order, fitting)
    return [*changes, *(f"left out “{text}”" for text in gone)]


def in_pages(count: int) -> str:
    return "one page" if count == 1 else f"{count} pages"


def _by_row(order: Order, points: tuple[Point, ...], here: Rows) -> Iterator[tuple[Any, set[str]]]:
    """Each entry that loses points, with their texts."""
    by_entry: dict[tuple[str, int], set[str]] = {}
    for point in points:
        texts = by_entry.setdefault((point.section, point.entry), set())
        texts.add(order.resume[point.section][point.entry]["highlights"][point.number])
    for (name, entry), texts in by_entry.items():
        section = next(each for each in SECTIONS if each.name == name)
        rows = [
            row
            for row in here[section.table]
            if section.holds(row) and getattr(row, "visibility", None) != Visibility.PRIVATE
        ]
        if entry < len(rows):
            yield rows[entry], texts


def _without(tailoring: Tailoring, row: Any, original: Any, texts: set[str]) -> tuple[Tailoring, list[str]]:
    said = {}
    gone = []
    for column in LISTS:
        lines = getattr(row, column, [])
        kept = [line for line in lines if line not in texts]
        if kept != lines:
            said[column] = kept
            gone += [line for line in lines if line in texts]
    return say(tailoring, row.id, said, {column: getattr(original, column) for column in said}), gone


def _changes(order: Order, fitting: Fitting) -> list[str]:
    """Each control that was changed, in words."""
    controls = designs()[order.design].controls
    return [
        f"{IN_WORDS[name]}: {controls[name].choices[value].lower()}" for name, value in fitting.measure.controls.items()
    ]
