"""How often something may be done: counted in PostgreSQL, so that every process counts together.

A bucket is a name and whose it is, such as `start:203.0.113.7`. The count is kept in a transaction of its own and
therefore stands even where the request is rolled back. Guessing is limited by `Attempt`, where only failures count.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from web.db import Database


class Count(SQLModel, table=True):
    """How often a bucket was hit in its present window."""

    __tablename__ = "counts"

    bucket: str = Field(sa_type=sa.Text, primary_key=True)
    hits: int
    ends_at: datetime = Field(sa_type=sa.DateTime(timezone=True), index=True)


class TooOften(Exception):
    """The limit is reached; `seconds` says when to come back."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too often, wait {seconds} seconds")
        self.seconds = max(1, seconds)


_HIT = sa.text("""
    insert into counts as c (bucket, hits, ends_at) values (:bucket, 1, now() + make_interval(secs => :seconds))
    on conflict (bucket) do update set
        hits = case when c.ends_at <= now() then 1 else c.hits + 1 end,
        ends_at = case when c.ends_at <= now() then excluded.ends_at else c.ends_at end
    returning hits, ceil(extract(epoch from ends_at - now()))::int
""")


def count(database: Database, bucket: str, most: int, seconds: int) -> None:
    """Count one more; raises TooOften when the bucket was hit more than `most` times within its window."""
    with database.engine.begin() as connection:
        hits, left = connection.execute(_HIT, {"bucket": bucket, "seconds": seconds}).one()
    if hits > most:
        raise TooOften(left)


def is_first(db: Session, bucket: str, seconds: int) -> bool:
    """Whether this was not done before within so many seconds. Of two at once the second waits, and if the first one
    is rolled back it was not done."""
    return db.execute(_HIT, {"bucket": bucket, "seconds": seconds}).one().hits == 1  # type: ignore[no-any-return]


Limit = tuple[str, int, int]  # bucket, how many failures, within how many seconds


@contextmanager
def failures_count(database: Database, limits: Sequence[Limit]) -> Iterator["Attempt"]:
    """One attempt at something that can be guessed. Raises TooOften before it is made where a bucket is full.

    It counts in every bucket beforehand, so that forty guesses at once are forty, and is taken back out of them when
    `succeeded` was called."""
    attempt = Attempt()
    with database.engine.begin() as connection:
        full = [
            left
            for bucket, most, seconds in limits
            for hits, left in [connection.execute(_HIT, {"bucket": bucket, "seconds": seconds}).one()]
            if hits > most
        ]
    if full:
        raise TooOften(max(full))
    yield attempt
    if attempt.has_succeeded:
        with database.engine.begin() as connection:
            for bucket, _, _ in limits:
                connection.execute(_TAKE_BACK, {"bucket": bucket})


class Attempt:
    has_succeeded = False

    def succeeded(self) -> None:
        self.has_succeeded = True


_TAKE_BACK = sa.text("update counts set hits = greatest(hits - 1, 0) where bucket = :bucket")


def forget(database: Database, bucket: str) -> None:
    """Empty a bucket."""
    with database.engine.begin() as connection:
        connection.execute(sa.text("delete from counts where bucket = :bucket"), {"bucket": bucket})
