"""What the cells of an entry's heading are: the post, the employer, the school, the degree, the place.

Words tell it where they can; where they cannot, the entries of a section are all taken to be written in one order.
"""

import re
from collections.abc import Iterable
from typing import Any

from web.kit.reading import moments, roles
from web.kit.reading.dates import Stay
from web.kit.reading.groups import Cell, Group, of_text

Data = dict[str, Any]
WITHIN = re.compile(r"\s+(?:at|bei|chez|presso|@)\s+")
SCORE = re.compile(
    r"\b(?:c?gpa|grade|note|notendurchschnitt|average|promedio|moyenne|media|score|wam|cwa|percentage)\b|cum laude|"
    r"hono?urs?$|distinction|first[- ]class|\b\d(?:[.,]\d{1,2})?\s?/\s?\d{1,2}(?:[.,]0+)?\b|^\d[.,]\d{1,2}$|"
    r"^\d{2,3}(?:[.,]\d+)?\s?%$",
    re.IGNORECASE,
)
MARKED = re.compile(
    r"[,;]?\s*[(\[]?\b(?:c?gpa|note|grade|score)\s*[:：]?\s*(?P<mark>\d[\d.,/ ]*\d|\d)[)\]]?$", re.IGNORECASE
)
INTO = re.compile(
    r"\s+(?:in|en|im|w|v|vo|по|in the field of|für|majoring in|with a major in|major in)\s+|\s*[:：]\s*|"
    r",\s+(?!(?:cum|magna|summa|hons)\b)",
    re.IGNORECASE,
)
OF_SUBJECT = re.compile(
    r"(?P<type>(?:bachelor|master|doctor|associate|licence|licenciado|grado|diploma)\w*)\s+(?:of|de|en)\s+(?P<area>.+)",
    re.IGNORECASE,
)
SHORT = re.compile(
    r"(?P<type>(?:ph\.?\s?d|[bm]\.?\s?(?:sc|a|s|eng|tech|ed)|mba|bba|bachelor[’']?s?(?: degree)?|"
    r"master[’']?s?(?: degree)?|diploma|diplom|licence|licenciatura|laurea|grado|máster|doctorate|associate)"
    r"\.?(?:\s?\((?:hons|honours)\.?\))?)"
    r"\s+(?P<area>[^\d(].+)",
    re.IGNORECASE,
)


def kept(entry: Data) -> Data:
    return {key: value for key, value in entry.items() if value not in ("", [], None)}


def time_of(stays: list[Stay]) -> Data:
    if not stays:
        return {}
    best = next((stay for stay in stays if stay.start != stay.end), None)
    if best is None and len(stays) == 2 and stays[0].start <= stays[1].end:
        best = Stay(stays[0].start, stays[1].end)
    best = best or stays[0]
    return {"startDate": best.start, "endDate": best.end}


# --- sorting cells ---------------------------------------------------------------------------------------------------


def without_places(group: Group) -> tuple[list[Cell], str, list[str]]:
    """The cells that name something, the place, and addresses of the web."""
    named: list[Cell] = []
    place = ""
    links: list[str] = []
    for cell in group.cells:
        text = cell.text.strip(" ,;()")
        if found := roles.ADDRESSES.search(text):
            links.append(found[0])
            text = (text[: found.start()] + text[found.end() :]).strip(" -–|,()")
            if not text:
                continue
        is_room = named or len(group.cells) > 2 or cell.is_right
        if not place and roles.is_place(text) and is_room and not _names_a_body(cell, group):
            place = text
        elif text:
            named.append(Cell(text, cell.hand, cell.row, cell.is_right))
    return named, place, links


def _names_a_body(cell: Cell, group: Group) -> bool:
    """ "Acme, Berlin, Germany" below a post, where nothing else names an employer."""
    others = [one.text for one in group.cells if one is not cell and not roles.is_place(one.text)]
    return cell.text.count(", ") > 1 and all(map(roles.is_post, others))


def _with_place_at_end(text: str) -> tuple[str, str]:
    """ "Acme GmbH, Berlin, Germany": the words before a place, and the place."""
    parts = re.split(r",\s+", text)
    for cut in range(1, len(parts)):
        tail = ", ".join(parts[cut:])
        if roles.is_place(tail) and not roles.is_post(tail):
            return ", ".join(parts[:cut]), tail
    if (found := re.fullmatch(r"(.+?)\s*\(([^()]+)\)", text)) and roles.is_place(found[2]):
        return found[1], found[2]
    return text, ""


