"""Bringing a career in: every format on the shelf `formats/` turns a file into JSON Resume.

A format is a module with `NAME`, `recognises(body, filename)` and `read(body)`, which returns a résumé as
`web.kit.jsonresume.parse` does or raises its Unreadable.
"""

from types import ModuleType

from web.kit.shelf import modules_on

LARGEST_UPLOAD = 10_000_000  # bytes of a file in any format


def format_of(body: bytes, filename: str = "") -> ModuleType | None:
    """The first format that takes the file for its own; None for a file that none of them knows."""
    return next((found for found in modules_on("web.imports.formats") if found.recognises(body, filename)), None)
