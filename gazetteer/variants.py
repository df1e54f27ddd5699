"""Other spellings that a written name may stand for: its lemma, or the name that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gazetteer import names

__all__ = ["lemmas", "near_spellings"]


def lemmas(name: str) -> Iterator[str]:
    """Give the base forms of which a Russian or Ukrainian name may be a case, likely ones first.

    Endings are exchanged by general rules of declension ("Махачкалы" → "Махачкала", "Ірану" →
    "Іран", "Києва" → "Київ"); the caller keeps those that are names. Adjective and noun are
    declined together ("Чёрного моря"). Names without Cyrillic letters give nothing.

    Parameters
    ----------
    name
        A name as written.
    """
    words = name.split()
    if not words or len(words) > _MOST_WORDS or not all(_CYRILLIC.fullmatch(w) for w in words):
        return
    seen = {name}
    for whole in _combined([list(_bases(word)) for word in words]):
        if whole not in seen:
            seen.add(whole)
            yield whole


def near_spellings(name: str) -> tuple[str, ...]:
    """Give the folded keys that lie one letter away from a name: lost, added, wrong or swapped.

    Empty for names of fewer than five letters, which are near to too many others, and for
    scripts other than Latin and Cyrillic.
    """
    key = names.fold(name)
    letters = next((row for row in _ALPHABETS if set(key) <= set(row) | {" "}), None)
    if letters is None or not _SHORTEST <= len(key) <= _LONGEST:
        return ()
    splits = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    found = {head + tail[1:] for head, tail in splits if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1}
    found |= {head + c + tail[1:] for head, tail in splits if tail for c in letters}
    found |= {head + c + tail for head, tail in splits for c in letters}
    return tuple(sorted(found - {key}))


_CYRILLIC = re.compile(r"[Ѐ-ӿ’ʼ'-]+")
_MOST_WORDS = 4
_MOST_FORMS = 2000
_SHORTEST, _LONGEST = 5, 40
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ")

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


def _combined(forms: list[list[str]]) -> list[str]:
    wholes = [""]
    for row in forms:
        wholes = [f"{head} {form}".strip() for head in wholes for form in row][:_MOST_FORMS]
    return wholes