# --- work ------------------------------------------------------------------------------------------------------------


def works(groups: list[Group], who: str = "name") -> list[Data]:
    sorted_cells = [without_places(group) for group in groups]
    pairs = [_two(cells) for cells, _, _ in sorted_cells]
    leaning = sum(_leans(first, second) for first, second, _ in pairs if second)
    made: list[Data] = []
    before: Group | None = None
    towns_follow = _towns_follow([text for first, second, _ in pairs for text in (first, second)])
    for group, (first, second, rest), (_, place, links) in zip(groups, pairs, sorted_cells, strict=True):
        own = _leans(first, second)
        is_post_first = own > 0 if abs(own) >= 2 or not leaning else leaning > 0
        if not own and not leaning:
            is_post_first = True
        if second:
            post, body = (first, second) if is_post_first else (second, first)
        elif first and ((roles.is_body(first) and not roles.is_post(first)) or _is_under(made, group)):
            post, body = ("", first)
        else:
            post, body = first, ""
        body, town = _with_place_at_end(body)
        if not town and not place and "," in body:
            body, town = _by_body(body, towns_follow)
        post, post_town = _with_place_at_end(post)
        if post and not body and before and _is_promotion(before, group):
            body = made[-1].get(who, "")
        before = group
        spare = [text for text in rest if not place and not town]
        entry = {who: body, "position": post, "location": place or town or post_town or next(iter(spare), "")}
        made.append(kept({**entry, **time_of(group.stays), **_done(group), "url": next(iter(links), "")}))
    return _under_employers(made, who)


def _is_promotion(before: Group, group: Group) -> bool:
    """A post that is set like the one above it rather than like its employer: it is the same employer's."""
    if len(before.cells) < 2 or not group.cells:
        return False
    employer, post, *_ = (cell.hand for cell in before.cells)
    return group.cells[0].hand == post != employer


def _two(cells: list[Cell]) -> tuple[str, str, list[str]]:
    """The two main cells of a heading: of the broader sort where a line was wrapped or one cell says both."""
    texts = [cell.text for cell in cells]
    if len(texts) == 1 and (found := WITHIN.search(texts[0])):
        return texts[0][: found.start()], texts[0][found.end() :], []
    if len(texts) == 1 and (parts := re.split(r",\s+", texts[0])) and 2 <= len(parts) <= 4:
        for cut in range(1, len(parts)):
            head, tail = ", ".join(parts[:cut]), ", ".join(parts[cut:])
            is_town = roles.is_place(tail) and tail.count(", ") < 2
            if roles.is_post(head) != roles.is_post(tail) and not is_town:
                return head, tail, []
    if len(texts) > 2 and not any(map(roles.is_post, texts[:2])):
        for number, text in enumerate(texts[2:], 2):
            if roles.is_post(text):
                return texts[0], text, [*texts[1:number], *texts[number + 1 :]]
    first, second = [*texts, "", ""][:2]
    return first, second, texts[2:]


def _leans(first: str, second: str) -> int:
    """Above nought where the first is the post."""
    if not second:
        return 0
    return _post_like(first) - _post_like(second)


def _post_like(text: str) -> int:
    return 2 * roles.is_post(text) - roles.is_body(text) - roles.is_school(text)


def _towns_follow(texts: list[str]) -> bool:
    """Whether the bodies of a section are written with their towns behind them: "Polder Water, Rotterdam"."""
    listed = [text for text in texts if ", " in text]
    return sum(bool(_with_place_at_end(text)[1]) for text in listed) >= max(1, 0.3 * len(listed))


def _by_body(text: str, towns_follow: bool) -> tuple[str, str]:
    head, _, tail = text.rpartition(", ")
    is_named = towns_follow or roles.is_body(head) or roles.is_school(head)
    is_town = bool(head) and is_named and not roles.is_body(tail) and len(tail.split()) <= 3
    return (head, tail) if is_town else (text, "")


def _is_under(made: list[Data], group: Group) -> bool:
    return not group.stays and not group.has_body


