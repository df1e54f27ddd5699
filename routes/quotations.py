"""Where a quotation stands in a text that has moved or been reset: the nearest place of its words.

Words are compared without white space, quotation marks and dashes of whichever kind, so that a
text that was broken into other lines still has its quotations.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["Found", "relocate"]

_SIGNS = str.maketrans(
    {**dict.fromkeys("‘’‚‛`´", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‐‑‒–—―", "-")}
)


class Found(NamedTuple):
    """Where the words stand now, in code points, and whether they are the same to the letter."""

    start: int
    end: int
    is_verbatim: bool


def relocate(quote: str, text: str, near: int) -> Found | None:
    """Find a quotation anew.

    Parameters
    ----------
    quote
        The words.
    text
        The text as it is now.
    near
        Where it stood, in code points; of several places the nearest is given.

    Returns
    -------
    Found or None
        None where the words are not in the text.
    """
    if not quote.strip():
        return None
    at = [match.start() for match in re.finditer(re.escape(quote), text)]
    if at:
        start = min(at, key=lambda one: abs(one - near))
        return Found(start, start + len(quote), is_verbatim=True)
    folded, origins = _folded(text)
    wanted = _folded(quote)[0]
    at = [match.start() for match in re.finditer(re.escape(wanted), folded)] if wanted else []
    if not at:
        return None
    start = min(at, key=lambda one: abs(origins[one] - near))
    return Found(origins[start], origins[start + len(wanted) - 1] + 1, is_verbatim=False)


def _folded(text: str) -> tuple[str, list[int]]:
    """Give a text without white space and marks that differ by taste, and whence each sign came."""
    signs: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        if character.isspace() or unicodedata.category(character) == "Cf":
            continue
        for sign in unicodedata.normalize("NFKC", character.translate(_SIGNS)).casefold():
            signs.append(sign)
            origins.append(index)
    return "".join(signs), origins
