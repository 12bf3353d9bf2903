"""The photo: bringing one, choosing how much of it is printed, and on which résumés."""

from typing import Annotated
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from sqlmodel import Session, col, select

from web.kit.events import record
from web.kit.forms import Form, Reading, Repeated, number
from web.kit.pages import HTML, go_to, page
from web.kit.printing import designs
from web.kit.visits import NotFound, Visit, in_transaction
from web.profile import photo as pictures
from web.profile.actions import keep_photo, place_photo, turn_photo, turned_size
from web.profile.photo import LARGEST_FILE, LEAST_SHARE, NoPhoto, place_of, read_photo
from web.profile.queries import default_profile, photo_of
from web.profile.tables import Photo, Profile
from web.resumes.states import changing
from web.resumes.tables import Resume

PAGE = "/profile/photo"
MOST_PHOTOS = (30, 3_600)  # pictures a person may bring, and within how many seconds
AT_ONCE = 2  # pictures that are read at the same time: a large one takes a gigabyte
NO_FILE = "Choose a picture first."
_READERS = CapacityLimiter(AT_ONCE)


class PlaceForm(Form):
    share: number(LEAST_SHARE, 100) = None  # type: ignore[valid-type]
    across: number(0, 100) = None  # type: ignore[valid-type]
    down: number(0, 100) = None  # type: ignore[valid-type]


class ShowForm(Form):
    listed: Annotated[list[str], Repeated()] = []
    shown: Annotated[list[str], Repeated()] = []


@get(PAGE)
@in_transaction
def show_photo(db: Session, visit: Visit) -> HTML:
    return look(db, visit)


def look(db: Session, visit: Visit, status: int = 200, problem: str = "", reading: Reading | None = None) -> HTML:
    """The page; `problem` is what is wrong with a file, `reading` with the place of what is printed."""
    profile = default_profile(db, visit.person_id)
    photo = photo_of(db, profile)
    width, height = turned_size(photo) if photo else (0, 0)
    return page(
        visit, "resumes/photo.html", status, photo=photo, width=width, height=height, problem=problem, reading=reading,
        place=place_of(pictures.Crop(*photo.crop), width, height) if photo else None, limits=pictures,
        resumes=_resumes(db, profile), designs=designs(),
    )  # fmt: skip


def _resumes(db: Session, profile: Profile, lock: bool = False) -> list[Resume]:
    wanted = select(Resume).where(
        Resume.owner_id == profile.owner_id, Resume.profile_id == profile.id, col(Resume.removed_at).is_(None),
    ).order_by(col(Resume.id))  # fmt: skip
    return list(db.exec(wanted.with_for_update() if lock else wanted))


# --- bringing one ----------------------------------------------------------------------------------------------------


@post(PAGE, request_max_body_size=2 * LARGEST_FILE)
async def bring_photo(visit: NamedDependency[Visit]) -> HTML:
    """Made anew in a process of its own. Where that fails, the photo that was there stays."""
    await visit.in_thread(lambda db: visit.count("photo", *MOST_PHOTOS))
    file = visit.posted.get("file")
    body = await file.read(LARGEST_FILE + 1) if isinstance(file, UploadFile) else b""
    if not body:
        return await visit.in_thread(look, visit, 422, NO_FILE)
    if len(body) > LARGEST_FILE:
        return await visit.in_thread(look, visit, 413, pictures.TOO_LARGE)
    try:
        made = await to_thread.run_sync(read_photo, body, limiter=_READERS)
    except NoPhoto as error:
        return await visit.in_thread(look, visit, 422, str(error))
    await visit.in_thread(_keep, visit, made)
    return go_to(visit, PAGE)


def _keep(db: Session, visit: Visit, made: bytes) -> None:
    profile = default_profile(db, visit.person_id)
    keep_photo(db, profile, made)
    _record(db, visit, "photo-brought", profile.id)


def _record(db: Session, visit: Visit, action: str, profile_id: UUID) -> None:
    record(db, action, visit.person_id, whence=visit.whence, entity="profiles", entity_id=profile_id)


# --- what is printed of it -------------------------------------------------------------------------------------------


@post(f"{PAGE}/place")
@in_transaction
def place(db: Session, visit: Visit) -> HTML:
    photo = _mine(db, visit, lock=True)
    reading = PlaceForm.read(visit.posted)
    if reading.errors:
        return look(db, visit, 422, reading=reading)
    chosen = {name: value for name, value in reading.values.items() if value is not None}
    place_photo(photo, place_of(pictures.Crop(*photo.crop), *turned_size(photo))._replace(**chosen))
    _record(db, visit, "photo-placed", photo.profile_id)
    return go_to(visit, PAGE)


@post(f"{PAGE}/turn")
@in_transaction
def turn(db: Session, visit: Visit) -> HTML:
    photo = _mine(db, visit, lock=True)
    turn_photo(photo)
    _record(db, visit, "photo-turned", photo.profile_id)
    return go_to(visit, PAGE)


@post(f"{PAGE}/remove")
@in_transaction
def remove(db: Session, visit: Visit) -> HTML:
    photo = _mine(db, visit, lock=True)
    db.delete(photo)
    _record(db, visit, "photo-removed", photo.profile_id)
    return go_to(visit, PAGE)


@get(f"{PAGE}/whole")
@in_transaction
def whole(db: Session, visit: Visit) -> Response[bytes]:
    """The whole picture, as it is turned."""
    photo = _mine(db, visit)
    return _as_picture(pictures.turned(photo.whole, photo.turn))


@get(f"{PAGE}/cut")
@in_transaction
def cut(db: Session, visit: Visit) -> Response[bytes]:
    """What is printed of it."""
    return _as_picture(_mine(db, visit).cut)


def _mine(db: Session, visit: Visit, lock: bool = False) -> Photo:
    photo = photo_of(db, default_profile(db, visit.person_id), lock)
    if photo is None:
        raise NotFound
    return photo


def _as_picture(body: bytes) -> Response[bytes]:
    return Response(body, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


# --- where it is shown -----------------------------------------------------------------------------------------------


@post(f"{PAGE}/show")
@in_transaction
def show(db: Session, visit: Visit) -> HTML:
    """On the résumés that are ticked, and not on the others that the page listed."""
    said = ShowForm.read(visit.posted).values
    listed, shown = (set(said.get(name, [])) for name in ("listed", "shown"))
    profile = default_profile(db, visit.person_id)
    for resume in _resumes(db, profile, lock=True):
        if str(resume.id) in listed:
            is_shown = str(resume.id) in shown
            with changing(db, resume, profile, "Put the photo on" if is_shown else "Took the photo off"):
                resume.has_photo = is_shown
    return go_to(visit, PAGE)


routes = [show_photo, bring_photo, place, turn, remove, whole, cut, show]
