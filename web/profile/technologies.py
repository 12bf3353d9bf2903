"""The shared reference list of technologies: what each is called, what it is, and where in a system it works.

`technologies.tsv` is what the app reads. `python -m web.profile.technologies FOLDER` writes it anew from
`technologies_by_hand.txt`, which always wins, and from open lists in FOLDER, of which only names are taken:
GitHub linguist (MIT), devicon (MIT), simple-icons (CC0, for spelling) and the technology skills of O*NET 29.2
(US Department of Labor, CC BY 4.0). The same lists always give the same file.
"""

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_suffix(".tsv")
BY_HAND = Path(__file__).with_name("technologies_by_hand.txt")
COLUMNS = ("name", "slug", "category", "layer", "aliases")
CATEGORIES = (
    "language", "framework", "library", "database", "data", "ai", "cloud", "devops", "testing", "design", "media",
    "engineering", "office", "business", "health", "security", "operating system", "hardware", "protocol", "tool",
)  # fmt: skip
LAYERS = ("frontend", "backend", "data", "infrastructure", "mobile", "desktop", "embedded", "any")


# --- reading ----------------------------------------------------------------------------------------------------


def fold(name: str) -> str:
    """The key under which a technology is looked up: letters, digits and `+ # .`, without case or spaces.

    >>> fold("Power BI"), fold("C++"), fold("Node.JS "), fold("scikit-learn")
    ('powerbi', 'c++', 'node.js', 'scikitlearn')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in plain if c in "+#." or unicodedata.category(c)[0] in "LMN").rstrip(".")


@cache
def _table() -> tuple[dict[str, Any], ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        {**line, "folded": fold(line["name"]), "aliases": line["aliases"].split("|") if line["aliases"] else []}
        for line in lines
    )


def rows() -> list[dict[str, Any]]:
    """Every technology: name, slug, folded, category, layer, and a list of aliases; ready for the table."""
    return [{**row, "aliases": list(row["aliases"])} for row in _table()]


@cache
def _known() -> dict[str, str]:
    names = {row["folded"]: row["name"] for row in _table()}
    aliases = {fold(alias): row["name"] for row in _table() for alias in row["aliases"]}
    return aliases | names


def settled(name: str) -> str | None:
    """The name by which a technology is listed, from any of its names; None for one that is not listed."""
    return _known().get(fold(name))


# --- building ---------------------------------------------------------------------------------------------------


@dataclass
class Shelf:
    """Technologies in the making, each found under its folded name and aliases. Who comes first stays."""

    found: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, category: str, layer: str, aliases: Iterable[str] = ()) -> None:
        if fold(name) in self.taken:
            return
        self.taken[fold(name)] = name
        self.found[name] = {"name": name, "slug": slug(name), "category": category, "layer": layer, "aliases": []}
        for alias in aliases:
            self.also(name, alias)

    def also(self, name: str, alias: str) -> None:
        """Take another name for a technology, unless it only differs in case or belongs to one already."""
        if fold(alias) and fold(alias) not in self.taken:
            self.taken[fold(alias)] = name
            self.found[self.taken[fold(name)]]["aliases"].append(alias)

    def knows(self, name: str) -> bool:
        return fold(name) in self.taken


def slug(name: str) -> str:
    """A name as an address writes it: `c-sharp`, `dot-net`, `node-js`."""
    spelt = re.sub(r"^\.", "dot-", name).replace("+", "-plus").replace("#", "-sharp").replace("&", "-and-")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def build(folder: Path) -> list[dict[str, Any]]:
    """The table's rows from our own list and the open lists in a folder, sorted by name."""
    shelf = Shelf()
    ours = list(by_hand(BY_HAND.read_text(encoding="utf-8")))
    for name, category, layer, _ in ours:
        shelf.add(name, category, layer)
    for name, _, _, aliases in ours:
        for alias in aliases:
            shelf.also(name, alias)

    icons = json.loads((folder / "simple-icons/simple-icons.json").read_text(encoding="utf-8"))
    add_devicon(shelf, json.loads((folder / "devicon/devicon.json").read_text(encoding="utf-8")), icons)
    add_languages(shelf, (folder / "linguist/languages.yml").read_text(encoding="utf-8"), icons)
    add_onet(shelf, (folder / "onet/Technology Skills.txt").read_text(encoding="utf-8"))

    slugs: set[str] = set()
    for row in shelf.found.values():
        if row["slug"] in slugs:
            row["slug"] += "-" + row["category"].replace(" ", "-")
        slugs.add(row["slug"])
    return sorted(shelf.found.values(), key=lambda row: (fold(row["name"]), row["name"]))


