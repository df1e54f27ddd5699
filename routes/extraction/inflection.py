"""The written forms of English words: plurals, and the endings of verbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

__all__ = ["forms_of"]

_VOWELS = "aeiou"


def forms_of(lemma: str, irregular: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Give the forms in which a lemma may be written, itself among them.

    Both noun and verb endings are given, needed or not: a form that nobody writes does no
    harm to whoever looks words up. Of a phrase only the first word bends.
    """
    word, _, _ = lemma.partition(" ")
    word = word.lower()
    yield word
    yield from irregular.get(word, ())
    stem = word.removesuffix("e")
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        yield from (word[:-1] + "ies", word[:-1] + "ied")
    yield from (word + "s", word + "es", stem + "ed", stem + "ing", word + "ing")
    if len(word) > 2 and word[-1] not in _VOWELS + "wxy" and word[-2] in _VOWELS:
        yield from (word + word[-1] + "ed", word + word[-1] + "ing")
