"""Print Samira for the front page: `python -m tests.people.pictures` after a design has changed."""

import asyncio
import json
from pathlib import Path

import pypdfium2
from PIL import Image

from web.kit.printing import Order, Press
from web.settings import ROOT

DESIGNS = ("margin", "classic", "modern")
WIDTH = 640  # pixels: sharp on fine screens in a row of three
COLOURS = 12  # the fewest that keep a heading's colour and the letters' edges; a first visit is 150 kB at most


async def print_pictures() -> None:
    resume = json.loads((Path(__file__).parent / "samira.json").read_text())
    async with Press() as press:
        for design in DESIGNS:
            printed = await press.print(Order(resume=resume, design=design))
            save_picture(printed.pdf, ROOT / "static" / "pictures" / f"samira-{design}.webp")


def save_picture(pdf: bytes, place: Path) -> None:
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=WIDTH / page.get_width()).to_pil()
    few = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)
    few.convert("RGB").save(place, lossless=True, quality=100, method=6)


if __name__ == "__main__":
    asyncio.run(print_pictures())