def by_hand(text: str) -> Iterator[tuple[str, str, str, list[str]]]:
    """Name, category, layer and aliases of every technology in `category, layer: Name (alias, alias); …` lines."""
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        place, names = line.split(": ", 1)
        category, layer = place.split(", ")
        for item in names.split("; "):
            name, _, aliases = item.strip().partition(" (")
            yield name, category, layer, [alias.strip() for alias in aliases.removesuffix(")").split(",") if alias]


# The first of a technology's tags that stands here says what it is.
CATEGORY_OF_TAG = (
    ("database", "database"), ("testing", "testing"), ("machine-learning", "ai"), ("cms", "business"),
    ("ecommerce", "business"), ("operating-system", "operating system"), ("os", "operating system"),
    ("linux", "operating system"), ("security", "security"), ("auth", "security"), ("monitoring", "devops"),
    ("kubernetes", "devops"), ("hypervisor", "devops"), ("integration", "devops"), ("server", "devops"),
    ("cloud", "cloud"), ("hosting", "cloud"), ("game-engine", "framework"), ("game", "framework"),
    ("framework", "framework"), ("library", "library"), ("language", "language"), ("design", "design"),
    ("graphics", "design"), ("3d", "design"), ("editor", "tool"), ("package", "tool"), ("build", "tool"),
    ("tool", "tool"), ("package-manager", "tool"), ("documentation", "tool"), ("version-control", "tool"),
)  # fmt: skip
LAYER_OF_TAG = (
    ("mobile", "mobile"), ("database", "data"), ("data", "data"), ("machine-learning", "data"), ("css", "frontend"),
    ("frontend", "frontend"), ("ui", "frontend"), ("nodejs", "backend"), ("php", "backend"), ("server", "backend"),
    ("html", "frontend"), ("javascript", "frontend"), ("cloud", "infrastructure"), ("os", "infrastructure"),
    ("kubernetes", "infrastructure"), ("linux", "infrastructure"), ("game-engine", "desktop"), ("3d", "desktop"),
    ("robotics", "embedded"), ("hardware", "embedded"),
)  # fmt: skip


def add_devicon(shelf: Shelf, technologies: list[dict[str, Any]], icons: list[dict[str, Any]]) -> None:
    """What devicon tags with a kind we know and simple-icons knows how to spell."""
    spellings = {icon["slug"]: icon["title"] for icon in icons} | {fold(icon["title"]): icon["title"] for icon in icons}
    for technology in technologies:
        names = [technology["name"], *technology["altnames"]]
        spelling = next((spellings[fold(name)] for name in names if fold(name) in spellings), None)
        tags = technology["tags"]
        category = next((category for tag, category in CATEGORY_OF_TAG if tag in tags), None)
        is_new = spelling not in LEFT_OUT and not any(shelf.knows(name) for name in (*names, spelling or ""))
        if spelling and category and is_new:
            layer = next((layer for tag, layer in LAYER_OF_TAG if tag in tags), "any")
            shelf.add(spelling, category, layer, (n for n in technology["altnames"] if n != n.lower() or " " in n))


