"""A limit is one number for everybody who counts, whatever they do at the same time."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import sqlalchemy as sa

from web.db import Database
from web.kit.limits import TooOften, count
from web.settings import ROOT, Settings


@pytest.fixture
def bucket() -> str:
    return f"test:{uuid4()}"


def passes(database: Database, bucket: str, most: int = 10, seconds: int = 3_600) -> bool:
    try:
        count(database, bucket, most, seconds)
    except TooOften:
        return False
    return True


def test_of_forty_at_once_exactly_ten_pass(database: Database, bucket: str) -> None:
    with ThreadPoolExecutor(40) as threads:
        passed = list(threads.map(lambda _: passes(database, bucket), range(40)))
    assert passed.count(True) == 10


COUNTING = """
import sys
from tests.kit.test_limits import passes
from web.db import Database
from web.settings import Settings
url, owner_url, bucket = sys.argv[1:]
database = Database(Settings(database_url=url, database_owner_url=owner_url))
print(sum(passes(database, bucket) for _ in range(8)))
"""


def test_two_processes_count_together(settings: Settings, bucket: str) -> None:
    command = [sys.executable, "-c", COUNTING, settings.database_url, settings.database_owner_url, bucket]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sum(int(process.communicate()[0]) for process in both) == 10


def test_buckets_do_not_touch(database: Database, bucket: str) -> None:
    assert [passes(database, bucket, most=1) for _ in range(2)] == [True, False]
    assert passes(database, bucket + "0", most=1)


def test_a_window_ends(database: Database, bucket: str) -> None:
    assert [passes(database, bucket, most=1) for _ in range(3)] == [True, False, False]
    with pytest.raises(TooOften) as told:
        count(database, bucket, 1, 3_600)
    assert 3_500 < told.value.seconds <= 3_600
    with database.engine.begin() as connection:
        connection.execute(sa.text("update counts set ends_at = now() where bucket = :bucket"), {"bucket": bucket})
    assert [passes(database, bucket, most=1) for _ in range(2)] == [True, False]


def test_who_keeps_asking_does_not_wait_longer(database: Database, bucket: str) -> None:
    ends = sa.text("select ends_at from counts where bucket = :bucket")
    count(database, bucket, 1, 60)
    with database.engine.connect() as connection:
        first = connection.scalar(ends, {"bucket": bucket})
    assert not passes(database, bucket, most=1, seconds=60)
    with database.engine.connect() as connection:
        assert connection.scalar(ends, {"bucket": bucket}) == first
