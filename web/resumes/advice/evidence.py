"""What stands behind it: numbers, and skills that the posts show."""

import re
from collections.abc import Iterator

from web.kit.numbers import in_words
from web.resumes.advice import Facts, Found, Rule

PLACE = 5
FEW = 5  # points; of fewer nothing is said
LEAST_SHARE = 4  # one point in four has a number
MOST_SKILLS = 30
NUMERALS = re.compile(
    r"\d|%|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundred|thousand|million|billion|dozen|half|halved|third|quarter|twice|double|doubled|triple|tripled)\b",
    re.IGNORECASE,
)


def _numbers(facts: Facts) -> Iterator[Found]:
    points = list(facts.points())
    counted = sum(bool(NUMERALS.search(point.text)) for point in points)
    if len(points) >= FEW and counted * LEAST_SHARE < len(points):
        bare = next(point for point in points if not NUMERALS.search(point.text))
        have = "has" if counted < 2 else "have"
        of = f"{in_words(counted, none='none').capitalize()} of {in_words(len(points))} points"
        words = f"{of} {have} a number. Say how many, how much or how often."
        yield Found(bare.section, bare.index, words)


def _skills_alone(facts: Facts) -> Iterator[Found]:
    """Names of technologies only: other skills are shown without being named."""
    shown = _shown(facts)
    for index, group in enumerate(facts.entries("skills")):
        names = [str(name) for name in group.get("keywords") or [group.get("name") or ""]]
        technical = [name for name in names if re.search(r"[A-Z0-9+#]", name[1:]) or name.istitle()]
        alone = [name for name in technical if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", shown, re.IGNORECASE)]
        if len(technical) >= 3 and 3 * len(alone) > 2 * len(technical):
            yield Found("skills", index, f"Show where you used {_listed(alone[:3])}.", ", ".join(alone))


def _shown(facts: Facts) -> str:
    """All that the posts, projects and courses say, behind each other."""
    metier = (facts.career.get("meta") or {}).get("metier") or {}
    said = [facts.career.get(name) for name in ("work", "projects", "education", "volunteer", "certificates")]
    remarks = [metier.get(name) for name in ("work", "projects")]
    return " ".join([*map(str, (*said, *remarks)), str(facts.basics.get("summary") or "")])


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _many_skills(facts: Facts) -> Iterator[Found]:
    count = sum(len(group.get("keywords") or [""]) for group in facts.entries("skills"))
    if count > MOST_SKILLS:
        yield Found("skills", 0, f"Keep those of your {count} skills that the posting asks for.")


def _no_skills(facts: Facts) -> Iterator[Found]:
    if facts.entries("work") and not facts.entries("skills"):
        yield Found("skills", 0, "Name your skills: what you know, in the words of the posting.")


RULES = [
    Rule(
        "numbers",
        "Laszlo Bock, who led hiring at Google, asks for “accomplished X, as measured by Y, by doing Z”: "
        "a number is what others can compare.",
        _numbers,
        frozenset({"en"}),
    ),
    Rule(
        "skills-missing",
        "Recruiters search by skill; what is not named is not found.",
        _no_skills,
    ),
    Rule(
        "skills-alone",
        "A skill in a list is a claim; a skill in a post is a proof.",
        _skills_alone,
        frozenset({"en", "es", "fr", "it", "nl", "pt"}),
    ),
    Rule(
        "skills-many",
        "Among many skills nobody sees which ones are yours.",
        _many_skills,
    ),
]
