"""The controls of a sheet: what each does, what junk does, and what nothing can make unreadable."""

import dataclasses
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.kit.printing.examination import LOOKS
from tests.kit.printing.people import one_of_ours
from tests.kit.printing.readers import Read
from web.kit.printing import Order, PrintFailed, designs
from web.kit.printing.controls import COMMON, PAIRS, controls_of
from web.kit.printing.dates import narrow_span, span
from web.kit.printing.designs import SHELF
from web.kit.printing.faces import FONTS, SERIFS, measures_of
from web.kit.printing.lists import view
from web.kit.printing.names import named
from web.kit.printing.scale import LEAST_FOOT, LEAST_LEADING, LEAST_MARGIN, LEAST_TEXT
from web.kit.printing.typeset import _lay, fitted, typeset
from web.kit.printing.words import words_of

NURSE = one_of_ours("nurse").resume
CHANGED: dict[str, Any] = {
    "accent": "#7a2436", "faces": "inter", "size": "larger", "density": "open", "margins": "wide", "dates": "number",
    "names": "capitals", "photo": "off", "order": ["education"], "titles": {"work": "Where I have nursed"},
}  # fmt: skip
SMALL = {
    "basics": {"name": "Nora Moe", "label": "Nurse"},
    "education": [{"area": "Nursing"}],
    "work": [{"position": "Nurse", "startDate": "2019-03", "highlights": ["Nursed."]}],
}
DESIGN_AND_CONTROL = [(design, name) for design in designs() for name in designs()[design].controls]


def photo() -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").resize((90, 120)).save(made, "JPEG")
    return made.getvalue()


PHOTO = photo()

# --- the table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("design", designs().values(), ids=lambda design: design.slug)
def test_a_design_has_every_common_control_or_says_why_not(design: Any) -> None:
    assert design.controls.keys() | design.without.keys() >= {control.name for control in COMMON}
    assert design.controls.keys().isdisjoint(design.without)
    assert all(len(reason.split()) > 3 for reason in design.without.values())
    for control in design.controls.values():
        assert control.label
        assert all(control.choices.values())
        assert control.settled(control.default) == control.default
        assert control.kind != "choice" or control.default in control.choices


@pytest.mark.parametrize("design", designs().values(), ids=lambda design: design.slug)
def test_a_design_says_how_large_it_is_at_each_step(design: Any) -> None:
    assert set(design.steps) == {"text", "leading", "section", "entry"}
    assert all(len(values) == 5 for values in design.steps.values())
    assert all(values == sorted(values, reverse=True) for values in design.steps.values())
    assert len(design.margins) == 4
    assert {"text", "heading"} <= set(design.faces)
    assert all((FONTS / family).is_dir() for family in design.faces.values())
    css = (SHELF / design.slug / "resume.css").read_text("utf-8")
    assert "@font-face" not in css
    assert set(re.findall(r"\$(\w+)", css)) <= set(design.faces)


def test_there_are_twelve_families_and_more_in_latin_greek_and_cyrillic() -> None:
    families = {family for _, text, heading in PAIRS.values() for family in (text, heading)}
    assert (
        sum(
            all(any((FONTS / family).glob(f"{family}-{script}-*")) for script in ("latin-ext", "greek", "cyrillic"))
            for family in families
        )
        >= 12
    )
    assert all((FONTS / family / f"{family}-latin-400-italic.woff2").exists() for family in families)
    assert all((FONTS / family / "LICENSE.txt").exists() for family in families)
    assert families & SERIFS
    assert len({words for words, _, _ in PAIRS.values()}) == len(PAIRS)


@pytest.mark.parametrize(("slug", "name"), DESIGN_AND_CONTROL, ids=map("-".join, DESIGN_AND_CONTROL))
def test_every_control_changes_the_sheet(slug: str, name: str) -> None:
    design = designs()[slug]
    control = design.controls[name]
    value = CHANGED.get(name) or next(choice for choice in control.choices if choice != control.default)
    if value == control.default:
        value = next(choice for choice in control.choices if choice != control.default)
    order = Order(SMALL, slug, photo=PHOTO)
    changed = dataclasses.replace(order, controls={name: value})
    assert typeset(changed)[0] != typeset(order)[0]


