"""Bringing a JSON Resume file, or a PDF that Métier made.

Two steps, because nothing is imported silently: the file is read and what it holds is shown; then the person puts it
into the profile. What was read travels back in the form, so nothing is kept of a file that nobody took.
"""

import json
from collections.abc import Mapping
from typing import Any

from anyio import to_thread
from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from sqlmodel import Session

from web.imports import LARGEST_UPLOAD, format_of
from web.kit.content import LARGEST_CONTENT
from web.kit.events import record
from web.kit.jsonresume import Unreadable, parse
from web.kit.pages import HTML, go_to, page
from web.kit.visits import Visit, in_transaction
from web.profile.jsonresume import fill
from web.profile.queries import default_profile

MOST_UPLOADS = (60, 3_600)  # files a person may bring, and within how many seconds
TOO_LARGE = f"This file is larger than {LARGEST_UPLOAD // 1_000_000} MB."
SECTIONS = {
    "work": "places where you worked",
    "education": "courses of study",
    "skills": "groups of skills",
    "languages": "languages",
    "projects": "projects",
    "certificates": "certificates",
    "awards": "awards",
    "publications": "publications",
    "volunteer": "voluntary posts",
    "interests": "interests",
    "references": "references",
}


@get("/profile/bring")
@in_transaction
def show_bring(db: Session, visit: Visit) -> HTML:
    default_profile(db, visit.person_id)
    return page(visit, "imports/bring.html", problems=[], found=None)


@post("/profile/bring", request_max_body_size=LARGEST_UPLOAD + 100_000)
async def look_at_file(visit: NamedDependency[Visit]) -> HTML:
    """Read the file apart from everybody else's requests, and show what it holds."""
    await visit.in_thread(lambda db: visit.count("upload", *MOST_UPLOADS))
    file = visit.posted.get("file")
    if not isinstance(file, UploadFile) or not (body := await file.read(LARGEST_UPLOAD + 1)):
        return page(visit, "imports/bring.html", 422, problems=["Choose a file first."], found=None)
    if len(body) > LARGEST_UPLOAD:
        return page(visit, "imports/bring.html", 413, problems=[TOO_LARGE], found=None)
    try:
        career = await to_thread.run_sync(read_file, body, file.filename or "")
    except Unreadable as error:
        return page(visit, "imports/bring.html", 422, problems=words_of(error), found=None)
    return page(
        visit, "imports/bring.html", problems=[], found=contents(career), career=json.dumps(career, ensure_ascii=False)
    )


def read_file(body: bytes, filename: str) -> dict[str, Any]:
    """What a file holds, as JSON Resume; raises Unreadable in words."""
    found = format_of(body, filename)
    if found is None:
        raise Unreadable("This is neither JSON Resume nor a PDF made by Métier.")
    career: dict[str, Any] = found.read(body)
    return career


def words_of(error: Unreadable) -> list[str]:
    return [str(problem) for problem in error.problems]


def contents(career: Mapping[str, Any]) -> dict[str, Any]:
    """What a file holds, in words and numbers."""
    basics = career.get("basics") or {}
    sections = [(len(career[key]), words) for key, words in SECTIONS.items() if career.get(key)]
    return {"name": basics.get("name", ""), "label": basics.get("label", ""), "sections": sections}


@post("/profile/bring/take", request_max_body_size=LARGEST_CONTENT * 4)
@in_transaction
def take(db: Session, visit: Visit) -> HTML:
    """Put it into the profile: empty fields are filled, entries are added, nothing that was there is changed."""
    profile = default_profile(db, visit.person_id)
    try:
        fill(db, profile, parse(str(visit.posted.get("career") or "").encode()))
    except Unreadable as error:
        return page(visit, "imports/bring.html", 422, problems=words_of(error), found=None)
    record(db, "career-brought", visit.person_id, whence=visit.whence, entity="profiles", entity_id=profile.id)
    return go_to(visit, "/profile/steps/about")


routes = [show_bring, look_at_file, take]
