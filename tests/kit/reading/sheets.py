"""A small career as other people's programs lay it out, and the lines of such a page."""

from typing import Any

import pypdfium2 as pdfium

from tests.paper import SERIF, pdf_of
from web.kit.reading.anybody import is_beside
from web.kit.reading.layout import read_layout
from web.kit.reading.lines import Sheet
from web.kit.reading.sections import is_heading

SUMMARY = "A baker with ten years of practice in small shops and large ones, fond of rye and of early mornings."
CAREER: dict[str, Any] = {
    "basics": {
        "name": "Ines Castellanos",
        "label": "Baker",
        "email": "ines@example.org",
        "phone": "+44 7700 900318",
        "summary": SUMMARY,
        "location": {"text": "Leeds, UK"},
    },
    "work": [
        {
            "name": "Crumb & Co",
            "position": "Senior baker",
            "location": "Leeds, UK",
            "startDate": "2019-03",
            "endDate": "present",
            "highlights": [
                "Baked bread for two hundred people every day of the week.",
                "Trained nine apprentices in the craft of sourdough, and kept the books of the shop in such good order that "
                "nobody asked for a receipt.",
            ],
        },
        {
            "name": "Old Mill",
            "position": "Baker",
            "location": "York, UK",
            "startDate": "2015-01",
            "endDate": "2019-02",
            "highlights": ["Ran the night shift.", "Built a new oven with the owner."],
        },
    ],
    "education": [
        {
            "institution": "University of Leeds",
            "studyType": "Bachelor of Science",
            "area": "Food Science",
            "startDate": "2012",
            "endDate": "2015",
        }
    ],
    "skills": [{"keywords": ["Sourdough", "Pastry", "Bookkeeping", "Rotas"]}],
    "languages": [{"language": "English", "fluency": "Native"}, {"language": "Polish", "fluency": "Fluent"}],
}
HEAD = "<h1>Ines Castellanos</h1><p>Baker</p><p>ines@example.org | +44 7700 900318 | Leeds, UK</p>"
POST = "<div class=e><b>{}</b><span class=d>{}</span><br>{} · {}<ul>{}</ul></div>"
STYLE = (
    f"@page {{ size: A4; margin: 15mm }} body {{ font: 10pt/14pt {SERIF}, serif; margin: 0 }} p, h2 {{ margin: 0 }} "
    "h1 { font-size: 22pt; margin: 0 } ul { margin: 2pt 0 6pt } .d { float: right } "
)
DATES = ("Mar 2019 – Present", "Jan 2015 – Feb 2019")


def sections(dates: tuple[str, str] = DATES) -> list[tuple[str, str]]:
    posts = [
        POST.format(
            one["position"],
            when,
            one["name"],
            one["location"],
            "".join(f"<li>{point}</li>" for point in one["highlights"]),
        )
        for one, when in zip(CAREER["work"], dates, strict=True)
    ]
    study = "<div class=e><b>University of Leeds</b><span class=d>2012 – 2015</span><br>Bachelor of Science in Food Science</div>"
    return [
        ("Summary", f"<p>{SUMMARY}</p>"),
        ("Experience", "".join(posts)),
        ("Education", study),
        ("Skills", "<p>Sourdough, Pastry, Bookkeeping, Rotas</p>"),
        ("Languages", "<p>English (Native), Polish (Fluent)</p>"),
    ]


def page(style: str, parts: list[tuple[str, str]] | None = None, head: str = HEAD) -> str:
    body = "".join(f"<section><h2>{title}</h2><div>{text}</div></section>" for title, text in parts or sections())
    return f"<style>{STYLE}{style}</style>{head}{body}"


def beside(style: str, left: list[tuple[str, str]], right: list[tuple[str, str]], head: str = HEAD) -> str:
    """Two columns under a head."""
    columns = [
        "".join(f"<section><h2>{title}</h2><div>{text}</div></section>" for title, text in part)
        for part in (left, right)
    ]
    rows = "".join(f"<div class=column>{column}</div>" for column in columns)
    table = ".columns { display: table; margin-top: 8mm } .column { display: table-cell; padding-right: 8mm } "
    return f"<style>{STYLE}{table}{style}</style>{head}<div class=columns>{rows}</div>"


def laid_out(html: str) -> Sheet:
    with pdfium.PdfDocument(pdf_of(html)) as document:
        return read_layout(document, is_heading, is_beside)
