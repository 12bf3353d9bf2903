"""Anybody's PDF: what it says by where its words stand and how they are set."""

from web.imports.files.attachments import is_pdf
from web.kit.reading import Reading
from web.kit.reading.pdf import read as read_page

NAME = "PDF"


def recognises(body: bytes, filename: str) -> bool:
    return is_pdf(body) or filename.lower().endswith(".pdf")


def read(body: bytes) -> Reading:
    """The career on its pages; raises Unreadable in words."""
    return read_page(body)
