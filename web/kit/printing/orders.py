"""What the press is asked for and what it gives back."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from web.kit.content import LARGEST_CONTENT
from web.kit.printing.designs import designs

LARGEST_PHOTO = 1_000_000
JPEG = b"\xff\xd8\xff"
TOO_DEEP = "This résumé is too long or too deeply nested to be set. Please shorten it."


class PrintFailed(Exception):
    """A sheet could not be set; the text is a sentence for the person."""


class Superseded(Exception):
    """A newer order of the same lane took this one's place."""


@dataclass(frozen=True)
class Order:
    """A résumé (JSON Resume 1.0.0) in one design, on one paper, in one language.

    `hint` is the step at which the sheet fitted the last time: where it still fits, it saves the search. `photo` is a
    JPEG; a design that has no place for one leaves it out.
    """

    resume: dict[str, Any]
    design: str
    paper: Literal["a4", "letter"] | str = "a4"
    language: str = "en"
    controls: dict[str, Any] = field(default_factory=dict)
    hint: int | None = None
    photo: bytes | None = None

    def key(self) -> str:
        """A sha256, in hex, of everything that could change a byte of what is printed."""
        rest = [self.paper, self.language, self.controls, self.hint, designs()[self.design].version]
        rest += [hashlib.sha256(self.photo).hexdigest()] if self.photo else []
        return hashlib.sha256(_canonical([self.resume, self.design, *rest])).hexdigest()

    def packed(self) -> str:
        """The order as text, for a process that prints it."""
        photo = base64.b64encode(self.photo).decode() if self.photo else None
        return json.dumps([self.resume, self.design, self.paper, self.language, self.controls, self.hint, photo])

    @classmethod
    def unpacked(cls, text: str) -> Self:
        resume, design, paper, language, controls, hint, photo = json.loads(text)
        return cls(resume, design, paper, language, controls, hint, base64.b64decode(photo) if photo else None)

    def check(self) -> None:
        """Raises PrintFailed for what no press could set."""
        if self.design not in designs():
            raise PrintFailed(f"There is no design {self.design!r}; there are {', '.join(designs())}.")
        if self.paper not in ("a4", "letter"):
            raise PrintFailed(f"There is no paper {self.paper!r}; there are a4 and letter.")
        try:
            size = len(_canonical(self.resume))
        except RecursionError:
            raise PrintFailed(TOO_DEEP) from None
        if self.photo and (len(self.photo) > LARGEST_PHOTO or not self.photo.startswith(JPEG)):
            raise PrintFailed(f"A photo has to be a JPEG of at most {LARGEST_PHOTO:,} bytes.")
        if size > LARGEST_CONTENT:
            raise PrintFailed(
                f"This résumé says {size:,} bytes; {LARGEST_CONTENT:,} is the most that is printed. Please shorten it."
            )


@dataclass(frozen=True)
class Printed:
    """A tagged PDF, how many pages it has, the step at which it fitted, and for each page a PNG and its words."""

    pdf: bytes
    pages: int
    step: int
    pictures: list[bytes]
    words: list[str]


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")