def _under_employers(made: list[Data], who: str) -> list[Data]:
    """A body that stands alone above several posts is the employer of each of them."""
    found: list[Data] = []
    employer: Data | None = None
    for entry in made:
        stands_alone = (
            entry.get(who) and not entry.get("position") and "startDate" not in entry and not entry.get("highlights")
        )
        if stands_alone:
            employer = entry
            continue
        if employer and not entry.get(who):
            entry = {**{key: employer[key] for key in (who, "location") if key in employer}, **entry}
        elif entry.get(who):
            employer = None
        found.append(entry)
    return found or made


def _done(group: Group) -> Data:
    return {"summary": "\n".join(group.texts), "highlights": list(group.points)}


# --- education -------------------------------------------------------------------------------------------------------


def studies(groups: list[Group]) -> list[Data]:
    return [_study(one) for group in groups for one in _each(group)]


def _each(group: Group) -> list[Group]:
    """A list of points without a heading may be a list of schools and degrees."""
    texts = (*group.points, *group.texts)
    named = [text for text in texts if roles.is_school(text) or roles.is_degree(text)]
    return [of_text(text) for text in named] if named and not group.cells else [group]


def _study(group: Group) -> Data:
    cells, place, links = without_places(group)
    made: Data = {"institution": "", "studyType": "", "area": "", "score": ""}
    for text in _split_schools(cell.text for cell in cells):
        _take_study(made, text)
    points = [point for point in group.points if not _take_score(made, point)]
    if not made["institution"]:
        body, town = _with_place_at_end(made["area"]) if not made["studyType"] else ("", "")
        if body:
            made["institution"], made["area"], place = body, "", place or town
    made["institution"], town = _with_place_at_end(made["institution"])
    extra = {
        "location": place or town,
        "highlights": points,
        "summary": "\n".join(group.texts),
        "url": next(iter(links), ""),
    }
    return kept({**made, **time_of(group.stays), **extra})


def _split_schools(texts: Iterable[str]) -> Iterable[str]:
    """A cell that names a school and a degree is two."""
    for text in texts:
        if text[:1] >= "\u2e80" and " " in text:
            yield from text.split()
            continue
        degree, _, rest = text.partition(", ")
        if rest and not roles.is_degree(rest) and degree_and_area(degree)[1]:
            yield degree
            yield rest
            continue
        parts = re.split(r",\s+|\s+(?:at|from|an der|à l[’']|en la)\s+|\s*[(（]\s*", text)
        sorts = [(roles.is_school(part), roles.is_degree(part)) for part in parts]
        if len(parts) > 1 and any(s and not d for s, d in sorts) and any(d and not s for s, d in sorts):
            at = next(n for n, (s, d) in enumerate(sorts) if (s and not d) != (sorts[0][0] and not sorts[0][1]))
            yield ", ".join(parts[:at])
            yield ", ".join(parts[at:]).rstrip(")）")
        else:
            yield text


def _take_study(made: Data, text: str) -> None:
    is_school, is_degree = roles.is_school(text), roles.is_degree(text)
    if (marked := MARKED.search(text)) and marked.start() and (is_degree or is_school):
        made["score"] = made["score"] or marked["mark"]
        text = text[: marked.start()].strip(" ,;(")
    if SCORE.search(text) and not is_school and not (is_degree and len(text) > 25):
        made["score"] = made["score"] or _bare_score(text)
    elif (
        is_degree and not made["studyType"] and not (is_school and not made["institution"] and not _begins_degree(text))
    ):
        made["studyType"], area = degree_and_area(text)
        if roles.is_school(area) and not made["institution"]:
            made["institution"], area = area, ""
        elif area and made["area"] and not made["institution"]:
            made["institution"], made["area"] = made["area"], ""  # what stood first was the school
        made["area"] = area or made["area"]
    elif is_school and not made["institution"]:
        made["institution"] = text
    elif not made["institution"] and not made["studyType"] and not made["area"]:
        made["area"] = text  # sorted out when the rest is known
    elif not made["institution"] and made["studyType"]:
        made["institution"] = text if made["area"] or roles.is_body(text) else made["institution"]
        made["area"] = made["area"] or text
    elif not made["area"]:
        made["area"] = text


def _begins_degree(text: str) -> bool:
    return roles.is_degree(" ".join(text.split()[:2]))


