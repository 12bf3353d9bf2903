"""Smaller PDFs for the same page and the same structure: what WeasyPrint writes and no reader needs goes.

`finish` is a WeasyPrint finisher: it changes the objects of a PDF in place just before they are written.
"""

import re
import struct
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.pdf.stream import Stream as Drawing

FONT_TABLES = (b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep")
HOLDS_TEXT = {f"/{name}" for name in ("P", "H1", "H2", "H3", "LBody", "Lbl", "Span", "NonStruct", "Link")}
WRAPPERS = ("/Span", "/NonStruct")
# In what draws a page: more digits than anyone sees (a thousandth of a pixel), and moves by nothing between letters.
NEEDLESS = re.compile(rb"(?<=\.\d\d\d)\d+|(?<=>)0(?:\.0)?(?=<)")


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Slimmer pages, fonts and tags, and the attachment marked as the source of the document."""
    attached = []
    things: list[Any] = pdf.objects
    for thing in things:
        if isinstance(thing, pydyf.Stream) and "Length1" in thing.extra:
            thing.stream = [slim(thing.stream[0])]
            thing.extra["Length1"] = len(thing.stream[0])
        if isinstance(thing, Drawing):
            thing.stream = [NEEDLESS.sub(b"", said) if isinstance(said, bytes) else said for said in thing.stream]
        if _is_a(thing, "/Filespec"):
            thing["AFRelationship"] = "/Source"
            attached.append(thing.reference)
    lean(pdf)
    for thing in pdf.objects:
        if isinstance(thing, dict):
            _drop_what_is_said_elsewhere(thing)
    if attached:
        pdf.catalog["AF"] = pydyf.Array(attached)


def _drop_what_is_said_elsewhere(thing: dict[str, Any]) -> None:
    if thing.get("Type") == "/Page":  # both boxes say what MediaBox says
        thing.pop("TrimBox", None)
        thing.pop("BleedBox", None)
    if "lab-d50" in thing:  # the sheets use no lab() colours
        thing.clear()
    if thing.get("Type") == "/FontDescriptor":
        thing.pop("FontFamily", None)
        thing.pop("StemH", None)


def slim(font: bytes) -> bytes:
    """A TrueType font without the tables that PDF does not use (names, cmap, OS/2, …): 0.6 kB a face."""
    if font[:4] != b"\0\1\0\0":
        return font
    count = struct.unpack_from(">H", font, 4)[0]
    listed = [struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(count)]
    kept = [(tag, check, font[at : at + size]) for tag, check, at, size in sorted(listed) if tag in FONT_TABLES]
    power = len(kept).bit_length() - 1
    head = struct.pack(">LHHHH", 0x10000, len(kept), 16 << power, power, 16 * len(kept) - (16 << power))
    start, body = 12 + 16 * len(kept), b""
    for tag, check, data in kept:
        head += struct.pack(">4sLLL", tag, check, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return head + body


def lean(pdf: pydyf.PDF) -> None:
    """Fewer structure elements for the same structure.

    WeasyPrint wraps each line of text in a Span of its own; text hangs as well on the paragraph, heading or list item
    itself. Three quarters of the tags' bytes go.
    """
    elements: dict[bytes, Any] = {thing.reference: thing for thing in pdf.objects if _is_a(thing, "/StructElem")}
    moved: dict[bytes, bytes] = {}
    for reference, element in reversed(list(elements.items())):  # children come after their parents
        _take_up_wrappers(reference, element, elements, moved)
        if element["S"] == "/LI":
            _give_item_a_body(element, elements, moved)
    _point_to_new_homes(pdf, moved)
    for element in elements.values():
        _drop_needless_keys(element)


def _is_a(thing: Any, kind: str) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == kind


def _take_up_wrappers(reference: bytes, element: Any, elements: dict[bytes, Any], moved: dict[bytes, bytes]) -> None:
    for index in range(len(element["K"]) - 1, -1, -1):
        kid = elements.get(element["K"][index])
        if kid is None or element["S"] not in HOLDS_TEXT or kid["Pg"] != element["Pg"] or not _only_wraps_text(kid):
            continue
        moved[element["K"][index]] = reference
        element["K"][index : index + 1] = kid["K"]
        _free(kid)


def _only_wraps_text(element: Any) -> bool:
    return element["S"] in WRAPPERS and bool(element["K"]) and all(isinstance(kid, int) for kid in element["K"])


def _give_item_a_body(item: Any, elements: dict[bytes, Any], moved: dict[bytes, bytes]) -> None:
    """A bullet inside leaves the text of its item without an LBody."""
    kids: list[Any] = [elements.get(kid) for kid in item["K"]]
    if len(kids) < 2 or not kids[0] or kids[0]["S"] != "/Lbl":
        return
    home, body = item["K"][1], kids[1]
    body["S"] = "/LBody"
    for kid, reference in zip(kids[2:], item["K"][2:], strict=True):
        if _only_wraps_text(kid):
            moved[reference] = home
            body["K"].extend(kid["K"])
            _free(kid)
        else:
            kid["P"] = home
            body["K"].append(reference)
    del item["K"][2:]


def _free(element: Any) -> None:
    element.clear()
    element.number, element.generation, element.free = 0, 1, "f"


def _point_to_new_homes(pdf: pydyf.PDF, moved: dict[bytes, bytes]) -> None:
    def home(reference: bytes) -> bytes:
        while reference in moved:
            reference = moved[reference]
        return reference

    objects: list[Any] = pdf.objects
    root = next(thing for thing in objects if _is_a(thing, "/StructTreeRoot"))
    nums = objects[int(root["ParentTree"].split()[0])]["Nums"]
    for index in range(1, len(nums), 2):
        found = nums[index]
        nums[index] = pydyf.Array(map(home, found)) if isinstance(found, list) else home(found)


def _drop_needless_keys(element: Any) -> None:
    if not element:
        return
    element.pop("Type", None)
    if not any(isinstance(kid, int) for kid in element["K"]):
        element.pop("Pg", None)
    if len(element["K"]) == 1:
        element["K"] = element["K"][0]
