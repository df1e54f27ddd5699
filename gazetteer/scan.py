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
_SMALL_WORDS = (
    "of the and de la le les du des del di da do dos das el al e i y ye an en es et sur am der "
    "den von van bin ibn aan op zu na nad"
)
_INNER = frozenset(_SMALL_WORDS.split())
_LETTERS_OF_A_NAME = 4


def scan(gazetteer: Gazetteer, text: str) -> tuple[Mention, ...]:
    """Find names by longest match; see `Gazetteer.scan`."""
    from gazetteer.resolve import Mention

    found: list[Mention] = []
    known: dict[str, bool] = {}
    for run in _runs(text):
        start = 0
        while start < len(run):
            longest = _longest(gazetteer, text, run, start, known)
            if longest is None:
                start += 1
                continue
            after, end = longest
            found.append(Mention(start=run[start][0], end=end))
            start = after
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
    gazetteer: Gazetteer, text: str, run: list[tuple[int, int]], first: int, known: dict[str, bool]
) -> tuple[int, int] | None:
    """Give the word after the longest name that begins at a word, and the name's end."""
    if text[slice(*run[first])].lower() in _INNER:
        return None
    for after in range(min(len(run), first + _LONGEST), first, -1):
        last = run[after - 1]
        if text[slice(*last)].lower() in _INNER:
            continue
        for end in _ends(text, last):
            written = text[run[first][0] : end]
            if written not in known:
                known[written] = _is_name(gazetteer, written)
            if known[written]:
                return after, end
    return None


def _is_name(gazetteer: Gazetteer, written: str) -> bool:
    key = names.fold(written)
    if names.is_generic(key):
        return False
    every = gazetteer.forms(key)
    if written.endswith(".") and any(form == "abbreviation" for form, _ in every):
        return True
    forms = [(form, kind) for form, kind in every if form not in _UNSAID]
    if len(key) >= _LETTERS_OF_A_NAME or not written.isascii():
        return bool(forms) or _is_qualified(gazetteer, written)
    if written.isupper() or "." in written:
        return any(kind is PlaceKind.COUNTRY for _, kind in forms)
    return any(form == "name" for form, _ in forms)


def _is_qualified(gazetteer: Gazetteer, written: str) -> bool:
    """Whether a generic word stands with a name: "Port of Beira"."""
    bare = names.core(written)
    if bare is None or not bare.kinds:
        return False
    return any(form in {"name", "bare"} for form, _ in gazetteer.forms(bare.key))


_UNSAID = frozenset({"code", "demonym", "abbreviation"})


def _ends(text: str, word: tuple[int, int]) -> tuple[int, ...]:
    """Ends that a name's last word may have: its sentence's full stop and a possessive go."""
    start, end = word
    bare = end - 1 if text[end - 1] == "." else end
    owner = bare
    if text[start:bare].lower().endswith(("'s", "’s")):
        owner -= 2
    elif text[bare - 1] in "'’":
        owner -= 1
    initials = "." in text[start:bare]
    ends = (end, bare, owner) if initials else (bare, owner, end)
    return tuple(dict.fromkeys(ends))
