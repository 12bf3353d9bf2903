"""Applications as a list: what is asked for stands in the address, and is answered fifty at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from pydantic import BeforeValidator
from sqlmodel import Session, select

from web.applications.queries import CARDS, Card
from web.applications.stages import SENT, Stage
from web.applications.tables import View
from web.jobs.postings import Remote
from web.kit.forms import Form, Line, Tick, chosen_from, number, wrong
from web.kit.own import own

A_PAGE = 50
COLUMNS = (
    ("job", "Job"), ("company", "Employer"), ("place", "Place"), ("stage", "Stage"), ("next", "Next"),
    ("applied", "Applied"), ("touched", "Last heard"), ("excitement", "Excitement"),
)  # fmt: skip
FALLING = {"applied", "touched", "excitement"}  # the latest and the most first, unless asked otherwise


def _month(value: Any) -> str:
    text = str(value or "").strip()
    if text and not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text):
        raise wrong("Write the month as year and month, such as 2026-11.")
    return text


class ListForm(Form):
    """What the list is asked for."""

    stage: Line = ""
    company: Line = ""
    place: Line = ""
    words: Line = ""
    month: Annotated[str, BeforeValidator(_month)] = ""
    excitement: number(0, 5) = None  # type: ignore[valid-type]
    remote: Annotated[Remote | None, chosen_from(Remote)] = None
    skill: Line = ""
    pay: number(1, 100_000_000) = None  # type: ignore[valid-type]
    visa: Tick = False
    quiet: Tick = False
    archived: Tick = False
    sort: Line = ""
    way: Line = ""
    page: number(1, 100_000) = None  # type: ignore[valid-type]


@dataclass(frozen=True)
class Asked:
    """The filters that are set, by name, and the order; what is not understood is left out."""

    filters: Mapping[str, Any]
    sort: str = "touched"
    falls: bool = True
    page: int = 1

    def said(self, name: str) -> Any:
        return self.filters.get(name, "")

    @property
    def query(self) -> str:
        """As the address says it, without the page."""
        return self.with_(page=1)

    def with_(self, sort: str = "", page: int = 0) -> str:
        """The same, sorted by this column (the other way round if it is already), or another page of it."""
        falls = (not self.falls if sort == self.sort else sort in FALLING) if sort else self.falls
        said = {name: "on" if value is True else str(value) for name, value in self.filters.items()}
        order = sort or self.sort
        if (order, falls) != ("touched", True):
            said |= {"sort": order, "way": "down" if falls else "up"}
        return urlencode(said | ({"page": str(page)} if page > 1 else {}))


def asked_for(raw: Mapping[str, str]) -> Asked:
    """Read from an address."""
    values = ListForm.check({name: raw[name] for name in ListForm.model_fields if raw.get(name)}).values
    filters = {name: value for name, value in values.items() if name not in ("sort", "way", "page") and value}
    sort = values.get("sort") if values.get("sort") in dict(COLUMNS) else "touched"
    way = values.get("way")
    falls = way == "down" if way in ("up", "down") else sort in FALLING
    return Asked(filters, str(sort), falls, values.get("page") or 1)


# --- the question to the database ------------------------------------------------------------------------------------

_JOBS = " join jobs j on j.owner_id = a.owner_id and j.id = a.job_id"
_OF_SORT = {
    "next": """ left join (
        select m.application_id, min(m.at) as at from moments m
         where m.owner_id = :owner and m.done_at is null and m.kind in ('step', 'interview')
         group by m.application_id) m on m.application_id = a.id""",
    "stage": " left join unnest(cast(:slugs as text[])) with ordinality s (slug, rank) on s.slug = a.stage",
}
_ORDER = {
    "job": "lower(coalesce(nullif(j.title, ''), j.company))",
    "company": "lower(j.company)",
    "place": "lower(j.place)",
    "stage": "s.rank",
    "next": "m.at",
    "applied": "a.applied_on",
    "touched": "a.touched_at",
    "excitement": "a.excitement",
}
# As the database keeps what a row is found by; asked for once, where a plan for any words would ask for it row by row.
WORDS = "position((select trim(plain_words(:words)))"
_FILTERS = {
    "stage": "a.stage = :stage",
    "company": "position(lower(:company) in lower(j.company)) > 0",
    "place": "position(lower(:place) in lower(j.place)) > 0",
    "words": f"({WORDS} in j.found_names) > 0 or {WORDS} in a.found_names) > 0)",
    "month": "a.applied_on >= :month_begins and a.applied_on < :month_ends",
    "excitement": "a.excitement >= :excitement",
    "remote": "j.remote = :remote",
    "skill": "position(lower(:skill) in lower(concat_ws(' ', j.required, j.preferred))) > 0",
    "pay": "j.period = 'year' and coalesce(j.salary_high, j.salary_low) >= :pay",
    "visa": "j.visa",
    "quiet": "a.touched_at < :quiet_since and a.stage = any(:waiting)",
}
_OF_JOBS = {"company", "place", "words", "job", "remote", "skill", "pay", "visa"}


def listed(
    db: Session, owner_id: UUID, asked: Asked, stages: Sequence[Stage], quiet_days: int, present: datetime
) -> tuple[list[Card], int]:
    """A page of the list, and how many there are in all. What a row shows is fetched for the page's rows alone."""
    tables = _JOBS if _OF_JOBS & {*asked.filters, asked.sort} else ""
    where = " and ".join(
        ["a.owner_id = :owner", "a.removed_at is null"]
        + ["a.archived_at is not null" if asked.filters.get("archived") else "a.archived_at is null"]
        + [_FILTERS[name] for name in asked.filters if name in _FILTERS]
    )
    said = {
        **asked.filters,
        **_month_bounds(asked.filters.get("month", "")),
        "owner": owner_id,
        "slugs": [stage.slug for stage in stages],
        "waiting": [stage.slug for stage in stages if stage.meaning in SENT and not stage.is_end],
        "quiet_since": present - timedelta(days=quiet_days),
    }
    way = "desc" if asked.falls else "asc"
    wanted = db.execute(
        sa.text(f"""select a.id, count(*) over () from applications a{tables}{_OF_SORT.get(asked.sort, "")}
                     where {where}
                     order by {_ORDER[asked.sort]} {way} nulls last, a.id limit :most offset :from"""),
        {**said, "most": A_PAGE, "from": (asked.page - 1) * A_PAGE},
    ).all()
    if not wanted:
        first = replace(asked, page=1)
        return [], 0 if asked.page == 1 else listed(db, owner_id, first, stages, quiet_days, present)[1]
    ids, many = [each for each, _ in wanted], wanted[0][1]
    rows = db.execute(sa.text(f"{CARDS} and a.id = any(:ids)"), {"owner": owner_id, "ids": ids})
    cards = {card.id: card for card in map(Card._make, rows)}
    return [cards[each] for each in ids], many


def _month_bounds(month: str) -> dict[str, date]:
    if not month:
        return {}
    begins = date.fromisoformat(f"{month}-01")
    return {"month_begins": begins, "month_ends": (begins + timedelta(days=32)).replace(day=1)}


# --- saved views -----------------------------------------------------------------------------------------------------


def views_of(db: Session, owner_id: UUID) -> list[View]:
    return list(db.exec(select(View).where(View.owner_id == owner_id).order_by(View.name)))


def view_of(db: Session, owner_id: UUID, view_id: UUID) -> View:
    """Raises NotFound for anybody else's."""
    return own(db, View, owner_id, view_id, lock=True)
