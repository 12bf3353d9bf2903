"""`metier read`: a file in, JSON Resume out."""

from pathlib import Path

import click

from web.imports import LARGEST_UPLOAD, format_of
from web.kit.jsonresume import Unreadable, written


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def read(file: Path) -> None:
    """Print FILE, which is JSON Resume or a PDF that Métier made, as JSON Resume."""
    try:
        with file.open("rb") as opened:
            body = opened.read(LARGEST_UPLOAD + 1)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    found = format_of(body, file.name)
    if found is None:
        raise click.ClickException(f"{file}: This is neither JSON Resume nor a PDF made by Métier.")
    try:
        resume = found.read(body)
    except Unreadable as error:
        raise click.ClickException(f"{file}: {error}") from None
    click.echo(written(resume).encode(), nl=False)
