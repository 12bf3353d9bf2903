"""What was sent, frozen: the very sheet, the cover letter, the answers and the posting, whatever changes later.

What is to be printed is kept in the move's own transaction, whole and sealed; the worker sets it afterwards. A sheet is
the same bytes whenever it is set, so these are the bytes that went out. Once they lie in the file store with their hash
in the row, nothing here changes them any more."""

import io
import json
import zipfile
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.applications.tables import Application, Kind, Moment, Sending
from web.applications.timeline import sent_words
from web.jobs.tables import Job
from web.kit.clock import now
from web.kit.house import House
from web.kit.own import own, own_or_none
from web.kit.printing import Order, PrintFailed
from web.kit.printing.press import MEMORY, SECONDS, WORK
from web.kit.tasks import Errand, send
from web.kit.visits import NotFound
from web.kit.workshop import run_once
from web.resumes.actions import order_for, resume_of
from web.resumes.letters import CoverLetter, on_stationery
from web.resumes.states import keep_for_good

SHEET, LETTER, PICTURE = "resume.pdf", "cover-letter.pdf", "resume-1.png"
MOST_LISTED = 500
ABOUT = {
    SHEET: "The résumé", LETTER: "The cover letter", "resume.json": "The words of the résumé, as JSON Resume",
    "answers.txt": "Your answers", "posting.txt": "The posting, as it was",
}  # fmt: skip
POSTING = (
    "title", "company", "place", "remote", "employment", "salary_low", "salary_high", "currency", "period", "required",
    "preferred", "years", "benefits", "visa", "posted_on", "closes_on", "url", "text",
)  # fmt: skip


def freeze(db: Session, application: Application, job: Job) -> Sending:
    """Keep what goes out now. Without a résumé that is there it is the posting and the answers alone."""
    frozen: dict[str, Any] = {"posting": posting_of(job), "answers": dict(application.answers)}
    sending = Sending(owner_id=application.owner_id, application_id=application.id, sent_at=now(), frozen=frozen)
    has_letter = bool(application.resume_id) and _order(db, sending, str(application.resume_id), job)
    db.add(sending)
    db.flush()
    if is_under_way(sending):
        send_again(db, sending)
    _tell(db, sending, sent_words(sending.resume_name, has_letter, len(application.answers)))
    return sending


def is_under_way(sending: Sending) -> bool:
    """Whether its sheet is still being set."""
    return bool(sending.order)


def send_again(db: Session, sending: Sending) -> None:
    """To the worker; asked twice it is done once."""
    send(db, "set_sending", lock=f"sending:{sending.id}", owner_id=sending.owner_id, sending_id=sending.id)


def _order(db: Session, sending: Sending, resume_id: str, job: Job) -> bool:
    """What is to be set of the résumé as it is now, which its history keeps as well; returns whether a letter goes with
    it."""
    try:
        resume, profile = resume_of(db, sending.owner_id, resume_id, lock=True)
        order = order_for(db, sending.owner_id, resume_id)[2]
    except NotFound:  # it lies in the bin
        return False
    letter = CoverLetter.read(resume.letter)
    sending.resume_id = resume.id
    sending.state_id = keep_for_good(db, resume, profile, f"As sent to {job.company or job.title}")
    sending.resume_name, sending.design = resume.name, order.design
    to_set = {"order": order.packed(), "letter": letter.printed() if letter.body else None}
    sending.order = json.dumps(to_set).encode()
    return bool(letter.body)


def _tell(db: Session, sending: Sending, words: str) -> None:
    """The move that sent it says so on the timeline; where there was none, that it was sent is an item of its own."""
    mine = Moment.owner_id == sending.owner_id, Moment.application_id == sending.application_id
    newest = db.exec(select(Moment).where(*mine).order_by(col(Moment.id).desc()).limit(1)).first()
    if newest is None or newest.kind is not Kind.MOVED:
        owner_id, application_id = sending.owner_id, sending.application_id
        newest = Moment(
            owner_id=owner_id, application_id=application_id, kind=Kind.SENT, at=sending.sent_at, zone="UTC"
        )
    newest.words, newest.detail = words, {**newest.detail, "sending": str(sending.id)}
    db.add(newest)
    db.flush()


def posting_of(job: Job) -> dict[str, Any]:
    """The posting in plain JSON."""
    found: dict[str, Any] = json.loads(json.dumps({name: getattr(job, name) for name in POSTING}, default=str))
    return found


# --- in the worker ---------------------------------------------------------------------------------------------------


