"""Our own files for the browser: read once, addressed by their hash, kept by browsers for good.

`static/css/` becomes one sheet (`_global.css` first, the rest by name) and `static/js/` one script, so that a first
visit asks for few files. What is text is compressed once, at start.
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
COMPRESSED = {"text/css", "text/javascript", "image/svg+xml"}
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True)
class Asset:
    """A file as it is sent: its bytes, plain and where it pays gzipped, its media type and its hashed name."""

    name: str
    media_type: str
    body: bytes
    gzipped: bytes | None


class Assets:
    """Everything under one folder. `address("css/site.css")` is what a template writes."""

    def __init__(self, root: Path) -> None:
        self._by_name: dict[str, Asset] = {}
        self._names: dict[str, str] = {}
        for path in sorted(root.rglob("*")):
            relative = path.relative_to(root).as_posix()
            if path.is_file() and not relative.startswith(("css/", "js/", "sheets/")) and path.suffix not in (".txt", ".md"):
                self._add(relative, path.read_bytes())
        self._add("js/site.js", b"\n".join(path.read_bytes() for path in sorted((root / "js").glob("*.js"))))
        self._add("css/site.css", self._with_addresses(_joined_css(root / "css")).encode())
        self.routes = [self._route()]

    def address(self, name: str) -> str:
        """The address of a file; raises KeyError for one that is not there."""
        return f"/static/{self._names[name]}"

    def _add(self, name: str, body: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{suffix}"
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        zipped = gzip.compress(body, 9, mtime=0) if media_type in COMPRESSED else None
        self._by_name[hashed] = Asset(hashed, media_type, body, zipped)
        self._names[name] = hashed

    def _with_addresses(self, css: str) -> str:
        return re.sub(r"""url\(["']?\.\./([^"')]+)["']?\)""", lambda found: f'url("{self.address(found[1])}")', css)

    def _route(self) -> HTTPRouteHandler:
        @get("/static/{name:path}", sync_to_thread=False)
        def static(request: Request[Any, Any, Any], name: FromPath[Path]) -> Response[bytes]:
            asset = self._by_name.get(str(name).lstrip("/"))
            if asset is None:
                raise NotFound
            headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
            if asset.gzipped and "gzip" in request.headers.get("Accept-Encoding", ""):
                return Response(asset.gzipped, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"})
            return Response(asset.body, media_type=asset.media_type, headers=headers)

        return static


def _joined_css(folder: Path) -> str:
    """One sheet, the file with the layers first; comments and indents stay at home."""
    paths = sorted(folder.glob("*.css"), key=lambda path: (not path.name.startswith("_"), path.name))
    text = "\n".join(path.read_text() for path in paths)
    return re.sub(r"\n\s+", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.S))
