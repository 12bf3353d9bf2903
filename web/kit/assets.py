"""Our own files for the browser: read once at start, addressed by their hash, kept by browsers for good.

`static/css/` becomes one sheet (`_global.css` first, the rest by name) and `static/js/` one script, so that a first
visit asks for few files; a folder in either becomes one of its own, for the pages of the room that it is named after.
What is text is compressed once. Only fonts that the style sheet names are served: the printed sheets have their own.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from web.kit.visits import NotFound

FOR_GOOD = "public, max-age=31536000, immutable"
SERVED = ("vendor/*.js", "pictures/*.svg", "pictures/*.webp")
MEDIA_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webp": "image/webp"}  # whatever the machine thinks
COMPRESSED = ("text/", "image/svg")

_COMMENTS = re.compile(r"^\s*(?://[^\n]*|/\*.*?\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
_URL = re.compile(r'url\("\.\./([^"]+)"\)')


@dataclass(frozen=True)
class Asset:
    """A file as it is sent: its bytes, plain and, where that pays, gzipped."""

    media_type: str
    body: bytes
    gzipped: bytes | None


class Assets:
    """The files under one folder: `address("css/site.css")` is what a template writes, `routes` what the app takes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._assets: dict[str, Asset] = {}
        self._addresses: dict[str, str] = {}
        for path in sorted(path for pattern in SERVED for path in root.glob(pattern)):
            self._keep(path.relative_to(root).as_posix(), path.read_bytes())
        for name, folder in bundles_in(root / "js"):
            self._keep(f"js/{name}.js", join_scripts(folder))
        for name, folder in bundles_in(root / "css"):
            self._keep(f"css/{name}.css", self._addressed(join_sheets(folder)).encode())
        self.routes = [self._route()]

    def address(self, name: str) -> str:
        """Where a file is served, such as `/static/css/site.0123456789ab.css`; raises KeyError for one that is not."""
        return self._addresses[name]

    def _keep(self, name: str, body: bytes) -> str:
        stem, dot, suffix = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{suffix}"
        media_type = MEDIA_TYPES.get(dot + suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        gzipped = gzip.compress(body, 9, mtime=0) if media_type.startswith(COMPRESSED) else None
        self._assets[hashed] = Asset(media_type, body, gzipped)
        self._addresses[name] = f"/static/{hashed}"
        return self._addresses[name]

    def _addressed(self, css: str) -> str:
        """The sheet with the addresses of the files that it names."""
        return _URL.sub(lambda found: f'url("{self._keep(found[1], (self._root / found[1]).read_bytes())}")', css)

    def _route(self) -> HTTPRouteHandler:
        @get("/static/{name:path}", sync_to_thread=False)
        def asset(request: Request[Any, Any, Any], name: FromPath[Path]) -> Response[bytes]:
            return self.answer(name.as_posix().lstrip("/"), request.headers.get("Accept-Encoding", ""))

        return asset

    def answer(self, hashed: str, encodings: str) -> Response[bytes]:
        """The file of this hashed name, for a browser that takes these encodings; raises NotFound."""
        asset = self._assets.get(hashed)
        if asset is None:
            raise NotFound
        headers = {"Cache-Control": FOR_GOOD}
        body = asset.body
        if asset.gzipped is not None:
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in encodings:
                headers["Content-Encoding"], body = "gzip", asset.gzipped
        return Response(body, media_type=asset.media_type, headers=headers)


def bundles_in(folder: Path) -> list[tuple[str, Path]]:
    """The folder itself as `site`, and each folder in it by its own name."""
    return [("site", folder), *((each.name, each) for each in sorted(folder.iterdir()) if each.is_dir())]


def join_scripts(folder: Path) -> bytes:
    """One script; each file keeps its names to itself by standing in a block or naming nothing. Comments on lines of
    their own stay at home."""
    script = "\n".join(path.read_text() for path in sorted(folder.glob("*.js")))
    return _COMMENTS.sub("", script).encode()


def join_sheets(folder: Path) -> str:
    """One sheet, the file with the order of layers first; comments and indents stay at home."""
    paths = sorted(folder.glob("*.css"), key=lambda path: (not path.name.startswith("_"), path.name))
    css = re.sub(r"/\*.*?\*/", "", "\n".join(path.read_text() for path in paths), flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", css).strip()
