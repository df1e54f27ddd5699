"""Finds names of the place store in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gazetteer import names
from gazetteer.place import PlaceKind

if TYPE_CHECKING:
    from gazetteer.resolve import Mention
    from gazetteer.store import Gazetteer

__all__ = ["scan"]

_LONGEST = 6
_WORD = re.compile(r"[^\W_]+(?:['’‘ʼʻ.&-][^\W_]+)*\.?")
# Small words that stand inside names and never begin or end one.
_INNER = frozenset(
    "of the and de la le les du des del di da do dos das el al e i y ye an en et sur am der den "
    "von van bin ibn aan op zu na nad".split()
)
_LETTERS_OF_A_NAME = 4


def scan(gazetteer: Gazetteer, text: str) -> tuple[Mention, ...]:
    """Find names by longest match; see `Gazetteer.scan`."""
    from gazetteer.resolve import Mention

    found: list[Mention] = []
    known: dict[str, bool] = {}
    for run in _runs(text):
        start = 0
        while start < len(run):
            end = _longest(gazetteer, text, run, start, known)
            if end is None:
                start += 1
                continue
            found.append(Mention(start=run[start][0], end=_trimmed(text, run[end - 1])))
            start = end
    return tuple(found)


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Give runs of words that begin with a capital, small words allowed within."""
    run: list[tuple[int, int]] = []
    last = 0
    for word in _WORD.finditer(text):
        gap = text[last : word.start()]
        if run and (gap.strip() or "\n\n" in gap):
            yield run
            run = []
        last = word.end()
        if _capital(word.group()) or (run and word.group().lower() in _INNER):
            run.append(word.span())
        elif run:
            yield run
            run = []
    if run:
        yield run


def _capital(word: str) -> bool:
    first = word[0]
    # Scripts without case cannot show a capital: every word may begin a name.
    return first.isupper() or (first.isalpha() and first.lower() == first.upper())


def _longest(
    gazetteer: Gazetteer, text: str, run: list[tuple[int, int]], start: int, known: dict[str, bool]
) -> int | None:
    if text[slice(*run[start])].lower() in _INNER:
        return None
    for end in range(min(len(run), start + _LONGEST), start, -1):
        if text[slice(*run[end - 1])].lower() in _INNER:
            continue
        written = text[run[start][0] : run[end - 1][1]]
        if written not in known:
            known[written] = _is_name(gazetteer, written)
        if known[written]:
            return end
    return None


def _is_name(gazetteer: Gazetteer, written: str) -> bool:
    key = names.fold(written)
    every = gazetteer.forms(key)
    if written.endswith(".") and any(form == "abbreviation" for form, _ in every):
        return True
    forms = [(form, kind) for form, kind in every if form not in _UNSAID]
    if len(key) >= _LETTERS_OF_A_NAME or not written.isascii():
        return bool(forms)
    if written.isupper() or "." in written:
        return any(kind is PlaceKind.COUNTRY for _, kind in forms)
    return any(form == "name" for form, _ in forms)


_UNSAID = frozenset({"code", "demonym", "abbreviation"})


def _trimmed(text: str, word: tuple[int, int]) -> int:
    start, end = word
    if text[end - 1] == "." and "." not in text[start : end - 1]:
        return end - 1
    if text[end - 2 : end].lower() in {"'s", "’s"}:
        return end - 2
    return end
