"""What of a dossier may be published: the one gate before every page, export and picture.

A withheld record is gone, with everything that hangs on it alone; a generalised one keeps what
cannot give it away. The words that would tell are masked in everything that is left, and what
carries them unmasked (an id, an address, a hash) is replaced or left out. Where a word is secret
for one record and open for another, it is masked: a leak cannot be taken back.

What no gate can do: a quotation that stays can be looked up, and an address leads to the whole
text. Whoever must hide a statement marks its source, too; `check` says where that is open.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from gazetteer.place import Record
from routes.dossier import Dossier, DossierPlace, Leg
from routes.evidence import Claim, Source
from routes.generalising import (
    generalised_claim,
    generalised_place,
    generalised_route,
    generalised_site,
    generalised_source,
)
from routes.masking import Mask, Span, covered
from routes.remainder import remainder
from routes.secrecy import Secrecy, secrecy_of

__all__ = ["Redacted", "redacted"]

_NOTHING: Mapping[str, str] = MappingProxyType({})
# Some 30 km: a drawn line that bends so near a secret place leads there.
_NEAR_DEG = 0.3
# Never words of a text, or replaced elsewhere; a mask would spoil their form.
_UNMASKED = frozenset(
    (
        *("id", "source", "place", "from_", "to", "via", "passes", "claims", "answers", "based_on"),
        *("country", "language", "edtf", "earliest", "latest", "published", "accessed", "on"),
        *("kind", "state", "refs", "ref", "sha256", "url", "archived_url"),
        *("rival", "beside", "awaiting"),
    )
)

Kind = TypeVar("Kind", bound=Record)


class Redacted(NamedTuple):
    """What may be published: the dossier, and the stored texts by (new) source id."""

    dossier: Dossier
    texts: dict[str, str]


def redacted(
    dossier: Dossier,
    texts: Mapping[str, str] = _NOTHING,
    *,
    countries: Mapping[str, str] = _NOTHING,
) -> Redacted:
    """Give what of a dossier and its texts may be published.

    A dossier without marks comes back as it is. Doing it twice changes nothing more.

    Parameters
    ----------
    dossier
        The whole dossier.
    texts
        Stored texts by source id.
    countries
        Names of countries by ISO code, for "a place in Iran".

    Returns
    -------
    Redacted
        `texts[c.source][c.start:c.end] == c.quote` still holds wherever it did.
    """
    secrecy = secrecy_of(dossier)
    if secrecy is None:
        return Redacted(dossier, dict(texts))
    left = remainder(dossier, secrecy)
    left = _without_trails(left, secrecy)
    left = _generalised(left, secrecy, countries)
    left, shown = _masked_words(left, dossier, texts, secrecy)
    left, names = _renamed(left, secrecy)
    return Redacted(left, {names[source]: text for source, text in shown.items()})


def _without_trails(left: Dossier, secrecy: Secrecy) -> Dossier:
    """Take away drawn lines, lengths and other meanings of names that lead to a secret place."""
    legs = {
        route.id: tuple(
            leg.model_copy(
                update={"line": None, "drawn": None if _leads_there(leg, secrecy) else leg.drawn}
            )
            for leg in route.legs
        )
        for route in left.routes
    }
    return left.model_copy(
        update={
            "routes": tuple(r.model_copy(update={"legs": legs[r.id]}) for r in left.routes),
            "places": tuple(_without_hints(place, secrecy) for place in left.places),
        }
    )


def _leads_there(leg: Leg, secrecy: Secrecy) -> bool:
    stops = {leg.from_, leg.to, *leg.via, *leg.passes}
    if leg.drawn is None or stops & secrecy.places.keys():
        return leg.drawn is not None
    return any(_is_near(lon, lat, secrecy) for lon, lat in leg.drawn)


def _is_near(lon_deg: float, lat_deg: float, secrecy: Secrecy) -> bool:
    return any(
        abs(lon_deg - lon) < _NEAR_DEG and abs(lat_deg - lat) < _NEAR_DEG
        for lon, lat in secrecy.spots
    )


def _without_hints(place: DossierPlace, secrecy: Secrecy) -> DossierPlace:
    others = tuple(
        other
        for other in place.alternatives
        if other.ref not in secrecy.refs
        and not secrecy.mask.hides(other.ref)
        and not _is_near(other.lon_deg, other.lat_deg, secrecy)
    )
    refs = tuple(ref for ref in place.refs if not secrecy.mask.hides(ref))
    return place.model_copy(update={"alternatives": others, "refs": refs})


def _generalised(left: Dossier, secrecy: Secrecy, countries: Mapping[str, str]) -> Dossier:
    places = tuple(
        generalised_place(p, countries) if p.id in secrecy.places else p for p in left.places
    )
    named = {place.id: place for place in places}
    items = secrecy.items
    return left.model_copy(
        update={
            "sources": tuple(
                generalised_source(s) if s.id in secrecy.sources else s for s in left.sources
            ),
            "places": places,
            "claims": tuple(
                generalised_claim(c) if c.id in secrecy.claims else c for c in left.claims
            ),
            "routes": tuple(
                generalised_route(r, named) if r.id in items else r for r in left.routes
            ),
            "sites": tuple(generalised_site(s) if s.id in items else s for s in left.sites),
        }
    )


def _masked_words(
    left: Dossier, whole: Dossier, texts: Mapping[str, str], secrecy: Secrecy
) -> tuple[Dossier, dict[str, str]]:
    mask = secrecy.mask
    spans = _spans(left, whole, texts, secrecy)
    shown = {
        s.id: covered(texts[s.id], spans[s.id])
        for s in left.sources
        if s.id in texts and s.id not in secrecy.sources
    }
    claims = tuple(_masked_claim(claim, spans[claim.source], mask) for claim in left.claims)
    sources = tuple(_masked_source(s, texts.get(s.id), shown.get(s.id), mask) for s in left.sources)
    left = _masked(left, mask)
    return left.model_copy(update={"claims": claims, "sources": sources}), shown


def _spans(
    left: Dossier, whole: Dossier, texts: Mapping[str, str], secrecy: Secrecy
) -> dict[str, list[Span]]:
    """Give the stretches of each source's text to hide, whether or not the text is at hand."""
    quoted = {claim.source for claim in left.claims} | {source.id for source in left.sources}
    spans = {name: secrecy.mask.spans(texts.get(name, "")) for name in quoted}
    stay = {claim.id for claim in left.claims}
    for claim in whole.claims:
        if claim.source in spans and claim.id not in stay:
            spans[claim.source].append((claim.start, claim.end))
    for claim in left.claims:
        found = secrecy.mask.spans(claim.quote)
        spans[claim.source] += [(claim.start + a, claim.start + b) for a, b in found]
    return spans


