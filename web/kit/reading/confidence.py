"""How sure a reader may be of a value: how often such values were right in documents whose content is known.

The shares were counted by `python -m tests.kit.reading.calibration --fields` on two thirds of the documents beside the
checkout; without `--fields` it prints how well they hold, there and on the third that was kept out.
"""

from typing import Any

Keys = tuple[str | int, ...]
USUAL = {False: 0.85, True: 0.6}
FIELDS = {  # field, and whether something speaks against the value
    ("basics.email", False): 0.96,
    ("basics.label", False): 0.93,
    ("basics.label", True): 0.83,
    ("basics.name", False): 0.99,
    ("basics.phone", False): 0.95,
    ("basics.summary", False): 0.95,
    ("basics.url", False): 0.72,
    ("certificates.name", False): 0.94,
    ("education.area", False): 0.99,
    ("education.endDate", False): 0.99,
    ("education.endDate", True): 0.94,
    ("education.institution", False): 0.96,
    ("education.institution", True): 0.85,
    ("education.startDate", False): 0.98,
    ("education.startDate", True): 0.94,
    ("education.studyType", False): 0.99,
    ("education.studyType", True): 0.92,
    ("languages.language", False): 0.99,
    ("skills.keywords", False): 0.98,
    ("skills.keywords", True): 0.64,
    ("skills.name", False): 0.99,
    ("skills.name", True): 0.75,
    ("work.endDate", False): 0.94,
    ("work.endDate", True): 0.95,
    ("work.highlights", False): 0.93,
    ("work.highlights", True): 0.52,
    ("work.name", False): 0.91,
    ("work.name", True): 0.75,
    ("work.position", False): 0.93,
    ("work.position", True): 0.85,
    ("work.startDate", False): 0.97,
    ("work.startDate", True): 0.95,
}


def confidence_of(keys: Keys, value: str, entry: Any) -> float:
    """`keys` lead to the value; `entry` is all that was read beside it."""
    names = [key for key in keys if isinstance(key, str)]
    doubtful = is_doubtful(names, value, entry)
    return FIELDS.get((".".join(names[:2]), doubtful), USUAL[doubtful])


def is_doubtful(names: list[str], value: str, entry: Any) -> bool:
    """Whether an entry lacks what one of its kind nearly always has, or a value is unlike such values."""
    if not isinstance(entry, dict):
        return False
    if names[0] == "work":
        is_whole = entry.get("name") and entry.get("position") and entry.get("startDate")
        is_long = names[-1] in ("name", "position") and len(value) > 60
        is_cut = names[-1] == "highlights" and (value[:1].islower() or len(value.split()) < 3)
        return not is_whole or is_long or is_cut
    if names[0] == "education":
        is_whole = entry.get("institution") and entry.get("studyType") and entry.get("endDate")
        return not is_whole or (names[-1] in ("institution", "area") and len(value) > 60)
    if names[0] == "basics":
        return names[-1] in ("name", "label") and (len(value) > 60 or "@" in value or any(map(str.isdigit, value)))
    if names[0] == "skills":
        return len(value) > 30 or len(value.split()) > 3
    return False
