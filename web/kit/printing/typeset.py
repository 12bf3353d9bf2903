"""A résumé set on paper: HTML from the design's template, pages by WeasyPrint, fitted so that none ends badly."""

import datetime as dt
import functools
import json
import re
from typing import Any

import jinja2
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from web.kit.printing.dates import breadth
from web.kit.printing.designs import SHELF, designs
from web.kit.printing.faces import FONTS, rules, scripts_in, stack
from web.kit.printing.orders import Order
from web.kit.printing.prose import marked
from web.kit.printing.said import said_in
from web.kit.printing.scale import LEAST_TEXT, families_of, properties
from web.kit.printing.tags import finish
from web.kit.printing.text import clean, keep, paragraphs
from web.kit.printing.words import direction_of

ATTACHMENT = "resume.json"
PHOTO = "photo:"
VARIANT = "pdf/ua-1"
EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001  the attachment's date: a constant, so that bytes never follow the clock
FULL_ENOUGH = 0.74  # a single page filled less than this opens up
TIGHTER = ((1, 0.935), (2, 0.885), (3, 0.82))  # a step, and about what it leaves of the length
MOST_TIGHTENED = 5  # pages; a longer career is not set smaller for the sake of its last page …
SCRAP = 0.08  # … unless no more than this stands on it
KEPT = 24  # sets of stylesheets with their faces; an eastern one holds about 7 MiB
FACE = re.compile(r"\$(\w+)")
FONT_SIZE = re.compile(r"font-size: ([\d.]+)pt")
SHORT_TAIL = 0.45  # a last page filled less than this, that cannot be won back, opens up …
EARLY = 0.78  # … unless a page before it would then be filled less than this


class Sheet:
    """A résumé laid out in pages, not yet written."""

    def __init__(self, document: weasyprint.Document, step: int) -> None:
        self.document, self.step = document, step
        self.pages = len(document.pages)
        *fills, self.fill = map(_bottom, document.pages)
        self.ends_early = any(fill < EARLY for fill in fills)

    @property
    def length(self) -> float:
        return self.pages - 1 + self.fill


class OnlyOurs(URLFetcher):  # type: ignore[misc]
    """`font:family/file.woff2`, the order's photo, and nothing else: what a person writes can fetch nothing, near or
    far."""

    def __init__(self, photo: bytes | None = None) -> None:
        super().__init__()
        self.photo = photo

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url == PHOTO and self.photo:
            return URLFetcherResponse(url, self.photo, {"Content-Type": "image/jpeg"})
        path = (FONTS / url.removeprefix("font:")).resolve()
        if not url.startswith("font:") or not path.is_relative_to(FONTS) or path.suffix != ".woff2":
            raise FatalURLFetchingError("A sheet may fetch nothing but its own fonts and photo.")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})


FETCHER = OnlyOurs()
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(SHELF), autoescape=True, undefined=jinja2.ChainableUndefined,
    trim_blocks=True, lstrip_blocks=True, auto_reload=False,
)  # fmt: skip
TEMPLATES.filters["keep"], TEMPLATES.filters["marked"] = keep, marked
TEMPLATES.filters["breadth"] = breadth
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
    for step, share in TIGHTER if usual.pages <= MOST_TIGHTENED or usual.fill < SCRAP else ():
        if usual.length * share <= usual.pages - 1 + 0.01:
            tighter = _lay(order, step)
            if tighter.pages < usual.pages:
                return tighter
    return _opened(order, usual) if usual.pages == 2 and usual.fill < SHORT_TAIL else usual


def pages_within(order: Order, most: int) -> int:
    """How many pages an order comes to, when the question is only whether they are more than that."""
    usual = _lay(order, 0)
    can_be_won_back = usual.length * TIGHTER[-1][1] <= most + 0.01
    return fitted(order).pages if usual.pages > most and can_be_won_back else usual.pages


