"""PDFs that say nothing, too much or nothing anybody may read are refused in words."""

from io import BytesIO

import pypdfium2 as pdfium
import pytest
from PIL import Image

from tests.kit.printing.people import one_of_ours
from tests.kit.reading.sheets import CAREER, page
from tests.paper import pdf_of
from tests.resumes.test_readback import without_attachment
from web.kit.jsonresume import Unreadable
from web.kit.printing import Order
from web.kit.printing.typeset import typeset
from web.kit.reading.career import read as read_ours
from web.kit.reading.pdf import MOST_PAGES, read


def saved(document: pdfium.PdfDocument) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def empty(pages: int) -> bytes:
    document = pdfium.PdfDocument.new()
    for _ in range(pages):
        document.new_page(100, 100)
    return saved(document)


def scanned() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PDF")
    return out.getvalue()


def crowded() -> bytes:
    """A page with more words on it than a person could read."""
    words = b"".join(b"1 0 0 1 %d %d Tm (word) Tj\n" % (number % 60 * 10, number // 60 * 2) for number in range(4_100))
    drawn = b"BT /F 4 Tf\n" + words + b"ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (scanned(), "pictures of pages and no text"),
        (empty(2), "nothing on the pages"),
        (empty(MOST_PAGES + 1), "only the pages with your career"),
        (crowded(), "far more text"),
        (b"%PDF-1.7 nonsense", "damaged or cut short"),
        (pdf_of(page(""))[:2000], "damaged or cut short"),
    ],
)
def test_refuses_in_words_and_says_what_to_do(body: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as raised:
        read(body)
    assert "Please" in str(raised.value.problems[0])


def test_reads_anybodys() -> None:
    reading = read(pdf_of(page("h2 { font-size: 13pt }")))
    assert {key: value for key, value in reading.career.items() if key != "meta"} == CAREER
    assert reading.traces["/basics/email"].page == 1
    assert "Ines Castellanos" in reading.pages[0]


def test_our_own_is_read_as_it_is_drawn() -> None:
    person = one_of_ours("samira")
    body = without_attachment(typeset(Order(person.resume, "classic", "a4", person.language, {}))[0])
    reading = read(body)
    assert reading.career == read_ours(body)[0]
    assert reading.traces["/work/0/position"].words
