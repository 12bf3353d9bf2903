"""The board beside the same page in Django and gunicorn, one worker each, on the same rows of the same database.

Django is as its own guide puts it into production: no DEBUG, templates loaded once, connections that stay, sessions in
the database, the usual middleware. Its page is written as one writes it there: models, `select_related`,
`prefetch_related`, templates of its own; only the rules of what a line says are ours. It reads past the wall that our
page reads behind. Only `make bench` installs Django."""

import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.engine import make_url

from tests.bench.serving import Client, Guest, Row, _free_port, served
from tests.bench.tracker import ON_BOARD, follow_many, in_name_of
from web.applications.board import counted, lanes_of, tally
from web.applications.pages.board import lines_in
from web.applications.stages import STAGES, stages_from
from web.kit.clock import now

ROUNDS, REQUESTS = 9, 20
ADDRESS = "METIER_BENCH_DATABASE"
SAME_SIZE = 0.05  # of the page's bytes that the two may differ by


def rows() -> Iterator[Row]:
    with served() as ours:
        Guest(ours)
        follow_many(ours, ON_BOARD)
        with in_name_of(ours) as (_, person_id):
            pass
        with django_served(ours, person_id) as theirs:
            check_same(ours, theirs)
            yield "board with 200 cards, of the same page in Django", ratio(ours, theirs), 4, "≥"


def ratio(ours: Client, theirs: Client) -> float:
    return statistics.median(seconds(theirs) / seconds(ours) for _ in range(ROUNDS))


def seconds(client: Client) -> float:
    client.connection.close()  # the server lets go of one that was idle
    began = time.perf_counter()
    for _ in range(REQUESTS):
        status, _, _ = client.get("/applications")
        assert status == 200, status
    return time.perf_counter() - began


def check_same(ours: Client, theirs: Client) -> None:
    pages = [client.get("/applications")[1] for client in (ours, theirs)]
    assert [page.count(b"data-card=") for page in pages] == [ON_BOARD, ON_BOARD], pages[1][:2000]
    sizes = [len(page) for page in pages]
    assert abs(sizes[0] - sizes[1]) < SAME_SIZE * sizes[0], sizes


# --- Django ----------------------------------------------------------------------------------------------------------


@contextmanager
def django_served(ours: Client, person_id: UUID) -> Iterator[Client]:
    os.environ[ADDRESS] = ours.settings.database_owner_url
    session = sign_in(person_id)
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}", "--log-level", "error",
               "tests.bench.django_board:application()"]  # fmt: skip
    server = subprocess.Popen(command)
    try:
        client = Client(port, ours.settings)
        client.cookie = f"sessionid={session}"
        yield client
    finally:
        server.terminate()
        server.wait()


def sign_in(person_id: UUID) -> str:
    """Somebody who sees these rows, and a session of theirs."""
    configure()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    user = User.objects.create(username=str(person_id))
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    connections.close_all()
    return str(session.session_key)


def application() -> Any:
    configure()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


@lru_cache
def configure() -> None:
    import django
    from django.conf import settings

    url = make_url(os.environ[ADDRESS])
    where = {"HOST": url.host or url.query.get("host", ""), "PORT": str(url.port or url.query.get("port", ""))}
    templates = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).with_name("django_templates")],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
    settings.configure(
        SECRET_KEY="only for the bench", ALLOWED_HOSTS=["127.0.0.1"], STATIC_URL="/static/",
        DATABASES={"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": url.database, "USER": url.username,
            "PASSWORD": url.password, "CONN_MAX_AGE": None, **where,
        }},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "django.contrib.staticfiles",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[templates], USE_TZ=True,
    )  # fmt: skip
    django.setup()
    settings.ROOT_URLCONF = patterns()


