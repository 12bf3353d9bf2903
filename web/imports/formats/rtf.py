"""Rich Text (RTF): groups in braces, words that begin with a backslash, and letters between them."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from web.imports.files.prose import read_passages
from web.kit.jsonresume import Unreadable
from web.kit.reading import Reading
from web.kit.reading.flow import BULLET, Passage, Run, row_of
from web.kit.reading.lines import Style

NAME = "Rich Text (RTF)"

TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?\d{1,10})? ?"  # a word and its number
    r"|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
SKIPPED = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "footer", "footerf", "footerl", "footerr",
    "footnote", "annotation", "fldinst", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata",
    "datastore", "xmlnstbl", "latentstyles", "colorschememapping", "pgdsctbl", "revtbl", "bkmkstart", "bkmkend",
    "nonshppict", "filetbl", "mmathPr",
})  # fmt: skip
KEPT_STARRED = frozenset(
    {"shptxt", "shpinst", "shprslt"}
)  # of the words that readers may skip, those with text in them
LETTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": BULLET, "emspace": " ", "enspace": " ", "~": "\u00a0", "_": "-", "\n": "\n", "\r": "\n",
    "\\": "\\", "{": "{", "}": "}",
}  # fmt: skip
PLAIN = Style(12.0)
DEEPEST = 500  # groups within each other


def recognises(body: bytes, filename: str) -> bool:
    return body.lstrip()[:5] == b"{\\rtf"


def read(body: bytes) -> Reading:
    """Raises Unreadable for a text that is damaged or empty."""
    return read_passages(_Reader(body.decode("latin-1")).passages())


@dataclass(frozen=True)
class _State:
    """What holds within a group."""

    style: Style = PLAIN
    is_skipped: bool = False
    is_hidden: bool = False
    is_list_text: bool = False
    skip: int = 1  # letters that stand in for one outside of the code page


@dataclass
class _Reader:
    text: str
    state: _State = field(default_factory=_State)
    runs: list[Run] = field(default_factory=list)
    mark: str = ""
    indent: float = 0.0
    above: float = 0.0
    cells: list[list[Passage]] = field(default_factory=list)
    in_cell: list[Passage] = field(default_factory=list)
    is_in_table: bool = False
    encoding: str = "cp1252"
    pending: int = 0  # stand-ins still to be skipped
    held: bytearray = field(default_factory=bytearray)  # letters of a code page that take two bytes each

    def passages(self) -> Iterator[Passage]:
        groups: list[_State] = []
        is_starred = False
        for token in TOKEN.finditer(self.text):
            word, number, code, symbol, brace, plain = token.groups()
            if code is None:
                self._say_held()
            if brace == "{":
                if len(groups) > DEEPEST:
                    raise Unreadable("This RTF file is nested too deeply.")
                groups.append(self.state)
            elif brace == "}":
                self.state = groups.pop() if groups else self.state
            elif symbol == "*":
                is_starred = True
                continue
            elif word:
                yield from self._word(word, int(number) if number else None, is_starred)
            elif code:
                self._byte(int(code, 16))
            elif symbol:
                self._say(LETTERS.get(symbol, ""))
            elif plain:
                self._say(plain)
            is_starred = False
        self._say_held()
        yield from self._end_paragraph()

    def _word(self, word: str, number: int | None, is_starred: bool) -> Iterator[Passage]:
        is_on = number != 0
        if word in SKIPPED or (is_starred and word not in KEPT_STARRED):
            self.state = replace(self.state, is_skipped=True)
        elif self.state.is_list_text and word in ("pard", "plain"):
            return  # the mark of an item is set for itself
        elif word in ("par", "sect", "page"):
            yield from self._end_paragraph()
        elif word == "cell":
            self.in_cell += self._end_paragraph(is_last=False)
            self.cells.append(self.in_cell)
            self.in_cell = []
        elif word == "row":
            yield from row_of(self.cells)
            self.cells = []
        elif word == "b":
            self._set(self.state.style._replace(is_bold=is_on))
        elif word == "i":
            self._set(self.state.style._replace(is_slanted=is_on))
        elif word == "fs" and number:
            self._set(self.state.style._replace(size=number / 2))
        elif word == "plain":
            self._set(PLAIN)
        elif word == "v":
            self.state = replace(self.state, is_hidden=is_on)
        elif word == "uc":
            self.state = replace(self.state, skip=number or 0)
        elif word == "u" and number is not None:
            self._say(chr(number % 0x10000))
            self.pending = self.state.skip
        elif word in ("listtext", "pntext"):
            self.state = replace(self.state, is_list_text=True)
        elif word == "pard":
            self.indent, self.above, self.is_in_table = 0.0, 0.0, False
        elif word == "intbl":
            self.is_in_table = True
        elif word == "li" and number:
            self.indent = max(number / 20, 0.0)
        elif word == "sb" and number:
            self.above = max(number / 20, 0.0)
        elif word == "ansicpg" and number:
            self._use(number)
        elif word in LETTERS:
            self._say(LETTERS[word])

    def _use(self, page: int) -> None:
        try:
            self.encoding = codecs.lookup(f"cp{page}").name
        except LookupError:
            self.encoding = "cp1252"

    def _set(self, style: Style) -> None:
        self.state = replace(self.state, style=style)

    def _byte(self, value: int) -> None:
        if self.pending:
            self.pending -= 1
        else:
            self.held.append(value)

    def _say_held(self) -> None:
        if self.held:
            text = self.held.decode(self.encoding, "replace")
            self.held.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        if self.pending and text:
            used = min(self.pending, len(text))
            self.pending, text = self.pending - used, text[used:]
        if self.state.is_skipped or self.state.is_hidden or not text:
            return
        if self.state.is_list_text:
            self.mark += text
        elif self.runs and self.runs[-1].style == self.state.style:
            self.runs[-1] = replace(self.runs[-1], text=self.runs[-1].text + text)
        else:
            self.runs.append(Run(text, self.state.style))

    def _end_paragraph(self, is_last: bool = True) -> list[Passage]:
        """The paragraph that ends here; in a table it waits for its cell."""
        runs = tuple(Run(_paired(run.text), run.style) for run in self.runs)
        text = "".join(run.text for run in runs)
        mark = self.mark.strip() and (self.mark.strip() if self.mark.strip()[0].isdigit() else BULLET)
        made = [Passage(runs, self.indent, self.above, mark)] if text.strip() else []
        if not made and not self.is_in_table:
            made = [Passage((Run("\n"),))]
        self.runs, self.mark = [], ""
        if self.is_in_table and is_last:
            self.in_cell += made
            return []
        return made


def _paired(text: str) -> str:
    """Letters beyond the first 65,536 come as two halves; half a letter is none."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
