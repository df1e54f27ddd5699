"""The interface's words, a file a language: what the page says beside what the dossier says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from gazetteer.errors import SupplyroutesError

__all__ = ["LANGUAGES", "Language", "language"]

LANGUAGES = ("en", "ru", "uk", "fa", "ar", "fr", "es", "de")

_RIGHT_TO_LEFT = {"fa", "ar"}
_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


class Language(NamedTuple):
    """A language of the interface: its words by "section.key"."""

    code: str
    direction: Literal["ltr", "rtl"]
    words: Mapping[str, str]

    def __call__(self, key: str, **values: str) -> str:
        """Give the words for a key, with `{name}` replaced by the value of that name."""
        words = self.words[key]
        for name, value in values.items():
            words = words.replace(f"{{{name}}}", value)
        return words

    def counted(self, key: str, number: int) -> str:
        """Give the form of `key` that goes with a number, by CLDR's rules for whole numbers."""
        form = f"{key}.{_plural(self.code, number)}"
        words = self.words.get(form, self.words[f"{key}.other"])
        digits = str(number).translate(_DIGITS) if self.code == "fa" else str(number)
        return words.replace("{n}", digits)


@cache
def language(code: str) -> Language:
    """Read the words of a language.

    Raises
    ------
    SupplyroutesError
        When the interface does not speak it.
    """
    if code not in LANGUAGES:
        raise SupplyroutesError(
            f"the page does not speak {code!r}", remedy=f"choose one of {', '.join(LANGUAGES)}"
        )
    written = (files("maps") / "words" / f"{code}.toml").read_text(encoding="utf-8")
    own = _style_words() if code == "en" else {}
    direction: Literal["ltr", "rtl"] = "rtl" if code in _RIGHT_TO_LEFT else "ltr"
    return Language(code=code, direction=direction, words={**own, **_flat(tomllib.loads(written))})


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found.update(_flat(value, f"{prefix}{key}."))
        else:
            found[f"{prefix}{key}"] = str(value)
    return found


def _style_words() -> dict[str, str]:
    """English stands in `maps.style`, whose words pictures and exports share."""
    from maps.style import APPROACH, BASES, MODES, PHASES, PRECISIONS, STATUSES

    tables: dict[str, Mapping[Any, Any]] = {
        "mode": MODES,
        "basis": BASES,
        "status": STATUSES,
        "phase": PHASES,
        "precision": PRECISIONS,
    }
    styles = {
        f"{section}.{key}": style
        for section, table in tables.items()
        for key, style in table.items()
    }
    styles["approach"] = APPROACH
    return {
        f"{key}.{field}": str(getattr(style, field))
        for key, style in styles.items()
        for field in ("word", "phrase", "sentence")
        if hasattr(style, field)
    }


def _plural(code: str, number: int) -> str:
    """Name the CLDR category of a whole number."""
    last, last_two = number % 10, number % 100
    if code in {"ru", "uk"}:
        if last == 1 and last_two != 11:
            return "one"
        return "few" if 2 <= last <= 4 and not 12 <= last_two <= 14 else "many"
    if code == "ar":
        few = "few" if 3 <= last_two <= 10 else "many" if last_two >= 11 else "other"
        return {0: "zero", 1: "one", 2: "two"}.get(number, few)
    ones = (0, 1) if code in {"fr", "fa"} else (1,)
    return "one" if number in ones else "other"
