"""Bringing a spreadsheet in: looked at first, all of it or nothing, and taken back as one."""

import io
import re
import zipfile
import zlib
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.event import listen
from sqlmodel import select

from tests.world import Somebody, work
from web.applications import actions
from web.applications.bringing import AT_ONCE, FAULT, bring, bring_sheet, sheet_of
from web.applications.columns import Says
from web.applications.lines import Line, day_in, is_day_first, line_of
from web.applications.spreadsheets import table_of, text_of
from web.applications.stages import STAGES
from web.applications.tables import Act, Application, Contact, Moment
from web.jobs.tables import Job
from web.kit.events import Whence
from web.kit.jsonresume import Unreadable
from web.kit.tasks import Stopped

TEAL = """Company,Job Position,Max. Salary,Location,Status,Date Saved,Date Applied,Follow up,Excitement
Fernhill Bakery,Head baker,"£38,000",Bath,Interviewing,2026-03-01,2026-03-04,2030-04-01,4
Northgate Bread,Baker,DOE,Bristol,Bookmarked,2026-03-02,,,
"""


def sent(who: Somebody, body: bytes | str, name: str = "mine.csv") -> httpx.Response:
    content = body.encode() if isinstance(body, str) else body
    return who.post("/applications/bring", files={"file": (name, content, "text/csv")})


def looked_at(who: Somebody, body: bytes | str) -> str:
    """The address of its preview."""
    answer = sent(who, body)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def brought(who: Somebody, body: bytes | str) -> str:
    """The page that says what became of it."""
    address = looked_at(who, body)
    assert who.post(f"{address}/take").status_code == 303
    work(who.house)
    return who.get(address).text


def everything(who: Somebody) -> list[tuple[Application, Job]]:
    with who.database.as_person(who.id) as db:
        wanted = select(Application, Job).where(Job.id == Application.job_id)
        return list(db.exec(wanted.order_by(Job.title)))


def many(who: Somebody, table: str = "applications") -> int:
    with who.database.as_person(who.id) as db:
        return int(db.execute(text(f'select count(*) from "{table}"')).scalar_one())


def test_it_is_looked_at_before_anything_is_written(alice: Somebody) -> None:
    address = looked_at(alice, TEAL)
    page = alice.get(address).text
    assert "Head baker" in page and "Interview, " in page and "saved on 1 March 2026" in page
    assert "Row 3: Salary to: “DOE” is no sum that can be made out, so it stands in the notes." in page
    assert many(alice) == 0
    assert alice.post(f"{address}/take").headers["location"] == address
    (baker, job), (head, head_job) = everything(alice)
    assert (head.stage, head.applied_on, head.excitement) == ("interview", date(2026, 3, 4), 4)
    assert (head_job.company, head_job.salary_high, head_job.currency) == ("Fernhill Bakery", Decimal(38_000), "GBP")
    assert (baker.stage, job.title, baker.notes) == ("saved", "Baker", "Salary to: DOE")
    assert "2 applications are here." in alice.get(address).text


def test_the_way_of_each_is_on_its_timeline(alice: Somebody) -> None:
    brought(alice, TEAL)
    with alice.database.as_person(alice.id) as db:
        wanted = select(Moment).join(Application).where(Application.stage == "interview")
        told = [(each.kind.value, each.detail.get("stage"), each.title) for each in db.exec(wanted.order_by(Moment.at))]  # type: ignore[arg-type]
    assert told == [
        ("saved", None, ""), ("moved", "applied", ""), ("moved", "interview", ""), ("step", None, "Follow up"),
    ]  # fmt: skip


def test_all_of_it_is_taken_back_as_one(alice: Somebody) -> None:
    sheet = f"{TEAL[:-1]}\n".replace("Excitement", "Excitement,Contact").replace(",4\n", ",4,Ada Loaf\n")
    page = brought(alice, sheet)
    assert (many(alice), many(alice, "contacts")) == (2, 1)
    undo = re.search(r'action="(/applications/acts/[^"]+/undo)"', page)
    assert undo
    alice.post(undo[1])
    assert "All of it was taken back." in alice.get("/applications/bring/" + sheet_named(alice)).text
    assert [many(alice, table) for table in ("applications", "jobs", "moments", "contacts")] == [0, 0, 0, 0]


