"""Reading a résumé back out of a PDF, as an employer's software does: from what stands where, and how it is set."""

from dataclasses import dataclass
from typing import Any

from web.kit.workshop import run_once

SECONDS, MEMORY = 10, 512  # seconds and MiB that reading may take


@dataclass(frozen=True)
class Reading:
    """A career as JSON Resume, and the bare text of each page: as pdfium gives it, and line by line as it is drawn."""

    career: dict[str, Any]
    pages: list[str]
    drawn: list[str]


def read_pdf(body: bytes) -> Reading:
    """What a PDF says, read in a process of its own that can be stopped; raises Unreadable, or WorkFailed."""
    return Reading(*run_once("web.kit.reading.career:read", body, seconds=SECONDS, memory=MEMORY))
