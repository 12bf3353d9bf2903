"""Finding an entry of one's own career by a few words, however they are written.

A career says at most 100 KB (`web/kit/content.py`) and a search is for one career, so its words are gathered when they
are asked for: PostgreSQL finds them by owner and profile, in every table that has entries, and compares them at once.
An index over words would stand unused, because behind row-level security nothing is compared before it is known whose
it is.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from web.kit.searching import MOST_LETTERS
from web.profile.entries import KINDS, Kind
from web.profile.tables import Entry, Profile

MOST_WORDS = 8
MOST_SHOWN = 140  # letters of a line
SHORTEST_SLIP = 4  # a word of fewer letters is not taken for a slip of another one
CLOSE = 0.72  # how much a slip has in common with the word it was meant for, between 0 and 1
BREAKS = "-–—./\\,;:()[]{}&|@_'’\"“”„*!?<>=~"  # what stands between words

Runs = list[tuple[str, bool]]  # a line in pieces: the words, and whether they are what was looked for


@dataclass(frozen=True)
class Found:
    """An entry with its heading and the line that says most of what was looked for; `is_close` where it only comes
    close to it."""

    kind: Kind
    entry: Entry
    heading: Runs
    line: Runs
    is_close: bool


def find_entries(db: Session, owner_id: UUID, profile: Profile, words: str, most: int = 20) -> list[Found]:
    """The entries that have every word, or words that begin so; where there is none, those with words nearly like
    these. The best come first. At most three queries and one for each kind that is found."""
    wanted = [[word] for word in words_in(words)]
    if not wanted:
        return []
    whose = {"owner": owner_id, "profile": profile.id, "breaks": BREAKS, "spaces": " " * len(BREAKS)}
    if rows := _having(db, whose, wanted, most):
        return _read(db, rows, wanted, is_close=False)
    meant = _meant(db, whose, [word for [word] in wanted])
    if not all(meant):
        return []
    return _read(db, _having(db, whose, meant, most), meant, is_close=True)


def words_in(said: str) -> list[str]:
    """What is looked for, word by word, folded.

    >>> words_in("C++, Zürich & C#; zurich")
    ['c++', 'zurich', 'c#']
    """
    folded_words = map(folded, _WORD.findall(said[:MOST_LETTERS]))
    return list(dict.fromkeys(filter(None, folded_words)))[:MOST_WORDS]  # an accent alone leaves nothing


_WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")


def folded(word: str) -> str:
    """Without case and accents, as the database has it by `lower(unaccent(…))`."""
    if word.isascii():
        return word.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain).casefold().translate(_OTHER_LETTERS)


_OTHER_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})


# --- asking ----------------------------------------------------------------------------------------------------------

LISTS = ("lines", "achievements", "technologies", "courses", "keywords", "authors")


def _words_of(kind: Kind) -> str:
    """Every entry of a kind in a career: what names it, and all its words, a line for each text and each point."""
    columns = sa.inspect(kind.table).columns
    texts = [f't."{each.name}"' for each in columns if isinstance(each.type, sa.Text)]
    lists = [
        f"array_to_string(array(select jsonb_array_elements_text(t.\"{each.name}\")), E'\\n')"
        for each in columns
        if each.name in LISTS
    ]
    return f"""
        select '{kind.slug}' as kind, t.id, concat_ws(E'\\n', {", ".join(texts[:2])}) as names,
               concat_ws(E'\\n', {", ".join(texts + lists)}) as words
          from "{kind.table.__tablename__}" t
         where t.owner_id = :owner and t.profile_id = :profile and t.removed_at is null"""


def _vector(words: str) -> str:
    return f"to_tsvector('simple', translate(lower(unaccent({words})), :breaks, :spaces))"


# Written out, because it is asked while somebody types: building it anew would cost more than answering it.
_ENTRIES = f"""
    with each as ({" union all ".join(map(_words_of, KINDS.values()))}),
    entries as materialized (
        select kind, id, words, setweight({_vector("names")}, 'A') || {_vector("words")} as vector from each)"""

_HAVING = sa.text(f"""{_ENTRIES},
    query as (
        select to_tsquery('simple', string_agg('(' || any_of.word || ')', ' & ')) as words
          from jsonb_array_elements(cast(:wanted as jsonb)) as same,
               lateral (select string_agg(quote_literal(lower(unaccent(word))) || ':*', ' | ') as word
                          from jsonb_array_elements_text(same) as word) as any_of)
    select kind, id, e.words from entries e, query
     where (vector @@ query.words or query.words is null and cardinality(cast(:uncut as text[])) > 0)
       and not exists (select from unnest(cast(:uncut as text[])) as word
                        where strpos(lower(unaccent(e.words)), lower(unaccent(word))) = 0)
     order by ts_rank(vector, query.words) desc nulls last, id desc
     limit :most""")

_NEAR = sa.text(f"""{_ENTRIES},
    lexemes as (select distinct lexeme from entries, unnest(vector))
    select word, lexeme from unnest(cast(:words as text[])) as word, lexemes
     where starts_with(lexeme, lower(unaccent(word)))
        or word_similarity(lower(unaccent(word)), lexeme) >= :resembles""")


def _having(db: Session, whose: dict[str, Any], wanted: list[list[str]], most: int) -> list[Any]:
    """Kind, id and words of the entries that say one of each of these, those that it names before those that mention
    it. What PostgreSQL does not cut into words, such as C++ and Chinese, is looked for wherever it stands."""
    cut = [same for same in wanted if not _UNCUT.search(same[0])]
    uncut = [word for [word, *_] in wanted if _UNCUT.search(word)]
    return list(db.execute(_HAVING, {**whose, "wanted": json.dumps(cut), "uncut": uncut, "most": most}))


_UNCUT = re.compile(r"[+#\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff]")


def _meant(db: Session, whose: dict[str, Any], words: list[str]) -> list[list[str]]:
    """For each word those of the career that it begins, or else those it may be a slip of."""
    near: dict[str, list[str]] = {word: [word] if _UNCUT.search(word) else [] for word in words}
    for word, lexeme in db.execute(_NEAR, {**whose, "words": words, "resembles": RESEMBLES}):
        near[word].append(lexeme)
    return [
        [each for each in near[word] if each.startswith(word)] or [each for each in near[word] if _is_slip(word, each)]
        for word in words
    ]


RESEMBLES = 0.25  # trigrams of a slip that its word has as well; letters that changed places leave few


def _is_slip(said: str, meant: str) -> bool:
    """Whether a word, or its beginning, is nearly what was said."""
    return len(said) >= SHORTEST_SLIP and any(
        SequenceMatcher(None, said, each).ratio() >= CLOSE for each in (meant, meant[: len(said)])
    )


# --- showing ---------------------------------------------------------------------------------------------------------


def _read(db: Session, rows: list[Any], wanted: list[list[str]], is_close: bool) -> list[Found]:
    entries = {entry.id: entry for slug in {row.kind for row in rows} for entry in _entries(db, KINDS[slug], rows)}
    sought = tuple(word for same in wanted for word in same)
    found = []
    for row in rows:
        kind, entry = KINDS[row.kind], entries[row.id]
        line = max(row.words.split("\n"), key=lambda line: _many_in(line, sought))
        heading = kind.heading(entry)
        shown = [] if line == heading else runs_of(shortened(line, sought), sought)
        found.append(Found(kind, entry, runs_of(heading, sought), shown, is_close))
    return found


def _entries(db: Session, kind: Kind, rows: list[Any]) -> list[Entry]:
    return list(db.exec(select(kind.table).where(col(kind.table.id).in_([r.id for r in rows if r.kind == kind.slug]))))


def _many_in(line: str, sought: tuple[str, ...]) -> int:
    """How many of the words it has."""
    return len({folded(words) for words, is_sought in runs_of(line, sought) if is_sought})


def runs_of(line: str, sought: tuple[str, ...]) -> Runs:
    """A line in pieces, the words apart that begin with one of those sought.

    >>> runs_of("Baker in Zürich", ("zur",))
    [('Baker in ', False), ('Zürich', True)]
    """
    runs: Runs = []
    for piece in _PIECE.findall(line):
        is_sought = _is_in(piece, sought)
        if runs and not is_sought and not runs[-1][1]:
            runs[-1] = (runs[-1][0] + piece, False)
        else:
            runs.append((piece, is_sought))
    return runs


_PIECE = re.compile(_WORD.pattern + r"|.", re.DOTALL)


def _is_in(piece: str, sought: tuple[str, ...]) -> bool:
    plain = folded(piece)
    return plain.startswith(sought) or any(_UNCUT.search(word) and word in plain for word in sought)


def shortened(line: str, sought: tuple[str, ...]) -> str:
    """As much of a long line as is shown, from shortly before the first word that was sought."""
    if len(line) <= MOST_SHOWN:
        return line
    [first, is_sought], *more = runs_of(line, sought)
    at = len(first) if more and not is_sought else 0
    start = max(0, at - MOST_SHOWN // 3)
    start = line.find(" ", start, at) + 1 if start else 0
    end = line.rfind(" ", at, start + MOST_SHOWN)
    shown = line[start:end] if end > 0 and start + MOST_SHOWN < len(line) else line[start : start + MOST_SHOWN]
    return ("… " if start else "") + shown + (" …" if start + len(shown) < len(line) else "")
