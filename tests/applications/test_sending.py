"""What was sent: kept as it was on the day, whatever is changed, erased or brought back afterwards."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tests.applications.test_application import undo
from tests.world import Somebody, work
from web.applications.leftovers import sweep_files
from web.applications.sending import folder_of, set_sending
from web.applications.tables import Application, Moment, Sending
from web.kit.printing import Order
from web.kit.printing.pictures import pages_of
from web.resumes.tables import Resume
from web.settings import ROOT

BRITISH = (ROOT / "tests/samples/jobs/british.txt").read_text()
LETTER = {"greeting": "Dear Joan,", "body": "I would like to join you.\n\nYours is the tour.", "closing": "Yours,"}


def saves(alice: Somebody, posting: str = BRITISH) -> UUID:
    return UUID(alice.post("/applications/new", {"posting": posting}).headers["location"].rpartition("/")[2])


def chosen(alice: Somebody, followed: UUID) -> UUID | None:
    with alice.database.as_person(alice.id) as db:
        return db.exec(select(Application.resume_id).where(Application.id == followed)).one()


def resume_for(alice: Somebody, followed: UUID) -> UUID:
    """A résumé for this job, with a cover letter."""
    alice.post(f"/applications/{followed}/resume/make")
    resume = chosen(alice, followed)
    assert resume
    answer = alice.post(f"/resumes/{resume}/letter", LETTER)
    assert answer.status_code in (200, 303), answer.text
    return resume


def state_of(alice: Somebody, resume: UUID) -> UUID | None:
    with alice.database.as_person(alice.id) as db:
        return db.exec(select(Resume.state_id).where(Resume.id == resume)).one()


def sendings(alice: Somebody) -> list[Sending]:
    with alice.database.as_person(alice.id) as db:
        return list(db.exec(select(Sending).where(Sending.owner_id == alice.id).order_by(Sending.id)))  # type: ignore[arg-type]


def applies(alice: Somebody, followed: UUID) -> Any:
    answer = alice.post(f"/applications/{followed}/move", {"stage": "applied", "next": f"/applications/{followed}"})
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith(f"/applications/{followed}?done=")
    return answer


def everything(alice: Somebody, sending: Sending) -> dict[str, bytes]:
    at = f"/applications/sendings/{sending.id}"
    taken = {}
    for name in ("resume", "letter", "bundle", "picture"):
        answer = alice.get(f"{at}/{name}")
        assert answer.status_code == 200, (name, answer.text)
        taken[name] = answer.content
    return taken


def files_in(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def sent(alice: Somebody) -> tuple[UUID, UUID, Sending]:
    """An application that went out with a résumé, a letter and an answer: its id, the résumé's, and what was sent."""
    alice.part("/profile/steps/about", {"full_name": "Alice Ashby", "headline": "Prompter"})
    followed = saves(alice)
    resume = resume_for(alice, followed)
    alice.part("/profile/steps/about", {"headline": "Stage manager"})  # after the résumé's own last change
    alice.post(f"/applications/{followed}/answers", {"asked": "Why us?", "said": "The <b>tour</b>."})
    applies(alice, followed)
    work(alice.house)
    return followed, resume, sendings(alice)[0]


def test_on_applied_everything_is_kept_and_can_be_taken(alice: Somebody, sent: tuple[UUID, UUID, Sending]) -> None:
    followed, _, sending = sent
    taken = everything(alice, sending)
    assert (
        taken["resume"].startswith(b"%PDF") and taken["letter"].startswith(b"%PDF") and taken["picture"][1:4] == b"PNG"
    )
    assert (
        sending.sheet_sha256 == sha256(taken["resume"]).digest()
        and sending.letter_sha256 == sha256(taken["letter"]).digest()
    )
    files = files_in(taken["bundle"])
    assert set(files) == {"resume.pdf", "cover-letter.pdf", "answers.txt", "posting.txt", "index.html"}
    assert files["resume.pdf"] == taken["resume"] and files["answers.txt"] == b"Why us?\nThe <b>tour</b>."
    assert b"We are unable to sponsor visas for this post." in files["posting.txt"]
    index = files["index.html"].decode()
    assert 'href="resume.pdf"' in index and "Staff Nurse, Community Team, Harbour Street Surgery" in index
    assert "&lt;b&gt;tour&lt;/b&gt;" in index and "<script" not in index
    page = alice.get(f"/applications/{followed}").text
    assert "What they have" in page and f"/applications/sendings/{sending.id}" in page
    assert "and a cover letter. One question answered." in page


