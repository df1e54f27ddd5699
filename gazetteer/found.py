"""The candidates of one name, which show themselves in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from gazetteer.place import Candidate

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

__all__ = ["Found"]


class Found(tuple[Candidate, ...]):
    """A tuple of candidates, best first, with the name that was asked for.

    In a notebook it is a table beside a small map, drawn of the store's own outlines, also when
    its gazetteer has been closed since; nothing is fetched and no script runs.
    """

    name: str
    _gazetteer: Gazetteer | None

    def __new__(
        cls, candidates: Iterable[Candidate], *, name: str, gazetteer: Gazetteer | None = None
    ) -> Self:
        """Keep candidates with the name asked for; the map is drawn of `gazetteer`'s outlines."""
        made = super().__new__(cls, candidates)
        made.name = name
        made._gazetteer = gazetteer
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (tuple(self), self.name))

    def _repr_html_(self) -> str:
        from gazetteer.notebook import found_html

        gazetteer = self._gazetteer
        if gazetteer is None or not gazetteer.closed:
            return found_html(self, gazetteer)
        with gazetteer.reopened() as again:
            return found_html(self, again)


def _again(candidates: tuple[Candidate, ...], name: str) -> Found:
    return Found(candidates, name=name)
