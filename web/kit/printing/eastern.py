"""Faces for Chinese, Japanese and Korean: a hundred times as heavy as the others, so a sheet loads only what it needs.

The three write many characters that are one to Unicode and drawn differently in each; which face is first decides.
"""

import re

from web.kit.printing.words import root_of

EASTERN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
FOLDERS = {
    "Japanese": "noto-sans-jp/noto-sans-jp-japanese",
    "Korean": "noto-sans-kr/noto-sans-kr-korean",
    "Chinese": "noto-sans-sc/noto-sans-sc-chinese",
}


def eastern_faces(language: str, text: str) -> tuple[str, ...]:
    """Which of the faces a sheet in this language and with this text needs, in the order of the designs' stacks."""
    root = root_of(language)
    japanese = root == "ja" or (root != "zh" and bool(KANA.search(text)))
    korean = bool(HANGUL.search(text))
    chinese = not japanese and bool(EASTERN.search(text))
    needed = {"Japanese": japanese, "Korean": korean, "Chinese": chinese}
    return tuple(face for face in FOLDERS if needed[face])


def face_rules(face: str) -> str:
    """The CSS that brings a face in."""
    return "".join(
        f'@font-face {{ font-family: "Sheet {face}"; font-weight: {weight}; font-style: normal; '
        f"src: url(font:{FOLDERS[face]}-{weight}-normal.woff2) }}\n"
        for weight in (400, 600)
    )
