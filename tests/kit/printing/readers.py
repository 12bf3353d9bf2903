"""A printed sheet as other programs see it: three text readers, the structure tree, the HTML it was set from."""

import re
import subprocess
import tempfile
import zlib
from collections import Counter
from html.parser import HTMLParser

import pypdfium2 as pdfium

MARKS = {"•", "·"}
INVISIBLE = dict.fromkeys([0x200B, 0x2060, *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
FORBIDDEN = re.compile("[\ue000-\uf8ff\ufb00-\ufb06\ufffd\ufffe\x00-\x08\x0e-\x1f\u00ad\u200b\u2060]")


def words(text: str) -> list[str]:
    return [word for word in text.translate(INVISIBLE).split() if word not in MARKS]


class Read:
    """Everything the readers say about one PDF."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            self.texts = {
                "pdftotext": _run("pdftotext", "-enc", "UTF-8", file.name, "-").split("\f")[:-1],
                "pdftotext -raw": _run("pdftotext", "-raw", "-enc", "UTF-8", file.name, "-").split("\f")[:-1],
            }
            self.info = _run("pdfinfo", file.name)
            self.metadata = _run("pdfinfo", "-meta", file.name).replace("'", '"')
            self.structure = re.findall(r"^( *)([A-Za-z0-9]+)\b", _run("pdfinfo", "-struct", file.name), re.M)
        with pdfium.PdfDocument(pdf) as document:
            self.sizes = [page.get_size() for page in document]
            self.texts["pypdfium2"] = [page.get_textpage().get_text_range() for page in document]
            self.lowest = [_lowest(page.get_textpage()) for page in document]
            self.nearest = [_nearest(page) for page in document]
            self.attachments = {
                document.get_attachment(i).get_name(): bytes(document.get_attachment(i).get_data())
                for i in range(document.count_attachments())
            }
        self.tags = Counter(tag for _, tag in self.structure)

    @property
    def pages(self) -> int:
        return len(self.sizes)

    @property
    def plain(self) -> bytes:
        """The file with its streams unpacked."""
        return b"\n".join(_streams(self.pdf)) + self.pdf


def _lowest(text: pdfium.PdfTextPage) -> float:
    """How far above the paper's edge the last line of the text area stands, in points."""
    return float(min((text.get_rect(i)[1] for i in range(text.count_rects()) if text.get_rect(i)[1] > 60), default=0))


def _nearest(page: pdfium.PdfPage) -> float:
    """How near to the side or the top of the paper words come, in points."""
    text, (width, height) = page.get_textpage(), page.get_size()
    rects = [text.get_rect(i) for i in range(text.count_rects())]
    return float(min((min(left, width - right, height - top) for left, _, right, top in rects), default=width))


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for mark in re.finditer(rb"stream\r?\n", pdf):
        try:
            found.append(zlib.decompressobj().decompress(pdf[mark.end() :]))
        except zlib.error:
            continue
    return found


class Dom(HTMLParser):
    """The words of a page in document order, each with its block and its entry: (word, block, entry).

    A block is (number, tag, class); the number tells two blocks of one kind apart."""

    BLOCKS = ("h1", "h2", "h3", "p", "li", "ul", "article", "section", "header", "main", "div")
    Block = tuple[int, str, str]

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[Dom.Block] = []
        self.words: list[tuple[str, Dom.Block, Dom.Block | None]] = []
        self.count: Counter[str] = Counter()
        self._text, self._is_body = "", False
        self.feed(source)
        self._flush()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_body = self._is_body or tag == "body"
        if not self._is_body or tag in ("meta", "br", "link"):
            return
        if tag in self.BLOCKS:
            self._flush()
        self.count[tag] += 1
        self.open.append((self.count.total(), tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS:
            self._flush()
        while self._is_body and self.open and self.open.pop()[1] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._is_body:
            self._text += data

    def _flush(self) -> None:
        if self._text.strip() and self.open:
            block = next((b for b in reversed(self.open) if b[1] in self.BLOCKS), self.open[-1])
            entry = next((b for b in reversed(self.open) if b[1] == "article"), None)
            self.words += [(word, block, entry) for word in words(self._text)]
        self._text = ""
