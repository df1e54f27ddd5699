"""Other names for which a written name may stand: its lemma, or the place of which it is a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Part", "lemmas", "whole_of"]


def lemmas(name: str) -> Iterator[str]:
    """Give the base forms of which a Russian, Ukrainian or Greek name may be a case.

    The likely ones come first.

    Endings are exchanged by general rules of declension ("Махачкалы" → "Махачкала", "Ірану" →
    "Іран", "Києва" → "Київ", "Πειραιά" → "Πειραιάς"); the caller keeps those that are names.
    Adjective and noun are declined together ("Чёрного моря"). Names in other alphabets give
    nothing.

    Parameters
    ----------
    name
        A name as written.
    """
    words = name.split()
    if not words or len(words) > _MOST_WORDS:
        return
    if all(_CYRILLIC.fullmatch(word) for word in words):
        bases = _bases
    elif all(_GREEK.fullmatch(word) for word in words):
        bases = _greek_bases
    else:
        return
    seen = {name}
    for whole in _combined([list(bases(word)) for word in words]):
        if whole not in seen:
            seen.add(whole)
            yield whole


class Part(NamedTuple):
    """A part of a place: the words that say which, and the name of the whole."""

    words: str
    whole: str


def whole_of(name: str) -> Part | None:
    """Part a word of direction or extent from the name of the place of which it tells a part.

    "Southern California" is a part of California, "North-West Frontier" of nothing that is
    named. None for a name without such a word before it.
    """
    match = _PART.match(name)
    return None if match is None else Part(match.group(1).lower(), name[match.end() :])


_DIRECTION = r"(?:(?:north|south)(?:[ -]?(?:east|west))?|east|west)"
_PART = re.compile(
    rf"((?:{_DIRECTION}(?:ern)?|central|upper|lower|inner|outer|greater|rural|coastal|"
    r"mainland|metropolitan|downtown|occupied)(?: (?:part )?of)?)[ -](?=[^\W\d_])",
    re.IGNORECASE,
)
_CYRILLIC = re.compile(r"[Ѐ-ӿ’ʼ'-]+")
_GREEK = re.compile(r"[Ͱ-Ͽἀ-῿’-]+")
_MOST_WORDS = 4
_MOST_FORMS = 2000

# Case endings and the endings of the base form that they may come from, longest first.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ского", ("ский", "ское")), ("скому", ("ский", "ское")), ("ском", ("ский", "ское")),
    ("ским", ("ский", "ское")), ("ской", ("ская",)), ("скую", ("ская",)),
    ("ського", ("ський", "ське")), ("ському", ("ський", "ське")), ("ським", ("ський", "ське")),
    ("ської", ("ська",)), ("ській", ("ська",)), ("ську", ("ська",)),
    ("ого", ("ый", "ое", "ий", "е")), ("ому", ("ый", "ое", "ий", "е")), ("ым", ("ый", "ое")),
    ("его", ("ий", "ее")), ("ой", ("ая", "а")), ("ую", ("ая",)),
    ("ией", ("ия",)), ("ию", ("ия",)), ("ии", ("ия", "ий")), ("ією", ("ія",)), ("ії", ("ія",)),
    ("ію", ("ія",)), ("ами", ("ы", "а", "и")), ("ями", ("и", "я")), ("ах", ("ы", "а", "и")),
    ("ях", ("и", "я")), ("ам", ("ы", "а", "и")), ("ям", ("и", "я")), ("ью", ("ь",)),
    ("ою", ("а",)), ("ею", ("я", "а")), ("ей", ("я", "и")), ("ові", ("",)), ("еві", ("ь", "й")),
    ("ом", ("", "о")), ("ем", ("ь", "е", "й", "")), ("єм", ("й",)),
    ("ы", ("а", "")), ("и", ("а", "ь", "я", "")), ("і", ("а", "", "о", "ь")), ("ї", ("я", "й")),
    ("е", ("а", "", "о", "я")), ("є", ("я",)), ("у", ("а", "", "о")), ("ю", ("я", "ь", "й", "е")),
    ("а", ("", "о")), ("я", ("ь", "е", "й", "є")), ("", ("а", "ы", "о", "и")),
)  # fmt: skip
# The same for Greek: accusative and genitive, and the older nominatives beside today's.
_GREEK_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ους", ("οι", "ος")), ("ων", ("α", "ες", "οι", "αι")), ("ών", ("ά", "ές", "οί")),
    ("εως", ("η", "ις")), ("ης", ("η",)), ("ής", ("ή",)), ("ας", ("α",)), ("άς", ("ά",)),
    ("ου", ("ος", "ο", "ης", "ας", "όν")), ("ού", ("ός", "ό")), ("ιού", ("ι",)),
    ("ά", ("άς", "εύς", "ιά")), ("α", ("ας", "ες")), ("η", ("ης", "ις")), ("ή", ("ής",)),
    ("ο", ("ος",)), ("ό", ("ός",)), ("όν", ("ών",)), ("ες", ("α",)), ("ές", ("ά",)),
)  # fmt: skip
# Ukrainian closes a syllable with і where the other cases have о, е or є.
_CLOSED = {"о": "і", "е": "і", "є": "ї"}


def _bases(word: str) -> Iterator[str]:
    yield word
    for ending, bases in _ENDINGS:
        if not word.endswith(ending) or len(word) - len(ending) < 2:
            continue
        stem = word[: len(word) - len(ending)]
        for base in bases:
            yield stem + base
            if base == "" and len(stem) > 2 and stem[-2] in _CLOSED:
                yield stem[:-2] + _CLOSED[stem[-2]] + stem[-1]


def _greek_bases(word: str) -> Iterator[str]:
    yield word
    for ending, bases in _GREEK_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 1:
            yield from (word[: len(word) - len(ending)] + base for base in bases)


def _combined(forms: list[list[str]]) -> list[str]:
    wholes = [""]
    for row in forms:
        wholes = [f"{head} {form}".strip() for head in wholes for form in row][:_MOST_FORMS]
    return wholes
