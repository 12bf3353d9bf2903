"""Taking values out of whatever a server answered: what is not there, or of another kind, is empty."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from web.kit.content import SHORT

Json: TypeAlias = dict[str, Any]
# What controls something, what no database keeps, and what nobody sees: soft hyphens, spaces of no width, marks that
# turn the direction of what follows. JSON can spell it all.
UNWRITTEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
MOST_AMOUNT = Decimal(10) ** 11


def at(value: Any, *path: str | int) -> Any:
    """What stands at the end of a path of names and numbers; None where it breaks off."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and len(value) > step else None
    return value


def written(words: str) -> str:
    return UNWRITTEN.sub("", words)


def text(value: Any, *path: str | int) -> str:
    """Words as they are written, or a number in digits."""
    found = at(value, *path)
    if isinstance(found, str):
        return written(found)
    return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else ""


def line(value: Any, *path: str | int) -> str:
    """Words in one line, no longer than a line may be."""
    return " ".join(text(value, *path).split())[:SHORT]


def rows(value: Any, *path: str | int) -> list[Json]:
    """The objects in a list; an object by itself is a list of one."""
    found = at(value, *path)
    return [row for row in (found if isinstance(found, list) else [found]) if isinstance(row, dict)]


def amount(value: Any, *path: str | int) -> Decimal | None:
    """A sum that somebody could be paid; None for nothing, less than nothing and what no one is paid."""
    try:
        found = Decimal(text(value, *path).replace(",", "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 < found < MOST_AMOUNT else None
