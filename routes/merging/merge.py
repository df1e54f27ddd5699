"""Dossiers become one, in order; what a person has settled stands as it is.

The first dossier gives id and title, and its records keep their ids. Reviewed dossiers come
first: what drafts add to a settled route or site is laid beside it as a draft of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from routes.dossier import Dossier
from routes.merging.denials import hang_denials
from routes.merging.desk import Desk
from routes.merging.laying import lay
from routes.merging.restated import Restatement, cited_outlets, restated_texts

__all__ = ["Merged", "merge"]

_NO_TEXTS: Sequence[Mapping[str, str]] = ()


class Merged(NamedTuple):
    """One dossier of many, its stored texts by source id, and what was found, in words."""

    dossier: Dossier
    texts: dict[str, str]
    notes: tuple[str, ...]


def merge(dossiers: Sequence[Dossier], texts: Sequence[Mapping[str, str]] = _NO_TEXTS) -> Merged:
    """Merge dossiers: records that mean one thing become one, claims gather on it.

    Places are one by ref, or by name, kind, country and nearness; routes by ends, means, time
    and goods; sources by address, hash or heading. Two accounts that differ in means, day or way
    stay side by side, the second a leg with `rival`. What one report denies is looked for in the
    others. A report that restates another is proposed
    as `based_on` it. What is in doubt stays apart.

    Parameters
    ----------
    dossiers
        One or more.
    texts
        Stored texts by source id, one mapping a dossier; without them no restated text is found.

    Raises
    ------
    ValueError
        When there is no dossier.
    """
    if not dossiers:
        raise ValueError("there is nothing to merge")
    given = list(texts) or [MappingProxyType({})] * len(dossiers)
    order = sorted(range(len(dossiers)), key=lambda n: dossiers[n].review.state != "reviewed")
    desk = Desk(dossiers[0])
    for number in order:
        lay(desk, dossiers[number], given[number])
    hang_denials(desk)
    restated = [
        *restated_texts(tuple(desk.sources.values()), desk.texts),
        *cited_outlets(tuple(desk.sources.values()), desk.claims.values()),
    ]
    for found in restated:
        _propose(desk, found)
    return Merged(desk.dossier(), dict(desk.texts), tuple(desk.notes))


def _propose(desk: Desk, found: Restatement) -> None:
    source = desk.sources[found.source]
    if found.based_on in source.based_on or _rests_on(desk, found.based_on, found.source):
        return
    if found.source in desk.settled:
        if found.based_on not in desk.settled:
            desk.notes.append(
                f"{source.id} was settled and may rest on {found.based_on}: {found.why}"
            )
        return
    bases = (*source.based_on, found.based_on)
    desk.sources[source.id] = source.model_copy(update={"based_on": bases})
    desk.notes.append(f"{source.id} is taken to rest on {found.based_on}: {found.why}")


def _rests_on(desk: Desk, one: str, other: str) -> bool:
    """Whether a source already rests on another: a circle would hide who was first."""
    queue, seen = [one], set[str]()
    while queue:
        current = queue.pop()
        if current == other:
            return True
        if current not in seen and current in desk.sources:
            seen.add(current)
            queue.extend(desk.sources[current].based_on)
    return False
