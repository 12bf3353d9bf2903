"""LinkedIn's archive in all the shapes it comes in: every mapped value is right, and what is private is not opened."""

import csv
import zipfile
from io import BytesIO, StringIO
from typing import Any

import pytest

from tests.conftest import SHARED
from web.imports.formats import linkedin
from web.kit.jsonresume import Unreadable, tidied
from web.kit.reading import Reading

Tables = dict[str, list[list[str]]]

WHOLE: Tables = {
    "Profile": [
        ["First Name", "Last Name", "Maiden Name", "Address", "Birth Date", "Headline", "Summary", "Industry", "Zip Code",
         "Geo Location", "Twitter Handles", "Websites", "Instant Messengers"],
        ["Noa", "Ben-Ami", "Levi", "3 Herzl St", "Mar 4, 1990", "Engineer &amp; teacher", "One.\n\nTwo, with “quotes”.",
         "Energy", "61000", "Tel Aviv", "[noab, noa2]",
         "[PORTFOLIO:https://noa.example,COMPANY:https://grid.example/a?b=1,OTHER:https://github.com/noab]", "[SKYPE:noa.b]"],
    ],
    "Email Addresses": [
        ["Email Address", "Confirmed", "Primary", "Updated On"],
        ["old@noa.example", "Yes", "No", "1/2/20, 3:04 PM"], ["noa@noa.example", "Yes", "Yes", "1/2/24, 3:04 PM"],
    ],
    "PhoneNumbers": [["Extension", "Number", "Type"], ["", "+972 3 555 0100", "Mobile"]],
    "Positions": [
        ["Company Name", "Title", "Description", "Location", "Started On", "Finished On"],
        ["Grid Co", "Lead engineer", "Runs it. • Cut losses by 4 %. • Wrote the plan.", "Haifa", "Jan 2020", ""],
        ["Grid Co", "Engineer", "• Built a line\n• Kept it\n  running", "Haifa", "2014", "Dec 2019"],
    ],
    "Education": [
        ["School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities"],
        ["Technion", "2010", "2014", "With distinction", "BSc", "Choir"], ["Open University", "2023", "", "", "MA", ""],
    ],
    "Skills": [["Name"], ["Grids"], ["C++"]],
    "Certifications": [
        ["Name", "Url", "Authority", "Started On", "Finished On", "License Number"],
        ["High voltage", "", "Board", "Jun 2021", "Jun 2026", "HV-1"],
    ],
    "Projects": [
        ["Title", "Description", "Url", "Started On", "Finished On"],
        ["Meter", "A meter. • Reads itself", "https://meter.example", "Feb 2018", "Mar 2018"],
    ],
    "Languages": [["Name", "Proficiency"], ["Hebrew", "NATIVE_OR_BILINGUAL"], ["English", "Full professional proficiency"]],
    "Honors": [["Title", "Description", "Issued On"], ["Prize", "For the line.", "May 2016"]],
    "Publications": [
        ["Name", "Published On", "Description", "Publisher", "Url"],
        ["On lines", "Mar 4, 2019", "A paper.", "IEEE", "https://ieee.example/1"],
    ],
    "Volunteering": [
        ["Company Name", "Role", "Cause", "Started On", "Finished On", "Description"],
        ["Food bank", "Driver", "", "2015", "2016", "Drove."],
    ],
    "Courses": [["Name", "Number"], ["Power flow", "EE 101"]],
    "Patents": [
        ["Title", "Description", "Patent Number", "Issuer", "Issued On", "Url"],
        ["A fuse", "It melts.", "123", "US", "Apr 2017", "https://patents.example/123"],
    ],
    "Organizations": [
        ["Name", "Position", "Description", "Started On", "Finished On"],
        ["Engineers' Guild", "Treasurer", "Kept the books.", "Jan 2019", "Dec 2020"],
    ],
    "Test Scores": [["Name", "Description", "Score", "Taken On"], ["TOEFL", "Online", "110", "Jan 2013"]],
    "Recommendations_Received": [
        ["First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status"],
        ["Dan", "Or", "Grid Co", "Director", "Splendid.", "02/03/20, 10:00 AM", "VISIBLE"],
        ["Eve", "Hid", "Grid Co", "Clerk", "So-so.", "02/03/20, 10:00 AM", "HIDDEN"],
    ],
}  # fmt: skip

