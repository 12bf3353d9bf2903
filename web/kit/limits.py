"""How often something may be done: counted in PostgreSQL, so that every process counts together.

A bucket is a name and whose it is, such as `start:203.0.113.7`. The count is kept in a transaction of its own and
therefore stands even where the request is rolled back.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

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
