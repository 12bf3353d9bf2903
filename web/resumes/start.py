"""The front page, and the way in: a guest, a profile and a résumé, all at once."""

from litestar import get, post
from sqlmodel import Session

from web.accounts.actions import start_guest
from web.accounts.limits import MOST_GUESTS
from web.kit.forms import Form, Line
from web.kit.pages import HTML, go_to, page
from web.kit.visits import Visit, in_transaction
from web.profile.steps import steps


class StartForm(Form):
    name: Line = ""


@get("/")
@in_transaction
def front(db: Session, visit: Visit) -> HTML:
    """What comes out, and one way to begin. Nothing is kept until somebody begins."""
    return page(visit, "front/front.html", is_back=visit.caller is not None, name="", error="")


@post("/start")
@in_transaction
def start(db: Session, visit: Visit) -> HTML:
    """A guest with a browser of their own; who has begun already goes on with what is theirs."""
    reading = StartForm.read(visit.posted)
    if reading.errors:
        name = str(reading.raw.get("name") or "")
        return page(
            visit, "front/front.html", 422, is_back=visit.caller is not None, name=name, error=reading.errors["name"]
        )
    if visit.caller is not None:
        return go_to(visit, "/profile/steps")
    visit.count("start", *MOST_GUESTS, by=visit.address)
    _, cookie = start_guest(db, visit, reading.values.get("name", ""))
    return go_to(visit, steps()[0].address, cookies=[cookie])


routes = [front, start]
