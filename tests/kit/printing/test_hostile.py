"""What a person writes is text: it fetches nothing, runs nothing, links to nothing but the web, mail and telephone."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from weasyprint.urls import FatalURLFetchingError

from tests.kit.printing.people import one_of_ours
from tests.kit.printing.readers import Read
from web.kit.printing import Order, designs
from web.kit.printing.text import href
from web.kit.printing.typeset import FETCHER, typeset

CANARY = "canary-7f3a"


class Listener:
    """A door on this machine that counts who knocks."""

    def __init__(self) -> None:
        self.hits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.hits += 1
            visitor.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with closing(Listener()) as listener:
        yield listener


def payloads(port: int, file: str) -> list[str]:
    web = f"http://127.0.0.1:{port}/x"
    return [
        f'<link rel=attachment href="{web}">', f'<link rel=stylesheet href="{web}.css">', f'<img src="{web}.png">',
        f'<object data="{web}"></object>', f'<embed src="{web}">', f'<iframe src="{web}"></iframe>',
        f'<svg><image href="{web}"/><use href="{web}#a"/></svg>', f"<style>@import url({web});</style>",
        f"<style>@font-face{{font-family:x;src:url({web})}} body{{font-family:x}}</style>",
        f'<p style="background:url({web})">', f'<base href="{web}">',
        f'<meta http-equiv=refresh content="0;url={web}">',
        f'<link rel=attachment href="{file}">', f'<img src="{file}">', f'<a href="{file}" rel=attachment>',
        "ftp://127.0.0.1/x",
        "<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"" + web + "\"/></svg>'>",
        "<style>body{display:none}</style>", "</title><script>alert(1)</script>", "{{ 7*7 }}",
        "{% include '/etc/passwd' %}",
    ]  # fmt: skip


@pytest.mark.parametrize("design", designs())
def test_nothing_written_in_any_field_fetches_or_renders(
    design: str, listener: Listener, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("secret") / "passwd"
    secret.write_text(CANARY)
    for number, payload in enumerate(payloads(listener.port, secret.as_uri())):
        resume = _poisoned(json.loads(json.dumps(one_of_ours("everything").resume)), payload)
        if number % len(designs()) != list(designs()).index(design):
            continue  # each design takes its share; every payload is tried in every field
        read = Read(typeset(Order(resume, design))[0])
        shown = re.sub(r"\s", "", "".join(read.texts["pdftotext"]))
        assert re.sub(r"\s", "", payload) in shown, payload
        assert list(read.attachments) == ["resume.json"]
        body = read.plain.replace(read.attachments["resume.json"], b"")
        assert CANARY.encode() not in body
        assert not re.search(rb"/(JavaScript|Launch|OpenAction|SubmitForm|GoToR)\b", body)
    assert listener.hits == 0


def _poisoned(value: object, payload: str) -> object:
    if isinstance(value, dict):
        return {key: inner if key == "of" else _poisoned(inner, payload) for key, inner in value.items()}
    if isinstance(value, list):
        return [_poisoned(inner, payload) for inner in value]
    return payload if isinstance(value, str) else value


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
        "\x01javascript:x",
        "data:text/html,<script>x</script>", "file:///etc/passwd", "vbscript:x", "ftp://x/y", "about:blank", "//evil",
        "",
        "http://a b", 'https://x" onclick="y', "#page=2", "/etc/passwd", "word",
    ],
)  # fmt: skip
def test_other_addresses_are_text_and_never_a_link(url: str) -> None:
    assert href(url) == ""
    resume = {"basics": {"name": "N", "url": url, "profiles": [{"network": "Net", "username": "me", "url": url}]},
              "work": [{"position": "P", "url": url}]}  # fmt: skip
    assert b"/URI" not in Read(typeset(Order(resume, "classic"))[0]).plain


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"), ("example.com", "https://example.com"),
        ("HTTP://example.com", "HTTP://example.com"), ("mailto:a@example.com", "mailto:a@example.com"),
        ("tel:+4912345", "tel:+4912345"), ("localhost.example:8000/x", "https://localhost.example:8000/x"),
    ],
)  # fmt: skip
def test_the_web_mail_and_telephone_are_links(url: str, link: str) -> None:
    assert href(url) == link


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "file:///etc/passwd", "font:../../pyproject.toml", "font:/etc/passwd", "data:,x"]
)
def test_the_fetcher_gives_out_fonts_only(url: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        FETCHER.fetch(url)


@pytest.mark.parametrize("accent", ["red;} body{display:none", "url(http://127.0.0.1/)", "#12345", 7, None])
def test_a_control_takes_only_what_it_offers(accent: object) -> None:
    plain = typeset(Order(one_of_ours("short").resume, "classic"))[0]
    assert (
        typeset(Order(one_of_ours("short").resume, "classic", controls={"accent": accent, "unknown": "x"}))[0] == plain
    )
