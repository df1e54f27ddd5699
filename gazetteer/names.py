"""How a written name is folded for comparison, and what its words say of the kind of place.

Two names are the same when their folded keys are equal. Folding takes away what writers
vary (case, accents, apostrophes, hyphens, the article) and keeps the script as written:
nothing is transliterated, because the store holds names in their own scripts.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["Core", "core", "fold", "keys"]


class Core(NamedTuple):
    """What is left of a name without its generic words, and the kinds they point to."""

    key: str
    kinds: tuple[str, ...]


def fold(name: str) -> str:
    """Fold a written name to the key under which the store keeps it.

    Case, accents of alphabets, vowel points, apostrophes and full stops go; hyphens and other
    punctuation part words; "Saint", "Mount" and "Fort" become "st", "mt" and "ft"; a leading
    "the" goes, and the Arabic article of words of five letters and more. Letters that Persian and
    Arabic write apart become one, and so do the forms of frequent Chinese characters.
    Idempotent, and never empty for a name with a letter or digit.

    Parameters
    ----------
    name
        A name in any script.

    Returns
    -------
    str
        Words in lower case with single spaces between them; empty when there is neither a
        letter nor a digit.
    """
    if name.isascii():
        if name.isalpha():
            word = name.lower()
            return _SHORT.get(word, word)
        spaced = name.lower().translate(_ASCII)
    else:
        spaced = _plain(name)
        if "ال" in spaced:
            spaced = _ARABIC_ARTICLE.sub("", spaced)
    words = spaced.split()
    if len(words) > 1 and words[0] in _ARTICLES:
        words = _without_articles(words)
    if _SHORT.keys().isdisjoint(words):
        return " ".join(words)
    return " ".join([_SHORT.get(word, word) for word in words])


def core(name: str) -> Core | None:
    """Take generic words ("Port of", "Bandar-e", "airport") off a name.

    Parameters
    ----------
    name
        A name as written, or a folded key.

    Returns
    -------
    Core or None
        The key that remains and the kinds of place that the words taken off point to; None
        when the name carries no such word or would be nothing without it.
    """
    return _core(fold(name))


def _core(key: str) -> Core | None:
    words = key.split()
    if len(words) < 2 or (words[0] not in _OPENERS and words[-1] not in _TAILS):
        return None
    kinds: list[str] = []
    start, end = _strip_front(words, kinds), len(words)
    while end - start > 1 and words[end - 1] in _TAILS:
        kinds.append(_TAILS[words[end - 1]])
        end -= 1
        if end - start > 1 and words[end - 1] in _BEFORE_TAIL:
            end -= 1
    if end - start == len(words):
        return None
    return Core(" ".join(words[start:end]), tuple(dict.fromkeys(k for k in kinds if k)))


def is_generic(key: str) -> bool:
    """Whether a folded key is nothing but a generic word ("port", "city of")."""
    return key in _HEADS or key in _TAILS


def keys(name: str) -> tuple[str, ...]:
    """All keys under which a written name may stand in the store, the fullest first."""
    full = fold(name)
    if not full:
        return ()
    bare = _core(full) if " " in full else None
    return (full,) if bare is None else (full, bare.key)


def _without_articles(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - 1 and words[start] in _ARTICLES:
        start += 1
    return words[start:]


def _strip_front(words: list[str], kinds: list[str]) -> int:
    for length in (3, 2, 1):
        head = " ".join(words[:length])
        if len(words) > length and head in _HEADS:
            kinds.append(_HEADS[head])
            return length
    return 0


def _plain(name: str) -> str:
    """Undo compatibility forms and take off the marks of alphabets, whatever the script."""
    bare = unicodedata.normalize("NFKD", name.casefold()).translate(_FOLDED)
    # A capital with a dot folds to a letter and a mark only after the first pass.
    return unicodedata.normalize("NFC", bare).casefold()


class _Folded(dict[int, str]):
    """What each character becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        kept = self[code] = _kept(chr(code))
        return kept


def _kept(character: str) -> str:
    code = ord(character)
    if any(low <= code <= high for low, high in _MARKS) or code in _SILENT:
        return ""
    category = unicodedata.category(character)
    if category[0] in "LNM":
        return character
    return "" if category == "Cf" else " "


