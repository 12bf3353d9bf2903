"""Background work that comes round by the clock: a room lists its chores, the worker does each, one at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from web.db import Database
from web.kit.files import Files


@dataclass(frozen=True)
class Chore:
    """Work on a cron schedule (UTC). Doing it twice, or dying half-way and doing it again, ends the same."""

    name: str
    cron: str
    work: Callable[[Database, Files], int]