def degree_and_area(text: str) -> tuple[str, str]:
    """ "Bachelor of Science in Physics", "BSc Physics", "Master of Physics": the degree and its subject."""
    text = text.strip(" ,;")
    if (found := INTO.search(text)) and roles.is_degree(text[: found.start()]):
        area = text[found.end() :]
        return text[: found.start()].strip(), re.split(r"\s+[–—-]\s+|\s*[|(]\s*(?=gpa|grade)", area, flags=re.I)[
            0
        ].strip(" ,)")
    head, _, tail = text.rpartition(", ")
    if head and roles.is_degree(tail) and not roles.is_degree(head):
        return tail, head
    if (found := OF_SUBJECT.fullmatch(text)) and found["area"].casefold() not in roles.WORDS["kind_of_degree"]:
        return found["type"], found["area"]
    if (found := SHORT.fullmatch(text)) and not re.match(r"(?:of|degree|de|en|thesis)\b", found["area"], re.I):
        return found["type"].strip(), found["area"].strip()
    return text, ""


def _take_score(made: Data, text: str) -> bool:
    """A point that is nothing but a mark."""
    found = re.match(r"(?:c?gpa|grade|note)\s*[:：]?\s*(?P<mark>[\d.,/ %]+)", text, re.I)
    if found and not made["score"]:
        made["score"] = found["mark"].strip(" .,")
    return bool(found) and len(text) < 22


def _bare_score(text: str) -> str:
    return re.sub(r"^(?:c?gpa|grade|note|score)\s*[:：]?\s*|\s*(?:gpa)$", "", text, flags=re.I).strip(" ,;()")


# --- short entries ---------------------------------------------------------------------------------------------------


def titled(groups: list[Group], title: str, body: str, when: str) -> list[Data]:
    """Certificates, awards, publications: what, from whom, when; each point is one where there are no headings."""
    made: list[Data] = []
    for group in groups:
        if not group.cells:
            made += [one for text in (*group.texts, *group.points) if (one := _of_line(text, title, body, when))]
            continue
        cells, _, links = without_places(group)
        texts = [cell.text for cell in cells] or [cell.text for cell in group.cells]
        name, who = texts[0] if texts else "", texts[1] if len(texts) > 1 else ""
        if len(texts) == 1 and (at := re.search(r",\s+(?=[^,]+$)", name)):
            name, who = name[: at.start()], name[at.end() :]
        date = group.stays[0].end if group.stays else ""
        made.append(
            kept(
                {
                    title: name,
                    body: who,
                    when: date if date != "present" else group.stays[0].start,
                    "summary": "\n".join((*group.texts, *group.points)),
                    "url": next(iter(links), ""),
                }
            )
        )
    return [entry for entry in made if entry.get(title)]


def _of_line(text: str, title: str, body: str, when: str) -> Data:
    found = moments.find_all(text)
    date = found[-1] if found else None
    if date:
        text = f"{text[: date.start]}{text[date.end :]}"
    text = re.sub(r"\(\s*\)|\[\s*\]", "", text).strip(" ,;:|·•–—-()")
    if len(text) > 130:
        return {}
    parts = re.split(r"\s+[–—|-]\s+|\s*[|•·]\s*|,\s+(?:issued by|by)\s+|\s+by\s+(?=[A-Z])", text, maxsplit=1)
    name, who = parts[0], parts[1] if len(parts) > 1 else ""
    if not who and (closed := re.fullmatch(r"(.+?)\s*\(([^()]{2,40})\)", name)):
        name, who = closed[1], closed[2]
    return kept(
        {
            title: name.strip(" ,;:"),
            body: who.strip(" ,;:"),
            when: date.stay.end if date and date.stay.end != "present" else "",
        }
    )


def projects(groups: list[Group]) -> list[Data]:
    made = []
    for group in groups:
        cells, _, links = without_places(group)
        texts = [cell.text for cell in cells]
        name = texts[0] if texts else ""
        said = "\n".join([*texts[1:], *group.texts])
        made.append(
            kept(
                {
                    "name": name,
                    "description": said,
                    "highlights": list(group.points),
                    **time_of(group.stays),
                    "url": next(iter(links), ""),
                }
            )
        )
    return [entry for entry in made if entry.get("name")]
