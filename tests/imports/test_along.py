"""What somebody brought goes where they go: into an account, into the parcel, and away for good."""

import io
import json
import zipfile

import sqlalchemy as sa

from tests.accounts.filled import keeper_of
from tests.imports.bringing import CAREER, brought, put_down, row, taken
from tests.world import Somebody, forget_limits, work
from web.accounts.actions import erase
from web.accounts.tables import Person
from web.imports.tables import Import, State


def test_a_guest_who_registers_keeps_it(alice: Somebody) -> None:
    at = brought(alice)
    alice.register()
    assert alice.get(f"{at}/file").status_code == 200
    taken(alice, at)


def come_in_with(alice: Somebody) -> Somebody:
    """Alice, registered, at another device where she began as a guest."""
    alice.register()
    return alice.another_browser().start()


def test_a_guest_who_signs_in_brings_it_along_with_its_original(alice: Somebody) -> None:
    """A file that nobody took yet is reason enough to come along."""
    guest = come_in_with(alice)
    at = brought(guest)
    guest_id = guest.id
    forget_limits(guest.database)
    guest.sign_in()
    work(guest.house)
    assert json.loads(guest.get(f"{at}/file").content) == CAREER
    assert guest.house.files.names_under(f"people/{guest_id}") == []
    with guest.database.as_person(alice.id) as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(Import)) == 1
    taken(guest, at)


def test_what_was_being_read_is_read_on(alice: Somebody) -> None:
    guest = come_in_with(alice)
    at = put_down(guest, CAREER)
    forget_limits(guest.database)
    guest.sign_in()
    work(guest.house)
    with keeper_of(guest.house.settings) as keeper:
        keeper.execute(sa.text("update procrastinate_jobs set scheduled_at = null where task_name = 'read_import'"))
    work(guest.house)
    assert row(guest, at).state is State.READY


def test_it_is_in_the_parcel(alice: Somebody) -> None:
    alice.register()
    body = json.dumps(CAREER).encode()
    brought(alice, body, "Canary CV.json")
    brought(alice, b"plain nothing", "../../etc/passwd")
    alice.post("/account/exports")
    work(alice.house)
    with alice.database.as_person(alice.id) as db:
        export = db.scalar(sa.text("select id from exports"))
    parcel = zipfile.ZipFile(io.BytesIO(alice.get(f"/account/exports/{export}/zip").content))
    assert parcel.read("imports/Canary-CV.json") == body
    assert not [name for name in parcel.namelist() if ".." in name or name.startswith("/")]
    said = json.loads(parcel.read("imports/imports.json"))
    assert [each["name"] for each in said] == ["Canary CV.json", "../../etc/passwd"] and said[0]["read"][
        "work"
    ] == CAREER["work"]
    assert json.loads(parcel.read("imports/readings.json"))[0]["format"] == "JSON Resume"


def test_erased_means_erased(alice: Somebody) -> None:
    brought(alice)
    person_id = alice.id
    with alice.database.as_person(person_id) as db:
        erase(db, alice.house.files, db.get_one(Person, person_id))
    assert alice.house.files.names_under(f"people/{person_id}") == []
    with keeper_of(alice.house.settings) as keeper:
        for table in ("imports", "kept_readings"):
            assert keeper.scalar(sa.text(f"select count(*) from {table} where owner_id = :id"), {"id": person_id}) == 0


def test_a_profile_that_is_cleared_away_takes_no_file_with_it(alice: Somebody) -> None:
    at = brought(alice)
    first = alice.profile.id
    alice.post("/profiles", {"name": "Second", "language": "en"})
    with keeper_of(alice.house.settings) as keeper:
        keeper.execute(sa.text("delete from prints where owner_id = :id"), {"id": alice.id})
        keeper.execute(sa.text("delete from profiles where id = :id"), {"id": first})
    assert row(alice, at).profile_id is None and alice.get(f"{at}/file").status_code == 200
    taken(alice, at)
    assert "Airedale" in alice.get("/profile/steps/experience").text
