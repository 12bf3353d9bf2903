"""What every request passes on its way in and every answer on its way out.

In: an unsafe request must come from our own pages (Fetch Metadata, with Origin as the fall-back the OWASP sheet asks
for) and, where somebody is signed in, carry the form token of that very sign-in. Out: the security headers.
"""

import hmac
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import PermissionDeniedException
from litestar.types import Message, Scope

from web.kit.house import House
from web.kit.visits import StaleForm, form_token_for, token_in

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


async def refuse_foreign_requests(request: Request[Any, Any, Any]) -> None:
    """Raises 403 for a change that another site asks for, and StaleForm for one from another sign-in's page."""
    if request.method in SAFE_METHODS:
        return
    house: House = request.app.state.house
    if not _comes_from_here(request, house):
        raise PermissionDeniedException("This did not come from a page of ours.")
    if token := token_in(request, house):
        given = request.headers.get("X-Form-Token") or str((await request.form()).get("token") or "")
        if not hmac.compare_digest(given.encode(), form_token_for(token).encode()):
            raise StaleForm(await request.form())


def _comes_from_here(request: Request[Any, Any, Any], house: House) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and not _is_ours(origin, request, house):
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _is_ours(origin: str, request: Request[Any, Any, Any], house: House) -> bool:
    if house.settings.environment == "production":
        return origin == house.settings.address
    return origin == house.settings.address or urlsplit(origin).netloc == request.headers.get("Host")


async def add_headers(message: Message, scope: Scope) -> None:
    """Security headers on every answer, errors and files included; pages of a signed-in browser are never kept."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    house: House = scope["litestar_app"].state.house
    if house.settings.is_https:
        headers.setdefault("strict-transport-security", "max-age=31536000; includeSubDomains")
    if "cache-control" not in headers:
        headers["cache-control"] = "no-store"