CAREER: dict[str, Any] = {
    "basics": {
        "name": "Noa Ben-Ami", "label": "Engineer & teacher", "email": "noa@noa.example", "phone": "+972 3 555 0100",
        "url": "https://noa.example", "summary": "One.\n\nTwo, with “quotes”.",
        "location": {"address": "3 Herzl St", "postalCode": "61000", "city": "Tel Aviv"},
        "profiles": [
            {"network": "Company", "url": "https://grid.example/a?b=1"},
            {"network": "GitHub", "username": "noab", "url": "https://github.com/noab"},
            {"network": "Twitter", "username": "noab"}, {"network": "Twitter", "username": "noa2"},
            {"network": "Skype", "username": "noa.b"},
        ],
    },
    "work": [
        {"name": "Grid Co", "position": "Lead engineer", "location": "Haifa", "startDate": "2020-01", "endDate": "present",
         "summary": "Runs it.", "highlights": ["Cut losses by 4 %.", "Wrote the plan."]},
        {"name": "Grid Co", "position": "Engineer", "location": "Haifa", "startDate": "2014", "endDate": "2019-12",
         "highlights": ["Built a line", "Kept it running"]},
    ],
    "volunteer": [{"organization": "Food bank", "position": "Driver", "startDate": "2015", "endDate": "2016", "summary": "Drove."}],
    "education": [
        {"institution": "Technion", "studyType": "BSc", "startDate": "2010", "endDate": "2014", "summary": "With distinction\nChoir"},
        {"institution": "Open University", "studyType": "MA", "startDate": "2023"},
    ],
    "awards": [{"title": "Prize", "date": "2016-05", "summary": "For the line."}],
    "certificates": [{"name": "High voltage", "date": "2021-06", "issuer": "Board"}],
    "publications": [
        {"name": "On lines", "publisher": "IEEE", "releaseDate": "2019-03-04", "url": "https://ieee.example/1", "summary": "A paper."}
    ],
    "skills": [{"name": "Grids"}, {"name": "C++"}],
    "languages": [
        {"language": "Hebrew", "fluency": "Native or bilingual proficiency"},
        {"language": "English", "fluency": "Full professional proficiency"},
    ],
    "references": [{"name": "Dan Or, Director, Grid Co", "reference": "Splendid."}],
    "projects": [
        {"name": "Meter", "description": "A meter.", "highlights": ["Reads itself"], "startDate": "2018-02", "endDate": "2018-03",
         "url": "https://meter.example"}
    ],
    "meta": {"metier": {
        "details": [
            {"label": "Maiden name", "value": "Levi"}, {"label": "Industry", "value": "Energy"},
            {"label": "Date of birth", "value": "1990-03-04"},
        ],
        "certificates": [{"of": "High voltage, Board", "credentialId": "HV-1", "expiryDate": "2026-06"}],
        "sections": [
            {"name": "Courses", "entries": [{"title": "Power flow", "summary": "EE 101"}]},
            {"name": "Patents", "entries": [
                {"title": "A fuse", "organisation": "US 123", "url": "https://patents.example/123", "endDate": "2017-04", "summary": "It melts."}
            ]},
            {"name": "Organisations", "entries": [
                {"title": "Treasurer", "organisation": "Engineers' Guild", "startDate": "2019-01", "endDate": "2020-12", "summary": "Kept the books."}
            ]},
            {"name": "Test scores", "entries": [{"title": "TOEFL: 110", "summary": "Online", "endDate": "2013-01"}]},
        ],
    }},
}  # fmt: skip


def written(rows: list[list[str]], ending: str = "\r\n") -> str:
    sheet = StringIO()
    csv.writer(sheet, lineterminator=ending).writerows(rows)
    return sheet.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return made.getvalue()


def archive_of(
    tables: Tables, name: str = "{}.csv", preamble: str = "", ending: str = "\r\n", encoding: str = "utf-8"
) -> bytes:
    return zipped({
        name.format(table): (preamble + written(rows, ending)).encode(encoding) for table, rows in tables.items()
    })  # fmt: skip


def read(tables: Tables, **how: str) -> Reading:
    body = archive_of(tables, **how)
    assert linkedin.recognises(body, "export.zip")
    return linkedin.read(body)


