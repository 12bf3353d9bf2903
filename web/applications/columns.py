"""Which column of a spreadsheet says what, guessed by its name in many languages and by what stands in it. Pure.

Our own file, and those of Huntr, Teal and LinkedIn, are only spreadsheets whose names are known here as well."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from enum import StrEnum

from web.jobs.days import day_of
from web.settings import ROOT


class Says(StrEnum):
    """What a column may say; the value is its name in our own file, and on the page."""

    TITLE = "Job"
    COMPANY = "Employer"
    PLACE = "Place"
    URL = "Link"
    STAGE = "Stage"
    SAVED_ON = "Saved on"
    APPLIED_ON = "Applied on"
    STAGE_SINCE = "In this stage since"
    RESPONSE = "Answer"
    RESPONSE_ON = "Answered on"
    STEP = "Next step"
    STEP_ON = "Next step on"
    EXCITEMENT = "Excitement"
    SALARY = "Salary"
    SALARY_LOW = "Salary from"
    SALARY_HIGH = "Salary to"
    CURRENCY = "Currency"
    PERIOD = "Salary per"
    SALARY_HOPED = "Salary hoped for"
    REMOTE = "Remote"
    EMPLOYMENT = "Employment"
    POSTED_ON = "Posted on"
    CLOSES_ON = "Closes on"
    METHOD = "How applied"
    RESUME = "Résumé"
    CONTACT = "Contact"
    CONTACT_ROLE = "Contact’s role"
    CONTACT_EMAIL = "Contact’s e-mail"
    CONTACT_PHONE = "Contact’s phone"
    NOTES = "Notes"
    ANSWERS = "Questions and answers"
    ARCHIVED = "Archived on"
    TEXT = "The posting’s words"
    KEEP = "Keep in the notes"
    NOTHING = "Leave out"


OURS = tuple(says for says in Says if says not in (Says.SALARY, Says.KEEP, Says.NOTHING))
MANY = (Says.KEEP, Says.NOTHING, Says.NOTES, Says.ANSWERS)  # what several columns may say
DAYS = (
    Says.SAVED_ON, Says.APPLIED_ON, Says.STAGE_SINCE, Says.RESPONSE_ON, Says.STEP_ON, Says.POSTED_ON, Says.CLOSES_ON,
    Says.ARCHIVED,
)  # fmt: skip

NAMES = tomllib.loads((ROOT / "web/applications/columns.toml").read_text("utf-8"))


def folded(name: str) -> str:
    """A name by its letters alone: `Contact’s E-Mail` and `contact_s e mail` are one."""
    plain = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).split())


_BY_NAME = {folded(name): Says[says] for says, names in NAMES["columns"].items() for name in names}
_WITHIN = sorted((name for name in _BY_NAME if len(name) >= 4), key=len, reverse=True)

STAGES = {folded(name): slug for slug, names in NAMES["stages"].items() for name in names}

# LinkedIn tells under these names what the applicant gave of themselves, not of anybody at the employer.
LINKEDIN = {"application date", "company name", "job title", "job url"}
OF_ONESELF = {"contact email", "contact phone number"}


def named(name: str) -> Says | None:
    """What a column of this name says, where the name is known whole."""
    return _BY_NAME.get(folded(name))


def header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """The row that names the columns, among the first of them: the one with most names that are known, and two at
    least; a title above the table is none. Where no name is known it is the first row if that is words alone and below
    it there are days, links or numbers."""
    known = [len({says for cell in row if (says := named(cell))}) for row in rows]
    best = max(known, default=0)
    if best >= 2:
        return known.index(best)
    said = [(number, any(map(_is_value, row))) for number, row in enumerate(rows) if any(row)]
    return said[0][0] if any(has_values for _, has_values in said) and not said[0][1] else None


def _is_value(cell: str) -> bool:
    """Whether this is no name of a column."""
    is_number = re.match(r"https?://|[-\d.,/: ]+$", cell)
    return bool(is_number) or (any(c.isdigit() for c in cell) and day_of(cell) is not None)


def guess(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Says]:
    """What each column says: by its whole name, by its contents where these leave no doubt, by a part of its name. No
    two columns say the same, but for what several may; what is not made out is kept in the notes."""
    is_linkedin = {folded(name) for name in header} >= LINKEDIN
    found: list[Says | None] = [None] * len(header)
    taken: set[Says] = set()
    for find in (_by_name, _by_contents, _by_part):
        for number, name in enumerate(header):
            if found[number] is not None:
                continue
            cells = [row[number] for row in rows if number < len(row) and row[number].strip()]
            says = Says.ANSWERS if is_linkedin and folded(name) in OF_ONESELF else find(name, cells)
            if says and (says in MANY or says not in taken):
                found[number] = says
                taken.add(says)
    return [each or Says.KEEP for each in found]


def _by_name(name: str, cells: Sequence[str]) -> Says | None:
    return named(name)


def _by_contents(name: str, cells: Sequence[str]) -> Says | None:
    """Links and days leave no doubt; addresses for letters neither."""
    if not cells or any(part in folded(name).split() for part in ("id", "logo", "image")):
        return None
    if _most(cells, lambda cell: bool(re.match(r"https?://", cell))):
        return Says.URL
    if _most(cells, lambda cell: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", cell))):
        return Says.CONTACT_EMAIL
    if not name and _most(cells, lambda cell: day_of(cell) is not None):
        return Says.APPLIED_ON
    if _most(cells, lambda cell: folded(cell) in STAGES):
        return Says.STAGE
    return None


def _most(cells: Sequence[str], holds: Callable[[str], object]) -> bool:
    return sum(bool(holds(cell.strip())) for cell in cells) >= 0.8 * len(cells)


def _by_part(name: str, cells: Sequence[str]) -> Says | None:
    """The longest known name that stands within this one as whole words."""
    words = f" {folded(name)} "
    return next((_BY_NAME[known] for known in _WITHIN if f" {known} " in words), None)


def twice(columns: Sequence[Says]) -> set[Says]:
    """What more than one column says, though only one may."""
    return {says for says in columns if says not in MANY and columns.count(says) > 1}
