"""How often one may guess, and how often one may have letters written. Only failures count against guessing."""

from web.accounts.addresses import index_of_address
from web.db import hash_token
from web.kit.limits import Limit
from web.kit.visits import Visit

FIVE_MINUTES, HOUR, SIX_HOURS, DAY = 300, 3_600, 21_600, 86_400
MOST_GUESTS = (60, HOUR)  # that one address may become
MOST_GUESSES = (10, FIVE_MINUTES)
MOST_GUESSES_IN_ALL = (1_000, FIVE_MINUTES)
MOST_CODES = (5, FIVE_MINUTES)


def guesses(visit: Visit, email: str) -> list[Limit]:
    """Passwords: for one account, from one address, and in all."""
    return [
        (f"password:{index_of_address(email).hex()}", *MOST_GUESSES),
        (f"password:from:{visit.address}", *MOST_GUESSES),
        ("password:all", *MOST_GUESSES_IN_ALL),
    ]


def link(visit: Visit, key: str) -> list[Limit]:
    """The password that a link asks for: for one link, and from one address."""
    return [(f"link:{hash_token(key).hex()}", 10, HOUR), (f"password:from:{visit.address}", *MOST_GUESSES)]


def proofs(visit: Visit) -> list[Limit]:
    """The password asked once more, inside: an attacker outside cannot fill this bucket."""
    return [(f"proof:{visit.person_id}", *MOST_GUESSES)]


def codes(person_id: object) -> list[Limit]:
    """Codes of six digits: of a million, so few may be tried that guessing does not pay."""
    return [
        (f"code:{person_id}", *MOST_CODES),
        (f"code:hour:{person_id}", 20, HOUR),
        (f"code:day:{person_id}", 50, DAY),
    ]


def passkeys(visit: Visit) -> list[Limit]:
    """Answers of passkeys cannot be guessed; they cost us a little."""
    return [(f"passkey:from:{visit.address}", 30, FIVE_MINUTES)]


MOST_VERIFICATIONS = (3, SIX_HOURS)  # letters to one address that ask whose it is
MOST_RESETS = (5, DAY)  # letters to one address that set a new password
MOST_ADDRESSES = (2, DAY)  # new addresses for one account
MOST_LETTERS_FROM = (30, HOUR)  # letters that one visitor may have written, to whomever
MOST_TRIPS = (60, HOUR)  # ways back from a provider, from one address
MOST_EXPORTS = (5, DAY)
