"""A PDF with nothing on it but what is attached."""

from io import BytesIO

import pypdfium2 as pdfium


def pdf_with(**attachments: bytes) -> bytes:
    document = pdfium.PdfDocument.new()
    document.new_page(595, 842)
    for name, body in attachments.items():
        document.new_attachment(name).set_data(body)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()
