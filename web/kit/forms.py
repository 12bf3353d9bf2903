"""What a browser may send, and what becomes of it.

A form is a Pydantic model whose field names are the row's columns. Reading keeps the raw text of every field, names
every bad one at once, and lets the good ones through, because answers are saved while they are typed. Text that is not
a value yet goes to the row's `unsettled` and waits there; it is shown again, and never printed.

Each form carries a mark of every value as this tab last saw it (`was`). A field is taken only where nobody else changed
it in the meantime; what two tabs changed differently is a conflict and shown to the person.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from litestar.datastructures import FormMultiDict
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from web.kit.rows import LONG, SHORT

Raw = str | list[str]

MOST_LINES = 200
MOST_PASSWORD = 1_000
MOST_MONEY = 10**12
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def wrong(words: str) -> PydanticCustomError:
    """An error in plain words, shown at the field."""
    return PydanticCustomError("wrong", words.replace("{", "{{").replace("}", "}}"))


# --- kinds of field ------------------------------------------------------------------------------------------------


class Repeated:
    """The field may be sent several times, one thing in each box or on each line."""


class DateParts:
    """The field comes as `name-year`, `name-month` and, where a file once gave it, `name-day`."""


def _line(letters: int) -> BeforeValidator:
    def check(value: Any) -> str:
        text = " ".join(_CONTROL.sub("", str(value)).split())
        if len(text) > letters:
            raise wrong(f"This is {len(text):,} letters long. {letters:,} is the most.")
        return text

    return BeforeValidator(check)


def _paragraph(value: Any) -> str:
    text = _CONTROL.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONG:
        raise wrong(f"This is {len(text):,} letters long. {LONG:,} is the most.")
    return text


def _lines(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    lines = [line for item in items for line in (" ".join(_CONTROL.sub("", item).split()),) if line]
    if len(lines) > MOST_LINES:
        raise wrong(f"These are {len(lines)} lines. {MOST_LINES} is the most.")
    for line in lines:
        if len(line) > LONG:
            raise wrong(f"One line is {len(line):,} letters long. {LONG:,} is the most.")
    return lines


def _partial_date(value: Any) -> str | None:
    text = str(value or "").strip()
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text)
    if not found:
        if re.fullmatch(r"-\d{1,2}.*", text):
            raise wrong("Add the year, with four digits.")
        raise wrong("Write the year with four digits, such as 2019.")
    year, month, day = (int(part) if part else None for part in found.groups())
    if not 1900 <= (year or 0) <= 2100:
        raise wrong("Write a year between 1900 and 2100.")
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise wrong("There is no such day in the calendar.") from None
    return "-".join(f"{part:02d}" for part in (year, month, day) if part is not None)


def _whole(value: Any, low: int, high: int) -> int | None:
    text = re.sub(r"[\s,_'’]", "", str(value or ""))
    if not text:
        return None
    if not re.fullmatch(r"\d{1,15}", text) or not low <= int(text) <= high:
        raise wrong(f"Write a whole number between {low:,} and {high:,}.")
    return int(text)


def _hundredths(value: Any) -> int | None:
    whole = _whole(value, 0, MOST_MONEY)
    return None if whole is None else whole * 100


def _currency(value: Any) -> str | None:
    text = str(value or "").strip().upper()
    if text and not re.fullmatch(r"[A-Z]{3}", text):
        raise wrong("Write the three letters of a currency, such as GBP or EUR.")
    return text or None


def _web_address(value: Any) -> str:
    text = _CONTROL.sub("", str(value or "")).strip()
    if not text:
        return ""
    if len(text) > 2_000:
        raise wrong("This address is longer than 2,000 letters.")
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or "." not in host or re.search(r"\s", text):
        raise wrong("Write a web address, such as example.org or https://example.org/work.")
    return text


def _e_mail(value: Any) -> str:
    text = str(value or "").strip()
    if text and (
        len(text) > 254 or not re.fullmatch(r"[^@\s<>()\[\],;:\"]+@[^@\s<>()\[\],;:\"]+\.[^@\s.<>()\[\],;:\"]+", text)
    ):
        raise wrong("Write the whole address, such as name@example.org.")
    return text


def _tick(value: Any) -> bool:
    return value == "on" or value is True


def _id(value: Any) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        raise wrong("Choose one of those listed.") from None


def chosen_from(kind: type[StrEnum]) -> BeforeValidator:
    def check(value: Any) -> StrEnum | None:
        if not value:
            return None
        try:
            return kind(value)
        except ValueError:
            raise wrong("Choose one of those listed.") from None

    return BeforeValidator(check)


def _password(value: Any) -> str:
    if len(str(value)) > MOST_PASSWORD:
        raise wrong(f"This has {len(str(value)):,} letters. {MOST_PASSWORD:,} is the most.")
    return str(value)


Password = Annotated[str, BeforeValidator(_password)]
Line = Annotated[str, _line(SHORT)]
LongLine = Annotated[str, _line(SHORT * 2)]
Paragraph = Annotated[str, BeforeValidator(_paragraph)]
Lines = Annotated[list[str], Repeated(), BeforeValidator(_lines)]
PartialDate = Annotated[str | None, DateParts(), BeforeValidator(_partial_date)]
WebAddress = Annotated[str, BeforeValidator(_web_address)]
EMail = Annotated[str, BeforeValidator(_e_mail)]
Money = Annotated[int | None, BeforeValidator(_hundredths)]
Currency = Annotated[str | None, BeforeValidator(_currency)]
OneOfMine = Annotated[UUID | None, BeforeValidator(_id)]
Tick = Annotated[bool, BeforeValidator(_tick)]


def number(low: int, high: int) -> Any:
    """A whole number within bounds, or nothing."""
    return Annotated[int | None, BeforeValidator(lambda value: _whole(value, low, high))]


# --- reading ---------------------------------------------------------------------------------------------------------


@dataclass
class Reading:
    """What a form said: values that hold, raw text of every field sent, and words for each that does not hold."""

    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Raw] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The first field that is wrong, in the order of the form."""
        return next((name for name in self.raw if name in self.errors), next(iter(self.errors), ""))

    def need(self, **words: str) -> None:
        """Fields that must be filled, each with what to say where it is not."""
        for name, said in words.items():
            if not self.values.get(name) and name not in self.errors:
                self.errors[name] = said


