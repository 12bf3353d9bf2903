"""The keys at rest: the wrong ones are refused in a line, new ones are taken while the app runs, old ones let go."""

import base64
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from litestar.testing import TestClient

from tests.operations.conftest import bare_environment
from tests.world import Somebody, key_in, work
from web.app import create_app
from web.db import migrate, owner_url
from web.kit import sealed
from web.kit.keys import INDEX, check_keys
from web.kit.sealed import index_of, seal, seal_bytes, unseal
from web.operations import reseal
from web.operations.cluster import Cluster
from web.settings import ROOT, Settings, Unsafe


def key(name: str) -> str:
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


pytestmark = pytest.mark.usefixtures("own_keys")
ONE, TWO, OTHER_ONE = key("k1"), key("k2"), key("k1")
HASHES = {  # bytes that hold no text
    "people.email_index", "sign_ins.token_hash", "tokens.token_hash", "tokens.binding", "identities.key",
    "recovery_codes.code_hash", "passkeys.credential_id", "passkeys.public_key", "imports.sha256", "kept_readings.sha256",
    "boards.feed_hash", "sendings.sheet_sha256", "sendings.letter_sha256",
}  # fmt: skip
OTHERWISE = {"events.detail"}  # sealed with the person's own key, which stands sealed in `people`


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with Cluster.temporary() as server:
        migrate(Settings(environment="test", database_url=server.url, database_owner_url=server.owner_url))
        yield server


Held = Callable[..., Settings]


@pytest.fixture
def holding(server: Cluster, tmp_path: Path) -> Iterator[Held]:
    """Settings of a house with an empty database, holding these keys."""

    def holding(*keys: str) -> Settings:
        return Settings(
            environment="test", home=tmp_path, origin="http://testserver.local", log_level="WARNING",
            database_url=server.url, database_owner_url=server.owner_url, keys=",".join(keys),
        )  # fmt: skip

    yield holding
    with sa.create_engine(owner_url(holding(ONE)), poolclass=sa.NullPool).begin() as connection:
        connection.execute(sa.text("truncate keys, procrastinate_jobs, people cascade"))


def start(settings: Settings) -> dict[str, bytes]:
    """What is known of keys after a start."""
    check_keys(settings)
    return known(settings)


def known(settings: Settings) -> dict[str, bytes]:
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
    with engine.connect() as connection:
        return {name: bytes(value) for name, value in connection.execute(sa.text("select name, sealed from keys"))}


# --- starting --------------------------------------------------------------------------------------------------------


def test_every_start_finds_the_same_index(holding: Held) -> None:
    first = start(holding(ONE))
    found = index_of("canary")
    assert set(first) == {"k1", INDEX}
    sealed._index_key = b""
    assert start(holding(ONE)) == first
    assert index_of("canary") == found
    assert sealed._index_key not in first[INDEX]


@pytest.mark.parametrize(
    "wrong", [(OTHER_ONE,), (TWO,), (TWO, OTHER_ONE)], ids=["changed", "missing", "changed-behind"]
)
def test_wrong_keys_are_refused_and_leave_nothing_behind(holding: Held, wrong: tuple[str, ...]) -> None:
    before = start(holding(ONE))
    with pytest.raises(Unsafe, match="METIER_KEYS.*k1") as refusal:
        start(holding(*wrong))
    assert "\n" not in str(refusal.value) and wrong[0].partition(":")[2] not in str(refusal.value)
    assert known(holding(ONE)) == before


