"""Calendar arithmetic for written dates, and the English words that they are made of."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Reference",
    "back",
    "day_of",
    "lexicon",
    "month_bounds",
    "part_of_month",
    "part_of_year",
    "reference_day",
    "unit_around",
    "words_pattern",
    "year_of",
]

FIRST_YEAR, LAST_YEAR = 1000, 2199

Bounds = tuple[date, date]


class Reference(NamedTuple):
    """What a phrase leans on: the day of publication, and whether its clause looks ahead."""

    day: date | None
    future: bool = False


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Any]:
    """Load the words of English dates from `lexicons/dates_en.yaml`."""
    import yaml

    text = (files("routes") / "lexicons" / "dates_en.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words


def words_pattern(words: Sequence[str]) -> str:
    """Write words as alternatives of a pattern, longest first, any white space for a blank."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


def reference_day(published: str | None) -> date | None:
    """Read the day of publication; of a month or a year alone, its last day."""
    match = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", published or "", re.ASCII)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return day_of(year, month, int(match[3])) if match[3] else month_bounds(year, month)[1]


def day_of(year: int, month: int, day: int) -> date | None:
    """Give the day, or None when the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_bounds(year: int, month: int) -> Bounds:
    """Give the first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def part_of_month(year: int, month: int, part: str | None) -> tuple[date, date, str]:
    """Give the days of a part of a month ("late") by the lexicon's convention, and EDTF."""
    first, last = month_bounds(year, month)
    if part is None:
        return first, last, f"{year}-{month:02}"
    low, high = lexicon()["part_bounds"][part]["days"]
    return first.replace(day=low), last.replace(day=min(high, last.day)), f"{year}-{month:02}~"


def part_of_year(year: int, part: str | None) -> tuple[date, date, str]:
    """Give the days of a part of a year by the lexicon's convention, and EDTF."""
    low, high = lexicon()["part_bounds"][part]["months"] if part else (1, 12)
    return date(year, low, 1), month_bounds(year, high)[1], f"{year}~" if part else f"{year}"


def year_of(reference: Reference, month: int, day: int | None, shift: int | None) -> int | None:
    """Choose the year of a month or day written without one.

    The most recent that has begun; the next one when the clause looks ahead, or for a day
    less than two months ahead (a report adds the year to a day ten months past). "last March"
    (`shift` -1) is over, "next March" (+1) to come, "this March" in the year of publication.
    """
    today = reference.day
    if today is None:
        return None
    begun = (month, day or 1) <= (today.month, today.day)
    over = (month, day or 31) < (today.month, today.day) and month != today.month
    if shift == 0:
        return today.year
    if shift == -1:
        return today.year if over else today.year - 1
    if shift == 1:
        return today.year + 1 if begun else today.year
    past = (month, day or 31) < (today.month, today.day)
    coming = today.year + 1 if past else today.year
    if reference.future or (day and 0 <= _days_ahead(today, coming, month, day) < 60):
        return coming
    return today.year if begun else today.year - 1


def _days_ahead(today: date, year: int, month: int, day: int) -> int:
    found = day_of(year, month, day)
    return (found - today).days if found else -1


def unit_around(today: date, unit: str, shift: int) -> tuple[date, date, str]:
    """Give the week, weekend, month, quarter, year or decade `shift` units from today's."""
    if unit in {"week", "weekend"}:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        first = monday + timedelta(days=5) if unit == "weekend" else monday
        last = monday + timedelta(days=6)
        return first, last, f"{first}/{last}"
    if unit == "month":
        year, month = divmod(today.year * 12 + today.month - 1 + shift, 12)
        return *month_bounds(year, month + 1), f"{year}-{month + 1:02}"
    if unit == "quarter":
        year, quarter = divmod(today.year * 4 + (today.month - 1) // 3 + shift, 4)
        low, high = quarter * 3 + 1, quarter * 3 + 3
        bounds = date(year, low, 1), month_bounds(year, high)[1]
        return *bounds, f"{year}-{low:02}/{year}-{high:02}"
    if unit == "year":
        return part_of_year(today.year + shift, None)
    tens = today.year // 10 + shift
    return date(tens * 10, 1, 1), date(tens * 10 + 9, 12, 31), f"{tens}X"


def back(today: date, count: int, unit: str) -> date:
    """Count days, weeks, months, years or decades back from a day."""
    if unit in {"day", "week"}:
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    months = count * {"month": 1, "year": 12, "decade": 120}[unit]
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last))
