"""Contents kept small: what differs from another content, compressed with that other one as the dictionary.

zlib looks back 32 KiB and no further. Naming the differences first keeps a small change small in a content of any size.
"""

import json
import zlib
from itertools import takewhile
from typing import Any

Content = dict[str, Any]

MOST_OF_WHOLE, SMALL = 0.1, 200  # what differs may take this share of the whole, or so many bytes
MEMORY = 5  # of 9: the usual 8 takes longer to lay out than a small change takes to compress


def packed(content: Content) -> bytes:
    """The same content as the same bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def squeeze(content: Content) -> bytes:
    return _compressed(packed(content), zlib.compressobj(9, wbits=-15, memLevel=MEMORY))


def squeeze_like(like: Content, content: Content) -> bytes | None:
    """What has to be spread with the same `like` at hand; None where the whole is worth keeping instead."""
    squeezer = zlib.compressobj(9, wbits=-15, memLevel=MEMORY, zdict=packed(like))
    small = _compressed(packed(differences(like, content)), squeezer)
    return small if len(small) <= SMALL or len(small) <= MOST_OF_WHOLE * len(squeeze(content)) else None


def _compressed(said: bytes, squeezer: Any) -> bytes:
    made: bytes = squeezer.compress(said) + squeezer.flush()
    return made


def spread(body: bytes, like: Content | None = None) -> Content:
    if like is None:
        content: Content = json.loads(zlib.decompressobj(wbits=-15).decompress(body))
        return content
    return with_differences(like, json.loads(zlib.decompressobj(wbits=-15, zdict=packed(like)).decompress(body)))


def differences(older: Content, newer: Content) -> Content:
    """By name: null for what is gone, a list of one for what is new, an object for what differs further down."""
    found: Content = {name: None for name in older if name not in newer}
    for name, value in newer.items():
        was = older.get(name)
        if isinstance(value, dict) and isinstance(was, dict):
            if inner := differences(was, value):
                found[name] = inner
        elif name not in older or value != was:
            found[name] = [value]
    return found


def with_differences(older: Content, found: Content) -> Content:
    made = dict(older)
    for name, change in found.items():
        if change is None:
            del made[name]
        elif isinstance(change, list):
            made[name] = change[0]
        else:
            made[name] = with_differences(made[name], change)
    return made


# --- whether anything would be lost ----------------------------------------------------------------------------------


def holds(newer: Any, older: Any) -> bool:
    """Whether every word of the older content stands in the newer one. Each text may have had something put in at one
    place: between two words, or at the end of one, which so became longer."""
    if older in (None, "", [], {}):
        return True
    if isinstance(older, dict) and isinstance(newer, dict):
        return all(holds(newer.get(name), value) for name, value in older.items())
    if isinstance(older, list) and isinstance(newer, list):
        return _has_grown("\n".join(map(str, older)), "\n".join(map(str, newer)))
    if isinstance(older, str) and isinstance(newer, str):
        return _has_grown(older, newer)
    return bool(older == newer)


def _has_grown(older: str, newer: str) -> bool:
    if older == newer:
        return True
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(older, newer, strict=False)))
    before, after = older[:start], older[start:]
    put_in = newer[start : len(newer) - len(after)]
    return newer[start:].endswith(after) and not _joins(before, after) and not _joins(put_in, after)


def _joins(left: str, right: str) -> bool:
    """Whether a word goes across from the one to the other."""
    return left[-1:].isalnum() and right[:1].isalnum()
