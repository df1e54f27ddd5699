"""Several shelves above each other: which row stands for a place that more than one of them has."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.shelf import ID_BITS, Entry, Shelf

__all__ = ["Pile"]

_HEIRS_KEPT = 100_000


class Pile:
    """Shelves, the lowest first; a place that several have is the row that stands for them all.

    That row, the heir, is the one of the highest shelf that bears the same ref as its own. Where a
    lower row has the ref only among its further ones, it was joined of several sources and stands.
    """

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self._shelves = tuple(shelves)
        self._heirs: dict[int, int] = {}

    def shelf_of(self, entry: Entry) -> Shelf:
        """Give the shelf on which a row stands."""
        return self._shelves[entry.id >> ID_BITS]

    def entry(self, number: int) -> Entry | None:
        """Give the row with an id."""
        return self._shelves[number >> ID_BITS].entry(number)

    def stands(self, entry: Entry) -> bool:
        """Whether a row stands for its place, with no other in its stead."""
        return self._heir(entry) == entry.id

    def with_ref(self, ref: str) -> Entry | None:
        """Give the row behind `get`: one that has the ref as its own before any other."""
        for primary in (True, False):
            for shelf in reversed(self._shelves):
                found = shelf.with_ref(ref, primary=primary)
                if found is not None:
                    heir = self._heir(found)
                    return found if heir == found.id else self.entry(heir)
        return None

    def under(self, key: str) -> list[Entry]:
        """Give the rows of all shelves under a key, each place once, as its heir."""
        found: dict[int, Entry] = {}
        heirs = self._heirs
        for shelf in reversed(self._shelves):
            for entry in shelf.under(key):
                heir = heirs.get(entry.id) or self._heir(entry)
                if heir not in found:
                    found[heir] = entry if heir == entry.id else self._as_heir(entry, heir)
        own = [self._at_home(entry) for entry in found.values()]
        return sorted(own, key=lambda entry: (entry.rank, entry.id))

    def _as_heir(self, entry: Entry, heir: int) -> Entry:
        known = self.entry(heir)
        return entry if known is None else known._replace(form=entry.form, rank=entry.rank)

    def _at_home(self, entry: Entry) -> Entry:
        """Let a row lie in the regions that stand for those that its own shelf names."""
        region, district = entry.region, entry.district
        homes = (region and self._heir_of(region), district and self._heir_of(district))
        if homes == (region, district):
            return entry
        return entry._replace(region=homes[0], district=homes[1])

    def _heir_of(self, number: int) -> int:
        kept = self._heirs.get(number)
        if kept is not None:
            return kept
        entry = self.entry(number)
        return number if entry is None else self._heir(entry)

    def _heir(self, entry: Entry) -> int:
        """Give the id of the row that stands for a row among all shelves; its own, mostly."""
        number = entry.id
        if len(self._shelves) == 1:
            return number
        kept = self._heirs.get(number)
        if kept is None:
            if len(self._heirs) >= _HEIRS_KEPT:
                self._heirs.clear()
            kept = self._heirs[number] = self._found_heir(entry)
        return kept

    def _found_heir(self, entry: Entry) -> int:
        place = entry.id >> ID_BITS
        source, code = self._shelves[place].source(entry), entry.code
        for upper in reversed(self._shelves[place + 1 :]):
            above = upper.bearer(source, code)
            if above is not None and above[1]:
                return above[0]
        for lower in reversed(self._shelves[:place]):
            below = lower.bearer(source, code)
            if below is not None and not below[1]:
                return self._heir_of(below[0])
        return entry.id
