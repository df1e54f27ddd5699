"""How a romanised name sounds: the key that its transliterations share.

Arabic, Persian, Hebrew, Cyrillic, Georgian and Indian names are romanised in several ways
(Hodeidah and Hudaydah, Khmeimim and Hmeimim, Luhansk and Lugansk). What the ways agree on is the
skeleton of consonants, once the letters that systems exchange are made equal.
"""

from __future__ import annotations

import re

__all__ = ["SHORTEST_SOUND", "sound"]

SHORTEST_SOUND = 2
"""Shorter skeletons are shared by too many names."""


def sound(key: str) -> str:
    """Give the skeleton of a folded Latin name; empty when it is too short or of another script.

    Articles go ("al", "ash"), digraphs and letters that systems of transliteration exchange become
    one ("kh", "gh", "g" and "h"; "q", "k" and "ck"; "w" and "v"; "sh", "ts", "z" and "s"), vowels
    go but for the first, doubled letters and a final "h" count once and not at all.

    Parameters
    ----------
    key
        A key made by `gazetteer.names.fold`.
    """
    if not _LATIN(key):
        return ""
    words = key.split()
    bare = [word for word in words[:-1] if word not in _ARTICLES] + words[-1:]
    whole = "".join([_FINAL_H.sub("", word) or word for word in bare])
    for pattern, letter in _EXCHANGED:
        whole = pattern.sub(letter, whole)
    first = "a" if whole[:1] in _VOWELS else ""
    skeleton = first + _DROPPED.sub("", _DOUBLED.sub(r"\1", whole))
    return skeleton if len(skeleton) >= SHORTEST_SOUND else ""


_LATIN = re.compile(r"[a-z]+(?: [a-z]+)*").fullmatch
_VOWELS = frozenset("aeiouy")
_DROPPED = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")
_FINAL_H = re.compile(r"(?<=[aeiou])h$")
_ARTICLE_WORDS = "al el ul an ar as ash at ad az en er es esh et ed ez e i"
_ARTICLES = frozenset(_ARTICLE_WORDS.split())
_EXCHANGED = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("dzh|dj|dsch", "1"),
        ("shch|sch|sh|zh|ts|tz|z", "s"),
        ("tch|ch|c(?=[eiy])", "2"),
        ("kh|gh|g", "h"),
        ("dh", "d"),
        ("th", "t"),
        ("ph", "f"),
        ("ck|q|c", "k"),
        ("x", "ks"),
        ("w", "v"),
        # The glide of "-iy", "-yj" and "vjet"; between vowels it is a consonant of its own.
        ("(?<=[^aeiouy])j(?=[aeiouy])|j(?![aeiouy])", ""),
        ("1", "j"),
        ("2", "c"),
    )
)
