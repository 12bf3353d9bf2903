"""Do the tests notice? `python -m tests.planted` plants one small fault at a time into a copy of the checkout.

A module here lists faults: a file, what stands there, what a tired hand might write, and the test that has to go red
for it. Words or numbers choose some of them: `python -m tests.planted 5 9`, `python -m tests.planted accounts/tokens`.
"""

from pathlib import Path

from web.kit.shelf import modules_on

ROOT = Path(__file__).resolve().parents[2]
Fault = tuple[str, str, str, str]


def faults() -> list[Fault]:
    """All of them, in the order of their modules' names."""
    return [
        fault
        for module in modules_on("tests.planted")
        if module.__name__ != "tests.planted.__main__"
        for fault in module.FAULTS
    ]
