"""Words written from right to left, in lines that otherwise run from left to right."""

from __future__ import annotations

from unicodedata import bidirectional

__all__ = ["apart", "directed"]

_MARK = "\u200e"
"""The left-to-right mark: unseen, and strong."""

_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def apart(text: str) -> str:
    """Close a word off, so that what follows it keeps its place and its direction.

    An arrow between two names in Arabic script would else stand the wrong way round.
    """
    return f"{text}{_MARK}" if _count(text, _RIGHT_TO_LEFT) else text


def directed(line: str) -> str:
    """Let a line run from left to right unless most of its letters run the other way."""
    turned = _count(line, _RIGHT_TO_LEFT)
    return f"{_MARK}{line}" if turned and turned <= _count(line, frozenset("L")) else line


def _count(text: str, kinds: frozenset[str]) -> int:
    return sum(bidirectional(character) in kinds for character in text if character != _MARK)
