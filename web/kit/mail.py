"""Letters: written in the transaction that has a reason for them, sent after its commit, once.

A letter is a row with everything sealed; its errand renders `templates/letters/<name>/` and gives it to the post. While
the post does not take it, it is tried again with growing pauses for three days. Its Message-ID stays the same, so that
a letter whose receipt got lost can be recognised by the receiver. It goes to whom it is addressed even when that person
leaves meanwhile; once they are erased for good, so is it.
"""

import json
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import Field, Session, col, select

from web.kit.clock import now
from web.kit.house import House
from web.kit.log import what_broke
from web.kit.rows import Owned, choice, moment, sealed, text
from web.kit.tasks import Chore, Errand, send
from web.settings import Settings

WIRE = policy.SMTP.clone(cte_type="7bit")  # whatever stands between us and the mailbox takes this
log = structlog.get_logger()


class LetterState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Letter(Owned, table=True):
    """A letter to a person. What it says is sealed while it waits and gone once it is sent."""

    __tablename__ = "letters"

    name: str = text()
    recipient: str = sealed()
    context: str = sealed()
    state: LetterState = choice(LetterState, "state", LetterState.WAITING)
    tries: int = Field(default=0)
    due_at: datetime = Field(
        default=None, sa_type=sa.DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now()}
    )
    sent_at: datetime | None = moment()
    reason: str = text()


def write_letter(db: Session, owner_id: UUID, name: str, recipient: str, **context: Any) -> None:
    """Put a letter into the post with this transaction, which runs in the owner's name. `context` is plain JSON.
    Raises ValueError where the recipient goes over a line."""
    _mailbox(recipient)
    letter = Letter(owner_id=owner_id, name=name, recipient=recipient, context=json.dumps(context, default=str))
    db.add(letter)
    db.flush()
    send(db, "deliver_letter", owner_id=owner_id, letter_id=letter.id)


# --- the post --------------------------------------------------------------------------------------------------------

SMTP_SECONDS = 20
PORTS = {"smtp": 587, "smtps": 465}


class Undeliverable(Exception):
    """The post did not take a letter this time."""


class Refused(Undeliverable):
    """It never will: there is no such mailbox, or it will not have this letter."""


class Away(Undeliverable):
    """Nobody is there to take any letter."""


class Post(Protocol):
    def deliver(self, message: EmailMessage) -> None:
        """Raises Undeliverable."""


