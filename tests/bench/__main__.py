"""`make bench`: one line a figure. `python -m tests.bench print` measures only what lies in files of that name.

A module here has `rows()`, which yields (name, figure, goal, "≤" or "≥").
"""

import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Literal

import tests.bench

Row = tuple[str, float, float, Literal["≤", "≥"]]


def main(wanted: list[str]) -> int:
    """Print every row; the exit code says whether all goals hold."""
    is_all_well = True
    for name in measured(wanted):
        for row in rows_of(name):
            is_all_well &= holds(row)
            print(line(row), flush=True)
    return 0 if is_all_well else 1


def measured(wanted: list[str]) -> list[str]:
    names = [module.name for module in pkgutil.iter_modules(tests.bench.__path__) if not module.name.startswith("_")]
    return [name for name in names if not wanted or any(word in name for word in wanted)]


def rows_of(name: str) -> Iterator[Row]:
    """Nothing for a module that only helps the others."""
    module = import_module(f"tests.bench.{name}")
    if hasattr(module, "rows"):
        yield from module.rows()


def holds(row: Row) -> bool:
    _, figure, goal, direction = row
    return figure <= goal if direction == "≤" else figure >= goal


def line(row: Row) -> str:
    name, figure, goal, direction = row
    return f"{name:<60} {figure:>9.3g}  {direction} {goal:<7g} {'holds' if holds(row) else 'short'}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
