"""What runs in the press's children: an order in, a printed sheet out, or how it comes to so many pages."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from web.kit.printing.fit import Point, fit
from web.kit.printing.orders import TOO_DEEP, Order, PrintFailed
from web.kit.printing.pictures import pages_of
from web.kit.printing.typeset import pages_within, typeset, typeset_letter


def answer(task: str, *args: Any) -> dict[str, Any]:
    """What a child of the press does: one of TASKS."""
    return TASKS[task](*args)


def set_order(packed: str, pictures: bool) -> dict[str, Any]:
    """A packed Order to the fields of a Printed."""
    with _in_order():
        return _printed(*typeset(Order.unpacked(packed)), pictures)


def set_letter(packed: str, letter: dict[str, Any]) -> dict[str, Any]:
    """A cover letter on the stationery of a packed Order's design, to the fields of a Printed."""
    with _in_order():
        return _printed(typeset_letter(Order.unpacked(packed), letter), 0, True)


def _printed(pdf: bytes, step: int, pictures: bool) -> dict[str, Any]:
    pages = pages_of(pdf, pictures)
    return {
        "pdf": pdf,
        "step": step,
        "pages": len(pages),
        "pictures": [page.picture for page in pages if pictures],
        "words": [page.words for page in pages],
    }


def fit_order(packed: str, most: int, optional: list[dict[str, Any]] | None) -> dict[str, Any]:
    """A packed Order to the fields of a Fitting."""
    points = None if optional is None else [Point(**point) for point in optional]
    with _in_order():
        return asdict(fit(Order.unpacked(packed), most, points, lambda order: pages_within(order, most)))


@contextmanager
def _in_order() -> Iterator[None]:
    """What nests too deeply is said in words, and boxes of a layout, which point at each other in rings, are let go."""
    try:
        yield
    except RecursionError:
        raise PrintFailed(TOO_DEEP) from None
    finally:
        gc.collect()


TASKS: dict[str, Callable[..., dict[str, Any]]] = {"set": set_order, "fit": fit_order, "letter": set_letter}
