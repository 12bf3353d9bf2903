"""What happens when somebody does the same thing several times at once: a double click, two tabs, a phone beside them."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import sqlalchemy as sa

from tests.applications.following import follows
from tests.world import Somebody

TABS = 6


def at_once(do: Callable[[], httpx.Response]) -> list[httpx.Response]:
    with ThreadPoolExecutor(TABS) as tabs:
        return list(tabs.map(lambda _: do(), range(TABS)))


def many(who: Somebody, table: str, also: str = "true") -> int:
    with who.database.as_person(who.id) as db:
        wanted = sa.text(f"select count(*) from {table} where owner_id = :owner and {also}")
        return int(db.execute(wanted, {"owner": who.id}).scalar_one())


def test_a_posting_saved_in_six_tabs_is_saved_once(alice: Somebody) -> None:
    words = "Night porter\nHotel Meridian, Bath\n\nWe need a night porter. £12 an hour."
    answers = at_once(lambda: alice.post("/applications/new", {"posting": words}))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"].partition("?")[0] for answer in answers}) == 1
    assert sorted("known" in answer.headers["location"] for answer in answers) == [False] + [True] * (TABS - 1)
    assert many(alice, "jobs") == many(alice, "applications") == 1


def test_having_applied_in_six_tabs_is_sent_once(alice: Somebody) -> None:
    application = follows(alice, stage="saved")
    answers = at_once(lambda: alice.post(f"/applications/{application}/move", {"stage": "applied"}))
    assert {answer.status_code for answer in answers} == {303}
    assert many(alice, "sendings") == 1
    assert many(alice, "moments", "kind = 'moved'") == 1


def test_two_tabs_arrange_their_first_stages_at_once(alice: Somebody) -> None:
    """Nobody has a row for them before."""
    answers = at_once(lambda: alice.post("/applications/stages", {"name": "Portfolio day"}))
    assert {answer.status_code for answer in answers} <= {303, 422}
    assert many(alice, "boards") == 1


def test_something_taken_back_twice_at_once_is_taken_back_once(alice: Somebody) -> None:
    application = follows(alice, stage="applied")
    there = alice.post(f"/applications/{application}/move", {"stage": "interview"}).headers["location"]
    act = re.search(r"done=([0-9a-f-]{36})", there)[1]  # type: ignore[index]
    answers = at_once(lambda: alice.post(f"/applications/acts/{act}/undo"))
    assert {answer.status_code for answer in answers} == {303}
    assert many(alice, "applications", "stage = 'applied'") == 1
    assert many(alice, "moments", "kind = 'moved'") == 0
