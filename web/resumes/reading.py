"""The panel of what a machine reads: every field of the sheet as a reader has it, and the bare text of the file."""

import functools
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from web.kit.files import Files
from web.kit.numbers import in_words
from web.kit.printing import Order, designs
from web.kit.printing.dates import USUAL, month
from web.kit.printing.lists import view
from web.kit.printing.words import words_of
from web.kit.reading import Reading, read_pdf
from web.resumes.places import Places
from web.resumes.readback import Value, Verdict, as_printed, compare, folded
from web.resumes.years import years_worked

Data = dict[str, Any]
KEPT = 64  # readings kept in memory; each is good as long as its sheet
SECTIONS = {
    "work": "Work", "volunteer": "Volunteering", "projects": "Project", "education": "Education", "skills": "Skills",
    "languages": "Languages", "certificates": "Certificates", "awards": "Awards", "grants": "Grants",
    "publications": "Publications", "achievements": "Achievements", "interests": "Interests",
    "references": "References",
}  # fmt: skip
ROOMY = ("work", "volunteer", "projects", "education")  # a row an entry
LONG = frozenset({"Text", "Points", "Courses and points"})
LISTS, LEVELS = ("Skills", "Interests"), ("Level", "Fluency")
WHEN = frozenset({"Dates", "Date", "Valid until"})
FIXES = {
    "Telephone": "Write it as one number with its country code, such as +44 7700 900318.",
    "Dates": "Give each date as a month and a year, or as a year.",
    "Place": "A town with no employer before it is taken for the employer. Name whom it was for, even if yourself.",
    "Degree": "Keep the degree and its subject in their own fields, without a comma in the degree.",
    "Subject": "Keep the degree and its subject in their own fields, without a comma in the degree.",
    "Text": "Say it in points, which readers keep apart.",
    "Skills": "Keep each skill free of commas.",
}


@dataclass(frozen=True)
class Row:
    """One box of an employer's form: what a reader puts into it, and what it should not have lost."""

    label: str
    got: list[str]
    problems: list[Value] = field(default_factory=list)
    address: str = ""
    name: str = ""  # as one says it after "Correct"
    fix: str = ""

    @property
    def is_read(self) -> bool:
        return not self.problems

    @property
    def verdict(self) -> str:
        return VERDICTS[self.problems[0].verdict] if self.problems else "Read"


VERDICTS = {
    Verdict.PARTLY: "Not read whole", Verdict.ELSEWHERE: "In the wrong place", Verdict.MISSING: "Not found",
}  # fmt: skip


@dataclass(frozen=True)
class Extract:
    """The words of a file as one program takes them out, and those of the sheet that it loses or glues together."""

    program: str
    text: str
    lost: list[str]
    glued: list[str]

    @property
    def count(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True)
class Panel:
    rows: list[Row]
    extracts: list[Extract]

    @property
    def problems(self) -> list[Row]:
        return [row for row in self.rows if not row.is_read]

    @property
    def sentence(self) -> str:
        """ "Ten of eleven read right. One needs you." """
        total, wrong = len(self.rows), len(self.problems)
        if not wrong:
            return f"All {in_words(total)} read right." if total > 1 else "It reads right."
        right, needs = in_words(total - wrong, none="none").capitalize(), "needs" if wrong == 1 else "need"
        return f"{right} of {in_words(total)} read right. {in_words(wrong).capitalize()} {needs} you."


# --- reading ---------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=KEPT)
def reading_of(files: Files, name: str) -> tuple[Reading, str] | None:
    """What is read out of a PDF in the store, and the text of another program; None where the store lost it.

    A sheet's name is a hash of all that it says, so a reading is never out of date."""
    body = files.get(name)
    return (read_pdf(body), _poppler(body)) if body else None


def _poppler(body: bytes) -> str:
    """The words as pdftotext takes them out, where that is installed; the file is our own, and small."""
    program = shutil.which("pdftotext")
    if program is None:
        return ""
    asked = [program, "-enc", "UTF-8", "-q", "-", "-"]
    return subprocess.run(asked, input=body, capture_output=True, check=False, timeout=20).stdout.decode(
        "utf-8", "replace"
    )


def panel_of(order: Order, read: tuple[Reading, str], places: Places) -> Panel:
    reading, poppler = read
    settled = designs()[order.design].settled(order.controls)
    career = as_printed(order.resume, order.language, settled)
    titles = order.controls.get("titles") or {}
    rows = list(_rows(compare(career, reading.career, titles), career, reading.career, places))
    words = list(
        _words_on_sheet(view(career, order.language, words_of(order.language), dates=settled.get("dates", USUAL)))
    )
    texts = {"pdfium, inside Chrome": "\n".join(reading.pages).replace("\r", "")}
    if poppler:
        texts["pdftotext, from Poppler"] = poppler.replace("\f", "\n")
    else:
        texts["the lines as they are drawn"] = "\n".join(reading.drawn)
    return Panel(rows, [_extract(program, text, words) for program, text in texts.items()])


# --- rows ------------------------------------------------------------------------------------------------------------


