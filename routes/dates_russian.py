"""Russian date phrases, put into English words so that the rules of `routes.dates` read them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from routes.almanac import words_pattern
from routes.dates import DatePhrase, read_dates

__all__ = ["read_russian_dates"]

_YEAR = r"[12]\d{3}"
_YEARLY = r"(?:год[ауе]?|гг?\.)"
_AND = r"\s*(?:и|[–—-])\s*"


def read_russian_dates(text: str, published: str | None = None) -> tuple[DatePhrase, ...]:
    """Find the date phrases of a Russian text, in order; parameters as of `read_dates`."""
    found: list[DatePhrase] = []
    for match in _pattern().finditer(text):
        said = _in_english(match, published)
        for phrase in read_dates(said, published)[:1]:
            when = phrase.when.model_copy(update={"text": match[0]})
            found.append(DatePhrase(match.start(), match.end(), when))
    return tuple(found)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    import yaml

    text = (files("routes") / "lexicons" / "dates_ru.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """All shapes, the longer ones first; each names its groups by its own letter."""
    shapes = "|".join(f"(?P<{name}>{_shape(name)})" for name in _SHAPES)
    return re.compile(rf"(?<!\w)(?:{shapes})(?!\w)", re.IGNORECASE)


def _shape(name: str) -> str:
    words = _words()
    month = rf"(?:{words_pattern([*words['months']])})(?:{words_pattern(words['month_endings'])})"
    blanks = {
        "month": month,
        "year": rf"{_YEAR}(?:\s+{_YEARLY})?",
        "weekday": words_pattern([*words["weekdays"]]),
        "turn": rf"(?:{words_pattern([*words['turns']])})\w+",
        "season": words_pattern([*words["seasons"]]),
        "number": rf"(?:\d{{1,3}}|{words_pattern([*words['numbers']])})",
        "unit": words_pattern([*words["units"]]),
        "quarter": words_pattern([*words["quarters"]]),
        "cue": words_pattern([*words["cues"]]),
        "part": words_pattern([*words["parts"]]),
        "spoken": words_pattern([*words["spoken"]]),
    }
    shape = _SHAPES[name][0]
    return re.sub(r"<(\w+)>", lambda blank: f"(?:{blanks[blank[1]]})", shape)


def _in_english(match: re.Match[str], published: str | None) -> str:
    name = next(shape for shape in _SHAPES if match[shape] is not None)
    said = " ".join(match[0].lower().replace("ё", "е").split())
    return _SHAPES[name][1](said, published)


def _numeric(said: str, _: str | None) -> str:
    day, month, year = (int(part) for part in said.split("."))
    named = calendar.month_name[month] if 1 <= month <= len(calendar.month_name) - 1 else ""
    return f"{day} {named} {year}" if named else ""


def _as_written(said: str, _: str | None) -> str:
    return said


def _spoken(said: str, _: str | None) -> str:
    return str(_words()["spoken"][said])


def _range(said: str, _: str | None) -> str:
    """Days, months or years from one to another, of which the first may leave out its end."""
    numbers: list[str] = re.findall(r"\d+", said)
    months = _months(said)
    years = [n for n in numbers if re.fullmatch(_YEAR, n)]
    days = [n for n in numbers if n not in years]
    ends = [
        " ".join(part for part in (_pick(days, k), _pick(months, k), _pick(years, k)) if part)
        for k in (0, 1)
    ]
    return f"between {ends[0]} and {ends[1]}"


def _pick(parts: list[str], k: int) -> str:
    """The k-th of two; of one alone it is said of both, if anything is."""
    return "" if not parts else parts[min(k, len(parts) - 1)]


def _months(said: str) -> list[str]:
    months = _words()["months"]
    stems = re.compile(
        rf"\b({words_pattern([*months])})(?:{words_pattern(_words()['month_endings'])})\b"
    )
    return [str(months[stem]) for stem in stems.findall(said)]


def _weekday(said: str, _: str | None) -> str:
    *before, day = said.split()
    turns = (t for stem, t in _words()["turns"].items() if before[-1].startswith(stem))
    return f"{next(turns, 'on')} {_words()['weekdays'][day]}"


def _season(said: str, published: str | None) -> str:
    season = next(str(s) for w, s in _words()["seasons"].items() if re.search(rf"\b{w}\b", said))
    years = re.findall(_YEAR, said)
    if not years and published and said.endswith("года"):
        years = [str(int(published[:4]) - ("прошл" in said))]
    return f"in {season} {'-'.join(years)}".strip()


def _ago(said: str, _: str | None) -> str:
    words = _words()
    *count, unit, _word = said.replace(" тому ", " ").split()
    number = words["numbers"].get(count[0], count[0]) if count else 1
    named = words["units"][unit]
    return f"{number} {named}s ago" if int(number) > 1 else f"a {named} ago"


def _quarter(said: str, _: str | None) -> str:
    quarters = {w.replace("ё", "е"): q for w, q in _words()["quarters"].items()}
    number = next(q for w, q in quarters.items() if w in said.split())
    return f"in the {number} quarter of {re.findall(_YEAR, said)[0]}"


def _decade(said: str, _: str | None) -> str:
    return f"in the {re.findall(_YEAR, said)[0]}s"


def _dated(said: str, _: str | None) -> str:
    words = _words()
    cue = next((e for w, e in words["cues"].items() if said.split(maxsplit=1)[0] == w), None)
    part = next((e for w, e in words["parts"].items() if w in said.split()), None)
    year = next(iter(re.findall(_YEAR, said)), None)
    day = next((n for n in re.findall(r"\d+", said) if n != year), None)
    return " ".join(w for w in (cue, part, day, *_months(said), year) if w)


_Shape = tuple[str, Callable[[str, str | None], str]]
# each shape of a phrase, and how it is said in English
_SHAPES: Mapping[str, _Shape] = {
    "iso": (rf"{_YEAR}-\d\d-\d\d", _as_written),
    "numeric": (rf"\d{{1,2}}\.\d{{1,2}}\.{_YEAR}", _numeric),
    "spoken": (r"<spoken>", _spoken),
    "days": (
        rf"(?:со?\s+)?\d{{1,2}}(?:\s+<month>)?(?:{_AND}|\s+(?:по|до)\s+)\d{{1,2}}\s+<month>(?:\s+<year>)?",
        _range,
    ),
    "months": (
        rf"(?:во?|со?)\s+<month>(?:\s+<year>)?(?:{_AND}|\s+(?:по|до)\s+)<month>(?:\s+<year>)?",
        _range,
    ),
    "years": (
        (
            rf"(?:во?\s+{_YEAR}{_AND}{_YEAR}\s+(?:годах|гг\.)"
            rf"|со?\s+<year>\s+(?:по|до)\s+{_YEAR}\s+{_YEARLY})"
        ),
        _range,
    ),
    "decade": (r"во?\s+[12]\d\d0-х(?:\s+годах)?", _decade),
    "quarter": (rf"во?\s+<quarter>\s+квартале\s+{_YEAR}(?:\s+{_YEARLY})?", _quarter),
    "season": (
        rf"<season>(?:\s+{_YEAR}{_AND}{_YEAR}\s+годов|\s+<year>|\s+(?:прошлого|этого)\s+года)?",
        _season,
    ),
    "ago": (r"(?:<number>\s+)?<unit>\s+(?:тому\s+)?назад", _ago),
    "weekday": (r"во?\s+(?:<turn>\s+)?<weekday>", _weekday),
    "dated": (
        (
            rf"(?:<cue>\s+)?(?:<part>\s+)?(?:(?:\d{{1,2}}\s+)?<month>(?:\s+{_YEAR}\s+{_YEARLY})?"
            rf"|{_YEAR}\s+{_YEARLY})"
        ),
        _dated,
    ),
}
