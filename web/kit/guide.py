"""The port for somebody who helps to read: asked which words of a document answer a question, it points at them.

A model of language may stand behind it one day; a house has none unless it is given one. Whoever asks believes nothing
that does not stand in the document, so a guide can overlook something but invent nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Silent(Exception):
    """The guide does not answer now; reading goes on without it."""


@dataclass(frozen=True)
class Passage:
    """A line of a document; `page` counts from 1."""

    page: int
    text: str


@dataclass(frozen=True)
class Question:
    """What was not found: "Which of these words are the employer?", and what was read of the entry it belongs to."""

    words: str
    entry: Mapping[str, Any]


class Guide(Protocol):
    def point(self, lines: Sequence[Passage], question: Question) -> str:
        """The words of the lines that answer it, as they stand there, or nothing. Raises Silent."""
