"""What runs in the press's children: an order in, a printed sheet out."""

import gc
from typing import Any

from web.kit.printing.orders import Order, PrintFailed
from web.kit.printing.pictures import pages_of
from web.kit.printing.typeset import typeset

TOO_DEEP = "This résumé is too long or too deeply nested to be set. Please shorten it."


def set_order(order: dict[str, Any], pictures: bool) -> dict[str, Any]:
    """The fields of an Order to the fields of a Printed."""
    try:
        pdf, step = typeset(Order(**order))
        pages = pages_of(pdf, pictures)
    except RecursionError:
        raise PrintFailed(TOO_DEEP) from None
    finally:
        gc.collect()  # boxes of a layout point at each other in rings
    return {
        "pdf": pdf,
        "step": step,
        "pages": len(pages),
        "pictures": [page.picture for page in pages if pictures],
        "words": [page.words for page in pages],
    }
