"""What the sheets say in their own words: section names, "present", the page line. One file a language in `words/`."""

import functools
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi"}
ENGLISH: dict[str, str] = tomllib.loads((FOLDER / "en.toml").read_text("utf-8"))


@functools.cache
def words_of(language: str) -> dict[str, str]:
    """The words of a language tag such as `de` or `de-AT`; English where a word or the whole language is missing."""
    file = FOLDER / f"{root_of(language)}.toml"
    known = {path.name for path in FOLDER.glob("*.toml")}
    return ENGLISH | (tomllib.loads(file.read_text("utf-8")) if file.name in known else {})


def root_of(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def direction_of(language: str) -> str:
    return "rtl" if root_of(language) in RIGHT_TO_LEFT else "ltr"


LANGUAGES = {path.stem: words_of(path.stem)["name"] for path in sorted(FOLDER.glob("*.toml"), key=lambda p: p.stem)}
