"""How a résumé looks: every choice holds, junk does not, and a length that is asked for is reached or refused in words."""

import re
from html import unescape
from uuid import UUID

import pytest
from sqlmodel import select

from tests.world import Somebody
from web.kit.printing import designs
from web.resumes.tables import Resume

HERE = "/resumes/default/design"


def resume(somebody: Somebody) -> Resume:
    with somebody.database.as_person(somebody.id) as db:
        return db.exec(select(Resume)).one()


def with_a_long_career(somebody: Somebody, places: int, points: int = 5) -> list[UUID]:
    return [
        somebody.add(
            "experience", title=f"Cook {number}", company=f"Kitchen {number}", **{"start_date-year": str(1990 + number)},
            **{"end_date-year": str(1991 + number)},
            lines="\n".join(f"Point {number}.{point}: cooked for the whole street and wrote down what it cost" for point in range(points)),
        )
        for number in range(places)
    ]  # fmt: skip


def pages_of(somebody: Somebody) -> int:
    sheet = somebody.get("/resumes/default/sheet").text
    return len(re.findall(r'class="page"', sheet))


def undo(somebody: Somebody) -> None:
    found = re.search(r'name="seen" value="([^"]*)"', somebody.part("/resumes/default/steps").text)
    assert found and somebody.post("/resumes/default/undo", {"seen": found[1]}).status_code == 303


@pytest.mark.parametrize("htmx", [True, False])
def test_every_choice_holds_and_is_one_step(alice: Somebody, htmx: bool) -> None:
    ask = alice.part if htmx else alice.post
    answer = ask(HERE, {"design": "classic", "paper": "letter", "control-size": "larger", "control-accent": "#7a2436"})
    assert answer.status_code == (200 if htmx else 303)
    kept = resume(alice)
    assert (kept.design, kept.paper, kept.controls["size"], kept.controls["accent"]) == (
        "classic", "letter", "larger", "#7a2436",
    )  # fmt: skip
    shown = alice.get(HERE).text
    assert re.search(r'value="classic" checked', shown) and re.search(r'value="larger" selected', shown)
    undo(alice)
    assert (resume(alice).design, resume(alice).controls) == ("margin", {})


def test_a_colour_of_ones_own_is_dark_enough_to_read(alice: Somebody) -> None:
    alice.post(HERE, {"control-accent": "own", "control-accent-own": "#ffff00"})
    colour = resume(alice).controls["accent"]
    assert colour != "#ffff00" and int(colour[1:3], 16) < 0xA0


@pytest.mark.parametrize(
    "junk",
    [{"control-size": "enormous"}, {"control-accent": "red; } body { display: none"}, {"control-order": "x"}, {"control-nothing": "1"}],
)  # fmt: skip
def test_junk_becomes_no_control(alice: Somebody, junk: dict[str, str]) -> None:
    assert alice.post(HERE, junk).status_code == 303
    settled = designs()["margin"].settled({})
    assert all(value == settled[name] for name, value in resume(alice).controls.items())


@pytest.mark.parametrize("unknown", [{"design": "nowhere"}, {"language": "tlh"}, {"paper": "a5"}])
def test_what_there_is_not_is_not_found_and_changes_nothing(alice: Somebody, unknown: dict[str, str]) -> None:
    before = resume(alice)
    assert alice.post(HERE, unknown).status_code == 404
    assert resume(alice).updated_at == before.updated_at


def test_a_design_that_is_gone_is_told_and_can_be_left(alice: Somebody) -> None:
    with alice.database.as_person(alice.id) as db:
        db.exec(select(Resume)).one().design = "gone"
    assert "Its design is no longer here" in alice.get(HERE).text
    alice.post(HERE, {"design": "modern"})
    assert resume(alice).design == "modern" and pages_of(alice) == 1


def test_a_stranger_finds_and_changes_nothing(alice: Somebody, bob: Somebody) -> None:
    here = f"/resumes/{resume(alice).id}"
    for answer in (
        bob.get(f"{here}/design"), bob.post(f"{here}/design", {"design": "classic"}), bob.post(f"{here}/fit", {"pages": "1"}),
    ):  # fmt: skip
        assert answer.status_code == 404
    assert resume(alice).design == "margin"


# --- so many pages ---------------------------------------------------------------------------------------------------


def test_what_is_a_little_too_long_is_made_one_page_and_undone_at_once(alice: Somebody) -> None:
    with_a_long_career(alice, places=8)
    assert pages_of(alice) == 2
    before = resume(alice)
    said = alice.part("/resumes/default/fit", {"pages": "1"}).text
    assert "It is one page now." in said and pages_of(alice) == 1
    for text in re.findall(r"left out “([^”]+)”", said):
        assert text not in alice.get("/resumes/default/text").text
    undo(alice)
    after = resume(alice)
    assert (after.controls, after.tailoring) == (before.controls, before.tailoring) and pages_of(alice) == 2


def test_points_that_are_left_out_stay_in_the_profile(alice: Somebody) -> None:
    with_a_long_career(alice, places=14)
    said = alice.post("/resumes/default/fit", {"pages": "1"}).text
    gone = re.findall(r"left out “([^”]+)”", said)
    assert gone and all(text.startswith(("Point 0.", "Point 1.", "Point 2.")) for text in gone[:4]), gone
    assert "5 lines" in alice.get("/profile/steps/experience").text


def test_what_cannot_be_read_that_small_is_refused_and_left_alone(alice: Somebody) -> None:
    with_a_long_career(alice, places=40)
    before = resume(alice)
    said = alice.part("/resumes/default/fit", {"pages": "1"}).text
    assert "cannot be one page and stay readable" in said and "Nothing was changed" in said
    assert resume(alice).updated_at == before.updated_at


def test_a_change_underneath_is_told_where_fitting_was_the_first_own_step(alice: Somebody) -> None:
    first, *_ = with_a_long_career(alice, places=14)
    alice.part("/resumes/default/fit", {"pages": "1"})
    alice.part(f"/profile/experience/{first}", {"title": "Chef de partie", "company": "Kitchen 0"})
    shown = unescape(re.sub("<[^>]+>", "", alice.get("/resumes/default").text))
    assert "“Cook 0” is now “Chef de partie”" in shown


def test_what_fits_already_is_left_alone(alice: Somebody) -> None:
    alice.add("experience", title="Cook", company="Kitchen")
    before = resume(alice)
    assert "It is one page already." in alice.part("/resumes/default/fit", {"pages": "1"}).text
    assert resume(alice).updated_at == before.updated_at


@pytest.mark.parametrize("pages", ["", "0", "-1", "ten", "1e9"])
def test_a_length_that_is_none_is_not_found(alice: Somebody, pages: str) -> None:
    assert alice.post("/resumes/default/fit", {"pages": pages}).status_code == 404
