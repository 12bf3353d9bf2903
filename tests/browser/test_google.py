"""From guest to person with Google: there, back, and the same work is there, on a second device as well."""

from collections.abc import Callable, Iterator

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import DESK, PHONE, Server, axe, begin, server_on
from web.settings import Settings

Open = Callable[..., Page]
PEOPLE = [
    User(sub=name, claims={"email": f"{name}@google.example", "email_verified": verified, "name": "Samira Owen"})
    for name, verified in {"samira": True, "noor": True, "ines": True, "unproven": False}.items()
]


@pytest.fixture(scope="module")
def idp() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def server(settings: Settings, idp: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as in every other test, with a button that leads to the mock."""
    running = server_on(settings, tmp_path_factory.mktemp("google-home"))
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {"ID": "metier", "SECRET": "of ours", "ISSUER": idp}.items():
            environment.setenv(f"METIER_GOOGLE_{name}", value)
        running.start()
    yield running
    running.stop()


@pytest.fixture
def visit(browser: Browser, server: Server, idp: str) -> Iterator[Open]:
    """Open a page as somebody new, who meets nobody but us and the provider."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def stay_here(route: Route) -> None:
        is_here = route.request.url.startswith((server.address, idp))
        route.continue_() if is_here else route.abort()

    def open_page(javascript: bool = True, viewport: dict[str, int] = DESK) -> Page:
        context = browser.new_context(
            base_url=server.address, java_script_enabled=javascript, viewport=viewport, reduced_motion="reduce"  # type: ignore[arg-type]
        )  # fmt: skip
        contexts.append(context)
        context.route("**/*", stay_here)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def continue_with_google(page: Page, who: str) -> None:
    page.get_by_role("link", name="Continue with Google").click()
    page.locator("input[name=sub]").fill(who)
    page.get_by_role("button", name="Authorize").click()


@pytest.mark.parametrize(
    ("who", "javascript", "viewport"), [("samira", True, DESK), ("noor", False, DESK), ("ines", True, PHONE)]
)
def test_from_guest_to_person_and_onto_a_second_device(
    visit: Open, who: str, javascript: bool, viewport: dict[str, int]
) -> None:
    page = visit(javascript=javascript, viewport=viewport)
    begin(page)
    page.get_by_label("What you do").fill("Kitchen supervisor")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/steps/looking")
    page.goto("/sign-up")
    continue_with_google(page, who)
    page.wait_for_url("**/profile/steps/**")
    page.goto("/profile/steps/about")
    expect(page.get_by_label("What you do")).to_have_value("Kitchen supervisor")
    page.goto("/account/ways")
    expect(page.get_by_role("main").get_by_role("listitem")).to_contain_text(f"Linked to {who}@google.example")
    page.get_by_role("button", name="Unlink Google").click()
    expect(page.get_by_role("alert")).to_contain_text("This is your only way in")

    phone = visit(javascript=javascript, viewport=PHONE)
    phone.goto("/sign-in?next=/profile/steps/about")
    continue_with_google(phone, who)
    phone.wait_for_url("**/profile/steps/about")
    expect(phone.get_by_label("What you do")).to_have_value("Kitchen supervisor")


def test_who_says_no_or_is_not_vouched_for_finds_the_way_on(visit: Open) -> None:
    page = visit()
    page.goto("/sign-in")
    page.get_by_role("link", name="Continue with Google").click()
    page.get_by_role("button", name="Deny").click()
    page.get_by_role("link", name="Back to sign in").click()  # this mock forgets the state when it says no
    continue_with_google(page, "unproven")
    expect(page.get_by_role("alert")).to_contain_text("Google does not vouch for your address")
    assert axe(page) == []
    page.get_by_role("link", name="Back to sign in").click()
    continue_with_google(page, "samira")
    page.wait_for_url("**/profile/steps/**")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_other_ways_in_are_for_everybody(visit: Open, viewport: dict[str, int]) -> None:
    page = visit(viewport=viewport)
    page.goto("/sign-in")
    continue_with_google(page, "noor")
    page.wait_for_url("**/profile/steps/**")
    page.goto("/account/ways")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