@pytest.mark.parametrize("junk", [None, 7, "", "no such thing", [], {}, ["x", 1], {"work": ["x"]}, "#12345", "url(x)"])
def test_junk_gives_way_to_the_default(junk: object) -> None:
    design = designs()["classic"]
    settled = design.settled(dict.fromkeys((*design.controls, "unknown"), junk))
    for name, control in design.controls.items():
        if not (name == "order" and isinstance(junk, list)) and not (name == "titles" and isinstance(junk, dict)):
            assert settled[name] == control.default, name
    json.dumps(settled)


def test_a_design_may_add_a_control_leave_one_out_and_have_other_defaults() -> None:
    said = {"head": {"label": "Head", "choices": {"left": "Left"}, "default": "left"}}
    controls = controls_of(said, {"faces": "Its columns stand on letters of one breadth."}, {"dates": "number"})
    assert controls["head"].settled("x") == "left"
    assert controls["dates"].default == "number"
    assert "faces" not in controls


@pytest.mark.parametrize("colour", ["#ffff00", "#ffffff", "#9ad0ff", "#777777"])
def test_a_colour_too_pale_to_read_is_darkened(colour: str) -> None:
    made = designs()["classic"].settled({"accent": colour})["accent"]
    assert made != colour
    assert _contrast(made) >= 4.5
    assert _contrast(made) < 5.2


def test_a_colour_that_can_be_read_stays() -> None:
    suggested = designs()["classic"].controls["accent"].choices
    assert all(designs()["classic"].settled({"accent": colour})["accent"] == colour for colour in suggested)


