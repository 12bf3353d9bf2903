"""Running text that hides a list: "• Led a team. • Shipped it." is two points."""

import re

from web.kit.markup import Element, local, parsed_html

BLOCKS = frozenset({"p", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section"})
MARK = r"[•▪◦●‣∙■□➢➤✓]"
INLINE = re.compile(rf"\s*{MARK}\s+")
OPENS = re.compile(rf"\s*(?:{MARK}\s*|[-–—*·]\s+)(?=\S)")


def parted(text: str) -> tuple[str, list[str]]:
    """The paragraphs that are no points, a line each, and the points without their marks."""
    prose: list[str] = []
    points: list[str] = []
    is_inside = False
    for line in text.split("\n"):
        if not line.strip():
            is_inside = False
        elif OPENS.match(line):
            points += [_plain(one) for one in INLINE.split(OPENS.sub("", line, count=1)) if one.strip()]
            is_inside = True
        elif INLINE.search(f" {line}"):
            first, *rest = INLINE.split(line)
            prose += [_plain(first)] if first.strip() else []
            points += [_plain(one) for one in rest if one.strip()]
            is_inside = True
        elif is_inside and line[0].isspace():
            points[-1] = f"{points[-1]} {_plain(line)}"
        else:
            prose.append(_plain(line))
            is_inside = False
    return "\n".join(prose), points


def _plain(text: str) -> str:
    return " ".join(text.split())


def parted_html(text: str) -> tuple[str, list[str]]:
    """The same for text that may hold tags, as a form with an editor leaves it: what stands in `li` is a point."""
    root = parsed_html(text) if re.search(r"<\w+[^>]*>|&\w+;", text) else None
    if root is None:
        return parted(text)
    prose, points = _lines_of(root)
    said, more = parted("\n".join(prose))
    return said, points + more


def _lines_of(element: Element) -> tuple[list[str], list[str]]:
    prose, points, held = [], [], element.text or ""
    for inner in element:
        if local(inner) in BLOCKS:
            prose.append(held)
            held = ""
            if local(inner) == "li":
                points.append(_plain("".join(map(str, inner.itertext()))))
            else:
                theirs, more = _lines_of(inner)
                prose, points = prose + theirs, points + more
        else:
            held += "\n" if local(inner) == "br" else "".join(map(str, inner.itertext()))
        held += inner.tail or ""
    prose.append(held)
    return [line for line in map(_kept_lines, prose) if line], [point for point in points if point]


def _kept_lines(text: str) -> str:
    return "\n".join(_plain(line) for line in text.split("\n") if line.strip())
