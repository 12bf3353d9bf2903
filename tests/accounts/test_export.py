"""Taking everything along: all of it, only one's own, for oneself alone, for a week."""

import asyncio
import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from functools import partial
from uuid import UUID

import pytest
import sqlalchemy as sa

from tests.accounts.filled import fill, keeper_of, owned_tables, value_for
from tests.operations.conftest import bare_environment, until
from tests.world import PASSWORD, Somebody, forget_limits, work
from web.accounts import packing
from web.accounts.exports import _begin, _file, _packed, pack_export
from web.accounts.packing import as_csv, file_name
from web.kit.house import House
from web.kit.jsonresume import parse
from web.operations.worker import STALLED_SECONDS, build_queue, retry_stalled
from web.settings import ROOT, Settings

LEFT_OUT = {
    "tokens": "links from letters: they open the account, and are over in hours",
    "recovery_codes": "only their hashes are kept: there is nothing to read",
    "prints": "sheets that can be set again: they lie under resumes/ as PDF",
    "tallies": "what figures are counted from: the database draws them from the applications",
    "acts": "what can be taken back, for a while: the rows as they are now are in it",
}
# The second proof's secret, links that open the account, and a sheet on its way, of which the PDF is there in a moment.
WITHHELD = {"authenticators.secret", "letters.context", "sendings.order"}


@pytest.fixture
def anna(alice: Somebody) -> Somebody:
    return alice.register()


def ask(somebody: Somebody) -> str:
    """Ask for a parcel; returns where it will be."""
    forget_limits(somebody.database)
    answer = somebody.post("/account/exports")
    assert answer.headers["location"] == "/account/exports", answer.text
    found = re.search(r'id="export-([0-9a-f-]{36})"', somebody.get("/account/exports").text)
    assert found
    return f"/account/exports/{found[1]}"


def fetch(somebody: Somebody, at: str) -> dict[str, bytes]:
    """The files in a parcel that is ready."""
    answer = somebody.get(f"{at}/zip")
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def packed(somebody: Somebody) -> dict[str, bytes]:
    at = ask(somebody)
    work(somebody.house)
    return fetch(somebody, at)


def test_everything_is_in_it_in_open_formats(anna: Somebody) -> None:
    anna.part("/profile/steps/about", {"headline": "Cook", "phone": "07700 900 111"})
    anna.part("/profile/steps/looking", {"target_titles": ["Head cook"]})
    entry = anna.add("experience")
    anna.part(f"/profile/experience/{entry}", {"title": "Pastry cook"})
    removed = anna.add("experience")
    anna.part(f"/profile/experience/{removed}", {"title": "Dishwasher"})
    anna.part(f"/profile/experience/{removed}/remove", {})
    anna.house.files.put(f"people/{anna.id}/uploads/old/cv.pdf", b"%PDF brought along")
    files = packed(anna)
    career = parse(files["profiles/Main/resume.json"])
    assert career["basics"]["phone"] == "07700 900 111" and career["work"][0]["position"] == "Pastry cook"
    whole = json.loads(files["profiles/Main/profile.json"])
    assert [row["title"] for row in whole["experiences"]] == ["Pastry cook", "Dishwasher"]
    assert whole["preferences"][0]["target_titles"] == ["Head cook"]
    assert files["resumes/Résumé-Main.pdf"].startswith(b"%PDF-")
    assert files["uploads/old/cv.pdf"] == b"%PDF brought along"
    account = json.loads(files["account.json"])
    assert account["person"]["email"] == anna.email and len(account["sign_ins"]) == 1
    history = json.loads(files["history.json"])
    assert {"began", "registered", "export-asked"} <= {act["action"] for act in history}
    lines = list(csv.DictReader(io.StringIO(files["history.csv"].decode("utf-8-sig"))))
    assert len(lines) == len(history) and lines[0]["by"] == "you"
    contents = files["README.txt"].decode()
    assert all(name in contents for name in files if name != "README.txt") and "NOT IN HERE" not in contents


def test_every_table_is_in_it_or_left_out_for_a_reason(anna: Somebody, bob: Somebody, settings: Settings) -> None:
    """Every text of every row is looked for in the ZIP. A new table that nobody packs fails here."""
    with keeper_of(settings) as keeper:
        rows = fill(keeper, anna.id, "canary")
        fill(keeper, bob.id, "bobs")
    parcel = b"\n".join(body for name, body in packed(anna).items() if not name.endswith(".pdf")).decode()
    assert {table for table, row_id in rows.items() if str(row_id) not in parcel} == set(LEFT_OUT)
    missing = {
        f"{table.name}.{column.name}"
        for table in owned_tables()
        for column in table.columns
        if (mark := f"canary-{table.name}-{column.name}") in str(value_for(column, "canary")) and mark not in parcel
    }
    assert {name for name in missing if name.partition(".")[0] not in LEFT_OUT} == WITHHELD
    assert "bobs" not in parcel and str(bob.id) not in parcel


