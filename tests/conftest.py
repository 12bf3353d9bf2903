"""One database made by the migrations, one app on it, and new people for every test.

Nobody sees anybody else's rows, so tests need no cleaning up between them.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher
from sqlmodel import Session

from tests.accounts.strangers import Possessions, possess
from tests.world import PASSWORD, Somebody
from web.accounts import passwords
from web.app import create_app
from web.db import Database, migrate
from web.operations.cluster import Cluster
from web.settings import Settings

# The same examples every time: what one machine refuses, every other one does, however busy. METIER_TEST_ALL
# looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
if not os.environ.get("METIER_TEST_ALL"):
    hypothesis.settings.load_profile("steady")

# A tenth of what a hash costs, for thousands of people. What the app's own costs has a test of its own, and the servers
# that a browser talks to pay it.
passwords._hashes = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=16 * 1024, parallelism=1), BcryptHasher()))
passwords._nobodys = passwords._hashes.hash(PASSWORD)

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with Cluster.temporary() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def settings(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings(
        environment="test",
        home=tmp_path_factory.mktemp("var"),
        database_url=cluster.url,
        database_owner_url=cluster.owner_url,
        origin="http://testserver.local",
        log_level="WARNING",
    )
    migrate(made)
    return made


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient[Litestar]]:
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture(scope="session")
def database(client: TestClient[Litestar]) -> Database:
    return client.app.state.house.database  # type: ignore[no-any-return]


@pytest.fixture
def alice(client: TestClient[Litestar], database: Database) -> Somebody:
    return Somebody("Alice Ashby", client, database).start()


@pytest.fixture
def bob(client: TestClient[Litestar], database: Database) -> Somebody:
    return Somebody("Bob Barlow", client, database).start()


@pytest.fixture
def charlie(client: TestClient[Litestar], database: Database) -> Somebody:
    """Somebody who has not begun."""
    return Somebody("Charlie Chan", client, database)


@pytest.fixture(scope="module")
def ann(client: TestClient[Litestar], database: Database) -> Somebody:
    """Somebody registered, the same for all of a file: no test there changes what is hers."""
    return Somebody("Ann Archer", client, database).start().register()


@pytest.fixture(scope="module")
def hers(ann: Somebody) -> Possessions:
    """A row in every table, and all of it marked."""
    return possess(ann)


@pytest.fixture
def db(alice: Somebody, database: Database) -> Iterator[Session]:
    """A transaction in Alice's name."""
    with database.as_person(alice.id) as db:
        yield db
