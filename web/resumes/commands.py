"""`metier print` and `metier designs`: from a file to a sheet without a server."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from web.kit import printing
from web.kit.jsonresume import LARGEST_FILE, Unreadable, parse
from web.kit.printing import LANGUAGES, Order, PrintFailed
from web.kit.printing.press import FUNCTION, MEMORY, WORDS
from web.kit.workshop import WorkFailed, run_once

SECONDS = 60  # a shell may wait longer than a browser


@click.command("print")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--design", default="margin", show_default=True, help="Which design; `metier designs` names them.")
@click.option("--size", type=click.Choice(["a4", "letter"], case_sensitive=False), default="a4", show_default=True)
@click.option(
    "--language", help="The language of headings and dates, such as de; otherwise the file's own, or English."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="Where the PDF goes; - for stdout."
)
def print_resume(file: Path, design: str, size: str, language: str | None, output: Path) -> None:
    """Set FILE, a JSON Resume (- for stdin), and write it as PDF."""
    known = printing.designs()
    if design not in known:
        raise click.ClickException(f"There is no design {design!r}; there are {', '.join(known)}.")
    resume = _read(file)
    pdf = _set(Order(resume, design, size.lower(), language or _language_of(resume)))
    _deliver(pdf, output)


@click.command()
def designs() -> None:
    """The designs there are, one a line."""
    for design in printing.designs().values():
        click.echo(f"{design.slug:<12}{design.idea}")


def _read(file: Path) -> dict[str, Any]:
    try:
        if str(file) == "-":
            return parse(sys.stdin.buffer.read(LARGEST_FILE + 1))
        with file.open("rb") as opened:
            return parse(opened.read(LARGEST_FILE + 1))
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    except Unreadable as error:
        raise click.ClickException(f"{file}: {error}") from None


def _language_of(resume: dict[str, Any]) -> str:
    said = resume.get("meta", {}).get("metier", {}).get("language", "en")
    return said if said in LANGUAGES else "en"


def _set(order: Order) -> bytes:
    try:
        order.check()
        made = run_once(FUNCTION, order.packed(), False, seconds=SECONDS, memory=MEMORY)
    except PrintFailed as failure:
        raise click.ClickException(str(failure)) from None
    except WorkFailed as failure:
        raise click.ClickException(WORDS.get(type(failure), str(failure))) from None
    pdf: bytes = made["pdf"]
    return pdf


def _deliver(pdf: bytes, output: Path) -> None:
    """Whole or not at all: a full disk leaves no half of a file, and an older file as it was."""
    try:
        if str(output) == "-":
            sys.stdout.buffer.write(pdf)
            sys.stdout.buffer.flush()
        elif output.exists() and not output.is_file():  # a device or a pipe takes no renaming
            output.write_bytes(pdf)
        else:
            _replace(output, pdf)
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}") from None


def _replace(output: Path, body: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(body)
            out.flush()
            os.fsync(out.fileno())
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)
        draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)
