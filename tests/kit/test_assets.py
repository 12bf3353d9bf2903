"""Our files for the browser: served under their hash for good, small, and as their authors published them."""

import hashlib
import re
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.world import Somebody
from web.kit.assets import FOR_GOOD, Assets, bundles_in, join_sheets
from web.kit.visits import NotFound
from web.settings import ROOT

VENDORED = re.findall(r"^\| `([^`]+)` .* `([0-9a-f]{64})` \|$", (ROOT / "static/vendor/README.md").read_text(), re.M)
NOT_OURS = {"designs", "letters", "taken.html"}  # what is printed, sent or taken along
OUR_PAGES = [path for path in ROOT.glob("templates/**/*.html") if not NOT_OURS & set(path.parts)]
FIRST_VISIT, JAVASCRIPT = 150_000, 30_000  # bytes as they travel, headers aside


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets(ROOT / "static")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "css/_global.css": '@layer base, parts;\n/* the face */\n@font-face { src: url("../fonts/a/a.woff2"); }\n',
        "css/button.css": "@layer parts {\n  .button { color: red; }\n}\n",
        "js/a.js": "{ const a = 1; }",
        "js/b.js": "{ const a = 2; }",
        "fonts/a/a.woff2": "a face",
        "fonts/sheets/b.woff2": "a face of the printed sheets",
        "vendor/README.md": "not for browsers",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_an_address_names_the_content(folder: Path) -> None:
    before = Assets(folder).address("js/site.js")
    assert re.fullmatch(r"/static/js/site\.[0-9a-f]{12}\.js", before)
    assert Assets(folder).address("js/site.js") == before
    (folder / "js/b.js").write_text("{ const a = 3; }")
    assert Assets(folder).address("js/site.js") != before


def test_a_changed_font_changes_the_sheet_that_names_it(folder: Path) -> None:
    before = Assets(folder).address("css/site.css")
    (folder / "fonts/a/a.woff2").write_text("another face")
    assert Assets(folder).address("css/site.css") != before


def test_the_sheet_begins_with_the_layers_and_names_served_addresses(folder: Path) -> None:
    assets = Assets(folder)
    css = assets.answer(assets.address("css/site.css").removeprefix("/static/"), "").content.decode()
    assert css.startswith("@layer base, parts;") and ".button" in css and "/*" not in css
    assert f'url("{assets.address("fonts/a/a.woff2")}")' in css


def test_only_what_pages_name_is_served(folder: Path) -> None:
    assets = Assets(folder)
    for name in ("vendor/README.md", "fonts/sheets/b.woff2", "css/button.css", "nothing.css"):
        with pytest.raises(KeyError):
            assets.address(name)
        with pytest.raises(NotFound):
            assets.answer(name, "")


def test_a_browser_keeps_a_file_for_good(client: TestClient[Litestar], assets: Assets) -> None:
    answer = client.get(assets.address("css/site.css"), headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == FOR_GOOD
    assert answer.headers["content-encoding"] == "gzip" and answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["x-content-type-options"] == "nosniff"
    plain = client.get(assets.address("css/site.css"), headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.text == answer.text


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("js/site.js", "text/javascript; charset=utf-8"),
        ("vendor/htmx-4.0.1.min.js", "text/javascript; charset=utf-8"),
        ("fonts/brygada-1918/brygada-1918-latin-400-normal.woff2", "font/woff2"),
        ("pictures/icon.svg", "image/svg+xml"),
        ("pictures/samira-classic.webp", "image/webp"),
    ],
)
def test_each_file_says_what_it_is(client: TestClient[Litestar], assets: Assets, name: str, media_type: str) -> None:
    answer = client.get(assets.address(name))
    assert answer.status_code == 200 and answer.headers["content-type"] == media_type


@pytest.mark.parametrize(
    "name", ["", "css/site.css", "css/_global.css", "../pyproject.toml", "%2e%2e/pyproject.toml", "vendor/README.md"]
)
def test_there_is_nothing_else(client: TestClient[Litestar], name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_a_first_visit_is_light(client: TestClient[Litestar], assets: Assets) -> None:
    """The front page with every picture, and the scripts, the sheet and the fonts of any Latin page."""
    page = client.get("/").text
    named = set(re.findall(r'"(/static/[^"]+)"', page + _sheet(assets)))
    latin = {address for address in named if "latin-ext" not in address}
    weight = len(page.encode()) + sum(_weight(client, address) for address in latin)
    assert weight <= FIRST_VISIT, f"{weight} bytes"
    scripts = [assets.address(name) for name in ("vendor/htmx-4.0.1.min.js", "js/site.js")]
    assert sum(_weight(client, address) for address in scripts) <= JAVASCRIPT


def test_a_room_has_its_own_sheet_and_script(alice: Somebody, assets: Assets) -> None:
    """Who does not follow applications does not carry their board about."""
    board, profile = alice.get("/applications").text, alice.get("/profile").text
    for name in ("css/applications.css", "js/applications.js"):
        assert f'"{assets.address(name)}"' in board and assets.address(name) not in profile
    assert (
        ".slips" in assets.answer(assets.address("css/applications.css").removeprefix("/static/"), "").content.decode()
    )
    assert ".slips" not in _sheet(assets)


def test_nothing_comes_from_elsewhere() -> None:
    for path in [*OUR_PAGES, *ROOT.glob("static/js/**/*.js"), *ROOT.glob("static/css/**/*.css")]:
        assert not re.search(r"""["'(](?:https?:)?//\w""", path.read_text()), path.name


def test_the_content_policy_holds() -> None:
    """No script, style or handler inside a page: the policy would silence it."""
    for path in OUR_PAGES:
        found = re.search(r"<style|<script(?![^>]+src=)|\sstyle=|\son\w+=|hx-on|js:", path.read_text())
        assert found is None, f"{path.name}: {found[0] if found else ''}"


@pytest.mark.parametrize(("name", "checksum"), VENDORED)
def test_other_peoples_code_is_as_published(name: str, checksum: str) -> None:
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == checksum


def test_every_vendored_file_is_listed() -> None:
    there = [*ROOT.glob("static/vendor/*.js"), *ROOT.glob("tests/vendor/*.js")]
    assert {path.relative_to(ROOT).as_posix() for path in there} == {name for name, _ in VENDORED}


def test_every_class_of_the_sheet_is_used() -> None:
    """No dead rules: what no page, part or script names has no business in the sheet."""
    used = " ".join(path.read_text() for path in [*OUR_PAGES, *ROOT.glob("static/js/**/*.js")])
    sheets = [join_sheets(folder) for _, folder in bundles_in(ROOT / "static/css")]
    selectors = " ".join(re.findall(r"([^{}]+)\{", " ".join(sheets)))
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r'url\("[^"]*"\)', "", selectors)))
    assert {name for name in classes if not re.search(rf"(?<![\w-]){name}(?![\w-])", used)} == set()


def _sheet(assets: Assets) -> str:
    return assets.answer(assets.address("css/site.css").removeprefix("/static/"), "").content.decode()


def _weight(client: TestClient[Litestar], address: str) -> int:
    with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200, address
        return len(b"".join(answer.iter_raw()))
