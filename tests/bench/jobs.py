"""Postings: processor time that reading a page of 100 kB takes, of what lxml needs to parse it.

Both take the same page in turn in one warm process, and the median of the ratios counts: a page that says what it has in
schema.org's words, and one that has nothing but its text.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from lxml import html

from web.jobs.reading import Page, read_page

Row = tuple[str, float, float, Literal["≤", "≥"]]
TEXT = Path(__file__).parents[1] / "samples/jobs/german.txt"
BYTES, ROUNDS, GOAL = 100_000, 41, 2.0
GOAL_OF_WORDS = 3.5  # where a page says nothing to machines, it is parsed and then looked through
PROSE = (  # of which a posting has much, and which says nothing that is read
    "Wir arbeiten in kleinen Gruppen, sprechen offen miteinander und nehmen uns die Zeit, die eine gute Lösung braucht. "
    "Wer bei uns anfängt, lernt zuerst die Menschen kennen und erst danach die Anlagen, um die es geht."
)
CARD = (
    '<li class="card card--job"><a class="card__link" href="/jobs/{0}?from=list" data-id="{0}"><h3 class="card__title">'
    'Another job, number {0}</h3><span class="card__place">Hamburg</span><span class="card__kind">Full-time</span></a>'
    '<button class="save" type="button" aria-label="Save job {0}"><svg viewBox="0 0 24 24"><path d="M5 3h14v18l-7-5-7 5z"/>'
    "</svg></button></li>\n"
)


def rows() -> Iterator[Row]:
    described = page(is_described=True)
    yield "reading a posting page of 100 kB, CPU of parsing its HTML", ratio(described), GOAL, "≤"
    yield (
        "reading such a page by its words alone, CPU of parsing it",
        ratio(page(is_described=False)),
        GOAL_OF_WORDS,
        "≤",
    )


def page(is_described: bool) -> bytes:
    """A page as boards have them: the posting, and many others around it."""
    lines = TEXT.read_text(encoding="utf-8").splitlines()
    said = "".join(f"<li>{line[2:]}</li>" if line.startswith("• ") else f"<p>{line}</p>" for line in lines if line)
    said += f"<p>{PROSE}</p>" * 20
    job = {"@context": "https://schema.org", "@type": "JobPosting", "title": lines[0], "description": said}
    script = f'<script type="application/ld+json">{json.dumps(job)}</script>' * is_described
    head = f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{lines[0]}</title>{script}</head><body>'
    start = f"{head}<main><h1>{lines[0]}</h1>{said}</main><aside><ul>\n"
    cards = (BYTES - len(start.encode())) // len(CARD.format(1000))
    return (
        start + "".join(CARD.format(1000 + number) for number in range(cards)) + "</ul></aside></body></html>"
    ).encode()


def ratio(body: bytes) -> float:
    saved = Page("https://example.org/jobs/1", "text/html", body)
    assert read_page(saved)[0].salary_low
    return statistics.median(seconds(lambda: read(body)) / seconds(lambda: parse(body)) for _ in range(ROUNDS))


def read(body: bytes) -> None:
    read_page(Page("https://example.org/jobs/1", "text/html", body))


def parse(body: bytes) -> None:
    html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))


def seconds(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
