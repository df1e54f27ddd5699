"""Words taken out of texts without moving any other: what must not be read becomes blocks.

Each character of a hidden word becomes one block, so that the offsets of quotations stay true.
Words are compared without case, accents and punctuation, and found inside longer words ("Omani"
gives Oman away).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

__all__ = ["BLOCK", "Mask", "Span", "covered"]

BLOCK = "█"
Span = tuple[int, int]

# A shorter name is hidden only where it is a word of its own ("Ur" is no part of "during"), one of
# middle length where it begins a word ("Omani" tells of Oman, "laden" not of Aden).
_SHORTEST_PART, _SHORTEST_ANYWHERE = 4, 7
_LONGEST_TAIL = 30
_WORDS = re.compile(r"[^\W_]+")
# Han, kana and the scripts of South-East Asia, which set no blank between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")
# "Махачкала", "Махачкалы": the ending of a Cyrillic word of some length.
_CASE_ENDING = re.compile("(?<=[\u0400-\u04ff]{5})[аеёийоуыьэюя]{1,2}$")


class Mask:
    """Finds and hides given words.

    Parameters
    ----------
    secrets
        The words and phrases to hide; those without a letter or digit are passed over.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        parts = {words: secret for secret in secrets if (words := _stems(secret))}
        self._squashed = {"".join(words) for words in parts}
        ordered = sorted(parts, key=lambda words: -len("".join(words)))
        patterns = [_pattern(words, parts[words]) for words in ordered]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def spans(self, text: str) -> list[Span]:
        """Give the stretches of a text to hide, as (start, end) in code points."""
        if self._pattern is None:
            return []
        folded, origins = _folded(text)
        found = [_whole_word(folded, *match.span()) for match in self._pattern.finditer(folded)]
        return [(origins[start], origins[end - 1] + 1) for start, end in found if end > start]

    def masked(self, text: str) -> str:
        """Give a text of the same length in which the words are hidden."""
        return covered(text, self.spans(text))

    def hides(self, written: str) -> bool:
        """Whether an id, an address or a file's name gives one of the words away."""
        plain = unquote(written)
        squashed = "".join(_words(plain))
        long_enough = (one for one in self._squashed if len(one) >= _SHORTEST_PART)
        return any(one in squashed for one in long_enough) or bool(self.spans(plain))


def covered(text: str, spans: Iterable[Span]) -> str:
    """Put blocks in the place of stretches of a text; what lies outside it is passed over."""
    characters = list(text)
    for start, end in spans:
        start, end = max(0, start), min(len(text), end)  # noqa: PLW2901
        if end > start:
            characters[start:end] = BLOCK * (end - start)
    return "".join(characters)


def _pattern(words: Sequence[str], secret: str) -> str:
    gaps = [len(gap) for gap in _WORDS.split(_folded(secret)[0])[1:-1]]
    pattern = re.escape(words[0])
    for gap, word in zip(gaps, words[1:], strict=True):
        pattern += rf"[\W_]{{0,{gap + 3}}}{re.escape(word)}"
    squashed = "".join(words)
    if len(squashed) >= _SHORTEST_ANYWHERE or _UNSPACED.search(squashed):
        return pattern
    tail = "" if len(squashed) >= _SHORTEST_PART else r"(?![^\W_])"
    return rf"(?<![^\W_]){pattern}{tail}"


def _stems(secret: str) -> tuple[str, ...]:
    """Give the words of a secret, Cyrillic ones without the vowel that their cases change."""
    words = _words(secret)
    return tuple(_CASE_ENDING.sub("", word) for word in words)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(_folded(text)[0]))


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text for comparison, and tell of each character whence it came."""
    if text.isascii():
        return text.lower(), range(len(text))
    folded: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            if unicodedata.category(part) not in {"Mn", "Cf"}:
                folded.append(part)
                origins.append(index)
    return "".join(folded), origins


def _whole_word(folded: str, start: int, end: int) -> Span:
    """Stretch a find over the rest of its word, which would give the name away."""
    if _UNSPACED.search(folded, start, end):
        return start, end
    first, last = max(0, start - _LONGEST_TAIL), min(len(folded), end + _LONGEST_TAIL)
    while start > first and folded[start - 1].isalnum():
        start -= 1
    while end < last and folded[end].isalnum():
        end += 1
    return start, end
