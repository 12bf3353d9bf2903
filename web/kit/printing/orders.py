"""What the press is asked for, and what comes back."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from web.kit.jsonresume import LARGEST_CONTENT
from web.kit.printing.designs import designs

__all__ = ["LARGEST_CONTENT", "Order", "PrintFailed", "Printed", "Superseded"]


@dataclass(frozen=True)
class Order:
    """A résumé (JSON Resume), how it should look, and the step of fitting that the last print of it took."""

    resume: dict[str, Any]
    design: str
    paper: str = "a4"
    language: str = "en"
    controls: dict[str, Any] = field(default_factory=dict)
    hint: int | None = None

    def key(self) -> str:
        """64 hex digits: a hash of the design's version and of everything that changes the bytes."""
        said = [self.resume, self.design, designs()[self.design].version, self.paper, self.language, self.controls]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Printed:
    """The PDF, its pages as PNG pictures, the words of each page in reading order, and the step of fitting."""

    pdf: bytes
    pages: int
    step: int
    pictures: list[bytes]
    words: list[str]


class PrintFailed(Exception):
    """The sheet cannot be set; the text is for the person."""


class Superseded(Exception):
    """A newer order of the same lane took this one's place."""
