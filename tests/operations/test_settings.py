"""What a start reads from the environment is what the README names, and nothing that merely sounds like it."""

from pathlib import Path

import pytest

from web.settings import ROOT, Settings


def test_the_persons_own_home_is_not_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FILES", "s3://somebody-elses")
    monkeypatch.delenv("METIER_HOME", raising=False)
    settings = Settings.read()
    assert settings.home == ROOT / "var"
    assert settings.files_place == str(ROOT / "var" / "files")
