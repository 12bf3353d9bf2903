"""What the sheet of an order says, whatever it looks like: its template gets to see this, and so does every format that
takes a résumé along."""

from web.kit.printing.designs import designs
from web.kit.printing.lists import ORDER, Data, Words, view
from web.kit.printing.orders import Order
from web.kit.printing.words import words_of


def said_in(order: Order, date_room: float = 0) -> tuple[Data, Words]:
    """The lists of a sheet, and the words of its language. Of a design that is no longer there the first stands in."""
    design = designs().get(order.design) or next(iter(designs().values()))
    controls = design.settled(order.controls)
    words = words_of(order.language) | design.labels.get(order.language, {}) | controls["titles"]
    seen = view(
        order.resume, order.language, words, controls["order"] or ORDER, date_room,
        dates=controls["dates"], names=controls["names"],
    )  # fmt: skip
    return seen, words
