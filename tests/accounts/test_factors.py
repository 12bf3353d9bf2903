"""The second factor: codes of an app, recovery codes, and being asked again."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pyotp
import pytest
import sqlalchemy as sa
import time_machine
from litestar.routes import HTTPRoute

from tests.accounts.filled import keeper_of, owned_tables
from tests.world import PASSWORD, Somebody, forget_limits, key_in, work
from web.accounts.factors import digits_in, step_of
from web.accounts.pages import factors as factor_pages
from web.accounts.pages import passkeys as passkey_pages
from web.kit.limits import forget
from web.settings import Settings

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = datetime(2026, 11, 21, 12, 0, 15, tzinfo=UTC)


@pytest.fixture
def keeper(settings: Settings) -> Iterator[sa.Connection]:
    with keeper_of(settings) as connection:
        yield connection


def everything_of(keeper: sa.Connection, somebody: Somebody) -> dict[str, str]:
    """Every row of a person's, table by table, their trail included."""
    names = [table.name for table in owned_tables()] + ["events"]
    rows = "select string_agg(t::text, chr(10) order by t::text) from {} t where owner_id = :id"
    return {name: keeper.scalar(sa.text(rows.format(f'"{name}"')), {"id": somebody.id}) for name in names}


def set_up(somebody: Somebody) -> tuple[pyotp.TOTP, list[str]]:
    """An app for codes, set up as one does it; returns it and the recovery codes. Its present code is used by that."""
    app = begin(somebody)
    answer = somebody.post("/account/factors/app/confirm", {"code": app.now()})
    assert answer.status_code == 200, answer.text
    return app, codes_in(answer)


def begin(somebody: Somebody) -> pyotp.TOTP:
    assert somebody.post("/account/factors/app").headers["location"] == "/account/factors/app"
    shown = somebody.get("/account/factors/app").text
    found = re.search(r'<p class="secret"[^>]*>([A-Z2-7 ]+)</p>', shown)
    assert found, shown
    return pyotp.TOTP(found[1].replace(" ", ""))


def codes_in(answer: httpx.Response) -> list[str]:
    return re.findall(r"<li>(\d{4} \d{4} \d{4} \d{4})</li>", answer.text)


def half_way(somebody: Somebody, **more: Any) -> Somebody:
    """Another browser of theirs, after the password and before the code."""
    browser = somebody.another_browser()
    answer = browser.sign_in(**more)
    assert answer.headers["location"] == "/sign-in/code" and not browser.token and browser.slips
    return browser


def tell(browser: Somebody, code: str) -> httpx.Response:
    answer = browser.post("/sign-in/code", {"code": code})
    browser._keep_token(answer)
    return answer


def fresh(app: pyotp.TOTP) -> str:
    """A right code that was not used yet: the one of the next half minute."""
    return app.at(datetime.now(UTC), counter_offset=1)


def is_inside(browser: Somebody) -> bool:
    return browser.get("/account").status_code == 200


def actions_of(somebody: Somebody) -> list[str]:
    with somebody.database.as_person(somebody.id) as db:
        return list(
            db.scalars(sa.text("select action from events where owner_id = :id order by id"), {"id": somebody.id})
        )


# --- rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("123 456", "123456"),
        ("1234-5678 9012 3456", "1234567890123456"),
        ("١٢٣٤٥٦", "123456"),
        ("code: 12", "12"),
        ("²", ""),
    ],
)
def test_digits_are_read_however_they_are_typed(typed: str, digits: str) -> None:
    assert digits_in(typed) == digits


