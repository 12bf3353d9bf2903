"""A career as JSON Resume, and JSON Resume as a career.

Both ways nothing is lost: a key without a column of its own waits in `extra` and comes back, and a column without a
key travels under `meta.metier`. `career_of(fill(an empty profile, data)) == compact(data)`, where these differences
are meant:

- What says nothing (empty text, lists and objects under keys of the schema) is left out.
- `highlights` are what one did and what came of it; `meta.metier` says how many at the end are the second kind.
- Awards, publications and talks are one list to Métier, so only their order among their own kind is kept.
- A heading without skills is left out; a skill without a heading is an item of its own, without keywords.
- What `meta.metier` says of an entry that is no longer there (`of` names it) goes with that entry.
"""

from web.profile.jsonresume.filling import fill
from web.profile.jsonresume.writing import Audience, career_of, rows_of, written_for

__all__ = ["Audience", "career_of", "fill", "rows_of", "written_for"]
