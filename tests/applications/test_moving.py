"""Moving cards: to other stages, within a lane, from two tabs; and what is asked about before."""

import re
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from tests.applications.following import arranges, follows
from tests.applications.test_board import statements
from tests.world import Somebody
from web.applications.tables import Application, Kind, Moment, Sending
from web.kit.clock import now
from web.kit.events import events_of

MOST_BYTES = 4_096


def found(who: Somebody, application_id: UUID) -> Application:
    with who.database.as_person(who.id) as db:
        return db.exec(select(Application).where(Application.id == application_id)).one()


def lane(who: Somebody, stage: str) -> list[str]:
    """The titles in a lane, from top to bottom."""
    shown = who.get("/applications").text.split(f'id="stage-{stage}"')[1].split("</section>")[0]
    return re.findall(r'<a href="/applications/[\w-]+">([^<]+)</a>', shown)


def test_a_card_moves_and_its_timeline_says_so(alice: Somebody) -> None:
    card = follows(alice, "saved", title="Cook")
    answer = alice.post(f"/applications/{card}/move", {"stage": "applied"})
    assert answer.status_code == 303 and answer.headers["location"].endswith(f"#card-{card}")
    assert "Cook is now in Applied." in alice.get(answer.headers["location"]).text
    assert lane(alice, "applied") == ["Cook"] and lane(alice, "saved") == []
    with alice.database.as_person(alice.id) as db:
        moments = db.exec(select(Moment).where(Moment.application_id == card, Moment.kind == Kind.MOVED)).all()
        sent = db.exec(select(Sending).where(Sending.application_id == card)).all()
    assert [(each.detail["from"], each.detail["to"]) for each in moments] == [("Saved", "Applied")]
    assert len(sent) == 1 and found(alice, card).applied_on


def test_the_part_is_the_card_with_the_counts_and_the_way_back(alice: Somebody) -> None:
    card = follows(
        alice, "screening", title="Senior front-of-house and events coordinator", company="Ferrin and Daughters"
    )
    follows(alice, "interview")
    answer = alice.part(f"/applications/{card}/move", {"stage": "interview"})
    assert answer.status_code == 200 and len(answer.content) <= MOST_BYTES, len(answer.content)
    assert f'id="card-{card}"' in answer.text and 'data-stage="interview"' in answer.text
    assert re.search(r'id="many-interview"[^>]*>2<', answer.text) and re.search(
        r'id="many-screening"[^>]*>0<', answer.text
    )
    assert "Two in conversation." in answer.text and "is now in Interview." in answer.text and ">Undo<" in answer.text


@pytest.mark.parametrize("part", [True, False], ids=["in place", "as a page"])
def test_an_odd_move_is_asked_about_and_changes_nothing_until_then(alice: Somebody, part: bool) -> None:
    card = follows(alice, "saved")
    ask = alice.part if part else alice.post
    answer = ask(f"/applications/{card}/move", {"stage": "withdrawn"})
    assert answer.status_code == 409 and "Withdraw from this application?" in answer.text
    assert ("<html" not in answer.text) is part and found(alice, card).stage == "saved"
    ask(f"/applications/{card}/move", {"stage": "withdrawn", "meant": "yes"})
    assert found(alice, card).stage == "withdrawn"


def test_a_card_is_put_between_two_others_and_is_not_asked_about(alice: Somebody) -> None:
    below, above, card = (follows(alice, "applied", title=name) for name in ("Below", "Above", "Card"))
    for each in (below, above):
        alice.post(f"/applications/{each}/move", {"stage": "screening"})
    assert lane(alice, "screening") == ["Above", "Below"]
    alice.part(f"/applications/{card}/move", {"stage": "screening", "after": str(above), "before": str(below)})
    assert lane(alice, "screening") == ["Above", "Card", "Below"]
    alice.part(f"/applications/{card}/move", {"stage": "screening", "after": str(below), "before": ""})
    assert lane(alice, "screening") == ["Above", "Below", "Card"]
    with alice.database.as_person(alice.id) as db:
        moved = db.exec(select(Moment).where(Moment.application_id == card, Moment.kind == Kind.MOVED)).all()
    assert len(moved) == 1, "lying elsewhere in the same lane is nothing that happened"


