"""What GitHub shows everybody of one of its users, fetched by name and put into the one file `formats/github.py` reads.

Without a key GitHub answers an address sixty questions an hour; one user takes two.
"""

import json
import re
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeVar

from web.kit.jsonresume import Unreadable
from web.kit.outbound import NotFetched, Outbound

T = TypeVar("T")

NAMED = r"(?:@|(?:https?://)?(?:www\.)?github\.com/)?([a-z0-9](?:-?[a-z0-9])*)/?"
LONGEST_NAME = 39
MOST_REPOSITORIES = 100  # those with the newest work; what GitHub says at once
LARGEST_ANSWER = 2_000_000  # bytes; a hundred repositories have some 600,000
SPOKEN = {"X-GitHub-Api-Version": "2022-11-28"}
LIMITED = (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
NO_NAME = "This is no name at GitHub. It has letters, digits and single hyphens, such as ada-lovelace."
SILENT = "GitHub does not answer as it should at the moment. Please try again in a few minutes."


def user_in(typed: str) -> str:
    """The user name that somebody means who types it, with an @, or the address of its page; "" where it is none."""
    found = re.fullmatch(NAMED, typed.strip(), re.IGNORECASE | re.ASCII)
    return found[1] if found and len(found[1]) <= LONGEST_NAME else ""


def fetch_github(outbound: Outbound, api: str, typed: str) -> bytes:
    """`{"user": …, "repositories": […]}` as GitHub says them, without forks; raises Unreadable in words.

    `api` is what the setting names; it takes a few seconds, in a thread that may wait."""
    user = user_in(typed)
    if not user:
        raise Unreadable(NO_NAME)
    trusting = outbound.trusting(api)
    who = _ask(trusting, f"{api}/users/{user}", user, dict)
    theirs = _ask(trusting, f"{api}/users/{user}/repos?sort=pushed&per_page={MOST_REPOSITORIES}", user, list)
    own = [each for each in theirs if isinstance(each, dict) and not each.get("fork")]
    return json.dumps({"user": who, "repositories": own}, ensure_ascii=False).encode()


def _ask(outbound: Outbound, address: str, user: str, kind: type[T]) -> T:
    try:
        answer = outbound.fetch(
            address, accept="application/vnd.github+json", headers=SPOKEN, most_bytes=LARGEST_ANSWER
        )
        if answer.status == HTTPStatus.NOT_FOUND:
            raise Unreadable(f"GitHub knows nobody by the name of {user}. Is it spelt right?")
        if answer.status in LIMITED:
            raise Unreadable(_later(answer.headers))
        said = json.loads(answer.body)
    except (NotFetched, ValueError, RecursionError) as error:
        raise Unreadable(SILENT) from error
    if answer.status != HTTPStatus.OK or not isinstance(said, kind):
        raise Unreadable(SILENT)
    return said


def _later(headers: Mapping[str, str]) -> str:
    """When GitHub wants to be asked again, as far as it says so."""
    seconds = _number(headers.get("retry-after"))
    if seconds is None and headers.get("x-ratelimit-remaining") == "0":
        until = _number(headers.get("x-ratelimit-reset"))  # since 1970, UTC
        seconds = None if until is None else until - int(time.time())
    minutes = 60 if seconds is None else min(max(1, -(-seconds // 60)), 60)
    when = "in an hour" if minutes == 60 else f"in {minutes} minutes" if minutes > 1 else "in a minute"
    return f"GitHub answers only so many questions an hour, and we have asked them all. Please try again {when}."


def _number(said: str | None) -> int | None:
    return int(said) if said and re.fullmatch(r"\d{1,12}", said, re.ASCII) else None
