"""What works, in numbers: how far applications came, how long they stood, and what was answered. Pure.

No figure stands without its count, and below ten there is none: of seven letters two answers say nothing yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from web.applications.stages import Stage
from web.kit.numbers import in_words

ENOUGH = 10
TOO_FEW = "too few to say"
MOST_ROWS = 12  # of one table; what comes behind them is counted together
OTHERS = {"resume": "All others", "design": "All others", "source": "All others", "month": "Before that"}
NAMELESS = {"resume": "No résumé chosen", "design": "No résumé chosen", "source": "Without a link", "month": "No day"}
STEPS = ("Saved", "Applied", "In conversation", "Offered", "Accepted")


@dataclass(frozen=True)
class Row:
    """One line of a table: what was counted, what it says of that, and the length of its bar, between 0 and 1; None
    where the count is too small to say anything."""

    name: str
    count: int
    counted: str
    says: str
    length: float | None


def share_of(part: int, count: int) -> float | None:
    """Between 0 and 1; None below ENOUGH."""
    return part / count if count >= ENOUGH else None


def percent(share: float) -> str:
    """Without a hundredth that would say all or none of what is not.

    >>> percent(0.999), percent(0.001), percent(1), percent(0.125)
    ('99%', '1%', '100%', '12%')
    """
    whole = round(share * 100)
    return f"{min(99, whole) if share < 1 else 100}%" if share == 0 or whole else "1%"


def funnel(reached: Mapping[int, int]) -> list[Row]:
    """How many came at least as far as each step, and how many of the step before that were; a bar is a share of all.
    `reached` counts by the furthest step."""
    counts = [sum(many for rank, many in reached.items() if rank >= step) for step in range(len(STEPS))]
    whole = counts[0] or 1
    rows = [Row(STEPS[0], counts[0], f"{counts[0]:,}", "", counts[0] / whole)]
    for name, before, here in zip(STEPS[1:], counts, counts[1:], strict=False):
        says = said(share_of(here, before)) if before else ""
        rows.append(Row(name, here, f"{here:,} of {before:,}" if before else "0", says, here / whole))
    return rows


def said(share: float | None) -> str:
    return TOO_FEW if share is None else percent(share)


def replies(kind: str, counted: Mapping[str, tuple[int, int]]) -> list[Row]:
    """By what was answered: how many of each went out, and how many were answered. Months come in their order, all
    else by how many there are."""
    rows = [(name or NAMELESS[kind], many, answered) for name, (many, answered) in counted.items()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    if kind == "month":
        rows.sort(key=lambda row: (row[0][:1].isdigit(), row[0]), reverse=True)
    shown, others = rows[:MOST_ROWS], rows[MOST_ROWS:]
    if others:
        shown.append((OTHERS[kind], sum(row[1] for row in others), sum(row[2] for row in others)))
    return [_reply(*row) for row in shown]


def _reply(name: str, many: int, answered: int) -> Row:
    share = share_of(answered, many)
    return Row(name, many, f"{answered:,} of {many:,}", said(share), share)


def stays(stages: Sequence[Stage], counted: Mapping[str, tuple[int, float]]) -> list[Row]:
    """By stage, in its order: how many stays ended, and how many days the middle one of them was long. A bar is a share
    of the longest."""
    known = [(stage.name, *counted[stage.slug]) for stage in stages if stage.slug in counted and not stage.is_end]
    longest = max((days for _, many, days in known if many >= ENOUGH), default=0.0) or 1.0
    return [
        Row(name, many, _stays(many), in_days(days), days / longest)
        if many >= ENOUGH
        else Row(name, many, _stays(many), TOO_FEW, None)
        for name, many, days in known
    ]


def _stays(many: int) -> str:
    return "1 stay" if many == 1 else f"{many:,} stays"


def in_days(days: float) -> str:
    """
    >>> in_days(0.5), in_days(1), in_days(10.5)
    ('less than a day', 'a day', '10 days')
    """
    return "less than a day" if days < 1 else "a day" if days < 2 else f"{int(days):,} days"


def in_short(steps: Sequence[Row]) -> str:
    """The sentence above it all."""
    saved, applied, talking = (step.count for step in steps[:3])
    if not saved:
        return "There is nothing to count yet."
    if not applied:
        return f"You saved {in_words(saved)}, and applied for none yet."
    if applied < ENOUGH:
        return f"You applied for {in_words(applied)}: {TOO_FEW} what works."
    return f"Of {applied:,} you applied for, {talking:,} came to a conversation."
