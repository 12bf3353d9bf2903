"""The page of an application: what is ahead and what happened, written down, changed, taken out; and one's own side."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tests.applications.following import arranges, follows, plans
from tests.world import Somebody
from web.applications.leftovers import is_settled, row_named_in
from web.applications.tables import Application, Kind, Moment, Response
from web.applications.timeline import at_of, is_ahead, plain_name, sent_words, tell
from web.kit.forms import mark_of

PNG = b"\x89PNG not really \x00\xff"


def page_of(alice: Somebody, followed: UUID) -> str:
    return unescape(alice.get(f"/applications/{followed}").text)


def written(alice: Somebody, followed: UUID) -> list[Moment]:
    with alice.database.as_person(alice.id) as db:
        return list(db.exec(select(Moment).where(Moment.application_id == followed).order_by(Moment.id)))  # type: ignore[arg-type]


def application(alice: Somebody, followed: UUID) -> Application:
    with alice.database.as_person(alice.id) as db:
        return db.exec(select(Application).where(Application.id == followed)).one()


def write_down(alice: Somebody, followed: UUID, file: tuple[str, bytes] | None = None, **said: str) -> Any:
    files = {"file": file} if file else None
    return alice.post(f"/applications/{followed}/moments", said, files=files)


def marks_in(page: str) -> str:
    found = re.search(r'name="was" value="([^"]+)"', page)
    assert found
    return found[1]


def undo(alice: Somebody, answer: Any) -> None:
    act = answer.headers["location"].partition("done=")[2].partition("#")[0]
    assert alice.post(f"/applications/acts/{act}/undo").status_code == 303


# --- the timeline ----------------------------------------------------------------------------------------------------


def test_a_note_is_kept_under_today(alice: Somebody) -> None:
    followed = follows(alice)
    answer = write_down(alice, followed, words="They like trains.\nAsk about the tour.")
    assert answer.status_code == 303
    (moment,) = written(alice, followed)
    assert (moment.kind, moment.words) == (Kind.NOTE, "They like trains.\nAsk about the tour.")
    assert '<p class="ink" dir="auto">They like trains.</p>' in page_of(alice, followed)
    undo(alice, answer)
    assert written(alice, followed) == []


def test_an_interview_has_an_hour_a_zone_and_a_place(alice: Somebody) -> None:
    followed = follows(alice)
    arranges(alice, zone="Europe/London")
    write_down(
        alice, followed, kind="interview", day="2099-06-02", hour="10:30", zone="America/New_York", minutes="90",
        place="https://meet.example/abc",
    )  # fmt: skip
    (moment,) = written(alice, followed)
    assert (moment.at, moment.zone) == (datetime(2099, 6, 2, 14, 30, tzinfo=UTC), "America/New_York")
    page = page_of(alice, followed)
    assert "2 June 2099, 10:30 in New York, 15:30 for you, for 90 minutes." in page
    assert '<a href="https://meet.example/abc" rel="noreferrer noopener">' in page
    assert 'Next: <span dir="auto">interview</span>, 2 June 2099, 10:30' in page


def test_a_next_step_is_done_and_undone(alice: Somebody) -> None:
    followed = follows(alice, quiet=20)
    step = plans(alice, followed, datetime(2099, 1, 5, 12, tzinfo=UTC), title="Send the references")
    assert 'Next: <span dir="auto">send the references</span>, 5 January 2099.' in page_of(alice, followed)
    answer = alice.post(f"/applications/moments/{step}/done")
    assert "Next:" not in page_of(alice, followed)
    assert datetime.now(UTC) - application(alice, followed).touched_at < timedelta(minutes=5)
    undo(alice, answer)
    assert "Next:" in page_of(alice, followed)


def test_what_is_late_says_so(alice: Somebody) -> None:
    followed = follows(alice)
    plans(alice, followed, datetime(2020, 1, 5, 12, tzinfo=UTC), title="Send the references")
    assert "This was for 5 January." in page_of(alice, followed)


def test_it_is_changed_and_taken_out_and_brought_back(alice: Somebody) -> None:
    followed = follows(alice)
    write_down(
        alice, followed, kind="call", title="A call", words="Piotr", day="2026-11-12", hour="09:05", zone="Asia/Kolkata"
    )
    moment = written(alice, followed)[0]
    form = alice.get(f"/applications/moments/{moment.id}").text
    for shown in ('value="2026-11-12"', 'value="09:05"', 'value="Asia/Kolkata"', 'value="call" selected', "Piotr"):
        assert shown in form
    said = {
        "kind": "call",
        "title": "With Piotr",
        "words": "Lorries",
        "day": "2026-11-13",
        "hour": "",
        "zone": "Asia/Kolkata",
    }
    answer = alice.post(f"/applications/moments/{moment.id}", said)
    assert answer.status_code == 303
    changed = written(alice, followed)[0]
    assert (changed.title, changed.words, changed.zone, changed.at.day) == ("With Piotr", "Lorries", "", 13)
    undo(alice, answer)
    assert written(alice, followed)[0].title == "A call"
    answer = alice.post(f"/applications/moments/{moment.id}/remove")
    assert written(alice, followed) == []
    undo(alice, answer)
    assert written(alice, followed)[0].words == "Piotr"


def test_what_the_app_saw_happen_is_not_changed_by_hand(alice: Somebody) -> None:
    followed = UUID(alice.post("/applications/new", {"title": "Cook"}).headers["location"].rpartition("/")[2])
    (saved,) = written(alice, followed)
    assert saved.kind is Kind.SAVED
    assert alice.get(f"/applications/moments/{saved.id}").status_code == 404
    for verb in ("", "/remove"):
        assert alice.post(f"/applications/moments/{saved.id}{verb}", {"words": "x"}).status_code == 404
    assert len(written(alice, followed)) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": " "}, "Write what happened."),
        ({"kind": "step", "title": "Call"}, "Say on which day."),
        ({"kind": "interview"}, "Say on which day."),
        ({"words": "x", "hour": "10:00"}, "Say on which day as well."),
        ({"words": "x", "day": "2026-02-30"}, "Write the day as year, month and day"),
        ({"words": "x", "day": "2026-02-03", "hour": "25:00"}, "Write the time as hours and minutes"),
        ({"words": "x", "zone": "Middle/Earth"}, "Choose one of the time zones listed"),
        ({"words": "x", "minutes": "-4"}, "Write a whole number between 0 and 10,080"),
        ({"words": "x", "kind": "moved"}, "Choose one of those listed."),
        ({"words": "x", "place": "p" * 601}, "600 is the most"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(alice: Somebody, said: dict[str, str], words: str) -> None:
    followed = follows(alice)
    typed = {"title": "Mine & yours", **said}
    answer = write_down(alice, followed, **typed)
    page = unescape(answer.text)
    assert answer.status_code == 422 and words in page and written(alice, followed) == []
    assert f'value="{typed["title"]}"' in page


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_file_is_kept_and_taken_along_as_it_came(alice: Somebody) -> None:
    followed = follows(alice)
    write_down(alice, followed, file=("Their letter.html", b"<script>alert(1)</script>"))
    (moment,) = written(alice, followed)
    assert (moment.kind, moment.file_name) == (Kind.FILE, "Their letter.html")
    answer = alice.get(f"/applications/moments/{moment.id}/file")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\offer.pdf", "offer.pdf"),
        ('a"; filename="x.exe', "a ; filename= x.exe"),
        ("line\r\nSet-Cookie: a=b.pdf", "line Set-Cookie a=b.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("x" * 400 + ".pdf", "x" * 116 + ".pdf"),
        ("...", "file"),
        ("Angebot für Zoë.pdf", "Angebot für Zoë.pdf"),
    ],
)
def test_a_file_has_a_plain_name(name: str, kept: str) -> None:
    assert plain_name(name) == kept


def test_a_file_joins_what_stands_there_without_one(alice: Somebody) -> None:
    followed = follows(alice)
    write_down(alice, followed, words="They wrote back")
    at = f"/applications/moments/{written(alice, followed)[0].id}"
    assert alice.post(f"{at}/file", {}).status_code == 422
    answer = alice.post(f"{at}/file", {}, files={"file": ("offer.pdf", PNG)})
    assert answer.status_code == 303 and written(alice, followed)[0].kind is Kind.FILE
    assert alice.get(f"{at}/file").content == PNG
    again = alice.post(f"{at}/file", {}, files={"file": ("other.pdf", b"x")})
    assert again.status_code == 422 and "There is a file already." in again.text
    assert "offer.pdf</a>" in alice.get(at).text
    undo(alice, answer)
    assert (written(alice, followed)[0].file_name, written(alice, followed)[0].words) == ("", "They wrote back")


def test_a_file_that_is_too_large_is_refused_and_the_words_stay(alice: Somebody) -> None:
    followed = follows(alice)
    answer = write_down(alice, followed, file=("film.mov", bytes(10_000_001)), words="My note")
    assert answer.status_code == 422 and "larger than 10 MB" in answer.text and "My note" in answer.text
    assert written(alice, followed) == []


def test_a_file_that_was_taken_out_can_come_back(alice: Somebody) -> None:
    followed = follows(alice)
    write_down(alice, followed, file=("offer.pdf", PNG))
    (moment,) = written(alice, followed)
    answer = alice.post(f"/applications/moments/{moment.id}/remove")
    assert alice.get(f"/applications/moments/{moment.id}/file").status_code == 404
    undo(alice, answer)
    assert alice.get(f"/applications/moments/{moment.id}/file").content == PNG


def test_which_row_a_file_belongs_to() -> None:
    assert row_named_in("people/a/sendings/b/resume.pdf") == "b"
    assert row_named_in("people/a/applications/b/c") == "c"
    assert is_settled("01890000-0000-7000-8000-000000000000") and not is_settled(
        str(Moment.model_fields["id"].default_factory())
    )  # type: ignore[misc,call-arg]


# --- one's own side --------------------------------------------------------------------------------------------------

YOURS = {
    "notes": "Ask about digs.", "excitement": "4", "salary_hoped": "£36,000", "method": "assisted",
    "applied_on": "2026-11-04", "response": "invitation", "response_on": "2026-11-17",
}  # fmt: skip


def test_ones_own_side_is_kept_and_shown(alice: Somebody) -> None:
    followed = follows(alice)
    answer = alice.post(f"/applications/{followed}/yours", YOURS)
    assert answer.status_code == 303
    page = page_of(alice, followed)
    for shown in (
        "Ask about digs.",
        "Very",
        "£36,000",
        "4 November 2026",
        "With help",
        "An invitation",
        "17 November 2026",
    ):
        assert shown in page
    undo(alice, answer)
    kept = application(alice, followed)
    assert (kept.notes, kept.excitement, kept.response, kept.applied_on) == ("", 0, Response.NONE, None)


def test_an_answer_of_theirs_has_a_day(alice: Somebody) -> None:
    followed = follows(alice)
    alice.post(f"/applications/{followed}/yours", {"response": "refusal"})
    assert application(alice, followed).response_on == datetime.now(UTC).date()


def test_two_tabs_lose_nothing(alice: Somebody) -> None:
    followed = follows(alice)
    was = re.search(r'name="was" value="([^"]+)"', alice.get(f"/applications/{followed}/yours").text)
    assert was
    blank = {"notes": "", "salary_hoped": "", "excitement": "0", "was": was[1]}
    alice.post(f"/applications/{followed}/yours", {**blank, "notes": "From the first tab"})
    alice.post(f"/applications/{followed}/yours", {**blank, "salary_hoped": "40,000"})
    kept = application(alice, followed)
    assert (kept.notes, kept.salary_hoped) == ("From the first tab", "40,000")
    mine = {**blank, "salary_hoped": "40,000", "notes": "From the second tab"}
    answer = alice.post(f"/applications/{followed}/yours", mine)
    assert answer.status_code == 409 and "Changed in another tab to “From the first tab”." in answer.text
    assert "From the second tab</textarea>" in answer.text and 'value="40,000"' in answer.text
    again = re.search(r'name="was" value="([^"]+)"', answer.text)
    assert again and f"notes:{mark_of('')}" in again[1]
    assert alice.post(f"/applications/{followed}/yours", {**mine, "was": again[1]}).status_code == 409
    alice.post(f"/applications/{followed}/yours", {**mine, "was": again[1], "keep": "notes"})
    assert application(alice, followed).notes == "From the second tab"


def test_what_is_typed_is_saved_and_says_so(alice: Somebody) -> None:
    """Each pause is a save, with the marks that the one before gave back; what is wrong is said and stays out."""
    followed = follows(alice, quiet=20)
    at = f"/applications/{followed}/yours"
    was = marks_in(alice.get(at).text)
    assert alice.part(at, {"salary_hoped": "x" * 301, "was": was}).status_code == 422
    assert datetime.now(UTC) - application(alice, followed).touched_at > timedelta(days=19), "nothing was taken"
    for words in ("Near", "Near the", "Near the sea"):
        answer = alice.part(at, {"notes": words, "salary_hoped": "", "was": was})
        assert 'data-state="saved">Saved<' in answer.text
        was = marks_in(answer.text)
    assert application(alice, followed).notes == "Near the sea"
    assert datetime.now(UTC) - application(alice, followed).touched_at < timedelta(minutes=5)
    answer = alice.part(at, {"notes": "Near the sea, still", "salary_hoped": "x" * 301, "was": was})
    assert answer.status_code == 422 and "Not saved: there is something to correct" in answer.text
    assert "300 is the most" in answer.text and 'id="yours-salary_hoped-error"' in answer.text
    kept = application(alice, followed)
    assert (kept.notes, kept.salary_hoped) == ("Near the sea, still", "")
    answer = alice.part(at, {"notes": "Near the sea, still", "salary_hoped": "36,000", "was": marks_in(answer.text)})
    assert answer.status_code == 200 and application(alice, followed).salary_hoped == "36,000"


def test_two_tabs_on_one_moment_lose_nothing(alice: Somebody) -> None:
    followed = follows(alice)
    write_down(alice, followed, kind="step", title="Send the references", day="2099-01-05")
    (moment,) = written(alice, followed)
    at = f"/applications/moments/{moment.id}"
    said = {"kind": "step", "title": moment.title, "words": "", "day": "2099-01-05", "hour": "", "zone": "UTC"}
    said |= {"minutes": "", "place": "", "was": marks_in(alice.get(at).text)}
    assert alice.part(at, {**said, "title": "Send two references"}).status_code == 200
    assert alice.part(at, {**said, "day": "2099-01-06"}).status_code == 200
    (kept,) = written(alice, followed)
    assert (kept.title, kept.at, kept.zone) == ("Send two references", datetime(2099, 1, 6, 12, tzinfo=UTC), "")
    answer = alice.part(at, {**said, "title": "Send three references"})
    assert answer.status_code == 409 and "Changed in another tab to “Send two references”." in answer.text
    answer = alice.part(at, {**said, "title": "", "day": "2099-01-06"})
    assert answer.status_code == 409 and written(alice, followed)[0].title == "Send two references"


def test_what_is_next_is_saved_while_it_is_typed(alice: Somebody) -> None:
    followed = follows(alice)
    write_down(alice, followed, kind="step", title="Send the references", day="2099-01-05")
    (moment,) = written(alice, followed)
    at = f"/applications/moments/{moment.id}"
    said = {"kind": "step", "title": "Send", "words": "", "day": "2099-01-05", "hour": "", "zone": "Europe/London"}
    answer = alice.part(at, {**said, "was": marks_in(alice.get(at).text)})
    assert 'data-state="saved">Saved<' in answer.text and written(alice, followed)[0].title == "Send"
    for wrong, words in (({"title": ""}, "Say what is to be done."), ({"day": ""}, "Say on which day.")):
        answer = alice.part(at, {**said, **wrong, "was": marks_in(answer.text)})
        assert answer.status_code == 422 and words in answer.text
        assert (written(alice, followed)[0].title, written(alice, followed)[0].at.day) == ("Send", 5)
    alice.part(at, {**said, "hour": "09:30", "was": marks_in(answer.text)})
    assert written(alice, followed)[0].at == datetime(2099, 1, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value"), [("excitement", "6"), ("applied_on", "tomorrow"), ("response", "maybe"), ("notes", "x" * 8_001)]
)
def test_ones_own_side_says_what_is_wrong(alice: Somebody, name: str, value: str) -> None:
    followed = follows(alice)
    answer = alice.post(f"/applications/{followed}/yours", {**YOURS, name: value})
    assert answer.status_code == 422 and re.search(rf'id="yours-{name}-error">[^<]', answer.text)
    assert re.search(rf'id="yours-{name}"[^>]* aria-invalid="true" autofocus', answer.text)
    assert "£36,000" in answer.text and str(getattr(application(alice, followed), name)) in ("", "0", "None")


# --- answers ---------------------------------------------------------------------------------------------------------


def test_answers_are_kept_changed_and_taken_out(alice: Somebody) -> None:
    followed = follows(alice)
    at = f"/applications/{followed}/answers"
    for asked, said in (("Why us?", "The tour.\n\nAnd the lorry."), ("When can you start?", "In January")):
        alice.post(at, {"asked": asked, "said": said})
    assert application(alice, followed).answers == {
        "Why us?": "The tour.\n\nAnd the lorry.",
        "When can you start?": "In January",
    }
    alice.post(at, {"asked": "Why here?", "said": "The tour", "instead": "Why us?"})
    assert next(iter(application(alice, followed).answers.items())) == ("Why here?", "The tour")
    answer = alice.post(at, {"asked": "Why here?", "said": "Twice"})
    assert answer.status_code == 422 and "stands here already" in answer.text and "Twice</textarea>" in answer.text
    answer = alice.post(at, {"asked": "Why here?", "instead": "Why here?", "said": "Mine", "was": mark_of("Of before")})
    assert answer.status_code == 409 and "Another tab made this “The tour” meanwhile." in answer.text
    assert "Mine</textarea>" in answer.text and f'name="was" value="{mark_of("The tour")}"' in answer.text
    mine = {"asked": "Why here?", "instead": "Why here?", "said": "Mine", "was": mark_of("The tour")}
    assert alice.post(at, mine).status_code == 303 and application(alice, followed).answers["Why here?"] == "Mine"
    answer = alice.post(f"{at}/remove", {"instead": "Why here?"})
    assert list(application(alice, followed).answers) == ["When can you start?"]
    undo(alice, answer)
    assert list(application(alice, followed).answers) == ["Why here?", "When can you start?"]


# --- rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "at", "zone", "is_done", "verdict"),
    [
        (Kind.STEP, "2026-11-01T12:00", "", False, True),
        (Kind.STEP, "2026-12-01T12:00", "", True, False),
        (Kind.INTERVIEW, "2026-11-20T12:00", "", False, True),
        (Kind.INTERVIEW, "2026-11-20T09:00", "UTC", False, False),
        (Kind.INTERVIEW, "2026-11-20T11:00", "UTC", False, True),
        (Kind.NOTE, "2026-11-20T12:00", "", False, False),
        (Kind.NOTE, "2026-11-21T12:00", "", False, True),
    ],
)
def test_what_is_ahead(kind: Kind, at: str, zone: str, is_done: bool, verdict: bool) -> None:
    present = datetime(2026, 11, 20, 10, tzinfo=UTC)
    nobody = UUID(int=0)
    moment = Moment(
        owner_id=nobody, application_id=nobody, kind=kind, at=datetime.fromisoformat(f"{at}:00+00:00"), zone=zone
    )
    moment.done_at = present if is_done else None
    assert is_ahead(moment, present) is verdict
    assert tell(moment, "Europe/London", present).is_ahead is verdict


@pytest.mark.parametrize(
    ("day", "hour", "zone", "kept"),
    [
        ("2026-06-02", "10:30", "America/New_York", "2026-06-02T14:30"),
        ("2026-11-24", "10:30", "Europe/London", "2026-11-24T10:30"),
        ("2027-03-28", "02:30", "Europe/Berlin", "2027-03-28T01:30"),  # there is no such hour: it is 03:30
        ("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30"),  # it comes twice: the first
        ("2026-11-24", "00:15", "Australia/Lord_Howe", "2026-11-23T13:15"),
    ],
)
def test_an_hour_in_its_zone(day: str, hour: str, zone: str, kept: str) -> None:
    at, said_in = at_of(datetime.fromisoformat(day).date(), datetime.fromisoformat(f"{day}T{hour}").time(), zone)
    assert (f"{at:%Y-%m-%dT%H:%M}", said_in) == (kept, zone)


def test_what_went_out_in_words() -> None:
    assert sent_words("Stage", True, 3) == "With the résumé “Stage” and a cover letter. Three questions answered."
    assert sent_words("Stage", False, 1) == "With the résumé “Stage”. One question answered."
    assert sent_words("", False, 0) == ""


def test_the_page_costs_the_same_however_much_happened(alice: Somebody) -> None:
    asked: list[str] = []
    engine = alice.database.engine
    listen = lambda *said: asked.append(said[2])  # noqa: E731
    costs = []
    for many in (1, 30):
        followed = follows(alice)
        for _ in range(many):
            plans(alice, followed, datetime(2099, 1, 5, 12, tzinfo=UTC), title="Step", words="x")
        asked.clear()
        sa.event.listen(engine, "before_cursor_execute", listen)
        assert alice.get(f"/applications/{followed}").status_code == 200
        sa.event.remove(engine, "before_cursor_execute", listen)
        costs.append(len([each for each in asked if each.lstrip().lower().startswith("select")]))
    assert costs[0] == costs[1] <= 8, costs


def test_a_stranger_finds_nothing(alice: Somebody, bob: Somebody) -> None:
    followed = follows(alice)
    write_down(alice, followed, words="Mine")
    moment = written(alice, followed)[0].id
    for address in (
        f"/applications/{followed}",
        f"/applications/{followed}/yours",
        f"/applications/{followed}/answers",
        f"/applications/moments/{moment}",
    ):
        assert bob.get(address).status_code == 404
    for address in (
        f"/applications/{followed}/moments",
        f"/applications/moments/{moment}",
        f"/applications/moments/{moment}/remove",
    ):
        assert bob.post(address, {"words": "x", "day": "2026-11-11"}).status_code == 404
