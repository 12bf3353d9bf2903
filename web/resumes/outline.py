"""A career as blocks of running text in the order of the printed sheet: what formats without a layout are made of.

The lists are those of the sheets, so that what stands on paper stands in every file, once and in the same order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from web.kit.marks import Run, parse
from web.kit.outline import DOT, Kind
from web.kit.printing import Order
from web.kit.printing.lists import NEW_PAGE, Data
from web.kit.printing.said import said_in


@dataclass(frozen=True)
class Block:
    """A line or a paragraph. Runs are kept apart by what they say, so that each can have its own direction, and by how
    it is set."""

    kind: Kind
    runs: tuple[Run, ...]
    starts_page: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def outline_of(order: Order) -> list[Block]:
    """Every block that says something."""
    seen, _ = said_in(order)
    return [block for block in _blocks(seen) if block.text]


def _blocks(seen: Data) -> Iterator[Block]:
    yield _block(Kind.NAME, [Run(seen["shown"])])
    yield _block(Kind.LABEL, [Run(seen["label"])])
    yield _block(Kind.CONTACTS, _joined((Run(each["text"], each["href"]) for each in seen["contacts"]), DOT))
    yield from (_block(Kind.TEXT, parse(text)) for text in seen["summary"])
    for section in seen["sections"]:
        yield _block(Kind.SECTION, [Run(section["name"])], section["new_page"])
        yield from FORMS[section["form"]](section["entries"], seen["cite"])


def _block(kind: Kind, runs: Iterable[Run], starts_page: bool = False) -> Block:
    return Block(kind, tuple(run for run in runs if run.text), starts_page)


def _joined(runs: Iterable[Run], between: str = ", ") -> list[Run]:
    """The runs that say something, with the same between any two."""
    spoken = [run for run in runs if run.text]
    return [each for run in spoken for each in (Run(between), run)][1:]


# --- the ways in which a section is set ------------------------------------------------------------------------------


def _full(entries: list[Data], _: str) -> Iterator[Block]:
    for entry in entries:
        title = Run(entry["title"], entry["link"], bold=True)
        org = Run(entry["org"], "" if title.text else entry["link"])
        yield _block(Kind.ENTRY, _joined([title, org]), entry.get("break") == NEW_PAGE)
        yield _block(Kind.META, _joined((Run(entry[key]) for key in ("place", "when", "note")), DOT))
        yield from (_block(Kind.TEXT, parse(text)) for text in entry["text"])
        yield from (_block(Kind.POINT, parse(point)) for point in entry["points"])
        yield from (_block(Kind.TEXT, _tail(tail)) for tail in entry["tail"])


def _tail(tail: Data) -> list[Run]:
    items = [Run(text) for text in tail["items"]] + [Run(each["text"], each["href"]) for each in tail.get("links", ())]
    return [Run(f"{tail['label']}: " if tail["label"] else ""), *_joined(items)]


def _groups(entries: list[Data], _: str) -> Iterator[Block]:
    for entry in entries:
        name = f"{entry['title']} ({entry['level']})" if entry["level"] else entry["title"]
        colon = ": " if name and entry["items"] else ""
        yield _block(Kind.POINT, [Run(name, bold=True), Run(colon), *_joined(map(Run, entry["items"]))])


def _run(entries: list[Data], _: str) -> Iterator[Block]:
    said = (f"{each['title']} ({each['level']})" if each["level"] else each["title"] for each in entries)
    yield _block(Kind.TEXT, _joined(map(Run, said)))


def _lines(entries: list[Data], _: str) -> Iterator[Block]:
    for entry in entries:
        authors = [*_joined(map(Run, entry["authors"])), Run(": ")] if entry["authors"] else []
        title, org = Run(entry["title"], entry["link"]), Run(entry["org"], italic=True)
        rest = map(Run, (*entry["extra"], entry["when"]))
        yield _block(Kind.POINT, [*authors, *_joined((title, org, *rest)), *_said(entry)])


def _works(entries: list[Data], cite: str) -> Iterator[Block]:
    """Publications: the person's own name stands out."""
    for entry in entries:
        authors = _joined(Run(name, bold=name == cite) for name in entry["authors"])
        title, org = Run(entry["title"], entry["link"]), entry["org"]
        stop = "" if not org or entry["title"].endswith((".", "?", "!", "。")) else "."
        rest = _joined((Run(org, italic=True), *map(Run, (*entry["extra"], entry["when"]))))
        between = Run(f"{stop} " if org else ", ") if rest and title.text else Run("")
        yield _block(Kind.POINT, [*authors, Run(". " if authors else ""), title, between, *rest, *_said(entry)])


def _said(entry: Data) -> list[Run]:
    """A sentence that follows as a sentence."""
    return [run for number, text in enumerate(entry["text"]) for run in (Run(" " if number else ". "), *parse(text))]


FORMS: dict[str, Callable[[list[Data], str], Iterator[Block]]] = {
    "full": _full, "groups": _groups, "run": _run, "lines": _lines, "works": _works,
}  # fmt: skip
