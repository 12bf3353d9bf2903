"""The files that a PDF carries."""

import pypdfium2 as pdfium

from web.kit.jsonresume import Unreadable

WHY = {3: "This PDF is cut short or damaged.", 4: "This PDF is locked with a password.", 5: "This PDF is locked."}
MOST_ATTACHMENTS = 100


def is_pdf(body: bytes) -> bool:
    """PDF allows some bytes before its mark."""
    return b"%PDF-" in body[:1024]


def attachment_names(body: bytes) -> list[str]:
    """None for what cannot be opened: whoever reads it as a document says why."""
    try:
        with pdfium.PdfDocument(body) as document:
            most = min(document.count_attachments(), MOST_ATTACHMENTS)
            return [document.get_attachment(index).get_name() for index in range(most)]
    except pdfium.PdfiumError:
        return []


def attached(body: bytes, name: str) -> bytes:
    """The bytes of the attachment with this name; raises Unreadable."""
    try:
        with pdfium.PdfDocument(body) as document:
            for index in range(min(document.count_attachments(), MOST_ATTACHMENTS)):
                found = document.get_attachment(index)
                if found.get_name() == name:
                    return bytes(found.get_data())
    except pdfium.PdfiumError as error:
        raise Unreadable(WHY.get(error.err_code, "This PDF is damaged: what it carries cannot be taken out.")) from None
    raise Unreadable(f"No {name} is attached to this PDF.")
