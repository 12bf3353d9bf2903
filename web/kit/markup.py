"""XML and HTML that others wrote: nothing is fetched, no entity is followed, and depth has an end."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree, html
from lxml.etree import _Element

from web.kit.jsonresume import Unreadable

Element: TypeAlias = _Element

ENTITIES = "{} defines entities, which no résumé needs and which can do harm. It was not read."


def parsed_xml(body: bytes, what: str = "This XML file") -> Element:
    """The root of an XML document; raises Unreadable for what is none, and for one with entities of its own."""
    if b"<!ENTITY" in body:
        raise Unreadable(ENTITIES.format(what))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable(f"{what} is cut short or damaged. Please save it once more where it was made.") from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.entities()), None) is not None:
        raise Unreadable(ENTITIES.format(what))
    return root


def parsed_html(text: str) -> Element | None:
    """The body of a page or the top of a fragment; None where there is nothing in it."""
    root = parsed_page(text)
    found = root.find("body") if root is not None else None
    return found if found is not None else root


def parsed_page(text: str) -> Element | None:
    """All of a page, with its head; None where there is nothing in it."""
    if says := re.match(r"\s*<\?xml[^>]*>", text):  # what it says of its encoding is no longer so
        text = text[says.end() :]
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True
    )
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def local(element: Element) -> str:
    """An element's name without its namespace; nothing for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element | None, *path: str) -> Iterator[Element]:
    """Every element down a path of names, whatever their namespace."""
    if element is None:
        return
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from children(child, *path[1:])


def child(element: Element | None, *path: str) -> Element | None:
    return next(children(element, *path), None)


def said(element: Element | None, *path: str) -> str:
    """The words of the first element down a path, white space made plain."""
    found = child(element, *path)
    return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""


def written(element: Element | None, *path: str) -> str:
    """The same with its line ends as they are."""
    found = child(element, *path)
    return "".join(map(str, found.itertext())).strip() if found is not None else ""


def looks_like_html(text: str) -> bool:
    return (
        re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", text, re.I | re.S)
        is not None
    )
