"""Bringing files, before there is an account or later, and the list of what was brought."""

from typing import Any

from litestar import get, post
from litestar.datastructures import Cookie, UploadFile
from litestar.di import NamedDependency
from sqlmodel import Session

from web.accounts.actions import start_guest
from web.accounts.limits import MOST_GUESTS
from web.imports import LARGEST_UPLOAD, words
from web.imports.actions import MOST_UPLOADS, Brought, bring, bring_github
from web.imports.drafts import reader_version
from web.imports.github import NO_NAME, user_in
from web.imports.queries import imports_of
from web.kit.forms import Form, Line, Reading
from web.kit.pages import HTML, go_to, page
from web.kit.visits import Visit, in_transaction
from web.profile.queries import default_profile

MOST_AT_ONCE = 10  # files
LARGEST_TOGETHER = 30_000_000  # bytes of all of them
MB = 1_000_000
NONE = "Choose a file first, or write your user name at GitHub."
TOO_LARGE = f"is larger than {LARGEST_UPLOAD // MB} MB. Save it smaller, or bring another one."
ASKED: dict[str, Any] = {"problem": "", "reading": None, "most": LARGEST_UPLOAD, "too_large": TOO_LARGE}
TOO_MANY = f"These are more than {MOST_AT_ONCE} files. Bring some of them first, then the others."


class GitHubForm(Form):
    github: Line = ""


class Refused(Exception):
    """Nothing is kept of what was sent; the text says why."""

    def __init__(self, words: str, status: int = 422) -> None:
        super().__init__(words)
        self.status = status


@get("/imports")
@in_transaction
def show_imports(db: Session, visit: Visit) -> HTML:
    return look(db, visit)


def look(db: Session, visit: Visit, status: int = 200, **said: Any) -> HTML:
    """The list; `problem` is what is wrong with what was sent, `reading` what was written."""
    context = {**ASKED, **said}
    brought = imports_of(db, visit.person_id)
    context |= {"imports": brought, "reader": reader_version(), "words": words, "states": words.STATES}
    return page(visit, "imports/list.html", status, **context)


@get("/start/file")
@in_transaction
def show_begin(db: Session, visit: Visit) -> HTML:
    """The same for who has not begun; who has goes on to their own."""
    return go_to(visit, "/imports") if visit.caller else begin_again(db, visit)


def begin_again(db: Session, visit: Visit, status: int = 200, **said: Any) -> HTML:
    return page(visit, "imports/begin.html", status, **{**ASKED, **said})


@post("/imports", request_max_body_size=LARGEST_TOGETHER)
async def bring_files(visit: NamedDependency[Visit]) -> HTML:
    return await kept(visit, look)


@post("/start/file", request_max_body_size=LARGEST_TOGETHER)
async def begin_with_files(visit: NamedDependency[Visit]) -> HTML:
    """A guest at once, as by `/start`, with what they brought."""
    return await kept(visit, begin_again)


async def kept(visit: Visit, refuse: Any) -> HTML:
    """What was sent, brought; `refuse` makes the page for what cannot be taken."""
    reading = GitHubForm.read(visit.posted)
    try:
        files = await files_sent(visit)
        if not files:
            need_user(reading)
        return await visit.in_thread(keep, visit, files, reading, refuse is begin_again)
    except Refused as refused:
        return await visit.in_thread(refuse, visit, refused.status, problem=str(refused), reading=reading)


def need_user(reading: Reading) -> None:
    """Raises Refused where no name of a user was written, with what is wrong at its field."""
    if not reading.raw.get("github"):
        raise Refused(NONE)
    if not reading.errors and not user_in(reading.values["github"]):
        reading.errors["github"] = NO_NAME
    if reading.errors:
        raise Refused("")


async def files_sent(visit: Visit) -> list[Brought]:
    """The files of this form; raises Refused for too many, or one that is too large."""
    sent = [file for file in visit.posted.getall("file", []) if isinstance(file, UploadFile) and file.filename]
    if len(sent) > MOST_AT_ONCE:
        raise Refused(TOO_MANY, 413)
    files = []
    for file in sent:
        body = await file.read(LARGEST_UPLOAD + 1)
        if len(body) > LARGEST_UPLOAD:
            raise Refused(f"{file.filename} {TOO_LARGE}", 413)
        files.append(Brought(file.filename or "", file.content_type or "", body))
    return files


def keep(db: Session, visit: Visit, files: list[Brought], reading: Reading, may_begin: bool) -> HTML:
    owner_id, cookies = (visit.person_id, []) if visit.caller or not may_begin else begin(db, visit)
    for _ in range(max(1, len(files))):
        visit.count("upload", *MOST_UPLOADS, by=str(owner_id))
    profile = default_profile(db, owner_id)
    brought = (
        bring(db, visit.house, profile, files)
        if files
        else [bring_github(db, profile, user_in(reading.values["github"]))]
    )
    return go_to(visit, f"/imports/{brought[0].id}", cookies=cookies)


def begin(db: Session, visit: Visit) -> tuple[Any, list[Cookie]]:
    visit.count("start", *MOST_GUESTS, by=visit.address)
    guest, cookie = start_guest(db, visit)
    return guest.id, [cookie]


routes = [show_imports, show_begin, bring_files, begin_with_files]