def sheet_named(who: Somebody) -> str:
    with who.database.as_person(who.id) as db:
        return str(db.execute(text("select id from spreadsheets")).scalar_one())


def test_what_is_there_already_is_passed_over_and_counted(alice: Somebody) -> None:
    brought(alice, TEAL)
    page = brought(alice, TEAL + "Mill,Miller,,,,,,,\nMill,Miller,,,,,,,\n")
    assert "3 rows were here already, or twice in the file, and were passed over." in page
    assert many(alice) == 3


def test_columns_can_be_told_otherwise(alice: Somebody) -> None:
    address = looked_at(alice, "Wer,Was,Wann\nOak,Cook,03/04/2026\n")
    said = {"says-0": "COMPANY", "says-1": "TITLE", "says-2": "APPLIED_ON"}
    twice = alice.post(f"{address}/take", said | {"says-1": "COMPANY"})
    assert twice.status_code == 422 and twice.text.count("Two columns say this.") == 2 and many(alice) == 0
    alice.post(f"{address}/columns", said)
    assert "which is the day?" in alice.get(address).text
    alice.post(f"{address}/take", said | {"order": "month"})
    [(application, job)] = everything(alice)
    assert (job.company, job.title, application.applied_on) == ("Oak", "Cook", date(2026, 3, 4))


def test_bringing_twice_brings_once(alice: Somebody) -> None:
    address = looked_at(alice, TEAL)
    assert [alice.post(f"{address}/take").headers.get("location") for _ in range(2)] == [address, address]
    assert many(alice) == 2 and "2 applications are here." in alice.get(address).text


def test_one_person_over_several_applications_is_one_contact(alice: Somebody) -> None:
    brought(alice, "Job,Employer,Contact,Contact email\nCook,Oak,Ada,ada@oak.example\nBaker,Oak,Ada,ada@oak.example\n")
    with alice.database.as_person(alice.id) as db:
        assert [(each.name, each.email, each.company) for each in db.exec(select(Contact))] == [
            ("Ada", "ada@oak.example", "Oak")
        ]
    assert many(alice, "acquaintances") == 2


# --- many rows -------------------------------------------------------------------------------------------------------


def rows(number: int) -> str:
    return "Job,Employer,Status\n" + "".join(f"Job {each},Oak,Applied\n" for each in range(number))


def test_many_rows_are_brought_by_the_worker_as_one_act(alice: Somebody) -> None:
    address = looked_at(alice, rows(AT_ONCE + 1))
    alice.post(f"{address}/take")
    assert many(alice) == 0 and "Waits for its turn" in alice.part(f"{address}/part").text
    work(alice.house)
    assert many(alice) == AT_ONCE + 1 and "2,001 applications are here." in alice.get(address).text
    assert alice.part(f"{address}/part").headers["hx-redirect"] == address
    with alice.database.as_person(alice.id) as db:
        assert len(db.exec(select(Act)).all()) == 1


def test_stopped_nothing_is_there(alice: Somebody) -> None:
    address = looked_at(alice, rows(AT_ONCE + 1))
    alice.post(f"{address}/take")
    alice.post(f"{address}/stop")
    work(alice.house)
    assert many(alice) == 0 and "It was stopped" in alice.get(address).text
    alice.post(f"{address}/take")
    work(alice.house)
    assert many(alice) == AT_ONCE + 1


def test_stopped_while_it_is_brought_nothing_is_there(alice: Somebody) -> None:
    address = looked_at(alice, TEAL)

    def stop(_: int) -> None:
        with alice.database.as_person(alice.id) as db:
            db.execute(text("update spreadsheets set state = 'cancelled'"))

    with pytest.raises(Stopped), alice.database.as_person(alice.id) as db:
        bring(db, sheet_of(db, alice.id, UUID(address.rpartition("/")[2])), stop, Whence())
    assert many(alice) == 0 and "It was stopped" in alice.get(address).text


def test_done_twice_it_is_brought_once(alice: Somebody) -> None:
    address = looked_at(alice, rows(AT_ONCE + 1))
    alice.post(f"{address}/take")
    for _ in range(2):
        bring_sheet(alice.house, {"owner_id": str(alice.id), "spreadsheet_id": address.rpartition("/")[2]})
    work(alice.house)
    assert many(alice) == AT_ONCE + 1


