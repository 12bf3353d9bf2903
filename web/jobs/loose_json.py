"""JSON as it is left in pages: commas too many or too few, line ends within words, cut short, or in comments."""

import json
import re
from html import unescape
from typing import Any

WRAPPED = re.compile(r"^(?:\s|<!--|//|/\*|\*/|<!\[CDATA\[)+|(?:\s|-->|//|/\*|\*/|\]\]>|;)+$")
TOKEN = re.compile(r'"((?:[^"\\]|\\.?)*+)(?:"|\Z)|([{}\[\],:])|([^\s{}\[\],:"]+)', re.DOTALL)
ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.))', re.DOTALL)
CLOSES = {"{": "}", "[": "]"}
WORDS = ("true", "false", "null")
DEEPEST = 200


def loads(text: str) -> Any:
    """The value, repaired where that can be done; None where it cannot, or where it goes too deep."""
    for attempt in (str, _unwrapped, _repaired):
        text = attempt(text)
        try:
            return json.loads(text, strict=False)
        except RecursionError:
            return None
        except ValueError:
            continue
    return None


def _unwrapped(text: str) -> str:
    text = WRAPPED.sub("", text)
    return unescape(text) if "&quot;" in text and '"' not in text[:200] else text


def _repaired(text: str) -> str:
    """The same values with commas where they belong, and every list and object closed, in one pass; several values
    that stand there by themselves are a list."""
    out: list[str] = []
    still_open: list[str] = []
    is_after_value = are_several = False
    for found in TOKEN.finditer(text):
        words, sign, bare = found.groups()
        if sign in (",", ":"):
            if is_after_value:
                out.append(sign)
            is_after_value = False
        elif sign in ("}", "]"):
            while out and out[-1] in (",", ":"):
                out[-1] = "" if out[-1] == "," else ":null"
            if still_open and CLOSES[still_open[-1]] == sign:
                still_open.pop()
                out.append(sign)
            is_after_value = True
        else:
            if is_after_value:
                out.append(",")
                are_several |= not still_open
            out.append(sign or (_string(words) if words is not None else _bare(bare)))
            if sign:
                still_open.append(sign)
                if len(still_open) > DEEPEST:
                    return ""
            is_after_value = not sign
    while out and out[-1] in (",", ":"):
        out[-1] = "" if out[-1] == "," else ":null"
    values = "".join(out + [CLOSES[sign] for sign in reversed(still_open)])
    return f"[{values}]" if are_several else values


def _string(words: str) -> str:
    return '"' + ESCAPE.sub(lambda found: found[0] if found[1] else found[2], words) + '"'


def _bare(word: str) -> str:
    is_number = re.fullmatch(r"-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?", word)
    return word if word in WORDS or is_number else json.dumps(word.strip("'"))
