"""How complete a profile is, 0 to 100, and what would raise it most.

The rule is fixed: a headline 10; a summary of more than 100 characters 20; each experience 10, up to 30; each project
5, up to 15; each skill 3, up to 15; any education 10.
"""

from dataclasses import dataclass

LONG_SUMMARY = 100
ADVICE = {
    "summary": ("Say in three sentences who you are", "about"),
    "experience": ("Add a place where you worked", "experience"),
    "headline": ("Say what you do, in a word or two", "about"),
    "education": ("Add what you learnt, and where", "education"),
    "project": ("Add a project you are proud of", "more"),
    "skill": ("Add something you are good at", "skills"),
}


@dataclass(frozen=True)
class Counts:
    """What the rule looks at. Only entries that say something count."""

    has_headline: bool = False
    summary_letters: int = 0
    experiences: int = 0
    projects: int = 0
    skills: int = 0
    educations: int = 0


@dataclass(frozen=True)
class Completeness:
    """The score, and the one next thing: its words, what it is worth, and the wizard's step for it."""

    score: int
    advice: str = ""
    worth: int = 0
    step: str = ""


def completeness(counts: Counts) -> Completeness:
    gains = {
        "summary": 0 if counts.summary_letters > LONG_SUMMARY else 20,
        "experience": 10 if counts.experiences < 3 else 0,
        "headline": 0 if counts.has_headline else 10,
        "education": 0 if counts.educations else 10,
        "project": 5 if counts.projects < 3 else 0,
        "skill": 3 if counts.skills < 5 else 0,
    }
    score = (
        (10 if counts.has_headline else 0)
        + (20 if counts.summary_letters > LONG_SUMMARY else 0)
        + min(10 * counts.experiences, 30)
        + min(5 * counts.projects, 15)
        + min(3 * counts.skills, 15)
        + (10 if counts.educations else 0)
    )
    best = max(gains, key=lambda name: gains[name])
    if not gains[best]:
        return Completeness(score)
    words, step = ADVICE[best]
    return Completeness(score, words, gains[best], step)
