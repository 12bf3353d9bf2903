"""Printing: processor time against plain WeasyPrint, bytes, and the size of a child after 500 sheets.

Plain is `HTML(string).write_pdf()`, untagged, of the same HTML with the same stylesheets and all faces of the design in
it, as it stands in a file: to load only those of the scripts in the text is the press's own doing. Both
sides run in turn in one process, and the median of the ratios counts, so that a busy machine disturbs both alike.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

import pypdfium2 as pdfium
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from tests.kit.printing.people import one_of_ours
from web.kit.printing import Order, designs
from web.kit.printing.faces import NEEDED_BY
from web.kit.printing.press import LARGEST, MEMORY, MOST_CALLS, WORK
from web.kit.printing.typeset import FETCHER, markup, styles, typeset
from web.kit.workshop import Child

Row = tuple[str, float, float, Literal["≤", "≥"]]
ROUNDS = 3
SHEETS = 500
PEOPLE = {1: "nurse", 2: "site-manager"}
KNOWN, SEARCHED = 0.6, 1.0
MOST_BYTES = {1: 25_000, 2: 32_000}
MOST_MIB = 120.0


def rows() -> Iterator[Row]:
    """For one page and for two: the design that costs most, and the heaviest file."""
    for pages, name in PEOPLE.items():
        orders = [order for design in designs() if (order := _order_of(name, design, pages))]
        yield (f"print, {pages} page(s), step known, CPU of plain", max(map(_ratio_known, orders)), KNOWN, "≤")
        yield (f"print, {pages} page(s), step searched, CPU of plain", max(map(_ratio_searched, orders)), SEARCHED, "≤")
        yield (f"PDF, {pages} page(s), bytes with the attachment", max(map(_size, orders)), MOST_BYTES[pages], "≤")
    yield ("print process after 500 renders, MiB", child_size_after(SHEETS), MOST_MIB, "≤")


def _order_of(name: str, design: str, pages: int) -> Order | None:
    """An order with its step known, or None where this design needs more or fewer pages."""
    person = one_of_ours(name)
    order = Order(person.resume, design)
    pdf, step = typeset(order)
    return replace(order, hint=step) if len(pdfium.PdfDocument(pdf)) == pages else None


def _ratio_known(order: Order) -> float:
    return _ratio(lambda: typeset(order), _plain(order))


def _ratio_searched(order: Order) -> float:
    return _ratio(lambda: typeset(replace(order, hint=None)), _plain(order))


def _plain(order: Order) -> Callable[[], object]:
    source = markup(order, order.hint or 0)
    css = styles(order.design, designs()[order.design].faces, ("latin", *NEEDED_BY))
    source = source.replace("<style>", f"<style>{css}", 1)
    return lambda: weasyprint.HTML(string=source, url_fetcher=FETCHER).write_pdf(font_config=FontConfiguration())


def _ratio(ours: Callable[[], object], plain: Callable[[], object]) -> float:
    return statistics.median([_cpu(ours) / _cpu(plain) for _ in range(ROUNDS)])


def _cpu(work: Callable[[], object]) -> float:
    gc.collect()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _size(order: Order) -> float:
    return len(typeset(order)[0])


def child_size_after(sheets: int) -> float:
    """The largest a child of the press ever was between two of so many sheets, replaced as the press replaces it."""
    orders = [Order(one_of_ours(name).resume, design).packed() for name in PEOPLE.values() for design in designs()]
    child, largest = _child(), 0.0
    try:
        for number in range(sheets):
            child.ask("set", orders[number % len(orders)], True)
            largest = max(largest, child.size)
            if child.calls >= MOST_CALLS or child.size > LARGEST:
                child.close()
                child = _child()
    finally:
        child.close()
    return largest


def _child() -> Child:
    return Child(WORK, seconds=60, memory=MEMORY)
