"""Searching applications: their postings, their people, their notes."""

from typing import Any

from litestar import get
from litestar.params import FromQuery
from sqlmodel import Session

from web.applications.queries import board_of, stages_of
from web.applications.search import MOST, find_applications
from web.kit.pages import HTML, page, part
from web.kit.searching import looked_for
from web.kit.visits import Visit, in_transaction


@get("/applications/search")
@in_transaction
def search(db: Session, visit: Visit, q: FromQuery[str] = "") -> HTML:
    return page(visit, "applications/search.html", **findings(db, visit, q))


@get("/applications/search/part")
@in_transaction
def search_part(db: Session, visit: Visit, q: FromQuery[str] = "") -> HTML:
    return part(visit, "applications/_hits.html", **findings(db, visit, q))


def findings(db: Session, visit: Visit, q: str) -> dict[str, Any]:
    said = looked_for(visit, q)
    hits = find_applications(db, visit.person_id, said)
    named = {stage.slug: stage.name for stage in stages_of(board_of(db, visit.person_id))} if hits else {}
    return {"q": said, "hits": hits, "named": named, "most": MOST}


routes = [search, search_part]
