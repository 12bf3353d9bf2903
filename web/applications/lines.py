"""A spreadsheet's rows to applications. Pure.

Nothing of a row is lost: what is no day, no link, no stage is kept in the notes as it stood, and said."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from web.applications.columns import DAYS, MANY, STAGES, Says, folded
from web.applications.spreadsheets import Table
from web.applications.stages import Stage, stage_named
from web.applications.tables import MOST_WORDS, Method, Response
from web.jobs.days import YEARS, day_of
from web.jobs.fields import MOST_AMOUNT
from web.jobs.plain import TAG, plain
from web.jobs.postings import Employment, How, Period, Posting, Remote
from web.jobs.salary import pay_in_field
from web.jobs.tables import MOST_ADDRESS, MOST_TEXT
from web.jobs.terms import employment_of, remote_of
from web.kit.rows import SHORT

E = TypeVar("E", bound=StrEnum)


# --- days ------------------------------------------------------------------------------------------------------------

_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d\d)(?!\d)")
_AMERICAN = re.compile(r"\d\s?[AP]M\b", re.IGNORECASE)  # whoever writes the hour so writes the month first
_SERIAL = re.compile(r"[34]\d{4}|5[0-4]\d{3}")  # days since 1899, as Excel keeps them: 1982 to 2050


def day_in(cell: str, day_first: bool) -> date | None:
    if found := _NUMBERS.match(cell):
        first, second, year = map(int, found.groups())
        day, month = (first, second) if day_first or "." in found[0] else (second, first)
        if month > 12 >= day:
            day, month = month, day
        with suppress(ValueError):
            read = date(year + 2000 if year < 100 else year, month, day)
            return read if read.year in YEARS else None
        return None
    if _SERIAL.fullmatch(cell):
        return date(1899, 12, 30) + timedelta(days=int(cell))
    return day_of(cell)


def is_day_first(table: Table, columns: Sequence[Says]) -> bool | None:
    """Whether in 03/04/2026 the day comes first, as far as the file's other days tell; None where nobody can."""
    wanted = [number for number, says in enumerate(columns) if says in DAYS]
    tells: Counter[bool] = Counter()
    is_open = False
    for row in table.rows:
        for number in wanted:
            if number < len(row) and (found := _NUMBERS.match(row[number])) and "." not in found[0]:
                first, second = int(found[1]), int(found[2])
                is_open |= first <= 12 and second <= 12 and first != second
                if _AMERICAN.search(row[number]):
                    tells[False] += 1
                elif (first > 12) != (second > 12):
                    tells[first > 12] += 1
    if tells:
        return tells[True] >= tells[False]
    return None if is_open else True


# --- rows to applications --------------------------------------------------------------------------------------------


@dataclass
class Line:
    """What one row becomes. `problems` are sentences on what of it does not fit; without a job it becomes nothing."""

    number: int
    posting: Posting = field(default_factory=Posting)
    stage: Stage | None = None
    days: dict[Says, date] = field(default_factory=dict)
    response: Response = Response.NONE
    step: str = ""
    excitement: int = 0
    salary_hoped: str = ""
    method: Method = Method.MANUAL
    resume: str = ""
    contacts: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    notes: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def is_job(self) -> bool:
        return bool(self.posting.title or self.posting.company)

    @property
    def name(self) -> str:
        return ", ".join(filter(None, [self.posting.title, self.posting.company]))


def line_of(
    number: int,
    header: Sequence[str],
    row: Sequence[str],
    columns: Sequence[Says],
    stages: Sequence[Stage],
    day_first: bool,
) -> Line:
    """What a row becomes among a person's own stages."""
    cells = [(says, name, cell) for says, name, cell in zip(columns, header, row, strict=False) if cell]
    return _Reader(Line(number), cells, stages, day_first).line


Cell = tuple[Says, str, str]


