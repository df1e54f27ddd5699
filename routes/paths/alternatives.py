"""Other ways than the shortest: without one or other of the passages that it takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from routes.paths.line import Line, Position, Unroutable
from routes.paths.passages import named
from routes.paths.sea import sea_line

__all__ = ["alternatives"]

# A way round longer than this many times the shortest is no alternative.
_LONGEST_SHARE = 4.0


def alternatives(
    line: Line,
    start: Position,
    end: Position,
    count: int,
    *,
    avoid: Iterable[str] = (),
    as_of: date | str | None = None,
) -> list[Line]:
    """Return up to `count` other ways over water, shortest first.

    Parameters
    ----------
    line
        The shortest way from `start` to `end`, positions (lon_deg, lat_deg).
    count
        The most ways to give.
    avoid, as_of
        As for the shortest way; they hold for the others, too.

    Returns
    -------
    list of Line
        Each avoids a passage that the line, or another alternative, takes.
    """
    always = tuple(avoid)
    found: dict[tuple[str, ...], Line] = {}
    asked: set[frozenset[str]] = set()
    pending = [frozenset({name}) for name in line.passages]
    while pending and len(found) < 2 * count:
        without = pending.pop(0)
        if without in asked:
            continue
        asked.add(without)
        other = _without(start, end, (*always, *sorted(without)), as_of)
        # One that is shorter was passed over for its locks and shallows, and is no alternative.
        if other is None or not 1 <= other.length_km / line.length_km <= _LONGEST_SHARE:
            continue
        if other.passages != line.passages and other.passages not in found:
            found[other.passages] = other
            pending += [without | {name} for name in other.passages if _is_sea_gate(name)]
    return sorted(found.values(), key=lambda one: one.length_km)[:count]


def _is_sea_gate(name: str) -> bool:
    return named(name).kind != "river"


def _without(
    start: Position, end: Position, names: tuple[str, ...], as_of: date | str | None
) -> Line | None:
    try:
        return sea_line(start, end, avoid=names, as_of=as_of)
    except Unroutable:
        return None
