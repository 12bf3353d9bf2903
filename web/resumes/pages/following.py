"""What changed in the profile under a résumé, and words whose entry is gone: taken or left."""

from collections.abc import Callable

from litestar import post
from litestar.params import FromPath
from sqlmodel import Session

from web.kit.pages import HTML, go_to
from web.kit.visits import Visit, in_transaction
from web.resumes import following as verbs
from web.resumes.editing import desk_of
from web.resumes.tailoring import Change


@post("/resumes/{wanted:str}/changes")
@in_transaction
def decide(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    """Take or leave each change of the profile, as it stood when the page was shown."""
    desk = desk_of(db, visit.person_id, wanted)
    if visit.posted.get("revision") == str(desk.profile.revision):
        verbs.decide(desk, left_by(visit))
    return go_to(visit, f"/resumes/{desk.resume.id}#words")


def left_by(visit: Visit) -> Callable[[Change], bool]:
    """Which changes the person leaves; where all is fine as it stands, the words of their own."""
    if "fine" in visit.posted:
        return lambda change: change.said_here and bool(change.column)
    chosen = {str(value) for name, value in visit.posted.multi_items() if name.startswith("take-")}
    return lambda change: f"{change.where}:{change.column}" in chosen


@post("/resumes/{wanted:str}/orphans/keep")
@in_transaction
def keep_orphan(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    desk = desk_of(db, visit.person_id, wanted)
    verbs.keep_orphan(desk, str(visit.posted.get("where") or ""))
    return go_to(visit, f"/resumes/{desk.resume.id}#words")


@post("/resumes/{wanted:str}/orphans/forget")
@in_transaction
def forget_orphan(db: Session, visit: Visit, wanted: FromPath[str]) -> HTML:
    desk = desk_of(db, visit.person_id, wanted)
    verbs.forget_orphan(desk, str(visit.posted.get("where") or ""))
    return go_to(visit, f"/resumes/{desk.resume.id}#words")


routes = [decide, keep_orphan, forget_orphan]
