"""The wizard: seven steps that lose nothing."""

import re

import pytest

from tests.world import Somebody
from web.profile.steps import steps

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "مرحبا بالعالم",
    "履歴書 東京都",
    "👩🏽‍🍳 e\u0301 Z̷a̷l̷g̷o̷",
    "x" * 299,
    "a\x00b\x0bc",
]


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.slug)
def test_every_step_is_a_page_with_its_question(alice: Somebody, step: object) -> None:
    page = alice.get(step.address)  # type: ignore[attr-defined]
    assert page.status_code == 200
    assert step.question in page.text  # type: ignore[attr-defined]
    assert page.headers["cache-control"] == "no-store"


def test_the_shelf_is_in_order_and_whole() -> None:
    assert [step.slug for step in steps()] == ["about", "looking", "experience", "education", "skills", "more", "sheet"]
    assert len({step.place for step in steps()}) == 7


def test_answers_are_saved_and_stay(alice: Somebody) -> None:
    answer = alice.part(
        "/profile/steps/about",
        {"full_name": "Alice B. Ashby", "email": "alice@ashby.example", "phone": "07700 900 318"},
    )
    assert answer.status_code == 200 and "Saved" in answer.text
    assert answer.headers["hx-trigger"] == "sheet"
    page = alice.get("/profile/steps/about").text
    for said in ("Alice B. Ashby", "alice@ashby.example", "07700 900 318"):
        assert f'value="{said}"' in page


def test_going_on_without_javascript(alice: Somebody) -> None:
    answer = alice.post("/profile/steps/about", {"full_name": "Alice", "go": "next"})
    assert answer.headers["location"] == "/profile/steps/looking"
    assert alice.get("/profile/steps").headers["location"] == "/profile/steps/looking"
    assert alice.post("/profile/steps/looking", {"go": "skip"}).headers["location"] == "/profile/steps/experience"
    assert alice.post("/profile/steps/experience", {"go": "back"}).headers["location"] == "/profile/steps/looking"
    assert '<li class="done">' in alice.get("/profile/steps/experience").text


def test_the_last_step_completes_the_onboarding(alice: Somebody) -> None:
    assert alice.profile.onboarded_at is None
    alice.post("/profile/steps/more", {"go": "next"})
    assert alice.profile.onboarded_at is not None


def test_a_wrong_answer_comes_back_in_place(alice: Somebody) -> None:
    page = alice.post("/profile/steps/about", {"full_name": "Alice C.", "email": "alice@", "go": "next"})
    assert page.status_code == 422
    assert 'value="alice@"' in page.text and 'href="#about-email"' in page.text and "One thing to correct" in page.text
    assert alice.profile.full_name == "Alice C." and alice.profile.email == ""
    assert 'value="alice@"' in alice.get("/profile/steps/about").text


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_comes_back_as_text(alice: Somebody, text: str) -> None:
    alice.part("/profile/steps/about", {"full_name": text, "summary": text})
    page = alice.get("/profile/steps/about").text
    assert "<script>alert" not in page and "onerror=alert(1)>" not in page.replace("&gt;", "")
    assert alice.profile.full_name == "".join(c for c in text if c not in "\x00\x0b")


def test_empty_and_unknown_fields_do_no_harm(alice: Somebody) -> None:
    assert alice.part("/profile/steps/about", {}).status_code == 200
    asked = {
        "full_name": "Alice",
        "owner_id": "0",
        "weight": "-5",
        "is_default": "",
        "plan": "pro",
        "id": "0",
        "revision": "9",
    }
    assert alice.part("/profile/steps/about", asked).status_code == 200
    assert alice.profile.is_default and alice.profile.owner_id == alice.id and alice.profile.weight >= 0


def test_what_one_looks_for_is_kept_and_checked(alice: Somebody) -> None:
    good = {
        "target_titles": ["Cook", "Chef"],
        "salary_least": "30,000",
        "salary_most": "40000",
        "salary_currency": "gbp",
        "remote_policy": "hybrid",
    }
    assert alice.part("/profile/steps/looking", good).status_code == 200
    page = alice.get("/profile/steps/looking").text
    assert 'value="30000"' in page and 'value="GBP"' in page and "Chef" in page
    bad = alice.part("/profile/steps/looking", {"salary_least": "50000", "salary_currency": "pounds"})
    assert bad.status_code == 422 and "three letters" in bad.text


def test_a_huge_form_is_refused(alice: Somebody) -> None:
    assert alice.part("/profile/steps/about", {"summary": "x" * 1_100_000}).status_code == 413
    long = alice.part("/profile/steps/about", {"summary": "x" * 9_000})
    assert long.status_code == 422 and "8,000 is the most" in long.text


def test_a_step_that_is_none_is_nothing(alice: Somebody) -> None:
    assert alice.get("/profile/steps/nonsense").status_code == 404
    assert alice.get("/profile/steps/about?open=nonsense&gone=nonsense").status_code == 200


def test_who_has_not_begun_is_sent_to_the_beginning(charlie: Somebody) -> None:
    answer = charlie.get("/profile/steps/about")
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in")
    assert charlie.part("/profile/technologies?name=x").headers["hx-redirect"] == "/sign-in"


def test_who_is_no_longer_signed_in_keeps_the_words_on_the_page(charlie: Somebody) -> None:
    answer = charlie.part("/profile/steps/about", {"full_name": "x"})
    assert answer.status_code == 401 and "hx-redirect" not in answer.headers
    assert answer.headers["hx-retarget"] == "#notice" and "Copy what you typed" in answer.text


def test_queries_do_not_grow_with_the_career(alice: Somebody) -> None:
    from sqlalchemy import event

    def queries() -> int:
        seen: list[str] = []
        note = lambda *a: seen.append(a[2])  # noqa: E731
        event.listen(alice.database.engine, "before_cursor_execute", note)
        try:
            assert alice.get("/profile/steps/experience").status_code == 200
        finally:
            event.remove(alice.database.engine, "before_cursor_execute", note)
        return len(seen)

    alice.add("experience")
    few = queries()
    for _ in range(20):
        alice.add("experience")
    assert queries() == few and few <= 6


def test_marks_travel_with_every_form(alice: Somebody) -> None:
    page = alice.get("/profile/steps/about").text
    assert re.search(r'name="was" value="full_name:[0-9a-f]{8} ', page)
