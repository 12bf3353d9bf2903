"""Alive and ready: two short answers in plain text, which say nothing about anybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from litestar import Litestar
from litestar.testing import TestClient

from tests.world import Somebody
from web.app import create_app
from web.db import migrate, owner_url
from web.operations.cluster import Cluster
from web.settings import Settings

READY = "database ready\nmigrations ready\nfiles ready"


@pytest.fixture
def house_of_cards(own_keys: None, tmp_path: Path) -> Iterator[tuple[Cluster, TestClient[Litestar]]]:
    """An app on a database of its own, which a test may take away."""
    with Cluster(tmp_path) as cluster:
        settings = Settings(
            environment="test", home=tmp_path / "var", database_url=cluster.url, database_owner_url=cluster.owner_url,
            origin="http://testserver.local", log_level="ERROR",
        )  # fmt: skip
        migrate(settings)
        with TestClient(create_app(settings)) as client:
            yield cluster, client


def answer(client: TestClient[Litestar], address: str) -> tuple[int, str]:
    got = client.get(address)
    assert got.headers["content-type"].startswith("text/plain")
    return got.status_code, got.text


def test_a_whole_house_is_alive_and_ready(client: TestClient[Litestar], alice: Somebody) -> None:
    assert answer(client, "/healthz") == (200, "alive")
    assert answer(client, "/readyz") == (200, READY)
    for address in ("/healthz", "/readyz"):
        assert alice.get(address).text == client.get(address).text
        assert client.get(address).headers["cache-control"] == "no-store"


def test_without_files_it_is_not_ready(client: TestClient[Litestar], settings: Settings) -> None:
    """A file stands where the store keeps its folder; no right to write is needed to be refused."""
    folder = Path(settings.files_place) / "check"
    (folder / "alive").unlink(missing_ok=True)
    folder.rmdir() if folder.exists() else None
    folder.write_text("")
    try:
        assert answer(client, "/readyz") == (503, READY.replace("files ready", "files missing"))
        assert answer(client, "/healthz") == (200, "alive")
    finally:
        folder.unlink()
    assert answer(client, "/readyz") == (200, READY)


def test_with_older_tables_it_is_not_ready(house_of_cards: tuple[Cluster, TestClient[Litestar]]) -> None:
    _cluster, client = house_of_cards
    engine = sa.create_engine(owner_url(client.app.state.house.settings), poolclass=sa.NullPool)
    for change in (
        "update alembic_version set version_num = 'older'",
        "delete from alembic_version",
        "drop table alembic_version",
    ):
        with engine.begin() as connection:
            connection.execute(sa.text(change))
        assert answer(client, "/readyz") == (503, READY.replace("migrations ready", "migrations missing")), change


def test_without_a_database_it_is_alive_but_not_ready(house_of_cards: tuple[Cluster, TestClient[Litestar]]) -> None:
    cluster, client = house_of_cards
    alice = Somebody("Alice Ashby", client, client.app.state.house.database).start()
    cluster.__exit__(None, None, None)
    assert answer(client, "/healthz") == (200, "alive")
    status, words = answer(client, "/readyz")
    assert status == 503 and words == "database missing\nmigrations missing\nfiles ready"
    page = alice.get("/profile/steps/about")
    assert page.status_code == 503 and "Nothing that was saved is lost" in page.text and page.headers["retry-after"]
    cluster.__enter__()
    assert alice.get("/profile/steps/about").status_code == 200
    assert answer(client, "/readyz") == (200, READY)
