"""Times and lists in English words, for exports and pictures, which have no locale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from routes.dates import When

__all__ = ["day_words", "listed", "when_words"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def when_words(when: When | None) -> str | None:
    """Give a time as the report words it, and the days between which it must lie."""
    if when is None:
        return None
    bounds = [
        f"{word} {day_words(day)}"
        for word, day in (("from", when.earliest), ("to", when.latest))
        if day is not None
    ]
    if not bounds or when.text == when.earliest == when.latest:
        return when.text
    if when.earliest == when.latest:
        bounds = [day_words(when.earliest) or ""]
    return f"{when.text} ({' '.join(bounds)})"


def day_words(written: str | None) -> str | None:
    """Word an ISO date ("9 June 2023"); anything else stays as it is written."""
    if written is None:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def listed(names: Sequence[str]) -> str:
    """Join names with commas and "and"."""
    *before, last = names or ("",)
    return f"{', '.join(before)} and {last}" if before else last
