"""Who is who: people of an application, over several of them, changed, taken out and brought back."""

import re
from html import unescape
from uuid import UUID

import pytest
from sqlmodel import select

from tests.applications.following import follows
from tests.applications.test_application import undo
from tests.world import Somebody
from web.applications.tables import Acquaintance, Contact

JOAN = {
    "name": "Joan Okonkwo-Hale", "role": "producer", "company": "The Lantern Rep", "email": "joan@lanternrep.example",
    "phone": "0113 496 0127", "how_met": "At the press night in York.",
}  # fmt: skip


def known(alice: Somebody) -> list[Contact]:
    with alice.database.as_person(alice.id) as db:
        return list(db.exec(select(Contact).where(Contact.owner_id == alice.id).order_by(Contact.id)))  # type: ignore[arg-type]


def belonging(alice: Somebody) -> set[tuple[UUID, UUID]]:
    with alice.database.as_person(alice.id) as db:
        rows = db.exec(select(Acquaintance).where(Acquaintance.owner_id == alice.id))
        return {(row.application_id, row.contact_id) for row in rows}


def test_somebody_new_is_shown_with_how_to_reach_them(alice: Somebody) -> None:
    followed = follows(alice)
    answer = alice.post(f"/applications/{followed}/contacts", JOAN)
    assert answer.status_code == 303
    page = unescape(alice.get(f"/applications/{followed}").text)
    assert "Joan Okonkwo-Hale" in page and '<a class="sans" href="mailto:joan@lanternrep.example">' in page
    assert all(said in unescape(alice.get(f"/applications/{followed}/contacts").text) for said in JOAN.values())
    undo(alice, answer)
    assert known(alice) == [] and belonging(alice) == set()


def test_one_person_over_several_applications(alice: Somebody) -> None:
    first, second = follows(alice), follows(alice, title="Prop maker")
    alice.post(f"/applications/{first}/contacts", JOAN)
    (joan,) = known(alice)
    assert (
        f'<option value="{joan.id}">Joan Okonkwo-Hale, producer, The Lantern Rep'
        in alice.get(f"/applications/{second}/contacts").text
    )
    for _ in range(2):
        assert alice.post(f"/applications/{second}/contacts", {"contact_id": str(joan.id)}).status_code == 303
    assert belonging(alice) == {(first, joan.id), (second, joan.id)} and len(known(alice)) == 1
    assert "In 2 applications." in alice.get("/applications/contacts").text
    alice.post(f"/applications/contacts/{joan.id}", {"role": "director"})
    assert all("director" in alice.get(f"/applications/{each}").text for each in (first, second))
    page = alice.get(f"/applications/contacts/{joan.id}").text
    assert all(f"/applications/{each}" in page for each in (first, second))


def test_taken_out_of_one_they_stay_in_the_other(alice: Somebody) -> None:
    first, second = follows(alice), follows(alice)
    alice.post(f"/applications/{first}/contacts", JOAN)
    (joan,) = known(alice)
    alice.post(f"/applications/{second}/contacts", {"contact_id": str(joan.id)})
    answer = alice.post(f"/applications/{first}/contacts/{joan.id}/remove")
    assert belonging(alice) == {(second, joan.id)}
    undo(alice, answer)
    assert belonging(alice) == {(first, joan.id), (second, joan.id)}


def test_deleted_they_are_gone_everywhere_and_come_back_whole(alice: Somebody) -> None:
    first, second = follows(alice), follows(alice)
    alice.post(f"/applications/{first}/contacts", JOAN)
    (joan,) = known(alice)
    alice.post(f"/applications/{second}/contacts", {"contact_id": str(joan.id)})
    answer = alice.post(f"/applications/contacts/{joan.id}/remove")
    assert known(alice) == [] and belonging(alice) == set()
    undo(alice, answer)
    (back,) = known(alice)
    assert {name: getattr(back, name) for name in JOAN} == JOAN
    assert belonging(alice) == {(first, joan.id), (second, joan.id)}


def test_two_tabs_lose_nothing(alice: Somebody) -> None:
    alice.post(f"/applications/{follows(alice)}/contacts", JOAN)
    at = f"/applications/contacts/{known(alice)[0].id}"
    was = re.search(r'name="was" value="([^"]+)"', alice.get(at).text)
    assert was
    alice.post(at, {**JOAN, "role": "director", "was": was[1]})
    alice.post(at, {**JOAN, "phone": "1", "was": was[1]})
    assert (known(alice)[0].role, known(alice)[0].phone) == ("director", "1")
    answer = alice.post(at, {**JOAN, "role": "owner", "was": was[1]})
    assert answer.status_code == 409 and 'value="owner"' in answer.text and known(alice)[0].role == "director"
    assert 'value="1"' in answer.text, "what this tab left alone is shown as it is now"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": " "}, "What is their name?"),
        ({"email": "joan"}, "name@example.org"),
        ({"role": "x" * 301}, "300 is the most"),
    ],
)
def test_what_is_wrong_is_said_and_kept(alice: Somebody, said: dict[str, str], words: str) -> None:
    followed = follows(alice)
    answer = alice.post(f"/applications/{followed}/contacts", {**JOAN, **said})
    assert answer.status_code == 422 and words in answer.text and "At the press night in York." in answer.text
    assert known(alice) == []


def test_what_is_reachable_is_kept_sealed(alice: Somebody) -> None:
    alice.post(f"/applications/{follows(alice)}/contacts", JOAN)
    with alice.database.as_person(alice.id) as db:
        raw = db.connection().exec_driver_sql("select email, phone from contacts").one()
    assert not any(b"joan" in bytes(each) or b"0113" in bytes(each) for each in raw)


def test_a_stranger_finds_nobody(alice: Somebody, bob: Somebody) -> None:
    followed, theirs = follows(alice), follows(bob)
    alice.post(f"/applications/{followed}/contacts", JOAN)
    (joan,) = known(alice)
    assert bob.get(f"/applications/contacts/{joan.id}").status_code == 404
    assert bob.get(f"/applications/{followed}/contacts").status_code == 404
    for address, said in (
        (f"/applications/{theirs}/contacts", {"contact_id": str(joan.id)}),
        (f"/applications/contacts/{joan.id}", {"name": "Thief"}),
        (f"/applications/contacts/{joan.id}/remove", {}),
        (f"/applications/{theirs}/contacts/{joan.id}/remove", {}),
    ):
        assert bob.post(address, said).status_code == 404
    assert known(alice)[0].name == JOAN["name"] and belonging(bob) == set()
