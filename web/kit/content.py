"""How much one career may say: what is read, kept and printed is held to the same measure."""

LARGEST_CONTENT = 100_000  # bytes
SHORT = 300  # letters in a line: a title, a name, an address
LONG = 8_000  # letters in a paragraph
