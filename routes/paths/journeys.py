"""Many lines over water at once: journeys that share an end share the search from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from itertools import chain, groupby
from operator import itemgetter

from routes.paths.berth import berths_of
from routes.paths.geodesy import checked
from routes.paths.hub import expect
from routes.paths.line import Line, Position, Unroutable
from routes.paths.passages import shut
from routes.paths.tracing import trace

__all__ = ["trace_all"]

# With fewer journeys, an end is no hub.
_FEW = 5

Journey = tuple[Position, Position]
_Numbered = tuple[int, Journey]


def trace_all(
    journeys: Sequence[Journey],
    mode: str = "sea",
    avoid: Sequence[str] = (),
    as_of: date | str | None = None,
    *,
    prefer: Sequence[str] = (),
    processes: int = 1,
) -> list[Line | Unroutable]:
    """Return the lines of many journeys over water, or why there is none, in their order.

    Parameters
    ----------
    journeys
        Pairs of positions (lon_deg, lat_deg).
    mode
        ``sea`` or ``river``.
    avoid, as_of, prefer
        As for `routes.paths.trace`, the same for all.
    processes
        How many processes share the work. A script that asks for more than one needs the guard
        ``if __name__ == "__main__"``: each process may read the script anew.

    Returns
    -------
    list
        For each journey its line, the same that `routes.paths.trace` gives, or the refusal that
        it would raise.

    Raises
    ------
    SupplyroutesError
        If a position, passage or date is none.
    """
    groups = _by_shared_end(journeys)
    work = partial(_traced, mode=mode, avoid=avoid, as_of=as_of, prefer=prefer)
    if processes > 1:
        with ProcessPoolExecutor(processes) as pool:
            found = list(chain.from_iterable(pool.map(work, groups)))
    else:
        found = list(chain.from_iterable(map(work, groups)))
    return [line for _, line in sorted(found, key=itemgetter(0))]


def _by_shared_end(journeys: Sequence[Journey]) -> list[tuple[Position, list[_Numbered]]]:
    """Return journeys, numbered, grouped by that end of each which most journeys have."""
    asked = [(checked(start), checked(end)) for start, end in journeys]
    often = Counter(chain.from_iterable(asked))
    shared = [max(ends, key=lambda end: (often[end], end)) for ends in asked]
    order = sorted(range(len(asked)), key=lambda number: (shared[number], number))
    groups = groupby(order, key=shared.__getitem__)
    return [(end, [(number, asked[number]) for number in group]) for end, group in groups]


def _traced(
    group: tuple[Position, list[_Numbered]],
    *,
    mode: str,
    avoid: Sequence[str],
    as_of: date | str | None,
    prefer: Sequence[str],
) -> list[tuple[int, Line | Unroutable]]:
    shared, journeys = group
    if len(journeys) >= _FEW:
        _expect(shared, shut(avoid, as_of, prefer=prefer))
    found: list[tuple[int, Line | Unroutable]] = []
    for number, (start, end) in journeys:
        try:
            line = trace(start, end, mode, avoid=avoid, as_of=as_of, prefer=prefer)
        except Unroutable as refusal:
            found.append((number, refusal))
        else:
            found.append((number, line))
    return found


def _expect(end: Position, closed: frozenset[str]) -> None:
    try:
        berths = berths_of(end)
    except Unroutable:
        return
    for berth in berths:
        expect(berth.water, closed)