def test_between_two_cards_there_is_always_room(alice: Somebody) -> None:
    """Half-way between two numbers ends after some fifty times; then the lane is laid out anew."""
    card, top, low = (follows(alice, "saved", title=name) for name in ("Card", "Top", "Low"))
    with alice.database.as_person(alice.id) as db:
        for each, place in ((top, 1.0), (low, 1.0000000000000002), (card, 5.0)):
            db.exec(select(Application).where(Application.id == each)).one().place = place
    alice.part(f"/applications/{card}/move", {"stage": "saved", "after": str(top), "before": str(low)})
    assert lane(alice, "saved") == ["Top", "Card", "Low"]


def test_the_day_one_applied_is_the_day_it_is_where_one_is(alice: Somebody, bob: Somebody) -> None:
    """Of these two zones, one at least is in another day than UTC whenever this is tried."""
    for who, zone in ((alice, "Pacific/Kiritimati"), (bob, "Etc/GMT+12")):
        arranges(who, zone=zone)
        card = follows(who, "saved")
        days = {now().astimezone(ZoneInfo(zone)).date()}
        who.post(f"/applications/{card}/move", {"stage": "applied"})
        assert found(who, card).applied_on in days | {now().astimezone(ZoneInfo(zone)).date()}


def test_a_move_is_few_statements(alice: Somebody) -> None:
    """One read, four rows written, and one read of how all of it stands now."""
    card = follows(alice, "screening")
    alice.part(f"/applications/{card}/move", {"stage": "offer"})
    with statements() as said:
        assert alice.part(f"/applications/{card}/move", {"stage": "interview"}).status_code == 200
    assert len(said) <= 6, said


def test_in_two_tabs_the_later_move_wins_with_its_own_question(alice: Somebody) -> None:
    card = follows(alice, "saved")
    alice.part(f"/applications/{card}/move", {"stage": "rejected", "meant": "yes"})
    answer = alice.part(f"/applications/{card}/move", {"stage": "applied"})  # from a tab where it is still saved
    assert answer.status_code == 409 and "Open it again?" in answer.text and "It was rejected." in answer.text
    assert alice.part(f"/applications/{card}/move", {"stage": "applied", "meant": "yes"}).status_code == 200


@pytest.mark.parametrize(("verb", "words"), [("remove", "It is in the bin."), ("archive", "It is in the archive.")])
def test_a_card_that_was_put_away_in_another_tab_is_asked_about(alice: Somebody, verb: str, words: str) -> None:
    card = follows(alice, "saved")
    alice.post(f"/applications/{card}/{verb}")
    answer = alice.part(f"/applications/{card}/move", {"stage": "applied"})
    assert answer.status_code == 409 and words in answer.text
    alice.part(f"/applications/{card}/move", {"stage": "applied", "meant": "yes"})
    assert (kept := found(alice, card)).stage == "applied" and kept.removed_at is kept.archived_at is None
    with alice.database.as_person(alice.id) as db:
        happened = [event.action for event in events_of(db, alice.id)]
    assert {"application-moved", "application-restored"} <= set(happened)


def test_to_where_there_is_nothing_or_beside_what_is_not_there(alice: Somebody, bob: Somebody) -> None:
    card, others = follows(alice, "saved"), follows(bob, "saved")
    assert alice.post(f"/applications/{card}/move", {"stage": "own-nowhere"}).status_code == 404
    assert alice.post(f"/applications/{uuid4()}/move", {"stage": "applied"}).status_code == 404
    answer = alice.part(f"/applications/{card}/move", {"stage": "applied", "after": str(others), "before": "nonsense"})
    assert answer.status_code == 200 and found(alice, card).stage == "applied"


def test_without_javascript_the_menu_is_a_page(alice: Somebody) -> None:
    card = follows(alice, "interview", title="Cook")
    shown = alice.get(f"/applications/{card}/move").text
    assert "stands in Interview" in shown and 'value="offer"' in shown and 'value="interview"' not in shown
    assert f'formaction="/applications/{card}/remove"' in shown