def _masked_claim(claim: Claim, spans: Iterable[Span], mask: Mask) -> Claim:
    """Mask a quotation's words; a translation would tell what is hidden in the original."""
    quote = covered(claim.quote, [(a - claim.start, b - claim.start) for a, b in spans])
    translation = claim.translation if quote == claim.quote else None
    return _masked(claim.model_copy(update={"quote": quote, "translation": translation}), mask)


def _masked_source(source: Source, text: str | None, shown: str | None, mask: Mask) -> Source:
    """Mask a source's words; a hash of the whole text would prove a guess of the hidden ones."""
    digest = source.sha256
    if shown != text or shown is None:
        digest = None if shown is None else hashlib.sha256(shown.encode()).hexdigest()
    told = {
        key: None if value and mask.hides(value) else value
        for key in ("url", "archived_url", "text")
        if (value := getattr(source, key)) is not None
    }
    return _masked(source.model_copy(update={**told, "sha256": digest}), mask)


def _masked(record: Kind, mask: Mask) -> Kind:
    """Mask every text of a record and of the records in it."""
    changed = {
        name: _masked_value(value, mask)
        for name in type(record).model_fields
        if name not in _UNMASKED and (value := getattr(record, name)) is not None
    }
    return record.model_copy(update=changed)


def _masked_value(value: Any, mask: Mask) -> Any:
    if isinstance(value, Record):
        return _masked(value, mask)
    if isinstance(value, tuple):
        return tuple(_masked_value(one, mask) for one in value)
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return mask.masked(value)
    return value


def _renamed(left: Dossier, secrecy: Secrecy) -> tuple[Dossier, dict[str, str]]:
    """Give new ids in the place of those that speak, and follow them in every reference."""
    sources = _names(left.sources, secrecy.sources, "source", secrecy.mask)
    places = _names(left.places, secrecy.places, "place", secrecy.mask)
    claims = _names(left.claims, {}, "claim", secrecy.mask)
    items = _names((*left.routes, *left.sites), secrecy.items, "item", secrecy.mask)
    everything = sources | places | claims | items
    awaiting = [i for i in left.review.awaiting if i in everything]
    return left.model_copy(
        update={
            "review": left.review.model_copy(update={"awaiting": _mapped(awaiting, everything)}),
            "id": "dossier" if secrecy.mask.hides(left.id) else left.id,
            "sources": tuple(
                s.model_copy(update={"id": sources[s.id], "based_on": _mapped(s.based_on, sources)})
                for s in left.sources
            ),
            "places": tuple(p.model_copy(update={"id": places[p.id]}) for p in left.places),
            "claims": tuple(
                c.model_copy(
                    update={
                        "id": claims[c.id],
                        "source": sources.get(c.source, c.source),
                        "answers": _mapped(c.answers, claims),
                    }
                )
                for c in left.claims
            ),
            "routes": tuple(
                r.model_copy(
                    update={
                        "id": items[r.id],
                        "beside": items.get(r.beside or ""),
                        "legs": tuple(_renamed_leg(leg, places, claims) for leg in r.legs),
                    }
                )
                for r in left.routes
            ),
            "sites": tuple(
                s.model_copy(
                    update={
                        "id": items[s.id],
                        "beside": items.get(s.beside or ""),
                        "place": places.get(s.place, s.place),
                        "claims": _mapped(s.claims, claims),
                    }
                )
                for s in left.sites
            ),
        }
    ), sources


def _renamed_leg(leg: Leg, places: Mapping[str, str], claims: Mapping[str, str]) -> Leg:
    return leg.model_copy(
        update={
            "from_": places.get(leg.from_ or "", leg.from_),
            "to": places.get(leg.to or "", leg.to),
            "via": _mapped(leg.via, places),
            "passes": _mapped(leg.passes, places),
            "claims": _mapped(leg.claims, claims),
        }
    )


def _mapped(ids: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names.get(one, one) for one in ids)


def _names(
    records: Iterable[Any], marked: Mapping[str, Any], word: str, mask: Mask
) -> dict[str, str]:
    ids = [record.id for record in records]
    own = re.compile(rf"{word}-\d+")  # a name that was given here tells nothing
    telling = [i for i in ids if (i in marked and not own.fullmatch(i)) or mask.hides(i)]
    names = {one: one for one in ids}
    free = (f"{word}-{n}" for n in range(1, 2 * len(ids) + 1) if f"{word}-{n}" not in names)
    return names | dict(zip(telling, free, strict=False))
