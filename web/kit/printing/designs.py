"""The shelf of designs: a folder each under `templates/designs/`, found by scanning."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from web.settings import ROOT

SHELF = ROOT / "templates" / "designs"
CODE = Path(__file__).parent
PAPERS = {"a4": "A4", "letter": "Letter"}


@dataclass(frozen=True)
class Design:
    """What a folder says of itself. `version` changes with every file that has a say in the printed bytes."""

    slug: str
    name: str
    idea: str
    controls: dict[str, Any]
    labels: dict[str, dict[str, str]]
    version: str

    @property
    def defaults(self) -> dict[str, Any]:
        return {name: control["default"] for name, control in self.controls.items()}


@cache
def designs() -> dict[str, Design]:
    """Every design by its slug."""
    shared = _digest([*sorted(SHELF.glob("*.*")), *sorted(CODE.glob("*.py"))]) + version("weasyprint")
    found = [_read(folder, shared) for folder in sorted(SHELF.iterdir()) if (folder / "design.toml").exists()]
    return {design.slug: design for design in sorted(found, key=lambda design: PLACES.get(design.slug, 99))}


PLACES = {slug: place for place, slug in enumerate(("margin", "classic", "modern", "compact", "academic", "letterhead"))}


def _read(folder: Path, shared: str) -> Design:
    said = tomllib.loads((folder / "design.toml").read_text())
    own = _digest(sorted(folder.glob("*.*")))
    stamp = hashlib.sha256(f"{shared}{own}".encode()).hexdigest()[:16]
    return Design(folder.name, said["name"], said["idea"], said["controls"], said.get("labels", {}), stamp)


def _digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()
