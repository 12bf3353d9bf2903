"""A person's name as it stands at the head of a sheet."""

# Words that belong to the family name behind them.
PARTICLES = {
    "af", "al", "ap", "ben", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du",
    "e", "el", "fitz", "ibn", "la", "le", "mac", "mc", "ni", "ní", "nic", "o", "ó", "ter", "uí", "ua", "van", "vom",
    "von", "y", "zu", "zum", "zur",
}  # fmt: skip
DOTTED = {"tr": str.maketrans("iı", "İI"), "az": str.maketrans("iı", "İI")}  # their i keeps its dot
WITHOUT_TONOS = {"el": str.maketrans("ΆΈΉΊΌΎΏ", "ΑΕΗΙΟΥΩ")}  # Greek capitals bear no accent


def named(name: str, how: str, language: str) -> str:
    """`how` is written, family (the family name first) or capitals."""
    if how == "family":
        return family_first(name)
    return capitals(name, language) if how == "capitals" else name


def family_first(name: str) -> str:
    """ "Anna de la Cruz" as "de la Cruz Anna". The family name is the last word, with the particles before it."""
    words = name.split()
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in PARTICLES:
        at -= 1
    return " ".join((*words[at:], *words[:at])) if at > 0 else name


def capitals(name: str, language: str) -> str:
    root = language.split("-")[0]
    return name.translate(DOTTED.get(root, {})).upper().translate(WITHOUT_TONOS.get(root, {}))
