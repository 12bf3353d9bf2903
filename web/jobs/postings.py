"""What a posting says, whoever wrote it down: the one shape that every source is read into."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

MOST_WORDS = 200  # letters of the posting that are kept beside a value
UNMARKED = ("source", "external_id", "url", "apply_url", "text")  # where it came from, and all of it


class Remote(StrEnum):
    REMOTE = "remote"
    HYBRID = "hybrid"
    ON_SITE = "on-site"


class Employment(StrEnum):
    FULL_TIME = "full-time"
    PART_TIME = "part-time"
    CONTRACT = "contract"
    TEMPORARY = "temporary"
    INTERNSHIP = "internship"
    APPRENTICESHIP = "apprenticeship"
    VOLUNTEER = "volunteer"
    PERMANENT = "permanent"


class Period(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class How(StrEnum):
    """How a value was come by: the posting says it, or it was worked out from its words. What is neither is not stated,
    and stays empty."""

    STATED = "stated"
    INFERRED = "inferred"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Said:
    how: How
    words: str = ""  # of the posting, as they stand there


@dataclass
class Posting:
    """One job. Empty is what is not stated. `said` tells of every field that is filled how it was come by; the four of
    the salary stand there together as `salary`."""

    source: str = ""  # the shelf's name of it, such as "greenhouse"; "" where only the words themselves were read
    external_id: str = ""
    url: str = ""
    apply_url: str = ""
    title: str = ""
    company: str = ""
    place: str = ""
    remote: Remote | None = None
    employment: Employment | None = None
    salary_low: Decimal | None = None
    salary_high: Decimal | None = None
    currency: str = ""  # ISO 4217
    period: Period | None = None
    required: list[str] = field(default_factory=list)  # skills, as the posting writes them
    preferred: list[str] = field(default_factory=list)
    years: int | None = None  # of experience, at least
    benefits: list[str] = field(default_factory=list)
    visa: bool | None = None  # whether one is sponsored
    posted_on: date | None = None
    closes_on: date | None = None
    text: str = ""  # all of it, as plain text with its lines
    said: dict[str, Said] = field(default_factory=dict)

    def tell(self, how: How = How.STATED, words: str = "", **values: Any) -> None:
        """Fill those of the fields that are empty still. Who comes first stays, so the surest source speaks first."""
        for name, value in values.items():
            if is_nothing(value) or not is_nothing(getattr(self, name)):
                continue
            setattr(self, name, value)
            if name not in UNMARKED:
                self.said[name] = Said(how, " ".join((words or _words(value)).split())[:MOST_WORDS])


def web_address(address: str) -> str:
    """An address that a person may be sent to, or "": a server could name a script as well."""
    return address if address.startswith(("http://", "https://")) else ""


def is_nothing(value: Any) -> bool:
    return value is None or value == "" or value == []


def _words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