def test_a_fault_of_ours_is_said_and_the_table_can_be_brought_again(alice: Somebody) -> None:
    address = looked_at(alice, rows(AT_ONCE + 1))
    alice.post(f"{address}/take")
    spreadsheet_id = UUID(address.rpartition("/")[2])
    with alice.database.as_person(alice.id) as db:
        sheet = sheet_of(db, alice.id, spreadsheet_id)
        whole, sheet.sheet = sheet.sheet, b"no table"
    with pytest.raises(zlib.error):
        bring_sheet(alice.house, {"owner_id": str(alice.id), "spreadsheet_id": str(spreadsheet_id)})
    with alice.database.as_person(alice.id) as db:
        sheet_of(db, alice.id, spreadsheet_id).sheet = whole
    assert many(alice) == 0 and FAULT in alice.get(address).text
    alice.post(f"{address}/take")
    work(alice.house)
    assert many(alice) == AT_ONCE + 1


def test_the_database_hears_of_every_batch_even_where_nothing_is_written(alice: Somebody) -> None:
    """It ends what idles in a transaction: fifty thousand rows that are all there already would never come to an end."""
    address = looked_at(alice, "Job,Employer\n" + "Cook,Oak\n" * 1_600)
    said: list[str] = []
    heard: list[int] = []
    with alice.database.as_person(alice.id) as db:
        listen(db.connection(), "before_cursor_execute", lambda *of: said.append(of[2]))
        bring(db, sheet_of(db, alice.id, UUID(address.rpartition("/")[2])), lambda _: heard.append(len(said)), Whence())
    assert many(alice) == 1 and len(heard) == 4 and heard == sorted(set(heard))


def test_more_than_one_may_follow_is_said(alice: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    assert actions.MOST_APPLICATIONS == 20_000
    monkeypatch.setattr("web.applications.bringing.MOST_APPLICATIONS", 2)
    page = brought(alice, rows(5))
    assert many(alice) == 2 and "3 rows were not brought in" in page


# --- what cannot be read ---------------------------------------------------------------------------------------------

REFUSED = {
    "nothing": (b"", "This file is empty."),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "This is no text file."),
    "a workbook": (b"PK\x03\x04" + bytes(50), "This file is cut short or damaged."),
    "names alone": (b"Job,Employer\n", "There is no row in this file"),
    "a cell without an end": (b'Job,Employer\n"Cook,' + b"x" * 1_100_000, "A cell of this file is never closed"),
    "too many rows": (b"Job,Employer\n" + b"a,b\n" * 50_001, "50,000 are the most"),
}


