"""The `metier` command. Each word names where its function lives; only the one that was asked for is imported."""

from importlib import import_module

import click

COMMANDS = {
    "run": "web.operations.commands:run",
    "web": "web.operations.commands:web",
    "worker": "web.operations.commands:worker",
    "migrate": "web.operations.commands:migrate",
    "admin": "web.operations.commands:admin",
    "reseal": "web.operations.commands:reseal",
    "check-migrations": "web.operations.commands:check_migrations",
    "print": "web.resumes.commands:print_resume",
    "designs": "web.resumes.commands:designs",
    "read": "web.imports.commands:read",
    "posting": "web.jobs.commands:posting",
}


class Words(click.Group):
    """A group whose commands are loaded by name."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, function = COMMANDS[name].partition(":")
        command = getattr(import_module(module), function)
        assert isinstance(command, click.Command)
        return command


@click.command(cls=Words, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Métier: a résumé from a few questions, and the whole of a career in one place."""


if __name__ == "__main__":
    main(prog_name="metier")
