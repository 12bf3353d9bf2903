"""Can one be reached, and does the address speak well for one?"""

import re
from collections.abc import Iterator

from web.resumes.advice import Facts, Found, Rule

PLACE = 1
# Names of mailboxes that amuse friends; and digits that read like a year of birth or a number somebody was given.
PLAYFUL = re.compile(
    r"(?:sexy|baby|babe|cutie|princess|queen|king|hot|lover|love|angel|devil|killer|ninja|gamer|player|party|beer|"
    r"wine|crazy|lazy|drunk|420|69|666|xoxo|xx+|pimp|thug|boss|swag|yolo|diva|honey|sweet|kitty|bunny|unicorn)"
)
SHARED = re.compile(r"^(?:info|office|contact|mail|family|familie|admin|hello|hi|no-?reply)$")
AT_WORK = re.compile(r"(?:\.gov|\.mil)(?:\.|$)")
ODD_HOST = re.compile(r"^(?:localhost|127\.|10\.|192\.168\.|0\.0\.0\.0)|\.(?:local|lan|internal)$")
SHORTENED = frozenset({"bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "lnkd.in"})
PLACEHOLDER = re.compile(r"(?:yourname|your-name|username|example\.com|example\.org|johndoe|janedoe|xxx)", re.I)


def _missing_email(facts: Facts) -> Iterator[Found]:
    if facts.is_in_use and not facts.basics.get("email"):
        yield Found("basics", 0, "Add an e-mail address, so that somebody can answer you.")


def _missing_phone(facts: Facts) -> Iterator[Found]:
    if facts.is_in_use and not facts.basics.get("phone"):
        yield Found("basics", 0, "Add a telephone number; many first invitations are calls.")


def _missing_place(facts: Facts) -> Iterator[Found]:
    location = facts.basics.get("location") or {}
    if facts.is_in_use and not any(location.values()):
        yield Found("basics", 0, "Say which town you live in, or where you would work.")


def _email(facts: Facts) -> Iterator[Found]:
    email = str(facts.basics.get("email") or "").strip().lower()
    box, _, host = email.partition("@")
    if not host:
        return
    if PLAYFUL.search(box) or SHARED.match(box) or re.search(r"\d{4,}", box):
        yield Found("basics", 0, "Use an e-mail address made of your name.", email)
    elif AT_WORK.search(host):
        yield Found("basics", 0, "Use an e-mail address of your own rather than an office’s.", email)


def _links(facts: Facts) -> Iterator[Found]:
    for section, index, url in _addresses(facts):
        if problem := _problem_with(url):
            yield Found(section, index, problem, url)


def _addresses(facts: Facts) -> Iterator[tuple[str, int, str]]:
    yield "basics", 0, str(facts.basics.get("url") or "")
    for index, profile in enumerate(facts.basics.get("profiles") or []):
        yield "profiles", index, str(profile.get("url") or "")
    for section in ("work", "volunteer", "projects", "education", "certificates", "publications"):
        for index, entry in enumerate(facts.entries(section)):
            for key in ("url", "demoUrl", "codeUrl", "documentationUrl"):
                yield section, index, str(entry.get(key) or "")


def _problem_with(url: str) -> str:
    """What is odd about an address, in words; it is never fetched."""
    bare = re.sub(r"^https?://(www\.)?", "", url.strip().lower())
    host = re.split(r"[/:?#]", bare)[0]
    if not bare:
        return ""
    if ODD_HOST.search(host):
        return "This address works on your own computer only. Give one that others can open."
    if host in SHORTENED:
        return "Write the address out: a shortened link hides where it goes, and may stop working."
    if PLACEHOLDER.search(bare):
        return "This looks like an example, not your own address."
    if re.search(r"\s", url.strip()) or "." not in host:
        return "This address will not open as it is written."
    return ""


RULES = [
    Rule(
        "email-missing",
        "Whoever wants to meet you has to find a way to you on the first page.",
        _missing_email,
    ),
    Rule(
        "phone-missing",
        "The UK’s National Careers Service lists name, telephone and e-mail as what every CV begins with.",
        _missing_phone,
    ),
    Rule(
        "place-missing",
        "Software filters by distance, and people do too; the town is enough, the street is not needed.",
        _missing_place,
    ),
    Rule(
        "email-informal",
        "In a study by van Toorenburg, Oostrom and Pollet (2015), informal e-mail addresses made "
        "applicants seem less honest and less conscientious.",
        _email,
    ),
    Rule(
        "links-odd",
        "A link that does not open is a door that does not; readers rarely ask for the right one.",
        _links,
    ),
]
