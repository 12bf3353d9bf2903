"""Reading a career out of a document: from what stands where, and how it is set."""

from dataclasses import dataclass, field
from typing import Any

from web.kit.reading.traces import Trace
from web.kit.workshop import run_once

SECONDS, MEMORY = 10, 512  # seconds and MiB that reading may take


@dataclass(frozen=True)
class Reading:
    """What a document says: a career as JSON Resume, and where each value stands, by JSON pointer into the career.

    `pages` is the bare text of each page as pdfium gives it, `drawn` the same line by line as it is drawn; both are
    empty where a document has no pages. `left` names in sentences what JSON Resume has no place for. `aside` is what
    other rooms may want of it, such as the applications in a LinkedIn export.
    """

    career: dict[str, Any]
    pages: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    traces: dict[str, Trace] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    aside: dict[str, Any] = field(default_factory=dict)
    format: str = ""  # as people call it, where more than one is read


def read_pdf(body: bytes) -> Reading:
    """What a PDF says, read in a process of its own that can be stopped; raises Unreadable, or WorkFailed."""
    return Reading(*run_once("web.kit.reading.career:read", body, seconds=SECONDS, memory=MEMORY))
