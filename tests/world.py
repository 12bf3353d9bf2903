"""Alice, Bob and Charlie: three strangers, each with a browser of their own; and the worker that writes to them."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import httpx
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import text
from sqlmodel import select

from web.accounts.tables import Person
from web.db import Database, hash_token
from web.kit.house import House
from web.kit.visits import form_token_for
from web.operations.worker import build_queue
from web.profile.tables import Profile

PASSWORD = "seven quiet violins drift"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@dataclass
class Somebody:
    """A person and their browser. `get` and `post` ask as a page does, `part` as htmx does."""

    name: str
    client: TestClient[Litestar]
    database: Database
    token: str = ""
    email: str = ""
    slips: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    def start(self) -> "Somebody":
        forget_limits(self.database)
        answer = self._ask("POST", "/start", data={"name": self.name})
        assert answer.status_code == 303, answer.text
        self._keep_token(answer)
        return self

    def register(self, email: str = "", password: str = PASSWORD) -> "Somebody":
        """From guest to person, as one does it: sign up, wait for the letter, follow its link, say the password."""
        self.email = email or f"{self.name.split()[0].lower()}-{uuid4().hex[:8]}@people.example"
        forget_limits(self.database)
        answer = self.post("/sign-up", {"email": self.email, "password": password})
        assert answer.headers.get("location") == "/sign-up/letter", answer.text
        self._keep_token(answer)
        work(self.house)
        letters = self.letters()
        assert letters, what_waits(self.house)
        answer = self.post("/verify", {"key": key_in(letters[-1]), "password": password})
        assert answer.status_code == 303, answer.text
        self._keep_token(answer)
        return self

    def sign_in(self, password: str = PASSWORD, **more: Any) -> httpx.Response:
        """Sign in with the address from `register`; the browser keeps the new token where there is one."""
        answer = self.post("/sign-in", {"email": self.email, "password": password, **more})
        self._keep_token(answer)
        return answer

    def another_browser(self) -> "Somebody":
        """The same person at another device, not signed in."""
        return Somebody(self.name, self.client, self.database, email=self.email)

    def letters(self) -> list[EmailMessage]:
        """The letters this person's address got, oldest first."""
        return letters_to(self.house, self.email)

    @property
    def house(self) -> House:
        return self.client.app.state.house  # type: ignore[no-any-return]

    def _keep_token(self, answer: httpx.Response) -> None:
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            if name == "metier":
                self.token = value
            elif value.strip('"'):
                self.slips[name] = value
            else:
                self.slips.pop(name, None)

    def get(self, address: str, **more: Any) -> httpx.Response:
        return self._ask("GET", address, **more)

    def post(self, address: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        token = {"token": form_token_for(self.token)} if self.token else {}
        return self._ask("POST", address, data={**token, **(data or {})}, **more)

    def part(self, address: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Ask as htmx does: a POST where there is data, a GET where there is none."""
        ask = self.get if data is None else self.post
        return ask(address, **({} if data is None else {"data": data}), headers=PART, **more)

    def add(self, kind: str, **fields: Any) -> UUID:
        """A new entry with these answers; returns its id."""
        answer = self.part(f"/profile/{kind}", fields)
        assert answer.status_code == 200, answer.text
        found = re.search(r'id="entry-([0-9a-f-]{36})"', answer.text)
        assert found, answer.text
        return UUID(found[1])

    @property
    def id(self) -> UUID:
        with self.database.as_caller(hash_token(self.token)) as db:
            return db.exec(select(Person.id)).one()

    @property
    def profile(self) -> Profile:
        with self.database.as_caller(hash_token(self.token)) as db:
            return db.exec(select(Profile)).one()

    def _ask(self, method: str, address: str, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
        cookies = {**({"metier": self.token} if self.token else {}), **self.slips}
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        asked = {**self.headers, **cookie, **(headers or {})}
        answer = self.client.request(method, address, headers=asked, follow_redirects=False, **more)
        self.client.cookies.clear()  # the client is everybody's; each browser here brings its own cookie
        return answer


def work(house: House) -> None:
    """Let the worker do every errand that waits; its clock stands still. What an errand raised is told: the worker would
    do it again after a pause, for which no test waits."""
    queue = build_queue(house)
    queue.periodic_registry.periodic_tasks.clear()
    troubles: list[Exception] = []

    async def watch(errand: Any, context: Any, _: Any) -> Any:
        try:
            return await errand()
        except Exception as trouble:
            trouble.add_note(f"in {context.job.task_name}")
            troubles.append(trouble)
            raise

    async def until_empty() -> None:
        async with queue.open_async():
            await queue.run_worker_async(
                wait=False,
                delete_jobs="always",
                install_signal_handlers=False,
                concurrency=1,
                worker_middleware=[watch],
            )

    with ThreadPoolExecutor(1) as apart:  # a browser's test has a loop of its own
        apart.submit(asyncio.run, until_empty()).result()
    if troubles:
        raise ExceptionGroup("errands", troubles)


def letters_to(house: House, address: str) -> list[EmailMessage]:
    """The letters in the folder for this address, oldest first."""
    found = sorted((house.settings.home / "letters").glob("*.eml"))  # a letter's id sorts by time
    bodies = [body for path in found if address.encode() in (body := path.read_bytes()) or not address.isascii()]
    letters = [message_from_bytes(body, policy=policy.default) for body in bodies]
    return [letter for letter in letters if letter["To"] == address]  # type: ignore[misc]


def what_waits(house: House) -> str:
    """The errands and letters that are under way: why one did not come."""
    with house.database.as_nobody() as db:
        errands = db.execute(
            text("select task_name, status, attempts, scheduled_at, now() from procrastinate_jobs")
        ).all()
        letters = db.execute(text("select letter_id from waiting_letters(now() + interval '1 day')")).all()
    return f"errands: {errands}, letters: {letters}"


def key_in(letter: EmailMessage) -> str:
    """The key of the link in a letter."""
    found = re.search(r"[?&]key=([\w-]+)", words_of(letter))
    assert found, letter
    return found[1]


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def forget_limits(database: Database) -> None:
    with database.as_nobody() as db:
        db.execute(text("delete from counts"))