class FolderPost:
    """Letters as .eml files in a folder: for one's own machine, and for whoever has no mail server yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, message: EmailMessage) -> None:
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = self.folder / f".{name}"
            draft.write_bytes(bytes(message))
            draft.rename(self.folder / f"{name}.eml")
        except OSError as error:
            raise Away(type(error).__name__) from error


class SmtpPost:
    """A mail server: `smtps://user:password@host` speaks TLS from the start, `smtp://` turns to it where offered, and
    never says a password before it has."""

    def __init__(self, address: str) -> None:
        self.parts = urlsplit(address)

    def deliver(self, message: EmailMessage) -> None:
        """Only a refusal of this very letter is for good; a password or a sender that the server does not like is for
        its keeper to mend, and the letters wait."""
        try:
            self._hand_over(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(max(code for code, _ in error.recipients.values())) from error
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code) from error
        except smtplib.SMTPResponseException as error:
            raise Away(f"{type(error).__name__} {error.smtp_code}") from error
        except smtplib.SMTPNotSupportedError as error:  # such as letters beyond ASCII in the address
            raise Undeliverable(type(error).__name__) from error
        except OSError as error:  # smtplib's own are among these
            raise Away(type(error).__name__) from error

    def _hand_over(self, message: EmailMessage) -> None:
        server = self._open()
        try:
            self._go_private(server)
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            server.send_message(message)
            with suppress(OSError):  # the letter is theirs by now, however they say goodbye
                server.quit()
        finally:
            server.close()

    def _open(self) -> smtplib.SMTP:
        host, port = self.parts.hostname or "", self.parts.port or PORTS[self.parts.scheme]
        if self.parts.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=SMTP_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=SMTP_SECONDS)

    def _go_private(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if self.parts.scheme == "smtps":
            return
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        elif self.parts.username:
            raise Away("the server offers no TLS for the password")


def _refusal(code: int) -> Undeliverable:
    """5xx is for good; 451 and its kind ask to come back."""
    return Refused(f"SMTP {code}") if 500 <= code < 600 else Undeliverable(f"SMTP {code}")


def post_for(settings: Settings) -> Post:
    return SmtpPost(settings.smtp) if settings.smtp else FolderPost(settings.home / "letters")


# --- one letter ------------------------------------------------------------------------------------------------------

LEASE = timedelta(minutes=3)  # how long one try may take; the first pause, doubling
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP = timedelta(days=3)


def deliver_letter(house: House, said: Mapping[str, Any]) -> None:
    """Send one letter, if it still waits and nobody else is at it."""
    with suppress(Away):
        _deliver(house, UUID(said["owner_id"]), UUID(said["letter_id"]))


def _deliver(house: House, owner_id: UUID, letter_id: UUID) -> None:
    """Raises Away where no other letter could go either."""
    with house.database.as_person(owner_id) as db:
        letter = _claim(db, letter_id)
        if letter is None:
            return
    outcome: Undeliverable | None = None
    try:
        post_for(house.settings).deliver(compose(house, letter, json.loads(letter.context)))
    except Undeliverable as error:
        outcome = error
    with house.database.as_person(owner_id) as db:
        _settle(db, letter_id, outcome)
    log.info("letter", name=letter.name, tries=letter.tries, trouble=str(outcome or ""))
    if isinstance(outcome, Away):
        raise outcome


def _claim(db: Session, letter_id: UUID) -> Letter | None:
    """The letter, unless it was sent or another worker holds it. It is due again after a pause, by the database's
    clock: whoever dies now need not say so."""
    waits = select(Letter).where(Letter.id == letter_id, Letter.state == LetterState.WAITING)
    letter = db.exec(waits.where(col(Letter.due_at) <= sa.func.now()).with_for_update(skip_locked=True)).one_or_none()
    if letter:
        letter.tries += 1
        letter.due_at = sa.func.now() + min(LONGEST_PAUSE, LEASE * 2 ** min(letter.tries - 1, 10))
    return letter


def _settle(db: Session, letter_id: UUID, outcome: Undeliverable | None) -> None:
    waits = select(Letter).where(Letter.id == letter_id, Letter.state == LetterState.WAITING)
    letter = db.exec(waits.with_for_update()).one_or_none()
    if letter is None:
        return
    letter.reason = str(outcome or "")
    if outcome is None:
        letter.state, letter.sent_at = LetterState.SENT, now()
    elif isinstance(outcome, Refused) or now() - letter.created_at > GIVE_UP:
        letter.state = LetterState.FAILED
    if letter.state is not LetterState.WAITING:
        letter.recipient = letter.context = ""


def compose(house: House, letter: Letter, context: Mapping[str, Any]) -> EmailMessage:
    """Subject, plain text and HTML of a letter, from `templates/letters/<name>/`. Its links begin with `address`, which
    comes from the settings: what a browser says of our name is never believed."""
    context = {**context, "address": house.settings.address}
    message = EmailMessage(policy=WIRE)
    sender = house.settings.mail_from
    message["From"], message["To"] = sender, _mailbox(letter.recipient)
    message["Subject"] = " ".join(house.render(f"letters/{letter.name}/subject.txt", **context).split())
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(house.render(f"letters/{letter.name}/body.txt", **context))
    message.add_alternative(house.render(f"letters/{letter.name}/body.html", **context), subtype="html")
    return message


def _mailbox(recipient: str) -> Address:
    """One mailbox, whatever the text looks like; raises ValueError where it goes over a line."""
    user, _, host = recipient.rpartition("@")
    return Address(username=user, domain=host)


# --- all letters -----------------------------------------------------------------------------------------------------


def deliver_waiting(house: House) -> int:
    """Every letter that is due: those the post did not take, and those whose errand died. Returns how many were tried;
    where nobody is there to take one, the others wait for the next round."""
    with house.database.as_nobody() as db:
        due = db.execute(sa.text("select owner_id, letter_id from waiting_letters(now())")).all()
    for tried, (owner_id, letter_id) in enumerate(due, start=1):
        try:
            _deliver(house, owner_id, letter_id)
        except Away:
            return tried
        except Exception as error:  # noqa: BLE001  one that cannot be read or written holds up no other
            log.error("letter", letter_id=str(letter_id), **what_broke(error))
    return len(due)


ERRANDS = [Errand("deliver_letter", deliver_letter)]
CHORES = [Chore("deliver_waiting_letters", "* * * * *", deliver_waiting)]