class Form(BaseModel):
    """What one action may be sent. Fields that were not sent are left alone; anything else sent is ignored."""

    model_config = ConfigDict(extra="ignore")

    ranges: ClassVar[tuple[tuple[str, str], ...]] = ()

    @classmethod
    def read(cls, posted: FormMultiDict) -> Reading:
        raw = {name: sent for name in cls.model_fields if (sent := cls._raw(posted, name)) is not None}
        return cls.check(raw)

    @classmethod
    def check(cls, raw: Mapping[str, Raw]) -> Reading:
        reading = Reading(raw=dict(raw))
        try:
            model = cls.model_validate(raw)
        except ValidationError as error:
            for problem in error.errors():
                reading.errors.setdefault(str(problem["loc"][0]), problem["msg"])
            model = cls.model_validate({name: value for name, value in raw.items() if name not in reading.errors})
        dumped = model.model_dump()
        reading.values = {name: dumped[name] for name in raw if name not in reading.errors}
        return reading

    @classmethod
    def _raw(cls, posted: FormMultiDict, name: str) -> Raw | None:
        marks = cls.model_fields[name].metadata
        if any(isinstance(mark, DateParts) for mark in marks) and f"{name}-year" in posted:
            boxes = (_CONTROL.sub("", str(posted.get(f"{name}-{part}") or "")) for part in ("year", "month", "day"))
            return date_of_parts(*(box.strip() for box in boxes))
        if name not in posted:
            return None
        sent = [_CONTROL.sub("", value) for value in posted.getall(name) if isinstance(value, str)]
        if any(isinstance(mark, Repeated) for mark in marks):
            return [line for value in sent for line in value.splitlines() if line.strip()]
        return sent[-1] if sent else None


