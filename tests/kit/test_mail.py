"""Letters over a real socket: after the commit, once, and through whatever a mail server does."""

import asyncio
import json
import os
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import free_port
from tests.world import Somebody, work
from web.db import owner_url
from web.kit.house import House
from web.kit.mail import GIVE_UP, LEASE, Letter, SmtpPost, deliver_letter, deliver_waiting, write_letter
from web.settings import ROOT, Settings, Unsafe

TO = "alice@people.example"
LINK = "/reset?key=canary-key-0123456789"
PATIENCE = 30


@dataclass
class Office:
    """A mail server that answers as it is told, and remembers what it was given."""

    say: list[str] = field(default_factory=list)  # to DATA, one after the other; "drop" hangs up; then all is well
    say_to_recipient: str = ""
    came: list[bytes] = field(default_factory=list)  # all that was handed over, whatever was answered
    taken: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    arrived: Event = field(default_factory=Event)
    may_answer: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.may_answer.set()

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]) -> str:
        self.recipients.append(to)
        envelope.rcpt_tos.append(to)
        return self.say_to_recipient or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = bytes(envelope.content or b"")
        self.came.append(content)
        self.arrived.set()
        await asyncio.to_thread(self.may_answer.wait, PATIENCE)
        answer = self.say.pop(0) if self.say else "250 OK"
        if answer == "drop":
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
            return "250 too late"
        if answer.startswith("250"):
            self.taken.append(content)
        return answer

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, how: str, said: Any) -> AuthResult:
        assert isinstance(said, LoginPassword)
        self.logins.append((said.login.decode(), said.password.decode()))
        return AuthResult(success=said.password == b"p@ss w/rd:%", handled=False)

    def ids(self) -> list[str]:
        return [message_from_bytes(content)["Message-ID"] for content in self.came]


Open = Callable[..., Controller]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens offices and closes them after the test."""
    running: list[Controller] = []

    def open_office(office: Office, port: int = 0, **more: Any) -> Controller:
        controller = Controller(office, hostname="127.0.0.1", port=port or free_port(), ready_timeout=PATIENCE, **more)
        controller.start()
        running.append(controller)
        return controller

    yield open_office
    for controller in running:
        if controller.server:
            controller.stop()


@pytest.fixture
def keeper(settings: Settings) -> sa.Engine:
    """The owner of the tables. No other letter waits."""
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("delete from letters"))
        connection.execute(sa.text("delete from procrastinate_jobs"))
    return engine


def posting_to(house: House, controller: Controller | None, who: str = "", port: int = 0) -> House:
    """The house with this mail server."""
    port = port or (controller.port if controller else 0)
    return replace(house, settings=house.settings.model_copy(update={"smtp": f"smtp://{who}localhost:{port}"}))


def write(who: Somebody, recipient: str = TO) -> dict[str, str]:
    """A letter that waits; what its errand would be told. Its errand itself is not sent: the test is the worker."""
    with who.database.as_person(who.id) as db:
        write_letter(db, who.id, "reset", recipient, link=LINK)
    with who.database.as_person(who.id) as db:
        letter_id = db.scalar(sa.text("select id from letters order by id desc limit 1"))
        return {"owner_id": str(who.id), "letter_id": str(letter_id)}


def row(keeper: sa.Engine, said: dict[str, str]) -> Any:
    with keeper.connect() as connection:
        return connection.execute(sa.text("select * from letters where id = :letter_id"), said).one()


def let_pass(keeper: sa.Engine, time: timedelta) -> None:
    """Turn back what the letters' rows say of time: the same as if that much had passed."""
    words = "update letters set due_at = due_at - cast(:time as interval), created_at = created_at - cast(:time as interval)"
    with keeper.begin() as connection:
        connection.execute(sa.text(words), {"time": time})


