"""Today: what is to be done, what comes, what has been quiet; done with one press, and taken back."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.applications.following import arranges, board_of, follows, moment_of, plans
from tests.world import Somebody
from web.applications.tables import Kind, Remind
from web.applications.words import noon
from web.kit.clock import now

SETTINGS = {
    "remind": "each",
    "by_letter": "on",
    "digest_hour": "8",
    "hours_before": "3",
    "quiet_days": "21",
    "zone": "Europe/Berlin",
}


def words_on(who: Somebody) -> str:
    page = re.search(r"<main.*?</main>", who.get("/applications/today").text, re.DOTALL)
    assert page
    return " ".join(re.sub(r"<[^>]+>", " ", page[0]).split())


def test_the_day_in_words(alice: Somebody) -> None:
    arranges(alice, zone="UTC")
    today, application = now().date(), follows(alice)
    plans(alice, application, noon(today - timedelta(days=3)), title="Send the references")
    plans(alice, application, noon(today), title="Iron the shirt")
    plans(alice, application, noon(today + timedelta(days=2)), kind=Kind.INTERVIEW, place="Stage door")
    plans(alice, application, noon(today + timedelta(days=20)), title="Much later")
    plans(alice, application, noon(today - timedelta(days=1)), kind=Kind.INTERVIEW, title="Over")
    follows(alice, "applied", quiet=15, title="Show caller", company="Ferrin")
    follows(alice, "applied", quiet=13, title="Not yet")
    follows(alice, "rejected", quiet=40, title="Ended")
    follows(alice, "saved", closes_on=today + timedelta(days=1), title="Producer")
    said = words_on(alice)
    assert (
        said.index("Overdue")
        < said.index("Send the references")
        < said.index("Iron the shirt")
        < said.index("This week")
    )
    for words in (
        "Two things to do.",
        "Next: iron the shirt, today.",
        "Stage door",
        "Closes",
        "Producer",
        "No answer for 15 days",
        "Show caller, Ferrin",
    ):
        assert words in said, words
    for words in ("Much later", "Over ", "Not yet", "Ended"):
        assert words not in said, words


def test_a_day_with_nothing_says_what_will_be_here(alice: Somebody) -> None:
    assert "Nothing for today." in words_on(alice) and "See your applications" in words_on(alice)


def test_done_with_one_press_and_taken_back(alice: Somebody) -> None:
    step = plans(alice, follows(alice, "applied", quiet=30), noon(now().date()), title="Call Joan")
    answer = alice.post(f"/applications/moments/{step}/done", {"next": "/applications/today"})
    page = alice.get(answer.headers["location"])
    assert "“Call Joan” is done." in page.text and "Call Joan</h3>" not in page.text
    assert "No answer for" not in page.text, "who was asked today is not quiet"
    moment = moment_of(alice, step)
    assert moment and moment.done_at
    undo = re.search(r"/applications/acts/[0-9a-f-]+/undo", page.text)
    assert undo
    alice.post(undo[0])
    assert "Call Joan</h3>" in alice.get("/applications/today").text


def test_a_quiet_one_becomes_something_for_today(alice: Somebody) -> None:
    application = follows(alice, "applied", quiet=20, company="Ferrin and Daughters")
    assert "No answer for 20 days" in words_on(alice)
    answer = alice.post(f"/applications/{application}/follow-up")
    assert "“Ask Ferrin and Daughters how it stands” is for today." in alice.get(answer.headers["location"]).text
    said = words_on(alice)
    assert "One thing to do." in said and "No answer for" not in said


def test_the_day_begins_where_one_is(alice: Somebody) -> None:
    """At 23:30 in UTC on the 23rd it is the 24th in Berlin."""
    arranges(alice, zone="Europe/Berlin")
    with time_machine.travel(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), tick=False):
        application = follows(alice)
        plans(alice, application, noon(datetime(2026, 11, 24, tzinfo=UTC).date()), title="Today’s")
        plans(alice, application, datetime(2026, 11, 24, 22, 30, tzinfo=UTC), "Europe/London", title="Tonight")
        plans(alice, application, datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "Europe/London", title="Tomorrow’s")
        said = words_on(alice)
    assert "Tuesday 24 November" in said and "Two things to do." in said
    assert said.index("Tonight") < said.index("This week") < said.index("Tomorrow’s")
    assert " 22:30 in London, 23:30 for you" in said
    assert "Today, 23:30 in London, tomorrow, 00:30 for you" in said, "by whose clock"


def test_nobody_else_does_it_for_her(alice: Somebody, bob: Somebody) -> None:
    application = follows(alice, "applied", quiet=20)
    step = plans(alice, application, noon(now().date()))
    for path in (f"/applications/moments/{step}/done", f"/applications/{application}/follow-up"):
        assert bob.post(path).status_code == 404


# --- where one is ----------------------------------------------------------------------------------------------------


def test_whoever_saves_a_first_job_is_where_their_device_says(alice: Somebody) -> None:
    alice.post("/applications/new", {"title": "Cook", "here": "Asia/Kolkata"})
    assert board_of(alice).zone == "Asia/Kolkata" and "as it is in Kolkata" in words_on(alice)
    alice.post("/applications/new", {"title": "Baker", "here": "Europe/Berlin"})
    assert board_of(alice).zone == "Asia/Kolkata", "afterwards it is theirs to change"


@pytest.mark.parametrize("said", ["", "Mars/Olympus", "x" * 5_000, "../etc/passwd"])
def test_where_no_device_says_it_the_page_says_which_times_these_are(alice: Somebody, said: str) -> None:
    answer = alice.post("/applications/new", {"title": "Cook", "here": said})
    assert answer.status_code == 303 and "as it is in UTC" in words_on(alice) and "Say where you are" in words_on(alice)
    assert alice.post("/applications/reminders/zone", {"zone": said}).headers["location"].endswith("#zone")
    assert "as it is in UTC" in words_on(alice)


def test_where_one_is_now_takes_one_press_and_gives_no_day_twice(alice: Somebody) -> None:
    arranges(alice, zone="UTC", told_on=now().date(), remind=Remind.DIGEST)
    answer = alice.post("/applications/reminders/zone", {"zone": "Pacific/Kiritimati"})
    assert answer.headers["location"] == "/applications/today" and "as it is in Kiritimati" in words_on(alice)
    board = board_of(alice)
    assert board.told_on == now().date() and board.due_at
    assert board.due_at.astimezone(ZoneInfo("Pacific/Kiritimati")).date() == board.told_on + timedelta(days=1)


# --- how one is reminded ---------------------------------------------------------------------------------------------


def test_what_one_chooses_is_kept(alice: Somebody) -> None:
    answer = alice.post("/applications/reminders", SETTINGS)
    assert "Saved." in alice.get(answer.headers["location"]).text
    board = board_of(alice)
    kept = (board.remind, board.by_letter, board.digest_hour, board.hours_before, board.quiet_days, board.zone)
    assert kept == (Remind.EACH, True, 8, 3, 21, "Europe/Berlin")
    alice.post("/applications/reminders", {**SETTINGS, "by_letter": "", "remind": "digest", "digest_hour": "0"})
    board = board_of(alice)
    assert (board.remind, board.by_letter, board.digest_hour) == (Remind.DIGEST, False, 0) and board.due_at


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"zone": "Mars/Olympus"}, "Choose one of the time zones listed"),
        ({"zone": ""}, "Say where you are"),
        ({"hours_before": "1000"}, "between 0 and 336"),
        ({"hours_before": ""}, "Say how many hours before."),
        ({"quiet_days": "often"}, "between 0 and 365"),
        ({"remind": "hourly"}, "Choose one of those listed."),
        ({"digest_hour": "24"}, "between 0 and 23"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    alice: Somebody, wrong: dict[str, Any], words: str
) -> None:
    answer = alice.post("/applications/reminders", {**SETTINGS, "quiet_days": "33"} | wrong)
    assert answer.status_code == 422 and words in answer.text
    assert f'value="{wrong.get("quiet_days", "33")}"' in answer.text
    assert board_of(alice).zone == "UTC"
