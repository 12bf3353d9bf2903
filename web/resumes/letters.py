"""The cover letter that goes with a résumé, as its owner writes it: kept with it, printed on the same stationery."""

import json
from collections import OrderedDict
from dataclasses import asdict, dataclass, field, fields, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from web.kit.forms import Form, Line, Lines, Paragraph
from web.kit.printing import Order, Printed, designs

MOST_LAID_BY = 32  # letters that are kept in memory, each some hundred kilobytes
NAMES = {
    "to": "to whom", "place": "place", "date": "date", "subject": "subject", "greeting": "greeting", "body": "text",
    "closing": "closing", "signature": "name below it",
}  # fmt: skip
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


def key_of(order: Order, letter: CoverLetter) -> str:
    """A sha256, in hex, of everything that could change a byte of what is printed."""
    words = json.dumps(letter.printed(), ensure_ascii=False, sort_keys=True)
    return sha256(f"{order.key()} {words}".encode("utf-8", "replace")).hexdigest()


class LaidBy:
    """The letter that was set last for each of the newest few people: its picture and its file need no second setting.

    It lies under its owner, so that two people who wrote the very same letter are still handed their own.
    """

    def __init__(self, most: int = MOST_LAID_BY) -> None:
        self._most = most
        self._letters: OrderedDict[UUID, tuple[str, Printed]] = OrderedDict()

    def get(self, owner_id: UUID, key: str) -> Printed | None:
        laid, printed = self._letters.get(owner_id, ("", None))
        return printed if laid == key else None

    def put(self, owner_id: UUID, key: str, printed: Printed) -> None:
        self._letters.pop(owner_id, None)
        self._letters[owner_id] = key, printed
        while len(self._letters) > self._most:
            self._letters.popitem(last=False)