@pytest.mark.parametrize(("away", "is_right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_is_good_half_a_minute_around_its_own(away: int, is_right: bool) -> None:
    code = pyotp.TOTP(SECRET).at(NOON)
    step = step_of(SECRET, code, NOON + timedelta(seconds=away))
    assert step == (int(NOON.timestamp()) // 30 if is_right else None)


# --- setting up ------------------------------------------------------------------------------------------------------


def test_what_is_begun_does_not_count_until_a_first_code_was_right(alice: Somebody) -> None:
    app = begin(alice.register())
    wrong = alice.post("/account/factors/app/confirm", {"code": f"{(int(app.now()) + 1) % 10**6:06d}"})
    assert wrong.status_code == 422 and "This code is not right" in wrong.text
    assert alice.another_browser().sign_in().headers["location"] == "/profile/steps"
    assert alice.post("/account/factors/app/confirm", {"code": app.now()}).status_code == 200
    half_way(alice)
    work(alice.house)
    assert "an app for codes" in str(alice.letters()[-1])


def test_the_secret_is_drawn_into_the_page_and_sealed_in_the_database(alice: Somebody, keeper: sa.Connection) -> None:
    app = begin(alice.register())
    shown = alice.get("/account/factors/app").text
    assert "<svg" in shown and "style=" not in shown and f"secret={app.secret}" in shown
    row = keeper.scalar(sa.text("select secret from authenticators where owner_id = :id"), {"id": alice.id})
    assert app.secret.encode() not in bytes(row)


def test_ten_recovery_codes_are_shown_once_and_kept_as_hashes(alice: Somebody, keeper: sa.Connection) -> None:
    _, codes = set_up(alice.register())
    assert len(set(codes)) == 10
    rows = [
        str(row)
        for row in keeper.execute(sa.text("select * from recovery_codes where owner_id = :id"), {"id": alice.id})
    ]
    assert len(rows) == 10 and not any(digits_in(code) in row for row in rows for code in codes)
    assert not any(code in alice.get("/account/factors").text for code in codes)


def test_a_new_device_takes_the_place_of_the_old_one(alice: Somebody) -> None:
    old, codes = set_up(alice.register())
    new = begin(alice)
    assert tell(half_way(alice), fresh(old)).status_code == 303, "until the new one is confirmed, the old one counts"
    answer = alice.post("/account/factors/app/confirm", {"code": new.now()})
    assert answer.headers["location"] == "/account/factors?done=codes", "the recovery codes stay as they are"
    browser = half_way(alice)
    assert tell(browser, old.at(datetime.now(UTC), counter_offset=-1)).status_code == 422
    assert tell(browser, codes[0]).status_code == 303


def test_a_guest_has_no_second_proof(alice: Somebody) -> None:
    assert alice.get("/account/factors").headers["location"] == "/sign-in?next=/account/factors"


# --- signing in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("away", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_code_signs_in(alice: Somebody, away: int, status: int) -> None:
    app, _ = set_up(alice.register())
    later = datetime.now(UTC) + timedelta(minutes=5)
    with time_machine.travel(later, tick=False):
        browser = half_way(alice, next="/profile/steps/about")
        answer = tell(browser, app.at(later, counter_offset=away))
        assert answer.status_code == status
        assert answer.headers.get("location", "/profile/steps/about") == "/profile/steps/about"
        assert is_inside(browser) is (status == 303)


def test_a_code_is_good_once(alice: Somebody) -> None:
    app, _ = set_up(alice.register())
    first, second = half_way(alice), half_way(alice)
    code = fresh(app)
    assert tell(first, code).status_code == 303
    answer = tell(second, code)
    assert answer.status_code == 422 and "used already" in answer.text and not is_inside(second)


def test_the_code_that_set_it_up_does_not_sign_in(alice: Somebody) -> None:
    app = begin(alice.register())
    code = fresh(app)
    assert alice.post("/account/factors/app/confirm", {"code": code}).status_code == 200
    assert tell(half_way(alice), code).status_code == 422


def test_of_many_with_one_code_one_gets_in(alice: Somebody) -> None:
    app, codes = set_up(alice.register())
    for made in (fresh, lambda _: codes[0]):
        forget_limits(alice.database)
        browsers = [half_way(alice) for _ in range(5)]
        code = made(app)  # only now: it is over within a minute
        with ThreadPoolExecutor(5) as threads:
            answers = list(threads.map(lambda browser, code=code: tell(browser, code), browsers))
        assert sorted(answer.status_code for answer in answers) == [303, 422, 422, 422, 422]


def test_a_wrong_code_may_be_put_right(alice: Somebody) -> None:
    app, _ = set_up(alice.register())
    browser = half_way(alice)
    answer = tell(browser, "000 00x")
    assert answer.status_code == 422 and 'value="000 00x"' in answer.text and 'aria-invalid="true"' in answer.text
    assert tell(browser, fresh(app)).status_code == 303
    assert "code-refused" in actions_of(alice)


def test_a_slip_is_used_up_by_signing_in(alice: Somebody) -> None:
    app, codes = set_up(alice.register())
    browser = half_way(alice)
    copied = Somebody("Copied", alice.client, alice.database, slips=dict(browser.slips))
    assert tell(browser, fresh(app)).status_code == 303
    answer = tell(copied, codes[0])
    assert "please begin again" in answer.text and not copied.token and not is_inside(copied)


def test_a_slip_is_over_after_ten_minutes(alice: Somebody) -> None:
    app, _ = set_up(alice.register())
    browser = half_way(alice)
    with time_machine.travel(later := datetime.now(UTC) + timedelta(minutes=11), tick=False):
        assert browser.get("/sign-in/code").headers["location"] == "/sign-in"
        assert "please begin again" in tell(browser, app.at(later)).text and not browser.token


def test_codes_and_slips_belong_to_one_person(alice: Somebody, bob: Somebody, charlie: Somebody) -> None:
    (hers, her_codes), (his, his_codes) = set_up(alice.register()), set_up(bob.register())
    at_alices = half_way(alice)
    for code in (fresh(his), his_codes[0]):
        assert tell(at_alices, code).status_code == 422 and not at_alices.token
    assert "please begin again" in tell(charlie, fresh(hers)).text and not charlie.token
    forged = Somebody(
        "Forged", alice.client, alice.database, slips={"metier-half": at_alices.slips["metier-half"][:-4] + "AAAA"}
    )
    assert "please begin again" in tell(forged, her_codes[0]).text and not forged.token
    renamed = Somebody("Renamed", alice.client, alice.database, slips={"metier-back": at_alices.slips["metier-half"]})
    assert renamed.post("/sign-in/back").headers["location"] == "/sign-in" and not renamed.token


def addresses(somebody: Somebody) -> list[tuple[str, str]]:
    """Every page and action that names nothing, but for those of the second step itself."""
    return [
        (method, route.path)
        for route in somebody.client.app.routes
        if isinstance(route, HTTPRoute) and "{" not in route.path
        for method in sorted(route.methods & {"GET", "POST"})
        if route.path not in ("/sign-in/code", "/sign-in/passkey/ask")
    ]


def test_half_way_opens_nothing(alice: Somebody, charlie: Somebody) -> None:
    set_up(alice.register())
    browser = half_way(alice)
    asked = 0
    for method, path in addresses(alice):
        ask = {"GET": Somebody.get, "POST": Somebody.post}[method]
        mine, nobodys = ask(browser, path), ask(charlie, path)
        assert (mine.status_code, mine.text) == (nobodys.status_code, nobodys.text), f"{method} {path}"
        assert mine.headers.get("location") == nobodys.headers.get("location"), f"{method} {path}"
        asked += 1
        forget_limits(alice.database)
    assert asked >= 30


def test_guessing_codes_ends(alice: Somebody) -> None:
    app, _ = set_up(alice.register())
    browsers = [half_way(alice) for _ in range(3)]
    answers = [tell(browsers[turn % 3], "000000") for turn in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 5
    full = tell(browsers[0], fresh(app))
    assert full.status_code == 429 and int(full.headers["retry-after"]) > 0 and not browsers[0].token
    answer = alice.post("/account/prove", {"password": PASSWORD, "code": fresh(app)})
    assert answer.status_code == 303, "who is inside is not locked out by it"


@pytest.mark.parametrize(("most", "bucket"), [(20, "hour:"), (50, "day:")])
def test_guessing_codes_slowly_ends_too(alice: Somebody, most: int, bucket: str) -> None:
    set_up(alice.register())
    browser = half_way(alice)
    for turn in range(most + 1):
        for shorter in ("", "hour:", "day:"):
            if shorter != bucket:
                forget(alice.database, f"code:{shorter}{alice.id}")
        assert tell(browser, "000000").status_code == (422 if turn < most else 429)


def test_right_codes_are_not_counted(alice: Somebody) -> None:
    app, _ = set_up(alice.register())
    for minutes in range(2, 9):
        with time_machine.travel(later := datetime.now(UTC) + timedelta(minutes=minutes), tick=False):
            assert tell(half_way(alice), app.at(later)).status_code == 303


def test_a_door_that_was_closed_in_between_stays_closed(alice: Somebody, keeper: sa.Connection) -> None:
    app, _ = set_up(alice.register())
    browser = half_way(alice)
    keeper.execute(sa.text("update people set disabled_at = now() where id = :id"), {"id": alice.id})
    assert "please begin again" in tell(browser, fresh(app)).text and not browser.token


def test_a_new_password_does_not_skip_the_second_proof(alice: Somebody) -> None:
    app, codes = set_up(alice.register())
    thief = half_way(alice)
    forget_limits(alice.database)
    alice.post("/forgot", {"email": alice.email})
    work(alice.house)
    browser = alice.another_browser()
    assert (
        browser.post("/reset", {"key": key_in(alice.letters()[-1]), "password": "nine brass kettles hum"}).status_code
        == 303
    )
    assert "please begin again" in tell(thief, codes[0]).text and not thief.token, "the old password proves nothing now"
    assert browser.sign_in("nine brass kettles hum").headers["location"] == "/sign-in/code" and not browser.token
    assert tell(browser, fresh(app)).status_code == 303 and is_inside(browser)


# --- recovery codes --------------------------------------------------------------------------------------------------


def test_a_recovery_code_signs_in_once_and_says_how_many_are_left(alice: Somebody) -> None:
    _, codes = set_up(alice.register())
    browser = half_way(alice, next="/profile/steps/about")
    answer = tell(browser, codes[3].replace(" ", "-"))
    shown = browser.get(answer.headers["location"]).text
    assert "9 are left" in shown and 'href="/profile/steps/about"' in shown
    assert tell(half_way(alice), codes[3]).status_code == 422
    assert tell(half_way(alice), codes[4]).status_code == 303
    assert actions_of(alice).count("recovery-code-used") == 2


def test_new_recovery_codes_void_the_old_ones(alice: Somebody) -> None:
    _, old = set_up(alice.register())
    new = codes_in(alice.post("/account/factors/recovery"))
    assert len(new) == 10 and not set(new) & set(old)
    browser = half_way(alice)
    assert tell(browser, old[0]).status_code == 422 and tell(browser, new[0]).status_code == 303


def test_without_a_second_proof_there_are_no_recovery_codes(alice: Somebody, keeper: sa.Connection) -> None:
    set_up(alice.register())
    assert alice.post("/account/factors/app/remove").headers["location"] == "/account/factors?done=removed"
    assert keeper.scalar(sa.text("select count(*) from recovery_codes where owner_id = :id"), {"id": alice.id}) == 0
    assert alice.post("/account/factors/recovery").headers["location"] == "/account/factors"
    assert alice.another_browser().sign_in().headers["location"] == "/profile/steps"
    assert actions_of(alice).count("factor-removed") == 1


# --- being asked again -----------------------------------------------------------------------------------------------


def long_ago(somebody: Somebody, keeper: sa.Connection) -> None:
    """It is a while since this person showed who they are."""
    keeper.execute(
        sa.text("update sign_ins set proved_at = now() - interval '16 minutes' where owner_id = :id"),
        {"id": somebody.id},
    )


def inside() -> list[tuple[str, str]]:
    handlers = [*factor_pages.routes, *passkey_pages.routes]
    return [
        (sorted(handler.http_methods)[0], path)
        for handler in handlers
        for path in handler.paths
        if path.startswith("/account")
    ]


def test_after_a_while_one_is_asked_again_and_nothing_is_done(alice: Somebody, keeper: sa.Connection) -> None:
    set_up(alice.register())
    passkey = add_a_row(alice, keeper)
    begin(alice)
    long_ago(alice, keeper)
    before = everything_of(keeper, alice)
    for method, path in inside():
        address = path.replace("{passkey_id:uuid}", str(passkey))
        answer = alice.get(address) if method == "GET" else alice.post(address, {"name": "Mine", "credential": "{}"})
        assert answer.status_code == 303 and answer.headers["location"].startswith("/account/prove"), f"{method} {path}"
    assert len(inside()) >= 9 and everything_of(keeper, alice) == before


def add_a_row(somebody: Somebody, keeper: sa.Connection) -> Any:
    """A passkey that nobody can use, for tests which need one to be there."""
    made = (
        "insert into passkeys (id, owner_id, credential_id, public_key, sign_count, name) "
        "values (gen_random_uuid(), :id, sha256(gen_random_uuid()::text::bytea), '', 0, 'Phone') returning id"
    )
    return keeper.scalar(sa.text(made), {"id": somebody.id})


def test_one_proves_oneself_with_password_and_code(alice: Somebody, keeper: sa.Connection) -> None:
    app, _ = set_up(alice.register())
    long_ago(alice, keeper)
    assert alice.get("/account/factors").headers["location"] == "/account/prove?next=/account/factors"
    alone = alice.post("/account/prove", {"password": PASSWORD})
    assert alone.status_code == 422 and "Write a code." in alone.text
    code, old = fresh(app), alice.token
    wrong = alice.post("/account/prove", {"password": "not this one", "code": code})
    assert wrong.status_code == 422 and "This is not your password." in wrong.text and "not this one" not in wrong.text
    assert alice.post("/account/prove", {"password": PASSWORD, "code": "000000"}).status_code == 422
    answer = alice.post("/account/prove", {"password": PASSWORD, "code": code, "next": "/account/factors"})
    assert answer.headers["location"] == "/account/factors", "a wrong password does not use the code up"
    alice._keep_token(answer)
    assert alice.token != old and alice.get("/account/factors").status_code == 200
    assert not is_inside(Somebody("Old", alice.client, alice.database, token=old))


def test_guessing_inside_ends_as_well(alice: Somebody) -> None:
    app, _ = set_up(alice.register())
    answers = [alice.post("/account/prove", {"password": "not this one", "code": "1"}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    forget_limits(alice.database)
    answers = [alice.post("/account/prove", {"password": PASSWORD, "code": "000000"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert tell(half_way(alice), fresh(app)).status_code == 303, "inside and outside are counted apart"


def test_proving_leads_to_no_other_site(alice: Somebody) -> None:
    alice.register()
    answer = alice.post("/account/prove", {"password": PASSWORD, "next": "//evil.example/"})
    assert answer.headers["location"] == "/account"
