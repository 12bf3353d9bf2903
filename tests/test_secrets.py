"""What nobody may find: secrets in the database, in the files or in the logs, and a person's words in the logs.

A house of its own, of real processes, is lived in through its pages, with canaries in every field, and then broken.
After that everything it wrote anywhere is searched.
"""

import base64
import json
import logging
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

import httpx
import pyotp
import pytest
import sqlalchemy as sa

from tests.operations.conftest import bare_environment
from tests.ports import free_port
from tests.world import Somebody, key_in
from web.db import Database, hash_token, owner_url
from web.kit.log import Lines
from web.operations.cluster import Cluster
from web.settings import ROOT, Settings

PATIENCE = 120  # seconds; the machine may be busy
PAUSE = threading.Event()
PASSWORD, NEW_PASSWORD, GUESS = "canary quiet violins drift", "canary slow rivers bend", "canary wrong guess"
EMAIL = "canary.account@people.example"
CLIENT_SECRET = "canaryclientsecret"
CONTACT = {"email": "canary.contact@people.example", "phone": "07700900999", "address": "17 Canary Row"}
WORDS = {"full_name": "Canaryname Ashby", "headline": "Canaryheadline", "summary": "Canarysummary of a life"}
PRIVATE = {EMAIL, *CONTACT.values(), *WORDS.values(), "Canarytitle", "Canaryfile", "CanaryAgent", "Canaryplan"}


@dataclass
class House:
    """Real processes on a database of their own, and everything secret that passed its door."""

    cluster: Cluster
    settings: Settings
    folder: Path
    environment: dict[str, str]
    secrets: set[str] = field(default_factory=set)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    alice: Somebody = None  # type: ignore[assignment]  # she comes when it is open

    def start(self, word: str) -> None:
        with (self.folder / f"{word}.log").open("ab") as log:
            self.processes[word] = subprocess.Popen(
                [sys.executable, "-m", "web", word], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def stop(self, word: str) -> None:
        process = self.processes.pop(word, None)
        if process:
            process.terminate()
            process.wait(PATIENCE)

    def browser(self) -> httpx.Client:
        """A browser's door; what it is given to keep is a secret."""
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.settings.port}", timeout=PATIENCE,
            headers={"User-Agent": "CanaryAgent/1.0"}, event_hooks={"response": [self._note_cookies]},
        )  # fmt: skip

    def _note_cookies(self, answer: httpx.Response) -> None:
        for cookie in answer.headers.get_list("set-cookie"):
            value = cookie.partition(";")[0].partition("=")[2]
            self.secrets |= {value} if len(value) > 20 else set()

    def letter(self, path: str) -> str:
        """The key in a letter with such a link, once it is there."""

        def find() -> str:
            for file in sorted((self.folder / "letters").glob("*.eml")):
                letter = message_from_bytes(file.read_bytes(), policy=policy.default)
                if letter["To"] == EMAIL and path in letter.as_string():
                    return key_in(letter)  # type: ignore[arg-type]
            return ""

        key = wait_for(find)
        self.secrets.add(key)
        return key

    def logs(self) -> dict[str, str]:
        return {word: (self.folder / f"{word}.log").read_text() for word in ("web", "worker")}

    def change(self, *statements: str) -> None:
        """As the tables' owner."""
        engine = sa.create_engine(owner_url(self.settings), poolclass=sa.NullPool)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))

    def dump(self) -> dict[str, str]:
        """Every row of every table, as text, by table."""
        engine = sa.create_engine(owner_url(self.settings), poolclass=sa.NullPool)
        with engine.connect() as connection:
            tables = connection.scalars(sa.text(TABLES)).all()
            assert {"people", "events", "letters", "procrastinate_jobs", "counts", "keys"} <= set(tables)
            return {
                table: "\n".join(connection.scalars(sa.text(f'select t::text from "{table}" t'))) for table in tables
            }


TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"


def wait_for(find: Callable[[], object]) -> str:
    end = time.monotonic() + PATIENCE
    while not (found := find()):
        assert time.monotonic() < end
        PAUSE.wait(0.1)
    return str(found)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="metier-secrets-", dir="/tmp") as folder, Cluster.temporary() as cluster:
        house = open_house(cluster, Path(folder))
        try:
            live_in(house)
            break_things(house)
            leave_work_waiting(house)
            yield house
        finally:
            for word in ("web", "worker"):
                house.stop(word)


