"""The sheet: beside the wizard, in the gallery of designs, and as the file one takes along."""

import json
import re
import unicodedata
from typing import Any
from urllib.parse import quote

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from web.kit.jsonresume import canonical
from web.kit.pages import HTML, go_to, page, part
from web.kit.printing import LANGUAGES, PrintFailed, Superseded, designs
from web.kit.visits import NotFound, Visit, in_transaction
from web.profile.actions import finish_onboarding, see_step
from web.profile.jsonresume import career_of
from web.profile.pages import wanted_step, wizard
from web.profile.queries import default_profile
from web.resumes.actions import (
    DEFAULT,
    MOST_PRINTS,
    Sheet,
    forget,
    newest_sheet,
    order_for,
    present_file,
    print_sheet,
    resume_of,
    sheet_keyed,
)
from web.resumes.exports import formats
from web.resumes.looks import change_look
from web.resumes.takings import JSON, PDF, PROFILE, note_taken

MOST_NAME_BYTES = 200
FOR_GOOD = "private, max-age=31536000, immutable"  # what lies behind an address with a key never changes


# --- the last step: choose a design, take it along -------------------------------------------------------------------


@get("/profile/steps/sheet")
@in_transaction
def last_step(db: Session, visit: Visit) -> HTML:
    profile = default_profile(db, visit.person_id)
    resume, _ = resume_of(db, visit.person_id, DEFAULT)
    context = wizard(db, profile, wanted_step("sheet")) | {"designs": designs(), "formats": formats()}
    return page(visit, "resumes/last_step.html", resume=resume, languages=LANGUAGES, **context)


