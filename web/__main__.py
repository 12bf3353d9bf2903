"""The `metier` command: each word is loaded only when it is asked for."""

import importlib
import sys

import click

WORDS = {
    "run": "web.operations.commands:run",
    "web": "web.operations.commands:web",
    "worker": "web.operations.commands:worker",
    "migrate": "web.operations.commands:migrate_command",
    "check-migrations": "web.operations.commands:check_migrations",
    "designs": "web.resumes.commands:designs",
    "print": "web.resumes.commands:print_resume",
    "read": "web.imports.commands:read",
}


class LazyGroup(click.Group):
    """A group whose words name where they live."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(WORDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in WORDS:
            return None
        module, _, word = WORDS[name].partition(":")
        found: click.Command = getattr(importlib.import_module(module), word)
        return found


@click.group(cls=LazyGroup)
def metier() -> None:
    """Métier from a shell."""


def main() -> None:
    """Errors go to stderr in one line."""
    try:
        code = metier.main(standalone_mode=False)
    except click.ClickException as error:
        click.echo(f"metier: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
