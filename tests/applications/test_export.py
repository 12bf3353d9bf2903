"""Taking applications out: a table that brought in again is the same, everything as JSON, and the parcel."""

import csv
import io
import json
import zipfile
from uuid import UUID

import pytest

from tests.applications.test_bring_csv import TEAL, brought, everything, looked_at, many
from tests.world import Somebody, work
from web.accounts.packing import pieces_of
from web.applications.columns import OURS, Says
from web.applications.spreadsheets import csv_of, guarded, table_of, text_of

WHOLE = {
    Says.TITLE: "=HYPERLINK(\"https://thief.example\")", Says.COMPANY: "+Oak & Sons", Says.PLACE: "@Bath, Somerset",
    Says.URL: "https://oak.example/jobs/1?id=7", Says.STAGE: "Interview", Says.SAVED_ON: "2026-03-01",
    Says.APPLIED_ON: "2026-03-04", Says.STAGE_SINCE: "2026-03-20", Says.RESPONSE: "invitation",
    Says.RESPONSE_ON: "2026-03-11", Says.STEP: "-ask for Ada", Says.STEP_ON: "2026-04-01", Says.EXCITEMENT: "4",
    Says.SALARY_LOW: "38000.5", Says.SALARY_HIGH: "42000", Says.CURRENCY: "GBP", Says.PERIOD: "year",
    Says.SALARY_HOPED: "a little more", Says.REMOTE: "hybrid", Says.EMPLOYMENT: "full-time",
    Says.POSTED_ON: "2026-02-20", Says.CLOSES_ON: "2026-03-31", Says.METHOD: "assisted",
    Says.CONTACT: "Ada\nBen", Says.CONTACT_ROLE: "Head baker", Says.CONTACT_EMAIL: "ada@oak.example\nben@oak.example",
    Says.CONTACT_PHONE: "+44 7700 900001", Says.NOTES: "'=1+1\n\nand \"more\"; so, on",
    Says.ANSWERS: '{"May you work here?": "Yes"}', Says.ARCHIVED: "2026-05-01",
    Says.TEXT: "We look for a baker.\n\nBring flour.",
}  # fmt: skip
PLAIN = {Says.TITLE: "Cook", Says.COMPANY: "Mill", Says.STAGE: "Saved", Says.SAVED_ON: "2026-03-02",
         Says.STAGE_SINCE: "2026-03-02", Says.METHOD: "manual"}  # fmt: skip


def taken_out(who: Somebody) -> bytes:
    answer = who.get("/applications/applications.csv")
    assert "attachment" in answer.headers["content-disposition"]
    return answer.content


def test_a_round_trip_is_equal(alice: Somebody, bob: Somebody) -> None:
    brought(alice, csv_of([WHOLE, PLAIN]))
    taken = taken_out(alice)
    assert taken == csv_of([WHOLE, PLAIN])
    brought(bob, taken)
    assert taken_out(bob) == taken
    assert "2 rows were here already" in brought(alice, taken) and many(alice) == 2


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu"])
def test_days_are_the_persons_wherever_they_are(alice: Somebody, zone: str) -> None:
    from web.applications.tables import Board

    with alice.database.as_person(alice.id) as db:
        db.add(Board(owner_id=alice.id, zone=zone))
    brought(alice, csv_of([WHOLE, PLAIN]))
    assert taken_out(alice) == csv_of([WHOLE, PLAIN])


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\ta", "'=1", "''=1", "'tis", "plain", ""])
def test_no_cell_is_a_formula_and_none_is_changed(cell: str) -> None:
    kept = guarded(cell)
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r"))
    table = table_of(text_of(csv_of([{Says.TITLE: "Cook", Says.COMPANY: "Oak", Says.NOTES: cell}])))
    assert table.rows[0][OURS.index(Says.NOTES)] == cell


def test_our_table_stands_for_itself_in_a_spreadsheet(alice: Somebody) -> None:
    brought(alice, csv_of([WHOLE]))
    body = taken_out(alice)
    assert body.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
    assert row["Job"].startswith("'=") and row["Notes"].startswith("''=")


def test_everything_as_json(alice: Somebody, bob: Somebody) -> None:
    brought(alice, csv_of([WHOLE]))
    said = json.loads(alice.get("/applications/applications.json").content)
    [application] = said["applications"]
    assert application["job"]["company"] == "+Oak & Sons" and application["answers"] == {"May you work here?": "Yes"}
    assert [each["kind"] for each in application["moments"]] == ["saved", "moved", "moved", "step"]
    assert {each["email"] for each in said["contacts"]} == {"ada@oak.example", "ben@oak.example"}
    assert len(application["acquaintances"]) == 2
    assert json.loads(bob.get("/applications/applications.json").content)["applications"] == []


def test_the_parcel_holds_all_of_it_and_what_was_sent_as_it_was(alice: Somebody) -> None:
    brought(alice, TEAL)
    [(baker, _), _] = everything(alice)
    alice.post(f"/applications/{baker.id}/move", {"stage": "applied"})
    work(alice.house)
    with alice.database.as_person(alice.id) as db:
        pieces = {piece.name: piece for _, piece in pieces_of(alice.house, db, alice.id)}
    ours = {name for name in pieces if name.startswith("applications/")}
    [sent] = (name for name in ours if name.startswith("applications/sent/"))
    assert ours - {sent} == {"applications/applications.csv", "applications/applications.json"}
    assert pieces["applications/applications.csv"].content == taken_out(alice)
    made = pieces[sent].content
    assert callable(made)
    with zipfile.ZipFile(io.BytesIO(made())) as opened:
        assert "index.html" in opened.namelist() and b"Baker" in opened.read("posting.txt")
    assert made() == made()
    assert UUID(json.loads(pieces["applications/applications.json"].content)["applications"][0]["id"])  # type: ignore[arg-type]


def test_what_is_in_the_bin_is_in_the_json_alone(alice: Somebody) -> None:
    brought(alice, TEAL)
    with alice.database.as_person(alice.id) as db:
        from sqlalchemy import text

        db.execute(text("update applications set removed_at = now()"))
    assert taken_out(alice) == csv_of([])
    assert len(json.loads(alice.get("/applications/applications.json").content)["applications"]) == 2


def test_guests_take_theirs_out_too_and_nobody_gets_nothing(alice: Somebody, charlie: Somebody) -> None:
    looked_at(alice, TEAL)
    assert taken_out(alice) == csv_of([])
    assert charlie.get("/applications/applications.csv").status_code in (303, 401)
