"""Pages as small pictures, and their words as a machine reads them."""

import io
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image

WIDTH = 1240  # pixels of an A4 page: 150 to the inch
POINTS = 595.276
COLOURS = 24


@dataclass(frozen=True)
class Page:
    """One page: a PNG, and its text in reading order."""

    picture: bytes
    words: str


def pages_of(pdf: bytes, pictures: bool = True) -> list[Page]:
    """Every page; without pictures their bytes are empty."""
    with pdfium.PdfDocument(pdf) as document:
        return [_page(document[number], pictures) for number in range(len(document))]


def _page(page: pdfium.PdfPage, pictures: bool) -> Page:
    made = Page(_picture(page) if pictures else b"", _words(page))
    page.close()
    return made


def _picture(page: pdfium.PdfPage) -> bytes:
    bitmap = page.render(scale=WIDTH / POINTS, draw_annots=False)
    picture = _png(bitmap.to_pil())
    bitmap.close()
    return picture


def _words(page: pdfium.PdfPage) -> str:
    text = page.get_textpage()
    words: str = text.get_text_range().replace("\r\n", "\n")
    text.close()
    return words


def _png(picture: Image.Image) -> bytes:
    """Ink, one accent and the shades between them need few colours."""
    out = io.BytesIO()
    picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=False
    )
    return out.getvalue()
