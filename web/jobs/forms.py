"""What a person may say a posting says."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from web.jobs.actions import MOST_IN_LIST
from web.jobs.postings import Employment, Period, Remote
from web.jobs.tables import MOST_TEXT
from web.kit.forms import Currency, Form, Line, Lines, Reading, WebAddress, chosen_from, number, wrong
from web.kit.rows import SHORT

AMOUNT = re.compile(r"\d{1,11}(?:\.\d{1,2})?")


def _amount(value: Any) -> Decimal | None:
    text = re.sub(r"[\s,_'’]", "", str(value or ""))
    if not text:
        return None
    if not AMOUNT.fullmatch(text):
        raise wrong("Write a sum in figures, such as 34,500 or 17.50.")
    return Decimal(text)


def day_in(value: Any) -> date | None:
    """A day as the browser sends it; raises an error in words."""
    text = str(value or "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise wrong("Write the day as year, month and day, such as 2026-12-02.") from None
    if not 1950 <= found.year <= 2100:
        raise wrong("This day is too far away.")
    return found


def _yes_or_no(value: Any) -> bool | None:
    if value not in ("", "yes", "no"):
        raise wrong("Choose one of those listed.")
    return {"yes": True, "no": False}.get(value)


def posting_in(value: Any) -> str:
    """The words of a posting, with their lines; raises an error in words."""
    text = str(value or "").replace("\r\n", "\n").strip()
    if len(text) > MOST_TEXT:
        raise wrong(f"This has {len(text):,} letters. {MOST_TEXT:,} is the most: leave out what is not the posting.")
    return text


Amount = Annotated[Decimal | None, BeforeValidator(_amount)]
Day = Annotated[date | None, BeforeValidator(day_in)]


class JobForm(Form):
    """The facts of a job, as a person corrects them."""

    title: Line = ""
    company: Line = ""
    place: Line = ""
    url: WebAddress = ""
    salary_low: Amount = None
    salary_high: Amount = None
    currency: Currency = None
    period: Annotated[Period | None, chosen_from(Period)] = None
    employment: Annotated[Employment | None, chosen_from(Employment)] = None
    remote: Annotated[Remote | None, chosen_from(Remote)] = None
    years: number(0, 60) = None  # type: ignore[valid-type]
    visa: Annotated[bool | None, BeforeValidator(_yes_or_no)] = None
    posted_on: Day = None
    closes_on: Day = None
    required: Lines = []
    preferred: Lines = []
    benefits: Lines = []
    text: Annotated[str, BeforeValidator(posting_in)] = ""


def read_job(posted: Any) -> Reading:
    """What was said, with what does not go together among its errors."""
    reading = JobForm.read(posted)
    low, high = reading.values.get("salary_low"), reading.values.get("salary_high")
    if low is not None and high is not None and high < low:
        reading.errors["salary_high"] = "This is less than the least."
    if not (reading.raw.get("title") or reading.raw.get("company")):
        reading.errors["title"] = "Say what the job is called, or who the employer is."
    for name in ("required", "preferred", "benefits"):
        lines = reading.values.get(name, [])
        if len(lines) > MOST_IN_LIST:
            reading.errors[name] = f"These are {len(lines)} lines. {MOST_IN_LIST} is the most."
        elif any(len(line) > SHORT for line in lines):
            reading.errors[name] = f"One line is longer than {SHORT} letters. Make it shorter, or two of it."
    return reading
