"""Leaving: off every page at once, back within a month, gone for good after it."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from tests.accounts.filled import keeper_of
from tests.world import Somebody, work
from web.accounts.actions import ERASED_DAYS
from web.accounts.tasks import erase_who_left
from web.settings import Settings

PAGES = ("/account", "/profile/steps/about", "/resumes/default/json", "/account/places")


@pytest.fixture
def anna(alice: Somebody) -> Somebody:
    return alice.register()


def left_ago(settings: Settings, person_id: UUID, days: float) -> None:
    """Turn back the clock of the row."""
    with keeper_of(settings) as keeper:
        keeper.execute(
            sa.text("update people set erased_at = now() - make_interval(secs => :seconds) where id = :id"),
            {"seconds": timedelta(days=days).total_seconds(), "id": person_id},
        )


def is_out(somebody: Somebody) -> bool:
    return all(somebody.get(page).headers.get("location", "").startswith("/sign-in") for page in PAGES)


def test_the_page_says_what_goes_and_when(anna: Somebody) -> None:
    page = anna.get("/account/leave").text
    assert "signed out everywhere" in page and "For 30 days" in page and "/account/exports" in page


def test_gone_from_every_page_and_every_device_at_once(anna: Somebody) -> None:
    phone = anna.another_browser()
    phone.sign_in()
    answer = anna.post("/account/leave")
    assert answer.headers["location"] == "/goodbye" and "storage" in answer.headers["clear-site-data"]
    assert is_out(anna) and is_out(phone)
    assert anna.email not in anna.get("/goodbye").text and "30 days" in anna.get("/goodbye").text
    assert not any(anna.name in anna.get(page).text for page in ("/", *PAGES))


def test_leaving_needs_a_fresh_proof(anna: Somebody, settings: Settings) -> None:
    with keeper_of(settings) as keeper:
        keeper.execute(
            sa.text("update sign_ins set proved_at = now() - interval '16 minutes' where owner_id = :id"),
            {"id": anna.id},
        )
    for answer in (anna.get("/account/leave"), anna.post("/account/leave")):
        assert answer.headers["location"].startswith("/account/prove")
    assert anna.get("/account").status_code == 200


@pytest.mark.parametrize("days", [0, ERASED_DAYS - 1])
def test_until_the_last_day_everything_comes_back(anna: Somebody, settings: Settings, days: int) -> None:
    anna.part("/profile/steps/about", {"headline": "Cook"})
    anna_id = anna.id
    anna.post("/account/leave")
    left_ago(settings, anna_id, days)
    erase_who_left(anna.house)
    again = anna.another_browser()
    assert again.sign_in().headers["location"] == "/sign-in/back"
    assert is_out(again)
    assert f"{ERASED_DAYS - days} more day" in again.get("/sign-in/back").text
    answer = again.post("/sign-in/back")
    again._keep_token(answer)
    assert again.id == anna_id and 'value="Cook"' in again.get("/profile/steps/about").text
    assert is_out(anna)


def test_after_the_last_day_nobody_comes_back(anna: Somebody, settings: Settings) -> None:
    anna_id = anna.id
    anna.post("/account/leave")
    left_ago(settings, anna_id, ERASED_DAYS)
    again = anna.another_browser()
    late = again.sign_in()  # the chore did not come by yet
    assert late.status_code == 403 and again.token == "" and again.slips == {}
    erase_who_left(anna.house)
    stranger = Somebody("Nobody", anna.client, anna.database, email="nobody@people.example")
    answer, unknown = again.sign_in(), stranger.sign_in()
    assert answer.status_code == unknown.status_code == 422
    assert answer.text.replace(anna.email, "") == unknown.text.replace(stranger.email, "")


def test_who_comes_back_on_the_last_day_is_not_erased_by_a_late_chore(anna: Somebody, settings: Settings) -> None:
    anna.post("/account/leave")
    again = anna.another_browser()
    again.sign_in()
    again._keep_token(again.post("/sign-in/back"))
    assert erase_who_left(anna.house) == 0 and again.get("/account").status_code == 200


def test_an_address_is_free_again_when_its_person_is_gone(
    anna: Somebody, charlie: Somebody, settings: Settings
) -> None:
    anna_id, email = anna.id, anna.email
    anna.post("/account/leave")
    left_ago(settings, anna_id, ERASED_DAYS + 1)
    erase_who_left(anna.house)
    newcomer = charlie.start().register(email)
    assert newcomer.id != anna_id and newcomer.get("/account").status_code == 200


def test_what_is_being_packed_is_stopped(anna: Somebody) -> None:
    anna_id = anna.id
    anna.post("/account/exports")
    anna.post("/account/leave")
    work(anna.house)
    assert anna.house.files.names_under(f"people/{anna_id}/exports") == []


def test_a_guest_forgets_everything_at_once(alice: Somebody, bob: Somebody, settings: Settings) -> None:
    alice.add("experience")
    alice_id = alice.id
    alice.house.files.put(f"people/{alice_id}/prints/x.pdf", b"x")
    bob.house.files.put(f"people/{bob.id}/prints/x.pdf", b"x")
    assert "Forget everything?" in alice.get("/account/leave").text
    assert alice.post("/account/leave").headers["location"] == "/goodbye?done=for-good"
    assert is_out(alice) and alice.house.files.names_under(f"people/{alice_id}") == []
    assert bob.get("/profile/steps/about").status_code == 200 and bob.house.files.names_under(f"people/{bob.id}/prints")
    with keeper_of(settings) as keeper:
        assert keeper.scalar(sa.text("select count(*) from people where id = :id"), {"id": alice_id}) == 0


def test_a_sheet_that_was_being_set_leaves_no_file(alice: Somebody, settings: Settings) -> None:
    """The press may put its file down after everything was erased: an errand sweeps once more."""
    alice_id = alice.id
    alice.post("/account/leave")
    alice.house.files.put(f"people/{alice_id}/prints/late.pdf", b"x")
    with keeper_of(settings) as keeper:
        keeper.execute(
            sa.text("update procrastinate_jobs set scheduled_at = now() where args->>'owner_id' = :id"),
            {"id": str(alice_id)},
        )
    work(alice.house)
    assert alice.house.files.names_under(f"people/{alice_id}") == []


def test_nobody_is_sent_away_by_somebody_else(anna: Somebody, bob: Somebody, charlie: Somebody) -> None:
    assert charlie.get("/account/leave").headers["location"].startswith("/sign-in")
    assert charlie.post("/account/leave").headers["location"].startswith("/sign-in")
    bob.post("/account/leave", {"person_id": str(anna.id), "id": str(anna.id)})
    assert anna.get("/account").status_code == 200
