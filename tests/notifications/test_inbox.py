"""The inbox: what is unread, said right after every verb, by several at once, and to nobody else."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from tests.world import Somebody
from web.notifications.queries import MOST_ON_A_PAGE, unread_of
from web.notifications.tables import Notification


@pytest.fixture
def person(alice: Somebody) -> Somebody:
    """Alice with an account, and everything read."""
    alice.register()
    assert alice.post("/notifications/read").status_code == 303
    return alice


def put(who: Somebody, *titles: str) -> list[UUID]:
    with who.database.as_person(who.id) as db:
        notices = [Notification(owner_id=who.id, title=title, words="Words", link="/account") for title in titles]
        db.add_all(notices)
        return [notice.id for notice in notices]


def count(who: Somebody) -> tuple[int, int]:
    """Unread as the database keeps it, and as one would count it."""
    with who.database.as_person(who.id) as db:
        counted = db.scalar(sa.text("select count(*) from notifications where read_at is null"))
        return unread_of(db, who.id), int(counted or 0)


def test_the_newest_stands_first_and_says_where_it_leads(person: Somebody) -> None:
    put(person, "Older", "Newer")
    shown = person.get("/notifications").text
    assert shown.index("Newer") < shown.index("Older")
    assert '<a href="/account">Newer</a>' in shown and shown.count('class="mark">Unread. <') == 2
    assert "<b>2" in shown, "the masthead says so too"


def test_looking_reads_nothing(person: Somebody) -> None:
    put(person, "One")
    for _ in range(2):
        assert "1 unread." in person.get("/notifications").text
    assert count(person) == (1, 1)


def test_read_unread_and_all_read(person: Somebody) -> None:
    first, _, _ = put(person, "One", "Two", "Three")
    assert count(person) == (3, 3)
    for verb, left in (("read", 2), ("read", 2), ("unread", 3), ("unread", 3)):
        assert person.post(f"/notifications/{first}/{verb}").headers["location"] == "/notifications"
        assert count(person) == (left, left)
    person.post("/notifications/read")
    assert count(person) == (0, 0)
    shown = person.get("/notifications").text
    assert "All read." in shown and "Mark all read" not in shown and "<b>" not in shown
    person.post(f"/notifications/{first}/unread")
    assert count(person) == (1, 1)


def test_the_time_of_reading_stays_the_first(person: Somebody) -> None:
    (notice,) = put(person, "One")
    times = []
    for _ in range(2):
        person.post(f"/notifications/{notice}/read")
        with person.database.as_person(person.id) as db:
            times.append(db.get_one(Notification, notice).read_at)
    assert times[0] is not None and times[0] == times[1]


def test_with_htmx_the_inbox_and_the_count_change_in_place(person: Somebody) -> None:
    first, _ = put(person, "One", "Two")
    answer = person.part(f"/notifications/{first}/read", {}).text
    assert answer.lstrip().startswith('<div id="inbox">') and "1 unread." in answer
    assert f'/notifications/{first}/unread"' in answer
    assert 'hx-target=".standing"' in answer and "<b>1" in answer


def test_old_notices_are_a_page_away(person: Somebody) -> None:
    put(person, *[f"Notice {number:03}" for number in range(MOST_ON_A_PAGE * 2)])
    first = person.get("/notifications").text
    older = first.partition("/notifications?before=")[2][:36]
    assert first.count('<li id="notice-') == MOST_ON_A_PAGE and "The newest" not in first
    second = person.get(f"/notifications?before={older}").text
    assert second.count('<li id="notice-') == MOST_ON_A_PAGE and "The newest" in second
    assert "Notice 050" in first and "Notice 049" in second and "Notice 049" not in first
    back = person.post("/notifications/read", {"before": older}).headers["location"]
    assert back == f"/notifications?before={older}"
    assert person.post("/notifications/read", {"before": "//evil"}).headers["location"] == "/notifications"


def test_an_empty_inbox_says_what_will_be_here(alice: Somebody) -> None:
    shown = alice.get("/notifications").text
    assert "Nothing has happened yet." in shown and "it stands here" in shown and "Mark all read" not in shown


def test_a_strangers_notice_is_nothing(person: Somebody, bob: Somebody) -> None:
    (hers,) = put(person, "Canary")
    for verb in ("read", "unread"):
        assert bob.post(f"/notifications/{hers}/{verb}").status_code == 404
        assert bob.post(f"/notifications/{uuid4()}/{verb}").status_code == 404
    assert "Canary" not in bob.get("/notifications").text
    assert "Canary" not in bob.get(f"/notifications?before={UUID(int=2**128 - 1)}").text
    bob.post("/notifications/read")
    assert count(person) == (1, 1)


def test_a_title_stays_text(person: Somebody) -> None:
    put(person, "<b onmouseover=alert(1)>Bold</b>")
    shown = person.get("/notifications").text
    assert "<b onmouseover" not in shown and "&lt;b onmouseover" in shown


def test_many_at_once_are_counted_right(person: Somebody) -> None:
    """New ones, read, unread and all read, all at the same time: whatever comes out, and whoever is told to wait on a
    busy machine (503), the count agrees with the rows."""
    ids = put(person, *[f"Notice {number}" for number in range(12)])

    def add(number: int) -> None:
        put(person, f"More {number}")

    def read(number: int) -> None:
        assert person.post(f"/notifications/{ids[number % 12]}/read").status_code in (303, 503)

    def unread(number: int) -> None:
        assert person.post(f"/notifications/{ids[number % 12]}/unread").status_code in (303, 503)

    def read_all(number: int) -> None:
        assert person.post("/notifications/read").status_code in (303, 503)

    with ThreadPoolExecutor(8) as several:
        works = [several.submit(verb, number) for number in range(24) for verb in (add, read, unread, read_all)]
        for done in works:
            done.result()
    kept, counted = count(person)
    assert kept == counted
    assert len(rows(person)) >= 36


def rows(who: Somebody) -> list[Notification]:
    with who.database.as_person(who.id) as db:
        return list(db.exec(select(Notification)))


def test_removing_a_notice_counts_too(person: Somebody) -> None:
    first, second = put(person, "One", "Two")
    person.post(f"/notifications/{first}/read")
    with person.database.as_person(person.id) as db:
        remove(db, first)
        assert unread_of(db, person.id) == 1
        remove(db, second)
        assert unread_of(db, person.id) == 0


def remove(db: Session, notice_id: UUID) -> None:
    db.delete(db.get_one(Notification, notice_id))
    db.flush()
