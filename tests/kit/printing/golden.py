"""One golden page for each design: how it looked when somebody last looked.

`python -m tests.kit.printing.golden` draws anew the pages that have changed, or all the designs that are named, into
`golden/`: look at each before you commit it.
"""

import io
import sys
from collections.abc import Iterable
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops

from tests.kit.printing.people import one_of_ours
from web.kit.printing import Order, designs
from web.kit.printing.typeset import typeset

FOLDER = Path(__file__).parent / "golden"
PERSON = "samira"
WIDTH = 420  # pixels: words can just be read
SHADES = 16
VISIBLE = 64  # of 255; what two versions of a drawing library differ by is less
MOST_CHANGED = 0.002  # of all pixels


def main(wanted: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for slug in wanted or [slug for slug in designs() if changed(slug) > MOST_CHANGED]:
        _file(slug).write_bytes(_packed(drawn(slug)))
        print(f"{_file(slug)} is drawn anew")
    for file in _left_over(designs()):
        file.unlink()
        print(f"{file} is gone with its design")


def changed(slug: str) -> float:
    """The share of pixels that visibly differ from the golden page; 1 where there is none of this size."""
    now = drawn(slug)
    if not _file(slug).exists():
        return 1.0
    with Image.open(_file(slug)) as file:
        golden = file.convert("L")
    if golden.size != now.size:
        return 1.0
    histogram = ImageChops.difference(golden, now).histogram()
    return sum(histogram[VISIBLE:]) / sum(histogram)


def drawn(slug: str) -> Image.Image:
    """The first page as grey pixels."""
    person = one_of_ours(PERSON)
    pdf, _ = typeset(Order(person.resume, slug, language=person.language))
    with pdfium.PdfDocument(pdf) as document:
        page = document[0]
        picture: Image.Image = page.render(scale=WIDTH / page.get_width(), draw_annots=False, grayscale=True).to_pil()
        return picture.convert("L")


def _left_over(slugs: Iterable[str]) -> list[Path]:
    return [file for file in sorted(FOLDER.glob("*.png")) if file.stem not in set(slugs)]


def _file(slug: str) -> Path:
    return FOLDER / f"{slug}.png"


def _packed(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.quantize(SHADES, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
