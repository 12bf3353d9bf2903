"""Leaving: an account goes at once and for good after a month, a guest's work at once and for good."""

from datetime import timedelta

from litestar import get, post
from litestar.params import FromQuery
from sqlmodel import Session

from web.accounts.actions import ERASED_DAYS, erase_guest, leave
from web.accounts.exports import stop_exports
from web.accounts.queries import person_of
from web.kit.clock import now
from web.kit.pages import HTML, go_to, page
from web.kit.visits import Visit, in_transaction


@get("/account/leave")
@in_transaction
def show_leave(db: Session, visit: Visit) -> HTML:
    """What goes, and when; a guest has nothing but this browser to prove who they are."""
    person = person_of(db, visit.person_id)
    if not person.is_guest:
        visit.need_proof()
    gone_on = now() + timedelta(days=ERASED_DAYS)
    return page(visit, "accounts/leave.html", person=person, days=ERASED_DAYS, gone_on=gone_on)


@post("/account/leave")
@in_transaction
def leave_us(db: Session, visit: Visit) -> HTML:
    person = person_of(db, visit.person_id, lock=True)
    if person.is_guest:
        erase_guest(db, visit, person)
        return _out(visit, "/goodbye?done=for-good")
    visit.need_proof()
    stop_exports(db, person.id)
    leave(db, visit, person)
    return _out(visit, "/goodbye")


def _out(visit: Visit, address: str) -> HTML:
    """Out of this browser too, which forgets what it kept of us."""
    answer = go_to(visit, address)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@get("/goodbye")
@in_transaction
def goodbye(db: Session, visit: Visit, done: FromQuery[str] = "") -> HTML:
    return page(visit, "accounts/goodbye.html", is_for_good=done == "for-good", days=ERASED_DAYS)


routes = [show_leave, leave_us, goodbye]
