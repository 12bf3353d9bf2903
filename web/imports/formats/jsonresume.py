"""JSON Resume, as a file."""

import json

from web.imports.files.found import certain
from web.kit.jsonresume import parse
from web.kit.reading import Reading

NAME = "JSON Resume"


def recognises(body: bytes, filename: str) -> bool:
    """By its name or its first letter, so that a file with a slip in it is told about the slip."""
    start = body[:100].decode(json.detect_encoding(body[:100]), "ignore").lstrip("\ufeff \t\r\n")
    return (start.startswith("{") and not start.startswith("{\\")) or (
        filename.lower().endswith(".json") and _is_loose(start)
    )


def read(body: bytes) -> Reading:
    return certain(parse(body))


def _is_loose(start: str) -> bool:
    """Whether it may be JSON after all, and no document of another kind that was given this name."""
    return not start.startswith(("%PDF", "PK", "<", "{\\"))
