"""Administration: who may, what they can do, what they can never see, and that all of it is written down."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlmodel import Session, SQLModel

from tests.world import Somebody, key_in, work
from web.__main__ import main
from web.accounts.history import SENTENCES
from web.accounts.tables import Person
from web.db import APP_ROLE, owner_url
from web.kit.events import NOBODY, events_of
from web.operations import admin as admin_pages
from web.operations.administrators import let_administer
from web.settings import Settings

CANARY = "canarywords"


@pytest.fixture
def keeper(settings: Settings) -> Iterator[Session]:
    """The owner of the tables, who sees behind every wall."""
    engine = sa.create_engine(owner_url(settings), poolclass=sa.NullPool)
    with Session(engine) as db:
        yield db


@pytest.fixture
def admin(charlie: Somebody, keeper: Session) -> Somebody:
    charlie.start().register()
    let_administer(keeper, charlie.email, True)
    keeper.commit()
    return charlie


@pytest.fixture
def alice(alice: Somebody) -> Somebody:
    return alice.register()


@pytest.fixture
def bob(bob: Somebody) -> Somebody:
    return bob.register()


def trail(keeper: Session, person_id: UUID) -> list[tuple[str, UUID]]:
    """Acts upon an account and who did them, oldest first."""
    return [(event.action, event.actor_id) for event in reversed(events_of(keeper, person_id))]


# --- who may ---------------------------------------------------------------------------------------------------------


def routes(client: object) -> list[tuple[str, str]]:
    return [
        (method, route.path)
        for route in client.app.routes  # type: ignore[attr-defined]
        for method in route.methods - {"OPTIONS", "HEAD"}
        if route.path.startswith("/admin")
    ]


def test_for_everybody_else_there_is_nothing_here(
    alice: Somebody, bob: Somebody, admin: Somebody, client: object
) -> None:
    guest, nobody = Somebody("Greta", alice.client, alice.database).start(), bob.another_browser()
    asked = routes(client)
    assert len(asked) == 6
    for who in (bob, guest, nobody):
        for method, path in asked:
            address = path.replace("{person_id:uuid}", str(alice.id))
            answer = (
                who.get(address) if method == "GET" else who.post(address, {"reason": "theft", "email": alice.email})
            )
            assert answer.status_code == 404 and alice.email not in answer.text, (who.name, method, path)
    for method, path in asked:
        assert "{" in path or method == "POST" or admin.get(path).status_code == 200


def test_the_database_itself_asks_for_the_flag(
    alice: Somebody, bob: Somebody, admin: Somebody, keeper: Session
) -> None:
    doors = (
        "select * from admin_people(null, null, 100)",
        "select * from admin_events(:her, null, 100)",
        "select admin_disable(:her, true)",
    )
    hers = alice.id
    for door in doors:
        with pytest.raises(sa.exc.ProgrammingError, match="not an administrator"), bob.database.as_person(bob.id) as db:
            db.execute(sa.text(door), {"her": hers})
        with pytest.raises(sa.exc.ProgrammingError, match="not an administrator"), bob.database.as_nobody() as db:
            db.execute(sa.text(door), {"her": hers})
    administrator = admin.id
    keeper.execute(sa.text("update people set disabled_at = now() where id = :id"), {"id": administrator})
    keeper.commit()
    with (
        pytest.raises(sa.exc.ProgrammingError, match="not an administrator"),
        bob.database.as_person(administrator) as db,
    ):
        db.execute(sa.text(doors[0]))


def test_it_asks_for_proof_once_more(alice: Somebody, admin: Somebody, keeper: Session) -> None:
    keeper.execute(
        sa.text("update sign_ins set proved_at = now() - interval '16 minutes' where owner_id = :id"), {"id": admin.id}
    )
    keeper.commit()
    for address in ("/admin", f"/admin/people/{alice.id}"):
        assert admin.get(address).headers["location"].startswith("/account/prove")
    for what in ("disable", "enable", "letter"):
        answer = admin.post(f"/admin/people/{alice.id}/{what}", {"reason": "theft"})
        assert answer.headers["location"].startswith("/account/prove"), what
    assert alice.get("/account").status_code == 200


def test_nobody_can_give_themselves_the_flag(bob: Somebody) -> None:
    for change in (
        "update people set is_admin = true",
        "insert into people (id, is_admin) values (gen_random_uuid(), true)",
    ):
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), bob.database.as_person(bob.id) as db:
            db.execute(sa.text(change))


# --- what they do ----------------------------------------------------------------------------------------------------


def test_somebody_is_found_by_the_whole_address_only(alice: Somebody, admin: Somebody) -> None:
    found = admin.post("/admin/find", {"email": alice.email.upper()})
    assert found.headers["location"] == f"/admin/people/{alice.id}"
    assert alice.email in admin.get(found.headers["location"]).text
    for wrong in (alice.email.partition("@")[0] + "@", alice.email[1:], "nobody@people.example"):
        answer = admin.post("/admin/find", {"email": wrong})
        assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text
    assert alice.email in admin.get("/admin").text
    guest = Somebody("Greta", alice.client, alice.database).start()
    assert admin.get(f"/admin/people/{guest.id}").status_code == 404
    assert admin.get(f"/admin/people/{uuid4()}").status_code == 404


def test_a_closed_account_is_out_everywhere_at_once_and_told_so_after_the_right_password(
    alice: Somebody, admin: Somebody, keeper: Session
) -> None:
    second, hers = alice.another_browser(), alice.id
    second.sign_in()
    closed = admin.post(f"/admin/people/{hers}/disable", {"reason": f"Spam {CANARY}"})
    assert closed.headers["location"] == f"/admin/people/{hers}?done=disabled"
    for browser in (alice, second):
        assert browser.get("/account").headers["location"].startswith("/sign-in")
        assert browser.get("/profile/steps/about").headers["location"].startswith("/sign-in")
    assert keeper.scalar(sa.text("select count(*) from sign_ins where owner_id = :id"), {"id": hers}) == 0
    knocking = alice.another_browser()
    wrong, right = knocking.sign_in("not the password at all"), knocking.sign_in()
    assert wrong.status_code == 422 and "closed" not in wrong.text
    assert right.status_code == 403 and "This account is closed." in right.text and not knocking.token
    admin.post(f"/admin/people/{hers}/enable", {"reason": "It was a mistake"})
    assert knocking.sign_in().status_code == 303
    shown = knocking.get("/account/history").text
    for words in (SENTENCES["disabled"], SENTENCES["enabled"], CANARY, "by an administrator"):
        assert words in shown
    assert "testclient" in shown and admin.email not in shown
    assert [act for act in trail(keeper, hers) if act[1] == admin.id] == [("disabled", admin.id), ("enabled", admin.id)]
    own = keeper.execute(
        sa.text("select entity_id from events where owner_id = :id and action = 'administered'"), {"id": admin.id}
    )
    assert own.scalars().all() == [hers, hers]


def test_a_reason_is_asked_for_and_nothing_happens_twice(alice: Somebody, admin: Somebody, keeper: Session) -> None:
    hers = alice.id
    before = len(trail(keeper, hers))
    bare = admin.post(f"/admin/people/{hers}/disable", {"reason": " "})
    assert bare.status_code == 422 and "Write why, in a line." in bare.text
    assert admin.post(f"/admin/people/{hers}/enable", {"reason": "open already"}).status_code == 404
    assert alice.get("/account").status_code == 200
    assert len(trail(keeper, hers)) == before


def test_an_administrator_closes_neither_themselves_nor_another(
    admin: Somebody, bob: Somebody, keeper: Session
) -> None:
    let_administer(keeper, bob.email, True)
    keeper.commit()
    for person in (admin, bob):
        assert admin.post(f"/admin/people/{person.id}/disable", {"reason": "coup"}).status_code == 404
        assert person.get("/account").status_code == 200
        assert "Close the account" not in admin.get(f"/admin/people/{person.id}").text
    let_administer(keeper, bob.email, False)
    keeper.commit()
    assert bob.get("/admin").status_code == 404
    assert admin.post(f"/admin/people/{bob.id}/disable", {"reason": "spam"}).status_code == 303


def test_a_letter_sets_a_new_password_and_is_written_down(alice: Somebody, admin: Somebody, keeper: Session) -> None:
    hers = alice.id
    assert admin.post(f"/admin/people/{hers}/letter").status_code == 303
    work(alice.house)
    knocking = alice.another_browser()
    answer = knocking.post("/reset", {"key": key_in(alice.letters()[-1]), "password": "nine slow rivers bend"})
    assert answer.status_code == 303 and knocking.sign_in("nine slow rivers bend").status_code == 303
    assert ("reset-sent", admin.id) in trail(keeper, hers)


def test_who_looks_is_seen(alice: Somebody, admin: Somebody, keeper: Session) -> None:
    admin.get(f"/admin/people/{alice.id}")
    assert trail(keeper, alice.id)[-1] == ("looked-at", admin.id)
    assert SENTENCES["looked-at"] in alice.get("/account/history").text


# --- what they can never see -----------------------------------------------------------------------------------------


def test_no_page_and_no_row_shows_a_career(alice: Somebody, admin: Somebody, keeper: Session) -> None:
    alice.part("/profile/steps/about", {"full_name": f"{CANARY} Ashby", "headline": CANARY})
    entry = alice.add("experience")
    alice.part(f"/profile/experience/{entry}", {"title": CANARY, "company": CANARY})
    assert CANARY in alice.part("/resumes/default/sheet").text
    hers = alice.id
    for address in ("/admin", f"/admin/people/{hers}"):
        assert CANARY not in admin.get(address).text
    with admin.database.as_person(admin.id) as db:
        for table in SQLModel.metadata.sorted_tables:
            if "owner_id" in table.c:
                query = sa.text(f'select count(*) from "{table.name}" where owner_id <> :id')
                assert db.scalar(query, {"id": admin.id}) == 0, table.name
        assert db.scalars(sa.select(Person.id)).all() == [admin.id]


def test_what_the_doors_of_an_administrator_say(keeper: Session) -> None:
    """The database's own functions for administrators name no table of a career."""
    bodies = dict(keeper.execute(sa.text("select proname, prosrc from pg_proc where proname like 'admin%'")).all())
    numbers = bodies.pop("admin_readings")
    assert set(bodies) == {"admin_people", "admin_events", "admin_disable"}
    assert set(re.findall(r"(\w+)\(", numbers.partition("return query")[2])) <= {"count", "coalesce", "sum", "avg"}
    named = {word for body in bodies.values() for word in re.findall(r"\b(?:from|join|update|into)\s+(\w+)", body)}
    assert named == {"people", "events", "sign_ins"}