@post("/resumes/{wanted:str}/look")
@in_transaction
def look(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    """The same as on the page of the design, as a step of the wizard."""
    _, profile = change_look(db, visit, wanted)
    see_step(profile, "sheet")
    finish_onboarding(profile)
    return go_to(visit, "/profile/steps/sheet")


# --- the sheet beside the words --------------------------------------------------------------------------------------


@get("/resumes/{wanted:str}/sheet")
async def sheet_part(visit: NamedDependency[Visit], wanted: FromPath[str]) -> HTML:
    """The pages as they print. Of several requests of one person only the newest is set; the older get no answer."""
    try:
        sheet = await print_sheet(visit, wanted, lane=visit.token)
    except Superseded:
        return Response("", status_code=204)
    except PrintFailed as failure:
        return await _last_good(visit, wanted, str(failure))
    return part(visit, "resumes/_sheet.html", sheet=sheet, failure="", wanted=wanted)


async def _last_good(visit: NamedDependency[Visit], wanted: str, failure: str) -> HTML:
    """Where a sheet cannot be set, the one before stays in view beside the reason."""
    sheet = await visit.in_thread(lambda db: newest_sheet(db, visit.person_id, wanted))
    return part(visit, "resumes/_sheet.html", 422, sheet=sheet, failure=failure, wanted=wanted)


@get("/resumes/pages/{key:str}/{number:int}")
async def picture(visit: NamedDependency[Visit], key: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """One page of a sheet that was set, as a picture."""
    body = await visit.in_thread(_page_keyed, visit, key, number)
    if body is None:
        raise NotFound
    return Response(body, media_type="image/png", headers={"Cache-Control": FOR_GOOD})


def _page_keyed(db: Session, visit: Visit, key: str, number: int) -> bytes | None:
    sheet = sheet_keyed(db, visit.person_id, key)
    return _file_of(db, visit, sheet, sheet.picture(number)) if 1 <= number <= sheet.pages else None


def _file_of(db: Session, visit: Visit, sheet: Sheet, name: str) -> bytes | None:
    """A file of a sheet. Where the store lost it, the sheet is forgotten, and set anew for whoever asks next."""
    body = visit.house.files.get(name)
    if body is None:
        forget(db, sheet)
    return body


@get("/resumes/{wanted:str}/designs/{slug:str}")
async def design_picture(visit: NamedDependency[Visit], wanted: FromPath[str], slug: FromPath[str]) -> Response[bytes]:
    """The first page of a résumé in some design: the gallery shows one's own words."""
    if slug not in designs():
        raise NotFound
    try:
        sheet = await print_sheet(visit, wanted, design=slug, lane=f"{visit.token}:{slug}", can_wait=True)
    except (PrintFailed, Superseded):
        raise NotFound from None
    body = await visit.in_thread(_file_of, visit, sheet, sheet.picture(1))
    if body is None:
        raise NotFound
    return Response(body, media_type="image/png", headers={"Cache-Control": "private, no-cache"})


@get("/resumes/{wanted:str}/text")
async def text(visit: NamedDependency[Visit], wanted: FromPath[str]) -> HTML:
    """The sheet's own words in reading order, as any machine reads them out of the PDF."""
    try:
        sheet = await print_sheet(visit, wanted)
    except PrintFailed as failure:
        return page(visit, "resumes/text.html", 422, sheet=None, failure=str(failure))
    return page(visit, "resumes/text.html", sheet=sheet, failure="", wanted=wanted)


# --- taking it along -------------------------------------------------------------------------------------------------


@get("/resumes/{wanted:str}/pdf")
async def download(visit: NamedDependency[Visit], wanted: FromPath[str]) -> Response[bytes] | HTML:
    """The PDF itself; a sheet that was set before takes one turn in the database and one in the file store."""
    ready = await visit.in_thread(_ready_file, visit, wanted)
    if ready is None:
        try:
            await print_sheet(visit, wanted)
        except PrintFailed as failure:
            return page(visit, "resumes/text.html", 422, sheet=None, failure=str(failure))
        ready = await visit.in_thread(_ready_file, visit, wanted)
    if ready is None:
        raise NotFound
    body, name = ready
    return as_file(body, f"{name}.pdf", "application/pdf")


def _ready_file(db: Session, visit: Visit, wanted: str) -> tuple[bytes, str] | None:
    found = present_file(db, visit.person_id, wanted)
    if found is None or not (body := _file_of(db, visit, found.sheet, found.sheet.pdf)):
        return None
    note_taken(db, visit, found.resume_id, PDF, found.state_id, found.revision, len(body))
    return body, file_name(found.full_name, found.target_title)


@get("/resumes/{wanted:str}/json")
@in_transaction
def download_json(db: Session, visit: Visit, wanted: FromPath[str]) -> Response[bytes]:
    """What the sheet says as JSON Resume: this résumé's words in its order, and nothing that it leaves out."""
    resume, profile, order = order_for(db, visit.person_id, wanted)
    body = _as_json(order.resume)
    note_taken(db, visit, resume.id, JSON, resume.state_id, profile.revision, len(body))
    return as_file(body, f"{file_name(profile.full_name, resume.target_title)}.json", "application/json")


@get("/resumes/{wanted:str}/profile")
@in_transaction
def download_profile(db: Session, visit: Visit, wanted: FromPath[str]) -> Response[bytes]:
    """All of the profile that a résumé is made from as JSON Resume, for its owner: what the schema lacks travels under
    `meta`, and the file can be brought back."""
    resume, profile = resume_of(db, visit.person_id, wanted)
    body = _as_json(career_of(db, profile, audience="self"))
    note_taken(db, visit, resume.id, PROFILE, resume.state_id, profile.revision, len(body))
    return as_file(body, f"{file_name(profile.full_name, '', PROFILE)}.json", "application/json")


def _as_json(career: dict[str, Any]) -> bytes:
    return json.dumps(canonical(career), ensure_ascii=False, indent=2).encode()


@get("/resumes/{wanted:str}/as/{format:str}")
async def download_as(visit: NamedDependency[Visit], wanted: FromPath[str], format: FromPath[str]) -> Response[bytes]:
    """What the sheet says, as a file of another format."""
    if (chosen := formats().get(format)) is None:
        raise NotFound
    resume, profile, order = await visit.in_thread(lambda db: order_for(db, visit.person_id, wanted))
    await to_thread.run_sync(visit.count, "print", *MOST_PRINTS)
    body = await to_thread.run_sync(chosen.write, order)
    await visit.in_thread(note_taken, visit, resume.id, chosen.SUFFIX, resume.state_id, profile.revision, len(body))
    return as_file(body, f"{file_name(profile.full_name, resume.target_title)}.{chosen.SUFFIX}", chosen.MEDIA_TYPE)


def file_name(full_name: str, target_title: str, what: str = "resume") -> str:
    """A file name that says whose résumé it is and for what, on any system: those that are common take 255 bytes."""
    plain = re.sub(r"[^\w\s.-]", "", unicodedata.normalize("NFC", f"{full_name} {target_title}")).lstrip(".- ")
    short = plain.encode()[:MOST_NAME_BYTES].decode(errors="ignore")
    return "-".join([*short.split(), what])


def as_file(body: bytes, name: str, media_type: str) -> Response[bytes]:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lstrip("-.") or "resume"
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": "sandbox; default-src 'none'"}
    return Response(body, media_type=media_type, headers=headers)


routes = [
    last_step, look, sheet_part, picture, design_picture, text, download, download_json, download_profile, download_as,
]  # fmt: skip
