"""The shelf of designs: every folder under `templates/designs/` with a `design.toml` is one."""

import functools
import hashlib
import tomllib
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
SHELF = ROOT / "templates" / "designs"
FONTS = ROOT / "static" / "fonts"


@dataclass(frozen=True)
class Design:
    """One design. `version` changes with every file that could change what it prints; `date_room` is in em."""

    slug: str
    name: str
    idea: str
    version: str
    place: int = 0
    date_room: float = 0
    controls: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def has_letter(self) -> bool:
        return (SHELF / self.slug / "letter.html").exists()

    def settled(self, controls: dict[str, Any]) -> dict[str, Any]:
        """Every control with a value; a value that is not among its choices gives way to the default."""
        return {name: _chosen(control, controls.get(name)) for name, control in self.controls.items()}


@functools.cache
def designs() -> dict[str, Design]:
    """Slug to design, in the order in which they are shown."""
    found = [_read(file.parent) for file in SHELF.glob("*/design.toml")]
    return {design.slug: design for design in sorted(found, key=lambda design: (design.place, design.slug))}


def _read(folder: Path) -> Design:
    said = tomllib.loads((folder / "design.toml").read_text("utf-8"))
    return Design(slug=folder.name, version=_version(folder), **said)


def _version(folder: Path) -> str:
    """A hash of all that makes a sheet: the design's own files, what designs share, this room, fonts, WeasyPrint."""
    digest = hashlib.sha256(version("weasyprint").encode())
    here = Path(__file__).parent
    for file in sorted((*folder.iterdir(), *SHELF.glob("_*"), *here.glob("*.py"), *here.glob("words/*.toml"))):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    for font in sorted(FONTS.glob("*/*.woff2")):
        digest.update(f"{font.name} {font.stat().st_size}\0".encode())
    return digest.hexdigest()[:16]


def _chosen(control: dict[str, Any], value: Any) -> Any:
    kind = control.get("type", "choice")
    fits = {
        "choice": lambda: value in control.get("choices", ()),
        "colour": lambda: isinstance(value, str) and _is_colour(value),
        "sections": lambda: isinstance(value, list) and all(isinstance(name, str) for name in value),
    }[kind]()
    return value if fits else control["default"]


def _is_colour(value: str) -> bool:
    return len(value) == 7 and value[0] == "#" and all(letter in "0123456789abcdefABCDEF" for letter in value[1:])