def test_it_stays_byte_for_byte_whatever_happens_to_its_sources(
    alice: Somebody, sent: tuple[UUID, UUID, Sending]
) -> None:
    followed, resume, sending = sent
    before = everything(alice, sending)

    def still() -> bool:
        return everything(alice, sendings(alice)[0]) == before

    alice.part("/profile/steps/about", {"full_name": "Alice B. Ashby", "headline": "Director"})
    alice.post(f"/resumes/{resume}/design", {"design": "classic"})
    alice.post(f"/resumes/{resume}/letter", {"body": "Other words"})
    alice.post(f"/resumes/{resume}/settings", {"name": "Renamed", "tone": "bold", "language": "en"})
    assert still(), "changed with the résumé"
    alice.post(f"/applications/{followed}/job/correct", {"title": "Matron", "company": "Elsewhere"})
    alice.post(f"/applications/{followed}/answers/remove", {"instead": "Why us?"})
    assert still(), "changed with the job"
    alice.post(f"/applications/{followed}/contacts", {"name": "Joan"})
    joan = re.findall(r"/applications/contacts/([0-9a-f-]{36})", alice.get("/applications/contacts").text)[0]
    alice.post(f"/applications/contacts/{joan}/remove")
    assert still(), "changed with a contact"
    for stage in ("interview", "saved", "applied"):
        alice.post(f"/applications/{followed}/move", {"stage": stage, "meant": "yes"})
    assert len(sendings(alice)) == 1 and still(), "sent twice"
    alice.post(f"/resumes/{resume}/letter", {"body": "", "greeting": "", "closing": ""})
    assert still(), "changed with an erased letter"
    assert alice.post(f"/resumes/{resume}/history/{sending.state_id}/restore").status_code == 303
    assert still(), "changed with a state that was gone back to"
    alice.post(f"/resumes/{resume}/remove")
    assert still(), "changed with the bin"
    alice.post(f"/resumes/{resume}/restore")
    assert still(), "changed with what came back"
    with alice.database.as_person(alice.id) as db:
        db.execute(sa.text("delete from resumes where id = :id"), {"id": resume})
    assert chosen(alice, followed) is None and still(), "went with the résumé"
    set_sending(alice.house, {"owner_id": str(alice.id), "sending_id": str(sending.id)})
    sweep_files(alice.house, {"owner_id": str(alice.id)})
    assert still(), "set or swept once more"
    removed = alice.post(f"/applications/{followed}/remove")
    assert still(), "changed with the application's bin"
    undo(alice, removed)
    for verb in ("archive", "remove", "restore"):
        alice.post(f"/applications/{followed}/{verb}")
        assert still(), verb


def test_while_it_is_being_set_that_is_said(alice: Somebody) -> None:
    followed = saves(alice)
    resume_for(alice, followed)
    alice.part("/profile/steps/about", {"full_name": "Before"})
    applies(alice, followed)
    alice.part("/profile/steps/about", {"full_name": "Afterwards"})
    (sending,) = sendings(alice)
    at = f"/applications/sendings/{sending.id}"
    assert "is being set" in alice.get(at).text and 'hx-trigger="every 2s"' in alice.get(f"{at}/part").text
    assert [alice.get(f"{at}/{name}").status_code for name in ("resume", "letter", "bundle", "picture")] == [404] * 4
    alice.post(f"{at}/again")
    work(alice.house)
    assert "hx-trigger" not in alice.get(f"{at}/part").text
    words = " ".join(page.words for page in pages_of(alice.get(f"{at}/resume").content, pictures=False))
    assert "Before" in words and "Afterwards" not in words


def test_without_a_resume_it_is_the_posting_alone(alice: Somebody) -> None:
    followed = saves(alice)
    applies(alice, followed)
    (sending,) = sendings(alice)
    body = alice.get(f"/applications/sendings/{sending.id}/bundle").content
    assert set(files_in(body)) == {"posting.txt", "index.html"}
    assert "No résumé was chosen" in alice.get(f"/applications/sendings/{sending.id}").text
    assert alice.get(f"/applications/sendings/{sending.id}/resume").status_code == 404


def test_a_resume_in_the_bin_does_not_stand_in_the_way(alice: Somebody) -> None:
    followed = saves(alice)
    resume = resume_for(alice, followed)
    alice.post(f"/resumes/{resume}/remove")
    assert "It lies in the bin, so it would not go out." in alice.get(f"/applications/{followed}").text
    applies(alice, followed)
    assert sendings(alice)[0].resume_id is None


def test_a_sheet_that_cannot_be_set_keeps_its_words(alice: Somebody) -> None:
    followed = saves(alice)
    resume_for(alice, followed)
    applies(alice, followed)
    with alice.database.as_person(alice.id) as db:
        sending = db.exec(select(Sending)).one()
        to_set = json.loads(sending.order)
        order = replace(Order.unpacked(to_set["order"]), design="gone")
        sending.order = json.dumps({**to_set, "order": order.packed()}).encode()
    work(alice.house)
    page = alice.get(f"/applications/sendings/{sending.id}").text
    assert "could not be set as a sheet" in page
    files = files_in(alice.get(f"/applications/sendings/{sending.id}/bundle").content)
    assert json.loads(files["resume.json"])["basics"]["name"] == "Alice Ashby"


