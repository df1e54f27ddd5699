"""Lists, quotations and addresses as readers may see them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

__all__ = ["Words", "filled", "listed_words", "marked", "unique", "unmarked", "web_address"]

Words = tuple[tuple[str, bool], ...]
"""A sentence in runs; True marks a run that comes from the dossier, to be kept apart."""


def marked(quote: str, hedges: Iterable[str]) -> Words:
    """Split a quotation at its hedging words, longest first, whole words only."""
    wanted = sorted({h for h in hedges if h.strip()}, key=lambda h: (-len(h), h))
    if not wanted:
        return ((quote, False),)
    pattern = r"(?<!\w)(" + "|".join(re.escape(h) for h in wanted) + r")(?!\w)"
    pieces = re.split(pattern, quote, flags=re.IGNORECASE)
    return tuple((piece, n % 2 == 1) for n, piece in enumerate(pieces) if piece)


@lru_cache(maxsize=4096)
def web_address(url: str | None) -> str | None:
    """Keep only what a browser opens as a web page of the host that a reader sees in it.

    Other schemes can run script; a name before an "@", a backslash or a hidden character can
    make one host look like another.
    """
    if url is None or re.search(r"[\s\x00-\x20\x7f\"'<>\\`]", url) or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
        host, user = parts.hostname, parts.username
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host and user is None else None


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Keep the first of each, in order."""
    return tuple(dict.fromkeys(names))


def listed_words(names: Sequence[str], comma: str, last: str) -> list[tuple[str, bool]]:
    """Join names with the language's comma and "and", keeping each name a run of its own."""
    words: list[tuple[str, bool]] = []
    for n, name in enumerate(names):
        if n:
            words.append((last if n == len(names) - 1 else comma, False))
        words.append((name, True))
    return words


def filled(template: str, **values: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Put runs of words into the `{name}` places of a template."""
    words: list[tuple[str, bool]] = []
    for n, piece in enumerate(re.split(r"\{(\w+)\}", template)):
        if n % 2:
            words += values[piece]
        elif piece:
            words.append((piece, False))
    return words


def unmarked(text: str) -> str:
    """Write a text into Markdown so that none of its signs is taken for a mark."""
    one_line = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]<>#|~!])", r"\\\1", one_line)