def test_no_secret_is_in_it(anna: Somebody) -> None:
    parcel = b"\n".join(packed(anna).values()).decode("latin-1")
    for secret in (PASSWORD, anna.token, "password_hash", "token_hash", "event_key", "email_index", "$argon2"):
        assert secret not in parcel, secret


def test_a_sheet_that_cannot_be_set_is_named_and_the_rest_is_there(anna: Somebody, settings: Settings) -> None:
    with keeper_of(settings) as keeper:
        keeper.execute(sa.text("update resumes set design = 'gone' where owner_id = :id"), {"id": anna.id})
    files = packed(anna)
    assert "resumes/Résumé-Main.pdf" not in files and "account.json" in files
    assert "NOT IN HERE. There is no design 'gone'" in files["README.txt"].decode()


def test_the_page_says_how_far_it_is_and_asks_again(anna: Somebody) -> None:
    at = ask(anna)
    waiting = anna.get("/account/exports").text
    assert "Waiting for its turn" in waiting and 'hx-trigger="every 2s"' in waiting and "Look again" in waiting
    assert anna.part(f"{at}/part?seen=waiting-0").status_code == 204
    assert "Waiting" in anna.part(f"{at}/part?seen=").text
    work(anna.house)
    ready = anna.part(f"{at}/part?seen=waiting-0").text
    assert f'href="{at}/zip"' in ready and "hx-trigger" not in ready and "Download the ZIP" in ready


def test_asking_twice_packs_once(anna: Somebody) -> None:
    assert ask(anna) == ask(anna)
    work(anna.house)
    assert len(anna.house.files.names_under(f"people/{anna.id}/exports")) == 1


def test_it_can_be_stopped(anna: Somebody) -> None:
    at = ask(anna)
    assert anna.post(f"{at}/stop").headers["location"] == "/account/exports"
    work(anna.house)
    assert anna.get(f"{at}/zip").status_code == 404 and "Waiting" not in anna.get("/account/exports").text
    assert anna.house.files.names_under(f"people/{anna.id}/exports") == []


