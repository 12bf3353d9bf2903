"""Alice, Bob and Charlie: three strangers, each with a browser of their own."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import text
from sqlmodel import select

from web.accounts.tables import Person
from web.db import Database, hash_token
from web.kit.visits import form_token_for
from web.profile.tables import Profile

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@dataclass
class Somebody:
    """A person and their browser. `get` and `post` ask as a page does, `part` as htmx does."""

    name: str
    client: TestClient[Litestar]
    database: Database
    token: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    def start(self) -> "Somebody":
        with self.database.as_nobody() as db:
            db.execute(text("delete from counts"))
        answer = self._ask("POST", "/start", data={"name": self.name})
        assert answer.status_code == 303, answer.text
        found = re.search(r"metier=([^;]+)", answer.headers["set-cookie"])
        assert found
        self.token = found[1]
        return self

    def get(self, address: str, **more: Any) -> httpx.Response:
        return self._ask("GET", address, **more)

    def post(self, address: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        return self._ask("POST", address, data={"token": form_token_for(self.token), **(data or {})}, **more)

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
        cookie = {"Cookie": f"metier={self.token}"} if self.token else {}
        asked = {**self.headers, **cookie, **(headers or {})}
        answer = self.client.request(method, address, headers=asked, follow_redirects=False, **more)
        self.client.cookies.clear()  # the client is everybody's; each browser here brings its own cookie
        return answer
