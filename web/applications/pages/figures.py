"""What works: how far applications came, how long they stood, what was answered."""

from dataclasses import replace
from datetime import date

from litestar import get
from sqlmodel import Session

from web.applications.counting import BY, count
from web.applications.drawing import bar
from web.applications.figures import TOO_FEW, Row, funnel, in_short, replies, stays
from web.applications.queries import board_of, stages_of
from web.kit.pages import HTML, page
from web.kit.printing import designs
from web.kit.visits import Visit, in_transaction

ASKED = {
    "resume": ("By résumé", "Résumé"),
    "design": ("By design", "Design"),
    "source": ("By where you found it", "Where"),
    "month": ("By month you applied", "Month"),
}


@get("/applications/figures")
@in_transaction
def show_figures(db: Session, visit: Visit) -> HTML:
    counts = count(db, visit.person_id)
    steps = funnel(counts.reached)
    stood = stays(stages_of(board_of(db, visit.person_id)), counts.stays)
    answered = [(kind, *ASKED[kind], in_words(kind, replies(kind, counts.replies[kind]))) for kind in BY]
    return page(
        visit, "applications/figures.html",
        short=in_short(steps), steps=steps, stood=stood, answered=answered, bar=bar, too_few=TOO_FEW,
    )  # fmt: skip


def in_words(kind: str, rows: list[Row]) -> list[Row]:
    """Months and designs by their names, once they stand in their order."""
    if kind == "month":
        return [replace(row, name=month_named(row.name)) for row in rows]
    if kind == "design":
        known = designs()
        return [replace(row, name=known[row.name].name if row.name in known else row.name) for row in rows]
    return rows


def month_named(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}" if month[:1].isdigit() else month


routes = [show_figures]