NOTES = 'Notes:\r\n"When exporting your data, you may notice, that some fields are empty."\r\n\r\n'


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"name": "Complete_LinkedInDataExport_01-02-2026/{}.csv"},
        {"name": "{}_100234.csv"},
        {"encoding": "utf-8-sig"},
        {"ending": "\n"},
        {"preamble": NOTES},
        {"preamble": NOTES, "encoding": "utf-8-sig", "name": "Basic/{}_1.csv", "ending": "\n"},
        {"encoding": "utf-16"},
    ],
    ids=str,
)
def test_the_same_career_whatever_the_archive_looks_like(how: dict[str, str]) -> None:
    assert read(WHOLE, **how).career == CAREER == tidied(CAREER)


def test_spaces_and_underscores_in_names_are_one() -> None:
    swapped = {(n.replace("_", " ") if "_" in n else n.replace(" ", "_")): rows for n, rows in WHOLE.items()}
    assert swapped.keys() != WHOLE.keys()
    assert read(swapped).career == CAREER


@pytest.mark.parametrize("missing", WHOLE)
def test_any_table_may_be_missing(missing: str) -> None:
    career = read({name: rows for name, rows in WHOLE.items() if name != missing}).career
    changed = [key for key in CAREER if career.get(key) != CAREER[key]]
    assert [key for key in changed if key not in ("basics", "meta")] == [key for key in changed if key not in career]
    assert changed


@pytest.mark.parametrize("table", WHOLE)
def test_columns_are_known_by_name_and_blank_rows_say_nothing(table: str) -> None:
    header, *rows = WHOLE[table]
    turned = [list(reversed(row)) for row in [header, [""] * len(header), *rows, ["  "] * len(header), []]]
    assert read({**WHOLE, table: turned}).career == CAREER


def test_every_value_names_its_row() -> None:
    traces = read(WHOLE, name="Export/{}.csv").traces
    assert (traces["/work/1/startDate"].whence, traces["/work/1/startDate"].words) == ("Positions.csv, row 2", "2014")
    assert traces["/basics/name"].whence == "Profile.csv, row 1"
    assert {trace.confidence for trace in traces.values()} == {1.0}
    names_of_sections = {f"/meta/metier/sections/{number}/name" for number in range(4)}
    assert set(places_of(CAREER)) - set(traces) == names_of_sections


def places_of(value: Any, place: str = "") -> list[str]:
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return [found for key, inner in pairs for found in places_of(inner, f"{place}/{key}")]
    return [place]


def test_what_has_no_place_is_named() -> None:
    left = "\n".join(read({**WHOLE, "Connections": [["First Name", "Last Name"]]}).left)
    assert "old@noa.example" in left
    assert "Eve Hid" in left and "So-so" not in left
    assert "not opened: Connections." in left


@pytest.mark.parametrize(
    "private", ["messages", "Connections", "Registration", "Ads Clicked", "Security Challenges", "Logins"]
)
def test_what_is_private_is_never_opened(private: str) -> None:
    """Its bytes are spoilt: whoever opened it would stumble."""
    body = zipped({"Skills.csv": b"Name\r\nGrids\r\n", f"{private}.csv": b"spoil me, spoil me, spoil me"})
    at = body.index(f"{private}.csv".encode()) + len(private) + 4
    spoilt = body[:at] + b"\xff" * 12 + body[at + 12 :]
    with zipfile.ZipFile(BytesIO(spoilt)) as archive, pytest.raises((zipfile.BadZipFile, Exception)):
        archive.read(f"{private}.csv")
    assert linkedin.read(spoilt).career == {"skills": [{"name": "Grids"}]}


def test_applications_are_kept_aside_for_the_tracker() -> None:
    header = ["Application Date", "Contact Email", "Company Name", "Job Title", "Job Url", "Question And Answers"]
    row = ["3/9/24, 8:15 AM", "noa@noa.example", "Sun Co", "Engineer", "https://linkedin.example/1", "Notice?: A month"]
    reading = read({"Skills": WHOLE["Skills"], "Jobs/Job Applications": [header, row, row]})
    assert reading.aside == {"applications": [dict(zip(header, row, strict=True))] * 2}
    assert reading.career == {"skills": CAREER["skills"]}


