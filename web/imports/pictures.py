"""A page of a document as a picture with words marked that something was read from, and where words stand on it."""

import io
from collections.abc import Sequence

from web.kit.workshop import WorkFailed, run_once

Box = tuple[float, float, float, float]

WIDTH = 1_000  # pixels
SECONDS, MEMORY = 10, 512  # that drawing one may take, and MiB
MOST_POINTS = 4_000  # of a side; a page that claims to be larger is drawn smaller
MARK, LINE = (164, 216, 234, 110), (12, 90, 134, 255)
AROUND = 2  # points between words and the mark around them


class Undrawn(Exception):
    """There is no such page, or it cannot be drawn."""


def page_picture(body: bytes, number: int, boxes: Sequence[Box]) -> bytes:
    """Page `number`, counted from 1, as a PNG. Boxes are in points from the upper left corner. Raises Undrawn."""
    try:
        made: bytes = run_once(f"{__name__}:drawn", body, number, list(boxes), seconds=SECONDS, memory=MEMORY)
    except WorkFailed:
        raise Undrawn from None
    return made


def drawn(body: bytes, number: int, boxes: Sequence[Box]) -> bytes:
    """The same in this very process."""
    import pypdfium2 as pdfium
    from PIL import Image, ImageDraw

    try:
        with pdfium.PdfDocument(body) as document:
            if not 1 <= number <= len(document):
                raise Undrawn
            page = document[number - 1]
            width, height = page.get_size()
            scale = WIDTH / min(max(width, height * 0.5, 1), MOST_POINTS)
            picture = page.render(scale=scale, draw_annots=False).to_pil().convert("RGBA")
    except pdfium.PdfiumError:
        raise Undrawn from None
    marks = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(marks)
    for left, top, right, bottom in boxes:
        corners = [(left - AROUND) * scale, (top - AROUND) * scale, (right + AROUND) * scale, (bottom + AROUND) * scale]
        pen.rectangle(corners, fill=MARK)
        pen.line([corners[0], corners[3], corners[2], corners[3]], fill=LINE, width=3)
    out = io.BytesIO()
    Image.alpha_composite(picture, marks).convert("RGB").quantize(64).save(out, "PNG")
    return out.getvalue()


# --- where words stand -----------------------------------------------------------------------------------------------


def places_of(body: bytes, number: int, words: str) -> tuple[Box, ...]:
    """The boxes of words on a page; none where they are not found again, and the page alone says where they stand."""
    try:
        return tuple(map(tuple, run_once(f"{__name__}:found", body, number, words, seconds=SECONDS, memory=MEMORY)))
    except WorkFailed:
        return ()


def found(body: bytes, number: int, words: str) -> list[Box]:
    """The same in this very process."""
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(body) as document:
            page = document[number - 1]
            text, height = page.get_textpage(), page.get_height()
            place = text.search(words).get_next()
            rectangles = [text.get_rect(index) for index in range(text.count_rects(*place))] if place else []
    except pdfium.PdfiumError:
        return []
    return [(left, height - top, right, height - bottom) for left, bottom, right, top in rectangles]
