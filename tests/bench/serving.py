"""What a request costs, each beside something plainer that is measured in the same run, on the same server.

One client asks over one kept connection, so requests a second are the inverse of a request's whole time. Rounds of the
two sides alternate, and the median of the rounds' ratios is the figure.
"""

import gzip
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from litestar import Litestar, get
from sqlmodel import Session

from tests.world import PASSWORD
from web.accounts.passwords import hash_password, verify
from web.app import create_app
from web.db import migrate
from web.kit.pages import HTML, page
from web.kit.printing import Order, Printed
from web.kit.visits import Visit, form_token_for, in_transaction
from web.operations.cluster import Cluster
from web.profile.pages import wanted_step, wizard
from web.profile.queries import default_profile
from web.settings import Settings

ENTRIES = 20
ROUNDS, REQUESTS = 9, 40
FIRST_VISIT, SCRIPTS, PART = 150_000, 30_000, 4_096

Row = tuple[str, float, float, str]


def rows() -> Iterator[Row]:
    """Name, figure, goal, and whether the figure should stay under (≤) or over (≥) it."""
    with served() as client:
        guest = Guest(client)
        guest.fill()
        full, part = "/profile/steps/experience", f"/profile/experience/{guest.entries[0]}/part"
        yield (
            "wizard page, 20 entries, of the same template without database",
            ratio(client, full, "/bench/template"),
            0.35,
            "≥",
        )
        yield ("swapped part, of its full page", ratio(client, part, full), 2.5, "≥")
        yield ("swapped part, bytes", float(len(client.get(part)[1])), PART, "≤")
        yield ("download not cached, of the render inside it", download_over_render(client, guest), 1.15, "≤")
        yield ("cached download, of hello world", ratio(client, "/resumes/default/pdf", "/bench/hello"), 0.15, "≥")
        yield from first_visit(client)


# --- the server ------------------------------------------------------------------------------------------------------


def bench_app() -> Litestar:
    """The real app, and the plainer things it is measured against."""
    app = create_app(Settings.read())
    kept: dict[str, Any] = {}
    press = app.state.house.press
    print_sheet = press.print

    async def timed(order: Order, **how: Any) -> Printed:
        began = time.perf_counter()
        printed: Printed = await print_sheet(order, **how)
        kept["render"] = time.perf_counter() - began
        return printed

    press.print = timed

    @get("/bench/hello", sync_to_thread=False)
    def hello() -> str:
        return "hello world"

    @get("/bench/render", sync_to_thread=False)
    def render() -> str:
        return str(kept.get("render", 0))

    @in_transaction
    def gather(db: Session, visit: Visit) -> HTML:
        kept["context"] = wizard(db, default_profile(db, visit.person_id), wanted_step("experience"))
        return page(visit, "profile/wizard.html", **kept["context"])

    @get("/bench/template")
    async def template(visit: Visit) -> HTML:
        if "context" not in kept:
            answer: HTML = await gather(visit=visit)  # type: ignore[call-arg]
            return answer
        return page(visit, "profile/wizard.html", **kept["context"])

    @get("/bench/hash", sync_to_thread=True)
    def hash_alone() -> str:
        if "hash" not in kept:
            kept["hash"] = hash_password(PASSWORD)
        return str(verify(PASSWORD, kept["hash"])[0])

    for handler in (hello, render, template, hash_alone):
        app.register(handler)
    return app


