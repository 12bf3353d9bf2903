"""Passkeys in a browser that has an authenticator: made, used to sign in and to prove; and codes without JavaScript."""

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, axe
from tests.world import PASSWORD, Somebody

Open = Callable[..., Page]


def with_authenticator(page: Page) -> Callable[[bool], Any]:
    """Give the browser a device that holds passkeys; returns a way to say whether its owner puts the finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return lambda is_theirs: devtools.send(
        "WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": is_theirs}
    )


def sign_in(page: Page, somebody: Somebody) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(somebody.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: not address.endswith("/sign-in"))


def sign_out(page: Page) -> None:
    page.goto("/account")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: address.endswith("/"))


def test_a_passkey_is_made_and_is_enough(visit: Open, alice: Somebody) -> None:
    alice.register()
    page = visit()
    is_the_owner = with_authenticator(page)
    sign_in(page, alice)
    page.goto("/account/factors")
    page.get_by_label("What to call it").fill("Kitchen laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator(".keys .ink")).to_have_text("Kitchen laptop")
    page.get_by_role("button", name="Make another passkey").click()
    expect(page.get_by_role("alert")).to_have_text("This device has a passkey of yours already.")

    sign_out(page)
    page.goto("/sign-in?next=/account")
    is_the_owner(False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Press the button to try once more.")
    is_the_owner(True)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()

    sign_out(page)
    sign_in(page, alice)
    expect(page.get_by_role("heading", name="And a second proof.")).to_be_visible()
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/profile/steps**")

    page.goto("/account/prove?next=/account/factors")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="A second proof")).to_be_visible()
    expect(page.get_by_text("Last used")).to_be_visible()


def test_codes_work_without_javascript_and_passkeys_say_that_they_do_not(visit: Open, alice: Somebody) -> None:
    alice.register()
    page = visit(javascript=False)
    sign_in(page, alice)
    page.goto("/account/factors")
    expect(page.get_by_role("button", name="Make a passkey")).to_be_hidden()
    expect(page.get_by_text("Métier needs JavaScript")).to_be_visible()
    page.get_by_role("button", name="Set up an app").click()
    app = pyotp.TOTP(page.locator(".secret").inner_text().replace(" ", ""))
    page.get_by_label("The code it shows now").fill(app.now())
    page.get_by_role("button", name="Ask for codes from now on").click()
    code = page.locator(".codes li").first.inner_text()
    sign_out(page)
    sign_in(page, alice)
    page.get_by_label("Code", exact=True).fill("12 34 56")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("9 are left")).to_be_visible()


def test_the_recovery_codes_are_printed(visit: Open, alice: Somebody) -> None:
    alice.register()
    page = visit()
    with_authenticator(page)
    sign_in(page, alice)
    page.goto("/account/factors")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("button", name="Print them")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".codes li").first).to_be_visible()
    expect(page.get_by_role("button", name="Print them")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(visit: Open, alice: Somebody, scheme: str, viewport: dict[str, int]) -> None:
    alice.register()
    page = visit(scheme=scheme, viewport=viewport)
    with_authenticator(page)
    found: dict[str, list[str]] = {}

    def look(where: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[where] = axe(page) + ([f"{wide} px too wide"] if wide > 0 else [])

    sign_in(page, alice)
    page.goto("/account/factors")
    look("nothing yet")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator(".codes")).to_be_visible()
    look("the codes")
    page.goto("/account/factors")
    page.get_by_text("Rename").click()
    page.get_by_label("New name").fill("")
    page.get_by_role("button", name="Take this name").click()
    expect(page.get_by_text("Write a name.")).to_be_visible()
    look("a name that is missing")
    page.goto("/account/prove")
    look("prove with a passkey")
    page.goto("/account/factors")
    page.get_by_role("button", name="Set up an app").click()
    page.get_by_label("The code it shows now").fill("1")
    page.get_by_role("button", name="Ask for codes from now on").click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    look("a first code that is wrong")
    app = pyotp.TOTP(page.locator(".secret").inner_text().replace(" ", ""))
    page.get_by_label("The code it shows now").fill(app.now())
    page.get_by_role("button", name="Ask for codes from now on").click()
    expect(page.get_by_text("From now on a code is asked for")).to_be_visible()
    look("all there is")
    page.goto("/account/prove")
    look("prove with a code")
    sign_out(page)
    sign_in(page, alice)
    look("the second step")
    assert {where: what for where, what in found.items() if what} == {}
