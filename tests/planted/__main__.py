"""Plant them, two at a time, and say which were noticed. First their tests are tried without: red must mean the fault."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.planted import ROOT, Fault, faults

LEFT_AT_HOME = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis")
AT_ONCE = 2
MEANT = {0: "UNNOTICED", 1: "noticed  "}  # pytest's status; any other says that the test could not even be tried


def main() -> int:
    words = sys.argv[1:]
    chosen = [
        fault
        for number, fault in enumerate(faults(), 1)
        if not words or any(is_meant(word, number, fault) for word in words)
    ]
    if not chosen:
        print(f"no fault is meant by {' '.join(words)}")
        return 2
    with a_copy() as copy:
        untouched = tried(copy, *sorted({test for *_, test in chosen}))
    if untouched.returncode:
        print(untouched.stdout, untouched.stderr)
        return 1
    with ThreadPoolExecutor(AT_ONCE) as hands:
        return sum(not noticed for noticed in hands.map(is_noticed, chosen))


def is_meant(word: str, number: int, fault: Fault) -> bool:
    return word == str(number) if word.isdigit() else word in " ".join(fault)


def is_noticed(fault: Fault) -> bool:
    place, stands, wrong, test = fault
    with a_copy() as copy:
        said = (copy / place).read_text()
        (copy / place).write_text(said.replace(stands, wrong, 1))
        ended = tried(copy, "-x", test)
    meant = MEANT.get(ended.returncode, "UNTRIED  ") if stands in said else "NOT THERE"
    print(meant, f"{place}: {stands!r} -> {wrong!r}  {test}", flush=True)
    if meant.startswith("UNTRIED"):
        print(ended.stdout[-2000:], ended.stderr[-2000:], flush=True)
    return meant.startswith("noticed")


@contextmanager
def a_copy() -> Iterator[Path]:
    """The checkout, and beside it what stands beside the checkout."""
    with tempfile.TemporaryDirectory(prefix="metier-planted-") as folder:
        copy, shared = Path(folder) / "main", ROOT.parent / "shared"
        shutil.copytree(ROOT, copy, ignore=LEFT_AT_HOME)
        if shared.exists():
            (copy.parent / "shared").symlink_to(shared)
        yield copy


def tried(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    return subprocess.run(
        command, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    sys.exit(main())
