"""Small numbers as words."""

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def in_words(many: int, none: str = WORDS[0]) -> str:
    """Such as `three entries`; `none` is for where no noun follows."""
    return (none, *WORDS[1:])[many] if many < len(WORDS) else f"{many:,}"
