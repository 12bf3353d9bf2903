"""The faces of a sheet: which font files it needs, the rules that bring them in, and the stacks that name them.

A family is a folder of `static/fonts` with a file for each script, weight and style. Reading a file costs more than
setting a line in it, so a sheet loads the scripts that stand in its text and no others. Each script has a family name
of its own: WeasyPrint loses letters where several files share one.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from web.kit.printing.words import root_of

FONTS = Path(__file__).resolve().parents[3] / "static" / "fonts"
SERIFS = {
    "brygada-1918", "crimson-pro", "eb-garamond", "literata", "source-serif-4", "spectral", "spectral-sc",
    "stix-two-text",
}  # fmt: skip
# What lends letters that a family lacks, and last what the machine may have.
BORROWED = ("ibm-plex-sans-arabic", "noto-sans-math", "noto-sans-jp", "noto-sans-kr", "noto-sans-sc")
LENDERS = {
    True: ("source-serif-4", "frank-ruhl-libre", *BORROWED),
    False: ("source-sans-3", "noto-sans-hebrew", *BORROWED),
}
LAST = {True: '"Noto Serif CJK SC", "Noto Serif", serif', False: '"Noto Sans CJK SC", "Noto Sans", sans-serif'}

# Which letters ask for a file; Latin is always there. A letter of no script here may be in a family's Latin Extended.
NEEDED_BY = {
    "latin-ext": re.compile(
        "[^\x00-\xff\u0131\u0152\u0153\u0370-\u1cff\u1ea0-\u1ef9\u1f00-\u1fff\u2009\u200b\u2013\u2014"
        "\u2018-\u201a\u201c-\u201e\u2022\u2026\u2039\u203a\u2044\u2060\u20ac\u2122\u2190-\u2bff\u2e80-\ua63f"
        "\uac00-\uffff]"
    ),
    "vietnamese": re.compile("[\u1ea0-\u1ef9]"),
    "greek": re.compile("[\u0370-\u03ff]"),
    "cyrillic": re.compile("[\u0400-\u04ff\u2116]"),
    "cyrillic-ext": re.compile("[\u0460-\u048f\u0492-\u04af\u04b2-\u052f\u20b4\u2de0-\u2dff\ua640-\ua69f]"),
    "hebrew": re.compile("[\u0590-\u05ff\u20aa\ufb1d-\ufb4f]"),
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"),
    "signs": re.compile("[\u2032-\u2034\u2190-\u2bff]"),
}
SUFFIXES = {"latin-ext": " Ext", "vietnamese": " Viet", "greek": " Greek", "cyrillic": " Cyr", "cyrillic-ext": " CyrX"}
IDEOGRAPHS = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")


def scripts_in(text: str, language: str) -> tuple[str, ...]:
    """The scripts whose files a sheet with this text, in this language, needs."""
    scripts = [script for script, letters in NEEDED_BY.items() if letters.search(text)]
    return ("latin", *scripts, *_eastern(text, language))


def _eastern(text: str, language: str) -> tuple[str, ...]:
    """Chinese, Japanese and Korean, a hundred times as heavy as the others. They write many characters that are one
    to Unicode and drawn differently in each, so that Chinese lends a Japanese sheet only what is not Japanese."""
    root = root_of(language)
    is_japanese = root == "ja" or (root != "zh" and bool(KANA.search(text)))
    is_chinese = bool(IDEOGRAPHS.search(text)) and not (is_japanese and _is_all_japanese(text))
    needed = {"japanese": is_japanese, "korean": bool(HANGUL.search(text)), "chinese": is_chinese}
    return tuple(script for script in needed if needed[script])


def _is_all_japanese(text: str) -> bool:
    try:
        "".join(IDEOGRAPHS.findall(text)).encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True


def rules(families: tuple[str, ...], scripts: tuple[str, ...]) -> str:
    """The @font-face rules of the families, and of those that lend them letters, in these scripts."""
    wanted = dict.fromkeys(part for family in families for part in _parts((family,), scripts))
    return "".join(_rule(file) for family, script in wanted for file in _files(family) if _script(file) == script)


def stack(families: tuple[str, ...], scripts: tuple[str, ...]) -> str:
    """The value of `font-family` for the first of the families, which falls back on the others and on its lenders."""
    names = [f'"{_name(family, script)}"' for family, script in _parts(families, scripts)]
    return ", ".join((*names, LAST[families[0] in SERIFS]))


def _parts(families: tuple[str, ...], scripts: tuple[str, ...]) -> list[tuple[str, str]]:
    """The families and scripts that a text may be set in, in the order in which letters are looked for."""
    own = [(family, script) for family in families for script in scripts]
    lent = [(family, script) for family in LENDERS[families[0] in SERIFS] for script in scripts if script != "latin"]
    return [part for part in dict.fromkeys((*own, *lent)) if part[1] in map(_script, _files(part[0]))]


@functools.cache
def _files(family: str) -> tuple[Path, ...]:
    return tuple(sorted((FONTS / family).glob("*.woff2")))


def _rule(file: Path) -> str:
    family, (weight, style) = file.parent.name, file.stem.rsplit("-", 2)[1:]
    return (
        f'@font-face {{ font-family: "{_name(family, _script(file))}"; font-weight: {weight}; font-style: {style}; '
        f"src: url(font:{family}/{file.name}) }}\n"
    )


def _script(file: Path) -> str:
    return file.stem.removeprefix(f"{file.parent.name}-").rsplit("-", 2)[0]


def _name(family: str, script: str) -> str:
    """Never the font's own name: WeasyPrint would mix it with one of the machine's."""
    return f"Sheet {family.replace('-', ' ').title()}{SUFFIXES.get(script, '')}"


@dataclass(frozen=True)
class Measures:
    """How a family draws, in em: the height of its x, its bullet with a space, and `SAMPLE`."""

    x: float
    bullet: float
    sample: float


SAMPLE = "September 2019 – present"


@functools.cache
def measures_of(family: str) -> Measures:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # heavy; only the press needs it

    with TTFont(min((FONTS / family).glob(f"{family}-latin-*-normal.woff2"))) as font:
        em, letters, widths = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]

        def breadth(text: str) -> float:
            return float(sum(widths[letters[ord(letter)]][0] for letter in text) / em)

        return Measures(font["OS/2"].sxHeight / em, breadth("• "), breadth(SAMPLE))
