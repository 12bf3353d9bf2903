"""`metier read`: a file in, JSON Resume out."""

from pathlib import Path

import click

from web.imports import LARGEST_UPLOAD, read_document
from web.kit.jsonresume import Unreadable, written
from web.kit.reading import Reading


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--explain", is_flag=True, help="Say on stderr how sure each value is and where it stands.")
def read(file: Path, explain: bool) -> None:
    """Print what FILE says, a résumé in any format, as JSON Resume."""
    try:
        with file.open("rb") as opened:
            body = opened.read(LARGEST_UPLOAD + 1)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    try:
        reading = read_document(body, file.name)
    except Unreadable as error:
        raise click.ClickException(f"{file}: {error}") from None
    click.echo(written(reading.career).encode(), nl=False)
    if explain:
        click.echo(explained(reading), err=True)


def explained(reading: Reading) -> str:
    """A line a value: how sure it is, which one it is, where it stands, and in which words; then what was left."""
    lines = [
        "\t".join(
            (
                f"{trace.confidence:.2f}",
                place,
                trace.whence or (f"page {trace.page}" if trace.page else "-"),
                trace.words,
            )
        )
        for place, trace in reading.traces.items()
    ]
    return "\n".join(line.replace("\n", " ") for line in ["confidence\tvalue\twhere\twords", *lines, *reading.left])