def date_of_parts(year: str, month: str, day: str) -> str:
    """The raw text of a date's boxes. A day is only ever carried along; it goes when it no longer fits."""
    text = f"{year}-{month}" if month else year
    if month and day:
        try:
            date(int(year), int(month), int(day))
            return f"{text}-{day}"
        except ValueError:
            return text
    return text


def range_problems(values: Mapping[str, Any], ranges: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Words for each end that lies before its start, compared at the coarser precision of the two."""
    problems = {}
    for start, end in ranges:
        first, last = values.get(start), values.get(end)
        if isinstance(first, str) and isinstance(last, str):
            shared = min(len(first), len(last))
            ends_early = last[:shared] < first[:shared]
        else:
            ends_early = isinstance(first, int) and isinstance(last, int) and last < first
        if ends_early:
            problems[end] = (
                "This is before the start. Check the two." if isinstance(last, str) else "This is less than the least."
            )
    return problems


# --- settling into a row ---------------------------------------------------------------------------------------------


class Settleable(Protocol):
    """A row that keeps what was typed but is not a value yet."""

    unsettled: dict[str, Any]


@dataclass
class Settled:
    """What became of a form: fields taken, words for bad ones, and the fields another tab changed meanwhile."""

    taken: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)
    conflicts: dict[str, Raw] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.errors and not self.conflicts


def settle(row: Settleable, form: type[Form], reading: Reading, was: Mapping[str, str]) -> Settled:
    """Take into the row what this tab changed and nobody else did; everything else stays as it is."""
    outcome = Settled()
    unsettled = dict(row.unsettled)
    for name, raw in reading.raw.items():
        said, current = said_in(row, reading, name), raw_of(row, name)
        if name in was and mark_of(said) == was[name]:
            continue
        if name in was and mark_of(current) not in (was[name], mark_of(said)):
            outcome.conflicts[name] = raw
            continue
        outcome.taken.add(name)
        if name in reading.errors:
            unsettled[name] = raw
        else:
            setattr(row, name, reading.values[name])
            if unsettled.pop(name, None) is not None:
                outcome.cleared.add(name)
    _settle_ranges(row, form, unsettled, outcome)
    for name in sorted(unsettled):
        if words := form.check({name: unsettled[name]}).errors.get(name) or _range_words(row, form, name, unsettled):
            outcome.errors[name] = words
    if unsettled != row.unsettled:
        row.unsettled = unsettled
    return outcome


def _settle_ranges(row: Settleable, form: type[Form], unsettled: dict[str, Any], outcome: Settled) -> None:
    """An end before its start waits; once the two agree, a waiting end becomes a value."""
    for start, end in form.ranges:
        waiting = form.check({end: unsettled[end]}) if end in unsettled else None
        last = waiting.values.get(end) if waiting else getattr(row, end)
        pair = {start: getattr(row, start), end: last}
        if range_problems(pair, ((start, end),)):
            unsettled.setdefault(end, raw_of(row, end))
            setattr(row, end, None)
        elif waiting and not waiting.errors:
            setattr(row, end, last)
            del unsettled[end]
            outcome.cleared.add(end)


def _range_words(row: Settleable, form: type[Form], name: str, unsettled: dict[str, Any]) -> str:
    for start, end in form.ranges:
        if end == name:
            values = {start: getattr(row, start), end: form.check({end: unsettled[end]}).values.get(end)}
            return range_problems(values, ((start, end),)).get(end, "")
    return ""


def problems_of(row: Settleable, form: type[Form]) -> dict[str, str]:
    """Words for everything that waits in a row, as a page shows it again after a reload."""
    words = {}
    for name, raw in row.unsettled.items():
        if name in form.model_fields:
            words[name] = form.check({name: raw}).errors.get(name) or _range_words(row, form, name, dict(row.unsettled))
    return {name: text for name, text in words.items() if text}


def raw_of(row: Any, name: str) -> Raw:
    """A field's text as the browser would send it: what waits, or else what is."""
    if name in row.unsettled:
        waiting: Raw = row.unsettled[name]
        return waiting
    return _as_raw(row, name, getattr(row, name))


def said_in(row: Any, reading: Reading, name: str) -> Raw:
    """What a form said, in the spelling it would be kept in, so that "1,000" and "1000" are the same answer."""
    return _as_raw(row, name, reading.values[name]) if name in reading.values else reading.raw[name]


def _as_raw(row: Any, name: str, value: Any) -> Raw:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, list):
        return [str(item) for item in value]
    if name in getattr(type(row), "in_hundredths", ()):
        return str(value // 100)
    return str(value.value) if isinstance(value, StrEnum) else str(value)


def mark_of(raw: Raw) -> str:
    """Eight hex digits that stand for a value."""
    text = "\n".join(raw) if isinstance(raw, list) else raw
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def read_marks(posted: FormMultiDict) -> dict[str, str]:
    pairs = (item.partition(":") for item in str(posted.get("was") or "").split())
    return {name: mark for name, _, mark in pairs if mark}


# --- showing a form --------------------------------------------------------------------------------------------------


class View:
    """A row as its form shows it: raw texts, words for what is wrong, and the marks of what this tab has seen.

    After a save, a field that another tab changed keeps the mark this tab came with, so that it stays a conflict until
    the person decides. `language` is the one it is written in, for whoever checks its spelling.
    """

    def __init__(
        self,
        row: Any,
        form: type[Form],
        key: str,
        settled: Settled | None = None,
        reading: Reading | None = None,
        was: Mapping[str, str] | None = None,
        refused: bool = False,
        language: str = "",
    ) -> None:
        self.row, self.form, self.key, self.refused, self.language = row, form, key, refused, language
        self.address = f"?open={getattr(row, 'id', '')}"  # where this form stands, as it is kept
        self.settled, self.reading, self._was = settled, reading, was or {}
        self.errors = settled.errors if settled else problems_of(row, form)

    def id(self, name: str) -> str:
        return f"{self.key}-{name}"

    def raw(self, name: str) -> Raw:
        """What stands in the field: the person's own text also where it could not be saved."""
        if self.settled and name in self.settled.conflicts:
            return self.settled.conflicts[name]
        if self.refused and self.reading and name in self.reading.raw:
            return self.reading.raw[name]
        return raw_of(self.row, name)

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    @property
    def first(self) -> str:
        """The first field that a save just now could not take, in the order of the form."""
        wrong = {*self.settled.errors, *self.settled.conflicts} if self.settled else set()
        return next((name for name in self.form.model_fields if name in wrong), "")

    def elsewhere(self, name: str) -> str | None:
        """What another tab wrote into this field meanwhile, or None."""
        if not self.settled or name not in self.settled.conflicts:
            return None
        raw = raw_of(self.row, name)
        return " / ".join(raw) if isinstance(raw, list) else raw

    @property
    def marks(self) -> str:
        """The `was` of the whole form: `name:mark`, separated by spaces."""
        return " ".join(f"{name}:{self._mark(name)}" for name in self.form.model_fields)

    def _mark(self, name: str) -> str:
        current = mark_of(raw_of(self.row, name))
        if self.reading is None or name not in self.reading.raw or name not in self._was:
            return current
        is_as_asked = mark_of(said_in(self.row, self.reading, name)) == current
        return current if is_as_asked else self._was[name]

    @property
    def changed_words(self) -> list[str]:
        """The fields whose line of error has to be drawn again after a save."""
        if not self.settled:
            return []
        return sorted({*self.settled.errors, *self.settled.cleared, *self.settled.conflicts, *self.settled.taken})
