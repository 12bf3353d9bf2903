"""A real server and a real browser. Without a browser on the machine these tests say so and are left out."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.operations.conftest import until
from tests.ports import free_port
from tests.world import PASSWORD, forget_limits, key_in, letters_to, work
from web.kit.house import House
from web.operations.cluster import Cluster
from web.operations.setup import find_browser
from web.operations.worker import furnish
from web.settings import ROOT, Settings

AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text()
PATIENCE = 30_000  # milliseconds; nothing waits for so long unless the machine is busy with something else
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}

expect.set_options(timeout=PATIENCE)


@dataclass
class Server:
    """The app as a process of its own, which a test may kill and start again."""

    settings: Settings
    process: subprocess.Popen[bytes] | None = None
    log: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.settings.address

    def start(self) -> None:
        environment = {
            **os.environ,
            "DATABASE_URL": self.settings.database_url,
            "DATABASE_OWNER_URL": self.settings.database_owner_url,
            "METIER_HOME": str(self.settings.home),
            "METIER_ENV": "test",
            "PORT": str(self.settings.port),
            "METIER_LOG_LEVEL": "WARNING",
        }
        self.process = subprocess.Popen([sys.executable, "-m", "web", "web"], env=environment, cwd=ROOT)
        until(self.is_ready, self.process)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.settings.port}/readyz", timeout=5):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


def server_on(settings: Settings, home: Path) -> Server:
    """A server of its own on a free port, with everybody's database and therefore everybody's keys."""
    port = free_port()
    settings.key_ring()  # makes the keys, where no test needed them yet
    shutil.copy(settings.home / "keys", home / "keys")
    return Server(settings.model_copy(update={"port": port, "origin": f"http://localhost:{port}", "home": home}))


@pytest.fixture(scope="package")
def server(cluster: Cluster, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = server_on(settings, tmp_path_factory.mktemp("browser-home"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium or Chrome on this machine: `make setup` installs one where it may")
    with sync_playwright() as playwright:
        flags = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        opened = playwright.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


@pytest.fixture
def house(server: Server, client: TestClient[Litestar]) -> House:
    """The house of the server that the browser talks to: its worker works here, in the test."""
    forget_limits(client.app.state.house.database)
    return furnish(server.settings)


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody new; `javascript=False` and `viewport` choose the browser. Faults of the page fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(javascript: bool = True, viewport: dict[str, int] = DESK, scheme: str = "light", **more: Any) -> Page:
        context = browser.new_context(
            base_url=server.address, java_script_enabled=javascript, viewport=viewport, color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce", accept_downloads=True, **more,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("request", lambda asked: None if asked.url.startswith(server.address) else faults.append(asked.url))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def axe(page: Page) -> list[str]:
    """What axe finds on this page, with all its rules."""
    page.wait_for_load_state("domcontentloaded")
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def is_fit(page: Page) -> bool:
    """Nothing for axe to say, and nothing scrolls sideways."""
    assert axe(page) == []
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def begin(page: Page, name: str = "Samira Haddad-Owen") -> None:
    page.goto("/")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/profile/steps/about*")


def sign_up(page: Page, house: House, email: str) -> None:
    page.goto("/sign-up")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/sign-up/letter")
    work(house)
    page.goto(f"/verify?key={key_in(letters_to(house, email)[-1])}")
    page.get_by_label("The password you chose").fill(PASSWORD)
    page.get_by_role("button", name="Yes, this is me").click()
    page.wait_for_url(lambda url: "/verify" not in url, wait_until="commit")


def tab_to(page: Page, name: str, role: str) -> None:
    """By the keyboard alone."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {name}")


def write(page: Page, field: Locator, words: str) -> None:
    """Type an answer and wait until the server has it."""
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        field.fill(words)
        field.blur()
