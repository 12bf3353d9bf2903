"""The tracker's figures and its search, with 10,000 applications beside the same with 100."""

import statistics
import time
from collections.abc import Iterator
from random import Random
from typing import Literal

import sqlalchemy as sa

from tests.bench.serving import Client, Guest, served
from web.applications.bringing import bring, keep_text
from web.applications.columns import Says
from web.applications.spreadsheets import csv_of
from web.db import Database, hash_token
from web.kit.events import Whence
from web.kit.keys import take_keys

Row = tuple[str, float, float, Literal["≤", "≥"]]
FEW, MANY = 100, 10_000
ROUNDS, REQUESTS = 7, 10
GOAL = 3.0
STAGES = ("Saved", "Applied", "Applied", "Screening", "Interview", "Offer", "Rejected", "Rejected")
ASKED = {
    "figures": "/applications/figures",
    "a rare word": "/applications/search?q=viennoiserie",
    "a word in every posting": "/applications/search?q=flour",
    "an employer's name": "/applications/search?q=Fernhill+7",
    "a slip of many a title": "/applications/search?q=bakre",
    "slips of an employer's name": "/applications/search?q=fernhlil+77",
    "what nobody said": "/applications/search?q=xylophone",
}


def rows() -> Iterator[Row]:
    with served() as client:
        few, many = following(client, FEW), following(Client(client.port, client.settings), MANY)
        for name, path in ASKED.items():
            yield f"{name}, {MANY:,} applications of {FEW}", ratio(many, few, path), GOAL, "≤"


def following(client: Client, applications: int) -> Client:
    """Somebody who follows so many, with postings of a few thousand letters."""
    Guest(client)
    database = Database(client.settings)
    take_keys(client.settings, database)
    with database.as_caller(hash_token(client.cookie.partition("=")[2])) as db:
        db.connection()
        owner_id = db.info["caller"].person_id
        db.execute(sa.text("set local statement_timeout = 0"))
        bring(db, keep_text(db, owner_id, "bench.csv", sheet(applications)), lambda done: None, Whence())
    database.engine.dispose()
    with sa.create_engine(
        client.settings.database_owner_url.replace("postgresql:", "postgresql+psycopg:")
    ).connect() as keeper:
        keeper.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("vacuum analyze"))
    return client


def sheet(applications: int) -> str:
    chance = Random(7)
    words = [f"word{number}" for number in range(4_000)]

    def row(number: int) -> dict[Says, str]:
        day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}"
        rare = "viennoiserie" if number % (applications // 10) == 0 else ""
        return {
            Says.TITLE: f"{chance.choice(('Baker', 'Cook', 'Miller'))} {number}", Says.COMPANY: f"Fernhill {number % 97}",
            Says.STAGE: STAGES[number % len(STAGES)], Says.SAVED_ON: day, Says.APPLIED_ON: day,
            Says.URL: f"https://board{number % 20}.example/{number}", Says.NOTES: " ".join(chance.sample(words, 12)),
            Says.CONTACT: f"Ada {number % 50}", Says.TEXT: f"flour {rare} " + " ".join(chance.choices(words, k=300)),
        }  # fmt: skip

    return csv_of(row(number) for number in range(applications)).decode("utf-8-sig")


def ratio(many: Client, few: Client, path: str) -> float:
    return statistics.median(seconds(many, path) / seconds(few, path) for _ in range(ROUNDS))


def seconds(client: Client, path: str) -> float:
    client.connection.close()  # the server lets go of one that was idle
    began = time.perf_counter()
    for _ in range(REQUESTS):
        status, _, _ = client.get(path)
        assert status == 200, status
    return time.perf_counter() - began
