"""How handlers answer: a page, a part of one, or the way to another page."""

from collections.abc import Mapping
from typing import Any

from litestar import MediaType, Response
from litestar.datastructures import Cookie

from web.kit.visits import Visit

HTML = Response[str]


def page(visit: Visit, template: str, status: int = 200, **context: Any) -> HTML:
    """A whole page."""
    return _answer(visit.house.render(template, visit=visit, **context), status)


def part(visit: Visit, template: str, status: int = 200, trigger: str = "", **context: Any) -> HTML:
    """A fragment for htmx; `trigger` names an event that other parts of the page listen for."""
    headers = {"Vary": "HX-Request-Type"} | ({"HX-Trigger": trigger} if trigger else {})
    return _answer(visit.house.render(template, visit=visit, **context), status, headers)


def go_to(visit: Visit, address: str, cookies: list[Cookie] | None = None) -> HTML:
    """On to another page of ours, with or without JavaScript."""
    if visit.wants_part:
        return Response("", status_code=200, headers={"HX-Redirect": address}, cookies=cookies)
    return Response("", status_code=303, headers={"Location": address}, cookies=cookies)


def _answer(body: str, status: int, headers: Mapping[str, str] | None = None) -> HTML:
    return Response(body, status_code=status, media_type=MediaType.HTML, headers=dict(headers or {}))
