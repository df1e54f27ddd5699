"""Names joined by dashes: "the A–B–C line"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gazetteer import Place, PlaceKind
from routes.extraction.tagger import Sentence
from routes.extraction.toponym import Names, Toponym

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["find_chains"]

_DASHES = {"-", "–", "—"}
_CHAIN = re.compile(r"(?<=\w)\s?[–—-]\s?(?=[^\W\d_])")
_MOST_CUTS = 12
# A hyphen joins many things; a smaller town's name beside one is rarely meant as a stop.
_HYPHENATED_POPULATION = 15_000


def find_chains(sentence: Sentence, names: Names) -> Iterator[Toponym]:
    """Find chains of which every part is a name that the store knows."""
    for first, last in _dashed_runs(sentence):
        yield from _chain(sentence, names, first, last)


def _dashed_runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    span = sentence.span
    i = span.start
    while i < span.end:
        last = i
        while last < span.end and _joins(sentence.doc, last, i):
            last += 1
        run = sentence.doc[i:last].text
        dateline = last > i and _opens_dateline(sentence.doc, i, last - 1)
        if last > i and _CHAIN.search(run) and not dateline:
            yield i, last - 1
        i = max(last, i + 1)


def _opens_dateline(doc: Doc, first: int, last: int) -> bool:
    """As in "BAGHDAD - Iraq resumed …": capitals and a dash with blanks open a report."""
    opens = first == 0 or doc[first].is_sent_start
    dash = next((i for i in range(first, last + 1) if doc[i].text in _DASHES), -1)
    spaced = dash > first and bool(doc[dash - 1].whitespace_) and bool(doc[dash].whitespace_)
    return bool(opens and spaced and doc[first:dash].text.isupper())


def _joins(doc: Doc, i: int, first: int) -> bool:
    token = doc[i]
    if token.text[:1].isupper() or token.is_digit:
        return i == first or doc[i - 1].text in _DASHES or doc[i - 1].text[:1].isupper()
    return i > first and token.text in _DASHES


def _chain(sentence: Sentence, names: Names, first: int, last: int) -> Iterator[Toponym]:
    start, _ = sentence.chars(first, last)
    run = sentence.doc[first : last + 1].text
    best = _split_known(run, names)
    if len(best) < 2:
        return
    for begin, stop, senses in best:
        covered = [
            i for i in range(first, last + 1) if _overlaps(sentence, i, start + begin, start + stop)
        ]
        yield Toponym(
            sentence.number,
            covered[0],
            covered[-1],
            start + begin,
            start + stop,
            run[begin:stop],
            senses,
            "GPE",
            chain=start,
        )


def _overlaps(sentence: Sentence, i: int, start: int, end: int) -> bool:
    begin, stop = sentence.chars(i, i)
    return begin < end and stop > start


def _split_known(run: str, names: Names) -> list[tuple[int, int, tuple[Place, ...]]]:
    """Cut a dashed run into the fewest parts of which each is a known name."""
    cuts = [0, *(m.end() for m in _CHAIN.finditer(run))]
    ends = [*(m.start() for m in _CHAIN.finditer(run)), len(run)]
    dashed = "–" in run or "—" in run
    if len(cuts) > _MOST_CUTS or names.named(run):
        return []
    parts: list[tuple[int, int, tuple[Place, ...]]] = []
    i = 0
    while i < len(cuts):
        for j in range(len(cuts) - 1, i - 1, -1):
            senses = names.named(run[cuts[i] : ends[j]])
            if senses and (dashed or _is_known_widely(senses[0])):
                parts.append((cuts[i], ends[j], senses))
                i = j + 1
                break
        else:
            return []
    return parts


def _is_known_widely(place: Place) -> bool:
    """A hyphen joins many things; only names that a report may give bare make a chain of it."""
    return place.kind is not PlaceKind.CITY or place.population > _HYPHENATED_POPULATION
