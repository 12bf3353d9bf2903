"""Our own PDFs are read back from positions, sizes and text alone; and what is lost is told, value by value."""

import copy
import io
import os
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from tests.kit.printing.people import TRUTH, Person, in_truth_files, one_of_ours, ours
from web.kit.printing import Order, designs
from web.kit.printing.typeset import typeset
from web.kit.reading.career import read
from web.resumes.readback import Verdict, as_printed, compare

EVERY_DESIGN = ("samira", "nurse", "everything")  # a page, two pages, every key there is
FROM_THE_RIGHT = ("arabic", "hebrew")
UNREADABLE = ("endless", "long")  # words of thousands of letters; 60 pages
Lost = tuple[str, str, str, str, str]


def without_attachment(pdf: bytes) -> bytes:
    """The file as a stranger's: nothing is attached to it."""
    with pdfium.PdfDocument(pdf) as document:
        for index in reversed(range(document.count_attachments())):
            assert raw.FPDFDoc_DeleteAttachment(document.raw, index)
        out = io.BytesIO()
        document.save(out)
    with pdfium.PdfDocument(out.getvalue()) as document:
        assert document.count_attachments() == 0
    return out.getvalue()


def read_back(person: Person, design: str, **controls: Any) -> tuple[int, list[Lost]]:
    """How many values a sheet prints, and those that were not read in their place."""
    pdf, _ = typeset(Order(person.resume, design, "a4", person.language, controls))
    career, _, _ = read(without_attachment(pdf))
    printed = as_printed(person.resume, person.language, designs()[design].settled(controls))
    values = compare(printed, career, controls.get("titles"))
    lost = [value for value in values if value.verdict != Verdict.READ]
    return len(values), [(person.name, one.section, one.label, one.said, one.got) for one in lost]


def in_turn(design: str) -> list[Person]:
    """The rest of our people and the truth files beside the checkout, dealt out over the designs, each to one."""
    others = [one for one in ours() if one.name not in (*EVERY_DESIGN, *FROM_THE_RIGHT, *UNREADABLE)]
    dealt = [*others, *in_truth_files()]
    slugs = list(designs())
    mine = slugs.index(design)
    return dealt[mine :: len(slugs)]


@pytest.mark.parametrize("design", designs())
def test_a_sheet_without_its_attachment_is_read_back(design: str, capsys: pytest.CaptureFixture[str]) -> None:
    people = [*map(one_of_ours, EVERY_DESIGN), *in_turn(design)]
    beside = "" if TRUTH.exists() else "; no truth files beside the checkout"
    assert lost_by(people, design, capsys, beside) == []


