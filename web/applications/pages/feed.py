"""The private calendar: whoever has its address reads it, and nobody else learns that it is there."""

from anyio import to_thread
from litestar import HttpMethod, Response, route
from litestar.di import NamedDependency
from litestar.params import FromPath

from web.applications.feed import calendar_of, dated_of, owner_of_feed
from web.applications.queries import board_of
from web.kit.clock import now
from web.kit.visits import NotFound, Visit
from web.resumes.pages.sheets import as_file

MOST_READ = (240, 3_600)  # of one feed, by all who read it, within how many seconds
KEPT_SECONDS = 300


@route("/calendar/{secret:str}", http_method=[HttpMethod.GET, HttpMethod.HEAD])
async def read_feed(visit: NamedDependency[Visit], secret: FromPath[str]) -> Response[bytes]:
    """Some calendars ask by HEAD first whether there is one."""
    return await to_thread.run_sync(_read, visit, secret)


def _read(visit: Visit, name: str) -> Response[bytes]:
    """A cookie says nothing here. Raises NotFound for an address of nobody's, whatever it looks like; nobody guesses
    256 bits, so that only what is there is counted."""
    house, (secret, _, suffix) = visit.house, name.partition(".")
    with house.database.as_nobody() as db:
        owner_id = owner_of_feed(db, secret) if suffix == "ics" else None
    if owner_id is None:
        raise NotFound
    visit.count("feed-read", *MOST_READ, by=str(owner_id))
    with house.database.as_person(owner_id) as db:
        things, zone = dated_of(db, owner_id, now()), board_of(db, owner_id).zone
    answer = as_file(calendar_of(things, zone, house.settings.address), "metier.ics", "text/calendar")
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return answer


routes = [read_feed]
