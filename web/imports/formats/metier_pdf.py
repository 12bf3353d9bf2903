"""A PDF that Métier printed: the résumé it was made from is attached to it as `resume.json`."""

from typing import Any

from web.imports import LARGEST_UPLOAD
from web.kit.jsonresume import Unreadable, parse
from web.kit.workshop import WorkFailed, run_once

NAME = "PDF made by Métier"
ATTACHMENT = "resume.json"
WHY = {3: "This PDF is cut short or damaged.", 4: "This PDF is locked with a password.", 5: "This PDF is locked."}
TOO_HARD = "Reading this file took too long or too much memory, so it was stopped. Please choose another one."
SECONDS, MEMORY = 10, 512  # seconds and MiB that reading may take


def recognises(body: bytes, filename: str) -> bool:
    """PDF allows some bytes before its mark."""
    return b"%PDF-" in body[:1024] or filename.lower().endswith(".pdf")


def read(body: bytes) -> dict[str, Any]:
    """The attached résumé; raises Unreadable for a foreign, broken, locked or huge PDF."""
    if not body:
        raise Unreadable("This file is empty.")
    if len(body) > LARGEST_UPLOAD:
        raise Unreadable(f"This PDF has more than {LARGEST_UPLOAD:,} bytes, the most that is read.")
    return parse(_attachment_in_a_limited_process(body))


def _attachment_in_a_limited_process(body: bytes) -> bytes:
    """A hostile PDF of a few bytes can take hundreds of megabytes, so pdfium runs where it can be stopped."""
    try:
        found: bytes = run_once(f"{__name__}:attachment", body, seconds=SECONDS, memory=MEMORY)
    except WorkFailed:
        raise Unreadable(TOO_HARD) from None
    return found


def attachment(body: bytes) -> bytes:
    """The bytes of the attached `resume.json`."""
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(body) as document:
            for index in range(document.count_attachments()):
                attached = document.get_attachment(index)
                if attached.get_name() == ATTACHMENT:
                    return bytes(attached.get_data())
    except pdfium.PdfiumError as error:
        raise Unreadable(WHY.get(error.err_code, "This PDF is damaged: what it carries cannot be taken out.")) from None
    raise Unreadable("This PDF was not made by Métier: no resume.json is attached to it.")
