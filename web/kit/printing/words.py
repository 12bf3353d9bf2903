"""What the sheets say in their own words: section names, "present", the page line. One file a language in `words/`.

A file has the keys of `en.toml`, and `month` where Babel's pattern for a month and its year is not what that country's
résumés print. A region has a file of its own where its words differ, such as `pt-BR.toml` beside `pt.toml`.
"""

import functools
import tomllib
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
FILES = {path.stem: path for path in FOLDER.glob("*.toml")}
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi"}
ENGLISH: dict[str, str] = tomllib.loads(FILES["en"].read_text("utf-8"))


@functools.cache
def words_of(language: str) -> dict[str, str]:
    """The words of a language tag such as `de`, `de-AT` or `pt-BR`; English where a word or the language is missing."""
    file = FILES.get(language) or FILES.get(root_of(language))
    return ENGLISH | (tomllib.loads(file.read_text("utf-8")) if file else {})


def root_of(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def direction_of(language: str) -> str:
    return "rtl" if root_of(language) in RIGHT_TO_LEFT else "ltr"


def _alphabetical(name: str) -> str:
    """Čeština stands at C; other scripts follow the Latin letters, each kept together."""
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))


# Tag to its own name, in the order in which a person looks for theirs.
LANGUAGES = dict(
    sorted(((tag, words_of(tag)["name"]) for tag in FILES), key=lambda language: _alphabetical(language[1]))
)
