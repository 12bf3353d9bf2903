"""Pages of tests as PDFs, set in our own faces: another machine has other fonts, and breaks the lines elsewhere."""

from typing import Any

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from web.kit.printing.faces import rules
from web.kit.printing.typeset import FETCHER

SANS, SERIF = "'Sheet Source Sans 3'", "'Sheet Source Serif 4'"
FACES = rules(("source-sans-3", "source-serif-4"), ("latin", "latin-ext"))


def pdf_of(html: str, **how: Any) -> bytes:
    """`html` names SANS or SERIF as its font."""
    page = HTML(string=f"<style>{FACES}</style>{html}", url_fetcher=FETCHER)
    made: bytes = page.write_pdf(font_config=FontConfiguration(), **how)
    return made
