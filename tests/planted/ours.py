"""Our own files, read back: each stretch keeps its box, and what only looks like ours is not taken for it."""

from tests.planted import Fault

F = "tests/imports/formats/test_ours.py::"
FAULTS: list[Fault] = [
    ("web/imports/files/ours.py", "is_bold=run.is_bold", "is_bold=True", F + "test_every_value_comes_back"),
    ("web/imports/files/ours.py", "if link and not entry.get(\"url\"):", "if False:", F + "test_where_words_lead_comes_back_too"),
    ("web/imports/files/ours.py", "len(said) > MOST_PASSAGES", "False", F + "test_what_pretends_to_be_ours_is_refused_in_words_too"),
]  # fmt: skip
