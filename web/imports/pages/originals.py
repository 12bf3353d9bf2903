"""The file itself: taking it along, the place in it that a value comes from, and letting go of it."""

from uuid import UUID

from anyio import to_thread
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from web.imports.actions import forget_original, remove
from web.imports.drafts import unpacked
from web.imports.packing import name_of_original
from web.imports.pictures import Undrawn, page_picture
from web.imports.queries import import_of
from web.imports.tables import Import
from web.imports.words import whence
from web.kit.pages import HTML, go_to, page, part
from web.kit.reading.traces import Trace
from web.kit.visits import NotFound, Visit, in_transaction

MOST_PICTURES = (400, 3_600)  # of pages, that a person may ask for, and within how many seconds


@get("/imports/{import_id:uuid}/file")
@in_transaction
def download(db: Session, visit: Visit, import_id: FromPath[UUID]) -> Response[bytes]:
    """The original, as it came, to be kept and never to be run."""
    brought = import_of(db, visit.person_id, import_id)
    body = visit.house.files.get(brought.file)
    if body is None:
        raise NotFound
    name = name_of_original(brought).encode("ascii", "ignore").decode()
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(body, media_type="application/octet-stream", headers=headers)


# --- where a value stands --------------------------------------------------------------------------------------------


@get("/imports/{import_id:uuid}/pages/{number:int}")
@in_transaction
def show_place(
    db: Session, visit: Visit, import_id: FromPath[UUID], number: FromPath[int], of: FromQuery[str] = ""
) -> HTML:
    """A page of the document with the words marked that a value comes from."""
    brought, marked = traces_on(db, visit, import_id, number, of)
    said = [*dict.fromkeys(map(whence, marked))]
    return page(visit, "imports/place.html", brought=brought, number=number, of=of, said=said)


@get("/imports/{import_id:uuid}/pages/{number:int}/part")
@in_transaction
def show_place_part(
    db: Session, visit: Visit, import_id: FromPath[UUID], number: FromPath[int], of: FromQuery[str] = ""
) -> HTML:
    brought, _ = traces_on(db, visit, import_id, number, of)
    return part(visit, "imports/_place.html", brought=brought, number=number, of=of)


@get("/imports/{import_id:uuid}/pages/{number:int}/picture")
async def show_picture(
    visit: NamedDependency[Visit], import_id: FromPath[UUID], number: FromPath[int], of: FromQuery[str] = "",
    near: FromQuery[str] = "",
) -> Response[bytes]:  # fmt: skip
    """Drawn where a hostile document can be stopped; the browser keeps it for the hour. `near` are the words alone."""
    body, boxes = await visit.in_thread(page_asked_for, visit, import_id, number, of)
    try:
        picture = await to_thread.run_sync(page_picture, body, number, boxes, bool(near))
    except Undrawn:
        raise NotFound from None
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def page_asked_for(
    db: Session, visit: Visit, import_id: UUID, number: int, of: str
) -> tuple[bytes, list[tuple[float, float, float, float]]]:
    brought, marked = traces_on(db, visit, import_id, number, of)
    visit.count("import-picture", *MOST_PICTURES)
    body = visit.house.files.get(brought.file)
    if body is None:
        raise NotFound
    return body, [box for trace in marked for box in trace.boxes]


def traces_on(db: Session, visit: Visit, import_id: UUID, number: int, of: str) -> tuple[Import, list[Trace]]:
    """The traces on this page of the value at `of`, or of everything below it; raises NotFound where there are none."""
    brought = import_of(db, visit.person_id, import_id)
    traces = unpacked(brought.draft).traces if brought.draft and not brought.forgotten_at else {}
    marked = [
        trace for place, trace in traces.items() if trace.page == number and (place == of or place.startswith(f"{of}/"))
    ]
    if not marked:
        raise NotFound
    return brought, marked


# --- letting go ------------------------------------------------------------------------------------------------------


@post("/imports/{import_id:uuid}/forget")
@in_transaction
def forget(db: Session, visit: Visit, import_id: FromPath[UUID]) -> HTML:
    """Delete the original; what was read in it stays to be looked at."""
    forget_original(visit.house, import_of(db, visit.person_id, import_id, lock=True))
    return go_to(visit, "/imports")


@post("/imports/{import_id:uuid}/remove")
@in_transaction
def take_out(db: Session, visit: Visit, import_id: FromPath[UUID]) -> HTML:
    remove(db, visit.house, import_of(db, visit.person_id, import_id, lock=True))
    return go_to(visit, "/imports")


routes = [download, show_place, show_place_part, show_picture, forget, take_out]
