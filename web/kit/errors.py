"""What a person sees when something is wrong: plain words, the right status, and a way on."""

from typing import Any
from urllib.parse import quote, urlsplit

import structlog
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from web.kit.files import Unstored
from web.kit.house import House
from web.kit.limits import TooOften
from web.kit.log import what_broke
from web.kit.visits import NotFound, NotProven, NotSignedIn, StaleForm, TooMuch, form_token_for, safe_path, token_in

log = structlog.get_logger()
HOLDS_WORDS = "was"  # forms in which somebody writes carry the marks of what was there
UNSAID = {HOLDS_WORDS, "seen", "go", "keep"}  # fields that are not anybody's words
WORDS = {
    400: ("That could not be read", "The address or the form is not one that Métier understands."),
    401: ("You are no longer signed in", "Copy what you typed since the last save, then begin again."),
    403: ("Not from here", "This did not come from a page of ours, or the page is from an earlier visit."),
    404: ("There is nothing here", "The address may be mistyped, or what stood here is gone."),
    405: ("That could not be read", "The address or the form is not one that Métier understands."),
    413: ("That is too much", "What was sent is larger than Métier takes."),
    429: ("One moment", "That was asked for very often in a short time."),
    500: ("Something broke on our side", "Nothing that was saved is lost. Please try once more."),
    503: ("Métier is catching its breath", "Nothing that was saved is lost. Please try again in a minute."),
}


def answer(
    request: Request[Any, Any, Any], status: int, words: str = "", headers: dict[str, str] | None = None
) -> Response[str]:
    house: House = request.app.state.house
    title, plain = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    context = {"status": status, "title": title, "words": words or plain}
    if _is_part(request):
        body = house.render("errors/_notice.html", **context)
        headers = {"HX-Retarget": "#notice", "HX-Reswap": "outerHTML"} | (headers or {})
    else:
        body = house.render("errors/error.html", **context)
    return Response(body, status_code=status, media_type=MediaType.HTML, headers=headers)


def _is_part(request: Request[Any, Any, Any]) -> bool:
    return request.headers.get("HX-Request-Type") == "partial"


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
    said = error.detail if error.status_code == 403 else ""
    return answer(request, error.status_code, said)


def on_not_found(request: Request[Any, Any, Any], error: NotFound) -> Response[str]:
    return answer(request, 404)


def on_too_much(request: Request[Any, Any, Any], error: TooMuch) -> Response[str]:
    return answer(request, 413, str(error))


def on_not_signed_in(request: Request[Any, Any, Any], error: NotSignedIn) -> Response[str]:
    """A page needs somebody: on to where one signs in or begins. Words that are being typed stay where they are."""
    if request.method == "POST" and _is_part(request):
        return answer(request, 401)
    if HOLDS_WORDS in error.posted:
        return keep_words(request, error, 401)
    return elsewhere(request, "/sign-in")


def on_stale_form(request: Request[Any, Any, Any], error: StaleForm) -> Response[str]:
    """Nothing is done that one did not ask for in this sign-in; what was written can be sent once more."""
    if HOLDS_WORDS in error.posted and not _is_part(request):
        return keep_words(request, error, 403)
    return answer(request, 403, "This page is from an earlier visit. Load it again and repeat what you did.")


def keep_words(request: Request[Any, Any, Any], error: NotSignedIn, status: int) -> Response[str]:
    """A page that holds on to what was written until its writer is signed in, and sends it then."""
    house: House = request.app.state.house
    token = token_in(request, house) if status == 403 else None
    fields = [pair for pair in error.posted.multi_items() if pair[0] != "token" and isinstance(pair[1], str)]
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    body = house.render(
        "errors/kept.html", address=address, fields=fields, form_token=form_token_for(token) if token else "",
        words=[value for name, value in fields if name not in UNSAID and value.strip()],
    )  # fmt: skip
    return Response(body, status_code=status, media_type=MediaType.HTML)


def on_not_proven(request: Request[Any, Any, Any], error: NotProven) -> Response[str]:
    """Something sensitive: on to where the person shows once more who they are, and back from there."""
    return elsewhere(request, "/account/prove")


def elsewhere(request: Request[Any, Any, Any], address: str) -> Response[str]:
    """On to another page, which leads back to the one that was wanted, or to the one whose button was pressed."""
    is_part = _is_part(request)
    shown = request.headers.get("HX-Current-URL" if is_part else "Referer", "")
    wanted = urlsplit(shown)._replace(scheme="", netloc="", fragment="").geturl() if shown else ""
    if request.method == "GET" and not is_part:
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if safe_path(wanted) not in ("", "/"):
        address += f"?next={quote(wanted, safe='/')}"
    if is_part:
        return Response("", status_code=200, headers={"HX-Redirect": address})
    return Response("", status_code=303, headers={"Location": address})


def on_too_often(request: Request[Any, Any, Any], error: TooOften) -> Response[str]:
    minutes = max(1, round(error.seconds / 60))
    when = "a minute" if minutes == 1 else f"{minutes} minutes"
    words = f"That was asked for very often in a short time. Please come back in {when}."
    return answer(request, 429, words, {"Retry-After": str(error.seconds)})


def on_unavailable(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    log.error("unavailable", kind=type(error).__name__)
    return answer(request, 503, headers={"Retry-After": "5"})


def on_fault(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """A fault of ours. The log says where, never what a person wrote."""
    log.error("fault", **what_broke(error))
    return answer(request, 500)


handlers: Any = {
    HTTPException: on_http,
    NotFound: on_not_found,
    TooMuch: on_too_much,
    NotSignedIn: on_not_signed_in,
    StaleForm: on_stale_form,
    NotProven: on_not_proven,
    TooOften: on_too_often,
    OperationalError: on_unavailable,
    PoolTimeout: on_unavailable,
    Unstored: on_unavailable,
    Exception: on_fault,
}
