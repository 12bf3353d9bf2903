"""The tracker: the board beside its own template and beside the same page by the plain ORM, a card that moves, and the
list with a hundred times as many rows."""

import json
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from litestar import Litestar, get
from sqlmodel import Session, col, select

from tests.bench.serving import Client, Guest, Row, bench_app, ratio, served
from tests.bench.tracker_numbers import ratio as times_as_long
from web.accounts.tables import Person
from web.applications.board import counted, lanes_of
from web.applications.pages.board import board, standing
from web.applications.queries import Card, board_of, stages_of
from web.applications.tables import Application, Kind, Moment
from web.db import hash_token, owner_url
from web.jobs.tables import Job
from web.kit.keys import take_keys
from web.kit.pages import HTML, page
from web.kit.visits import Visit, in_transaction
from web.operations.worker import furnish

APP = "tests.bench.tracker:tracked_app"
PART = {"HX-Request": "true", "HX-Request-Type": "partial", "Content-Type": "application/x-www-form-urlencoded"}
ON_BOARD, FEW, MANY, BATCH = 200, 100, 10_000, 500
ROUNDS, REQUESTS = 9, 20
OPEN = ("saved", "applied", "screening", "interview", "offer")
LISTS = ("", "sort=company", "sort=next", "sort=stage&way=down", "words=theatre", "company=oak&quiet=on", "page=2")
NO_ACT: dict[str, Any] = {"done": None}


def rows() -> Iterator[Row]:
    """Name, figure, goal, and whether the figure should stay under (≤) or over (≥) it."""
    with served(APP) as client:
        guest = Guest(client)
        cards = follow_many(client, ON_BOARD)
        yield "board with 200 cards, queries", queries(client, "/applications"), 3, "≤"
        yield "board, of the same template without database", ratio(client, "/applications", "/bench/board"), 0.35, "≥"
        yield "board, of the same page by the plain ORM", ratio(client, "/applications", "/bench/orm"), 1.5, "≥"
        moves = Moves(client, guest, cards)
        yield "moving a card, bytes of its part", float(len(moves.move())), 4_096, "≤"
        yield "moving a card, of the full page", moves.of_page(), 2.5, "≥"
    with served(APP) as client:
        few, many = following(client, FEW), following(Client(client.port, client.settings), MANY)
        for address in LISTS:
            name = f"list of 10,000, {address or 'as it comes'}, of one of 100"
            yield name, times_as_long(many, few, f"/applications/list?{address}"), 3, "≤"


# --- the server ------------------------------------------------------------------------------------------------------


def tracked_app() -> Litestar:
    """The real app, and the board in two plainer ways."""
    app = bench_app()
    kept: dict[str, Any] = {}
    asked: list[str] = []

    @in_transaction
    def gather(db: Session, visit: Visit) -> HTML:
        kept["context"] = board(db, visit.person_id)
        return page(visit, "applications/board.html", **kept["context"], **NO_ACT)

    @get("/bench/board")
    async def template(visit: Visit) -> HTML:
        if "context" not in kept:
            answer: HTML = await gather(visit=visit)
            return answer
        return page(visit, "applications/board.html", **kept["context"], **NO_ACT)

    @get("/bench/orm")
    @in_transaction
    def by_the_orm(db: Session, visit: Visit) -> HTML:
        return page(visit, "applications/board.html", **plain_board(db, visit.person_id), **NO_ACT)

    @get("/bench/asked", sync_to_thread=False)
    def asked_so_far() -> list[str]:
        said = asked[:]
        asked.clear()
        return said

    def note(*executed: Any) -> None:
        asked.append(executed[2])

    sa.event.listen(app.state.house.database.engine, "before_cursor_execute", note)
    for handler in (template, by_the_orm, asked_so_far):
        app.register(handler)
    return app


def plain_board(db: Session, owner_id: UUID) -> dict[str, Any]:
    """As one writes it without a thought: rows of the three tables, and of each application its next thing."""
    arranged = board_of(db, owner_id)
    stages = stages_of(arranged)
    wanted = select(Application, Job).where(Application.owner_id == owner_id, Job.id == Application.job_id)
    ahead = select(Moment).where(Moment.owner_id == owner_id, col(Moment.done_at).is_(None))
    next_of: dict[UUID, Moment] = {}
    for moment in db.exec(ahead.order_by(col(Moment.at).desc())):
        next_of[moment.application_id] = moment
    cards = [
        plain_card(each, job, next_of.get(each.id)) for each, job in db.exec(wanted.order_by(col(Application.place)))
    ]
    many = counted(stages, Counter(card.stage for card in cards))
    lanes, closed = lanes_of(stages, cards, many)
    return {"lanes": lanes, "closed": closed, "cards": len(cards), **standing(stages, many, None, arranged)}


