"""The pages of a PDF as pictures, and their words."""

import io

import pypdfium2 as pdfium

WIDTH = 1240  # pixels of a page
COLOURS = 32


def pictures_and_words(pdf: bytes) -> tuple[list[bytes], list[str]]:
    """A PNG and the text of each page, in reading order."""
    pictures, words = [], []
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            bitmap = page.render(scale=WIDTH / page.get_width())
            out = io.BytesIO()
            bitmap.to_pil().convert("RGB").quantize(COLOURS, dither=0).save(out, "PNG")
            pictures.append(out.getvalue())
            words.append(page.get_textpage().get_text_range().replace("\r\n", "\n"))
    return pictures, words