def test_administration_imports_nothing_of_a_career() -> None:
    names = [
        name
        for node in ast.walk(ast.parse(Path(admin_pages.__file__).read_text()))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    ]
    assert "web.kit.events" in names
    assert [name for name in names if name.startswith(("web.profile", "web.resumes", "web.imports"))] == []


# --- in the shell ----------------------------------------------------------------------------------------------------


def metier(settings: Settings, *words: str) -> tuple[int, str]:
    environment = {
        "METIER_HOME": str(settings.home), "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": settings.database_owner_url,
    }  # fmt: skip
    said = CliRunner().invoke(main, words, env=environment)
    return said.exit_code, said.output


def test_the_shell_makes_and_unmakes_administrators(alice: Somebody, settings: Settings, keeper: Session) -> None:
    assert metier(settings, "admin", "add", alice.email.upper()) == (0, f"{alice.email} administers accounts.\n")
    assert alice.get("/admin").status_code == 200
    assert alice.email in metier(settings, "admin", "list")[1].splitlines()
    metier(settings, "admin", "add", alice.email)
    metier(settings, "admin", "remove", alice.email)
    assert alice.get("/admin").status_code == 404
    assert alice.email not in metier(settings, "admin", "list")[1]
    assert trail(keeper, alice.id)[-2:] == [("admin-added", NOBODY), ("admin-removed", NOBODY)]
    assert "in the shell of the machine" in alice.get("/account/history").text
    assert metier(settings, "admin", "add", "nobody@people.example")[0] == 1


def test_the_app_has_no_way_to_the_flag(keeper: Session) -> None:
    granted = keeper.scalars(
        sa.text(
            "select privilege_type from information_schema.column_privileges "
            "where grantee = :role and table_name = 'people' and column_name = 'is_admin'"
        ),
        {"role": APP_ROLE},
    )
    assert set(granted) == {"SELECT"}
