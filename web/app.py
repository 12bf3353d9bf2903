"""The front door: plugs the rooms together and nothing else."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide

import web.imports.listeners
import web.notifications.listeners
import web.profile.listeners
import web.resumes.listeners  # noqa: F401  these hear what happens in the rooms below them
from web.accounts import pages as account_pages
from web.applications import pages as application_pages
from web.db import Database
from web.imports import pages as import_pages
from web.kit import errors
from web.kit.assets import Assets
from web.kit.doors import add_headers, refuse_foreign_requests
from web.kit.files import Files
from web.kit.house import House
from web.kit.keys import take_keys
from web.kit.log import configure_logging, log_requests
from web.kit.printing import Press
from web.kit.templates import template_environment
from web.kit.visits import Visit
from web.notifications import pages as notice_pages
from web.operations import admin, health
from web.profile import pages as profile_pages
from web.resumes import pages as resume_pages
from web.resumes import start
from web.settings import ROOT, Settings

LARGEST_FORM = 1_000_000  # bytes of a posted form; routes that take files say more
A_TURN = 0.0005  # seconds a thread may hold up the others; with Python's own 0.005, who types waits for who gathers


def create_app(settings: Settings) -> Litestar:
    """The whole app for these settings; nothing is opened before the server starts it."""
    configure_logging(settings.log_level)
    assets = Assets(ROOT / "static")
    house = House(
        settings=settings,
        database=Database(settings),
        files=Files(settings.files_place),
        press=Press(children=settings.presses),
        templates=template_environment(assets.address),
    )
    return Litestar(
        route_handlers=[
            *assets.routes, *start.routes, *account_pages.routes, *profile_pages.routes, *resume_pages.routes,
            *import_pages.routes, *application_pages.routes, *notice_pages.routes, *admin.routes, *health.routes,
        ],
        dependencies={"visit": Provide(visit)},
        before_request=refuse_foreign_requests,
        before_send=[add_headers],
        exception_handlers=errors.handlers,
        middleware=[log_requests],
        lifespan=[keep_house],
        state=State({"house": house}),
        request_max_body_size=LARGEST_FORM,
        openapi_config=None,
        debug=False,
        logging_config=None,
    )  # fmt: skip


def serve() -> Litestar:
    """What the server starts."""
    return create_app(Settings.read())


@asynccontextmanager
async def keep_house(app: Litestar) -> AsyncIterator[None]:
    house: House = app.state.house
    house.database.check_role()
    take_keys(house.settings, house.database)
    sys.setswitchinterval(A_TURN)
    async with house.press:
        yield
    house.database.engine.dispose()


async def visit(request: Request[Any, Any, Any]) -> Visit:
    """The request as handlers know it, its form read."""
    made = Visit(house=request.app.state.house, request=request)
    if request.method == "POST":
        made.posted = await request.form()
    return made
