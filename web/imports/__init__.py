"""Bringing a career in: every format on the shelf `formats/` turns a file into a career.

A format is a module with `NAME`, `recognises(body, filename)` and `read(body)`, which returns a Reading or raises
Unreadable in words. Formats are asked in the order of their modules' names, and the first that takes a file for its own
reads it. They are called only in a process that can be stopped: the one door for everybody else is `read_document`.
"""

from dataclasses import asdict
from types import ModuleType
from typing import Any

from web.imports.files.found import fitting
from web.imports.files.strangers import is_stranger, words_for
from web.kit.jsonresume import ENTRIES, Unreadable
from web.kit.reading import Reading
from web.kit.reading.traces import Trace
from web.kit.shelf import modules_on
from web.kit.workshop import TooLarge, TooSlow, WorkFailed, run_once

LARGEST_UPLOAD = 10_000_000  # bytes of a file in any format
SECONDS, MEMORY = 10, 300  # seconds and MiB that reading one may take
TOO_HARD = "Reading this file took too long or too much memory, so it was stopped. Please bring another one."
NO_RESUME = (
    "This does not read like a résumé: there is no heading in it such as Experience, Education or Skills. Please bring "
    "one that has them, or answer the questions instead."
)
FAILED = "This file could not be read. Please save it as PDF or Word (DOCX) and bring that."


def read_document(body: bytes, filename: str = "") -> Reading:
    """What a file of any format says; raises Unreadable in words. Opens no connection and leaves nothing behind."""
    if not body:
        raise Unreadable("This file is empty.")
    if len(body) > LARGEST_UPLOAD:
        raise Unreadable(f"This file has more than {LARGEST_UPLOAD:,} bytes, the most that is read.")
    try:
        said = run_once(f"{__name__}:read_here", body, filename, seconds=SECONDS, memory=MEMORY)
    except (TooSlow, TooLarge):
        raise Unreadable(TOO_HARD) from None
    except WorkFailed:
        raise Unreadable(FAILED) from None
    return Reading(**{**said, "traces": {place: Trace.of(trace) for place, trace in said["traces"].items()}})


def read_here(body: bytes, filename: str) -> dict[str, Any]:
    """The same in this very process, as plain values: for the process that can be stopped."""
    found = format_of(body, filename)
    if found is None:
        raise Unreadable(words_for(body))
    reading = fitting(found.read(body))
    if _was_seen(reading) and not any(reading.career.get(section) for section in ENTRIES):
        raise Unreadable(NO_RESUME)
    return asdict(reading) | {"format": found.NAME}


def _was_seen(reading: Reading) -> bool:
    """Whether it was made out by eye, as it were, and not told by a file with named fields."""
    return bool(reading.pages) or any(trace.confidence < 1 for trace in reading.traces.values())


def format_of(body: bytes, filename: str = "") -> ModuleType | None:
    """The first format that takes the file for its own; None for a file that none of them knows."""
    if is_stranger(body):
        return None
    return next((found for found in modules_on("web.imports.formats") if found.recognises(body, filename)), None)