def patterns() -> tuple[Any, ...]:
    """The page and its models, which there can be only now."""
    from django.contrib.auth.decorators import login_required
    from django.db import models
    from django.http import HttpRequest, HttpResponse
    from django.shortcuts import render
    from django.urls import path

    class Job(models.Model):
        id = models.UUIDField(primary_key=True)
        title = models.TextField()
        company = models.TextField()
        place = models.TextField()
        closes_on = models.DateField(null=True)

        class Meta:
            app_label, db_table, managed = "tracker", "jobs", False

    class Board(models.Model):
        id = models.UUIDField(primary_key=True)
        owner_id = models.UUIDField()
        zone = models.TextField()
        stages = models.JSONField()

        class Meta:
            app_label, db_table, managed = "tracker", "boards", False

    class Application(models.Model):
        id = models.UUIDField(primary_key=True)
        owner_id = models.UUIDField()
        job = models.ForeignKey(Job, models.DO_NOTHING)
        stage = models.TextField()
        stage_since = models.DateTimeField()
        touched_at = models.DateTimeField()
        place = models.FloatField()
        archived_at = models.DateTimeField(null=True)
        removed_at = models.DateTimeField(null=True)

        class Meta:
            app_label, db_table, managed = "tracker", "applications", False

        # What is next, as the rule for a card's line asks for it.
        @property
        def coming(self) -> Any:
            return self.ahead[0] if self.ahead else None

        at = property(lambda self: self.coming and self.coming.at)
        kind = property(lambda self: self.coming and self.coming.kind)
        zone = property(lambda self: self.coming and self.coming.zone)
        next = property(lambda self: self.coming and self.coming.title)
        next_place = property(lambda self: self.coming and self.coming.place)
        closes_on = property(lambda self: self.job.closes_on)

    class Moment(models.Model):
        id = models.UUIDField(primary_key=True)
        application = models.ForeignKey(Application, models.DO_NOTHING, related_name="moments")
        kind = models.TextField()
        at = models.DateTimeField()
        zone = models.TextField()
        title = models.TextField()
        place = models.TextField()
        done_at = models.DateTimeField(null=True)

        class Meta:
            app_label, db_table, managed = "tracker", "moments", False

    @login_required
    def board(request: HttpRequest) -> HttpResponse:
        owner_id = UUID(request.user.username)
        arranged = Board.objects.filter(owner_id=owner_id).first()
        stages = stages_from(arranged.stages) if arranged else STAGES
        ahead = Moment.objects.filter(done_at=None, kind__in=("step", "interview")).order_by("at")
        mine = Application.objects.filter(owner_id=owner_id, archived_at=None, removed_at=None)
        cards = list(
            mine.select_related("job")
            .prefetch_related(models.Prefetch("moments", ahead.only("application", "kind", "at", "zone", "title", "place"), "ahead"))
            .order_by("place", "id")
        )  # fmt: skip
        line = lines_in(stages, arranged.zone if arranged else "UTC", now())
        ends = {stage.slug for stage in stages if stage.is_end}
        for card in cards:
            card.line, card.presses = line(card)
            card.is_past = card.stage in ends
        many = counted(stages, Counter(card.stage for card in cards))
        lanes, closed = lanes_of(stages, cards, many)
        first = min((card for card in cards if card.at and not card.is_past), key=lambda card: card.at, default=None)
        return render(request, "board.html", {
            "cards": cards, "lanes": lanes, "closed": closed, "stages": stages, "ends": " ".join(sorted(ends)),
            "tally": tally(stages, many), "first": first, "rooms": ROOMS, "ways": WAYS,
        })  # fmt: skip

    def healthz(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    return path("applications", board), path("healthz", healthz)


ROOMS = (("/profile/steps", "Profile"), ("/resumes", "Résumés"), ("/applications", "Applications"))
WAYS = (
    ("/applications/today", "Today"), ("/applications/list", "List"), ("/applications/calendar", "Calendar"),
    ("/applications/figures", "What works"), ("/applications/search", "Search"),
    ("/applications/bring", "Bring in, take out"), ("/applications/stages", "Stages"), ("/applications/bin", "Bin"),
)  # fmt: skip