@pytest.mark.parametrize(
    ("text", "date"),
    [("Jan 2020", "2020-01"), ("2014", "2014"), ("Mar 4, 1990", "1990-03-04"), ("March 2021", "2021-03"),
     ("2024-01-15", "2024-01-15"), ("Sept 2020", ""), ("someday", ""), ("Jan 20200", "")],
)  # fmt: skip
def test_dates_are_as_exact_as_they_are_written(text: str, date: str) -> None:
    reading = read({"Honors": [["Title", "Issued On"], ["Prize", text]]})
    assert reading.career == {"awards": [{"title": "Prize", **({"date": date} if date else {})}]}
    assert any(text in sentence for sentence in reading.left) == (not date)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Led a team. • Shipped it. • Slept.", ["Shipped it.", "Slept."]),
        ("• One • Two", ["One", "Two"]),
        ("- One\n- Two-sided, half-time", ["One", "Two-sided, half-time"]),
        ("No list - only a dash", []),
        ("&bull; One &bull; Two &amp; three", ["One", "Two & three"]),
    ],
)
def test_flattened_points_are_points_again(text: str, points: list[str]) -> None:
    career = read({"Positions": [["Company Name", "Description"], ["A", text]]}).career
    assert career["work"][0].get("highlights", []) == points


@pytest.mark.parametrize(
    ("text", "url", "others"),
    [
        ("https://a.example", "https://a.example", 0),
        ("[PERSONAL:https://a.example]", "https://a.example", 0),
        ("https://a.example\nhttps://github.com/a", "https://a.example", 1),
        ("[COMPANY:https://b.example,PORTFOLIO:https://a.example]", "https://a.example", 1),
        ("[]", None, 0),
    ],
)
def test_websites_however_they_are_wrapped(text: str, url: str | None, others: int) -> None:
    basics = read({"Profile": [["First Name", "Headline", "Websites"], ["A", "B", text]]}).career["basics"]
    assert basics.get("url") == url
    assert len(basics.get("profiles", [])) == others


def test_what_would_contradict_itself_is_named_and_left_out() -> None:
    rows = [["Name", "Authority", "Started On", "Finished On"], ["A", "B", "Jan 2020", "Jan 2019"]]
    reading = read(
        {"Certifications": rows, "Positions": [["Title", "Started On", "Finished On"], ["C", "2020", "2019"]]}
    )
    assert reading.career == {"work": [{"position": "C", "startDate": "2020"}],
                              "certificates": [{"name": "A", "issuer": "B", "date": "2020-01"}]}  # fmt: skip
    assert len(reading.left) == 2


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"Skills.csv": b"Name\r\n"}, "holds nothing of a career"),
        ({"Profile.csv": b"Foo,Bar\r\n1,2\r\n"}, "holds nothing of a career"),
        ({"Skills.csv": b'Name\r\n"' + b"x" * 1_100_000}, "damaged"),
    ],
)
def test_an_export_without_a_career_says_so(files: dict[str, bytes], words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        linkedin.read(zipped(files))


@pytest.mark.parametrize(
    "body", [zipped({"a.txt": b"x"}), zipped({"other.csv": b"x"}), b"PK\x03\x04", b"Name\r\nGrids\r\n"]
)
def test_other_archives_are_not_taken_for_one(body: bytes) -> None:
    assert not linkedin.recognises(body, "export.zip")


def test_letters_of_other_encodings_and_nothings_between_them() -> None:
    body = zipped(
        {"Skills.csv": "Name\r\nCafé\r\n".encode("cp1252"), "Languages.csv": b"Name,Proficiency\r\nGre\0ek,\0\r\n"}
    )
    assert linkedin.read(body).career == {"skills": [{"name": "Café"}], "languages": [{"language": "Greek"}]}


@pytest.mark.skipif(not (SHARED / "linkedin").exists(), reason="no ../shared/data/linkedin beside this checkout")
def test_somebody_elses_export() -> None:
    career = linkedin.read((SHARED / "linkedin/complete_export.zip").read_bytes()).career
    assert career["basics"]["name"] == "David Chen" and career["basics"]["email"] == "david@example.com"
    assert [(job["name"], job["startDate"], job["endDate"]) for job in career["work"]] == [
        ("Scale AI", "2022-01", "present"), ("Stripe", "2019-03", "2021-12"), ("Dropbox", "2017-06", "2019-02"),
    ]  # fmt: skip
    assert [study["area"] for study in career["education"]] == ["Computer Science"] * 2
    assert len(career["skills"]) == 8 and len(career["certificates"]) == 2 and len(career["projects"]) == 2
