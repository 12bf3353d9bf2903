"""`python -m tests.kit.reading.calibration`: how well the reader reads the documents beside the checkout, and how often a
value that is shown with some confidence is right.

Two thirds of them, by name, are for working with; every third is kept out, and only ever scored. The scorer is the one
beside them. `--fields` prints what `web/kit/reading/confidence.py` holds, counted on the two thirds.
"""

import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from web.imports import read_here
from web.kit.jsonresume import Unreadable
from web.kit.reading.confidence import is_doubtful

SHARED = Path(__file__).resolve().parents[4] / "shared"
DOCUMENTS, SCORER = SHARED / "data" / "resumes", SHARED / "tools" / "score_reading.py"
BUCKETS = (0.95, 0.9, 0.8, 0.7, 0.5, 0.0)
PLACES = {
    "basics": ("name", "label", "email", "phone", "url", "summary"),
    "work": ("name", "position", "startDate", "endDate", "highlights"),
    "education": ("institution", "studyType", "area", "startDate", "endDate"),
    "skills": ("name", "keywords"),
    "languages": ("language",),
    "certificates": ("name",),
}
Data = dict[str, Any]
Judged = tuple[str, bool, float, bool]  # field, whether something speaks against it, confidence, whether it is right


def documents() -> Iterator[tuple[bool, Path, Data]]:
    """Whether it is kept out, the document, and what it says."""
    for number, truth in enumerate(sorted(DOCUMENTS.glob("*.truth.json"))):
        stem = truth.name.removesuffix(".truth.json")
        document = next(path for path in DOCUMENTS.glob(f"{stem}.*") if path.suffix != ".json")
        yield number % 3 == 2, document, json.loads(truth.read_text("utf-8"))


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_reading", SCORER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(document: Path) -> Data:
    """As `metier read` does, in this process; nothing for a file that is refused."""
    try:
        return read_here(document.read_bytes(), document.name)
    except Unreadable:
        return {"career": {}, "traces": {}}


class Score(NamedTuple):
    """The scorer's last line. `exact` and `contained` are means over the fields, `noise` a share of listed values."""

    exact: float
    contained: float
    spurious: int
    noise: float
    files: int

    def __str__(self) -> str:
        return (
            f"exact {self.exact:.3f} contained {self.contained:.3f} spurious {self.spurious} noise {self.noise:.3f} "
            f"files {self.files}"
        )


def score(found: list[tuple[Path, Data, Data]], by: ModuleType) -> Score:
    points: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    spurious = seen = wrong = 0
    for _, truth, career in found:
        for field, exact, contained in by.checks(truth, career):
            for index, right in enumerate((True, exact, exact or contained)):
                points[field][index] += bool(right)
        for section, keys in (
            ("work", ("name", "position", "startDate", "endDate")),
            ("education", ("institution", "studyType", "area", "endDate")),
        ):
            spurious += len(by.paired(truth.get(section) or [], career.get(section) or [], keys)[1])
        more = by.noise(truth, career)
        seen, wrong = seen + more[0], wrong + more[1]
    shares = [[count[index] / count[0] for count in points.values()] for index in (1, 2)]
    exact, contained = (sum(share) / max(len(share), 1) for share in shares)
    return Score(exact, contained, spurious, wrong / max(seen, 1), len(found))


def judged(truth: Data, said: Data, by: ModuleType) -> Iterator[Judged]:
    """Every value whose field the truth file knows."""
    for place, trace in said["traces"].items():
        keys = place.strip("/").split("/")
        field = [key for key in keys if not key.isdigit()]
        if len(field) < 2 or field[1] not in PLACES.get(field[0], ()):
            continue
        entries = truth.get(field[0]) or []
        entries = [entries] if isinstance(entries, dict) else entries
        names = ("name", "keywords") if field[0] == "skills" else (field[1],)
        known = [value for value in by.list_values(entries, names) if value]
        value = _at(said["career"], keys)
        if not known or value is None:
            continue
        same = by.same_date if field[1].endswith("Date") else lambda a, b: by.squeeze(a) == by.squeeze(b)
        entry = said["career"][field[0]] if field[0] == "basics" else said["career"][field[0]][int(keys[1])]
        doubtful = is_doubtful(field, str(value), entry)
        yield ".".join(field[:2]), doubtful, trace["confidence"], any(same(one, value) for one in known)


def _at(career: Data, keys: list[str]) -> Any:
    inner: Any = career
    for key in keys:
        inner = (
            inner[int(key)]
            if isinstance(inner, list) and int(key) < len(inner)
            else inner.get(key)
            if isinstance(inner, dict)
            else None
        )
    return inner


def table(values: list[Judged]) -> Iterator[str]:
    for upper, lower in zip((1.01, *BUCKETS), BUCKETS, strict=False):
        right = [is_right for _, _, confidence, is_right in values if lower <= confidence < upper]
        if right:
            yield f"  shown as {lower:.2f} and more: {sum(right) / len(right):.2f} right of {len(right)}"


def fields(values: list[Judged]) -> Iterator[str]:
    counted: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for field, doubtful, _, is_right in values:
        counted[field, doubtful].append(is_right)
    for (field, doubtful), right in sorted(counted.items()):
        yield f'    ("{field}", {doubtful}): {(sum(right) + 4.5) / (len(right) + 5):.2f},  # of {len(right)}'


def main(arguments: list[str]) -> None:
    by = scorer()
    every = [(is_out, document, truth, read(document)) for is_out, document, truth in documents()]
    for is_out, name in ((False, "two thirds"), (True, "kept out")):
        mine = [(document, truth, said) for out, document, truth, said in every if out == is_out]
        print(name, score([(document, truth, said["career"]) for document, truth, said in mine], by))
        values = [one for _, truth, said in mine for one in judged(truth, said, by)]
        print(*(fields(values) if "--fields" in arguments and not is_out else table(values)), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
