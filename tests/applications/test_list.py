"""The list: sorted, filtered, a page at a time, kept as a view, and changed many at a time; and the calendar."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlmodel import select

from tests.applications.following import arranges, follows, plans
from tests.applications.test_board import asked, statements
from tests.applications.test_moving import found
from tests.applications.test_undo import undo
from tests.world import Somebody
from web.applications.listing import A_PAGE, asked_for
from web.applications.tables import Application, Kind, Sending, View

BAKERS = {
    "remote": "hybrid", "required": ["Sourdough"], "preferred": ["First aid"], "salary_low": 28_000,
    "salary_high": 30_000, "period": "year", "visa": True,
}  # fmt: skip


def titles(who: Somebody, query: str = "") -> list[str]:
    shown = who.get(f"/applications/list?{query}").text
    return re.findall(r'class="job"[^>]*><a [^>]*>([^<]*)</a>', shown)


def say(who: Somebody, application_id: UUID, **said: object) -> None:
    with who.database.as_person(who.id) as db:
        row = db.exec(select(Application).where(Application.id == application_id)).one()
        for name, value in said.items():
            setattr(row, name, value)


@pytest.fixture
def three(alice: Somebody) -> dict[str, UUID]:
    """A cook who waits, a baker whom one talks to, and a waiter who was turned down."""
    cook = follows(alice, "applied", quiet=20, title="Cook", company="The Fleece", place="Leeds")
    baker = follows(alice, "interview", quiet=3, title="baker", company="Crumb", place="York", **BAKERS)
    hourly = {"salary_low": 40_000, "period": "hour", "visa": False}
    waiter = follows(alice, "rejected", quiet=40, title="Waiter", company="The Fleece", place="Hull", **hourly)
    say(alice, cook, applied_on=date(2026, 10, 31), excitement=2)
    say(alice, baker, applied_on=date(2026, 11, 1), excitement=5, notes="They asked about rye.")
    plans(alice, baker, datetime(2099, 1, 1, tzinfo=UTC))
    return {"cook": cook, "baker": baker, "waiter": waiter}


# --- what is asked for -----------------------------------------------------------------------------------------------


ASKED = [
    ("", ["baker", "Cook", "Waiter"]),
    ("sort=touched&way=up", ["Waiter", "Cook", "baker"]),
    ("sort=job", ["baker", "Cook", "Waiter"]),
    ("sort=job&way=down", ["Waiter", "Cook", "baker"]),
    ("sort=company", ["baker", "Cook", "Waiter"]),
    ("sort=place", ["Waiter", "Cook", "baker"]),
    ("sort=stage", ["Cook", "baker", "Waiter"]),
    ("sort=next", ["baker", "Cook", "Waiter"]),
    ("sort=applied", ["baker", "Cook", "Waiter"]),
    ("sort=applied&way=up", ["Cook", "baker", "Waiter"]),
    ("sort=excitement", ["baker", "Cook", "Waiter"]),
    ("sort=nonsense&way=sideways", ["baker", "Cook", "Waiter"]),
    ("stage=applied", ["Cook"]),
    ("company=fleece", ["Cook", "Waiter"]),
    ("company=%25", []),
    ("place=york", ["baker"]),
    ("words=RYE", ["baker"]),
    ("words=r%C3%BDe,", ["baker"]),
    ("month=2026-10", ["Cook"]),
    ("month=nonsense", ["baker", "Cook", "Waiter"]),
    ("excitement=2", ["baker", "Cook"]),
    ("quiet=on", ["Cook"]),
    ("archived=on", []),
    ("remote=hybrid", ["baker"]),
    ("remote=nonsense", ["baker", "Cook", "Waiter"]),
    ("skill=SOURDOUGH", ["baker"]),
    ("skill=first+aid", ["baker"]),
    ("pay=30000", ["baker"]),
    ("pay=30001", []),
    ("pay=nonsense", ["baker", "Cook", "Waiter"]),
    ("visa=on", ["baker"]),
    ("company=fleece&quiet=on&sort=job", ["Cook"]),
    ("page=99", []),
]


def test_sorted_and_filtered(alice: Somebody, three: dict[str, UUID]) -> None:
    assert [(query, titles(alice, query)) for query, _ in ASKED] == ASKED


def test_the_address_says_it_all_and_a_press_on_a_column_turns_it_round() -> None:
    asked_now = asked_for({"company": "Fleece & co", "sort": "company", "page": "3", "quiet": "on", "excitement": "x"})
    assert asked_now.query == "company=Fleece+%26+co&quiet=on&sort=company&way=up"
    assert asked_now.with_(sort="company").endswith("sort=company&way=down")
    assert asked_now.with_(sort="touched") == "company=Fleece+%26+co&quiet=on", "the usual order needs no words"
    assert asked_now.with_(page=4).endswith("way=up&page=4")


def test_a_page_at_a_time_in_as_many_queries(alice: Somebody) -> None:
    follows(alice, title="First")
    few = asked(alice, "/applications/list")
    for number in range(A_PAGE):
        follows(alice, quiet=1, title=f"Cook {number:02}")
    assert asked(alice, "/applications/list") == few and len(few) <= 5
    shown = alice.get("/applications/list").text
    assert "51 applications." in shown and "Page 1 of 2" in shown and len(titles(alice)) == A_PAGE
    assert len(titles(alice, "page=2")) == 1 and "Page 2 of 2" in alice.get("/applications/list?page=2").text
    assert sorted(titles(alice) + titles(alice, "page=2")) == sorted(
        ["First", *(f"Cook {n:02}" for n in range(A_PAGE))]
    )


def test_a_page_beyond_the_last_still_knows_how_many_there_are(alice: Somebody, three: dict[str, UUID]) -> None:
    assert "3 applications." in alice.get("/applications/list?page=9").text


def test_others_lists_are_theirs(alice: Somebody, bob: Somebody, three: dict[str, UUID]) -> None:
    assert titles(bob) == []
    bob.post("/applications/many", {"chosen": [str(three["cook"])], "go": "remove"})
    assert titles(alice, "stage=applied") == ["Cook"]


# --- views -----------------------------------------------------------------------------------------------------------


def views(who: Somebody) -> list[View]:
    with who.database.as_person(who.id) as db:
        return list(db.exec(select(View).where(View.owner_id == who.id)))


def test_a_view_is_kept_used_renamed_and_removed(alice: Somebody, bob: Somebody, three: dict[str, UUID]) -> None:
    kept = alice.post("/applications/views", {"name": "Waiting", "query": "quiet=on&sort=company&page=7&evil=1"})
    [view] = views(alice)
    assert view.query == "quiet=on&sort=company&way=up" and kept.headers["location"].startswith(
        f"/applications/list?{view.query}"
    )
    assert "quiet=on&amp;sort=company&amp;way=up" in alice.get("/applications/list").text and titles(
        alice, view.query
    ) == ["Cook"]
    assert alice.post("/applications/views", {"name": "Waiting", "query": ""}).status_code == 422
    assert alice.post("/applications/views", {"name": "", "query": ""}).status_code == 422
    for address in (f"/applications/views/{view.id}", f"/applications/views/{view.id}/remove"):
        assert bob.post(address, {"name": "Mine"}).status_code == 404
    alice.post(f"/applications/views/{view.id}", {"name": "Quiet ones"})
    assert [each.name for each in views(alice)] == ["Quiet ones"]
    removed = alice.post(f"/applications/views/{view.id}/remove")
    assert views(alice) == []
    undo(alice, removed)
    assert [(each.name, each.query) for each in views(alice)] == [("Quiet ones", view.query)]


# --- many at a time --------------------------------------------------------------------------------------------------


def test_many_are_moved_in_one_act_and_taken_back_in_one(alice: Somebody, three: dict[str, UUID]) -> None:
    chosen = [str(three["cook"]), str(three["baker"])]
    for name in ("cook", "baker"):
        say(alice, three[name], stage="saved")
    answer = alice.post("/applications/many", {"chosen": chosen, "stage": "applied", "go": "move", "query": "sort=job"})
    assert "Two applications are now in Applied." in alice.get(answer.headers["location"]).text
    assert {found(alice, three[name]).stage for name in ("cook", "baker")} == {"applied"}
    with alice.database.as_person(alice.id) as db:
        assert len(db.exec(select(Sending).where(Sending.owner_id == alice.id)).all()) == 2, "each is frozen by itself"
    back = undo(alice, answer, next="/applications/list")
    assert "Taken back" in alice.get(back.headers["location"]).text
    assert (found(alice, three["cook"]).stage, found(alice, three["baker"]).stage) == ("saved", "saved")


def test_odd_ones_among_many_are_asked_about_together(alice: Somebody, three: dict[str, UUID]) -> None:
    chosen = [str(each) for each in three.values()]
    answer = alice.post("/applications/many", {"chosen": chosen, "stage": "interview", "go": "move"})
    assert answer.status_code == 409 and "Open it again? It was rejected." in answer.text
    assert found(alice, three["cook"]).stage == "applied"
    alice.post("/applications/many", {"chosen": chosen, "stage": "interview", "meant": "yes"})
    assert {found(alice, each).stage for each in three.values()} == {"interview"}


@pytest.mark.parametrize(("verb", "there"), [("archive", "archived=on"), ("remove", "archived=on&stage=none")])
def test_many_are_put_away(alice: Somebody, three: dict[str, UUID], verb: str, there: str) -> None:
    answer = alice.post("/applications/many", {"chosen": [str(three["cook"]), str(three["waiter"])], "go": verb})
    assert titles(alice) == ["baker"] and len(titles(alice, there)) == (2 if verb == "archive" else 0)
    undo(alice, answer)
    assert len(titles(alice)) == 3


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Nothing is ticked"),
        ({"chosen": ["nonsense"], "go": "remove"}, "Nothing is ticked"),
        ({"go": "drop"}, "Nothing is ticked"),
        ({"chosen": [str(uuid4())], "go": "remove"}, "What you ticked is not here any more"),
        ({"chosen": [str(uuid4()) for _ in range(A_PAGE + 1)], "go": "remove"}, "50 at a time is the most."),
        ({"chosen": [str(uuid4()) for _ in range(400)], "go": "remove"}, "50 at a time is the most."),
    ],
)
def test_where_nothing_is_done_that_is_said(
    alice: Somebody, three: dict[str, UUID], said: dict[str, object], words: str
) -> None:
    answer = alice.post("/applications/many", {**said, "query": "sort=job"})
    assert answer.status_code == 422 and words in answer.text and len(titles(alice)) == 3
    assert 'name="query" value="sort=job&amp;way=up"' in answer.text, "one is where one was"


def test_one_that_is_ticked_twice_or_is_somebody_elses(alice: Somebody, bob: Somebody, three: dict[str, UUID]) -> None:
    cook, his = str(three["cook"]), str(follows(bob, "applied"))
    answer = alice.post("/applications/many", {"chosen": [cook, cook, his], "stage": "interview"})
    shown = alice.get(answer.headers["location"]).text
    assert (
        "Cook is now in Interview. One was deleted before." in shown
        and found(alice, three["cook"]).stage == "interview"
    )
    assert found(bob, UUID(his)).stage == "applied"


def test_many_take_no_more_questions_than_one(alice: Somebody, three: dict[str, UUID]) -> None:
    """Who was sent what, where they stand and what seals the trail are asked for once."""
    with statements() as one:
        alice.post("/applications/many", {"chosen": [str(three["cook"])], "stage": "offer", "meant": "yes"})
    chosen = [str(follows(alice, "screening")) for _ in range(8)]
    with statements() as nine:
        alice.post("/applications/many", {"chosen": chosen, "stage": "rejected", "meant": "yes"})
    reads = [[each for each in said if re.match(r"(?i)select", each)] for said in (one, nine)]
    assert len(reads[1]) <= len(reads[0])


# --- the calendar ----------------------------------------------------------------------------------------------------


def days(who: Somebody, month: str) -> dict[str, str]:
    """What stands on each day that has something, as plain words."""
    shown = who.get(f"/applications/calendar?month={month}").text
    cells = re.findall(r'<td class="day([^"]*)">(.*?)</td>', shown, re.DOTALL)
    said = [(kind, " ".join(re.sub(r"<[^>]+>", " ", cell).split())) for kind, cell in cells]
    return {
        words.split()[1]: words.partition(" ")[2]
        for kind, words in said
        if "free" not in kind and "outside" not in kind
    }


def test_things_stand_on_their_day_where_the_person_is(alice: Somebody) -> None:
    arranges(alice, zone="America/New_York")
    card = follows(alice, "interview", title="Cook", company="")
    plans(
        alice, card, datetime(2026, 12, 1, 3, tzinfo=UTC), "Europe/Berlin", Kind.INTERVIEW
    )  # still the evening before
    plans(
        alice,
        card,
        datetime(2026, 11, 9, 12, tzinfo=UTC),
        title="Ring them",
        done_at=datetime(2026, 11, 9, 15, tzinfo=UTC),
    )
    follows(alice, "saved", title="Baker", company="", closes_on=date(2026, 11, 15))
    follows(alice, "rejected", title="Waiter", closes_on=date(2026, 11, 16))
    found = days(alice, "2026-11")
    assert found["30"] == "30 November 22:00 Interview Cook" and found["9"].endswith("Ring them Cook, done")
    assert found["15"].endswith("Closes Baker") and "16" not in found
    assert "1" not in days(alice, "2026-12")


@pytest.mark.parametrize("month", ["", "nonsense", "2026-13", "99999-01", "0001-01"])
def test_any_month_or_this_one(alice: Somebody, month: str) -> None:
    with time_machine.travel(datetime.now(UTC).replace(microsecond=0), tick=False):
        today = datetime.now(UTC).date()
        shown = alice.get(f"/applications/calendar?month={month}").text
    assert f'<h1 class="tally">{today:%B %Y}: nothing yet.</h1>' in shown and 'aria-current="date"' in shown


def test_earlier_and_later(alice: Somebody) -> None:
    shown = alice.get("/applications/calendar?month=2027-01").text
    assert "month=2026-12" in shown and "month=2027-02" in shown and "This month" in shown
    far = follows(alice, "interview", title="Cook")
    plans(alice, far, datetime(2027, 1, 31, 12, tzinfo=UTC) + timedelta(0), title="Ring them")
    assert "January 2027: one date." in alice.get("/applications/calendar?month=2027-01").text
