"""Whose résumés the sheets are tried with: our own people, and the truth files beside the checkout."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from web.kit.printing import LANGUAGES

HERE = Path(__file__).resolve()
OURS = HERE.parents[2] / "people"
TRUTH = HERE.parents[4] / "shared" / "data" / "resumes"


@dataclass(frozen=True)
class Person:
    name: str
    resume: dict[str, Any]
    language: str


def ours() -> list[Person]:
    return [_person(file, file.stem) for file in sorted(OURS.glob("*.json"))]


def one_of_ours(name: str) -> Person:
    return _person(OURS / f"{name}.json", name)


def in_truth_files() -> list[Person]:
    """Each career once: many files were printed from the same one."""
    found: dict[str, Person] = {}
    for file in sorted(TRUTH.glob("*.truth.json")):
        person = _person(file, file.name.removesuffix(".truth.json"))
        found.setdefault(json.dumps(person.resume, sort_keys=True), person)
    return list(found.values())


def _person(file: Path, name: str) -> Person:
    resume = json.loads(file.read_text("utf-8"))
    said = resume.pop("_truth", {}).get("language", "") or resume.get("meta", {}).get("language", "en")
    return Person(name, resume, _language(said))


def _language(said: str) -> str:
    if "german" in said.lower():
        return "de"
    return said[:2] if said[:2] in LANGUAGES else "en"