class _Reader:
    """Fills a line from what its cells say: of each what it tells, how its column is called, and its words."""

    def __init__(self, line: Line, cells: list[Cell], stages: Sequence[Stage], day_first: bool) -> None:
        self.line, self.stages, self.day_first = line, stages, day_first
        self.kept: list[str] = []
        self.by = {says: cell for says, _, cell in reversed(cells) if says not in MANY}
        self._read_job()
        if self.line.is_job:
            self._read_days()
            self._read_stage()
            self._read_way()
            self._read_contacts()
            self._read_words(cells)
        elif cells:
            self.line.problems.append("It says neither the job nor the employer, so it was left out.")

    def _says(self, says: Says, most: int = SHORT) -> str:
        """A cell in one line; what is longer than a line may be is kept in the notes."""
        words = " ".join(self.by.get(says, "").split())
        if len(words) > most:
            self.kept.append(f"{says.value}: {words}")
            self.line.problems.append(
                f"{says.value}: these are more than {most} letters, so all of it stands in the notes."
            )
        return words[:most]

    def _odd(self, says: Says, what: str) -> None:
        """Something that does not fit: said, and kept as it stood."""
        cell = self.by[says]
        self.line.problems.append(f"{says.value}: “{cell[:80]}” is {what}, so it stands in the notes.")
        self.kept.append(f"{says.value}: {cell}")

    def _one_of(self, says: Says, kind: type[E], others: Mapping[str, E], what: str) -> E | None:
        cell = self.by.get(says, "")
        if not cell:
            return None
        found = next((each for each in kind if each.value == cell.casefold()), None) or others.get(folded(cell))
        if found is None:
            self._odd(says, what)
        return found

    def _read_job(self) -> None:
        said = self.line.posting
        said.tell(How.STATED, title=self._says(Says.TITLE), company=self._says(Says.COMPANY))
        if not self.line.is_job:
            return
        said.tell(How.STATED, place=self._says(Says.PLACE))
        said.url = self._address()
        text = self.by.get(Says.TEXT, "")
        said.text = plain(text) if TAG.search(text) else text
        if len(said.text) > MOST_TEXT:
            said.text = said.text[:MOST_TEXT]
            self.line.problems.append(
                f"The posting’s words are more than {MOST_TEXT:,} letters; the rest was left out."
            )
        self._read_terms(said)
        self._read_pay(said)

    def _address(self) -> str:
        address = self.by.get(Says.URL, "")
        if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", address):
            address = f"https://{address}"
        if address and (not re.fullmatch(r"https?://[^\s<>\"]+", address) or len(address) > MOST_ADDRESS):
            self._odd(Says.URL, "no web address")
            return ""
        return address

    def _read_terms(self, said: Posting) -> None:
        if cell := self.by.get(Says.REMOTE):
            remote = _value(Remote, cell) or _YES_OR_NO.get(folded(cell)) or remote_of(cell)
            said.tell(How.STATED, remote=remote)
            if remote is None:
                self._odd(Says.REMOTE, "nothing we know of working from home")
        if cell := self.by.get(Says.EMPLOYMENT):
            employment = _value(Employment, cell) or employment_of(cell)
            said.tell(How.STATED, employment=employment)
            if employment is None:
                self._odd(Says.EMPLOYMENT, "no kind of employment that we know")

    def _read_pay(self, said: Posting) -> None:
        (low, sign), (high, other_sign) = self._sum(Says.SALARY_LOW), self._sum(Says.SALARY_HIGH)
        if low is not None and high is not None and low > high:
            low, high = high, low
        currency = self.by.get(Says.CURRENCY, "").upper() or sign or other_sign
        if currency and not re.fullmatch(r"[A-Z]{3}", currency):
            self._odd(Says.CURRENCY, "no currency of three letters")
            currency = ""
        period = self._one_of(Says.PERIOD, Period, _PERIODS, "no period that is known here")
        if low is not None or high is not None:
            said.tell(How.STATED, salary_low=low, salary_high=high, currency=currency, period=period)
        elif cell := self.by.get(Says.SALARY):
            if pay := pay_in_field(cell):
                pay.tell(said)
            else:
                self._odd(Says.SALARY, "no sum that can be made out")

    def _sum(self, says: Says) -> tuple[Decimal | None, str]:
        """The sum, and the currency where the cell says one."""
        cell = self.by.get(says, "")
        if not cell:
            return None, ""
        with suppress(InvalidOperation):
            found = Decimal(cell)
            if found.is_finite() and 0 < found < MOST_AMOUNT:
                return found.quantize(Decimal("0.01")), ""
        pay = pay_in_field(cell)
        if pay is None:
            self._odd(says, "no sum that can be made out")
            return None, ""
        return (pay.high or pay.low if says is Says.SALARY_HIGH else pay.low or pay.high), pay.currency

    def _read_days(self) -> None:
        for says in DAYS:
            if cell := self.by.get(says):
                if day := day_in(cell, self.day_first):
                    self.line.days[says] = day
                else:
                    self._odd(says, "no day that can be made out")
        posting = self.line.posting
        posting.tell(
            How.STATED, posted_on=self.line.days.get(Says.POSTED_ON), closes_on=self.line.days.get(Says.CLOSES_ON)
        )

    def _read_stage(self) -> None:
        """A person's own names come first. Without a stage that is known it is applied where there is a day for it."""
        cell = self.by.get(Says.STAGE, "")
        found = next((each for each in self.stages if folded(each.name) == folded(cell)), None) if cell else None
        found = found or stage_named(self.stages, STAGES.get(folded(cell), ""))
        if cell and found is None:
            self._odd(Says.STAGE, "no stage of yours")
        default = "applied" if Says.APPLIED_ON in self.line.days else "saved"
        self.line.stage = found or stage_named(self.stages, default) or self.stages[0]

    def _read_way(self) -> None:
        line = self.line
        line.response = self._one_of(Says.RESPONSE, Response, _RESPONSES, "no kind of answer that is known here") or (
            Response.NONE
        )
        line.method = self._one_of(Says.METHOD, Method, {}, "no way that is known here") or Method.MANUAL
        line.salary_hoped, line.resume = self._says(Says.SALARY_HOPED), self._says(Says.RESUME)
        line.step = self._says(Says.STEP) or ("Follow up" if Says.STEP_ON in line.days else "")
        if cell := self.by.get(Says.EXCITEMENT):
            number = _stars(cell)
            if number is None:
                self._odd(Says.EXCITEMENT, "no number from 0 to 5")
            else:
                line.excitement = number

    def _read_contacts(self) -> None:
        """Several stand one below the other, in all four cells in the same order."""
        parts = {name: self.by.get(says, "").split("\n") for name, says in _CONTACT.items() if self.by.get(says)}
        for number in range(max(map(len, parts.values()), default=0)):
            each = {name: cells[number].strip()[:SHORT] for name, cells in parts.items() if number < len(cells)}
            if any(each.values()):
                each["name"] = each.get("name") or each.get("email") or each.get("role") or each.get("phone", "")
                self.line.contacts.append(each)

    def _read_words(self, cells: Iterable[tuple[Says, str, str]]) -> None:
        line, notes = self.line, []
        for says, name, cell in cells:
            if says is Says.NOTES:
                notes.append(cell)
            elif says is Says.KEEP:
                self.kept.append(f"{name or 'A column without a name'}: {cell}")
            elif says is Says.ANSWERS:
                line.answers |= _answers(name, cell)
        line.notes = "\n\n".join(filter(None, [*notes, "\n".join(self.kept)]))
        if len(line.notes) > MOST_WORDS:
            line.notes = line.notes[:MOST_WORDS]
            line.problems.append(f"The notes are more than {MOST_WORDS:,} letters; the rest was left out.")


