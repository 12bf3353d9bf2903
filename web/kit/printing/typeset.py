"""A résumé set on paper: HTML from the design's template, pages by WeasyPrint, fitted so that none ends badly."""

import datetime as dt
import functools
import json
from pathlib import Path
from typing import Any

import jinja2
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from web.kit.printing.dates import breadth
from web.kit.printing.designs import FONTS, SHELF, designs
from web.kit.printing.eastern import eastern_faces, face_rules
from web.kit.printing.lists import ORDER, view
from web.kit.printing.orders import Order
from web.kit.printing.tags import finish
from web.kit.printing.text import clean, keep, paragraphs
from web.kit.printing.words import direction_of, words_of

ATTACHMENT = "resume.json"
VARIANT = "pdf/ua-1"
EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001  the attachment's date: a constant, so that bytes never follow the clock
FULL_ENOUGH = 0.74  # a single page filled less than this opens up
TIGHTER = ((1, 0.935), (2, 0.885), (3, 0.82))  # a step, and about what it leaves of the length
MOST_TIGHTENED = 5  # pages; a longer career is not set smaller for the sake of its last page
KEPT = 16  # sets of stylesheets with their faces; an eastern one holds about 7 MiB
SHORT_TAIL = 0.45  # a last page filled less than this, that cannot be won back, opens up


class Sheet:
    """A résumé laid out in pages, not yet written."""

    def __init__(self, document: weasyprint.Document, step: int) -> None:
        self.document, self.step = document, step
        self.pages = len(document.pages)
        self.fill = _bottom(document.pages[-1])

    @property
    def length(self) -> float:
        return self.pages - 1 + self.fill


class OnlyOurFonts(URLFetcher):  # type: ignore[misc]
    """`font:family/file.woff2` and nothing else: what a person writes can fetch nothing, near or far."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = (FONTS / url.removeprefix("font:")).resolve()
        if not url.startswith("font:") or not path.is_relative_to(FONTS) or path.suffix != ".woff2":
            raise FatalURLFetchingError("A sheet may fetch nothing but its own fonts.")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})


FETCHER = OnlyOurFonts()
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(SHELF), autoescape=True, undefined=jinja2.ChainableUndefined,
    trim_blocks=True, lstrip_blocks=True, auto_reload=False,
)  # fmt: skip
TEMPLATES.filters["keep"] = keep
TEMPLATES.filters["fits"] = lambda text, room: not room or breadth(text) <= room


def typeset(order: Order) -> tuple[bytes, int]:
    """The PDF of an order, and the step at which it fitted. The same order gives the same bytes, always."""
    sheet = fitted(order)
    attached = weasyprint.Attachment(
        string=_written(order.resume), name=ATTACHMENT, description="JSON Resume", created=EPOCH, modified=EPOCH
    )
    return _pdf_of(sheet.document, [attached]), sheet.step


def typeset_letter(order: Order, letter: dict[str, Any]) -> bytes:
    """A cover letter on the design's stationery. `letter` has to (lines), place, date, subject, greeting, body
    (paragraphs), closing and signature."""
    said = {
        key: [clean(x) for x in value] if isinstance(value, list) else clean(value) for key, value in letter.items()
    }
    said["body"] = [line for text in letter.get("body", []) for line in paragraphs(text)]
    return _pdf_of(_lay(order, 0, "letter.html", letter=said).document, [])


def fitted(order: Order) -> Sheet:
    """The sheet at the step that serves its length best: a short page opens up, a few last lines are won back."""
    if order.hint is not None:
        sheet = _lay(order, order.hint)
        if _still_fits(sheet):
            return sheet
    usual = _lay(order, 0)
    if usual.pages == 1:
        return _opened(order, usual) if usual.fill < FULL_ENOUGH else usual
    for step, share in TIGHTER if usual.pages <= MOST_TIGHTENED else ():
        if usual.length * share <= usual.pages - 1 + 0.01:
            tighter = _lay(order, step)
            if tighter.pages < usual.pages:
                return tighter
    return _opened(order, usual) if usual.pages == 2 and usual.fill < SHORT_TAIL else usual


def _opened(order: Order, usual: Sheet) -> Sheet:
    open_sheet = _lay(order, -1)
    return open_sheet if open_sheet.pages == usual.pages else usual


def _still_fits(sheet: Sheet) -> bool:
    """Whether a search would end at this step as well, as far as one layout can tell."""
    if sheet.step == 0:
        return sheet.fill > FULL_ENOUGH if sheet.pages == 1 else sheet.fill > SHORT_TAIL
    if sheet.step < 0:
        return sheet.fill < 0.8 if sheet.pages == 1 else sheet.pages == 2 and sheet.fill < 0.55
    return sheet.fill > 0.9


def _lay(order: Order, step: int, template: str = "resume.html", **more: Any) -> Sheet:
    source = markup(order, step, template, **more)
    css, fonts = _stylesheets(order.design, eastern_faces(order.language, source))
    html = weasyprint.HTML(string=source, url_fetcher=FETCHER)
    return Sheet(html.render(stylesheets=css, font_config=fonts, pdf_variant=VARIANT), step)


def markup(order: Order, step: int, template: str = "resume.html", **more: Any) -> str:
    """The HTML of a sheet, without its stylesheets."""
    design = designs()[order.design]
    words = words_of(order.language) | design.labels.get(order.language, {})
    setting: dict[str, Any] = {
        "language": order.language,
        "direction": direction_of(order.language),
        "paper": order.paper,
        "controls": design.settled(order.controls),
        "date_room": design.date_room,
        "step": step,
    }
    seen = view(order.resume, order.language, words, setting["controls"].get("order") or ORDER, design.date_room)
    return TEMPLATES.get_template(f"{design.slug}/{template}").render(v=seen, s=setting, l=words, **more)


@functools.lru_cache(maxsize=KEPT)
def _stylesheets(slug: str, faces: tuple[str, ...]) -> tuple[list[weasyprint.CSS], FontConfiguration]:
    """The design's CSS and the faces it needs beside its own, parsed once, with the font configuration they filled."""
    fonts = FontConfiguration()
    sheets = (_css(SHELF / "_base.css"), _css(SHELF / slug / "resume.css"), *map(face_rules, faces))
    return [weasyprint.CSS(string=sheet, font_config=fonts, url_fetcher=FETCHER) for sheet in sheets], fonts


def _css(file: Path) -> str:
    return file.read_text("utf-8")


def _pdf_of(document: weasyprint.Document, attachments: list[weasyprint.Attachment]) -> bytes:
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, attachments=attachments, finisher=finish)
    return pdf


def _written(resume: dict[str, Any]) -> str:
    """The résumé as it is attached, without the keys that tests and tools put beside it."""
    said = {key: value for key, value in resume.items() if not key.startswith("_")}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _bottom(page: Any) -> float:
    """How far down the page its last line reaches, as a share of the text area."""
    box = page._page_box
    top, lowest = box.content_box_y(), 0.0
    waiting = [child for child in box.children if type(child).__name__ != "MarginBox"]
    while waiting:
        child = waiting.pop()
        if type(child).__name__ == "LineBox":
            lowest = max(lowest, child.position_y + child.height)
        elif hasattr(child, "children"):
            waiting.extend(child.children)
    return (lowest - top) / box.height if lowest else 0.0
