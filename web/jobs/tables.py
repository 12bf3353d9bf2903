"""Jobs: postings that people saved, as they stood when they were saved."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from web.jobs.postings import Employment, Period, Remote, web_address
from web.kit.rows import SHORT, Owned, choice, json_list, json_object, moment, owner, shorter, text

MOST_TEXT = 100_000  # letters of one posting
MOST_ADDRESS = 2_000
MONEY = sa.Numeric(14, 2)


class Job(Owned, table=True):
    """A posting. `said` tells of each field how it was come by (`postings.Said`); what is not stated is empty. `key` is
    the address without what trackers add, `fingerprint` what is the same where there is no address (`sameness.py`)."""

    __tablename__ = "jobs"
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "id"),
        sa.Index(None, "key", "owner_id"),
        sa.Index(None, "fingerprint", "owner_id"),
        sa.CheckConstraint("salary_low <= salary_high", name="salary_in_order"),
        sa.CheckConstraint("currency is null or currency ~ '^[A-Z]{3}$'", name="currency"),
        sa.CheckConstraint("years between 0 and 60", name="years"),
        *shorter(SHORT, "source", "external_id", "title", "company", "place"),
        *shorter(MOST_ADDRESS, "url", "apply_url", "key"),
        *shorter(MOST_TEXT, "text"),
    )

    owner_id: UUID = owner(has_index=False)
    source: str = text()
    external_id: str = text()
    url: str = text()
    apply_url: str = text()
    title: str = text()
    company: str = text()
    place: str = text()
    remote: Remote | None = choice(Remote, "remote")
    employment: Employment | None = choice(Employment, "employment")
    salary_low: Decimal | None = Field(default=None, sa_type=MONEY)
    salary_high: Decimal | None = Field(default=None, sa_type=MONEY)
    currency: str | None = Field(default=None, sa_type=sa.Text, nullable=True)
    period: Period | None = choice(Period, "period")
    required: list[str] = json_list()
    preferred: list[str] = json_list()
    years: int | None = Field(default=None)
    benefits: list[str] = json_list()
    visa: bool | None = Field(default=None)
    posted_on: date | None = Field(default=None)
    closes_on: date | None = Field(default=None)
    said: dict[str, Any] = json_object()
    key: str = text()
    fingerprint: str = text()
    removed_at: datetime | None = moment()
    text: str = text()  # last, for it takes the name of what makes it

    @property
    def link(self) -> str:
        """Where it was found, for a browser to go to."""
        return web_address(self.url)


def of_a_job() -> sa.ForeignKeyConstraint:
    """May wait until a guest's jobs and résumés have both moved to their account."""
    return sa.ForeignKeyConstraint(
        ["owner_id", "job_id"], ["jobs.owner_id", "jobs.id"], onupdate="CASCADE", ondelete="CASCADE",
        deferrable=True, initially="IMMEDIATE",
    )  # fmt: skip