@pytest.mark.parametrize(("body", "words"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_read_is_said_at_the_field(alice: Somebody, body: bytes, words: str) -> None:
    answer = sent(alice, body)
    assert answer.status_code == 422 and words in answer.text and many(alice, "spreadsheets") == 0


def test_without_a_file_it_says_so(alice: Somebody) -> None:
    answer = alice.post("/applications/bring", {"file": ""})
    assert answer.status_code == 422 and "Choose a file first." in answer.text


def test_a_stranger_meets_nothing(alice: Somebody, bob: Somebody) -> None:
    address = looked_at(alice, TEAL)
    assert bob.get(address).status_code == 404
    for verb in ("take", "columns", "stop", "forget"):
        assert bob.post(f"{address}/{verb}").status_code == 404
    assert alice.get(address).status_code == 200 and many(bob) == 0


def test_a_file_can_be_let_go_of(alice: Somebody) -> None:
    address = looked_at(alice, TEAL)
    alice.post(f"{address}/take")
    alice.post(f"{address}/forget")
    assert (many(alice, "spreadsheets"), many(alice)) == (0, 2)


# --- LinkedIn --------------------------------------------------------------------------------------------------------

LINKEDIN = (
    "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,Question And Answers\n"
    '"3/14/26, 2:30 PM",alice@home.example,07700 900001,Oak,Cook,https://www.linkedin.com/jobs/view/12,cv.pdf,'
    '"May you work here?:Yes | Years of cooking:7"\n'
)


def archive(**tables: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as opened:
        for name, table in tables.items():
            opened.writestr(f"Complete/{name.replace('__', '/').replace('_', ' ')}.csv", table)
    return body.getvalue()


def check_linkedin(alice: Somebody) -> None:
    [(application, job)] = everything(alice)
    assert (job.company, job.url) == ("Oak", "https://www.linkedin.com/jobs/view/12")
    assert (application.stage, application.applied_on, application.notes) == (
        "applied", date(2026, 3, 14), "Résumé: cv.pdf",
    )  # fmt: skip
    assert application.answers == {
        "Contact Email": "alice@home.example", "Contact Phone Number": "07700 900001", "May you work here?": "Yes",
        "Years of cooking": "7",
    }  # fmt: skip
    assert many(alice, "contacts") == 0


def test_linkedins_own_archive_is_taken_as_it_comes(alice: Somebody) -> None:
    brought(alice, archive(Jobs__Job_Applications=LINKEDIN))
    check_linkedin(alice)


def test_a_long_one_comes_in_parts(alice: Somebody) -> None:
    """As LinkedIn parts it, each with the same header."""
    another = LINKEDIN.replace("Oak,Cook", "Mill,Miller").replace("view/12", "view/13")
    page = brought(alice, archive(Jobs__Job_Applications=LINKEDIN, Jobs__Job_Applications_1=another.rstrip()))
    assert "2 applications are here." in page
    assert [job.company for _, job in everything(alice)] == ["Oak", "Mill"]


def test_huntrs_archive_is_taken_as_it_comes(alice: Somebody) -> None:
    table = (
        "companyName,title,listName,location,url,htmlDescription\n"
        "Oak,Cook,Wishlist,Leeds,https://oak.example/1,<p>Soup &amp; stews</p><ul><li>Every day</li></ul>\n"
    )
    brought(alice, archive(USER_JOBS_USER_FULL_DATA_DOWNLOAD_12=table))
    [(application, job)] = everything(alice)
    assert (application.stage, job.title, job.company, job.place) == ("saved", "Cook", "Oak", "Leeds")
    assert job.text == "Soup & stews\n\n- Every day"


def test_an_archive_brought_for_the_career_is_offered(alice: Somebody, bob: Somebody) -> None:
    body = archive(Skills="Name\nBaking\n", Jobs__Job_Applications=LINKEDIN)
    alice.post("/imports", files={"file": ("linkedin.zip", body, "application/zip")})
    work(alice.house)
    page = alice.get("/applications/bring").text
    offer = re.search(r'action="(/applications/bring/from/[^"]+)"', page)
    assert offer and "/bring/from/" not in bob.get("/applications/bring").text
    assert bob.post(offer[1]).status_code == 404
    address = alice.post(offer[1]).headers["location"]
    alice.post(f"{address}/take")
    check_linkedin(alice)


# --- rows, by themselves ---------------------------------------------------------------------------------------------


def line(row: dict[Says, str], day_first: bool = True) -> Line:
    return line_of(2, [says.value for says in row], list(row.values()), list(row), STAGES, day_first)


ENCODED = {
    "a mark": "utf-8-sig", "UTF-16": "utf-16", "UTF-16 without a mark": "utf-16-le", "Windows": "cp1252",
}  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODED.values(), ids=list(ENCODED))
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_however_it_is_written(encoding: str, delimiter: str) -> None:
    rows = [["Firma", "Stelle", "Bemerkungen"], ["Bäckerei Süß", "Bäcker", 'a "b"\nc; d, e']]
    cells = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    table = table_of(text_of("\r\n".join(cells).encode(encoding)))
    assert table.header == rows[0] and table.rows == [rows[1]] and table.first == 2


def test_the_number_of_a_row_is_the_spreadsheets() -> None:
    table = table_of("My search\n\nJob,Employer\nCook,Oak\n,\nBaker,Mill\n")
    assert (table.first, [row[0] for row in table.rows]) == (4, ["Cook", "", "Baker"])


def test_without_names_the_contents_and_the_person_tell() -> None:
    table = table_of("Oak,https://oak.example/1\nMill,https://mill.example/2\n")
    assert table.header == ["", ""] and len(table.rows) == 2 and table.first == 1


DAYS: dict[str, tuple[str, bool, date | None]] = {
    "ISO": ("2026-03-14", False, date(2026, 3, 14)),
    "ISO with an hour": ("2026-03-14T10:00:00.000Z", False, date(2026, 3, 14)),
    "British": ("14/03/2026", True, date(2026, 3, 14)),
    "American": ("3/14/26, 2:30 PM", False, date(2026, 3, 14)),
    "which cannot be otherwise": ("14/03/2026", False, date(2026, 3, 14)),
    "German": ("04.03.2026", False, date(2026, 3, 4)),
    "words": ("14 March 2026", True, date(2026, 3, 14)),
    "French words": ("14 mars 2026", True, date(2026, 3, 14)),
    "Excel's own": ("46095", True, date(2026, 3, 14)),
    "no such day": ("31.02.2026", True, None),
    "no day": ("soon", True, None),
    "too far": ("01/01/3000", True, None),
}


@pytest.mark.parametrize(("cell", "day_first", "day"), DAYS.values(), ids=list(DAYS))
def test_days(cell: str, day_first: bool, day: date | None) -> None:
    assert day_in(cell, day_first) == day


@pytest.mark.parametrize(
    ("cells", "day_first"),
    [
        (["03/04/2026", "14/04/2026"], True),
        (["03/04/2026", "04/14/2026"], False),
        (["03/04/2026"], None),
        (['"3/4/26, 2:30 PM"'], False),
        (["04.03.2026", "2026-01-01"], True),
    ],
)
def test_the_files_other_days_tell_which_comes_first(cells: list[str], day_first: bool | None) -> None:
    table = table_of("Job,Applied on\n" + "".join(f"Cook,{cell}\n" for cell in cells))
    assert is_day_first(table, [Says.TITLE, Says.APPLIED_ON]) is day_first


ODD: dict[str, tuple[dict[Says, str], dict[str, Any]]] = {
    "a stage of nobody's": ({Says.STAGE: "Limbo"}, {"stage": "saved", "notes": "Stage: Limbo", "problems": 1}),
    "stars": ({Says.EXCITEMENT: "★★★☆☆"}, {"excitement": 3}),
    "out of five": ({Says.EXCITEMENT: "4/5"}, {"excitement": 4}),
    "out of ten": ({Says.EXCITEMENT: "9"}, {"excitement": 0, "notes": "Excitement: 9", "problems": 1}),
    "a link that runs": (
        {Says.URL: "javascript:alert(1)"}, {"url": "", "notes": "Link: javascript:alert(1)", "problems": 1},
    ),
    "a link without its beginning": ({Says.URL: "oak.example/jobs/1"}, {"url": "https://oak.example/jobs/1"}),
    "salaries the wrong way round": (
        {Says.SALARY_LOW: "50000", Says.SALARY_HIGH: "40000"}, {"low": Decimal(40_000), "high": Decimal(50_000)},
    ),
    "a salary in words": ({Says.SALARY: "€110K – €185K"}, {"low": Decimal(110_000), "high": Decimal(185_000)}),
    "no job": ({Says.TITLE: "", Says.NOTES: "Call Ada"}, {"is_job": False, "problems": 1}),
    "a title like a book": ({Says.TITLE: "x" * 400}, {"title": "x" * 300, "problems": 1}),
    "an apostrophe before a formula": ({Says.NOTES: "=1+1"}, {"notes": "=1+1"}),
    "several contacts": (
        {Says.CONTACT: "Ada\nBen", Says.CONTACT_EMAIL: "\nben@oak.example"},
        {"contacts": [{"name": "Ada", "email": ""}, {"name": "Ben", "email": "ben@oak.example"}]},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("said", "becomes"), ODD.values(), ids=list(ODD))
def test_what_a_row_becomes(said: dict[Says, str], becomes: dict[str, Any]) -> None:
    found = line({Says.TITLE: "Cook", Says.COMPANY: "" if said.get(Says.TITLE) == "" else "Oak", **said})
    posting = found.posting
    values = {
        "stage": found.stage.slug if found.stage else "", "notes": found.notes, "problems": len(found.problems),
        "excitement": found.excitement, "url": posting.url, "low": posting.salary_low, "high": posting.salary_high,
        "is_job": found.is_job, "title": posting.title, "contacts": found.contacts,
    }  # fmt: skip
    assert {name: values[name] for name in becomes} == becomes
    assert "problems" in becomes or not found.problems


def test_one_that_no_reader_takes_says_so_in_words() -> None:
    with pytest.raises(Unreadable, match="choose “Save as” and then CSV"):
        text_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