def everything(keeper: sa.Engine) -> str:
    """All rows that a letter leaves anywhere, as text."""
    with keeper.connect() as connection:
        tables = ("letters", "procrastinate_jobs", "procrastinate_events")
        return "".join(str(connection.execute(sa.text(f"select t::text from {table} t")).all()) for table in tables)


# --- with the commit, or not at all ----------------------------------------------------------------------------------


def test_a_letter_leaves_with_the_commit_and_is_sent_once(alice: Somebody, keeper: sa.Engine) -> None:
    folder = alice.house.settings.home / "letters"
    said = write(alice)
    path = folder / f"{said['letter_id']}.eml"
    assert not path.exists()
    work(alice.house)
    first = path.read_bytes()
    work(alice.house)
    assert deliver_waiting(alice.house) == 0
    deliver_letter(alice.house, said)
    assert path.read_bytes() == first and row(keeper, said).tries == 1
    assert path.parent.stat().st_mode & 0o077 == 0, "nobody else on the machine reads them"


def write_and_fail(who: Somebody) -> None:
    with who.database.as_person(who.id) as db:
        write_letter(db, who.id, "reset", TO, link=LINK)
        db.execute(sa.text("select 1 / 0"))


def test_what_is_rolled_back_sends_nothing(alice: Somebody, keeper: sa.Engine) -> None:
    with pytest.raises(sa.exc.DataError):
        write_and_fail(alice)
    with keeper.connect() as connection:
        for table in ("letters", "procrastinate_jobs"):
            assert connection.scalar(sa.text(f"select count(*) from {table}")) == 0


def test_nothing_can_be_read_while_it_waits_and_nothing_is_left_once_it_is_sent(
    alice: Somebody, keeper: sa.Engine
) -> None:
    said = write(alice)
    waiting = everything(keeper)
    assert said["letter_id"] in waiting and "deliver_letter" in waiting
    for canary in (TO, "canary-key", json.dumps({"link": LINK})):
        assert canary not in waiting and canary.encode().hex() not in waiting
    deliver_letter(alice.house, said)
    sent = row(keeper, said)
    assert (sent.state, sent.recipient, sent.context) == ("sent", None, None) and sent.sent_at


# --- what a mail server may do ---------------------------------------------------------------------------------------


def test_asked_to_come_back_it_comes_back(alice: Somebody, keeper: sa.Engine, opened: Open) -> None:
    office = Office(say=["451 not now"])
    house, said = posting_to(alice.house, opened(office)), write(alice)
    deliver_letter(house, said)
    waiting = row(keeper, said)
    assert (waiting.state, waiting.reason, office.taken) == ("waiting", "SMTP 451", [])
    assert deliver_waiting(house) == 0, "not yet"
    let_pass(keeper, LEASE)
    assert deliver_waiting(house) == 1
    assert row(keeper, said).state == "sent" and len(office.taken) == 1 and row(keeper, said).reason == ""
    assert b"canary-key" in office.taken[0]


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_refused_for_good_it_is_not_tried_again(alice: Somebody, keeper: sa.Engine, opened: Open, where: str) -> None:
    no = "550 no such mailbox"
    office = Office(say_to_recipient=no) if where == "recipient" else Office(say=[no])
    house, said = posting_to(alice.house, opened(office)), write(alice)
    deliver_letter(house, said)
    failed = row(keeper, said)
    assert (failed.state, failed.reason, failed.recipient, failed.context) == ("failed", "SMTP 550", None, None)
    let_pass(keeper, timedelta(days=1))
    assert deliver_waiting(house) == 0 and office.taken == []


def test_a_lost_receipt_means_the_same_letter_again(alice: Somebody, keeper: sa.Engine, opened: Open) -> None:
    """Nobody can know whether it was taken; the receiver can, by its Message-ID."""
    office = Office(say=["drop"])
    house, said = posting_to(alice.house, opened(office)), write(alice)
    deliver_letter(house, said)
    assert row(keeper, said).state == "waiting"
    let_pass(keeper, LEASE)
    assert deliver_waiting(house) == 1 and row(keeper, said).state == "sent"
    assert len(office.came) == 2 and len(set(office.ids())) == 1 and said["letter_id"] in office.ids()[0]


