"""E-mail addresses as names of accounts."""

import unicodedata

from web.kit.sealed import index_of


def folded(address: str) -> str:
    """The spelling by which two addresses are one: no outer space, one Unicode form, no capitals."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def index_of_address(address: str) -> bytes:
    """The keyed hash by which an account is found without its address standing in the database."""
    return index_of(f"address:{folded(address)}")
