"""Reading: processor time a PDF takes, of what pdfium needs to take its text out.

Both read the same files in turn in one warm process, and the median of the ratios counts. The files are those of other
people beside the checkout, or where there are none our own careers in the layouts of the tests.
"""

import statistics
import time
from collections.abc import Iterator
from typing import Literal

import pypdfium2 as pdfium

from tests.kit.reading.calibration import DOCUMENTS
from tests.kit.reading.sheets import page, printed
from web.kit.reading.pdf import read

Row = tuple[str, float, float, Literal["≤", "≥"]]
ROUNDS = 3
GOAL = 3.0


def rows() -> Iterator[Row]:
    bodies = [path.read_bytes() for path in sorted(DOCUMENTS.glob("*.pdf"))] or [
        printed(page("h2 { font-size: 13pt }"))
    ]
    for body in bodies:
        read(body)
    ratios = [sum(map(_reading, bodies)) / sum(map(_text, bodies)) for _ in range(ROUNDS)]
    yield "reading a PDF, CPU of taking its text out", statistics.median(ratios), GOAL, "≤"


def _reading(body: bytes) -> float:
    start = time.process_time()
    read(body)
    return time.process_time() - start


def _text(body: bytes) -> float:
    start = time.process_time()
    with pdfium.PdfDocument(body) as document:
        for one in document:
            one.get_textpage().get_text_range()
    return time.process_time() - start
