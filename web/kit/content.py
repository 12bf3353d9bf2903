"""How much one career may say: what is read, kept and printed is held to the same measure."""

LARGEST_CONTENT = 100_000  # bytes
