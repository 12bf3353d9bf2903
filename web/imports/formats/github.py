"""What GitHub says of a person: answers of its API, pasted or fetched: a user, repositories, or both in one.

Understood are an object with `user` and `repositories` (and `pinned`), the bare answers of `/users/NAME` and
`/users/NAME/repos`, one after the other as well, and the answer of a GraphQL query with `pinnedItems`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from web.imports.files.found import Found, Words
from web.kit.decoding import decoded, is_text
from web.kit.jsonresume import Unreadable
from web.kit.reading import Reading

NAME = "GitHub"

Data = dict[str, Any]
MOST_PROJECTS = 6  # as many as one can pin
LANGUAGES = "Programming languages"
KEYS = (
    {"login", "html_url"}, {"login", "avatarUrl"}, {"login", "repos_url"}, {"full_name", "html_url"},
    {"nameWithOwner", "url"}, {"name", "stargazerCount"}, {"name", "stargazers_count"},
)  # fmt: skip


def recognises(body: bytes, filename: str) -> bool:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return start in (b"{", b"[") and is_text(body) and bool(_Answer.in_text(decoded(body)).said_something)


def read(body: bytes) -> Reading:
    """Raises Unreadable for an organisation, and for answers with nobody and nothing in them."""
    answer, found = _Answer.in_text(decoded(body)), Found()
    if answer.user.get("type") == "Organization":
        raise Unreadable("This describes an organisation on GitHub, not a person.")
    _person(found, answer.user)
    _languages(found, answer)
    _projects(found, answer)
    if not found.career:
        raise Unreadable("This answer of GitHub says nothing of a career.")
    return found.reading()


# --- answers ---------------------------------------------------------------------------------------------------------


@dataclass
class _Answer:
    user: Data = field(default_factory=dict)
    repositories: list[Data] = field(default_factory=list)
    pinned: list[Data] = field(default_factory=list)
    letters: Counter[str] = field(default_factory=Counter)  # bytes in each language, where that was asked

    @classmethod
    def in_text(cls, text: str) -> "_Answer":
        answer = cls()
        for value in _values(text):
            answer.take(value, "")
        return answer

    @property
    def said_something(self) -> bool:
        return bool(self.user or self.repositories or self.pinned)

    def take(self, value: Any, key: str, depth: int = 0) -> None:
        """Whatever is known in an answer, however it is wrapped."""
        if depth > 6:
            return
        if isinstance(value, list):
            for one in value:
                self.take(one, key, depth + 1)
        elif isinstance(value, dict):
            self._take_object(value, key, depth)

    def _take_object(self, value: Data, key: str, depth: int) -> None:
        is_repository = bool(value.keys() & {"full_name", "nameWithOwner", "stargazers_count", "stargazerCount"})
        if is_repository and any(known <= value.keys() for known in KEYS):
            (self.pinned if key in ("pinned", "pinnedItems") else self.repositories).append(value)
        elif key == "languages" and value and all(isinstance(size, int) for size in value.values()):
            self.letters.update(value)
        else:
            if not self.user and any(known <= value.keys() for known in KEYS[:3]):
                self.user = value
            for name, inner in value.items():
                self.take(inner, key if name in ("nodes", "edges", "node") else name, depth + 1)


def _values(text: str) -> Iterator[Any]:
    """The JSON documents in a text, one after the other."""
    decoder, at = json.JSONDecoder(), 0
    with suppress(ValueError, RecursionError):
        while at < len(text):
            rest = text[at:].lstrip(" \t\n,\ufeff")
            if not rest:
                return
            value, used = decoder.raw_decode(rest)
            yield value
            at = len(text) - len(rest) + used


# --- a career --------------------------------------------------------------------------------------------------------


def _person(found: Found, user: Data) -> None:
    at, login = "GitHub profile", _text(user, "login")
    blog = _text(user, "blog", "websiteUrl")
    found.basics(at, name=_text(user, "name"), email=_text(user, "email"), summary=_text(user, "bio"))
    found.basics(at, url=_address(blog), location={"city": place} if (place := _text(user, "location")) else {})
    if login:
        found.profile(at, "GitHub", login, _text(user, "html_url") or f"https://github.com/{login}")
    if twitter := _text(user, "twitter_username", "twitterUsername"):
        found.profile(at, "Twitter", twitter)
    if company := _text(user, "company"):
        found.leave(f"GitHub says “{company}” of where they work; since when and as what it does not say.")


def _languages(found: Found, answer: _Answer) -> None:
    """By how much is written in them, where that is known; otherwise by how many repositories are."""
    own = [one for one in _unlike(answer.pinned + answer.repositories) if not _is_fork(one) and not _is_private(one)]
    counts = answer.letters or Counter(language for one in own if (language := _language(one)))
    names = [name for name, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0].casefold()))]
    if names:
        found.add("skills", "languages of the repositories", {"name": LANGUAGES, "keywords": names})


def _projects(found: Found, answer: _Answer) -> None:
    """What is pinned, or else what most people starred; no forks and nothing private."""
    every = _unlike(answer.pinned or answer.repositories)
    public = [one for one in every if not _is_private(one)]
    if len(public) < len(every):
        found.leave(f"Private repositories were left out: {len(every) - len(public)}.")
    own = public if answer.pinned else sorted((one for one in public if not _is_fork(one)), key=_rank)
    for one in own[:MOST_PROJECTS]:
        _project(found, one)
    if len(own) > MOST_PROJECTS:
        found.leave(f"Of {len(own)} repositories, the {MOST_PROJECTS} with the most stars were taken.")


def _project(found: Found, one: Data) -> None:
    code, home = _text(one, "html_url", "url"), _address(_text(one, "homepage", "homepageUrl"))
    created = _text(one, "created_at", "createdAt")
    entry = {
        "name": _text(one, "name"), "description": _text(one, "description"), "url": home or code,
        "keywords": list(dict.fromkeys(filter(None, (_language(one), *_topics(one))))),
        "startDate": Words(created[:7], created) if created else "",
    }  # fmt: skip
    found.add("projects", f"repository {_text(one, 'full_name', 'nameWithOwner', 'name')}", entry, codeUrl=code)


def _rank(one: Data) -> tuple[int, str]:
    stars = one.get("stargazers_count", one.get("stargazerCount", 0))
    return (-stars if isinstance(stars, int) else 0), _text(one, "name").casefold()


def _is_fork(one: Data) -> bool:
    return bool(one.get("fork") or one.get("isFork"))


def _is_private(one: Data) -> bool:
    return bool(one.get("private") or one.get("isPrivate"))


def _language(one: Data) -> str:
    primary = one.get("primaryLanguage")
    return _text(primary, "name") if isinstance(primary, dict) else _text(one, "language")


def _topics(one: Data) -> list[str]:
    topics = one.get("topics")
    return [topic for topic in topics if isinstance(topic, str)] if isinstance(topics, list) else []


def _unlike(repositories: list[Data]) -> list[Data]:
    """Each once, though it may be pinned and listed."""
    return list(
        {_text(one, "full_name", "nameWithOwner", "html_url", "url", "name"): one for one in repositories}.values()
    )


def _text(value: Data, *keys: str) -> str:
    return next((found.strip() for key in keys if isinstance(found := value.get(key), str) and found.strip()), "")


def _address(text: str) -> str:
    return text if not text or "://" in text else f"https://{text}"
