"""The one sentence at the head of the page: what is reported, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maps.languages import Language, language
from maps.wording import Words, filled, listed_words, unique
from routes.dossier import Dossier, Leg, Mode, Phase, Route, Site
from routes.evidence import Stance, Status, claims_on, speaker_of, status_of

__all__ = ["finding_of"]

Runs = list[tuple[str, bool]]


def finding_of(dossier: Dossier, spoken: Language | None = None) -> Words:
    """Say in one sentence what the leading route (or else site) is, its status, and who says so.

    The route with the most precise stops leads, then the longest, then the first. It stands no
    better than its weakest leg: two sources for two legs do not corroborate each other.
    """
    words = spoken or language("en")
    lead = _lead(dossier)
    if lead is None:
        return ((words("finding.nothing"), False),)
    sources = {source.id: source for source in dossier.sources}
    by_id = {claim.id: claim for claim in dossier.claims}
    parts = [claims_on(part.claims, by_id) for part in _parts(lead)]
    claims = list(dict.fromkeys(claim for part in parts for claim in part))
    said = unique(speaker_of(c, sources) for c in claims if c.stance is Stance.ASSERTS)
    denied = unique(speaker_of(c, sources) for c in claims if c.stance is Stance.DENIES)
    names = {place.id: place.name for place in dossier.places}
    told = _route(lead, names, words) if isinstance(lead, Route) else _site(lead, names, words)
    standing = _standing([status_of(part, sources) for part in parts], words)
    rest = _rest(dossier, lead, words)
    return _joined((*told, (f" — {standing}", False), *_voices(said, denied, words), (rest, False)))


_WEAKEST_FIRST = (
    Status.DISPUTED,
    Status.DENIED,
    Status.RETRACTED,
    Status.UNSUPPORTED,
    Status.SINGLE_SOURCE,
    Status.CORROBORATED,
)


def _joined(runs: Sequence[tuple[str, bool]]) -> Words:
    """Write neighbouring runs of the page's own words as one."""
    joined: Runs = []
    for text, is_data in runs:
        if joined and not is_data and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + text, False)
        else:
            joined.append((text, is_data))
    return tuple(joined)


def _lead(dossier: Dossier) -> Route | Site | None:
    points = {place.id for place in dossier.places if place.precision.is_point}
    routes = [route for route in dossier.routes if route.legs]
    if not routes:
        return next(iter(dossier.sites), None)
    return max(routes, key=lambda route: (len(points & _stops(route)), len(route.legs)))


def _stops(route: Route) -> set[str | None]:
    return {end for leg in route.legs for end in (leg.from_, leg.to)}


def _rest(dossier: Dossier, lead: Route | Site, words: Language) -> str:
    """Count what the sentence leaves out, so that it never seems to be all."""
    routes = sum(bool(route.legs) for route in dossier.routes) - isinstance(lead, Route)
    sites = len(dossier.sites) - isinstance(lead, Site)
    counted = [
        words.counted(key, count)
        for key, count in (("finding.routes", routes), ("finding.sites", sites))
        if count
    ]
    return words("finding.rest", rest=words("list.last").join(counted)) if counted else "."


def _parts(lead: Route | Site) -> Sequence[Leg | Site]:
    return lead.legs if isinstance(lead, Route) else (lead,)


def _standing(statuses: Sequence[Status], words: Language) -> str:
    weakest = min(statuses, key=_WEAKEST_FIRST.index)
    phrase = words(f"status.{weakest.value}.phrase")
    return phrase if len(set(statuses)) == 1 else words("finding.partly", status=phrase)


def _voices(
    said: Sequence[str], denied: Sequence[str], words: Language
) -> Iterator[tuple[str, bool]]:
    between = words("finding.colon")
    for key, names in (("finding.asserted", said), ("finding.denied", denied)):
        if names:
            yield (between, False)
            yield from filled(words(key), names=_listed(names, words))
            between = words("list.comma")


def _listed(names: Sequence[str], words: Language) -> Runs:
    return listed_words(names, words("list.comma"), words("list.last"))


def _opening(phase: Phase, words: Language) -> str:
    if phase is Phase.ACTIVE:
        return words("finding.reported")
    return words("finding.reported_as", phase=_capital(words(f"phase.{phase.value}.word")))


def _site(site: Site, names: dict[str, str], words: Language) -> Runs:
    place = names.get(site.place, site.place)
    opening = words("finding.reported_as", phase=_capital(words(f"phase.{site.phase.value}.word")))
    what = filled(words("finding.site"), activity=[(site.activity, True)], place=[(place, True)])
    return [(opening, False), *what]


def _route(route: Route, names: dict[str, str], words: Language) -> Runs:
    cargo = (route.cargo, True) if route.cargo else (words("finding.movement"), False)
    start = _stop(route.legs[0].from_, names, words("finding.no_origin"))
    told: Runs = [(_opening(route.phase, words), False)]
    told += filled(words("finding.start"), cargo=[cargo], start=[start])
    at = route.legs[0].from_
    for n, leg in enumerate(leg for leg in route.legs if not leg.rival):
        if n and leg.from_ != at:
            break
        unstated = leg.mode is Mode.UNSPECIFIED
        key = f"finding.{'next' if n else 'leg'}{'' if unstated else '_how'}"
        end = _stop(leg.to, names, words("finding.no_destination"))
        how = [(words(f"mode.{leg.mode.value}.phrase"), False)]
        told += filled(words(key), how=how, end=[end])
        at = leg.to
    return told


def _stop(place: str | None, names: dict[str, str], unstated: str) -> tuple[str, bool]:
    return (unstated, False) if place is None else (names.get(place, place), True)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