def plain_card(each: Application, job: Job, moment: Moment | None) -> Card:
    ahead = (moment.id, moment.kind, moment.at, moment.zone, moment.title, moment.place) if moment else (None,) * 6
    return Card(
        each.id, job.id, each.stage, each.place, each.stage_since, each.touched_at, each.applied_on, each.excitement,
        each.response, job.title, job.company, job.place, job.closes_on, *ahead,
    )  # fmt: skip


def queries(client: Client, path: str) -> float:
    """Statements of a page, without who asks."""
    client.get(path)
    client.get("/bench/asked")
    client.get(path)
    said: list[str] = json.loads(client.get("/bench/asked")[1])
    return float(
        sum(bool(re.search(r"\bfrom (boards|applications|moments|acts)\b", each, re.IGNORECASE)) for each in said)
    )


def following(client: Client, applications: int) -> Client:
    Guest(client)
    follow_many(client, applications)
    return client


# --- who has so many -------------------------------------------------------------------------------------------------


@contextmanager
def in_name_of(client: Client) -> Iterator[tuple[Session, UUID]]:
    house = furnish(client.settings)
    take_keys(house.settings, house.database)
    with house.database.as_caller(hash_token(client.cookie.partition("=")[2])) as db:
        yield db, db.exec(select(Person.id)).one()
    house.database.engine.dispose()
    client.connection.close()  # it was idle, and the server lets go of such


def follow_many(client: Client, many: int) -> list[UUID]:
    """Applications in all open stages, every third with something ahead."""
    chance = random.Random(many)
    ids = [each for begin in range(0, many, BATCH) for each in _follow_some(client, min(BATCH, many - begin), chance)]
    with sa.create_engine(owner_url(client.settings), isolation_level="AUTOCOMMIT").connect() as keeper:
        keeper.execute(sa.text("vacuum analyze"))
    return ids


def _follow_some(client: Client, many: int, chance: random.Random) -> list[UUID]:
    """In a transaction of its own: one that idles for long is ended."""
    present = datetime.now(UTC)
    with in_name_of(client) as (db, owner_id):
        jobs = [
            Job(
                owner_id=owner_id,
                title=f"Stage manager {chance.random()}",
                company=chance.choice(COMPANIES),
                place="Leeds",
            )
            for _ in range(many)
        ]
        db.add_all(jobs)
        db.flush()
        found = [
            Application(
                owner_id=owner_id, job_id=job.id, stage=chance.choice(OPEN), place=chance.random(),
                touched_at=present - timedelta(days=chance.randrange(60)), excitement=chance.randrange(6),
            )
            for job in jobs
        ]  # fmt: skip
        db.add_all(found)
        db.flush()
        for each in found[::3]:
            at = present + timedelta(hours=chance.randrange(500))
            db.add(Moment(owner_id=owner_id, application_id=each.id, kind=Kind.STEP, at=at, title="Ring them"))
        return [each.id for each in found]


COMPANIES = ("Hollow Oak Opera", "Northlight Theatre", "Orrery Touring", "Teatr Wanda", "The Lantern Rep")


class Moves:
    """Somebody who moves cards to and fro."""

    def __init__(self, client: Client, guest: Guest, cards: list[UUID]) -> None:
        self.client, self.guest, self.cards, self.number = client, guest, cards, 0

    def move(self) -> bytes:
        """Of each card in turn; to the other of two stages with each round of them all."""
        round_, place = divmod(self.number, len(self.cards))
        card, stage = self.cards[place], ("interview", "screening")[round_ % 2]
        self.number += 1
        said = urlencode({"token": self.guest.token, "stage": stage, "meant": "yes"})
        more = {**PART, "Accept-Encoding": "identity"}
        status, body, _ = self.client.ask("POST", f"/applications/{card}/move", said, more)
        assert status == 200, (status, body)
        return body

    def of_page(self) -> float:
        """Cards that were sent before are moved: what goes out is frozen once, and is measured with printing."""
        for _ in self.cards:
            self.move()
        found = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            for _ in range(REQUESTS):
                self.move()
            between = time.perf_counter()
            for _ in range(REQUESTS):
                self.client.get("/applications")
            found.append((time.perf_counter() - between) / (between - began))
        return statistics.median(found)
