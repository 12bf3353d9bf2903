"""Contact details at rest: only a held key opens them, and nothing about them can be changed unseen."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.kit import sealed
from web.kit.sealed import Sealed, WrongKey, hold, seal, unseal

FIRST, SECOND = os.urandom(32), os.urandom(32)


@pytest.fixture(autouse=True)
def ring() -> Iterator[None]:
    """Every test holds its own keys and hands the app's back."""
    before = dict(sealed._ring)
    hold({"k1": FIRST})
    yield
    sealed._ring.clear()
    sealed._ring.update(before)


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_what_is_sealed_opens_again(text: str) -> None:
    body = seal(text)
    assert unseal(body) == text and body != seal(text)
    assert len(text) < 5 or text.encode() not in body


def test_another_key_of_the_same_name_opens_nothing() -> None:
    body = seal("17 Canary Row")
    hold({"k1": SECOND})
    with pytest.raises(WrongKey, match="k1"):
        unseal(body)
    hold({"k2": FIRST})
    with pytest.raises(WrongKey, match="METIER_KEYS"):
        unseal(body)


def test_keys_change_while_the_app_runs() -> None:
    old = seal("17 Canary Row")
    hold({"k2": SECOND, "k1": FIRST})
    new = seal("17 Canary Row")
    assert (old.partition(b"\0")[0], new.partition(b"\0")[0]) == (b"k1", b"k2")
    assert unseal(old) == unseal(new) == "17 Canary Row"
    hold({"k2": SECOND})
    assert unseal(new) == "17 Canary Row"
    with pytest.raises(WrongKey):
        unseal(old)


def test_a_changed_byte_is_noticed() -> None:
    body = seal("17 Canary Row")
    for index in range(len(body)):
        changed = bytearray(body)
        changed[index] ^= 1
        with pytest.raises(WrongKey):
            unseal(bytes(changed))


def test_a_cut_value_is_noticed() -> None:
    body = seal("17 Canary Row")
    for length in range(len(body)):
        with pytest.raises(WrongKey):
            unseal(body[:length])


def test_the_name_of_the_key_is_sealed_in() -> None:
    hold({"k1": FIRST, "k2": FIRST})
    with pytest.raises(WrongKey):
        unseal(b"k2" + seal("17 Canary Row")[2:])


def test_empty_text_stays_empty() -> None:
    column = Sealed()
    assert column.process_bind_param("", None) is None  # type: ignore[arg-type]
    assert column.process_result_value(None, None) == ""  # type: ignore[arg-type]
