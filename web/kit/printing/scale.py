"""How large a sheet is set: what a design's steps and a person's controls come to, never below what can be read."""

from typing import Any

from web.kit.printing.controls import DENSITIES, MARGINS, PAIRS, SIZES
from web.kit.printing.designs import Design
from web.kit.printing.faces import measures_of

LEAST_TEXT = 8.5  # pt
LEAST_LEADING = 1.15  # of the text
LEAST_MARGIN = 11.0  # mm
LEAST_FOOT = 16.0  # mm: the page line stands in it
LEAST_GAP = 0.1  # em, between a bullet and its text
OPEN = -1  # the first step


def families_of(design: Design, controls: dict[str, Any]) -> dict[str, str]:
    """The design's own families by what they are for; in a pair that a person chose, all but the text is headings'."""
    pair = PAIRS.get(controls["faces"])
    return {role: (pair[1] if role == "text" else pair[2]) if pair else own for role, own in design.faces.items()}


def properties(design: Design, controls: dict[str, Any], step: int) -> dict[str, str]:
    """The custom properties that `_base.css` and the designs are set by."""
    families = families_of(design, controls)
    chosen = SIZES[controls["size"]]
    size = chosen * _as_large_as(design.faces["text"], families["text"])
    density = DENSITIES[controls["density"]]
    said = {name: values[step - OPEN] for name, values in design.steps.items()}
    text = max(LEAST_TEXT, said["text"] * size)
    leading = max(LEAST_LEADING * text, said["leading"] * chosen * density)
    bullet = measures_of(families["text"]).bullet
    hang = design.hang if design.hang >= bullet else bullet + LEAST_GAP
    made = {
        "size": f"{size:.4g}",
        "wide": f"{size * _as_wide_as(design, families):.4g}",
        "hang": f"{hang:.4g}em",
        "apart": f"{(hang - bullet) / 2:.3f}em",
        "text": f"{text:.4g}pt",
        "leading": f"{leading:.4g}pt",
        "section": f"{said['section'] * density:.3g}rem",
        "entry": f"{said['entry'] * density:.3g}rem",
    }
    made |= dict(zip(("top", "right", "bottom", "left"), margins(design, controls), strict=True))
    return made | ({"accent": controls["accent"]} if controls["accent"] else {})


def _as_large_as(own: str, chosen: str) -> float:
    """By how much letters of the chosen family are enlarged to look as large as the design's own."""
    return measures_of(own).x / measures_of(chosen).x


def _as_wide_as(design: Design, families: dict[str, str]) -> float:
    """How much room words take at the same size, by the family that takes most."""
    return max(
        measures_of(families[role]).sample / measures_of(design.faces[role]).sample for role in ("text", "heading")
    )


def margins(design: Design, controls: dict[str, Any]) -> list[str]:
    share = MARGINS[controls["margins"]]
    least = (LEAST_MARGIN, LEAST_MARGIN, LEAST_FOOT, LEAST_MARGIN)
    return [f"{max(low, side * share):.4g}mm" for side, low in zip(design.margins, least, strict=True)]
