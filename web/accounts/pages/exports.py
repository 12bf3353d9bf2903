"""Taking everything along: asked for here, packed by the worker, fetched here."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from web.accounts.exports import EXPORT_DAYS, ask_for_export, export_of, exports_of, stop_exports
from web.accounts.pages.account import registered
from web.accounts.tables import Export, ExportState
from web.kit.events import record
from web.kit.pages import HTML, go_to, page, part
from web.kit.visits import NotFound, Visit, in_transaction


@get("/account/exports")
@in_transaction
def show_exports(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    exports = exports_of(db, registered(db, visit).id)
    return page(visit, "accounts/exports.html", exports=exports, days=EXPORT_DAYS)


@post("/account/exports")
@in_transaction
def ask(db: Session, visit: Visit) -> HTML:
    visit.need_proof()
    ask_for_export(db, visit)
    return go_to(visit, "/account/exports")


@get("/account/exports/{export_id:uuid}/part")
@in_transaction
def show_export(db: Session, visit: Visit, export_id: FromPath[UUID], seen: FromQuery[str] = "") -> HTML:
    """How far it is; nothing where that is what is shown already."""
    export = export_of(db, visit.person_id, export_id)
    if seen == progress_of(export):
        return Response("", status_code=204)
    return part(visit, "accounts/_export.html", export=export)


def progress_of(export: Export) -> str:
    return f"{export.state.value}-{export.done}"


@post("/account/exports/{export_id:uuid}/stop")
@in_transaction
def stop(db: Session, visit: Visit, export_id: FromPath[UUID]) -> HTML:
    export = export_of(db, visit.person_id, export_id, lock=True)
    stop_exports(db, export.owner_id, Export.id == export.id)
    return go_to(visit, "/account/exports")


@get("/account/exports/{export_id:uuid}/zip")
@in_transaction
def download(db: Session, visit: Visit, export_id: FromPath[UUID]) -> Response[bytes]:
    """The ZIP itself, for its owner alone, who showed a short while ago who they are."""
    visit.need_proof()
    export = export_of(db, visit.person_id, export_id)
    body = visit.house.files.get(export.file) if export.state is ExportState.READY else None
    if body is None:
        raise NotFound
    record(db, "export-taken", export.owner_id, whence=visit.whence, entity="exports", entity_id=export.id)
    name = f"metier-{export.created_at:%Y-%m-%d}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(body, media_type="application/zip", headers=headers)


routes = [show_exports, ask, show_export, stop, download]