def add_languages(shelf: Shelf, listing: str, icons: list[dict[str, Any]]) -> None:
    """Languages of linguist's that are well enough known to have a badge in simple-icons."""
    badges = {fold(icon["title"]) for icon in icons}
    for name, kind in re.findall(r'^"?([^\s#"][^:"\n]*)"?:\n  type: (\w+)$', listing, re.MULTILINE):
        if kind in ("programming", "markup", "data") and fold(name) in badges and name not in LEFT_OUT:
            shelf.add(name, "language", "any")


# Words that are languages' names to linguist and something else to everybody, and programs nobody names.
LEFT_OUT = {
    "4D", "Arc", "Blink", "Blueprint", "Canu", "DM", "DOC Cop", "E", "EditorConfig", "Eko", "Email", "Google", "Just",
    "Kit", "Magellan Firmware", "Red", "Ring", "Sway", "Tadpoles", "Teal", "IBM Middleware",
}  # fmt: skip

KINDS_OF_ONET = (
    ("medical", "health", "any"), ("data base", "database", "data"), ("computer aided", "engineering", "desktop"),
    ("geographic", "engineering", "desktop"), ("map creation", "engineering", "desktop"),
    ("industrial control", "engineering", "embedded"), ("analytical", "data", "data"), ("data mining", "data", "data"),
    ("business intelligence", "data", "data"), ("graphics", "design", "desktop"), ("publishing", "design", "desktop"),
    ("web page", "tool", "frontend"), ("video conferencing", "office", "desktop"), ("video", "media", "desktop"),
    ("music", "media", "desktop"), ("office suite", "office", "desktop"), ("word processing", "office", "desktop"),
    ("spreadsheet", "office", "desktop"), ("presentation", "office", "desktop"), ("mail", "office", "desktop"),
    ("calendar", "office", "desktop"), ("document management", "office", "any"),
    ("operating system", "operating system", "infrastructure"), ("web platform", "framework", "any"),
    ("development", "tool", "any"), ("testing", "testing", "any"), ("security", "security", "infrastructure"),
    ("network", "devops", "infrastructure"), ("server", "devops", "infrastructure"), ("browser", "office", "desktop"),
)  # fmt: skip
OCCUPATIONS = 8  # how many occupations must use a program that is not "hot" or in demand
TAIL = re.compile(r" (software|systems?|programming language|program|enterprise)$", re.IGNORECASE)


def add_onet(shelf: Shelf, listing: str) -> None:
    """Named programs of O*NET that are in demand or used in several occupations, without kinds of software."""
    uses: dict[str, dict[str, Any]] = {}
    for line in csv.DictReader(listing.splitlines(), delimiter="\t"):
        use = uses.setdefault(line["Example"], {"occupations": 0, "kinds": set(), "wanted": False})
        use["occupations"] += 1
        use["kinds"].add(line["Commodity Title"])
        use["wanted"] |= "Y" in (line["Hot Technology"], line["In Demand"])
    for example, use in sorted(uses.items()):
        name = TAIL.sub("", example)
        is_used = use["wanted"] or use["occupations"] >= OCCUPATIONS
        if is_used and _is_a_name(name, example) and name not in LEFT_OUT and not _is_listed(shelf, name):
            kind = " ".join(sorted(use["kinds"])).lower()
            category, layer = next((row[1:] for row in KINDS_OF_ONET if row[0] in kind), ("business", "any"))
            shelf.add(name, category, layer)


def _is_a_name(name: str, example: str) -> bool:
    """Whether this names a program: "Payroll software" and "Student information systems SIS" say only what kind."""
    words = name.split()
    is_kind = len(words) == 1 and name != example
    return len(words) <= 4 and not is_kind and all(word != word.lower() for word in words)


def _is_listed(shelf: Shelf, name: str) -> bool:
    """Whether the name is one we have with its maker in front or an edition behind ("Sun Microsystems Java")."""
    words = name.split()
    runs = [words[at:] for at in range(len(words))] + [words[:end] for end in range(1, len(words))]
    return any(shelf.knows(" ".join(run)) for run in runs)


def main(folder: Path) -> None:
    built = build(folder)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "aliases": "|".join(row["aliases"])} for row in built)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