@pytest.mark.skipif(not TRUTH.exists(), reason=f"the truth files are not beside the checkout ({TRUTH.name})")
@pytest.mark.skipif(
    not os.environ.get("METIER_TEST_ALL"),
    reason="every truth file in every design: 3 minutes; METIER_TEST_ALL=1 runs it",
)
@pytest.mark.parametrize("design", designs())
def test_every_truth_file_is_read_back_in_every_design(design: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert lost_by(in_truth_files(), design, capsys) == []


def lost_by(people: list[Person], design: str, capsys: pytest.CaptureFixture[str], remark: str = "") -> list[Lost]:
    """What was not read of all that a design printed; prints how much that is."""
    counted = [read_back(person, design) for person in people]
    total, lost = sum(count for count, _ in counted), [one for _, several in counted for one in several]
    with capsys.disabled():
        print(f"\n{design}: {total - len(lost):,} of {total:,} values of {len(people)} people{remark}")
    return lost


@pytest.mark.parametrize("design", designs())
@pytest.mark.parametrize("name", FROM_THE_RIGHT)
def test_what_runs_from_the_right_is_read_back_too(name: str, design: str) -> None:
    count, lost = read_back(one_of_ours(name), design)
    assert not lost, f"{len(lost)} of {count}: {lost}"


@pytest.mark.parametrize("dates", ["long", "number", "year"])
def test_however_its_dates_are_written(dates: str) -> None:
    assert read_back(one_of_ours("samira"), "margin", dates=dates)[1] == []


@pytest.mark.parametrize("names", ["family", "capitals"])
def test_however_its_name_is_written(names: str) -> None:
    assert read_back(one_of_ours("samira"), "classic", names=names)[1] == []


@pytest.mark.parametrize("language", ["de", "fr", "el", "ru", "tr", "zh"])
def test_in_other_languages(language: str) -> None:
    person = one_of_ours("samira")
    assert read_back(Person(person.name, person.resume, language), "margin")[1] == []


NARROW: dict[str, Any] = {
    "basics": {
        "name": "Richard Hendriks",
        "location": {"city": "Ferndean"},
        "profiles": [
            {"network": "Twitter", "username": "neutral"},
            {"network": "SoundCloud", "username": "dandymusicnl"},
        ],
    },
    "work": [{"position": "Home schooling", "location": "Ferndean", "startDate": "1849", "endDate": "1867"}],
    "certificates": [
        {
            "name": "AWS Certified Solutions Architect - Professional",
            "issuer": "Amazon Web Services",
            "date": "2023-04",
        },
        {"name": "Unity Certified Expert: Programmer", "issuer": "Unity Technologies", "date": "2022-03"},
    ],
}


@pytest.mark.parametrize("design", ["sidebar", "margin"])
def test_what_wraps_in_a_narrow_column_or_has_no_employer(design: str) -> None:
    assert read_back(Person("narrow", NARROW, "en"), design)[1] == []


def test_a_heading_nobody_knows_is_told() -> None:
    _, lost = read_back(one_of_ours("samira"), "margin", titles={"work": "Where I cooked"})
    assert ("samira", "work", "Employer", "Alder Road Primary School", "") in lost
    assert {section for _, section, _, _, _ in lost} == {"work"}


# --- comparing -------------------------------------------------------------------------------------------------------

CAREER = {
    "basics": {"name": "Ines Castellanos", "phone": "+351 912 555 432"},
    "work": [
        {"name": "Delta Survey", "position": "Lead hydrologist", "startDate": "2018-05", "highlights": ["Built **it**."]},
        {"name": "River Watch", "position": "Hydrologist"},
    ],
    "meta": {"metier": {"work": [{"of": "Hydrologist, River Watch", "technologies": ["R"]}]}},
}  # fmt: skip


def verdicts(change: Any) -> dict[tuple[str, int, str], Verdict]:
    found = {key: copy.deepcopy(value) for key, value in CAREER.items() if key != "meta"}
    found["work"][1]["keywords"] = ["R"]  # type: ignore[index]
    found["work"][0]["highlights"] = ["Built it."]  # type: ignore[index]
    change(found)
    values = compare(as_printed(CAREER, "en", {}), found)
    return {(one.section, one.index, one.label): one.verdict for one in values if one.verdict != Verdict.READ}


def test_what_is_the_same_is_read() -> None:
    assert verdicts(lambda found: None) == {}


def test_entries_are_found_in_whatever_order() -> None:
    assert verdicts(lambda found: found["work"].reverse()) == {}


@pytest.mark.parametrize(
    ("change", "where", "verdict"),
    [
        (lambda found: found["basics"].update(phone="912 555 432"), ("basics", 0, "Telephone"), Verdict.PARTLY),
        (lambda found: found["basics"].pop("phone"), ("basics", 0, "Telephone"), Verdict.MISSING),
        (lambda found: found["work"][0].update(highlights=[]), ("work", 0, "Points"), Verdict.MISSING),
        (lambda found: found["work"][0].update(highlights=["Built it. Lead"]), ("work", 0, "Points"), Verdict.PARTLY),
        (lambda found: found["work"][1].update(name="", location="River Watch"), ("work", 1, "Employer"), Verdict.ELSEWHERE),
        (lambda found: found["work"][1].update(keywords=[]), ("work", 1, "Tools"), Verdict.MISSING),
        (lambda found: found["work"][0].update(startDate="2018"), ("work", 0, "Dates"), Verdict.PARTLY),
    ],
)  # fmt: skip
def test_what_is_lost_or_glued_is_told(change: Any, where: tuple[str, int, str], verdict: Verdict) -> None:
    assert verdicts(change) == {where: verdict}
