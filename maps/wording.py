"""Dates, distances, positions, lists and quotations, in readers' words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from routes.dates import When

__all__ = [
    "Words",
    "day_words",
    "kilometre_words",
    "listed",
    "listed_words",
    "marked",
    "position_words",
    "sea_mile_words",
    "unique",
    "web_address",
    "when_words",
]

Words = tuple[tuple[str, bool], ...]
"""A sentence in runs; True marks a run that comes from the dossier, to be kept apart."""


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


def kilometre_words(length_km: float) -> str:
    """Round to what a reader may rely on: tens of kilometres from a hundred on."""
    rounded = round(length_km, -1) if length_km >= 100 else round(length_km)
    return f"about {rounded:,.0f} km" if rounded else "under 1 km"


def sea_mile_words(length_nm: float) -> str:
    """Add nautical miles, as coarsely rounded, to a length in kilometres; none for a short one."""
    rounded = round(length_nm, -1) if length_nm >= 100 else round(length_nm)
    return f" ({rounded:,.0f} nautical miles)" if rounded else ""


def position_words(lon_deg: float | None, lat_deg: float | None) -> str | None:
    """Word a position to 0.01° (about 1 km), latitude first as readers expect it."""
    if lon_deg is None or lat_deg is None:
        return None
    north = f"{abs(lat_deg):.2f}° {'N' if lat_deg >= 0 else 'S'}"
    return f"{north}, {abs(lon_deg):.2f}° {'E' if lon_deg >= 0 else 'W'}"


def marked(quote: str, hedges: Iterable[str]) -> Words:
    """Split a quotation at its hedging words, longest first, whole words only."""
    wanted = sorted({h for h in hedges if h.strip()}, key=lambda h: (-len(h), h))
    if not wanted:
        return ((quote, False),)
    pattern = r"(?<!\w)(" + "|".join(re.escape(h) for h in wanted) + r")(?!\w)"
    pieces = re.split(pattern, quote, flags=re.IGNORECASE)
    return tuple((piece, n % 2 == 1) for n, piece in enumerate(pieces) if piece)


def web_address(url: str | None) -> str | None:
    """Keep only what a browser opens as a web page of the host that a reader sees in it.

    Other schemes can run script; a name before an "@", a backslash or a hidden character can
    make one host look like another.
    """
    if url is None or re.search(r"[\s\x00-\x20\x7f\"'<>\\`]", url) or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
        host, user = parts.hostname, parts.username
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host and user is None else None


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Keep the first of each, in order."""
    return tuple(dict.fromkeys(names))


def listed(names: Sequence[str]) -> str:
    """Join names with commas and "and"."""
    return "".join(text for text, _ in listed_words(names))


def listed_words(names: Sequence[str]) -> list[tuple[str, bool]]:
    """Join names with commas and "and", keeping each name a run of its own."""
    words: list[tuple[str, bool]] = []
    for n, name in enumerate(names):
        if n:
            words.append((" and " if n == len(names) - 1 else ", ", False))
        words.append((name, True))
    return words


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
