"""Europass: the XML of both generations, alone or attached to the PDF that is made with it."""

import re

from web.imports.files.attachments import attached, attachment_names, is_pdf
from web.imports.files.europass import candidate, passport
from web.imports.files.found import Found
from web.kit.jsonresume import Unreadable
from web.kit.markup import child, local, parsed_xml
from web.kit.reading import Reading

NAME = "Europass"

ROOTS = re.compile(rb"<(?:\w+:)?(?:Candidate|SkillsPassport|Europass)[\s>]")
NAMESPACE = re.compile(rb"europass", re.IGNORECASE)


def recognises(body: bytes, filename: str) -> bool:
    if is_pdf(body):
        return _attachment(body) != ""
    start = body[:8_000].replace(b"\0", b"")  # in case every letter is two bytes
    return ROOTS.search(start) is not None and NAMESPACE.search(start) is not None


def read(body: bytes) -> Reading:
    """Raises Unreadable for XML that is damaged or holds no career."""
    root = parsed_xml(attached(body, _attachment(body)) if is_pdf(body) else body, "This Europass file")
    found = Found()
    if local(root) == "Candidate":
        candidate.take(found, root)
    elif child(root, "LearnerInfo") is not None:
        passport.take(found, root)
    else:
        raise Unreadable("This is a Europass file, but no CV: please bring the CV.")
    if not found.career.get("basics") and len(found.career) < 2:
        raise Unreadable("This Europass file is empty.")
    return found.reading()


def _attachment(body: bytes) -> str:
    """The name of the XML that a Europass PDF carries; nothing for another PDF."""
    for name in attachment_names(body):
        if name.lower().endswith(".xml") and ROOTS.search(attached(body, name)[:8_000]):
            return name
    return ""
