"""Fitting a sheet to so many pages: what is tried, in which order, and what came of it.

`measures` is the plan, and pure: each measure does what the one before it did and something more, so that the mildest
one that suffices is found by halving the list. Spacing goes first, then the size of letters, then what was said to be
least important. Nothing goes below the limits of `scale.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Self

from web.kit.printing.controls import DENSITIES, MARGINS, SIZES
from web.kit.printing.designs import designs
from web.kit.printing.orders import Order

CLOSER = {"density": list(DENSITIES), "margins": list(MARGINS), "size": list(SIZES)}  # each from the closest
HAS_POINTS = ("work", "projects", "volunteer")
MOST_TRIED = 10  # layouts, however long the plan is


@dataclass(frozen=True)
class Point:
    """The highlight `number` of the entry `entry` of a section, both counted from 0 as they stand in the order."""

    section: str
    entry: int
    number: int


@dataclass(frozen=True)
class Measure:
    """The controls that are changed, and the points left out."""

    controls: dict[str, str] = field(default_factory=dict)
    left_out: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Fitting:
    """The mildest measure after which there are few enough pages, and how many there are. Where none suffices, `fits`
    is false, the measure is the last one, and `pages` is what it comes to."""

    fits: bool
    pages: int
    measure: Measure

    @classmethod
    def unpacked(cls, said: dict[str, Any]) -> Self:
        points = tuple(Point(**point) for point in said["measure"]["left_out"])
        return cls(said["fits"], said["pages"], Measure(said["measure"]["controls"], points))


def fit(order: Order, most: int, optional: list[Point] | None, pages_of: Callable[[Order], int]) -> Fitting:
    """How an order comes to at most so many pages. `optional` are points from the least important on; without it, the
    last points of the oldest entries. `pages_of` lays an order out."""
    plan = measures(order, oldest_points(order.resume) if optional is None else optional)
    tried: dict[int, int] = {}

    def pages_after(number: int) -> int:
        if number not in tried:
            tried[number] = pages_of(taken(order, plan[number]))
        return tried[number]

    if pages_after(0) <= most:
        return Fitting(True, pages_after(0), plan[0])
    low, high = 0, len(plan) - 1
    while pages_after(high) <= most and high - low > 1 and len(tried) < MOST_TRIED:
        middle = (low + high) // 2
        low, high = (low, middle) if pages_after(middle) <= most else (middle, high)
    return Fitting(pages_after(high) <= most, pages_after(high), plan[high])


def measures(order: Order, optional: list[Point]) -> list[Measure]:
    """From nothing at all to everything that may be done."""
    present = designs()[order.design].settled(order.controls)
    plan = [Measure()]
    for name, values in CLOSER.items():
        for value in reversed(values[: values.index(present[name])]):
            plan.append(Measure(plan[-1].controls | {name: value}))
    return plan + [Measure(plan[-1].controls, tuple(optional[: count + 1])) for count in range(len(optional))]


def taken(order: Order, measure: Measure) -> Order:
    """The order after a measure."""
    left_out = set(measure.left_out)
    shortened = {section: _shortened(section, order.resume[section], left_out) for section in _sections(left_out)}
    return replace(order, resume=order.resume | shortened, controls=order.controls | measure.controls, hint=None)


def _sections(points: set[Point]) -> set[str]:
    return {point.section for point in points}


def _shortened(section: str, entries: list[dict[str, Any]], left_out: set[Point]) -> list[dict[str, Any]]:
    touched = {point.entry for point in left_out if point.section == section}
    return [
        entry | {"highlights": [
            text for at, text in enumerate(entry["highlights"]) if Point(section, number, at) not in left_out
        ]}
        if number in touched
        else entry
        for number, entry in enumerate(entries)
    ]  # fmt: skip


def oldest_points(resume: dict[str, Any]) -> list[Point]:
    """The points that may go where nobody said which: from the oldest entry on, its last first; one always stays."""
    dated = sorted(_entries_with_points(resume), key=lambda each: each[0])
    return [Point(section, number, point) for _, section, number, count in dated for point in range(count - 1, 0, -1)]


def _entries_with_points(resume: dict[str, Any]) -> Iterator[tuple[str, str, int, int]]:
    """When each ended ("present" sorts after every date), its section and place there, and how many points it has."""
    for section in HAS_POINTS:
        entries = resume.get(section)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            points = entry.get("highlights") if isinstance(entry, dict) else None
            if isinstance(points, list):
                yield str(entry.get("endDate") or entry.get("startDate") or ""), section, number, len(points)
