"""Bold, italic and links in a person's words: what is a mark, what is not, and that nothing else comes of either."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.test_hostile import PAYLOADS, faults_in
from web.kit.marks import Run, html, parse, plain
from web.kit.outline import Kind
from web.kit.printing.prose import marked
from web.kit.printing.text import clean
from web.resumes.exports.markdown import _written
from web.resumes.outline import Block

MEANS = {
    "**bold**": "<strong>bold</strong>",
    "*italic*": "<em>italic</em>",
    "***both***": "<strong><em>both</em></strong>",
    "Led **five *small* teams** here": "Led <strong>five <em>small</em> teams</strong> here",
    "***both** italic*": "<em><strong>both</strong> italic</em>",
    "**bold *both***": "<strong>bold <em>both</em></strong>",
    "(**bold**), *italic*.": "(<strong>bold</strong>), <em>italic</em>.",
    "**real**-time": "<strong>real</strong>-time",
    "他是**重要**的": "他是<strong>重要</strong>的",
    "**שלום** עולם": "<strong>שלום</strong> עולם",
    "**naïve café**": "<strong>naïve café</strong>",
    "[words](https://x.example/a?b=1&c=2)": '<a href="https://x.example/a?b=1&amp;c=2">words</a>',
    "[words](example.org)": '<a href="https://example.org">words</a>',
    "[w](https://x.example/Foo_(bar))": '<a href="https://x.example/Foo_(bar)">w</a>',
    "[me](mailto:a@x.example) [us](tel:+4420)": '<a href="mailto:a@x.example">me</a> <a href="tel:+4420">us</a>',
    "[a **bold** b](https://x.example)": '<a href="https://x.example">a <strong>bold</strong> b</a>',
    "**see [this](https://x.example) now**": '<strong>see <a href="https://x.example">this</a> now</strong>',
    "[a](https://x.example)[b](https://x.example)": '<a href="https://x.example">ab</a>',
    r"\*not bold\* \[not a\](https://x.example)": "*not bold* [not a](https://x.example)",
    r"**5\* hotel**": "<strong>5* hotel</strong>",
}

MEANS_NOTHING = (
    "*", "**", "****", "***** rated", "5* hotel and 4* hotel", "2 * 3 * 4", "5*4*3", "2**32 and 2**64", "f*ck and sh*t",
    "char *a, *b", "*args, **kwargs", "Salary* and bonus*", "* item", "*italic without an end", "** bold **", "** bold**",
    "**a*", "*a**", "**Word**press", "_not italic_", "__not bold__", "~~gone~~", "`code`", "# heading", "> quoted", "- item",
    "![picture](", "[words]", "[words]()", "[](https://x.example)", "[words] (https://x.example)", "[words](two words)",
    "array[i](j)", "[1](2)", "[x](/path)", "[x](//x.example)", "[ref]: https://x.example", "<https://x.example>",
    "https://x.example/*a*b", "C:\\*.txt", "\\\\server\\share", "**first line\nsecond line**", "[first\nsecond](x.example)",
    "[x](https://x.example \"title\")", "[", "](", "\\", "[[[", "[a](b(c(d)))", "**“他”**的",
)  # fmt: skip

ONLY_WORDS = (
    "[words](javascript:alert(1))", "[words](JaVaScRiPt:x)", "[words](data:text/html,x)", "[words](vbscript:x)",
    "[words](file:///etc/passwd)", "[words](https://)", "[words](http:///x)", "[words](ftp://x.example)",
    '[words](https://x.example/"onx=1)', "[words](https://x.example/<b>)",
)  # fmt: skip


@pytest.mark.parametrize("text", MEANS)
def test_a_mark_is_what_it_says(text: str) -> None:
    assert str(html(text)) == MEANS[text]
    assert plain(text) == clean(re.sub("<[^>]+>", "", MEANS[text]).replace("&amp;", "&"))


@pytest.mark.parametrize("text", MEANS_NOTHING)
def test_whatever_else_stays_as_it_was_written(text: str) -> None:
    assert plain(text) == text.replace("\\*", "*")
    assert [run for run in parse(text) if run.bold or run.italic or run.link] == []


@pytest.mark.parametrize("text", ONLY_WORDS)
def test_a_link_that_leads_nowhere_good_is_only_its_words(text: str) -> None:
    assert parse(text) == [Run("words")]


def test_a_mark_ends_on_its_line() -> None:
    assert plain("**one\ntwo** and *three*\n") == "**one\ntwo** and three\n"


# --- any text --------------------------------------------------------------------------------------------------------

SIGNS = st.sampled_from([*'**[]()\\ ab字.,-"<&é', "**", "***", "](https://x.example)", "](javascript:x)"])
ANY_TEXT = st.one_of(st.text(max_size=60), st.lists(SIGNS, max_size=30).map("".join))


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_no_letter_is_lost_and_nothing_comes_alive(text: str) -> None:
    """What is dropped are asterisks, backslashes and the addresses of links, in whatever order signs come."""
    kept = iter(re.sub(r"\]\((https://x\.example|javascript:x)\)", "", text))
    said = plain(text).replace("](https://x.example)", "").replace("](javascript:x)", "")
    assert all(letter in kept for letter in said)
    assert set(re.findall(r"</?(\w+)[^>]*>", str(html(text)))) <= {"strong", "em", "a"}
    assert Tags(str(html(text))).runs == parse(text)


WORDS = st.sampled_from(["a", "5*", "C#", "x_y_z", "(b)", "é,", "“c”", "d.", "1.", "-", "2 * 3", "\\*", "<e>", "&amp;"])
AROUND = ("({}),", "**{}**", "*{}*", "[{}](https://x.example/?a=1&b=2)")


def sentences(around: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Words, some of them in marks, and within those some in other marks."""
    marked = [sentences(tuple(x for x in around if x != each)).map(each.format) for each in around]
    return st.lists(st.one_of(WORDS, *marked), min_size=1, max_size=3).map(" ".join)