_CONTACT = {
    "name": Says.CONTACT,
    "role": Says.CONTACT_ROLE,
    "email": Says.CONTACT_EMAIL,
    "phone": Says.CONTACT_PHONE,
}
_YES_OR_NO = {
    **dict.fromkeys(("yes", "y", "true", "1", "ja", "oui", "si", "sim"), Remote.REMOTE),
    **dict.fromkeys(("no", "n", "false", "0", "nein", "non", "nee", "nao"), Remote.ON_SITE),
}
_PERIODS = {
    "hourly": Period.HOUR, "daily": Period.DAY, "weekly": Period.WEEK, "monthly": Period.MONTH, "yearly": Period.YEAR,
    "annual": Period.YEAR, "annually": Period.YEAR,
}  # fmt: skip
_RESPONSES = {
    "received": Response.RECEIPT, "confirmation": Response.RECEIPT, "confirmed": Response.RECEIPT,
    "interview": Response.INVITATION, "invited": Response.INVITATION, "offered": Response.OFFER,
    "rejected": Response.REFUSAL, "rejection": Response.REFUSAL, "declined": Response.REFUSAL,
    "absage": Response.REFUSAL,
}  # fmt: skip
_STARS = {"low": 2, "medium": 3, "high": 4, "very high": 5, "dream job": 5, "niedrig": 2, "mittel": 3, "hoch": 4}


def _value(kind: type[E], cell: str) -> E | None:
    return next((each for each in kind if each.value == cell.casefold()), None)


def _stars(cell: str) -> int | None:
    if cell.strip("★☆⭐️ ") == "":
        return min(5, cell.count("★") + cell.count("⭐"))
    found = re.fullmatch(r"([0-5])(?:[.,]0+)?(?:\s*(?:/|of|von)\s*5)?", cell)
    return int(found[1]) if found else _STARS.get(folded(cell))


def _answers(name: str, cell: str) -> dict[str, str]:
    """Questions with their answers: as we write them, as LinkedIn does, or what the column is called."""
    with suppress(ValueError):
        said = json.loads(cell)
        if isinstance(said, dict):
            return {str(asked): str(answer) for asked, answer in said.items()}
    pairs = [part.partition(":") for part in cell.split(" | ")]
    if folded(name).endswith("and answers") and all(sign for _, sign, _ in pairs):
        return {asked.strip(): answer.strip() for asked, _, answer in pairs}
    return {name: cell}
