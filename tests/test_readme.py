"""The README says what is so. Whoever changes a setting, a shelf or a limit is told here to change its line too."""

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import takewhile

import psycopg
import pytest
import sqlalchemy as sa

from web.__main__ import COMMANDS
from web.db import APP_ROLE, Database, migrate
from web.kit.printing import LANGUAGES, designs
from web.kit.shelf import modules_on
from web.operations.cluster import Cluster
from web.profile.entries import KINDS
from web.profile.steps import steps
from web.settings import ROOT, Settings, Unsafe

README = (ROOT / "README.md").read_text(encoding="utf-8")
MOST_PROSE = 220  # lines outside tables


def table(head: str) -> list[list[str]]:
    """The rows of the table under this head, cell by cell, without the marks of code."""
    _, _, rest = README.partition(f"\n{head}\n|")
    assert rest, f"no table with the head {head}"
    lines = takewhile(lambda line: line.startswith("|"), rest.splitlines()[1:])
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def bare(cell: str) -> str:
    return cell.strip("`")


def listed(what: str) -> list[str]:
    """The things of a sentence such as `Formats read: one, another.`"""
    (things,) = re.findall(rf"{what}: ([^.]*)\.", README)
    return " ".join(things.split()).split(", ")


def block(language: str) -> str:
    """The last block of code in a language."""
    *_, last = re.finditer(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    return last[1]


def test_it_can_be_read_at_one_sitting() -> None:
    assert sum(not line.startswith("|") for line in README.splitlines()) <= MOST_PROSE


def test_every_setting_has_its_line() -> None:
    told = {bare(name): (meaning, default) for name, meaning, default in table("| name | meaning | default |")}
    assert told == dict(settings_as_told())


def settings_as_told() -> Iterator[tuple[str, tuple[str | None, str]]]:
    for field in Settings.model_fields.values():
        alias = field.validation_alias.choices[0]  # type: ignore[union-attr]
        default = str(field.default).removeprefix(f"{ROOT}/")
        yield str(alias), (field.description, f"`{default}`" if default else "empty")


def test_no_variable_is_read_in_secret() -> None:
    read = set()
    for path in (ROOT / "web").rglob("*.py"):
        read |= set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", path.read_text(encoding="utf-8")))
    assert {name for name in read - {"PATH"} if f"`{name}`" not in README} == set()


def test_every_word_is_explained() -> None:
    words = {bare(word) for word, _ in table("| word | does |")}
    (targets,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    ours = {f"make {word}" for word in targets.split() if word != "words"} | {f"metier {word}" for word in COMMANDS}
    assert words == ours


def test_every_step_of_the_wizard() -> None:
    told = [(bare(slug), name, question) for slug, name, question in table("| step | name | question |")]
    assert told == [(step.slug, step.name, step.question) for step in steps()]


def test_every_design() -> None:
    told = [(bare(slug), name, idea) for slug, name, idea in table("| design | name | idea |")]
    assert told == [(design.slug, design.name, design.idea) for design in designs().values()]


def test_every_language_and_format() -> None:
    assert len(listed("Languages of the section names")) == len(LANGUAGES)
    assert listed("Formats read") == [module.NAME for module in modules_on("web.imports.formats")]
    written = [module.NAME for module in modules_on("web.resumes.exports")]
    assert sorted(listed("beside\nPDF and JSON Resume")) == sorted(written)
    assert f"The {len(KINDS)} kinds of entry" in README


@pytest.mark.parametrize("row", table("| what | limit | where |"), ids=lambda row: bare(row[2]))
def test_every_limit_is_the_one_in_force(row: list[str]) -> None:
    _, limit, where = row
    module, _, name = bare(where).rpartition(".")
    held = getattr(import_module(module), name)
    numbers = tuple(int(number.replace(",", "")) for number in re.findall(r"[\d,]+", limit))
    assert numbers == (held if isinstance(held, tuple) else (held,))


def test_every_place_it_names_is_there() -> None:
    named = re.findall(r"`((?:web|tests|templates|static|migrations)/[\w./-]*)`", README)
    assert named
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_every_family_of_fonts_is_acknowledged() -> None:
    for folder in sorted((ROOT / "static" / "fonts").iterdir()):
        assert re.sub("[^a-z0-9]", "", folder.name) in re.sub("[^a-z0-9]", "", README.lower()), folder.name
        assert "SIL Open Font License" in next(folder.glob("LICENSE*")).read_text(encoding="utf-8")


def test_two_roles_are_made_as_it_says() -> None:
    """The statements for a server of one's own are run on a server that knows neither role nor database."""
    with Cluster.temporary() as cluster:
        with psycopg.connect(cluster.address("metier", "postgres"), autocommit=True) as server:
            server.execute("drop database metier")
            server.execute(f"drop role {APP_ROLE}")
            for statement in filter(str.strip, block("sql").split(";")):
                server.execute(statement.encode())
        settings = Settings(database_url=cluster.url, database_owner_url=cluster.address("metier_owner"))
        migrate(settings)
        database = Database(settings)
        database.check_role()
        with database.as_nobody() as db:
            assert db.scalar(sa.text("select count(*) from technologies"))
        database.engine.dispose()


def test_what_it_exports_is_enough_for_production() -> None:
    exported = dict(re.findall(r"\b((?:METIER|DATABASE)_\w+)=['\"]?([^'\"\s]+)", block("sh")))
    key = "k1:" + "A" * 43 + "="
    settings = Settings.read({**exported, "METIER_KEYS": key})
    assert settings.environment == "production" and settings.key_ring()
    for needed in ("DATABASE_URL", "METIER_KEYS", "METIER_ORIGIN"):
        with pytest.raises(Unsafe, match=needed):
            Settings.read({**exported, "METIER_KEYS": key, needed: ""})
