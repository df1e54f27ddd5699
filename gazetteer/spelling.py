"""What a store keeps for names that are written otherwise: keys by length, keys by sound.

Filled when a store is made; `fuzzy` and `senses` read it.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator

from gazetteer.schema import FORMS, fill, rank_of
from gazetteer.sounds import sound

__all__ = ["LONGEST", "SHORTEST", "fill_spellings"]

SHORTEST, LONGEST = 4, 40
"""Shorter names are near to too many others; longer ones are sentences."""

_MOST_KEYS = 2_000_000
_PROMINENT = 3.7
_HEARD = 3.0


def fill_spellings(store: sqlite3.Connection) -> None:
    """Fill the tables `spelling` and `sound` out of the table `name`.

    Of a store with more than two million names only those of places with some 5,000 people and
    of well-known sites are taken, so that a look-up stays quick. Sounds are kept of places with
    a thousand people, and of sites, in countries whose usual script is not Latin.
    """
    (count,) = store.execute("SELECT count(*) FROM name").fetchone()
    least = 1 << 30 if count <= _MOST_KEYS else rank_of(_PROMINENT)
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for (key,) in store.execute(_KEYS, (least, *_UNSPELT, SHORTEST, LONGEST)):
        by_length[len(key)].append(key)
    packed = ((n, zlib.compress("".join(keys).encode())) for n, keys in sorted(by_length.items()))
    fill(store, "spelling", 2, packed)
    heard = min(least, rank_of(_HEARD))
    fill(store, "sound", 2, sorted(set(_sounds(store, heard))))


def _sounds(store: sqlite3.Connection, least: int) -> Iterator[tuple[str, str]]:
    for key, country in store.execute(_HOMES, (least, *_UNSPELT)):
        if country is None or country in _OTHER_SCRIPTS:
            heard = sound(key)
            if heard:
                yield heard, key


_UNSPELT = tuple(FORMS.index(form) for form in ("code", "demonym", "abbreviation"))
_KEYS = (
    "SELECT DISTINCT key FROM name WHERE rank <= ? AND form NOT IN (?, ?, ?) "
    "AND length(key) BETWEEN ? AND ?"
)
_HOMES = (
    "SELECT n.key, p.country FROM name n JOIN place p ON p.id = n.place "
    "WHERE n.rank <= ? AND n.form NOT IN (?, ?, ?)"
)
# Countries that write a main language in another script than Latin, or did so in living memory.
_OTHER_SCRIPT_CODES = (
    "AE AF AM BD BG BH BT BY CN CY DJ DZ EG EH ER ET GE GR HK IL IN IQ IR JO JP KG KH KM KP "
    "KR KW KZ LA LB LK LY MA MK MM MN MO MR MV NP OM PK PS QA RS RU SA SD SO SY TD TH TJ TN "
    "TW UA YE XK BA ME UZ TM AZ"
)
_OTHER_SCRIPTS = frozenset(_OTHER_SCRIPT_CODES.split())
