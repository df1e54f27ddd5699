"""Which reports only restate others: by the words that they share, and by whom they quote.

Texts are compared by shingles, runs of words as Broder (1997, "On the resemblance and containment
of documents") has them; of the hashes of all shingles the same share is kept in every text, so
that texts need not be compared pair by pair.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from gazetteer.names import fold
from routes.evidence import Claim, Source

__all__ = ["Restatement", "cited_outlets", "restated_texts"]

_SHINGLE_WORDS = 4
_KEPT_OF = 4  # one hash in four
_SHORT_WORDS = 300  # of shorter texts all are kept
_SHARE = 0.35
_LEAST_SHARED = 15
# Of words that stand in more texts than these, each is only compared with the earliest.
_MANY = 40
_WORD = re.compile(r"\w+")
_SHORTEST_OUTLET = 4


class Restatement(NamedTuple):
    """A source that rests on another, and how that was found, in words."""

    source: str
    based_on: str
    why: str


def restated_texts(sources: Sequence[Source], texts: Mapping[str, str]) -> Iterator[Restatement]:
    """Find texts of which a good part stands in another, the later resting on the earlier.

    Parameters
    ----------
    sources
        In order; where no day is known, the first is the earlier.
    texts
        Stored texts by source id.
    """
    rank = {s.id: (s.published or "9999", n) for n, s in enumerate(sources)}
    prints = {s.id: _shingles(texts[s.id]) for s in sources if texts.get(s.id)}
    holders: dict[int, list[str]] = {}
    for name, shingles in prints.items():
        for shingle in shingles:
            holders.setdefault(shingle, []).append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        if len(names) <= _MANY:
            shared.update((a, b) for n, a in enumerate(names) for b in names[n + 1 :])
        else:
            first = min(names, key=rank.__getitem__)
            shared.update((first, name) for name in names if name != first)
    for (a, b), number in shared.items():
        share = number / max(1, min(len(prints[a]), len(prints[b])))
        if number >= _LEAST_SHARED and share >= _SHARE:
            early, late = sorted((a, b), key=rank.__getitem__)
            yield Restatement(
                late, early, f"{share:.0%} of the words of the shorter text are shared"
            )


def cited_outlets(sources: Sequence[Source], claims: Iterable[Claim]) -> Iterator[Restatement]:
    """Find reports that have a thing "according to" the outlet of another report."""
    outlets: dict[str, list[Source]] = {}
    for source in sources:
        key = fold(source.publisher or "")
        if len(key) >= _SHORTEST_OUTLET:
            outlets.setdefault(key, []).append(source)
    known = {source.id: source for source in sources}
    for claim in claims:
        citing = known.get(claim.source)
        for named in (claim.reported_via, claim.attributed_to):
            for cited in outlets.get(fold(named or ""), ()):
                if citing and cited.id != citing.id and _not_later(cited, citing):
                    yield Restatement(citing.id, cited.id, f"it quotes {cited.publisher}")


def _not_later(one: Source, other: Source) -> bool:
    return not (one.published and other.published) or one.published <= other.published


def _shingles(text: str) -> frozenset[int]:
    words = _WORD.findall(text.casefold())
    runs = (words[n : n + _SHINGLE_WORDS] for n in range(len(words) - _SHINGLE_WORDS + 1))
    hashes = (crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in runs)
    if len(words) <= _SHORT_WORDS:
        return frozenset(hashes)
    return frozenset(one for one in hashes if one % _KEPT_OF == 0)
