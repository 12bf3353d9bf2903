"""When the press is slow, killed or busy: words for the person, nothing lost, and everybody else goes on."""

import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.world import Somebody
from web.app import create_app
from web.kit.printing import Press
from web.settings import Settings

PATIENCE = 60
KEPT = "Your words are all kept"


@pytest.fixture
def own_client(settings: Settings) -> Iterator[TestClient[Litestar]]:
    """An app with a press of its own, on everybody's database."""
    with TestClient(create_app(settings)) as client:
        yield client


def alice_on(client: TestClient[Litestar]) -> Somebody:
    return Somebody("Alice Ashby", client, client.app.state.house.database).start()


def heavy(somebody: Somebody, entries: int = 10) -> None:
    """A career of many pages, which takes its time to set."""
    for number in range(entries):
        entry = somebody.add("experience", title=f"Post {number}", company="The Fleece")
        somebody.part(
            f"/profile/experience/{entry}",
            {"lines": [f"Line {n} of many words that fill a page " * 4 for n in range(12)]},
        )


def press_children() -> set[int]:
    """The processes that set sheets for this one (Linux)."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread or a child that ended meanwhile
            for child in (task / "children").read_text().split():
                if b"web.kit.workshop" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.add(int(child))
    return found


def test_a_sheet_that_takes_too_long_is_told_and_nothing_is_lost(settings: Settings) -> None:
    app = create_app(settings)
    house = app.state.house
    app.state.house = type(house)(**{**vars(house), "press": Press(seconds=0.05)})
    with TestClient(app) as client:
        alice = alice_on(client)
        heavy(alice)
        for answer in (
            alice.part("/resumes/default/sheet"),
            alice.get("/resumes/default/text"),
            alice.get("/resumes/default/pdf"),
        ):
            assert answer.status_code == 422 and "too long" in answer.text and KEPT in answer.text
            assert answer.headers["content-type"].startswith("text/html")
        assert "Post 3" in alice.get("/profile/steps/experience").text
    with TestClient(create_app(settings)) as client:
        again = Somebody("Alice Ashby", client, client.app.state.house.database, token=alice.token)
        assert again.get("/resumes/default/pdf").content.startswith(b"%PDF-")


def test_the_sheet_before_stays_in_view(settings: Settings, own_client: TestClient[Litestar]) -> None:
    alice = alice_on(own_client)
    assert alice.part("/resumes/default/sheet").status_code == 200
    heavy(alice)
    app = create_app(settings)
    app.state.house = type(app.state.house)(**{**vars(app.state.house), "press": Press(seconds=0.05)})
    with TestClient(app) as client:
        late = Somebody("Alice Ashby", client, client.app.state.house.database, token=alice.token)
        answer = late.part("/resumes/default/sheet")
        assert answer.status_code == 422 and "Below is the sheet before" in answer.text
        picture = re.search(r'src="(/resumes/pages/[^"]+)"', answer.text)
        assert picture and late.get(picture[1]).status_code == 200


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finding the press's process needs /proc")
def test_a_killed_press_is_told_and_replaced(alice: Somebody) -> None:
    heavy(alice, entries=3)
    with ThreadPoolExecutor(1) as threads:
        printing = threads.submit(alice.get, "/resumes/default/pdf")
        end = time.monotonic() + PATIENCE
        while not printing.done():
            assert time.monotonic() < end
            for child in press_children():
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
    answer = printing.result()
    assert answer.status_code == 422 and KEPT in answer.text
    assert alice.get("/resumes/default/pdf").content.startswith(b"%PDF-")
    assert "Post 2" in alice.get("/profile/steps/experience").text


def test_two_downloads_of_the_same_new_content_both_succeed(alice: Somebody) -> None:
    heavy(alice, entries=2)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: alice.get("/resumes/default/pdf"), range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.content for answer in answers}) == 1


def test_of_one_persons_hurried_requests_the_newest_is_set(alice: Somebody) -> None:
    heavy(alice, entries=3)
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: alice.part("/resumes/default/sheet").status_code, range(6)))
    assert set(answers) <= {200, 204} and 200 in answers


def test_while_one_prints_another_works(alice: Somebody, bob: Somebody) -> None:
    """Pages answer while ten heavy sheets are set; the sheet of somebody else waits for one of them, not for ten."""
    heavy(alice, entries=6)
    with ThreadPoolExecutor(11) as threads:
        sheets = []
        for number in range(10):
            alice.part("/profile/steps/about", {"headline": f"Cook {number}"})
            sheets.append(threads.submit(alice.part, "/resumes/default/sheet"))
            assert bob.part("/profile/steps/about", {"headline": f"Waiter {number}"}).status_code == 200
        theirs = bob.part("/resumes/default/sheet")
        assert theirs.status_code == 200
        answers = [sheet.result(PATIENCE).status_code for sheet in sheets]
    assert set(answers) <= {200, 204} and 200 in answers
    assert "Cook 9" in alice.part("/resumes/default/sheet").text
    assert 'value="Waiter 9"' in bob.get("/profile/steps/about").text