def _rows(values: list[Value], said: Data, read: Data, places: Places) -> Iterator[Row]:
    """What is not read comes first; then the head, each post and course, and each list."""
    rows = [*_head([value for value in values if value.section == "basics"], places)]
    others = [value for value in values if value.section != "basics"]
    for section, found in groupby(others, lambda value: value.section):
        several = list(found)
        if section in ROOMY:
            entries = groupby(several, lambda value: value.index)
            rows += [_row(section, list(entry), said, places) for _, entry in entries]
        else:
            rows.append(_row(section, several, said, places))
    if years := _years(said, read):
        rows.append(years)
    yield from sorted(rows, key=lambda row: row.is_read)


def _head(values: list[Value], places: Places) -> Iterator[Row]:
    for label, found in groupby(values, lambda value: value.label):
        several = list(found)
        wrong = [value for value in several if value.verdict != Verdict.READ]
        address = places.address("summary" if label == "Summary" else "basics")
        got = [value.got for value in several if value.got]
        yield Row(label, got, wrong, address, f"the {label.lower()}", FIXES.get(label, ""))


def _row(section: str, values: list[Value], said: Data, places: Places) -> Row:
    wrong = [value for value in values if value.verdict != Verdict.READ]
    fix = next((FIXES[value.label] for value in wrong if value.label in FIXES), "")
    entries = [_in_words(list(found)) for _, found in groupby(values, lambda value: value.index)]
    lines = [line for entry in entries for line in entry]
    is_plain = section in ("languages", "interests") and not wrong
    address = places.address(section, (wrong or values)[0].index)
    name = f"“{(wrong or values)[0].said}”" if section not in ROOMY else f"“{values[0].said}”"
    return Row(_name_of(section, said), [", ".join(lines)] if is_plain else lines, wrong, address, name, fix)


def _name_of(section: str, said: Data) -> str:
    if found := re.fullmatch(r"sections\[(\d+)\]", section):
        own = (said.get("meta") or {}).get("metier", {}).get("sections", [])
        return str(own[int(found[1])].get("name") or "A section of your own")
    return SECTIONS[section]


def _in_words(values: list[Value]) -> list[str]:
    """What was read of an entry: its short values on a line, then how many of its texts."""
    texts = [value for value in values if value.label in LONG]
    line = _joined([value for value in values if value.label not in LONG and value.got])
    read = sum(value.verdict == Verdict.READ for value in texts)
    if not texts:
        return [line] if line else []
    return [line, f"{read} of {len(texts)} texts whole" if read < len(texts) else _counted(len(texts))]


def _joined(values: list[Value]) -> str:
    """ "Kitchen supervisor, Leeds, Sep 2021 – now", "English (fluent)", "Kitchen: costing, rotas"."""
    listed = [value.got for value in values if value.label in LISTS]
    levels = [f" ({value.got})" for value in values if value.label in LEVELS]
    others = [value for value in values if value.label not in (*LISTS, *LEVELS)]
    named = ", ".join(_date_in_words(one.got) if one.label in WHEN else one.got for one in others)
    return "".join([named, *levels, ": " if named and listed else "", ", ".join(listed)])


def _date_in_words(text: str) -> str:
    return " – ".join("now" if date == "present" else month(date, "en") for date in text.split(" – "))


def _counted(count: int) -> str:
    if count < 3:
        return "and its text" if count == 1 else "and both of its texts"
    return f"and all {in_words(count)} of its texts"


def _years(said: Data, read: Data) -> Row | None:
    """What software counts together from the dates it found."""
    expected, found = years_worked(said), years_worked(read)
    if not expected:
        return None
    got = [str(found)] if found else []
    if expected == found:
        return Row("Years of work", got)
    value = Value("work", 0, "Years", str(expected), str(found), Verdict.PARTLY if found else Verdict.MISSING)
    return Row("Years of work", got, [value])


# --- bare text -------------------------------------------------------------------------------------------------------


def _words_on_sheet(seen: Any) -> Iterator[str]:
    """Every word of what a sheet prints; names of kinds and addresses of links are not printed."""
    if isinstance(seen, dict):
        for key, value in seen.items():
            if key not in ("kind", "form", "href", "link", "running", "cite", "year", "whole", "brief"):
                yield from _words_on_sheet(value)
    elif isinstance(seen, list):
        for value in seen:
            yield from _words_on_sheet(value)
    elif isinstance(seen, str):
        yield from filter(None, map(_plain, folded(seen).split()))


def _extract(program: str, text: str, words: Iterable[str]) -> Extract:
    found = Counter(filter(None, map(_plain, folded(text).split())))
    whole = "".join(folded(text).split())
    missing = list(dict.fromkeys(word for word in words if word not in found))
    glued = [word for word in missing if word in whole and not _breaks_anywhere(word)]
    return Extract(program, text.strip(), [word for word in missing if word not in whole], glued)


def _plain(word: str) -> str:
    return word.strip(".,;:!?()[]{}“”\"'·•–—")


def _breaks_anywhere(word: str) -> bool:
    """Words of scripts without spaces, and chains so long that a line ends within them."""
    return len(word) > 30 or any(letter >= "\u2e80" or letter in "-/" for letter in word)
