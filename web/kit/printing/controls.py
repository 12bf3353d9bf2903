"""What a person may change about the looks of a sheet: for every design the same, and defined here once.

A design may add controls of its own (`[controls.<name>]` in its design.toml), give a common one another default
(`[defaults]`), or leave one out (`[without]`, with the reason that is shown).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from web.kit.printing.text import clean
from web.kit.printing.words import ENGLISH

LONGEST_TITLE = 80  # letters of a section's own name
LEAST_CONTRAST = 4.5  # of the accent against paper, as WCAG 2.2 asks of text


@dataclass(frozen=True)
class Control:
    """`choices` maps a value to its words; for a colour they are suggestions, and any other may be had."""

    name: str
    label: str
    kind: str = "choice"
    choices: dict[str, str] = field(default_factory=dict)
    default: Any = ""

    def settled(self, value: Any) -> Any:
        """The value if it is one of those there are, otherwise the default."""
        settle = KINDS.get(self.kind, _one_of)
        made = settle(self, value)
        return self.default if made is None else made


# Slug to words, family of the text, family of the headings.
PAIRS = {
    "spectral": ("Spectral, light and bookish", "spectral", "spectral"),
    "source-serif": ("Source Serif, calm and even", "source-serif-4", "source-serif-4"),
    "crimson": ("Crimson Pro, an old book face", "crimson-pro", "crimson-pro"),
    "garamond": ("EB Garamond, a classic of 1560", "eb-garamond", "eb-garamond"),
    "literata": ("Literata, made for long reading", "literata", "literata"),
    "stix": ("STIX Two, as journals are set", "stix-two-text", "stix-two-text"),
    "brygada": ("Brygada 1918, warm and upright", "brygada-1918", "brygada-1918"),
    "source-sans": ("Source Sans, plain and friendly", "source-sans-3", "source-sans-3"),
    "fira": ("Fira Sans, clear and a little wide", "fira-sans", "fira-sans"),
    "plex": ("IBM Plex Sans, precise", "ibm-plex-sans", "ibm-plex-sans"),
    "inter": ("Inter, large and neutral", "inter", "inter"),
    "alegreya-sans": ("Alegreya Sans, written by hand", "alegreya-sans", "alegreya-sans"),
    "sofia": ("Sofia Sans, round and open", "sofia-sans", "sofia-sans"),
    "atkinson": (
        "Atkinson Hyperlegible, no two letters alike", "atkinson-hyperlegible-next", "atkinson-hyperlegible-next",
    ),
    "fira-condensed": ("Fira Sans Condensed, saves room", "fira-sans-condensed", "fira-sans-condensed"),
    "jetbrains": ("JetBrains Mono, every letter as wide", "jetbrains-mono", "jetbrains-mono"),
    "source": ("Source Serif with Source Sans headings", "source-serif-4", "source-sans-3"),
    "literata-inter": ("Literata with Inter headings", "literata", "inter"),
    "garamond-alegreya": ("EB Garamond with Alegreya Sans headings", "eb-garamond", "alegreya-sans"),
    "plex-literata": ("IBM Plex Sans with Literata headings", "ibm-plex-sans", "literata"),
    "fira-spectral": ("Fira Sans with Spectral headings", "fira-sans", "spectral"),
}  # fmt: skip
# By how much each choice multiplies what the design says.
SIZES = {"smallest": 0.92, "smaller": 0.96, "usual": 1.0, "larger": 1.06, "largest": 1.12}
DENSITIES = {"close": 0.93, "usual": 1.0, "open": 1.08}
MARGINS = {"narrow": 0.72, "usual": 1.0, "wide": 1.2}

COMMON = (
    Control(
        "accent",
        "Colour",
        "colour",
        {
            "#1f4d3a": "Bottle green", "#1d4468": "Ink blue", "#2e3f8f": "Cornflower", "#7a2436": "Burgundy",
            "#8a3f14": "Rust", "#5b3a78": "Plum", "#4a4f57": "Slate", "#1b1815": "Black",
        },
    ),
    Control("faces", "Typefaces", choices={"": "The design’s own"} | {slug: pair[0] for slug, pair in PAIRS.items()}),
    Control(
        "size",
        "Size of letters",
        choices={name: name.capitalize() for name in SIZES},
        default="usual",
    ),
    Control("density", "Lines", choices={name: name.capitalize() for name in DENSITIES}, default="usual"),
    Control("margins", "Margins", choices={name: name.capitalize() for name in MARGINS}, default="usual"),
    Control(
        "dates",
        "Dates",
        choices={"short": "Mar 2019", "long": "March 2019", "number": "03/2019", "year": "2019"},
        default="short",
    ),
    Control(
        "names",
        "Name",
        choices={"written": "As you write it", "family": "Family name first", "capitals": "In capitals"},
        default="written",
    ),
    Control("photo", "Photo", choices={"on": "On the sheet", "off": "Left out"}, default="on"),
    Control("order", "Order of sections", "sections", default=()),
    Control("titles", "Names of sections", "titles", default={}),
)  # fmt: skip


def controls_of(said: dict[str, Any], without: dict[str, str], defaults: dict[str, Any]) -> dict[str, Control]:
    """Every control of a design: the common ones it keeps, and its own as they stand in its design.toml."""
    kept = [replace(each, default=defaults.get(each.name, each.default)) for each in COMMON if each.name not in without]
    return {each.name: each for each in (*kept, *(Control(name, **own) for name, own in said.items()))}


# --- what may stand in each kind of control; None for anything else --------------------------------------------------


def _one_of(control: Control, value: Any) -> Any:
    return value if isinstance(value, str) and value in control.choices else None


def _colour(_: Control, value: Any) -> str | None:
    """A colour dark enough to be read on paper."""
    if not isinstance(value, str) or len(value) != 7 or value[0] != "#":
        return None
    try:
        parts = [int(value[at : at + 2], 16) for at in (1, 3, 5)]
    except ValueError:
        return None
    while _contrast(parts) < LEAST_CONTRAST:
        parts = [part * 15 // 16 for part in parts]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def _contrast(parts: list[int]) -> float:
    """Of a colour against white; WCAG 2.2, "relative luminance"."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in (p / 255 for p in parts)
    ]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _sections(_: Control, value: Any) -> list[str] | None:
    return value if isinstance(value, list) and all(isinstance(name, str) for name in value) else None


def _titles(_: Control, value: Any) -> dict[str, str] | None:
    """Sections by their English key, each with the words that a person wants over it."""
    if not isinstance(value, dict):
        return None
    said = {key: clean(words)[:LONGEST_TITLE] for key, words in value.items() if key in ENGLISH}
    return {key: words for key, words in said.items() if words}


KINDS: dict[str, Callable[[Control, Any], Any]] = {"colour": _colour, "sections": _sections, "titles": _titles}
