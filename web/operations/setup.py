"""Sets up what a fresh machine lacks. Runs on any Python, from the Makefile, before anything is installed.

    python3 web/operations/setup.py        what `make run` needs
    python3 web/operations/setup.py test   what `make test` and `make lint` need as well
    python3 web/operations/setup.py bench  what `make bench` measures beside, on top of that

Asked a second time it only looks at its stamps. Killed half-way it begins again where that is safe.
"""

from __future__ import annotations  # so that an old Python comes as far as being told

import ctypes
import glob
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable

OLDEST_PYTHON = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ENVIRONMENT = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(ENVIRONMENT, "bin", "python")
UNFINISHED = os.path.join(ENVIRONMENT, "unfinished")

# What WeasyPrint loads: each library by its names on Linux and macOS.
LIBRARIES = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
)
LIBRARY_FOLDERS = ("", "/opt/homebrew/lib/", "/usr/local/lib/")
LIBRARY_PACKAGES = {"apt": ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"], "brew": ["pango"]}

BROWSERS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)  # fmt: skip
BROWSER_PACKAGES = {"apt": ["chromium-headless-shell"], "brew": ["--cask", "chromium"]}
READER_PACKAGES = {"apt": ["poppler-utils"], "brew": ["poppler"]}


class Missing(Exception):
    """Something only the person can provide; the text is one plain line with the command to run."""


def main(words: list[str]) -> None:
    try:
        check_python()
        for_tests = "test" in words or "bench" in words
        make_environment(lock_for(words))
        make_command()
        need(has_libraries, LIBRARY_PACKAGES, "The libraries that set type (Pango, HarfBuzz) are missing")
        if for_tests:
            need(find_reader, READER_PACKAGES, "pdftotext, which the tests read PDFs with, is missing")
            need(find_browser, BROWSER_PACKAGES, "A Chromium for the browser tests is missing")
    except Missing as missing:
        sys.exit(str(missing))
    except subprocess.CalledProcessError as error:
        sys.exit(f"Set-up stopped: `{' '.join(error.cmd[:5])} …` failed and said why above; then run the same again.")
    except OSError as error:
        sys.exit(f"Set-up stopped: {error.filename or ENVIRONMENT}: {error.strerror}. Then run the same again.")


def lock_for(words: list[str]) -> str:
    if "bench" in words:
        return "requirements-bench.lock"
    return "requirements-dev.lock" if "test" in words else "requirements.lock"


# --- Python -----------------------------------------------------------------------------------------------------


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        raise Missing(f"Métier needs Python {wanted} or newer and this is {sys.version.split()[0]}: install one.")


def make_environment(lock: str) -> None:
    """The packages of a lock file, exactly, in .venv. The stamp names the lock's content."""
    stamp = os.path.join(ENVIRONMENT, f"{lock}.{digest(os.path.join(ROOT, lock))}")
    if os.path.exists(stamp) and os.path.exists(PYTHON):
        return
    make_python()
    say(f"Installing the packages of {lock}: a minute or two.")
    touch(UNFINISHED)
    run(
        PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
        "--require-hashes", "-r", os.path.join(ROOT, lock),
    )  # fmt: skip
    os.remove(UNFINISHED)
    for old in glob.glob(os.path.join(ENVIRONMENT, f"{lock}.*")):
        os.remove(old)
    touch(stamp)


def make_python() -> None:
    """An environment with pip in it. One whose installation was cut off is not to be trusted, and is made anew."""
    if os.path.exists(UNFINISHED) or not works(PYTHON, "-m", "pip", "--version"):
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    if os.path.exists(PYTHON):
        return
    packages = {"apt": [f"python3.{sys.version_info.minor}-venv"], "brew": ["python3"]}
    need(has_venv, packages, "Python's venv module is missing")
    run(sys.executable, "-m", "venv", ENVIRONMENT)


def has_venv() -> bool:
    """Debian keeps venv itself, and packs away what venv needs."""
    return works(sys.executable, "-c", "import venv, ensurepip; ensurepip.version()")


def make_command() -> None:
    """`metier` itself. Two small files do what an editable installation would, without a build on every machine."""
    site = glob.glob(os.path.join(ENVIRONMENT, "lib", "python3*", "site-packages"))[0]
    write(os.path.join(site, "metier.pth"), ROOT + "\n")
    command = os.path.join(ENVIRONMENT, "bin", "metier")
    write(command, '#!/bin/sh\nexec "$(dirname "$0")/python" -P -m web "$@"\n')
    os.chmod(command, 0o755)


# --- the system -------------------------------------------------------------------------------------------------


def need(is_there: Callable[[], object], packages: dict[str, list[str]], what_is_missing: str) -> None:
    """Install with the system's own packages where we may, else say the line."""
    if is_there():
        return
    line = install_line(packages)
    if line is None:
        raise Missing(f"{what_is_missing}, and there is neither apt-get nor brew here: install {packages['apt'][0]}.")
    if not may_install(line):
        raise Missing(f"{what_is_missing}. Run: {' '.join(line)}")
    say(f"{what_is_missing}: installing {' '.join(packages['apt' if 'apt-get' in line else 'brew'])}.")
    refresh_lists(line)
    run(*line, environment={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, is_quiet=True)
    if not is_there():
        raise Missing(f"{what_is_missing}, even after `{' '.join(line)}`.")


def install_line(packages: dict[str, list[str]]) -> list[str] | None:
    if shutil.which("apt-get"):
        line = ["apt-get", "install", "--yes", "--no-install-recommends", *packages["apt"]]
        return line if os.getuid() == 0 else ["sudo", *line]
    if shutil.which("brew"):
        return ["brew", "install", *packages["brew"]]
    return None


def may_install(line: list[str]) -> bool:
    """As root, or where sudo asks nothing. brew is the person's own."""
    return line[0] != "sudo" or works("sudo", "-n", "true")


def refresh_lists(line: list[str]) -> None:
    if "apt-get" in line:
        run(*line[: line.index("apt-get") + 1], "update", "--quiet", is_quiet=True)


def has_libraries() -> bool:
    return all(any(can_load(folder + name) for folder in LIBRARY_FOLDERS for name in names) for names in LIBRARIES)


def can_load(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def find_reader() -> str | None:
    return shutil.which("pdftotext")


def find_browser() -> str | None:
    """The path of a Chromium, also asked for by the browser tests; METIER_BROWSER names one. None if there is none. The
    shell without a window does the same work in two thirds of the time."""
    named = [os.environ["METIER_BROWSER"]] if os.environ.get("METIER_BROWSER") else []
    return next(filter(None, map(shutil.which, [*named, *BROWSERS])), None)


# --- small words ------------------------------------------------------------------------------------------------


def say(words: str) -> None:
    print(words, flush=True)


def run(*words: str, environment: dict[str, str] | None = None, is_quiet: bool = False) -> None:
    subprocess.run(words, check=True, env=environment, stdout=subprocess.DEVNULL if is_quiet else None)


def works(*words: str) -> bool:
    try:
        return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()[:16]


def touch(path: str) -> None:
    write(path, "")


def write(path: str, text: str) -> None:
    """Only when it differs, so that a start leaves nothing changed behind."""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
