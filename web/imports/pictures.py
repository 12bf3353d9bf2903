"""A page of a document as a picture with words marked that something was read from, and where words stand on it."""

import io
from collections.abc import Sequence

from web.kit.workshop import WorkFailed, run_once

Box = tuple[float, float, float, float]

WIDTH = 1_000  # pixels
SECONDS, MEMORY = 10, 512  # that drawing one may take, and MiB
MOST_POINTS = 4_000  # of a side; a page that claims to be larger is drawn smaller
MARK, LINE = (200, 230, 242), (12, 90, 134)
AROUND = 2  # points between words and the mark around them
NEAR = 48  # points that are seen around marked words, where they alone are asked for
LEAST_WIDE = 280  # points of a page that are seen side by side at the least


class Undrawn(Exception):
    """There is no such page, or it cannot be drawn."""


def page_picture(body: bytes, number: int, boxes: Sequence[Box], is_near: bool = False) -> bytes:
    """Page `number`, counted from 1, as a PNG; `is_near` is the marked words alone with what is around them. Boxes are
    in points from the upper left corner. Raises Undrawn."""
    try:
        made: bytes = run_once(f"{__name__}:drawn", body, number, list(boxes), is_near, seconds=SECONDS, memory=MEMORY)
    except WorkFailed:
        raise Undrawn from None
    return made


def drawn(body: bytes, number: int, boxes: Sequence[Box], is_near: bool = False) -> bytes:
    """The same in this very process."""
    import pypdfium2 as pdfium
    from PIL import Image, ImageChops, ImageDraw

    try:
        with pdfium.PdfDocument(body) as document:
            if not 1 <= number <= len(document):
                raise Undrawn
            page = document[number - 1]
            width, height = page.get_size()
            scale = (2 if is_near else 1) * WIDTH / min(max(width, height * 0.5, 1), MOST_POINTS)
            picture = page.render(scale=scale, draw_annots=False).to_pil().convert("RGB")
    except pdfium.PdfiumError:
        raise Undrawn from None
    places = [
        [(left - AROUND) * scale, (top - AROUND) * scale, (right + AROUND) * scale, (bottom + AROUND) * scale]
        for left, top, right, bottom in boxes
    ]
    wash = Image.new("RGB", picture.size, "white")
    for place in places:
        ImageDraw.Draw(wash).rectangle(place, fill=MARK)
    marked = ImageChops.multiply(picture, wash)  # what is printed stays as dark as it was
    for left, _, right, bottom in places:
        ImageDraw.Draw(marked).line([left, bottom, right, bottom], fill=LINE, width=3)
    if is_near and boxes:
        marked = marked.crop(around(boxes, scale, *marked.size))
    out = io.BytesIO()
    marked.quantize(64).save(out, "PNG")
    return out.getvalue()


def around(boxes: Sequence[Box], scale: float, width: int, height: int) -> tuple[int, int, int, int]:
    """What is cut out of a picture so that marked words can be read on a phone: in pixels, and within it."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    middle, half = (min(lefts) + max(rights)) / 2, max(max(rights) - min(lefts) + NEAR, LEAST_WIDE) / 2
    left = max(0.0, min((middle - half) * scale, width - 2 * half * scale))
    cut = left, (min(tops) - NEAR) * scale, left + 2 * half * scale, (max(bottoms) + NEAR) * scale
    return int(cut[0]), max(0, int(cut[1])), min(width, int(cut[2])), min(height, int(cut[3]))


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
