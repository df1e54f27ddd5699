"""Times that cannot be: no dates, ends before beginnings, words told before they were said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from routes.almanac import reference_day
from routes.dates import When, is_edtf
from routes.dossier import Dossier
from routes.problem import Locator, Problem, Severity
from routes.yaml_lines import Steps

__all__ = ["impossible_times"]


def impossible_times(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find every time of a dossier that cannot be, or is written in no known form."""
    for i, source in enumerate(dossier.sources):
        for key in ("published", "accessed"):
            written = getattr(source, key)
            # A source may know its year or month of publication alone.
            is_date = written and len(written) <= 10 and _day(f"{written}-01-01"[:10])
            if written and not is_date:
                yield _no_date(("sources", i, key), written, locate)
        seen, out = _day(source.accessed), _day(source.published)
        if seen and out and seen < out:
            what = f"accessed on {seen}, before it was published on {out}"
            path: Steps = ("sources", i, "accessed")
            yield locate.problem(path, what, "mend one of the two", rule="impossible-time")
    for path, when in _times(dossier):
        yield from _bounds(path, when, locate)
    yield from _said_too_late(dossier, locate)


def _times(dossier: Dossier) -> Iterator[tuple[Steps, When]]:
    for i, claim in enumerate(dossier.claims):
        if claim.said_on:
            yield ("claims", i, "said_on"), claim.said_on
    for i, route in enumerate(dossier.routes):
        if route.when:
            yield ("routes", i, "when"), route.when
        for j, leg in enumerate(route.legs):
            if leg.when:
                yield ("routes", i, "legs", j, "when"), leg.when
    for i, site in enumerate(dossier.sites):
        if site.when:
            yield ("sites", i, "when"), site.when


def _bounds(path: Steps, when: When, locate: Locator) -> Iterator[Problem]:
    bounds = [(key, getattr(when, key)) for key in ("earliest", "latest")]
    days = [_day(written) for _, written in bounds]
    for (key, written), day in zip(bounds, days, strict=True):
        if written and day is None:
            yield _no_date((*path, key), written, locate)
    first, last = days
    if first and last and first > last:
        what = f"the time is impossible: earliest {first} is after latest {last}"
        yield locate.problem(path, what, "exchange or mend the two", rule="impossible-time")
    if when.edtf and not is_edtf(when.edtf):
        what = f"{when.edtf!r} is not EDTF"
        remedy = "write 2023-06-09, 2023-06, 2023-06~ or 2022-08/.. and the like"
        yield locate.problem((*path, "edtf"), what, remedy, Severity.WARNING, rule="edtf")


def _said_too_late(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    published = {s.id: reference_day(s.published) for s in dossier.sources}
    for i, claim in enumerate(dossier.claims):
        said = _day(claim.said_on.earliest) if claim.said_on else None
        out = published.get(claim.source)
        if said and out and said > out:
            what = f"said on {said}, after {claim.source} was published on {out}"
            remedy = "mend the day of one of the two"
            path: Steps = ("claims", i, "said_on")
            yield locate.problem(path, what, remedy, Severity.WARNING, rule="impossible-time")


def _no_date(path: Steps, written: str, locate: Locator) -> Problem:
    return locate.problem(path, f"{written!r} is no date", "write it as 2023-06-09", rule="no-date")


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written and len(written) == 10 else None
    except ValueError:
        return None
