"""Why a thing has the status that it has, in one or two sentences for readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from routes.evidence import (
    Claim,
    Source,
    Stance,
    Status,
    is_named,
    speaker_of,
    standing,
    status_of,
    witnesses,
)

__all__ = ["status_reason"]

_MOST_NAMED = 4


def status_reason(claims: Iterable[Claim], sources: Mapping[str, Source]) -> str:
    """Say in words why the status of a leg or site is what `status_of` computes.

    Parameters
    ----------
    claims
        All claims on it, as `claims_on` gathers them.
    sources
        All sources by id.
    """
    gathered = list(claims)
    status, stands = status_of(gathered, sources), standing(gathered)
    told = {
        Status.UNSUPPORTED: _unsupported,
        Status.RETRACTED: _retracted,
        Status.DENIED: _denied,
        Status.DISPUTED: _disputed,
        Status.SINGLE_SOURCE: _single,
        Status.CORROBORATED: _corroborated,
    }
    return told[status](gathered, stands, sources)


def _unsupported(claims: Sequence[Claim], _: Sequence[Claim], sources: Mapping[str, Source]) -> str:
    if claims:
        return f"No claim asserts it; {_by(claims, sources)} only doubts it."
    return "No claim asserts it."


def _retracted(claims: Sequence[Claim], _: Sequence[Claim], sources: Mapping[str, Source]) -> str:
    taken_back = [c for c in claims if c.stance is Stance.RETRACTS]
    return f"Withdrawn by {_by(taken_back, sources)}; no other claim asserts it."


def _denied(claims: Sequence[Claim], _: Sequence[Claim], sources: Mapping[str, Source]) -> str:
    denials = [c for c in claims if c.stance is Stance.DENIES]
    return f"Denied by {_by(denials, sources)}; no claim that asserts it is among the sources."


def _disputed(
    claims: Sequence[Claim], stands: Sequence[Claim], sources: Mapping[str, Source]
) -> str:
    denials = [c for c in claims if c.stance is Stance.DENIES]
    return f"Asserted by {_by(stands, sources)}, denied by {_by(denials, sources)}."


def _single(_: Sequence[Claim], stands: Sequence[Claim], sources: Mapping[str, Source]) -> str:
    outlets = list(dict.fromkeys(c.source for c in stands))
    if len(outlets) == 1:
        return f"Reported by {_outlet(outlets[0], sources)} alone."
    (roots,) = witnesses(stands, sources)
    speakers = {c.attributed_to for c in stands}
    if len(speakers) == 1 and is_named(speaker := next(iter(speakers))):
        return f"{_count(len(outlets))} reports say so, but all quote {speaker}: one witness."
    rest = _listed([_outlet(root, sources) for root in sorted(roots)])
    return f"{_count(len(outlets))} reports say so, but all rest on {rest}: one witness."


def _corroborated(
    _: Sequence[Claim], stands: Sequence[Claim], sources: Mapping[str, Source]
) -> str:
    groups = witnesses(stands, sources)
    named = _listed([_outlet(min(group), sources) for group in groups])
    outlets = {c.source for c in stands}
    restated = len(outlets) - len(groups)
    said = f"Reported by {_count(len(groups)).lower()} independent sources: {named}."
    if restated > 0:
        verb = "report restates" if restated == 1 else "reports restate"
        said += f" {_count(restated)} further {verb} these."
    return said


def _by(claims: Sequence[Claim], sources: Mapping[str, Source]) -> str:
    return _listed(list(dict.fromkeys(speaker_of(claim, sources) for claim in claims)))


def _outlet(source_id: str, sources: Mapping[str, Source]) -> str:
    source = sources.get(source_id)
    return (source.publisher or source.title) if source else source_id


def _listed(names: Sequence[str]) -> str:
    shown = list(dict.fromkeys(names))
    if len(shown) > _MOST_NAMED:
        more = len(shown) - _MOST_NAMED + 1
        shown = [*shown[: _MOST_NAMED - 1], f"{more} others"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _count(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return words[number] if number < len(words) else str(number)