# Words of five letters and more: a shorter one may begin so by itself.
_ARABIC_ARTICLE = re.compile(r"(?<!\S)(?:ال)+(?=\S{3})")
_ARTICLES = frozenset({"the"})
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
# Apostrophes of every make, modifier letters that stand for them, and the full stop.
_SILENT = frozenset(map(ord, "'’‘‛`´ʹʺʻʼʽʾʿˈˊˋ′‵׳״＇ـ.·"))
# Combining marks of alphabets, Hebrew points, Arabic vowel signs; other scripts keep theirs,
# for there they tell letters apart.
_MARKS = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05BD),
    (0x05BF, 0x05C7),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)
# Letters that have no decomposition, and Arabic letters that Persian and Arabic write apart.
_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n", "þ": "th",
        "æ": "ae", "œ": "oe", "ə": "a", "ß": "ss", "ŧ": "t", "ɓ": "b", "ɗ": "d", "ƙ": "k",
        "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ؤ": "و", "ئ": "ی", "أ": "ا", "إ": "ا", "ٱ": "ا",
        "ё": "е",
        # Traditional and simplified forms of characters that are frequent in names of places.
        **dict(
            zip(
                "臺灣島國東廣門龍陽寧連頭鎮縣區萬關蘇濟漢嶺貢齊爾濱慶鄭鹽漸烏魯維薩澳奧馬滬營義豐長",
                "台湾岛国东广门龙阳宁连头镇县区万关苏济汉岭贡齐尔滨庆郑盐渐乌鲁维萨澳奥马沪营义丰长",
                strict=True,
            )
        ),
    }
)  # fmt: skip
_FOLDED = _Folded(_LETTERS)
_ASCII = {
    code: ("" if chr(code) in "'`." else " ")
    for code in range(128)
    if not chr(code).isalnum()
}  # fmt: skip

# Generic words before and after a name, in folded form, by the kind of place they point to.
# "Lake", "Rio", "Gulf of" and "St" are missing on purpose: without them the name is lost.
_FRONT_WORDS = {
    "port": (
        "port|port of|port de|port autonome de|porto|porto de|porto di|porto do|puerto|puerto de|"
        "harbour|harbour of|harbor|harbor of|haven|haven van|hafen|seaport|seaport of|sea port of|"
        "bandar|bandar e|bandar i|bandar al|bandare|bandargah|bandargah e|bandargahe|mina al|"
        "minaa|minat|marfa|marfa al|marsa|pristan|limani|pelabuhan|cang|порт|пристань|ميناء|"
        "مرفا|بندر"
    ),
    "airport": "airport of|aeropuerto de|aeroport de|flughafen",
    "island": ("ostrov|isla|isla de|ile|ile de|jazirat|jazireh ye|pulau|island of|isle of|остров"),
    "city": (
        "city of|town of|village of|gorod|ciudad de|ville de|municipality of|township of|downtown"
    ),
    "region": (
        "state of|province of|region of|county of|emirate of|respublika|republic of|oblast|"
        "governorate of|département de|provincia de|muhafazat"
    ),
    "country": "kingdom of|sultanate of|commonwealth of|the republic of",
    "": "ras|greater",
}
_BACK_WORDS = {
    "port": (
        "port|ports|seaport|harbour|harbours|harbor|harbors|haven|hafen|hang|ko|hamn|havn|limani|"
        "terminal|dock|docks|anchorage|wharf|порт|港|항"
    ),
    "airport": "airport|airfield|aerodrome|aeroport|aeropuerto|flughafen|airstrip",
    "base": "airbase|base|barracks|garrison",
    "city": "city|town|village|township|shi",
    "region": (
        "state|province|oblast|region|governorate|prefecture|krai|district|county|parish|canton|"
        "raion"
    ),
    "island": "island|isle|islands",
    "river": "river",
    "station": "station",
    "crossing": "crossing",
    "zone": "zone",
}


def _by_word(words: dict[str, str]) -> dict[str, str]:
    return {fold(word): kind for kind, listed in words.items() for word in listed.split("|")}


_HEADS = _by_word(_FRONT_WORDS)
_TAILS = _by_word(_BACK_WORDS)
_OPENERS = frozenset(head.partition(" ")[0] for head in _HEADS)
_BEFORE_TAIL = frozenset(
    [
        "air",
        "naval",
        "military",
        "international",
        "intl",
        "regional",
        "sea",
        "commercial",
        "fishing",
        "ferry",
        "railway",
        "train",
        "rail",
        "border",
        "army",
        "special",
        "economic",
        "industrial",
        "municipal",
        "oil",
        "container",
        "cargo",
        "passenger",
        "dry",
        "free",
        "trade",
    ]
)
