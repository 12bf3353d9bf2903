"""The front door: postings out of a page that was saved, or out of words that were pasted. Nothing is asked of anybody,
nothing is raised: what cannot be read is empty."""

import re
from datetime import date
from functools import cache
from types import ModuleType

from web.jobs.fields import line
from web.jobs.plain import UNSAID, tidy, words_of
from web.jobs.postings import How, Posting, web_address
from web.jobs.saved import Page
from web.jobs.words import read_words
from web.kit.decoding import decoded
from web.kit.markup import Element
from web.kit.shelf import modules_on

AROUND = UNSAID | {
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "dialog",
    "menu",
}  # what stands about the posting
LAST = "schema_org"  # is asked when no source knows a page as its own
MOST_TEXT = 300_000  # letters
FEWEST_LETTERS = 8  # different ones, that a page must have to be words
BETWEEN = re.compile(r" (?:\||–|—|·|•|::) ")


@cache
def sources() -> dict[str, ModuleType]:
    """By their name on the shelf, in the order in which they are asked."""
    by_name = {module.__name__.rpartition(".")[2]: module for module in modules_on("web.jobs.sources")}
    return {name: by_name[name] for name in sorted(by_name, key=lambda name: (name == LAST, name))}


def address_to_ask(address: str) -> str:
    """Where the public interface of a source answers for just this posting; "" where its page itself is to be read."""
    return next((asked for source in sources().values() if (asked := source.ask(address.strip()))), "")


def read_page(page: Page, seen_on: date | None = None) -> list[Posting]:
    """Every posting in a page or an answer. `seen_on` is the day on which it was seen, for days without a year."""
    for name, source in sources().items():
        if source.recognises(page) and (postings := _each_once(source.parse(page))):
            for posting in postings:
                posting.source = name
                posting.url, posting.apply_url = web_address(posting.url), web_address(posting.apply_url)
                posting.text = posting.text[:MOST_TEXT]
                read_words(posting, seen_on)
            return postings
    return [posting for posting in _words_of_page(page, seen_on) if _is_said(posting.text)]


def _each_once(postings: list[Posting]) -> list[Posting]:
    """Boards name a posting once for each of its places."""
    return list({(each.external_id, each.url, each.title, each.place): each for each in postings}.values())


def _is_said(text: str) -> bool:
    return len(set(filter(str.isalpha, text[:2_000]))) >= FEWEST_LETTERS


def read_text(text: str, seen_on: date | None = None) -> Posting:
    """What a pasted text says."""
    posting = Posting(text=tidy(decoded(text[:MOST_TEXT].encode("utf-8", "replace"))))
    read_words(posting, seen_on, is_only_text=True)
    return posting


def _words_of_page(page: Page, seen_on: date | None) -> list[Posting]:
    """A page that no source knows, by its words alone."""
    root = page.html
    if page.is_json or page.xml is not None or root is None:
        return []
    posting = Posting(url=page.address, text=words_of(_main(root), AROUND)[:MOST_TEXT])
    heading = next((line("".join(map(str, found.itertext()))) for found in root.iter("h1")), "")
    title = heading or _said(root, "og:title") or line(root.findtext(".//title"))
    site = _said(root, "og:site_name")
    posting.tell(How.INFERRED, title=_own_part(title, site), company=site)
    read_words(posting, seen_on, is_only_text=True)
    return [posting]


def _main(root: Element) -> Element:
    """The part of a page that is about what it is about."""
    return next((found for found in root.iter("main", "article") if len(found)), root)


def _said(root: Element, name: str) -> str:
    for found in root.iter("meta"):
        if name in (found.get("property"), found.get("name")):
            return line(found.get("content"))
    return ""


def _own_part(title: str, site: str) -> str:
    """A page's title without the site's name at its end."""
    return BETWEEN.split(title.removesuffix(site).rstrip(" -"))[0] if site else BETWEEN.split(title)[0]


__all__ = ["Page", "Posting", "address_to_ask", "read_page", "read_text", "sources"]
