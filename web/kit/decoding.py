"""Bytes to letters, for files that do not say how they were written."""

import codecs
import unicodedata

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
NO_TEXT = (b"PK\x03\x04", b"%PDF-")  # though their beginning may be letters
CONTROLS = [*map(chr, range(32)), "\x7f", "\ufeff", "\ufffe"]
LINES = {"\r\n": "\n", "\r": "\n", "\v": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"}
KEPT = LINES | {letter: "" for letter in CONTROLS if letter not in LINES and letter not in "\t\n\f"}


def decoded(body: bytes, said: str = "") -> str:
    """The text in a file: by its mark, else as it is `said` to be written, else UTF-8, else UTF-16 where every other
    byte is nothing, else Windows-1252.

    Line ends are made one kind; letters that control something, NULs among them, are taken out.
    """
    text = body.decode(_encoding_of(body, said), "replace")
    for letters, kept in KEPT.items():
        if letters[0] in text:
            text = text.replace(letters, kept)
    return unicodedata.normalize("NFC", text)


def is_text(body: bytes) -> bool:
    """Whether a file is letters, and not a picture, a program or an archive."""
    start = body[:4_000]
    if start.startswith(NO_TEXT):
        return False
    if any(start.startswith(mark) for mark, _ in MARKS) or _encoding_of(start).startswith("utf-16"):
        return True
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1a\x1b" for byte in start)
    return bool(start.strip()) and controls * 50 < len(start) and b"\0\0" not in start


def _encoding_of(body: bytes, said: str = "") -> str:
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return encoding
    if said:
        return said
    nothings = [body[start:400:2].count(0) / max(1, len(body[start:400:2])) for start in (0, 1)]
    for half, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if nothings[half] > 0.6 and nothings[1 - half] < 0.2:
            return encoding
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
