"""What happened to one's account: every act upon it, with time, place and what changed."""

from litestar import get
from litestar.params import FromQuery
from sqlmodel import Session

from web.accounts.history import A_PAGE, before_id, lines_of, paged
from web.accounts.pages.account import registered
from web.kit.events import events_of
from web.kit.pages import HTML, page
from web.kit.visits import Visit, in_transaction


@get("/account/history")
@in_transaction
def show_history(db: Session, visit: Visit, before: FromQuery[str] = "") -> HTML:
    person = registered(db, visit)
    lines = lines_of(events_of(db, person.id, A_PAGE + 1, before_id(before)), person.event_key)
    return page(visit, "accounts/history.html", **paged(lines), is_first=not before)


routes = [show_history]
