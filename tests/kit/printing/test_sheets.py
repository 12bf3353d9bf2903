"""Every design, on both papers, with every person: whole, in order, tagged, light, and the same each time."""

import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest

from tests.kit.printing.examination import LOOKS, SIZES, examine
from tests.kit.printing.people import TRUTH, Person, in_truth_files, one_of_ours, ours
from tests.kit.printing.readers import Read, words
from web.kit.printing import Order, designs
from web.kit.printing.designs import ROOT
from web.kit.printing.typeset import typeset, typeset_letter
from web.kit.printing.words import direction_of

WIDE_DATES = ("ar", "de", "en", "es", "fr", "he", "hu", "ko", "ru")


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        yield pool


Case = tuple[str, str, Person, str]  # design, paper, person, look
SLOW = ("endless", "long", "professor")
SETTINGS = list(itertools.product(SIZES, LOOKS))


def faults_of(pool: ProcessPoolExecutor, cases: list[Case]) -> list[str]:
    found = pool.map(examine, *zip(*cases, strict=True), chunksize=4)
    return [
        f"{design}, {paper}, {look}, {person.name}: {fault}"
        for (design, paper, person, look), faults in zip(cases, found, strict=True)
        for fault in faults
    ]


def case(design: str, person: Person, turn: int) -> Case:
    """Papers and looks take turns."""
    paper, look = SETTINGS[turn % len(SETTINGS)]
    return design, paper, person, look


@pytest.mark.parametrize("design", designs())
def test_our_people_are_printed_as_promised(pool: ProcessPoolExecutor, design: str) -> None:
    """Between them they see the design on both papers and in every look. Those who take long come to one design in
    three."""
    first = list(designs()).index(design)
    people = [person for person in ours() if person.name not in SLOW or person.name == SLOW[first % len(SLOW)]]
    assert faults_of(pool, [case(design, person, turn) for turn, person in enumerate(people, first)]) == []


@pytest.mark.skipif(not TRUTH.exists(), reason=f"the truth files are not beside the checkout ({TRUTH.name})")
def test_truth_files_are_printed_as_promised(pool: ProcessPoolExecutor) -> None:
    """Each once, in one design after the other."""
    taken = zip(itertools.cycle(designs()), in_truth_files(), strict=False)
    rounds = len(designs())
    assert faults_of(pool, [case(design, person, n + n // rounds) for n, (design, person) in enumerate(taken)]) == []


@pytest.mark.skipif(not os.environ.get("METIER_TEST_ALL"), reason="takes half an hour; METIER_TEST_ALL=1 runs it")
@pytest.mark.parametrize("design", designs())
def test_every_person_on_every_paper_in_every_look(pool: ProcessPoolExecutor, design: str) -> None:
    people = [*ours(), *(in_truth_files() if TRUTH.exists() else ())]
    assert faults_of(pool, [(design, paper, person, look) for paper, look in SETTINGS for person in people]) == []


@pytest.mark.parametrize("design", designs())
def test_the_same_order_gives_the_same_bytes_in_any_process(design: str) -> None:
    person = one_of_ours("nurse")
    here, _ = typeset(Order(person.resume, design))
    there = f"""
import json, sys
from web.kit.printing import Order
from web.kit.printing.typeset import typeset
sys.stdout.buffer.write(typeset(Order(json.load(sys.stdin), {design!r}))[0])
"""
    asked = json.dumps(person.resume).encode()
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "12345"}
    done = subprocess.run(
        [sys.executable, "-c", there], input=asked, capture_output=True, cwd=ROOT, env=environment, check=True
    )
    assert typeset(Order(person.resume, design))[0] == here
    assert done.stdout == here


def test_a_hint_saves_the_search_and_changes_nothing() -> None:
    person = one_of_ours("nurse")
    for design in designs():
        searched, step = typeset(Order(person.resume, design))
        assert typeset(Order(person.resume, design, hint=step)) == (searched, step)


def test_a_letter_is_set_on_the_same_stationery() -> None:
    person = one_of_ours("nurse")
    letter = json.loads((ROOT / "tests" / "people" / "letters" / "nurse.json").read_text("utf-8"))
    read = Read(typeset_letter(Order(person.resume, "letterhead"), letter))
    assert read.pages == 1
    text = " ".join(read.texts["pypdfium2"][0].split())
    for line in (*letter["to"], letter["subject"], letter["greeting"], letter["closing"], letter["signature"]):
        assert line in text


@pytest.mark.parametrize("language", WIDE_DATES)
def test_dates_never_run_off_the_paper(language: str) -> None:
    """Every month of a year, from the margin's edge to the text."""
    months = [f"2019-{month:02}" for month in range(1, 13)]
    work = [{"position": "A", "startDate": a, "endDate": b} for a, b in zip(months, ["present", *months], strict=False)]
    odd = {"position": "B", "startDate": "Summer of the long drought", "endDate": "sometime before the second flood"}
    read = Read(typeset(Order({"basics": {"name": "N"}, "work": [*work, odd]}, "margin", language=language))[0])
    with_pdfium = _left_edges(read.pdf)
    assert min(with_pdfium) > 17 / 25.4 * 72, min(with_pdfium)
    if direction_of(language) == "ltr":
        assert "Summer of the long drought" in " ".join(read.texts["pdftotext"][0].split())


def _left_edges(pdf: bytes) -> list[float]:
    """How far from the paper's nearer side each run of text starts or ends, in points."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(pdf) as document:
        width = document[0].get_width()
        text = document[0].get_textpage()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
    return [min(left, width - right) for left, _, right, _ in boxes]


def test_an_order_knows_what_changes_its_bytes() -> None:
    order = Order(one_of_ours("nurse").resume, "classic")
    changes = (
        {"design": "modern"}, {"paper": "letter"}, {"language": "de"}, {"hint": 2}, {"controls": {"accent": "#000000"}},
        {"resume": {"basics": {"name": "N"}}},
    )  # fmt: skip
    others = [replace(order, **change) for change in changes]  # type: ignore[arg-type]
    assert len({each.key() for each in (order, *others)}) == 7
    assert order.key() == Order(json.loads(json.dumps(order.resume)), "classic").key()


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        ("ar", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي ءآأؤإئىة لا لأ لإ لآ ١٢٣٤٥٦٧٨٩٠ مُحَمَّدٌ"),
        ("he", "אבגדהוזחטיכךלמםנןסעפףצץקרשת"),
        (
            "en",
            "ÆØÅßŁłĐđŊŋŒœŠšŽžŐőŰűȘșȚț Đặng Nguyễn Привет Ґґ Її Ўў αβγδεζηθικλμνξοπρσςτυφχψω ÷ × ± § † → ← ≤ ≥ ≠ ∞ ✓ € £ ¥ ™ …",
        ),
    ],
    ids=["Arabic", "Hebrew", "Latin, Greek, Cyrillic, signs"],
)
@pytest.mark.parametrize("design", designs())
def test_every_letter_comes_back_out_of_our_own_faces(design: str, language: str, letters: str) -> None:
    read = Read(typeset(Order({"basics": {"name": "N", "summary": letters}}, design, language=language))[0])
    for reader, pages in read.texts.items():
        assert sorted("".join(words(pages[0]))) == sorted("N" + "".join(letters.split())), reader
    fonts = re.findall(rb"/BaseFont /([A-Z]{6}\+[\w-]+)", read.plain)
    assert fonts
    assert all(b"+Sheet-" in font for font in fonts), fonts
