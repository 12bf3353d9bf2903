"""Fields that no form has: whoever sends them to any route there is changes nothing with them."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from litestar import Litestar
from litestar.testing import TestClient
from sqlmodel import SQLModel

from tests.accounts.filled import keeper_of, owned_tables
from tests.accounts.strangers import ENDS, Possessions, all_forms, everything_of, possess, ways
from tests.world import PART, Somebody, forget_limits
from web.kit.forms import Form

FORGED_ID, FORGED_DAY = uuid4(), datetime(1999, 1, 1, tzinfo=UTC)
SWITCHES = {"/start", "/sign-in", "/sign-in/passkey", "/sign-in/code", "/sign-in/back"}  # who one is changes here
STANDS = (
    "id", "created_at", "plan", "registered_at", "email", "email_index", "password_hash", "disabled_at", "erased_at",
    "is_admin", "event_key",
)  # fmt: skip


@pytest.fixture
def hers(alice: Somebody) -> Possessions:
    hers = possess(alice.register())
    with keeper_of(alice.house.settings) as keeper:
        for table in owned_tables():
            if "unsettled" in table.c:  # holds only names of fields, otherwise than what `possess` puts there
                keeper.execute(sa.update(table).where(table.c.owner_id == hers.id).values(unsettled={}))
    return hers


def extras(stranger: UUID) -> dict[str, str]:
    day = FORGED_DAY.isoformat()
    return {
        "id": str(FORGED_ID), "owner_id": str(stranger), "person_id": str(stranger), "is_admin": "true", "plan": "pro",
        "registered_at": day, "email": "forged@people.example", "email_index": "f" * 64, "password_hash": "forged",
        "disabled_at": day, "erased_at": day, "unread": "999", "event_key": "f" * 64, "created_at": day,
        "updated_at": day, "proved_at": day, "expires_at": day, "token_hash": "f" * 64,
    }  # fmt: skip


def test_no_route_takes_what_no_form_asks_for(alice: Somebody, bob: Somebody, hers: Possessions) -> None:
    bob.register()
    his = Possessions(bob.id, {}, {}, [])
    before, his_before, asked = person_row(alice, hers.id), everything_of(alice, his), 0
    for way in ways(alice.client):
        if way.method == "GET" or way.path in ENDS | SWITCHES:
            continue
        forget_limits(alice.database)
        for headers in ({}, PART):
            address = hers.addresses(way.path)[0]
            answer = alice.post(address, extras(bob.id), headers=headers)
            assert answer.status_code < 500, f"{address}: {answer.status_code}"
            if token := answer.cookies.get("metier"):
                alice.token = token
            assert person_row(alice, hers.id) == before, address
            assert forged_rows(alice) == [], address
            asked += 1
    assert asked > 60
    assert everything_of(alice, his) == his_before


def person_row(alice: Somebody, person_id: UUID) -> dict[str, object]:
    with keeper_of(alice.house.settings) as keeper:
        row = keeper.execute(sa.text("select * from people where id = :id"), {"id": person_id}).one()
        assert row.unread < 999
        return {name: row._mapping[name] for name in STANDS}


def forged_rows(alice: Somebody) -> list[str]:
    """Tables in which a row has a forged id or day."""
    sums = [
        f"select '{table.name}' from \"{table.name}\" t where id = :id or created_at = :day or updated_at = :day"
        for table in owned_tables()
    ]
    with keeper_of(alice.house.settings) as keeper:
        found = keeper.scalars(sa.text(" union all ".join(sums)), {"id": FORGED_ID, "day": FORGED_DAY})
        return list(found)


def test_no_handler_takes_a_table_and_no_form_is_one(client: TestClient[Litestar]) -> None:
    taken = [
        (route.path, name, parameter.annotation)
        for route in client.app.routes
        for handler in getattr(route, "route_handlers", [])
        for name, parameter in handler.parsed_fn_signature.parameters.items()
    ]
    assert len(taken) > 60
    assert [each for each in taken if isinstance(each[2], type) and issubclass(each[2], SQLModel)] == []
    assert [path for path, name, _ in taken if name == "data"] == []
    forms = list(all_forms(Form))
    assert len(forms) > 10 and not any(issubclass(form, SQLModel) for form in forms)
    assert all(form.model_config.get("extra", "ignore") != "allow" for form in forms)
