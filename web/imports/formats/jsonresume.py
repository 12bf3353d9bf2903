"""JSON Resume, as a file."""

import json
from typing import Any

from web.kit.jsonresume import parse

NAME = "JSON Resume"


def recognises(body: bytes, filename: str) -> bool:
    """By its name or its first letter, so that a file with a slip in it is told about the slip."""
    start = body[:100].decode(json.detect_encoding(body[:100]), "ignore").lstrip("\ufeff \t\r\n")
    return filename.lower().endswith(".json") or start.startswith("{")


def read(body: bytes) -> dict[str, Any]:
    return parse(body)
