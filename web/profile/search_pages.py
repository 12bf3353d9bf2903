"""Searching one's career, a word at a time."""

from typing import Any

from litestar import get
from litestar.params import FromQuery
from sqlmodel import Session

from web.kit.pages import HTML, page, part
from web.kit.searching import looked_for
from web.kit.visits import Visit, in_transaction
from web.profile.queries import default_profile
from web.profile.search import find_entries
from web.profile.steps import step_named


@get("/profile/search")
@in_transaction
def search(db: Session, visit: Visit, q: FromQuery[str] = "") -> HTML:
    return page(visit, "profile/search.html", **findings(db, visit, q))


@get("/profile/search/part")
@in_transaction
def search_part(db: Session, visit: Visit, q: FromQuery[str] = "") -> HTML:
    return part(visit, "profile/_found.html", **findings(db, visit, q))


def findings(db: Session, visit: Visit, q: str) -> dict[str, Any]:
    said = looked_for(visit, q)
    found = find_entries(db, visit.person_id, default_profile(db, visit.person_id), said)
    return {"q": said, "found": found, "step_named": step_named}


routes = [search, search_part]
