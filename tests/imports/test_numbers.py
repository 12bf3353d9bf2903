"""What an administrator learns of everybody's files: numbers."""

import re

import sqlalchemy as sa
from sqlmodel import Session

from tests.accounts.filled import keeper_of
from tests.imports.bringing import CAREER, brought, put_down, words_on
from tests.world import Somebody
from web.operations.administrators import let_administer


def test_how_many_were_read_again_and_how_sure_the_readers_were(alice: Somebody, charlie: Somebody) -> None:
    charlie.start().register()
    with keeper_of(charlie.house.settings) as keeper:
        with Session(keeper) as db:
            let_administer(db, charlie.email, True)
        keeper.execute(sa.text("delete from kept_readings"))
        keeper.execute(sa.text("delete from imports"))
    assert "None yet." in words_on(charlie.get("/admin"))
    brought(alice, CAREER, "Canary.json")
    put_down(alice, CAREER, "Canary.json")
    brought(alice, b"\0\1", "Canary.bin")
    page = charlie.get("/admin")
    assert re.search(
        r"2 asked for, 50 % of them known from before. Readers were 100 % sure on the whole. 1 could not",
        words_on(page),
    )
    assert "Canary" not in page.text and "Samira" not in page.text
