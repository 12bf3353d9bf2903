"""A PDF that Métier printed: the résumé it was made from is attached to it as `resume.json`."""

from web.imports.files.attachments import attached, attachment_names, is_pdf
from web.imports.files.found import certain
from web.kit.jsonresume import parse
from web.kit.reading import Reading

NAME = "PDF made by Métier"
ATTACHMENT = "resume.json"


def recognises(body: bytes, filename: str) -> bool:
    return is_pdf(body) and ATTACHMENT in attachment_names(body)


def read(body: bytes) -> Reading:
    """The attached résumé; raises Unreadable for one that is spoilt."""
    return certain(parse(attached(body, ATTACHMENT)), ATTACHMENT)