@given(sentences(AROUND))
@settings(max_examples=200, deadline=None)
def test_what_we_write_as_markdown_means_the_same_to_its_readers(text: str) -> None:
    runs = parse(text)
    written = _written(Block(Kind.POINT, tuple(runs)))
    assert Tags(str(MarkdownIt("commonmark").renderInline(written.removeprefix("- ")))).runs == runs


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_hostile_words_stay_words_within_marks(payload: str) -> None:
    for text in (f"**{payload}**", f"[{payload}](https://x.example)", f"[words]({payload})", f"*a [{payload}*"):
        assert faults_in(str(html(text))) == []
        assert all(re.fullmatch(r"(https?://[^\s\"'<>]+)?", run.link) for run in parse(text))


@pytest.mark.parametrize(
    "text", ["*a **b ", "**a *b***", "[a](", "[a](x", "*a* ", "[a](a(a", "[", "[a\\", "***a", "\\*", "[**a](x.example)"]
)
def test_long_rows_of_signs_take_no_time(text: str) -> None:
    began = time.process_time()
    parse(text * (8_000 // len(text)))
    assert time.process_time() - began < 1


class Tags(HTMLParser):
    """A page of our tags as runs."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self._open: list[tuple[str, str]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((tag, dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = dict(self._open)
        run = Run(data, tags.get("a", ""), "strong" in tags, "em" in tags)
        if self.runs and (before := self.runs[-1]) and before == Run(before.text, run.link, run.bold, run.italic):
            run = Run(self.runs.pop().text + data, run.link, run.bold, run.italic)
        self.runs.append(run)


# --- on paper --------------------------------------------------------------------------------------------------------


def test_words_that_are_marked_in_part_stay_on_one_line() -> None:
    assert str(marked("**real**-time *co*-op")) == "<strong>real</strong>-\u2060time <em>co</em>-\u2060op"
    assert str(marked("real-**time** input/*output*")) == "real-\u2060<strong>time</strong> input/\u2060<em>output</em>"
    assert str(marked("[a/b](https://x.example/a-b)")) == '<a href="https://x.example/a-b">a/\u2060b</a>'
    assert str(marked("f) **f)**")) == '<span class="apart">f</span>) <strong><span class="apart">f</span>)</strong>'
