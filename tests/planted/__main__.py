"""Plant them, two at a time, and say which were noticed."""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.planted import ROOT, Fault, faults

LEFT_AT_HOME = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis")
AT_ONCE = 2


def main() -> int:
    words = sys.argv[1:]
    chosen = [
        fault
        for number, fault in enumerate(faults(), 1)
        if not words or any(is_meant(word, number, fault) for word in words)
    ]
    with ThreadPoolExecutor(AT_ONCE) as hands:
        return sum(not noticed for noticed in hands.map(is_noticed, chosen))


def is_meant(word: str, number: int, fault: Fault) -> bool:
    return word == str(number) if word.isdigit() else word in " ".join(fault)


def is_noticed(fault: Fault) -> bool:
    place, stands, wrong, test = fault
    with tempfile.TemporaryDirectory(prefix="metier-planted-") as folder:
        copy = Path(folder) / "main"
        shutil.copytree(ROOT, copy, ignore=LEFT_AT_HOME)
        plant(copy / place, stands, wrong)
        noticed = is_red(copy, test)
    print("noticed  " if noticed else "UNNOTICED", f"{place}: {stands!r} -> {wrong!r}  {test}", flush=True)
    return noticed


def plant(path: Path, stands: str, wrong: str) -> None:
    said = path.read_text()
    if stands not in said:
        raise SystemExit(f"{path.name} no longer says {stands!r}")
    path.write_text(said.replace(stands, wrong, 1))


def is_red(copy: Path, test: str) -> bool:
    """Whether a test failed: status 1; anything else but 0 is a fault of this script."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test]
    ended = subprocess.run(
        command, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False
    )
    if ended.returncode not in (0, 1):
        raise SystemExit(ended.stdout + ended.stderr)
    return ended.returncode == 1


if __name__ == "__main__":
    sys.exit(main())
