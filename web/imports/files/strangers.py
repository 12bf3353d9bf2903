"""What to say of a file that no format takes: what it is, as far as its first bytes tell, and what to do instead."""

INSTEAD = "Please save it as PDF or Word (DOCX) and bring that."
PICTURE = "This is a picture. Please bring the document it was made from, or a PDF with text in it."
ARCHIVE = "This is an archive. Please take your résumé out of it and bring it alone."
PROGRAM = "This is a program, not a résumé."
OFFICE = f"This is an older Word document, or one that is locked with a password. {INSTEAD}"
ZIP = (
    "This is an archive, but no export of LinkedIn and no document that is read here. If your résumé lies inside, "
    "please take it out and bring it alone."
)
UNKNOWN = f"What kind of file this is could not be told. {INSTEAD}"
STARTS = (
    (b"\x89PNG", PICTURE), (b"\xff\xd8\xff", PICTURE), (b"GIF8", PICTURE), (b"II*\0", PICTURE), (b"MM\0*", PICTURE),
    (b"8BPS", PICTURE), (b"\xd0\xcf\x11\xe0", OFFICE), (b"Rar!", ARCHIVE), (b"7z\xbc\xaf", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE), (b"\x7fELF", PROGRAM), (b"%!PS", f"This is PostScript. {INSTEAD}"),
)  # fmt: skip
SHORT_STARTS = ((b"BM", PICTURE), (b"MZ", PROGRAM))  # which a text may begin with as well


def is_stranger(body: bytes) -> bool:
    """Whether its first bytes say outright that it is nothing that is read here."""
    return words_for(body) not in (ZIP, UNKNOWN)


def words_for(body: bytes) -> str:
    """A sentence on what it is, and one on what to do."""
    if body[4:8] == b"ftyp" or (body.startswith(b"RIFF") and body[8:12] == b"WEBP"):
        return PICTURE
    known = STARTS + (SHORT_STARTS if b"\0" in body[:100] else ())
    words = next((words for start, words in known if body.startswith(start)), "")
    return words or (ZIP if body.startswith(b"PK") else UNKNOWN)
