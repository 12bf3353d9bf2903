"""Setting a résumé: data and design to HTML, HTML to pages, pages to a PDF that carries its own data.

Runs in the press's child. Everything heavy is imported here and nowhere else.
"""

import datetime as dt
import functools
import json
from typing import Any

import jinja2
import weasyprint
from markupsafe import Markup
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from web.kit.printing.designs import PAPERS, SHELF, designs
from web.kit.printing.lists import ORDER, bare, href, keep, view
from web.kit.printing.orders import Order, Printed
from web.kit.printing.pictures import pictures_and_words
from web.kit.printing.tags import finish
from web.kit.printing.words import direction, labels
from web.settings import ROOT

EPOCH = dt.datetime(2000, 1, 1)
VARIANT = "pdf/ua-1"


class OwnFilesOnly(URLFetcher):
    """What a person wrote can never make the press fetch anything: only our style sheets and fonts are files to it."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        for folder in (SHELF, ROOT / "static" / "sheets"):
            if url.startswith(folder.as_uri() + "/") and ".." not in url:
                return super().fetch(url, headers)
        raise FatalURLFetchingError("only our own files")


FETCHER = OwnFilesOnly(allowed_protocols={"file"}, allow_redirects=False)

ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(SHELF), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
)
ENVIRONMENT.filters["keep"] = keep
ENVIRONMENT.globals |= {"href": href, "bare": bare}


def work(order: Order) -> Printed:
    """The whole job of the press's child."""
    pdf, step = typeset(order)
    pictures, words = pictures_and_words(pdf)
    return Printed(pdf, len(pictures), step, pictures, words)


def typeset(order: Order) -> tuple[bytes, int]:
    """The PDF, and the step of fitting it took. The same order gives the same bytes."""
    document, step = fitted(order)
    body = json.dumps(attached(order.resume), ensure_ascii=False, separators=(",", ":"))
    stamp = modified(order.resume) or EPOCH
    data = weasyprint.Attachment(
        string=body, name="resume.json", description="JSON Resume", created=stamp, modified=stamp
    )
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, attachments=[data], finisher=finish)
    return pdf, step


def attached(resume: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in resume.items() if not key.startswith("_")}


def modified(resume: dict[str, Any]) -> dt.datetime | None:
    """The time the résumé gives itself; the clock has no say in the bytes."""
    try:
        return dt.datetime.fromisoformat(str((resume.get("meta") or {}).get("lastModified")).replace("Z", ""))
    except ValueError:
        return None


# --- fitting -----------------------------------------------------------------------------------------------------


def fitted(order: Order) -> tuple[Any, int]:
    """Set the sheet; where the last page holds only a few lines, set it a little tighter, three steps at most.

    The order's hint is the step of the print before: when it still gives a good page, one layout is enough.
    """
    hint = order.hint
    if hint is not None:
        document = lay(order, hint)
        if _is_good(document, hint):
            return document, hint
    document = first = lay(order, 0) if hint != 0 else document
    pages, tail = len(document.pages), bottom(document.pages[-1])
    if pages == 1:
        if tail < 0.74:
            loose = lay(order, -1) if hint != -1 else lay(order, -1)
            if len(loose.pages) == 1:
                return loose, -1
        return document, 0
    for step, share in ((1, 0.935), (2, 0.885), (3, 0.82)):  # about what a step leaves of the length
        if (pages - 1 + tail) * share <= pages - 1 + 0.01:
            document = lay(order, step)
            if len(document.pages) < pages:
                return document, step
    return first, 0


def _is_good(document: Any, hint: int) -> bool:
    fill = bottom(document.pages[-1])
    return fill > 0.74 if len(document.pages) == 1 else fill > 0.3 and hint == 0


def lay(order: Order, step: int) -> Any:
    styles, fonts = sheet(order.design)
    source = weasyprint.HTML(string=html(order, step), url_fetcher=FETCHER)
    return source.render(stylesheets=styles, font_config=fonts, pdf_variant=VARIANT)


def bottom(page: Any) -> float:
    """How far down the page its last line reaches, as a share of the text area."""
    box = page._page_box
    top, height, low = box.content_box_y(), box.height, 0.0
    stack = [child for child in box.children if type(child).__name__ != "MarginBox"]
    while stack:
        child = stack.pop()
        if type(child).__name__ == "LineBox":
            low = max(low, child.position_y + child.height)
        elif hasattr(child, "children"):
            stack.extend(child.children)
    return (low - top) / height if low else 0


@functools.cache
def sheet(slug: str) -> tuple[list[Any], FontConfiguration]:
    """The design's style sheets, parsed once, with the font configuration they filled."""
    fonts = FontConfiguration()
    files = (SHELF / "base.css", SHELF / slug / "resume.css")
    return [weasyprint.CSS(filename=str(file), font_config=fonts, url_fetcher=FETCHER) for file in files], fonts


def html(order: Order, step: int = 0, style: str = "", template: str = "resume.html", letter: Any = None) -> str:
    """The sheet as HTML; `style` puts the style sheet inside, for comparing."""
    design = designs()[order.design]
    controls = design.defaults | {"page": PAPERS[order.paper]} | order.controls
    own = labels(order.language) | design.labels.get(order.language.split("-")[0], {})
    stamp = modified(order.resume)
    return ENVIRONMENT.get_template(f"{order.design}/{template}").render(
        v=view(order.resume, order.language, tuple(controls.get("order") or ORDER), own),
        c=controls,
        slug=order.design,
        lang=order.language,
        dir=direction(order.language),
        l=own,
        fit=step,
        letter=letter,
        css=Markup(style),  # noqa: S704 - our own style sheets
        modified=stamp.isoformat() if stamp else "",
    )
