"""All folded keys of a store by their length, so that a misspelt name can be held against all."""

from __future__ import annotations

import sqlite3
import zlib
from collections import defaultdict

from gazetteer.schema import FORMS, fill, rank_of

__all__ = ["SHORTEST", "fill_spellings"]

SHORTEST = 5
"""Shorter names are near to too many others."""

_MOST_KEYS = 2_000_000
_PROMINENT = 3.7
_LONGEST = 40


def fill_spellings(store: sqlite3.Connection) -> None:
    """Fill the table `spelling` out of the table `name`.

    Of a store with more than two million names only those of places with some 5,000 people and
    of well-known sites are taken, so that a look-up stays quick.
    """
    (count,) = store.execute("SELECT count(*) FROM name").fetchone()
    least = 1 << 30 if count <= _MOST_KEYS else rank_of(_PROMINENT)
    codes = [FORMS.index(form) for form in ("code", "demonym", "abbreviation")]
    found = store.execute(
        "SELECT DISTINCT key FROM name WHERE rank <= ? AND form NOT IN (?, ?, ?) "
        "AND length(key) BETWEEN ? AND ?",
        (least, *codes, SHORTEST, _LONGEST),
    )
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for (key,) in found:
        by_length[len(key)].append(key)
    packed = ((n, zlib.compress("".join(keys).encode())) for n, keys in sorted(by_length.items()))
    fill(store, "spelling", 2, packed)
