"""The board: what it says, in a fixed number of queries, however much lies on it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.applications.following import arranges, follows, plans
from tests.world import Somebody
from web.applications.board import counted, next_line, tally
from web.applications.queries import MOST_IN_LANE, Card
from web.applications.stages import STAGES, stage_named
from web.applications.tables import Kind

PRESENT = datetime(2026, 11, 22, 9, tzinfo=UTC)  # a Sunday


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is said to the database meanwhile, by whatever engine."""
    said: list[str] = []

    def note(*executed: Any) -> None:
        said.append(executed[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def asked(who: Somebody, address: str) -> list[str]:
    """The statements of a page, without those that find out who comes."""
    with statements() as said:
        assert who.get(address).status_code == 200
    return [
        statement
        for statement in said
        if re.search(r"\bfrom (boards|applications|moments|jobs|acts|views)\b", statement)
    ]


def card(**said: Any) -> Card:
    none = dict.fromkeys(Card._fields)
    return Card(**none | {"stage": "interview", "touched_at": PRESENT, "stage_since": PRESENT, "zone": ""} | said)


# --- what it says ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "line", "presses"),
    [
        ({"kind": "interview", "at": PRESENT + timedelta(days=2, hours=1), "zone": "UTC"}, "Tuesday 24, 10:00, interview", False),
        (
            {"kind": "interview", "at": PRESENT + timedelta(hours=3), "zone": "Europe/Berlin", "next": "IBM", "next_place": "Leeds"},
            "today, 13:00, IBM, Leeds", True,
        ),
        (
            {"kind": "interview", "at": PRESENT + timedelta(days=2, hours=5), "zone": "America/New_York", "own": "Europe/Berlin"},
            "Tuesday 24, 09:00 in New York, 15:00 for you, interview", False,
        ),
        ({"kind": "step", "at": PRESENT + timedelta(days=9, hours=3), "next": "Ring Ms Osei"}, "Ring Ms Osei, 1 December", False),
        ({"stage": "applied", "touched_at": PRESENT - timedelta(days=15)}, "No answer for 15 days", False),
        ({"stage": "applied"}, "Nothing planned", False),
        ({"stage": "offer", "touched_at": PRESENT - timedelta(days=15)}, "Yours to answer", False),
        ({"stage": "saved"}, "No closing date", False),
        ({"stage": "saved", "closes_on": PRESENT.date()}, "Closes today", True),
        ({"stage": "saved", "closes_on": PRESENT.date() - timedelta(days=1)}, "Closed yesterday", True),
        ({"stage": "rejected"}, "Rejected, today", False),
        ({"stage": "rejected", "own": "Pacific/Pago_Pago"}, "Rejected, today", False),
        ({"stage": "rejected", "stage_since": PRESENT - timedelta(hours=1), "own": "Pacific/Kiritimati"}, "Rejected, today", False),
        ({"stage": "rejected", "stage_since": PRESENT - timedelta(hours=10), "own": "UTC"}, "Rejected, yesterday", False),
    ],
)  # fmt: skip
def test_what_stands_under_a_card(said: dict[str, Any], line: str, presses: bool) -> None:
    own = said.get("own") or said.get("zone") or "UTC"
    shown = card(**{name: value for name, value in said.items() if name != "own"})
    stage = stage_named(STAGES, shown.stage)
    assert stage and next_line(shown, stage, own, PRESENT) == (line, presses)


def test_the_sentence_above_all_of_them() -> None:
    assert tally(STAGES, {"offer": 1, "interview": 2, "screening": 1, "applied": 4, "rejected": 9}) == (
        "One offer, three in conversation, four waiting."
    )
    assert tally(STAGES, {"rejected": 1}) == "Nothing is under way."


def test_cards_of_a_stage_that_is_gone_are_counted_in_the_first() -> None:
    found = counted(STAGES, {"own-gone": 2, "saved": 1, "rejected": 3, "withdrawn": 1})
    assert (found["saved"], found["closed"]) == (3, 4)


def test_a_board_with_nothing_on_it_says_what_will_be_here(alice: Somebody) -> None:
    shown = alice.get("/applications").text
    assert "What do you want to apply for?" in shown and shown.count("Nothing here yet.") == 5
    assert 'id="move-menu"' not in shown


def test_a_full_board(alice: Somebody) -> None:
    soon = follows(alice, "interview", title="Show caller", company="Teatr Wanda")
    plans(alice, soon, datetime(2099, 1, 5, 9, 30, tzinfo=UTC), "UTC", Kind.INTERVIEW)
    for number in range(15):
        follows(alice, "saved", title=f"Cook {number}")
    follows(alice, "saved", title="<b>Bold & co</b>")
    follows(alice, "rejected", title="Was not to be")
    follows(alice, "own-gone", title="From a stage that is gone")
    shown = alice.get("/applications").text
    assert "One in conversation, 17 saved." in shown
    assert (
        "Next: 5\u00a0January 2099, 09:30, interview." in shown and f'button main" href="/applications/{soon}"' in shown
    )
    saved = shown.split('id="stage-saved"')[1].split("</section>")[0]
    assert "<summary>5 more</summary>" in saved and saved.count("data-card=") == 17, "all of them are there"
    assert "&lt;b&gt;Bold &amp; co" in saved and "From a stage that is gone" in saved
    assert "Was not to be" in shown.split('id="closed"')[1]
    assert (
        'role="search" action="/applications/search"' in shown and 'href="/applications" aria-current="page"' in shown
    )


def test_of_a_very_long_lane_the_list_has_the_rest(alice: Somebody) -> None:
    """What is next is found wherever it lies."""
    for number in range(MOST_IN_LANE + 3):
        last = follows(alice, "applied", title=f"Cook {number}", place_in_lane=float(number))
    plans(alice, last, datetime(2099, 1, 5, tzinfo=UTC))
    shown = alice.get("/applications").text
    assert f"{MOST_IN_LANE + 3} waiting." in shown and f'href="/applications/{last}"' in shown
    applied = shown.split('id="stage-applied"')[1].split("</section>")[0]
    assert applied.count("data-card=") == MOST_IN_LANE + 1 and f'id="many-applied">{MOST_IN_LANE + 3}<' in applied
    assert '<a href="/applications/list?stage=applied">2 more in the list</a>' in applied
    assert "Cook 99<" in applied and "Cook 100<" not in applied


def test_more_than_seven_stages_stand_below_each_other(alice: Somebody) -> None:
    arranges(alice, stages=[{"slug": f"own-{number}", "name": f"Round {number}"} for number in range(4)])
    follows(alice)
    assert 'class="lanes long" data-stages="9"' in alice.get("/applications").text


# --- what it costs ---------------------------------------------------------------------------------------------------


def test_a_board_takes_as_many_queries_with_one_as_with_many(alice: Somebody) -> None:
    plans(alice, follows(alice), datetime(2099, 1, 5, tzinfo=UTC))
    one = asked(alice, "/applications")
    for stage in ("saved", "applied", "interview", "rejected") * 5:
        plans(alice, follows(alice, stage), datetime(2099, 1, 5, tzinfo=UTC))
    assert one and asked(alice, "/applications") == one and len(one) <= 3


def test_nobody_sees_what_lies_on_anothers_board(alice: Somebody, bob: Somebody) -> None:
    there = follows(alice, "offer", title="Conductor")
    assert "Conductor" not in bob.get("/applications").text
    for address in (f"/applications/{there}/move", f"/applications/{there}/delete"):
        assert bob.get(address).status_code == 404
    for verb in ("move", "archive", "remove", "restore", "delete"):
        assert bob.post(f"/applications/{there}/{verb}", {"stage": "saved", "meant": "yes"}).status_code == 404
    assert "Conductor" in alice.get("/applications").text
