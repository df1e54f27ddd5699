"""The form of the page's data: records as columns, lines as short text; the page unpacks both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["columns", "encoded", "encoded_runs"]

BITS = 5
"""What a letter holds of a number; a sixth bit says that more follow."""


def encoded(lines: Iterable[Iterable[tuple[float, float]]], units: int) -> tuple[str, ...]:
    """Write lines of (lon_deg, lat_deg) as text; see `encoded_runs`."""
    import numpy as np

    runs = [np.asarray(list(line), dtype=float).reshape(-1, 2) for line in lines]
    if not runs:
        return ()
    starts = np.cumsum([0, *(len(run) for run in runs)])
    return encoded_runs(np.concatenate(runs), starts, units)


def encoded_runs(
    positions: NDArray[np.float64], starts: NDArray[np.int64], units: int
) -> tuple[str, ...]:
    """Write lines as text by Google's encoded polyline algorithm, longitude first.

    Positions are rounded to whole units; the first stands as it is and each other as the step
    from the one before; those that fall together are dropped.

    Parameters
    ----------
    positions
        All lines, one after another: (lon_deg, lat_deg), shape (positions, 2).
    starts
        Where each line begins, and at last where the last ends.
    units
        Units in a degree.

    References
    ----------
    developers.google.com/maps/documentation/utilities/polylinealgorithm
    """
    import numpy as np

    whole = np.rint(positions * units).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=0)
    first = np.zeros(len(whole), dtype=bool)
    first[starts[:-1][starts[:-1] < len(whole)]] = True
    steps[first] = whole[first]
    kept = first | steps.any(axis=1)
    letters, counts = _letters(steps[kept].ravel())
    ends = np.concatenate(([0], np.cumsum(counts.reshape(-1, 2).sum(axis=1))))
    kept_before = np.concatenate(([0], np.cumsum(kept)))
    edges = ends[kept_before[starts]].tolist()
    return tuple(letters[start:end] for start, end in pairwise(edges))


def _letters(numbers: NDArray[np.int64]) -> tuple[str, NDArray[np.int64]]:
    """Write whole numbers one after another, and count the letters of each."""
    import numpy as np

    zigzag = ((numbers << 1) ^ (numbers >> 63)).astype(np.uint32)
    widest = int(zigzag.max(initial=0)).bit_length() // BITS + 1
    digits = np.empty((len(numbers), widest), dtype=np.uint8)
    used = np.zeros((len(numbers), widest + 1), dtype=bool)
    used[:, 0] = True
    for place in range(widest):
        rest = zigzag >> np.uint32(BITS * place)
        used[:, place + 1] = rest >= 1 << BITS
        digits[:, place] = (rest & 31) + 32 * used[:, place + 1] + 63
    text = digits[used[:, :-1]].tobytes().decode("ascii")
    return text, used[:, :-1].sum(axis=1)


def columns(records: Sequence[Any]) -> dict[str, Any]:
    """Turn named tuples of one kind into columns.

    Returns
    -------
    dict
        `rows`, their number, and `columns`: by field `{"all": value}` where all agree,
        `{"of": values, "is": indices}` where few differ, `{"each": values}` elsewhere, and for
        lists of named tuples `{"lengths": …, "of": the columns of them all}`.
    """
    if not records:
        return {"rows": 0, "columns": {}}
    return {
        "rows": len(records),
        "columns": {
            name: _column(list(values))
            for name, values in zip(records[0]._fields, zip(*records, strict=True), strict=True)
        },
    }


def _column(values: list[Any]) -> dict[str, Any]:
    if isinstance(values[0], tuple) and _is_record(
        next(chain.from_iterable(filter(None, values)), None)
    ):
        lengths = _column([len(value) for value in values])
        return {"lengths": lengths, "of": columns([one for value in values for one in value])}
    distinct = dict.fromkeys(values)
    if len(distinct) == 1 and not isinstance(values[0], float):
        return {"all": values[0]}
    if 2 * len(distinct) < len(values):
        index = {value: n for n, value in enumerate(distinct)}
        return {"of": list(distinct), "is": [index[value] for value in values]}
    return {"each": values}


def _is_record(value: Any) -> bool:
    return hasattr(value, "_fields")
