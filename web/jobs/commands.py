"""`metier posting`: a posting in, its facts out."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from web.jobs.actions import SALARY
from web.jobs.fetching import LARGEST_PAGE
from web.jobs.postings import UNMARKED, Posting
from web.jobs.reading import Page, read_page, read_text
from web.kit.clock import now
from web.kit.decoding import is_text


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--address", default="", help="Where it was saved from; some sources know their pages by it.")
def posting(file: Path, address: str) -> None:
    """Print what FILE says, a page as it was saved or a posting's words, as JSON: each fact, and how it was come by."""
    try:
        with file.open("rb") as opened:
            body = opened.read(LARGEST_PAGE + 1)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    if len(body) > LARGEST_PAGE:
        raise click.ClickException(f"{file}: This is larger than {LARGEST_PAGE // 1_000_000} MB.")
    found = [facts_in(each) for each in postings_in(body, address) if each.said]
    if not found:
        raise click.ClickException(f"{file}: There is no posting in it that can be read.")
    click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))


def postings_in(body: bytes, address: str) -> list[Posting]:
    """Of a page or an interface's answer all that it tells of; of anything else its words."""
    if not is_text(body):
        return []
    page = Page(address, "", body)
    if page.is_json or page.text.lstrip().startswith("<"):
        return read_page(page, now().date())
    return [read_text(page.text, now().date())]


def facts_in(posting: Posting) -> dict[str, Any]:
    """What the posting states, and what was worked out of which words. The four of the salary are one fact."""
    plain = {name: value for name in UNMARKED if (value := getattr(posting, name))}
    return plain | {name: {"value": value_of(posting, name), **asdict(said)} for name, said in posting.said.items()}


def value_of(posting: Posting, name: str) -> Any:
    if name == "salary":
        return {each: getattr(posting, each) for each in SALARY if getattr(posting, each) is not None}
    return getattr(posting, name)