def test_taken_back_it_was_never_sent(alice: Somebody) -> None:
    followed = saves(alice)
    resume_for(alice, followed)
    answer = applies(alice, followed)
    work(alice.house)
    (sending,) = sendings(alice)
    folder = folder_of(sending)
    assert alice.house.files.names_under(folder)
    undo(alice, answer)
    assert sendings(alice) == []
    assert alice.get(f"/applications/sendings/{sending.id}").status_code == 404
    old = folder.replace(str(sending.id), "01890000-0000-7000-8000-000000000000")
    alice.house.files.put(f"{old}/resume.pdf", b"%PDF")
    sweep_files(alice.house, {"owner_id": str(alice.id)})
    assert alice.house.files.names_under(folder) and not alice.house.files.names_under(old), (
        "a young one may be on its way"
    )


# --- which one went where --------------------------------------------------------------------------------------------


def test_which_state_went_where_is_seen_from_both_sides(alice: Somebody, sent: tuple[UUID, UUID, Sending]) -> None:
    followed, resume, sending = sent
    page = alice.get("/applications/sent", params={"resume": str(resume)}).text
    assert (
        "Where this résumé went" in page
        and f"/applications/sendings/{sending.id}" in page
        and f"/applications/{followed}" in page
    )
    history = alice.get(f"/resumes/{resume}/history").text
    assert f"/applications/sent?resume={resume}" in history and "As sent to Harbour Street Surgery" in history
    state = f"/resumes/{resume}/history/{sending.state_id}"
    assert f'href="{state}"' in page and f'href="{state}"' in alice.get(f"/applications/sendings/{sending.id}").text
    alice.part("/profile/steps/about", {"full_name": "Alice Ashby", "headline": "Director"})
    alice.post(f"/resumes/{resume}/letter", {**LETTER, "body": "Within the minute, other words."})
    then = alice.get(state).text
    assert "Stage manager" in then and "Director" not in then
    assert "Stage manager" not in alice.get(f"/resumes/{resume}/history/{state_of(alice, resume)}").text
    other = alice.get("/applications/sent", params={"resume": str(UUID(int=7))}).text
    assert "It went nowhere yet." in other
    assert f"/applications/sendings/{sending.id}" in alice.get("/applications/sent").text


def test_a_resume_is_chosen_and_made_for_a_job(alice: Somebody) -> None:
    followed = saves(alice)
    answer = alice.post(f"/applications/{followed}/resume/make")
    resume = chosen(alice, followed)
    assert answer.headers["location"] == f"/resumes/{resume}"
    settings = alice.get(f"/resumes/{resume}/settings").text
    assert 'value="Staff Nurse, Community Team"' in settings
    assert 'value="Staff Nurse, Community Team, Harbour Street Surgery"' in settings
    assert f'value="{resume}" checked' in alice.get(f"/applications/{followed}/resume").text
    answer = alice.post(f"/applications/{followed}/resume", {"resume_id": ""})
    assert chosen(alice, followed) is None
    undo(alice, answer)
    assert chosen(alice, followed) == resume


def test_anothers_resume_cannot_be_chosen(alice: Somebody, bob: Somebody) -> None:
    mine, theirs = saves(alice), saves(bob)
    bob.post(f"/applications/{theirs}/resume/make")
    answer = alice.post(f"/applications/{mine}/resume", {"resume_id": str(chosen(bob, theirs))})
    assert answer.status_code == 422 and "is not there any more" in answer.text and chosen(alice, mine) is None


def test_a_stranger_meets_nothing_of_it(alice: Somebody, bob: Somebody, sent: tuple[UUID, UUID, Sending]) -> None:
    followed, _, sending = sent
    for name in ("", "/part", "/resume", "/letter", "/bundle", "/picture"):
        assert bob.get(f"/applications/sendings/{sending.id}{name}").status_code == 404
    assert bob.post(f"/applications/sendings/{sending.id}/again").status_code == 404
    assert bob.get(f"/applications/{followed}/resume").status_code == 404


def test_the_timeline_says_when_it_went_out(alice: Somebody, sent: tuple[UUID, UUID, Sending]) -> None:
    followed, _, sending = sent
    with alice.database.as_person(alice.id) as db:
        moments = list(db.exec(select(Moment).where(Moment.application_id == followed)))
    (told,) = [each for each in moments if each.detail.get("sending")]
    assert told.detail["sending"] == str(sending.id) and told.detail["to"] == "Applied"
    assert abs((told.at - datetime.now(UTC)).total_seconds()) < 600