def _contrast(colour: str) -> float:
    """WCAG 2.2 against white, written out once more."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


# --- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("faces", ["", "garamond", "inter"])
@pytest.mark.parametrize("design", designs())
def test_nothing_makes_a_sheet_unreadable(design: str, faces: str) -> None:
    """The densest look at the most closed step."""
    order = Order(NURSE, design, controls=LOOKS["densest"] | {"faces": faces})
    for page in _lay(order, 3).document.pages:
        box = page._page_box
        sides = (box.margin_top, box.margin_right, box.margin_left)
        assert min(sides) >= LEAST_MARGIN / 25.4 * 96 - 0.1
        assert box.margin_bottom >= LEAST_FOOT / 25.4 * 96 - 0.1
        for size, line in _lines(box):
            assert size * 0.75 >= LEAST_TEXT - 0.01
            assert line / size >= LEAST_LEADING - 0.01


def _lines(page: Any) -> Iterator[tuple[float, float]]:
    """The size of letters and the height of the line, for every line of running text."""
    for child in page.children:
        if type(child).__name__ == "MarginBox":
            continue
        for box in child.descendants():
            if type(box).__name__ == "LineBox" and box.element_tag in ("p", "li"):
                texts = [piece for piece in box.descendants() if hasattr(piece, "text") and piece.text.strip()]
                yield from ((piece.style["font_size"], box.height) for piece in texts)


def test_another_typeface_looks_as_large_as_the_design_s_own() -> None:
    own, other = measures_of("spectral").x, measures_of("inter").x
    sizes = {}
    for faces in ("spectral", "inter"):
        page = _lay(Order(NURSE, "classic", controls={"faces": faces}), 0).document.pages[0]._page_box
        sizes[faces] = max(size for size, _ in _lines(page))
    assert sizes["spectral"] * own == pytest.approx(sizes["inter"] * other, rel=0.02)


# --- what single controls do -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "style", "spoken"),
    [
        ("en", "short", "Mar 2019 – present"),
        ("en", "long", "March 2019 – present"),
        ("en", "number", "03/2019 – present"),
        ("en", "year", "2019 – present"),
        ("de", "number", "03.2019 – heute"),
        ("fi", "long", "maaliskuu 2019 – edelleen"),
        ("ja", "number", "2019/03 – 現在"),
        ("sv", "number", "2019-03 – nu"),
        ("ru", "long", "март 2019 г. – настоящее время"),
    ],
)
def test_dates_are_written_as_wished(language: str, style: str, spoken: str) -> None:
    assert " ".join(span("2019-03", "present", language, style).split()) == spoken


def test_dates_that_are_wished_too_long_for_a_margin_are_shortened() -> None:
    assert narrow_span("2019-09", "2021-12", "en", 20, "long") == "September 2019 – December 2021"
    assert narrow_span("2019-09", "2021-12", "en", 11, "long") == "Sept 2019 – Dec 2021".replace("Sept", "Sep")
    assert narrow_span("2019-09", "2021-12", "en", 9, "long") == "09/2019 – 12/2021"
    assert span("2022-05", "2022-08", "en", "long") == "May – August 2022"
    assert span("2022-05", "2022-08", "en", "year") == "2022"
    assert span("Summer", "2022-13", "en", "year") == "Summer – 2022-13"


@pytest.mark.parametrize(
    ("name", "how", "language", "shown"),
    [
        ("Aoife Ní Bhriain", "written", "en", "Aoife Ní Bhriain"),
        ("Aoife Ní Bhriain", "family", "en", "Ní Bhriain Aoife"),
        ("Anna de la Cruz", "family", "es", "de la Cruz Anna"),
        ("Ludwig van der Rohe", "family", "de", "van der Rohe Ludwig"),
        ("Kovács Anna", "family", "hu", "Anna Kovács"),
        ("Cher", "family", "en", "Cher"),
        ("", "family", "en", ""),
        ("De Boer", "family", "nl", "Boer De"),
        ("Aoife Ní Bhriain", "capitals", "en", "AOIFE NÍ BHRIAIN"),
        ("Elif Işık", "capitals", "tr", "ELİF IŞIK"),
        ("Νίκος Παπαδόπουλος", "capitals", "el", "ΝΙΚΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ"),
        ("王小明", "capitals", "zh", "王小明"),
    ],
)
def test_a_name_is_written_as_wished(name: str, how: str, language: str, shown: str) -> None:
    assert named(name, how, language) == shown


def test_a_name_is_changed_on_the_sheet_alone() -> None:
    read = Read(typeset(Order(NURSE, "modern", controls={"names": "capitals"}))[0])
    assert "AOIFE NÍ BHRIAIN" in read.texts["pdftotext"][0]
    assert re.search(r"^Author: +Aoife Ní Bhriain$", read.info, re.M)
    assert json.loads(read.attachments["resume.json"])["basics"]["name"] == "Aoife Ní Bhriain"


def test_sections_have_the_names_a_person_gives_them() -> None:
    titles = {"work": "  Where I\nhave nursed ", "awards": "", "page": "Blatt", "nothing": "x", "skills": "x" * 500}
    read = Read(typeset(Order(NURSE, "modern", controls={"titles": titles}))[0])
    text = " ".join(read.texts["pdftotext"][0].split())
    assert "Where I have nursed Senior staff nurse" in text
    assert "Experience" not in text
    assert "x" * 80 in "".join(read.texts["pdftotext"]).replace("\n", "")
    assert "x" * 81 not in "".join(read.texts["pdftotext"]).replace("\n", "")


# --- where pages begin -----------------------------------------------------------------------------------------------


def with_break(section: str, number: int, what: str) -> Order:
    resume = json.loads(json.dumps(NURSE))
    resume[section][number]["break"] = what
    return Order(resume, "modern")


@pytest.mark.parametrize("design", designs())
def test_an_entry_begins_a_new_page_where_a_person_wants_it(design: str) -> None:
    order = dataclasses.replace(with_break("work", 1, "page"), design=design)
    pages = [" ".join(page.split()) for page in Read(typeset(order)[0]).texts["pdftotext -raw"]]
    assert "Staff nurse, acute medicine" not in pages[0]
    assert "Staff nurse, acute medicine" in pages[1]
    assert "Preceptor to fourteen" in pages[0]


def test_the_heading_goes_with_the_first_entry() -> None:
    pages = Read(typeset(with_break("education", 0, "page"))[0]).texts["pdftotext"]
    assert "Education" not in pages[0]
    assert pages[1].lstrip().startswith("Education")


def test_an_entry_is_kept_whole_where_a_person_wants_it() -> None:
    work = [
        {"position": f"Post {n}", "highlights": ["Did it, and did it well, every day of the week."] * 12}
        for n in range(8)
    ]
    apart = fitted(Order({"basics": {"name": "N"}, "work": work}, "modern"))
    whole = fitted(Order({"basics": {"name": "N"}, "work": [post | {"break": "keep"} for post in work]}, "modern"))
    assert any(len(pages) > 1 for pages in _pages_of_articles(apart.document).values())
    assert all(len(pages) == 1 for pages in _pages_of_articles(whole.document).values())


def _pages_of_articles(document: Any) -> dict[Any, set[int]]:
    found: dict[Any, set[int]] = {}
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if box.element_tag == "article":
                found.setdefault(box.element, set()).add(number)
    return found


@pytest.mark.parametrize("junk", ["column", 7, None, ["page"], {"a": 1}])
def test_other_breaks_mean_nothing(junk: Any) -> None:
    assert typeset(with_break("work", 1, junk))[0] == typeset(Order(NURSE, "modern"))[0]


def test_where_pages_begin_is_not_part_of_the_career() -> None:
    read = Read(typeset(with_break("work", 1, "page"))[0])
    assert json.loads(read.attachments["resume.json"]) == NURSE


def test_lists_take_breaks_too() -> None:
    career = {"awards": [{"title": "First"}, {"title": "Second", "break": "page"}]}
    section = view(career, "en", words_of("en"))["sections"][0]
    assert [entry["break"] for entry in section["entries"][1:]] == ["page"]
    assert Read(typeset(Order(career, "modern"))[0]).pages == Read(typeset(Order(career, "margin"))[0]).pages == 2


# --- the photo -------------------------------------------------------------------------------------------------------

PICTURED = [slug for slug, design in designs().items() if design.has_photo]


@pytest.mark.parametrize("design", PICTURED)
def test_a_photo_stands_on_the_sheet_and_disturbs_no_reader(design: str) -> None:
    plain = Read(typeset(Order(NURSE, design))[0])
    read = Read(typeset(Order(NURSE, design, photo=PHOTO))[0])
    assert PHOTO in read.pdf
    assert read.tags["Figure"] == 1
    alt = "Aoife Ní Bhriain".encode("utf-16-be").hex()
    assert re.search(rb"/S /Figure[^\n]*/Alt <feff" + alt.encode() + rb">", read.plain)
    for reader, pages in read.texts.items():
        assert _said(pages, read) == _said(plain.texts[reader], plain), reader


def _said(pages: list[str], read: Read) -> list[str]:
    """The words without the page lines, of which there may be more with a photo."""
    running = re.compile(r"Page \d+ of \d+|(?<=\n)Aoife Ní Bhriain(?=\s*$|\s*Page)")
    return " ".join(running.sub(" ", page.replace("\r", "")) for page in pages).split()


@pytest.mark.parametrize("design", PICTURED)
def test_a_photo_can_be_left_out(design: str) -> None:
    without = typeset(Order(NURSE, design, controls={"photo": "off"}))[0]
    assert typeset(Order(NURSE, design, photo=PHOTO, controls={"photo": "off"}))[0] == without


def test_a_design_without_a_place_for_a_photo_is_printed_without() -> None:
    assert typeset(Order(NURSE, "classic", photo=PHOTO))[0] == typeset(Order(NURSE, "classic"))[0]


def test_an_order_with_a_photo_crosses_to_the_press() -> None:
    order = Order(NURSE, "margin", photo=PHOTO)
    assert Order.unpacked(order.packed()) == order
    assert (
        len(
            {
                order.key(),
                dataclasses.replace(order, photo=None).key(),
                Order(NURSE, "margin", photo=PHOTO + b"\0").key(),
            }
        )
        == 3
    )


@pytest.mark.parametrize(
    "photo", [b"\x89PNG\r\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff" + bytes(1_000_000)]
)
def test_what_is_no_small_jpeg_is_said_at_once(photo: bytes) -> None:
    with pytest.raises(PrintFailed, match="JPEG of at most"):
        Order(NURSE, "margin", photo=photo).check()


def test_a_broken_photo_harms_nothing_else() -> None:
    read = Read(typeset(Order(NURSE, "margin", photo=b"\xff\xd8\xff broken"))[0])
    assert "Senior staff nurse" in read.texts["pdftotext"][0]
