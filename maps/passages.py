"""What a page shows of a source's stored text: the words around each quotation, or all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from maps.rows import Passage

__all__ = ["Extent", "passages_of"]

Extent = Literal["around", "whole", "none"]
"""How much of the sources' texts a page carries; they are others' work."""

AROUND = 280
"""Code points before and after a quotation, before the cut moves to the end of a sentence."""


def passages_of(text: str, spans: Iterable[tuple[int, int]], extent: Extent) -> tuple[Passage, ...]:
    """Cut out of a text what surrounds quotations; passages that touch are one.

    Parameters
    ----------
    text
        The stored text.
    spans
        Start and end of each quotation, in code points; those outside of the text are passed over.
    extent
        `around` the quotations, the `whole` text, or `none` of it.
    """
    known = sorted((start, end) for start, end in spans if 0 <= start < end <= len(text))
    if extent == "none" or not known:
        return ()
    if extent == "whole":
        return (Passage(start=0, text=text),)
    return tuple(Passage(start=a, text=text[a:b]) for a, b in _merged(text, known))


def _merged(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    held: tuple[int, int] | None = None
    for start, end in spans:
        cut = (_opening(text, start), _closing(text, end))
        if held and cut[0] <= held[1]:
            held = (held[0], max(held[1], cut[1]))
            continue
        if held:
            yield held
        held = cut
    if held:
        yield held


def _opening(text: str, start: int) -> int:
    """Go back to where a sentence, or else a word, begins."""
    floor = max(0, start - AROUND)
    if floor == 0:
        return 0
    before = text[floor:start]
    found = re.search(r"(?:[.!?؟。]\W*\s|\n)(?=\S)", before) or re.search(r"\s", before)
    return floor + found.end() if found else floor


def _closing(text: str, end: int) -> int:
    """Go on to where a sentence, or else a word, ends."""
    ceiling = min(len(text), end + AROUND)
    if ceiling == len(text):
        return ceiling
    after = text[end:ceiling]
    stops = [m.end() for m in re.finditer(r"[.!?؟。][\"”»)]*(?=\s)", after)]
    if stops:
        return end + stops[-1]
    words = [m.start() for m in re.finditer(r"\s", after)]
    return end + words[-1] if words else ceiling