def set_sending(house: House, said: Mapping[str, Any]) -> None:
    """Print what was sent; done twice it is the same. Files first, the row after."""
    owner_id, sending_id = UUID(said["owner_id"]), UUID(said["sending_id"])
    with house.database.as_person(owner_id) as db:
        sending = own_or_none(db, Sending, owner_id, sending_id)
    if sending is None or not sending.order:
        return
    to_set = json.loads(sending.order)
    try:
        made = printed(to_set)
    except PrintFailed as failure:  # it would fail again: its words are kept, and why it is no sheet
        with house.database.as_person(owner_id) as db:
            if row := own_or_none(db, Sending, owner_id, sending_id):
                career = Order.unpacked(to_set["order"]).resume
                row.frozen, row.order = {**row.frozen, "resume": career, "trouble": str(failure)}, b""
        return
    for name, body in made.items():
        house.files.put(f"{folder_of(sending)}/{name}", body)
    with house.database.as_person(owner_id) as db:
        row = own_or_none(db, Sending, owner_id, sending_id)
        if row is None:  # taken back meanwhile
            house.files.delete_under(folder_of(sending))
            return
        row.sheet_sha256 = sha256(made[SHEET]).digest()
        row.letter_sha256 = sha256(made[LETTER]).digest() if LETTER in made else None
        row.order = b""


def printed(to_set: Mapping[str, Any]) -> dict[str, bytes]:
    order = Order.unpacked(to_set["order"])
    order.check()
    once = partial(run_once, seconds=SECONDS, memory=MEMORY)
    sheet = once(WORK, "set", order.packed(), True)
    found: dict[str, bytes] = {SHEET: sheet["pdf"], PICTURE: sheet["pictures"][0]}
    if to_set["letter"]:
        found[LETTER] = once(WORK, "letter", on_stationery(order).packed(), to_set["letter"])["pdf"]
    return found


def folder_of(sending: Sending) -> str:
    return f"people/{sending.owner_id}/sendings/{sending.id}"


ERRANDS = [Errand("set_sending", set_sending)]


# --- taken along -----------------------------------------------------------------------------------------------------


def sending_of(db: Session, owner_id: UUID, sending_id: UUID) -> Sending:
    """A sending of this person's; raises NotFound for anybody else's."""
    return own(db, Sending, owner_id, sending_id)


def sent_of(db: Session, owner_id: UUID, resume_id: UUID | None = None) -> list[tuple[Sending, Job]]:
    """All that this person sent, the latest first; of one résumé where it is named."""
    of_it = [Sending.resume_id == resume_id] if resume_id else []
    wanted = (
        select(Sending, Job)
        .join(Application, sa.and_(col(Application.id) == Sending.application_id))
        .where(Sending.owner_id == owner_id, Application.owner_id == owner_id, *of_it)
        .where(Job.owner_id == owner_id, Job.id == Application.job_id)
        .order_by(col(Sending.sent_at).desc(), col(Sending.id).desc())
        .limit(MOST_LISTED)
    )
    return list(db.exec(wanted))


def picture_of(house: House, sending: Sending) -> bytes:
    """The first page of the sheet, for people to recognise it by."""
    body = house.files.get(f"{folder_of(sending)}/{PICTURE}") if sending.sheet_sha256 else None
    if body is None:
        raise NotFound
    return body


def file_of(house: House, sending: Sending, name: str) -> bytes:
    """The bytes that went out; raises NotFound where they are not there, or not these any more."""
    wanted = {SHEET: sending.sheet_sha256, LETTER: sending.letter_sha256}.get(name)
    body = house.files.get(f"{folder_of(sending)}/{name}") if wanted else None
    if body is None or sha256(body).digest() != wanted:
        raise NotFound
    return body


def bundle(house: House, sending: Sending) -> bytes:
    """One ZIP with all that was sent, and an index that says what is what. The same bytes every time."""
    files = {name: file_of(house, sending, name) for name, there in _kept(sending) if there}
    posting, answers = sending.frozen.get("posting", {}), sending.frozen.get("answers", {})
    if "resume" in sending.frozen:
        files["resume.json"] = json.dumps(sending.frozen["resume"], ensure_ascii=False, indent=2).encode()
    files["posting.txt"] = _posting_text(posting).encode()
    if answers:
        files["answers.txt"] = "\n\n".join(f"{asked}\n{said}" for asked, said in answers.items()).encode()
    listed = [(name, ABOUT[name]) for name in ABOUT if name in files]
    index = {"sending": sending, "posting": posting, "answers": answers, "files": listed}
    files["index.html"] = house.render("applications/bundle.html", **index).encode()
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, sending.sent_at.timetuple()[:6]), files[name])
    return body.getvalue()


def _kept(sending: Sending) -> list[tuple[str, bool]]:
    return [(SHEET, sending.sheet_sha256 is not None), (LETTER, sending.letter_sha256 is not None)]


def _posting_text(posting: Mapping[str, Any]) -> str:
    facts = [f"{name.replace('_', ' ')}: {value}" for name, value in posting.items() if value and name != "text"]
    return "\n".join([*facts, "", str(posting.get("text", ""))])