def _opened(order: Order, usual: Sheet) -> Sheet:
    open_sheet = _lay(order, -1)
    is_better = open_sheet.pages == usual.pages and (usual.ends_early or not open_sheet.ends_early)
    return open_sheet if is_better else usual


def _still_fits(sheet: Sheet) -> bool:
    """Whether a search would end at this step as well, as far as one layout can tell."""
    if sheet.step == 0:
        return sheet.fill > FULL_ENOUGH if sheet.pages == 1 else sheet.fill > SHORT_TAIL
    if sheet.step < 0:
        # an opened second page that is nearly empty could be won back: only a search can tell
        is_open = sheet.pages == 2 and 0.42 < sheet.fill < 0.55 and not sheet.ends_early
        return sheet.fill < 0.8 if sheet.pages == 1 else is_open
    return sheet.fill > 0.9


def _lay(order: Order, step: int, template: str = "resume.html", **more: Any) -> Sheet:
    source = markup(order, step, template, **more)
    css, fonts = stylesheets(order, source)
    html = weasyprint.HTML(string=source, url_fetcher=OnlyOurs(order.photo))
    return Sheet(html.render(stylesheets=css, font_config=fonts, pdf_variant=VARIANT), step)


def markup(order: Order, step: int, template: str = "resume.html", **more: Any) -> str:
    """The HTML of a sheet, without its stylesheets."""
    design = designs()[order.design]
    controls = design.settled(order.controls)
    setting: dict[str, Any] = {
        "language": order.language,
        "direction": direction_of(order.language),
        "paper": order.paper,
        "controls": controls,
        "properties": properties(design, controls, step),
        "date_room": design.date_room,
        "step": step,
    }
    seen, words = said_in(order, design.date_room)
    seen["photo"] = PHOTO if order.photo and design.has_photo and controls["photo"] == "on" else ""
    return TEMPLATES.get_template(f"{design.slug}/{template}").render(v=seen, s=setting, l=words, **more)


def stylesheets(order: Order, source: str) -> tuple[list[weasyprint.CSS], FontConfiguration]:
    """The CSS of an order's design with the faces that its text needs, and the font configuration they filled."""
    design = designs()[order.design]
    families = families_of(design, design.settled(order.controls))
    return _stylesheets(design.slug, tuple(families.items()), scripts_in(source, order.language))


@functools.lru_cache(maxsize=KEPT)
def _stylesheets(
    slug: str, families: tuple[tuple[str, str], ...], scripts: tuple[str, ...]
) -> tuple[list[weasyprint.CSS], FontConfiguration]:
    fonts = FontConfiguration()
    css = styles(slug, dict(families), scripts)
    return [weasyprint.CSS(string=css, font_config=fonts, url_fetcher=FETCHER)], fonts


def styles(slug: str, families: dict[str, str], scripts: tuple[str, ...]) -> str:
    """What all designs share and what is this one's own, with its faces in place of their names."""
    said = "\n".join((SHELF / name).read_text("utf-8") for name in ("_base.css", f"{slug}/resume.css"))
    said = FONT_SIZE.sub(rf"font-size: max({LEAST_TEXT}pt, calc(\1pt * var(--size)))", said)
    stacks = {
        role: stack(tuple(dict.fromkeys((family, families["text"]))), scripts) for role, family in families.items()
    }
    return rules(tuple(families.values()), scripts) + FACE.sub(lambda name: stacks[name[1]], said)


def _pdf_of(document: weasyprint.Document, attachments: list[weasyprint.Attachment]) -> bytes:
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, attachments=attachments, finisher=finish)
    return pdf


def _written(resume: dict[str, Any]) -> str:
    """The résumé as it is attached: without the keys that tests and tools put beside it, nor where pages begin."""
    said = {key: _without_breaks(value) for key, value in resume.items() if not key.startswith("_")}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _without_breaks(section: Any) -> Any:
    if not isinstance(section, list):
        return section
    return [
        {key: value for key, value in entry.items() if key != "break"} if isinstance(entry, dict) else entry
        for entry in section
    ]


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