class CurtOffice(SMTP):
    """Takes a letter and then has no manners."""

    async def smtp_QUIT(self, arg: str) -> None:
        assert self.transport is not None
        self.transport.abort()  # type: ignore[attr-defined]


def test_a_bad_goodbye_does_not_send_it_twice(
    alice: Somebody, keeper: sa.Engine, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office()
    monkeypatch.setattr(Controller, "factory", lambda self: CurtOffice(office))
    house, said = posting_to(alice.house, opened(office)), write(alice)
    deliver_letter(house, said)
    assert row(keeper, said).state == "sent" and len(office.taken) == 1


def test_while_nobody_is_there_it_waits_and_then_goes_once(alice: Somebody, keeper: sa.Engine, opened: Open) -> None:
    closed = opened(Office())
    port = closed.port
    closed.stop()
    house = posting_to(alice.house, None, port=port)
    letters = [write(alice) for _ in range(3)]
    deliver_letter(house, letters[0])
    for _ in range(10):
        let_pass(keeper, timedelta(minutes=1))
        assert deliver_waiting(house) <= 1, "who finds nobody there does not ask for every letter"
    assert {row(keeper, said).state for said in letters} == {"waiting"}
    assert {row(keeper, said).reason for said in letters} <= {"ConnectionRefusedError", ""}
    office = Office()
    opened(office, port=port)
    let_pass(keeper, timedelta(hours=1))
    assert deliver_waiting(house) == 3
    assert {row(keeper, said).state for said in letters} == {"sent"}
    assert sorted(office.ids()) == sorted(set(office.ids())) and len(office.taken) == 3


def test_one_that_cannot_be_written_holds_up_no_other(alice: Somebody, keeper: sa.Engine, opened: Open) -> None:
    office = Office()
    house, broken, whole = posting_to(alice.house, opened(office)), write(alice), write(alice)
    with alice.database.as_person(alice.id) as db:
        db.get_one(Letter, broken["letter_id"]).context = "not what anybody wrote"
    assert deliver_waiting(house) == 2
    assert [row(keeper, said).state for said in (broken, whole)] == ["waiting", "sent"] and len(office.taken) == 1
    assert deliver_waiting(house) == 0, "it is tried again after a pause"


def test_after_three_days_it_gives_up(alice: Somebody, keeper: sa.Engine, opened: Open) -> None:
    office = Office(say=["451 not now"] * 2)
    house, said = posting_to(alice.house, opened(office)), write(alice)
    let_pass(keeper, GIVE_UP - timedelta(minutes=1))
    deliver_letter(house, said)
    assert row(keeper, said).state == "waiting"
    let_pass(keeper, timedelta(hours=1))
    deliver_letter(house, said)
    assert (row(keeper, said).state, row(keeper, said).context) == ("failed", None)


# --- passwords and TLS -----------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of localhost's own making: nobody trusts it who was not told to."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "localhost.pem"
    kept = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, *kept)
    )
    return path


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


WHO = "metier:p%40ss%20w%2Frd%3A%25@"  # metier, p@ss w/rd:%


