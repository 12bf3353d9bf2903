"""Words that were written while a sign-in ended: a page holds on to them, and sends them only when it is asked to."""

import re

from tests.world import Somebody
from web.kit.visits import form_token_for

STEP = "/profile/steps/about"
WRITTEN = {"headline": "Nine years of <drainage>", "was": "headline:e3b0c442"}


def test_a_page_holds_on_to_them_until_their_writer_is_back(alice: Somebody) -> None:
    token, alice.token = alice.token, ""
    kept = alice.post(STEP, WRITTEN)
    assert kept.status_code == 401
    assert "Nine years of &lt;drainage&gt;" in kept.text and 'href="/sign-in" target="_blank"' in kept.text
    alice.token = token
    again = alice.post(STEP, {**fields_in(kept.text), "token": ""})
    assert again.status_code == 403 and "You are signed in again." in again.text
    assert alice.profile.headline == ""
    assert alice.post(STEP, fields_in(again.text)).status_code == 303
    assert alice.profile.headline == "Nine years of <drainage>"


def fields_in(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in found}


def test_no_other_site_gets_such_a_page(alice: Somebody) -> None:
    answer = alice.post(STEP, {**WRITTEN, "token": ""}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "drainage" not in answer.text and form_token_for(alice.token) not in answer.text


def test_only_forms_in_which_one_writes_are_held(alice: Somebody) -> None:
    answer = alice.post("/account/password", {"password": "seven quiet violins", "token": ""})
    assert answer.status_code == 403 and "violins" not in answer.text and form_token_for(alice.token) not in answer.text
    alice.token = ""
    answer = alice.post("/account/password", {"password": "seven quiet violins"})
    assert (answer.status_code, answer.text) == (303, "")