def test_it_can_be_stopped_in_the_midst(anna: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    at = ask(anna)
    made = []

    def make(name: str) -> bytes:
        made.append(name)
        anna.post(f"{at}/stop")
        return b""

    def pack_slowly(house: House, db: object, owner_id: UUID) -> list[packing.Piece]:
        return [packing.Piece(name, "", partial(make, name)) for name in ("a.txt", "b.txt")]

    monkeypatch.setattr(packing, "_packers", [("Slowly", pack_slowly)])
    work(anna.house)
    assert made == ["a.txt"] and anna.get(f"{at}/zip").status_code == 404
    assert anna.house.files.names_under(f"people/{anna.id}/exports") == []


@pytest.mark.parametrize("done", ["begun", "half", "put"])
def test_a_killed_worker_begins_anew_and_ends_with_one(anna: Somebody, done: str) -> None:
    """What a killed worker leaves behind is a row that says `packing`, and maybe a file; the errand comes once more."""
    at = ask(anna)
    said = {"owner_id": str(anna.id), "export_id": at.rpartition("/")[2]}
    owner_id, export_id = anna.id, UUID(said["export_id"])
    pieces = _begin(anna.house, owner_id, export_id)
    if done == "half":
        _packed(anna.house, owner_id, export_id, pieces)
    if done == "put":
        anna.house.files.put(_file(owner_id, export_id), b"half a parcel")
    pack_export(anna.house, said)
    pack_export(anna.house, said)
    work(anna.house)
    assert "account.json" in fetch(anna, at)
    with anna.database.as_person(owner_id) as db:
        told = db.scalar(sa.text("select count(*) from events where action = 'export-ready'"))
    assert told == 1 and len(anna.house.files.names_under(f"people/{owner_id}/exports")) == 1


def test_a_worker_killed_over_a_sheet_loses_nothing_and_doubles_nothing(anna: Somebody, settings: Settings) -> None:
    """A real one, by SIGKILL; the next finds its errand stalled."""
    at = ask(anna)
    given = {
        "METIER_ENV": "test", "METIER_HOME": str(settings.home), "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": settings.database_owner_url, "METIER_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    with keeper_of(settings) as keeper:
        worker = subprocess.Popen([sys.executable, "-m", "web", "worker"], cwd=ROOT, env=bare_environment() | given)
        try:
            until(lambda: stage_of(keeper, anna.id) == "Your sheets", worker)
        finally:
            worker.kill()
            worker.wait()
        late = {"seconds": STALLED_SECONDS + 1}
        beat = "update procrastinate_workers set last_heartbeat = now() - make_interval(secs => :seconds)"
        keeper.execute(sa.text(beat), late)
        asyncio.run(take_up_stalled(anna.house))
        work(anna.house)
        told = "select count(*) from events where action = 'export-ready' and owner_id = :id"
        assert keeper.scalar(sa.text(told), {"id": anna.id}) == 1
    assert "resumes/Résumé-Main.pdf" in fetch(anna, at)
    assert len(anna.house.files.names_under(f"people/{anna.id}/exports")) == 1


def stage_of(keeper: sa.Connection, person_id: UUID) -> str:
    return str(keeper.scalar(sa.text("select stage from exports where owner_id = :id"), {"id": person_id}))


async def take_up_stalled(house: House) -> None:
    queue = build_queue(house)
    async with queue.open_async():
        await retry_stalled(queue, 0)


def test_a_store_that_is_away_is_told_and_asking_again_helps(anna: Somebody) -> None:
    place = anna.house.settings.home / "files" / "people" / str(anna.id)
    place.mkdir(parents=True, exist_ok=True)
    (place / "exports").write_text("a file where the folder should be")
    ask(anna)
    work(anna.house)
    page = anna.get("/account/exports").text
    assert "did not answer" in page and "Try again" in page
    (place / "exports").unlink()
    assert "account.json" in packed(anna)


def test_nobody_else_can_fetch_it(anna: Somebody, bob: Somebody) -> None:
    at = ask(anna)
    work(anna.house)
    bob.register()
    assert bob.get(f"{at}/zip").status_code == 404 and bob.post(f"{at}/stop").status_code == 404
    assert bob.part(f"{at}/part").status_code == 404
    stranger = Somebody("Nobody", anna.client, anna.database)
    assert stranger.get(f"{at}/zip").headers["location"].startswith("/sign-in")


def test_asking_and_fetching_need_a_fresh_proof(anna: Somebody, settings: Settings) -> None:
    at = ask(anna)
    work(anna.house)
    with keeper_of(settings) as keeper:
        keeper.execute(
            sa.text("update sign_ins set proved_at = now() - interval '16 minutes' where owner_id = :id"),
            {"id": anna.id},
        )
    for answer in (anna.get("/account/exports"), anna.post("/account/exports"), anna.get(f"{at}/zip")):
        assert answer.headers["location"].startswith("/account/prove")
    assert f"next={at}/zip" in anna.get(f"{at}/zip").headers["location"]


def test_it_is_a_download_that_no_browser_shows(anna: Somebody) -> None:
    at = ask(anna)
    work(anna.house)
    headers = anna.get(f"{at}/zip").headers
    assert re.fullmatch(r'attachment; filename="metier-[0-9-]{10}\.zip"', headers["content-disposition"])
    assert headers["content-type"] == "application/zip" and "sandbox" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_guests_have_none(alice: Somebody) -> None:
    assert alice.get("/account/exports").headers["location"].startswith("/sign-in")
    assert alice.post("/account/exports").headers["location"].startswith("/sign-in")


def test_the_sixth_in_a_day_is_too_often(anna: Somebody) -> None:
    forget_limits(anna.database)
    statuses = []
    for _ in range(6):
        statuses.append(anna.post("/account/exports").status_code)
        work(anna.house)
    assert statuses == [303] * 5 + [429]


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_spreadsheet_meets_no_formula(cell: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(["a", "b"], [{"a": cell, "b": "1=1"}]).decode("utf-8-sig"), newline="")))
    assert rows == [["a", "b"], [f"'{cell}", "1=1"]]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Main", "Main"),
        ("../../etc", "etc"),
        ("C:\\con", "Ccon"),
        ("", "x"),
        ("٣ العربية", "٣-العربية"),
        ("é" * 90, "é" * 40),
    ],
)
def test_names_in_it_are_names_of_files(words: str, name: str) -> None:
    assert file_name(words, "x") == name