def test_a_password_is_said_inside_tls_alone(
    alice: Somebody, keeper: sa.Engine, opened: Open, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office()
    plain = opened(office, auth_require_tls=False, authenticator=office.authenticate)
    private = opened(office, tls_context=tls(certificate), authenticator=office.authenticate)
    said = write(alice)
    deliver_letter(posting_to(alice.house, plain, WHO), said)
    assert "offers no TLS" in row(keeper, said).reason
    let_pass(keeper, timedelta(hours=1))
    deliver_letter(posting_to(alice.house, private, WHO), said)
    assert row(keeper, said).reason == "SSLCertVerificationError"
    assert office.logins == [] and office.came == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    let_pass(keeper, timedelta(hours=1))
    deliver_letter(posting_to(alice.house, private, WHO), said)
    assert office.logins == [("metier", "p@ss w/rd:%")] and len(office.taken) == 1


def test_a_wrong_password_costs_no_letter(
    alice: Somebody, keeper: sa.Engine, opened: Open, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """535 is for good, but for the keeper of the settings to mend: the letters wait."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    office = Office()
    private, said = opened(office, tls_context=tls(certificate), authenticator=office.authenticate), write(alice)
    deliver_letter(posting_to(alice.house, private, "metier:wrong@"), said)
    assert (row(keeper, said).state, row(keeper, said).reason) == ("waiting", "SMTPAuthenticationError 535")
    assert office.came == []


@pytest.mark.parametrize(
    "address",
    ["smtp://mail.example", "smtps://u:p%40%3A%2F%23@mail.example:465", "smtp://u@mail.example:25/", "smtp://10.0.0.1:2525"],
)  # fmt: skip
def test_a_mail_server_is_taken(address: str) -> None:
    assert SmtpPost(Settings.read({"METIER_SMTP": address}).smtp).parts.hostname in ("mail.example", "10.0.0.1")


@pytest.mark.parametrize(
    "address",
    ["mail.example", "http://mail.example", "smtp://", "smtp://u:p#w@mail.example", "smtp://u:p/w@mail.example",
     "smtp://u:p@w@mail.example", "smtp://u:p?w@mail.example", "smtp://mail.example:99999", "smtp://mail.example\n",
     "smtp://mail example", "smtps://u:p@mail.example:465/path"],
)  # fmt: skip
def test_a_mail_server_that_cannot_be_is_named_at_start(address: str) -> None:
    with pytest.raises(Unsafe, match=r"^METIER_SMTP: write it as smtp://user:password@host:587"):
        Settings.read({"METIER_SMTP": address})


# --- workers ---------------------------------------------------------------------------------------------------------


def test_two_workers_send_one_letter(alice: Somebody, keeper: sa.Engine, opened: Open) -> None:
    office = Office()
    office.may_answer.clear()
    house, said = posting_to(alice.house, opened(office)), write(alice)
    with ThreadPoolExecutor(4) as workers:
        first = workers.submit(deliver_letter, house, said)
        assert office.arrived.wait(PATIENCE)
        others = [workers.submit(deliver_letter, house, said), workers.submit(deliver_waiting, house)]
        for other in others:
            other.result(PATIENCE)
        assert not first.done()
        office.may_answer.set()
        first.result(PATIENCE)
    assert len(office.came) == 1 and row(keeper, said).state == "sent"


def test_many_workers_at_the_same_moment_send_one_letter(alice: Somebody, keeper: sa.Engine, opened: Open) -> None:
    office = Office()
    house, said = posting_to(alice.house, opened(office)), write(alice)
    with ThreadPoolExecutor(12) as workers:
        for done in [workers.submit(deliver_letter, house, said) for _ in range(24)]:
            done.result(PATIENCE)
    assert len(office.came) == 1 and row(keeper, said).tries == 1


def test_a_killed_workers_letter_goes_after_its_lease(alice: Somebody, keeper: sa.Engine, opened: Open) -> None:
    """Killed between taking the letter up and hearing that it was taken. What it logged holds no secret."""
    slow, office = Office(), Office()
    slow.may_answer.clear()
    said, house = write(alice), posting_to(alice.house, opened(office))
    worker = start_worker(posting_to(alice.house, opened(slow)).settings)
    assert slow.arrived.wait(PATIENCE)
    worker.kill()
    logged = worker.communicate()[0]
    slow.may_answer.set()
    assert row(keeper, said).state == "waiting" and row(keeper, said).tries == 1
    deliver_letter(house, said)
    assert deliver_waiting(house) == 0 and office.came == [], "the dead one still holds it"
    let_pass(keeper, LEASE)
    assert deliver_waiting(house) == 1 and row(keeper, said).state == "sent"
    assert len(office.taken) == 1 and office.ids() == slow.ids()
    assert TO not in logged and "canary-key" not in logged


def test_the_mail_servers_password_is_in_no_log(
    alice: Somebody, keeper: sa.Engine, opened: Open, certificate: Path
) -> None:
    """The most talkative worker, at a server it cannot trust."""
    office = Office()
    private = opened(office, tls_context=tls(certificate), authenticator=office.authenticate)
    said = write(alice)
    worker = start_worker(posting_to(alice.house, private, WHO).settings.model_copy(update={"log_level": "DEBUG"}))
    logged = ""
    assert worker.stdout
    for line in worker.stdout:
        logged += line
        if '"event": "letter"' in line:
            break
    worker.terminate()
    logged += worker.communicate(timeout=PATIENCE)[0]
    assert "SSLCertVerificationError" in logged and row(keeper, said).tries == 1
    for secret in ("p%40ss", "p@ss", "w/rd", "metier:p", TO, "canary-key"):
        assert secret not in logged, secret


def start_worker(settings: Settings) -> "subprocess.Popen[str]":
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": settings.database_owner_url,
        "METIER_HOME": str(settings.home),
        "METIER_ORIGIN": settings.origin,
        "METIER_ENV": "test",
        "METIER_LOG_LEVEL": settings.log_level,
        "METIER_SMTP": settings.smtp,
    }
    command = [sys.executable, "-m", "web", "worker"]
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


# --- to whom ---------------------------------------------------------------------------------------------------------


def test_who_left_still_gets_the_letter_and_who_is_erased_gets_none(
    alice: Somebody, bob: Somebody, keeper: sa.Engine, opened: Open
) -> None:
    office = Office()
    house = posting_to(alice.house, opened(office))
    left, erased = write(alice, "alice@people.example"), write(bob, "bob@people.example")
    with keeper.begin() as connection:
        connection.execute(sa.text("update people set erased_at = now() where id = :owner_id"), left)
        connection.execute(sa.text("delete from people where id = :owner_id"), erased)
        assert connection.scalar(sa.text("select count(*) from letters")) == 1
    for said in (left, erased):
        deliver_letter(house, said)
    assert office.recipients == ["alice@people.example"]


@pytest.mark.parametrize("recipient", ["a@people.example\nBcc: all@evil.example", "a@people.example\r\nSubject: x"])
def test_a_recipient_is_one_line(alice: Somebody, recipient: str) -> None:
    with pytest.raises(ValueError, match="CR or LF"), alice.database.as_person(alice.id) as db:
        write_letter(db, alice.id, "reset", recipient, link=LINK)


def test_a_recipient_is_one_mailbox(alice: Somebody, keeper: sa.Engine, opened: Open) -> None:
    office = Office(say_to_recipient="550 no")
    house = posting_to(alice.house, opened(office))
    for trick in ("all@evil.example, a@people.example", "x> <all@evil.example", "All <all@evil.example"):
        deliver_letter(house, write(alice, trick))
    assert "all@evil.example" not in office.recipients and len(office.recipients) == 3


def test_no_word_of_a_letter_becomes_a_header(alice: Somebody, keeper: sa.Engine, opened: Open) -> None:
    office = Office()
    house = posting_to(alice.house, opened(office))
    with alice.database.as_person(alice.id) as db:
        words = dict.fromkeys(("words", "then", "way", "button", "when", "device", "place"), "Bcc: all@evil.example")
        write_letter(db, alice.id, "told", TO, title="One\r\nBcc: all@evil.example\n\nBody", **words)
    assert deliver_waiting(house) == 1
    message = message_from_bytes(office.taken[0])
    assert message["Bcc"] is None and message["Subject"] == "One Bcc: all@evil.example Body"
    assert office.recipients == [TO] and office.taken[0].isascii()
