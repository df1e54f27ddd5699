"""Fonts for names in many scripts, and which characters none of them can draw."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from typing import Any

__all__ = ["Fonts", "fonts_at_hand"]

_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_FAMILIES = (
    "Noto Sans",
    "Noto Sans Arabic",
    # Chinese, Korean and Japanese: the first of what the machine has.
    "Noto Sans CJK SC",
    "Noto Sans CJK KR",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Noto Sans KR",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Malgun Gothic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "Noto Sans Armenian",
    "Noto Sans Georgian",
    "Noto Sans Ethiopic",
    "DejaVu Sans",
)
_JOINERS = "\u200c\u200d\u200e\u200f"


class Fonts:
    """The families at hand, best first; each text is drawn by the first that has its glyphs."""

    def __init__(self, families: tuple[str, ...], tables: tuple[frozenset[int], ...]) -> None:
        self._tables = dict(zip(families, tables, strict=True))
        self._known = frozenset().union(*tables)

    def undrawable(self, text: str) -> str:
        """Give the characters of a text that no font here has, each once."""
        unknown = (c for c in text if ord(c) not in self._known and not _unseen(c))
        return "".join(dict.fromkeys(unknown))

    def drawable(self, text: str) -> str:
        """Give the text with each run of undrawable characters as one "…", never as boxes."""
        kept: list[str] = []
        for character in text:
            if _unseen(character):
                kept.append(character if character in _JOINERS else " ")
            elif ord(character) in self._known:
                kept.append(character)
            elif kept[-1:] != ["…"]:
                kept.append("…")
        return " ".join("".join(kept).split())

    def properties(self, text: str, size_pt: float, *, italic: bool = False) -> Any:
        """Give matplotlib's properties of a text in the few of these fonts that it needs."""
        from matplotlib.font_manager import FontProperties

        return FontProperties(
            family=self._needed(text), size=size_pt, style="italic" if italic else "normal"
        )

    def _needed(self, text: str) -> list[str]:
        left = {ord(character) for character in text}
        families: list[str] = []
        for family, table in self._tables.items():
            if left & table or not families:
                families.append(family)
                left -= table
        return families


@lru_cache(maxsize=1)
def fonts_at_hand() -> Fonts:
    """Find the fonts of the extra `pictures`, then of the system, then of matplotlib."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    listed = {entry.fname for entry in fontManager.ttflist}
    # matplotlib keeps a list of its own, which does not see fonts that came later.
    for path in (*_packaged(), *sorted(findSystemFonts())):
        if path not in listed:
            with suppress(OSError, RuntimeError, ValueError):
                fontManager.addfont(path)
    known = {entry.name: entry.fname for entry in reversed(fontManager.ttflist)}
    families = tuple(name for name in _FAMILIES if name in known)
    return Fonts(families, tuple(_characters(known[name]) for name in families))


def _packaged() -> Iterable[str]:
    for name in _PACKAGES:
        try:
            package = import_module(name)
        except ImportError:
            continue
        yield from sorted(str(path) for path in package.Path(package.ROOT).rglob("*.ttf"))


def _characters(path: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(path).get_charmap())


def _unseen(character: str) -> bool:
    return not character.isprintable() or character.isspace() or character in _JOINERS
