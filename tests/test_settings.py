"""What the environment decides: safe by default, and refused in one plain line where it would be dangerous."""

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from web.settings import ROOT, Settings, Unsafe

KEY = base64.b64encode(b"0" * 32).decode()
SAFE = {
    "METIER_ENV": "production", "DATABASE_URL": "postgresql://db/metier", "METIER_KEYS": f"k1:{KEY}",
    "METIER_ORIGIN": "https://metier.example",
}  # fmt: skip


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("METIER_", "DATABASE_")) or name in ("HOST", "PORT"):
            monkeypatch.delenv(name)


def test_nothing_needs_to_be_said() -> None:
    settings = Settings.read({})
    assert (settings.environment, settings.host, settings.port) == ("development", "127.0.0.1", 8000)
    assert (settings.address, settings.is_https) == ("http://localhost:8000", False)
    assert (settings.home, settings.files_place) == (ROOT / "var", str(ROOT / "var" / "files"))
    assert settings.database_url == "" and settings.proxies == ""


def test_a_safe_production_is_accepted() -> None:
    settings = Settings.read(SAFE)
    assert settings.is_https and settings.address == "https://metier.example"
    assert settings.key_ring() == {"k1": b"0" * 32}
    assert Settings.read({**SAFE, "METIER_ORIGIN": "https://metier.example/"}).address == "https://metier.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", ""),
        ("METIER_KEYS", ""),
        ("METIER_ORIGIN", ""),
        ("METIER_ORIGIN", "http://metier.example"),
        ("METIER_ORIGIN", "metier.example"),
        ("METIER_ORIGIN", "https://metier.example/app"),
        ("METIER_ORIGIN", "https://"),
        ("METIER_LOG_LEVEL", "DEBUG"),
        ("METIER_LOG_LEVEL", "loud"),
        ("METIER_ENV", "prod"),
        ("METIER_GOOGLE_ID", "without a secret"),
        ("METIER_LINKEDIN_SECRET", "without an id"),
        ("METIER_GOOGLE_ISSUER", "http://accounts.google.example"),
        ("METIER_LINKEDIN_ISSUER", "www.linkedin.com/oauth"),
        ("METIER_GITHUB_API", "http://api.github.example"),
        ("METIER_PRESSES", "0"),
        ("METIER_PRESSES", "many"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
    ],
)
def test_an_unsafe_production_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(Unsafe, match=name) as refused:
        Settings.read({**SAFE, name: value})
    assert "\n" not in str(refused.value) and KEY not in str(refused.value)


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "METIER_HOME": str(tmp_path),
        **SAFE,
        "METIER_ORIGIN": "http://metier.example",
    }
    refused = subprocess.run(
        [sys.executable, "-m", "web", "run"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1 and "METIER_ORIGIN" in refused.stderr
    assert "Traceback" not in refused.stderr and len(refused.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "keys",
    ["k1", "k1:", f":{KEY}", "k1:short", f"k1:{KEY[:-4]}", f"k1:{KEY}AAAA", "k1:%%%", f"k 1:{KEY}", f"k1:{KEY},k2", f"{'k' * 17}:{KEY}",
     f"k1:{KEY},k1:{KEY}", ",", " "],
)  # fmt: skip
def test_keys_that_are_none_are_refused(keys: str) -> None:
    with pytest.raises(Unsafe, match="METIER_KEYS") as refused:
        Settings(keys=keys).key_ring()
    assert KEY not in str(refused.value)


def test_the_newest_key_stands_first() -> None:
    other = base64.b64encode(b"1" * 32).decode()
    assert list(Settings(keys=f" k2:{other} , k1:{KEY},").key_ring()) == ["k2", "k1"]


def test_secrets_are_not_shown() -> None:
    assert KEY not in repr(Settings.read(SAFE))


MAKING = "import sys; from pathlib import Path; from web.settings import Settings; print(Settings(home=Path(sys.argv[1])).key_ring()['k1'].hex())"


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    home = tmp_path / "home"
    together = [
        subprocess.Popen([sys.executable, "-c", MAKING, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(10)
    ]
    said = {process.communicate()[0] for process in together}
    assert len(said) == 1 and len(said.pop().strip()) == 64
    assert [path.name for path in home.iterdir()] == ["keys"]
    assert stat.S_IMODE((home / "keys").stat().st_mode) == 0o600
    again = Settings(home=home).key_ring()
    assert Settings(home=home).key_ring() == again
