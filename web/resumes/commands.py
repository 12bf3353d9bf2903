"""`metier print` and `metier designs`."""

import os
import sys
from pathlib import Path

import click

from web.kit.jsonresume import Unreadable, parse


@click.command()
def designs() -> None:
    """One line a design: its slug, its name and its idea."""
    from web.kit.printing import designs as shelf

    for design in shelf().values():
        click.echo(f"{design.slug:12}{design.name}: {design.idea}")


@click.command("print")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--design", default="margin", help="A slug that `metier designs` names.")
@click.option("--size", type=click.Choice(["a4", "letter"]), default="a4")
@click.option("--language", default="en", help="The language of the section names, such as de.")
@click.option("-o", "--output", required=True, help="The PDF to write, or - for stdout.")
def print_resume(file: Path, design: str, size: str, language: str, output: str) -> None:
    """Print FILE, a JSON Resume, as a PDF."""
    from web.kit.printing import Order, designs
    from web.kit.workshop import Failed, run_once

    if design not in designs():
        raise click.ClickException(f"There is no design {design!r}; there are {', '.join(designs())}.")
    try:
        resume = parse(file.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    except Unreadable as error:
        raise click.ClickException(f"{file}: {error}") from None
    from web.kit.printing.press import CHILD, MEBIBYTES, SECONDS, WORDS

    try:
        printed = run_once(CHILD, Order(resume, design, size, language), seconds=SECONDS, memory=MEBIBYTES)
    except Failed as failure:
        raise click.ClickException(WORDS.get(failure.why, WORDS["died"])) from None
    _write(printed.pdf, output)


def _write(body: bytes, output: str) -> None:
    """Whole or not at all."""
    if output == "-":
        sys.stdout.buffer.write(body)
        return
    path = Path(output)
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        draft.write_bytes(body)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise click.ClickException(f"{output}: {error.strerror}") from None
