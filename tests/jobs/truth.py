"""What a person reads off every sample, written down beside it: `truth.json`, by the file's name.

A fact is a field's value, and of a list each of its items. Those of the samples of other people, in `../shared`, are
only facts: the files themselves are not ours to keep.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import SHARED
from web.jobs.postings import Posting
from web.jobs.reading import Page, read_page, read_text

SAMPLES = Path(__file__).parents[1] / "samples/jobs"
THEIRS = SHARED / "jobs"
ADDRESS = "https://example.org/jobs/1"
SEEN_ON = date(2026, 11, 21)
TOLD = ("source", "text", "said")  # what is no fact of the posting
TRUTH: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)


class Score(NamedTuple):
    stated: int
    missed: list[str]
    invented: list[str]

    @property
    def found(self) -> float:
        return 1 - len(self.missed) / self.stated

    def __str__(self) -> str:
        return f"{self.stated - len(self.missed)} of {self.stated} stated facts found ({self.found:.1%}), {len(self.invented)} invented"


def read(path: Path) -> list[Posting]:
    if path.suffix == ".txt":
        return [read_text(path.read_text(encoding="utf-8"), SEEN_ON)]
    address = "" if path.is_relative_to(THEIRS) else ADDRESS
    return read_page(Page(address, "", path.read_bytes()), SEEN_ON)


def facts_of(posting: Posting) -> dict[str, Any]:
    facts = {name: value for name, value in vars(posting).items() if name not in TOLD and value not in (None, "", [])}
    return {name: str(value) if isinstance(value, date | Decimal) else value for name, value in facts.items()}


def score(folder: Path, truth: dict[str, list[dict[str, Any]]]) -> Score:
    stated, missed, invented = 0, [], []
    for name, postings in truth.items():
        read_postings = read(folder / name)
        for number, wanted in enumerate(postings):
            found = facts_of(read_postings[number]) if number < len(read_postings) else {}
            true, told = set(_single(wanted)), set(_single(found))
            stated += len(true)
            missed += [f"{name}[{number}] {field} = {value}" for field, value in sorted(true - told)]
            invented += [f"{name}[{number}] {field} = {value}" for field, value in sorted(told - true)]
        invented += [f"{name}: a posting too many"] * (len(read_postings) - len(postings))
    return Score(stated, missed, invented)


def _single(facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field, value in facts.items():
        yield from ((field, str(item)) for item in (value if isinstance(value, list) else [value]))
