"""The cover letter that goes with a résumé, as its owner writes it: kept with it, printed on the same stationery."""

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from web.kit.forms import Form, Line, Lines, Paragraph
from web.kit.printing import Order, designs

STATIONERY = "letterhead"  # for résumés in a design that has no letter


class LetterForm(Form):
    to: Lines = []
    place: Line = ""
    date: Line = ""
    subject: Line = ""
    greeting: Line = ""
    body: Paragraph = ""
    closing: Line = ""
    signature: Line = ""


@dataclass
class CoverLetter:
    """What a letter says; nothing is filled in for its writer. `unsettled` is what was typed and is not a value yet."""

    to: list[str] = field(default_factory=list)
    place: str = ""
    date: str = ""
    subject: str = ""
    greeting: str = ""
    body: str = ""
    closing: str = ""
    signature: str = ""
    unsettled: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "CoverLetter":
        return cls(**{name: value for name, value in kept.items() if name in {each.name for each in fields(cls)}})

    def kept(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}

    def printed(self) -> dict[str, Any]:
        """As the press takes it."""
        return {**asdict(self), "body": [text for text in self.body.split("\n\n") if text.strip()]}


def on_stationery(order: Order) -> Order:
    """The same head, paper, colour and typefaces, in a design that has a letter."""
    design = designs().get(order.design)
    return order if design and design.has_letter else replace(order, design=STATIONERY, hint=None)
