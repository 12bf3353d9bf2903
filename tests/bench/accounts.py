"""What an account costs: a page of somebody who is signed in beside a guest's, a sign-in beside its own hash, and what
the database reads to know who asks."""

import statistics
import time
from collections.abc import Iterator
from itertools import pairwise

import sqlalchemy as sa

from tests.bench.serving import Client, Guest, Row, served
from tests.world import PASSWORD, key_in, letters_to, work
from web.db import Database, hash_token, owner_url
from web.kit.keys import take_keys
from web.operations.worker import furnish

EMAIL = "bench@people.example"
PAGE = "/profile/steps/experience"
ROUNDS, REQUESTS, SIGN_INS = 9, 40, 15
CHECKS = 25
CROWD = 20_000  # other sign-ins in the table


def rows() -> Iterator[Row]:
    """Name, figure, goal, and whether the figure should stay under (≤) or over (≥) it."""
    with served() as client:
        guest = Guest(client)
        guest.fill()
        visitor = client.cookie
        client.cookie = ""
        person = Guest(client)
        person.fill()
        register(client, person)
        registered = client.cookie
        yield "signed-in page, time of the same page for a guest", page_ratio(client, registered, visitor), 1.15, "≤"
        yield "sign-in, of the Argon2 hash inside it", sign_in_over_hash(client), 1.3, "≤"
        yield from reads_of_a_check(client, registered)


def register(client: Client, person: Guest) -> None:
    status, _, headers = client.post("/sign-up", {"email": EMAIL, "password": PASSWORD, "token": person.token})
    assert (status, headers["Location"]) == (303, "/sign-up/letter")
    house = furnish(client.settings)
    take_keys(house.settings, house.database)
    work(house)
    key = key_in(letters_to(house, EMAIL)[-1])
    _, _, headers = client.post("/verify", {"key": key, "password": PASSWORD, "token": person.token})
    client.cookie = next(c.partition(";")[0] for c in headers.get_all("Set-Cookie") if c.startswith("metier="))


def page_ratio(client: Client, registered: str, visitor: str) -> float:
    """Rounds of the two in turn; the median of their ratios."""
    return statistics.median(seconds(client, registered) / seconds(client, visitor) for _ in range(ROUNDS))


def seconds(client: Client, cookie: str) -> float:
    client.cookie = cookie
    began = time.perf_counter()
    for _ in range(REQUESTS):
        assert client.get(PAGE)[0] == 200
    return time.perf_counter() - began


def sign_in_over_hash(client: Client) -> float:
    client.cookie = ""
    found = []
    for _ in range(SIGN_INS):
        began = time.perf_counter()
        client.get("/bench/hash")
        hashed = time.perf_counter() - began
        began = time.perf_counter()
        assert client.post("/sign-in", {"email": EMAIL, "password": PASSWORD})[0] == 303
        found.append((time.perf_counter() - began) / hashed)
    return statistics.median(found[2:])


def reads_of_a_check(client: Client, registered: str) -> Iterator[Row]:
    """How often the tables are read to know who asks, by index and in sequence, among CROWD other sign-ins."""
    engine = sa.create_engine(owner_url(client.settings), poolclass=sa.NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(_CROWD), {"crowd": CROWD})
        connection.execute(sa.text("analyze sign_ins"))
    database = Database(client.settings)
    read = [reads_so_far(database, registered) for _ in range(CHECKS)]
    database.engine.dispose()
    by_index, in_sequence = (
        statistics.median(later - earlier for earlier, later in pairwise(each)) for each in zip(*read, strict=True)
    )
    yield "session check, index reads of sign-ins", by_index, 1, "≤"
    yield "session check, sequential reads of people and sign-ins", in_sequence, 0, "≤"


def reads_so_far(database: Database, registered: str) -> tuple[int, int]:
    """What this connection has read by index and in sequence since it last told the statistics, one check included."""
    with database.as_caller(hash_token(registered.partition("=")[2])) as db:
        by_index, in_sequence = db.execute(sa.text(_READ_HERE)).one()
    return int(by_index), int(in_sequence)


_CROWD = """
    insert into sign_ins (id, owner_id, token_hash, expires_at, agent, method)
    select gen_random_uuid(), (select id from people limit 1), sha256(n::text::bytea), now(), '', 'guest'
      from generate_series(1, :crowd) n
"""
_READ_HERE = """
    select sum(idx_scan) filter (where relname = 'sign_ins'), sum(seq_scan)
      from pg_stat_xact_user_tables where relname in ('sign_ins', 'people')
"""
