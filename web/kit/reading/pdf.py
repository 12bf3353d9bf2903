"""Anybody's PDF as a career, with the place of every value; refusals say what it is and what to do instead.

A sheet that our own press made is drawn in the order of speech, so it is read as it is drawn; any other is laid out
anew from where its letters stand. Call it only in a process that can be stopped.
"""

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from web.kit.jsonresume import Unreadable
from web.kit.printing.words import LANGUAGES, words_of
from web.kit.reading import Reading
from web.kit.reading.anybody import career_of, is_beside
from web.kit.reading.career import read_ours
from web.kit.reading.layout import read_layout
from web.kit.reading.lines import Sheet
from web.kit.reading.sections import is_heading
from web.kit.reading.sources import grounded, traced

MOST_PAGES = 100  # a long academic career has half of them
LOCKED = "This PDF is locked with a password. Please save it without one, then bring it again."
DAMAGED = "This PDF is damaged or cut short. Please save or download it once more, then bring it again."
UNKNOWN_LOCK = "This PDF is locked in a way that keeps it from being read. Please save it as a PDF without a lock."
PICTURES = (
    "This PDF holds pictures of pages and no text, as a scanner makes them. Please bring the file it was printed from, "
    "or run it through a program that recognises text (OCR)."
)
BLANK = (
    "There is nothing on the pages of this PDF. Please open it once to see, and bring the file with your career in it."
)
TOO_MANY = "This PDF has {:,} pages, and {} are the most that are read. Please save only the pages with your career."
DRAWN = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING]
WHY = {3: DAMAGED, 4: LOCKED, 5: UNKNOWN_LOCK}


def read(body: bytes) -> Reading:
    """Raises Unreadable in words for what is locked, damaged, too long or without text."""
    try:
        with pdfium.PdfDocument(body) as document:
            _refuse_pages(len(document))
            if _is_ours(document):
                sheet, career = read_ours(document)
                traces = traced(career, sheet)
            else:
                sheet = read_layout(document, is_heading, is_beside)
                _refuse_text(sheet, document)
                career, traces = grounded(career_of(sheet), sheet)
    except pdfium.PdfiumError as error:
        raise Unreadable(WHY.get(error.err_code, DAMAGED)) from None
    drawn = ["\n".join(line.text for line in sheet.lines if line.page == page) for page in range(sheet.pages)]
    return Reading(career, sheet.texts, drawn, traces)


def _refuse_pages(pages: int) -> None:
    if pages > MOST_PAGES:
        raise Unreadable(TOO_MANY.format(pages, MOST_PAGES))
    if not pages:
        raise Unreadable(DAMAGED)


def _refuse_text(sheet: Sheet, document: pdfium.PdfDocument) -> None:
    if sum(map(str.isalnum, "".join(sheet.texts))) < 20:
        raise Unreadable(PICTURES if any(map(_is_drawn_on, document)) else BLANK)


def _is_drawn_on(page: pdfium.PdfPage) -> bool:
    """Whether there are pictures or lines, as of words without letters."""
    return next(page.get_objects(DRAWN), None) is not None


def _is_ours(document: pdfium.PdfDocument) -> bool:
    """By who made it and what it is called: "Ines Castellanos – Résumé"."""
    title = document.get_metadata_value("Title")
    names = {words_of(tag)["resume"] for tag in LANGUAGES}
    is_named = title in names or title.rpartition(" – ")[2] in names
    return is_named and document.get_metadata_value("Producer").startswith("WeasyPrint")
