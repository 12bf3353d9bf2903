"""The page of what a machine reads: its sentence, its boxes, the bare text, and advice that can be put aside."""

import html
import re

import pytest

from tests.world import Somebody
from web.resumes import reading
from web.resumes.readback import Value, Verdict
from web.resumes.reading import Panel, Row


@pytest.fixture
def ines(alice: Somebody) -> Somebody:
    alice.post(
        "/profile/steps/about",
        {"full_name": "Ines Castellanos", "headline": "Hydrologist", "phone": "+351 912 555 432"},
    )
    alice.add(
        "experience",
        title="Hydrologist",
        company="Delta Survey",
        **{"start_date-year": "2021", "is_current": "on", "lines": "I rebuilt the flood model."},
    )
    return alice


def words_on(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_page_comes_at_once_and_asks_for_its_reading(ines: Somebody) -> None:
    page = ines.get("/resumes/default/reading").text
    assert 'hx-get="/resumes/' in page
    assert "Reading your file" in page
    assert "?wait=on" in page  # the way without JavaScript


def test_it_says_what_was_read_in_every_box(ines: Somebody) -> None:
    answer = ines.get("/resumes/default/reading?wait=on")
    assert answer.status_code == 200
    said = words_on(answer.text)
    assert re.search(r"All \w+ read right\.", said), said
    assert "Telephone +351 912 555 432 Read" in said
    assert "Hydrologist, Delta Survey, 2021 – now" in said
    assert "Years of work 6 Read" in said
    assert "pdfium, inside Chrome" in said
    assert "nothing lost" in said


def test_the_part_is_the_same_panel(ines: Somebody) -> None:
    part = ines.part("/resumes/default/reading/part")
    assert part.status_code == 200
    assert part.text.lstrip().startswith("<section")
    assert "read right." in part.text


def test_advice_is_put_aside_and_said_again(ines: Somebody) -> None:
    page = ines.get("/resumes/default/reading?wait=on").text
    assert "Leave out “I” and “my”" in page
    found = re.search(r'name="rule" value="first-person"><input type="hidden" name="about" value="([^"]+)"', page)
    action = re.search(r'action="(/resumes/[^"]+/advice/dismiss)"', page)
    assert found and action
    asked = {"rule": "first-person", "about": html.unescape(found[1])}
    for _ in range(2):  # a second tab does the same
        assert ines.post(action[1], asked).headers["location"].endswith("/reading?wait=on#advice")
    page = ines.get("/resumes/default/reading?wait=on").text
    assert "Put aside" in page
    assert page.index("Put aside") < page.index("Leave out “I” and “my”")
    part = ines.part(action[1].replace("dismiss", "restore"), asked)
    assert part.status_code == 200
    assert "Put aside" not in part.text
    assert "Leave out “I” and “my”" in part.text


def test_there_is_no_such_rule(ines: Somebody) -> None:
    assert ines.post("/resumes/default/advice/dismiss", {"rule": "made-up", "about": "head"}).status_code == 404


def test_what_was_put_aside_stays_with_its_owner(ines: Somebody, bob: Somebody) -> None:
    page = ines.get("/resumes/default/reading?wait=on").text
    action = re.search(r'action="(/resumes/[^"]+/advice/dismiss)"', page)
    assert action
    address = action[1].removesuffix("/advice/dismiss")
    for path in ("/reading", "/reading?wait=on", "/reading/part"):
        assert bob.get(f"{address}{path}").status_code == 404
    assert bob.post(action[1], {"rule": "first-person", "about": "head"}).status_code == 404


# --- the panel -------------------------------------------------------------------------------------------------------

LOST = Value("work", 0, "Place", "Leeds", "", Verdict.MISSING)


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        (0, 11, "All eleven read right."),
        (1, 10, "Ten of eleven read right. One needs you."),
        (2, 12, "Twelve of 14 read right. Two need you."),
        (0, 1, "It reads right."),
    ],
)
def test_it_opens_with_a_sentence(wrong: int, right: int, sentence: str) -> None:
    rows = [Row("Place", [], [LOST])] * wrong + [Row("Name", ["Ines"])] * right
    assert Panel(rows, []).sentence == sentence


def test_words_that_are_lost_or_glued_are_named() -> None:
    made = reading._extract(
        "some program", "Ines CastellanosHydrologist", ["Ines", "Castellanos", "Hydrologist", "Porto"]
    )
    assert (made.lost, made.glued) == (["Porto"], ["Castellanos", "Hydrologist"])
    assert made.count == 2