@pytest.mark.parametrize("word", ["web", "worker", "run"])
def test_no_process_starts_with_a_wrong_key(holding: Held, word: str, port: int, tmp_path: Path) -> None:
    settings = holding(OTHER_ONE)
    start(holding(ONE))
    given = {
        "METIER_HOME": str(tmp_path), "PORT": str(port), "METIER_KEYS": settings.keys,
        "DATABASE_URL": settings.database_url, "DATABASE_OWNER_URL": settings.database_owner_url,
    }  # fmt: skip
    ended = subprocess.run(
        [sys.executable, "-m", "web", word], cwd=ROOT, env={**bare_environment(), **given}, capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 1 and ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1 and "METIER_KEYS" in ended.stderr, ended.stderr


def test_without_tables_it_says_what_to_do(holding: Held) -> None:
    migrate(holding(ONE), "base")
    with pytest.raises(Unsafe, match="metier migrate"):
        start(holding(ONE))
    migrate(holding(ONE))


# --- changing them ---------------------------------------------------------------------------------------------------


def test_keys_change_while_the_app_runs_and_the_old_one_can_go(holding: Held) -> None:
    with TestClient(create_app(holding(ONE))) as client:
        alice = Somebody("Alice Ashby", client, client.app.state.house.database).start().register()
        alice.part("/profile/steps/about", {"phone": "07700 900 999"})
        bob = Somebody("Bob Barlow", client, alice.database).start().register()
        alice.post("/forgot", {"email": alice.email})  # waits in the queue while everything is sealed anew
    with TestClient(create_app(holding(TWO, ONE))) as client:
        alice = Somebody("Alice Ashby", client, client.app.state.house.database, email=alice.email)
        assert alice.sign_in().status_code == 303
        assert Somebody("Charlie Chan", client, alice.database).start().token
        assert first_bytes(holding(ONE)) == {"k1", "k2"}
        assert reseal.reseal(holding(TWO, ONE)) > 0
        assert first_bytes(holding(ONE)) == {"k2"}
        assert reseal.reseal(holding(TWO, ONE)) == 0
        assert "07700 900 999" in alice.get("/profile/steps/about").text
        assert alice.another_browser().sign_in().status_code == 303
    with TestClient(create_app(holding(TWO))) as client:
        assert set(known(holding(TWO))) == {"k2", INDEX}
        for somebody in (alice, bob):
            again = Somebody(somebody.name, client, client.app.state.house.database, email=somebody.email)
            assert again.sign_in().status_code == 303
        work(client.app.state.house)
        again.email = alice.email
        assert key_in(again.letters()[-1])


def first_bytes(settings: Settings) -> set[str]:
    """The names of the keys that sealed anything there is in any table."""
    found = set()
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
    with engine.connect() as connection:
        for column in bytes_of(connection) - HASHES - OTHERWISE:
            table, _, name = column.partition(".")
            values = connection.scalars(sa.text(f'select "{name}" from "{table}" where "{name}" is not null'))
            found |= {bytes(value).partition(b"\0")[0].decode("ascii", "replace") for value in values}
        said = connection.scalars(sa.text("select args->>'said' from procrastinate_jobs where args ? 'said'"))
        found |= {base64.b64decode(value).partition(b"\0")[0].decode("ascii", "replace") for value in said}
    return found


def bytes_of(connection: sa.Connection) -> set[str]:
    """Every column that holds bytes."""
    return set(
        connection.scalars(
            sa.text("""
                select table_name || '.' || column_name from information_schema.columns
                 where table_schema = 'public' and data_type = 'bytea' and table_name not like 'events\\_%'""")
        )
    )


def test_every_column_of_bytes_is_sealed_anew_or_holds_nothing_sealed(holding: Held) -> None:
    """A new column of bytes fails here until somebody says what is in it."""
    engine = sa.create_engine(owner_url(holding(ONE)), poolclass=sa.NullPool)
    with engine.connect() as connection:
        anew = {f"{column.table.name}.{column.name}" for column in reseal.sealed_columns()}
        assert anew | HASHES | OTHERWISE == bytes_of(connection)
        assert not anew & (HASHES | OTHERWISE)


def test_what_was_stopped_half_way_goes_on(holding: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    start(holding(ONE))
    engine = sa.create_engine(owner_url(holding(ONE)), poolclass=sa.NullPool)
    with engine.begin() as connection:
        for _ in range(7):
            connection.execute(
                sa.text("insert into people (id, event_key, plan) values (gen_random_uuid(), :key, 'free')"),
                {"key": seal("word")},
            )
    start(holding(TWO, ONE))
    monkeypatch.setattr(reseal, "A_BATCH", 3)
    calls = []

    def dying(plain: bytes) -> bytes:
        calls.append(plain)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return seal_bytes(plain)

    monkeypatch.setattr(reseal, "seal_bytes", dying)
    with pytest.raises(KeyboardInterrupt):
        reseal.reseal(holding(TWO, ONE))
    assert first_bytes(holding(ONE)) == {"k1", "k2"} and set(known(holding(ONE))) == {"k1", "k2", INDEX}
    monkeypatch.setattr(reseal, "seal_bytes", seal_bytes)
    reseal.reseal(holding(TWO, ONE))
    start(holding(TWO))
    with engine.connect() as connection:
        assert {unseal(bytes(value)) for value in connection.scalars(sa.text("select event_key from people"))} == {
            "word"
        }
