"""The shelf of designs: every folder under `templates/designs/` with a `design.toml` is one."""

import functools
import hashlib
import tomllib
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from web.kit.printing.controls import COMMON, Control, controls_of
from web.kit.printing.faces import FONTS

ROOT = Path(__file__).resolve().parents[3]
SHELF = ROOT / "templates" / "designs"
NO_PHOTO = "This design has no place for a photo."


@dataclass(frozen=True)
class Design:
    """One design. `version` changes with every file that could change what it prints; `date_room` and `hang`, how far
    the text of a point stands from its bullet, are in em.

    `faces` names families for `$text`, `$heading` and whatever else its stylesheet says; `steps` has for each measure
    five values, from the most open to the most closed; `margins` are mm from the top clockwise; `without` gives the
    reason for each common control that it leaves out.
    """

    slug: str
    name: str
    idea: str
    version: str
    faces: dict[str, str]
    steps: dict[str, list[float]]
    margins: list[float]
    controls: dict[str, Control]
    without: dict[str, str] = field(default_factory=dict)
    place: int = 0
    date_room: float = 0
    hang: float = 0.9
    has_photo: bool = False
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def has_letter(self) -> bool:
        return (SHELF / self.slug / "letter.html").exists()

    def settled(self, controls: dict[str, Any]) -> dict[str, Any]:
        """A value for every control. One that the design leaves out has its default, and so has one that was given
        what is not among its choices."""
        usual = {control.name: control.default for control in COMMON}
        return usual | {name: control.settled(controls.get(name)) for name, control in self.controls.items()}


@functools.cache
def designs() -> dict[str, Design]:
    """Slug to design, in the order in which they are shown."""
    found = [_read(file.parent) for file in SHELF.glob("*/design.toml")]
    return {design.slug: design for design in sorted(found, key=lambda design: (design.place, design.slug))}


def _read(folder: Path) -> Design:
    said = tomllib.loads((folder / "design.toml").read_text("utf-8"))
    without = said.pop("without", {}) | ({} if said.get("has_photo") else {"photo": NO_PHOTO})
    controls = controls_of(said.pop("controls", {}), without, said.pop("defaults", {}))
    return Design(slug=folder.name, version=_version(folder), controls=controls, without=without, **said)


def _version(folder: Path) -> str:
    """A hash of all that makes a sheet: the design's own files, what designs share, this room, fonts, WeasyPrint."""
    digest = hashlib.sha256(version("weasyprint").encode())
    here = Path(__file__).parent
    for file in sorted((*folder.iterdir(), *SHELF.glob("_*"), *here.glob("*.py"), *here.glob("words/*.toml"))):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    for font in sorted(FONTS.glob("*/*.woff2")):
        digest.update(f"{font.name} {font.stat().st_size}\0".encode())
    return digest.hexdigest()[:16]
