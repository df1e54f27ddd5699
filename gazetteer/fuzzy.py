"""Names that are spelt nearly like a written one, among all names of a store.

A name with few wrong letters keeps at least one of its pieces whole, a little shifted at most.
The keys of each length stand as columns of letters, so that one comparison looks at a letter of
them all; what shares a piece is then measured exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetteer.spelling import LONGEST, SHORTEST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Near", "Speller", "most_edits"]


class Near(NamedTuple):
    """A key near to the one asked for, and how many letters are lost, added, wrong or swapped."""

    key: str
    edits: int


def most_edits(key: str) -> int:
    """Give how many wrong letters a key of its length can bear and still be recognised."""
    if not SHORTEST <= len(key) <= LONGEST:
        return 0
    return 1 if len(key) < _TWO_FROM else 2


class Speller:
    """Holds a name against all keys of a store; keeps the keys that it has looked at.

    Parameters
    ----------
    keys_of_length
        Gives all keys of so many characters, one after another without a gap.
    """

    def __init__(self, keys_of_length: Callable[[int], str]) -> None:
        self._keys_of_length = keys_of_length
        self._columns: dict[int, NDArray[np.uint16]] = {}

    def near(self, key: str) -> tuple[Near, ...]:
        """Give the keys within one letter or, if there is none, within two; nearest first."""
        allowed = most_edits(key)
        found = sorted(self._within(key, allowed), key=lambda near: (near.edits, near.key))
        best = found[0].edits if found else 0
        return tuple(near for near in found if near.edits == best)

    def _within(self, key: str, allowed: int) -> Iterator[Near]:
        if not allowed:
            return
        for length in range(max(SHORTEST, len(key) - allowed), len(key) + allowed + 1):
            columns = self._of_length(length)
            rows = _sharing_a_piece(columns, _codes(key)[0], allowed)
            if len(rows):
                near = columns[:, rows]
                edits = _edits(_codes(key)[0], near, allowed)
                for row, count in zip(
                    near.T[edits <= allowed], edits[edits <= allowed], strict=True
                ):
                    if count:
                        yield Near("".join(map(chr, row)), int(count))

    def _of_length(self, length: int) -> NDArray[np.uint16]:
        if length not in self._columns:
            self._columns[length] = _codes(self._keys_of_length(length), length).T.copy()
        return self._columns[length]


_TWO_FROM = 7


def _codes(text: str, width: int = 0) -> NDArray[np.uint16]:
    """Give letters as 16-bit codes, a row a key; letters beyond the first plane fold into it."""
    import numpy as np

    wide = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return wide.astype(np.uint16).reshape(-1, width or max(1, len(text)))


def _sharing_a_piece(columns: NDArray[np.uint16], key: Any, allowed: int) -> NDArray[np.intp]:
    """Give the keys that hold one of the pieces of a key at its place or near it."""
    import numpy as np

    length, size = len(columns), len(key)
    bounds = [size * number // (allowed + 1) for number in range(allowed + 2)]
    found = []
    for start, end in pairwise(bounds):
        for shift in range(-allowed, allowed + 1):
            # What was lost or gained before a piece is at most what the lengths allow for.
            if start + shift < 0 or end + shift > length:
                continue
            if abs(shift) + abs(length - size - shift) > allowed:
                continue
            same = columns[start + shift] == key[start]
            for at in range(start + 1, end):
                same &= columns[at + shift] == key[at]
            found.append(np.flatnonzero(same))
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.intp)


def _edits(key: Any, columns: NDArray[np.uint16], allowed: int) -> NDArray[np.int8]:
    """Measure all keys at once by optimal string alignment, within a band about the diagonal.

    The recurrence is that of Damerau and Levenshtein with adjacent swaps; cells off the band
    cannot lie on a way with few enough edits.
    """
    import numpy as np

    length, many = columns.shape
    far = np.full(many, allowed + 1, np.int8)
    before: dict[int, Any] = {}
    above = {j: np.full(many, j, np.int8) for j in range(min(length, allowed) + 1)}
    for i in range(1, len(key) + 1):
        row: dict[int, Any] = {0: np.full(many, i, np.int8)} if i <= allowed else {}
        for j in range(max(1, i - allowed), min(length, i + allowed) + 1):
            wrong = columns[j - 1] != key[i - 1]
            cell = above.get(j - 1, far) + wrong
            cell = np.minimum(cell, above.get(j, far) + 1)
            cell = np.minimum(cell, row.get(j - 1, far) + 1)
            if i > 1 and j > 1 and j - 2 in before:
                swapped = (columns[j - 1] == key[i - 2]) & (columns[j - 2] == key[i - 1])
                cell = np.where(swapped, np.minimum(cell, before[j - 2] + 1), cell)
            row[j] = cell
        before, above = above, row
    measured: NDArray[np.int8] = above.get(length, far)
    return measured