@contextmanager
def served(app: str = "tests.bench.serving:bench_app") -> Iterator["Client"]:
    """The app on a free port with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o711)
        with Cluster.temporary() as cluster:
            port = _free_port()
            environment = {
                **os.environ,
                "DATABASE_URL": cluster.url, "DATABASE_OWNER_URL": cluster.owner_url, "METIER_HOME": folder,
                "METIER_ENV": "test", "PORT": str(port), "METIER_LOG_LEVEL": "ERROR",
            }  # fmt: skip
            settings = Settings.read(environment)
            migrate(settings)
            command = [sys.executable, "-m", "uvicorn", "--factory", app, "--port", str(port),
                       "--no-access-log", "--log-level", "error"]  # fmt: skip
            server = subprocess.Popen(command, env=environment)
            try:
                yield Client(port, settings)
            finally:
                server.terminate()
                server.wait()


def _free_port() -> int:
    import socket

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class Client:
    """One kept connection."""

    def __init__(self, port: int, settings: Settings) -> None:
        self.port, self.cookie, self.settings = port, "", settings
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                if self.get("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the server did not start")

    def get(self, path: str) -> tuple[int, bytes, Any]:
        return self.ask("GET", path)

    def post(self, path: str, fields: dict[str, Any]) -> tuple[int, bytes, Any]:
        return self.ask(
            "POST", path, urlencode(fields, doseq=True), {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def ask(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, Any]:
        sent = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip", **(headers or {})}
        self.connection.request(method, path, body, sent)
        answer = self.connection.getresponse()
        return answer.status, answer.read(), answer.headers


class Guest:
    """Somebody with a career of twenty places of work."""

    def __init__(self, client: Client) -> None:
        self.client = client
        _, _, headers = client.post("/start", {"name": "Bench Guest"})
        client.cookie = headers["Set-Cookie"].partition(";")[0]
        self.token = form_token_for(client.cookie.partition("=")[2])
        self.entries: list[str] = []

    def fill(self) -> None:
        for number in range(ENTRIES):
            _, _, headers = self.client.post("/profile/experience", {"token": self.token})
            entry = re.search(r"open=([0-9a-f-]+)", headers["Location"])
            assert entry
            self.entries.append(entry[1])
            self.write(number, f"Ran a kitchen of {number + 2} and kept waste under a tenth.")

    def write(self, number: int, line: str) -> None:
        fields = {
            "title": f"Cook {number}",
            "company": "The Fleece",
            "start_date-year": "2019",
            "lines": [line, "Kept the books."],
        }
        status, _, _ = self.client.post(
            f"/profile/experience/{self.entries[number]}", {"token": self.token, "go": "done", **fields}
        )
        assert status == 303, status


# --- figures ---------------------------------------------------------------------------------------------------------


def ratio(client: Client, ours: str, plain: str) -> float:
    """Requests a second of ours over those of the plainer."""
    for path in (ours, plain):
        assert client.get(path)[0] == 200, path
    return statistics.median(_seconds(client, plain) / _seconds(client, ours) for _ in range(ROUNDS))


def _seconds(client: Client, path: str) -> float:
    began = time.perf_counter()
    for _ in range(REQUESTS):
        client.get(path)
    return time.perf_counter() - began


def download_over_render(client: Client, guest: Guest) -> float:
    """The whole request over the time of the press inside it, each time with words that were never printed."""
    found = []
    for number in range(8):
        guest.write(0, f"Cooked {number} new dishes.")
        began = time.perf_counter()
        status, _, _ = client.get("/resumes/default/pdf")
        whole = time.perf_counter() - began
        assert status == 200, status
        found.append(whole / float(client.get("/bench/render")[1]))
    return statistics.median(found[2:])


def first_visit(client: Client) -> Iterator[Row]:
    """Everything a browser fetches for the front page, as it travels; pictures that load later are left out."""
    cookie, client.cookie = client.cookie, ""
    _, front, _ = client.get("/")
    client.cookie = cookie
    eager = [tag for tag in re.findall(r"<(?:script|link|img)[^>]+>", front.decode()) if 'loading="lazy"' not in tag]
    addresses = {found[1] for tag in eager if (found := re.search(r'(?:src|href)="(/static/[^"]+)"', tag))}
    sizes = {address: len(client.get(address)[1]) for address in addresses}
    sheet = next(client.get(address)[1] for address in addresses if ".css" in address)
    fonts = set(re.findall(r"/static/[^\"')]+latin-\d+-\w+[^\"')]*woff2", gzip.decompress(sheet).decode()))
    sizes |= {address: len(client.get(address)[1]) for address in fonts if "-ext-" not in address}
    scripts = sum(size for address, size in sizes.items() if ".js" in address)
    foreign = re.findall(r'(?:src|href)="(?:https?:)?//', front.decode())
    yield ("first visit, bytes", float(len(gzip.compress(front)) + sum(sizes.values())), FIRST_VISIT, "≤")
    yield ("first visit, bytes of JavaScript", float(scripts), SCRIPTS, "≤")
    yield ("first visit, requests elsewhere", float(len(foreign)), 0, "≤")
