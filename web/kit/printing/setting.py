"""What runs in the press's children: an order in, a printed sheet out."""

import gc
from typing import Any

from web.kit.printing.orders import TOO_DEEP, Order, PrintFailed
from web.kit.printing.pictures import pages_of
from web.kit.printing.typeset import typeset


def set_order(packed: str, pictures: bool) -> dict[str, Any]:
    """A packed Order to the fields of a Printed."""
    try:
        pdf, step = typeset(Order.unpacked(packed))
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
