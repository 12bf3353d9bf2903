"""What a posting says, fact by fact: as it is told on a page, and how it was come by. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from babel.numbers import format_currency

from web.jobs.postings import Employment, How, Period, Remote
from web.jobs.tables import Job
from web.kit.numbers import in_words

REMOTE = {Remote.REMOTE: "Remote", Remote.HYBRID: "Hybrid", Remote.ON_SITE: "On site"}
EMPLOYMENT = {
    Employment.FULL_TIME: "Full time", Employment.PART_TIME: "Part time", Employment.CONTRACT: "Contract",
    Employment.TEMPORARY: "Temporary", Employment.INTERNSHIP: "Internship", Employment.APPRENTICESHIP: "Apprenticeship",
    Employment.VOLUNTEER: "Volunteer", Employment.PERMANENT: "Permanent",
}  # fmt: skip
PERIOD = {
    Period.HOUR: "an hour", Period.DAY: "a day", Period.WEEK: "a week", Period.MONTH: "a month", Period.YEAR: "a year",
}  # fmt: skip
NAMES = {
    "salary": "Pay", "employment": "Contract", "place": "Where", "remote": "From home", "required": "Needs",
    "preferred": "Welcome", "years": "Experience", "benefits": "Benefits", "visa": "Visa", "posted_on": "Posted",
    "closes_on": "Closes",
}  # fmt: skip
MOST_FROM = 120  # letters of the posting that stand beside a fact


@dataclass(frozen=True)
class Fact:
    """`how` is stated, inferred, corrected or unstated; `words` are the posting's that it was worked out from."""

    name: str
    label: str
    value: str
    how: str
    words: str


def facts_of(job: Job) -> list[Fact]:
    """Every fact in the order of the page, those that the posting does not state too."""
    return [fact_of(job, name) for name in NAMES]


def fact_of(job: Job, name: str) -> Fact:
    value = value_of(job, name)
    said: Mapping[str, Any] = job.said.get(name) or {}
    how = str(said.get("how") or How.CORRECTED.value) if value else "unstated"
    words = " ".join(str(said.get("words") or "").split())[:MOST_FROM]
    return Fact(name, NAMES[name], value, how, words)


def value_of(job: Job, name: str) -> str:
    """A fact in words; "" for one that is not stated."""
    if name == "salary":
        words = pay_words(job.salary_low, job.salary_high, job.currency or "", job.period)
        return words[:1].upper() + words[1:]
    value = getattr(job, name)
    if name == "visa":
        return "" if value is None else "Sponsored" if value else "Not sponsored"
    if name == "years":
        return "" if value is None else years_words(value)
    if isinstance(value, list):
        return ("; " if name == "benefits" else ", ").join(value)  # those have commas of their own
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, StrEnum):
        named: Mapping[Any, str] = {**REMOTE, **EMPLOYMENT}
        return named[value]
    return str(value or "")


def years_words(years: int) -> str:
    return f"{in_words(years).capitalize()} year{'s' if years != 1 else ''} or more" if years else "None needed"


def pay_words(low: Decimal | None, high: Decimal | None, currency: str, period: Period | None) -> str:
    """`£34,500 a year`, `€110,000 to €185,000 a year`, `from $60 an hour`."""
    sums = [_money(each, currency) for each in (low, high) if each is not None]
    if not sums:
        return ""
    words = " to ".join(dict.fromkeys(sums))
    if low is None or high is None:
        words = f"{'up to' if low is None else 'from'} {words}"
    return f"{words} {PERIOD[period]}" if period else words


def _money(amount: Decimal, currency: str) -> str:
    is_whole = amount == amount.to_integral_value()
    if not currency:
        return f"{amount:,.0f}" if is_whole else f"{amount:,.2f}"
    return format_currency(amount, currency, "¤#,##0" if is_whole else "¤#,##0.00", "en_GB", currency_digits=False)
