"""What a person is told when something happened to their account: all the words for it, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Telling:
    """One event in words, with the event's facts in braces. `to` names the fact that is the address of a letter; `then`
    is what to do about it; `way` leads to where one does it, under the words `button`."""

    title: str
    words: str
    way: str
    button: str
    then: str = ""
    to: str = ""
    is_notice: bool = True


OTHERWISE = "If that was not you, "

TELLINGS: Mapping[str, tuple[Telling, ...]] = {
    "registered": (
        Telling(
            "Welcome to Métier",
            "Your account is made, and all that you had written is in it.",
            "/account",
            "Look at your account",
            "A second proof beside the password keeps it yours: it takes a minute.",
        ),
    ),
    "signed-in": (
        Telling(
            "A new device signed in",
            "Somebody, we hope you, signed in to your account with {device}, from {place}.",
            "/account/places",
            "See where you are signed in",
            OTHERWISE + "sign that device out and change your password.",
            to="email",
        ),
    ),
    "work-came-along": (
        Telling(
            "Your work from this device came along",
            "{carried}. It stands beside what was there: nothing was overwritten.",
            "/profiles",
            "Look at your profiles",
            "If it does not belong to you, you can take it out again there.",
        ),
    ),
    "password-changed": (
        Telling(
            "Your password is changed",
            "Your account has a new password. Every other device was signed out.",
            "/forgot",
            "Choose another password",
            OTHERWISE + "choose another one at once: the link for that comes by letter to your address.",
            to="email",
        ),
    ),
    "address-changed": (
        Telling(
            "Your address is changed",
            "From now on your account is {email}: you sign in with it, and our letters go there.",
            "/account/address",
            "Look at your address",
            OTHERWISE + "change it back, and change your password.",
            to="email",
        ),
        Telling(
            "Your account has another address now",
            "The change that we announced is done: this address no longer signs in, and our letters go elsewhere.",
            "/sign-in",
            "Sign in with the new address",
            OTHERWISE + "answer this letter at once.",
            to="before",
            is_notice=False,
        ),
    ),
    "identity-linked": (
        Telling(
            "You can sign in with {provider}",
            "Your account was tied to one at {provider}, and whoever signs in there gets in here.",
            "/account/ways",
            "Look at your ways in",
            OTHERWISE + "untie it and change your password.",
            to="email",
        ),
    ),
    "identity-unlinked": (
        Telling(
            "You no longer sign in with {provider}",
            "Your account is no longer tied to one at {provider}.",
            "/account/ways",
            "Look at your ways in",
            OTHERWISE + "change your password.",
            to="email",
        ),
    ),
    "factor-added": (
        Telling(
            "A second proof was added",
            "New in your account: {what}. From now on signing in can ask for it.",
            "/account/factors",
            "Look at your second proof",
            OTHERWISE + "remove it and change your password.",
            to="email",
        ),
    ),
    "factor-removed": (
        Telling(
            "A second proof was removed",
            "No longer in your account: {what}.",
            "/account/factors",
            "Look at your second proof",
            OTHERWISE + "change your password and add it anew.",
            to="email",
        ),
    ),
    "recovery-code-used": (
        Telling(
            "A recovery code was used",
            "Somebody, we hope you, came in with one of your recovery codes. It is used up; codes left: {left}.",
            "/account/factors",
            "Look at your recovery codes",
            OTHERWISE + "change your password and make new codes.",
            to="email",
        ),
    ),
    "export-ready": (
        Telling(
            "Your ZIP is ready",
            "Everything you have at Métier is packed and waits for you. It is taken away again after a week.",
            "{link}",
            "Take it along",
            OTHERWISE + "change your password: who packs it was signed in as you.",
            to="email",
        ),
    ),
    "left": (
        Telling(
            "You have left Métier",
            "Your account is closed, and what was in it is on no page any more. On {until} it is erased for good.",
            "/sign-in",
            "Come back",
            "Until then, should you change your mind, or if that was not you, sign in and everything is there again.",
            to="email",
            is_notice=False,
        ),
    ),
    "came-back": (
        Telling(
            "Welcome back",
            "Your account is open again, and everything is where you left it.",
            "/account",
            "Look at your account",
            OTHERWISE + "change your password.",
            to="email",
        ),
    ),
}

NOUNS = {
    "experiences": ("place of work", "places of work"),
    "educations": ("place of learning", "places of learning"),
    "projects": ("project", "projects"),
    "skills": ("skill", "skills"),
    "languages": ("language", "languages"),
    "certifications": ("certificate", "certificates"),
    "achievements": ("achievement", "achievements"),
    "volunteerings": ("voluntary role", "voluntary roles"),
    "interests": ("interest", "interests"),
    "references": ("reference", "references"),
    "custom_entries": ("entry of your own", "entries of your own"),
    "links": ("link", "links"),
    "applications": ("application", "applications"),
}


def in_words(carried: Mapping[str, int]) -> str:
    """Such as “1 profile with 3 places of work, 1 project and 2 skills”, from counts by table."""
    profiles = carried.get("profiles", 0)
    things = [_many(carried[table], *NOUNS[table]) for table in NOUNS if carried.get(table)]
    listed = " and ".join(filter(None, [", ".join(things[:-1]), *things[-1:]]))
    return _many(profiles, "profile", "profiles") + (f" with {listed}" if listed else "")


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
