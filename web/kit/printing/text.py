"""A person's words made ready for paper: what no reader could copy out goes, what belongs together stays together."""

import re
import unicodedata

from markupsafe import Markup, escape

# Both take no room, and no reader of a PDF finds them.
JOINER = "\u2060"  # no line may end here
BREAK = "\u200b"  # a line may end here
LONGEST_KEPT = 34  # letters; a longer chain may break
# Controls, soft hyphens, overrides of direction, and code points that belong to nobody or to one font only.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2028-\u202e\u2060\ufeff\ufff9-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
PRESENTATION = re.compile("[\ufb00-\ufb06]")  # fi, fl … as one code point
BREAKS_AFTER = re.compile(r"([-–—/+])(?=\S)")
HYPHENS = re.compile(r"(?<=\S)([-–]+)(?=\S)")
BINDS = re.compile(r"([-–]) (?=\S)")  # "pre- and post-war", "2012 – 2014"
WORD = re.compile(r"[^\s\u2e80-\u9fff\u3000-\u30ff\uac00-\ud7af\uff00-\uffef]+")
# Pairs that some faces kern so far apart that readers see a space between them.
APART = re.compile(r"f(?=[)\]}])|[(\[{](?=j)")


def clean(value: object) -> str:
    """The text without what cannot be printed, on one line."""
    return " ".join(_printable(value).split())


def paragraphs(value: object) -> list[str]:
    """The same, a line a paragraph."""
    return [line for line in (" ".join(part.split()) for part in _printable(value).splitlines()) if line]


def _printable(value: object) -> str:
    if not isinstance(value, str):
        return "" if value is None or isinstance(value, dict | list) else str(value)
    return UNPRINTABLE.sub("", PRESENTATION.sub(lambda m: unicodedata.normalize("NFKC", m[0]), value))


def keep(text: str) -> Markup:
    """Escaped, and with joiners where a line must not end."""
    return apart(joined(text))


def joined(text: str) -> str:
    """With joiners where a line must not end.

    Readers take a hyphen at a line's end for hyphenation: "real-|time" comes out as "realtime". Words and short
    phrases with a hyphen therefore stay on one line; above LONGEST_KEPT letters they may break before it.
    """
    return WORD.sub(lambda m: _joined(m[0]), BINDS.sub(rf"\1 {JOINER}", text))


def apart(text: str) -> Markup:
    """Escaped, with what some faces kern too far apart set so that they do not."""
    if APART.search(text) is None:
        return escape(text)
    return Markup(APART.sub(r'<span class="apart">\g<0></span>', str(escape(text))))


def _joined(word: str) -> str:
    if len(word) > LONGEST_KEPT:
        return HYPHENS.sub(rf"{BREAK}\1{JOINER}", word)
    return BREAKS_AFTER.sub(rf"\1{JOINER}", word)


def bare(url: str) -> str:
    """An address as people say it: without scheme, www. and the last slash."""
    return re.sub(r"^(https?://)?(www\.)?|/$", "", url.strip())


def href(url: str) -> str:
    """An address to link to, or nothing: only the web, mail and telephone are linked; anything else is just text."""
    url = url.strip()
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d)", url)
    if re.search(r"[\s\x00-\x20<>\"\\^`{|}]", url) or (
        scheme and scheme[1].lower() not in ("http", "https", "mailto", "tel")
    ):
        return ""
    if scheme:
        return url
    return f"https://{url}" if re.match(r"[\w-]+(\.[\w-]+)+([:/?#]|$)", url) else ""