def open_house(cluster: Cluster, folder: Path) -> House:
    variables = {
        "METIER_HOME": str(folder), "PORT": str(free_port()), "DATABASE_URL": cluster.url, "METIER_LOG_LEVEL": "DEBUG",
        "DATABASE_OWNER_URL": cluster.owner_url, "METIER_GOOGLE_ID": "metier", "METIER_GOOGLE_SECRET": CLIENT_SECRET,
    }  # fmt: skip
    house = House(cluster, Settings.read(variables), folder, {**bare_environment(), **variables})
    subprocess.run([sys.executable, "-m", "web", "migrate"], cwd=ROOT, env=house.environment, check=True)
    house.start("web")
    house.start("worker")
    wait_for(lambda: is_open(house))
    return house


def is_open(house: House) -> bool:
    try:
        return house.browser().get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


# --- a life in it ----------------------------------------------------------------------------------------------------


def live_in(house: House) -> None:
    """Begin, write, sign up, get it wrong, add codes, ask for a reset, bring a file, print."""
    alice = somebody(house).start()
    alice.part("/profile/steps/about", {**CONTACT, **WORDS})
    entry = alice.add("experience")
    alice.part(f"/profile/experience/{entry}", {"title": "Canarytitle"})
    alice.post("/imports", files={"file": ("Canaryfile.json", json.dumps({"basics": {"name": "Canaryfile"}}).encode())})
    assert alice.get("/resumes/default/pdf").content.startswith(b"%PDF")
    settle(alice, alice.post("/sign-up", {"email": EMAIL, "password": PASSWORD}))
    settle(alice, alice.post("/verify", {"key": house.letter("/verify"), "password": PASSWORD}))
    assert EMAIL in alice.get("/account").text
    somebody(house).post("/sign-in", {"email": EMAIL, "password": GUESS})
    alice.post("/account/factors/app")
    shown = re.search(r'<p class="secret"[^>]*>([A-Z2-7 ]+)</p>', alice.get("/account/factors/app").text)
    assert shown
    secret = shown[1].replace(" ", "")
    kept = alice.post("/account/factors/app/confirm", {"code": pyotp.TOTP(secret).now()})
    codes = re.findall(r"<li>(\d{4} \d{4} \d{4} \d{4})</li>", kept.text)
    assert len(codes) == 10
    alice.post("/forgot", {"email": EMAIL})
    house.letter("/reset")
    assert alice.post("/account/password", {"password": NEW_PASSWORD}).status_code == 303
    house.secrets |= {
        PASSWORD,
        NEW_PASSWORD,
        GUESS,
        CLIENT_SECRET,
        secret,
        *codes,
        *(code.replace(" ", "") for code in codes),
    }
    house.alice = alice


def somebody(house: House) -> Somebody:
    return Somebody("Canaryname Ashby", house.browser(), Database(house.settings))  # type: ignore[arg-type]


def settle(somebody: Somebody, answer: httpx.Response) -> None:
    """The browser keeps its new token."""
    assert answer.status_code == 303, answer.text
    somebody.token = answer.cookies.get("metier") or somebody.token


def break_things(house: House) -> None:
    """An error of the database with her words in it, an error of ours, a letter that cannot be written, a forged line."""
    alice = house.alice
    house.change("alter table profiles add constraint odd check (headline <> 'Canaryheadline odd') not valid")
    assert alice.part("/profile/steps/about", {"headline": "Canaryheadline odd"}).status_code == 500
    house.change("alter table letters add constraint odd check (name <> 'reset') not valid")
    alice.post("/forgot", {"email": EMAIL})
    wait_for(lambda: "IntegrityError" in house.logs()["worker"])
    with pytest.raises(sa.exc.IntegrityError):  # a table without a wall, whose rows PostgreSQL would quote
        house.change("insert into counts (bucket, hits, ends_at) values ('from:Canaryplan', null, now())")
    house.change("alter table people drop constraint ck_people_plan", "update people set plan = 'Canaryplan'")
    assert alice.get("/account").status_code == 500
    house.change("update people set plan = 'free'")
    with socket.create_connection(("127.0.0.1", house.settings.port)) as door:
        door.sendall(b'GET /account HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Canary\n{"event": "forged"}\r\n\r\n')
        door.recv(1_000)
    with socket.create_connection(("127.0.0.1", house.settings.port)) as door:
        door.sendall(
            b'GET /account?canary=Canaryname HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Canary\r\n {"event": "forged"}\r\n\r\n'
        )
        door.recv(1_000)


