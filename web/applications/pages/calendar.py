"""The calendar: a month, day by day."""

from litestar import get
from litestar.params import FromQuery
from sqlmodel import Session

from web.applications.months import beside, bounds_of, dated_between, month_in, weeks_of
from web.applications.queries import board_of, stages_of
from web.applications.words import zone_named
from web.kit.clock import now
from web.kit.numbers import in_words
from web.kit.pages import HTML, page
from web.kit.visits import Visit, in_transaction


@get("/applications/calendar")
@in_transaction
def show_calendar(db: Session, visit: Visit, month: FromQuery[str] = "") -> HTML:
    arranged = board_of(db, visit.person_id)
    today = now().astimezone(zone_named(arranged.zone)).date()
    shown = month_in(month, today)
    things = dated_between(db, visit.person_id, *bounds_of(shown), arranged.zone, stages_of(arranged))
    many = sum(each.day.month == shown.month for each in things)
    return page(
        visit, "applications/calendar.html", month=shown, weeks=weeks_of(shown, things, today), today=today,
        zone=arranged.zone, beside=beside(shown), many=many, said=in_words(many),
    )  # fmt: skip


routes = [show_calendar]
