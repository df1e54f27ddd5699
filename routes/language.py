"""In which language a text is written, by its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["READ_LANGUAGES", "language_of", "unread"]

READ_LANGUAGES = ("en", "ru")
# Words that stand in nearly every paragraph of their language and seldom in others.
_COMMON = {
    "en": "the of and to in that for is was with from by which have has their were said",
    "fr": "le la les des du une dans est qui que pour avec sur par sont au aux ont ses pas",
    "de": "der die das und den von mit dem ein eine nicht ist auf für sich im auch wurde nach",
    "es": "el los las una del que en para con por se su al como más fue han está sus pero",
    "pt": "o os as uma do da dos das que em para com por não se foi são mais ao pela",
    "it": "il gli della delle che per una con del nel sono alla dei anche più dal è si stato",
    "nl": "de het een van en dat op te voor met zijn niet aan door naar werd bij ook uit",
    "tr": "ve bir bu için ile olarak da de olan daha çok gibi kadar sonra ancak türkiye oldu",
    "pl": "w i na z się do nie że jest po przez od dla jak oraz był które przed są",
    "id": "yang dan di dari untuk dengan ini itu dalam pada tidak akan ke oleh juga telah",
    "ru": "и в на с что по из не к от для за до это как был его также при она они",
    "uk": "і в на з що та до не від для за як це був його також при або які після",
    "bg": "и на в се от за да че е по с са не към като които това беше той",
    "fa": "و در به از که این را با است برای آن شده یک تا بر می خود",
    "ar": "في من على إلى أن عن التي الذي مع هذا بعد كان قال ما",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 20_000
_MOST_WORDS = 2_000
_ENOUGH = 0.06
_SCRIPTS = (
    ("he", "\u0590", "\u05ff"), ("ar", "\u0600", "\u06ff"), ("hi", "\u0900", "\u097f"),
    ("ko", "\uac00", "\ud7af"), ("ja", "\u3040", "\u30ff"), ("zh", "\u4e00", "\u9fff"),
    ("el", "\u0370", "\u03ff"), ("hy", "\u0530", "\u058f"), ("ka", "\u10a0", "\u10ff"),
)  # fmt: skip


def language_of(text: str) -> str:
    """Give the ISO 639 code of a text's language, or "und" when its words do not tell.

    Parameters
    ----------
    text
        Any text; its first 20,000 code points are looked at.
    """
    sample = text[:_LOOKED_AT].lower()
    words = _WORD.findall(sample)[:_MOST_WORDS]
    if not words:
        return "und"
    counts = Counter(words)
    shares = {
        language: sum(counts[word] for word in common) / len(words)
        for language, common in _WORDS.items()
    }
    best = max(shares, key=lambda language: shares[language])
    if shares[best] >= _ENOUGH:
        return best
    return _by_script(sample)


def unread(language: str) -> str | None:
    """Say that a language's movements are not read, or None when they are."""
    code = language.partition("-")[0].lower()
    if code in READ_LANGUAGES:
        return None
    named = f"the language {code!r}" if code != "und" else "a language that was not recognised"
    return (
        f"written in {named}: only the places that it names are given; "
        f"movements are read in {' and '.join(READ_LANGUAGES)}"
    )


def _by_script(sample: str) -> str:
    letters = [c for c in sample if c.isalpha()]
    for language, first, last in _SCRIPTS:
        if sum(first <= c <= last for c in letters) * 2 > len(letters):
            return language
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in letters)
    if cyrillic * 2 > len(letters):
        return "uk" if any(c in "іїєґ" for c in sample) else "ru"
    latin = sum(c < "\u0250" for c in letters)
    # a line or two of English may hold none of its commonest words
    return "en" if latin * 2 >= len(letters) and sample.isascii() else "und"
