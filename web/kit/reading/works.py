"""Publications whose titles stand out: a title in bold, its date beside it, and below it who wrote it and where it is.

Others are read as any short entry is (`fields.titled`)."""

import re
from itertools import pairwise
from typing import Any

from web.kit.reading import moments
from web.kit.reading.dates import Stay
from web.kit.reading.fields import kept
from web.kit.reading.groups import Row, lead, rows_in
from web.kit.reading.lines import Line
from web.kit.reading.paragraphs import bare, run_on

Data = dict[str, Any]
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(?P<doi>10\.\d{4,9}/[^\s()]+)", re.IGNORECASE)
NAME = re.compile(r"(?:[^\W\d_][\w.’'-]*\s+){0,4}[^\W\d_][\w.’'-]*")
APART = re.compile(r",\s+and\s+|,\s*|;\s*|\s+(?:and|und|et|y|&)\s+")


def works(lines: list[Line]) -> list[Data]:
    """One entry a title; none where titles do not stand out from what is below them."""
    rows = rows_in(lines)
    titles = [row.main is not None and lead(row.main).is_bold for row in rows]
    if not rows or not titles[0] or all(titles):
        return []
    starts = [0, *(n for n, (before, here) in enumerate(pairwise(titles), 1) if here and not before), len(rows)]
    return [_work(rows[start:end], titles[start:end]) for start, end in pairwise(starts)]


def _work(rows: list[Row], titles: list[bool]) -> Data:
    many = titles.index(False) if False in titles else len(rows)
    title, date = _title_and_date(rows[:many])
    below = [bare(row.text) for row in rows[many:] if row.text]
    authors = _names(below[0]) if below else []
    if len(authors) > 1 or (authors and len(below) > 1):
        below = below[1:]
    else:
        authors = []
    doi = next((found["doi"] for text in below if (found := DOI.search(text))), "")
    said = [text for each in below if (text := _without_brackets(DOI.sub("", each)))]
    made = {"name": title, "publisher": said[0] if said else "", "releaseDate": date or _date_in(said[:1])}
    return kept(
        {**made, "authors": authors, "url": f"https://doi.org/{doi}" if doi else "", "summary": "\n".join(said[1:])}
    )


def _title_and_date(rows: list[Row]) -> tuple[str, str]:
    """The words of its lines, and the date beside the first or at its end."""
    date, title = "", ""
    for row in rows:
        beside = [stay for line in row.beside if (stay := moments.read(line.text))]
        text = bare(row.text)
        found = [each for each in moments.find_all(text) if each.end == len(text)]
        if not beside and found and found[-1].start > 0:
            beside, text = [found[-1].stay], bare(text[: found[-1].start])
        date = date or (_end_of(beside[0]) if beside else "")
        title = run_on(title, text) if title else text
    return title, date


def _date_in(texts: list[str]) -> str:
    found = [each for text in texts for each in moments.find_all(text)]
    return _end_of(found[-1].stay) if found else ""


def _end_of(stay: Stay) -> str:
    return stay.end if stay.end != "present" else stay.start


def _names(text: str) -> list[str]:
    """The people of a line that is nothing but names; a word in small letters is none, but for the likes of "van"."""
    names = [name for name in APART.split(text) if name]
    are_names = all(NAME.fullmatch(name) and name[0].isupper() and name.split()[-1][0].isupper() for name in names)
    return names if are_names else []


def _without_brackets(text: str) -> str:
    text = text.strip(" ,;:|·")
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text
