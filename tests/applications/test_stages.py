"""One's own stages: names, order, more of them, and fewer."""

import re

import pytest

from tests.applications.following import follows
from tests.applications.test_moving import found, lane
from tests.applications.test_undo import undo
from tests.world import Somebody
from web.applications.arranging import stage_before
from web.applications.stages import MOST_STAGES, STAGES, Meaning, Stage, move_between, stage_of


def lanes(who: Somebody) -> list[str]:
    return re.findall(r'<h2 id="l-[\w-]+">([^<]+) <span', who.get("/applications").text)


def add(who: Somebody, name: str) -> str:
    """The slug of a new stage."""
    who.post("/applications/stages", {"name": name})
    found = re.search(
        rf'data-name="(own-\w+)"(?:(?!data-name).)*value="{name}"', who.get("/applications/stages").text, re.DOTALL
    )
    assert found, name
    return found[1]


def test_a_stage_of_ones_own_stands_before_the_offer(alice: Somebody) -> None:
    own = add(alice, "Trial day")
    assert lanes(alice) == ["Saved", "Applied", "Screening", "Interview", "Trial day", "Offer"]
    card = follows(alice, "interview")
    assert (
        alice.part(f"/applications/{card}/move", {"stage": own}).status_code == 200 and found(alice, card).stage == own
    )


def test_stages_are_called_and_ordered_as_one_likes_and_that_is_taken_back(alice: Somebody) -> None:
    answer = alice.post("/applications/stages/screening", {"name": "First call"})
    assert "Screening is called First call now." in alice.get(answer.headers["location"]).text
    alice.post("/applications/stages/interview/up")
    assert lanes(alice) == ["Saved", "Applied", "Interview", "First call", "Offer"]
    alice.post("/applications/stages/interview/down")
    dragged = alice.part("/applications/stages/order", {"names": ["offer", "saved", "interview"]})
    assert dragged.headers["hx-redirect"] and lanes(alice)[:3] == ["Offer", "Saved", "Interview"]
    undo(alice, alice.post("/applications/stages/saved/up"))
    assert lanes(alice)[:3] == ["Offer", "Saved", "Interview"]
    undo(alice, answer)
    assert "First call" in lanes(alice), "what was changed since stays"


def test_at_the_edges_nothing_moves(alice: Somebody) -> None:
    alice.post("/applications/stages/saved/up")
    alice.post("/applications/stages/withdrawn/down")
    assert lanes(alice) == ["Saved", "Applied", "Screening", "Interview", "Offer"]


def test_a_removed_stages_applications_go_to_the_one_before_and_that_is_said_first(alice: Somebody) -> None:
    own = add(alice, "Trial day")
    card, put_away = follows(alice, own, title="Cook"), follows(alice, own)
    alice.post(f"/applications/{put_away}/remove")
    assert "2 applications. Removed, they go to Interview." in alice.get("/applications/stages").text
    answer = alice.post(f"/applications/stages/{own}/remove")
    assert lane(alice, "interview") == ["Cook"] and found(alice, put_away).stage == "interview"
    undo(alice, answer)
    assert lanes(alice)[4] == "Trial day" and found(alice, card).stage == found(alice, put_away).stage == own


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "Give it a name."), ("offer", "You have a stage of this name."), ("x" * 41, "40 is the most.")],
)
def test_a_name_that_will_not_do_is_said_at_the_field_and_kept(alice: Somebody, name: str, words: str) -> None:
    for address in ("/applications/stages", "/applications/stages/saved"):
        answer = alice.post(address, {"name": name})
        assert answer.status_code == 422 and words in answer.text and f'value="{name}"' in answer.text
    assert lanes(alice) == ["Saved", "Applied", "Screening", "Interview", "Offer"]


def test_there_are_only_so_many_and_nobody_loses_one_that_everybody_has(alice: Somebody) -> None:
    for number in range(MOST_STAGES):
        answer = alice.post("/applications/stages", {"name": f"Round {number}"})
    assert answer.status_code == 422 and "the most there may be" in answer.text
    shown = alice.get("/applications/stages").text
    assert shown.count("data-name=") == MOST_STAGES and all(f'data-name="{stage.slug}"' in shown for stage in STAGES)
    assert alice.post("/applications/stages/offer/remove").status_code == 404
    assert alice.post("/applications/stages/own-none/up").status_code == 404


ODD = [
    ("saved", "applied", False, ""),
    ("saved", "offer", False, "Straight to offer, without having applied?"),
    ("saved", "rejected", False, "They said no before you applied?"),
    ("saved", "interview", False, ""),
    ("withdrawn", "applied", False, "Open it again? It was withdrawn."),
    ("applied", "interview", False, ""),  # as is this: what one has now is not what was sent
    ("applied", "rejected", False, ""),  # brought in from a spreadsheet: it was sent before Métier knew of it
    ("applied", "rejected", True, ""),
    ("interview", "applied", True, ""),
    ("interview", "saved", True, "Back to before you applied? What was sent stays here."),
    ("rejected", "interview", True, "Open it again? It was rejected."),
    ("offer", "withdrawn", True, "Withdraw from this application? Its reminders stop; everything that was sent stays here."),
    ("withdrawn", "withdrawn", True, ""),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "was_sent", "asks"), ODD)
def test_any_move_is_allowed_and_an_odd_one_asked_about(before: str, after: str, was_sent: bool, asks: str) -> None:
    meant = move_between(stage_of(STAGES, before), stage_of(STAGES, after), was_sent)
    sends = before in ("saved", "withdrawn") and after in ("applied", "interview", "offer") and not was_sent
    assert meant.asks == asks and (meant.freezes, meant.ends) == (sends, stage_of(STAGES, after).is_end)


def test_an_application_whose_stage_is_gone_stands_in_the_first_open_one() -> None:
    assert stage_of((STAGES[6], *STAGES[:6]), "own-gone").slug == "saved"


def test_where_the_applications_of_a_removed_stage_go() -> None:
    own = Stage("own-a", "Own", Meaning.TALKING)
    assert stage_before((*STAGES[:3], own, *STAGES[3:]), own).slug == "screening"
    assert stage_before((own, *STAGES), own).slug == "saved"
    assert stage_before((*STAGES[:2], STAGES[5], own, *STAGES[2:5], *STAGES[6:]), own).slug == "applied"