def leave_work_waiting(house: House) -> None:
    """The queue and the post are full when the database is searched."""
    house.stop("worker")
    house.change("alter table letters drop constraint odd")
    alice = house.alice
    alice.post("/forgot", {"email": EMAIL})
    alice.post("/account/address", {"email": "canary.other@people.example"})
    house.secrets.add("canary.other@people.example")
    stranger = somebody(house)
    stranger.post("/sign-up", {"email": EMAIL, "password": PASSWORD})


# --- the search ------------------------------------------------------------------------------------------------------


def disguises(text: str) -> Iterable[str]:
    """As it stands, in hexadecimal, and in base64 at each of the three places it may begin there."""
    body = text.encode()
    yield text
    yield body.hex()
    for before in range(3):
        cut = base64.b64encode(b"\0" * before + body).decode()
        yield cut[4 if before else 0 : -4]


def hits(canaries: set[str], said: str) -> set[str]:
    return {canary for canary in canaries if any(disguise in said for disguise in disguises(canary))}


def test_the_search_finds_what_it_looks_for() -> None:
    for said in (
        "..canarycanary..",
        b"canarycanary".hex(),
        *(base64.b64encode(b"x" * n + b"canarycanary--").decode() for n in range(5)),
    ):
        assert hits({"canarycanary"}, said) == {"canarycanary"}


def test_no_secret_and_no_contact_stands_in_the_database(house: House) -> None:
    dump, token = house.dump(), house.alice.token
    assert hash_token(token).hex() in dump["sign_ins"] and token in house.secrets, "the search would find her session"
    assert dump["procrastinate_jobs"].count("answer_") >= 3 and "Canaryheadline" in dump["profiles"]
    assert len(house.secrets) >= 18
    canaries = house.secrets | {EMAIL, *CONTACT.values()}
    assert {table: found for table, said in dump.items() if (found := hits(canaries, said))} == {}


def test_no_secret_stands_in_the_files(house: House) -> None:
    files = [path for path in (house.folder / "files").rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert hits(house.secrets, path.read_bytes().decode("latin-1")) == set(), path


def test_no_secret_and_no_word_of_hers_stands_in_a_log(house: House) -> None:
    logs = house.logs()
    assert logs["web"].count('"fault"') >= 2 and "LookupError" in logs["web"] and "IntegrityError" in logs["web"]
    assert "IntegrityError" in logs["worker"] and "answer_reset" in logs["worker"]
    logs["postgres"] = (house.cluster.folder / "log").read_text()
    assert 'violates check constraint "odd"' in logs["postgres"]
    for name, said in logs.items():
        assert hits(house.secrets | PRIVATE, said) == set(), name
        assert "forged" not in said


def test_every_line_of_a_log_is_one_of_ours(house: House) -> None:
    for said in house.logs().values():
        lines = [json.loads(line) for line in said.splitlines()]
        assert len(lines) > 3 and all({"event", "level", "timestamp"} <= set(line) for line in lines)


def test_what_a_library_says_loses_its_values() -> None:
    try:
        raise ValueError("canary in an error")
    except ValueError:
        trouble = sys.exc_info()
    record = logging.LogRecord("lib", logging.ERROR, "f.py", 1, "saw %s\nfuture: canary", ("canary",), trouble)
    said = Lines().format(record)
    assert "canary" not in said and "\n" not in said
    assert json.loads(said)["event"] == "saw %s" and json.loads(said)["kind"] == "ValueError"
    assert re.fullmatch(r"test_secrets.py:\d+", json.loads(said)["frames"][-1])
