"""Small numbers as words, for sentences that begin with one."""

WORDS = (
    "None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
)  # fmt: skip


def number(count: int) -> str:
    return WORDS[count] if count < len(WORDS) else f"{count:,}"
