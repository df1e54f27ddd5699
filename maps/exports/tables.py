"""A dossier as flat tables with keys between them, for spreadsheets, databases and GIS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from maps.exports.material import LegItem, Material, SiteItem
from maps.wording import web_address
from routes.dates import When
from routes.dossier import DossierPlace
from routes.evidence import Claim, Source, speaker_of

__all__ = ["RELATIONS", "Cell", "Table", "layers_of", "tables_of"]

LIST_MARK = " | "
"""Stands between the entries of a list in one cell."""

Cell = str | int | float | bool | None


class Table(NamedTuple):
    """Rows under columns; a layer has in `shapes` a shapely geometry or None for each row."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shapes: tuple[Any, ...] = ()
    is_layer: bool = False


RELATIONS = (
    ("legs", "claims", "leg_claims", "leg", "claim"),
    ("sites", "claims", "site_claims", "site", "claim"),
    ("legs", "places", "leg_places", "leg", "place"),
    ("claims", "claims", "claim_answers", "claim", "answers"),
    ("sources", "sources", "source_based_on", "source", "based_on"),
)
"""Base table, related table, mapping table, and the mapping table's two columns."""


def tables_of(material: Material) -> tuple[Table, ...]:
    """Lay a dossier out as plain tables.

    `legs`, `sites`, `places`, `routes`, `claims` and `sources` have a row for each; the others
    hold pairs of ids, one relation each. Every id is that of the dossier, a leg's the id of its
    route and its place in it ("r1.2").
    """
    dossier = material.dossier
    return (
        _table("legs", _LEG, (_leg(item, material) for item in material.legs)),
        _table("sites", _SITE, (_site(item, material) for item in material.sites)),
        _table("places", _PLACE, (_place(one, material) for one in dossier.places)),
        _table("routes", _ROUTE, _routes(material)),
        _table("claims", _CLAIM, (_claim(claim, material) for claim in dossier.claims)),
        _table("sources", _SOURCE, (_source(source) for source in dossier.sources)),
        *_pairs(material),
    )


def layers_of(material: Material) -> tuple[Table, ...]:
    """Lay a dossier out as tables, of which `legs`, `sites` and `places` have shapes."""
    shapes = {
        "legs": tuple(_line_shape(item) for item in material.legs),
        "sites": tuple(material.shape(item.site.place) for item in material.sites),
        "places": tuple(material.shape(one.id) for one in material.dossier.places),
    }
    return tuple(
        table._replace(shapes=shapes[table.name], is_layer=True) if table.name in shapes else table
        for table in tables_of(material)
    )


_LEG = (
    "id", "number", "route", "leg", "from_id", "from_name", "to_id", "to_name", "via", "passes",
    "mode", "phase", "status", "cargo", "mover", "frequency", "when_text", "edtf", "earliest",
    "latest", "basis", "length_km", "note", "quotations",
)  # fmt: skip
_SITE = (
    "id", "number", "place_id", "place_name", "activity", "phase", "status", "when_text", "edtf",
    "earliest", "latest", "precision", "quotations",
)  # fmt: skip
_PLACE = (
    "id", "name", "as_written", "country", "kind", "precision", "lon_deg", "lat_deg", "refs",
    "resolved_by", "score", "numbers",
)  # fmt: skip
_ROUTE = (
    "id", "title", "cargo", "mover", "frequency", "phase", "when_text", "edtf", "earliest",
    "latest",
)  # fmt: skip
_CLAIM = (
    "id", "source", "speaker", "role", "reported_via", "stance", "quote", "start", "end", "page",
    "status_words", "said_on_text", "said_on_edtf", "publisher", "published", "url",
)  # fmt: skip
_SOURCE = (
    "id", "title", "publisher", "authors", "published", "accessed", "url", "archived_url",
    "language", "sha256",
)  # fmt: skip


def _table(name: str, columns: tuple[str, ...], rows: Iterable[Sequence[Cell]]) -> Table:
    return Table(name, columns, tuple(tuple(row) for row in rows))


def _leg(item: LegItem, material: Material) -> tuple[Cell, ...]:
    leg, route, line, name = item.leg, item.route, item.line, material.name
    return (
        item.id, item.number, route.id, item.at + 1, leg.from_, name(leg.from_), leg.to,
        name(leg.to), _listed(name(via) for via in leg.via),
        _listed(name(passed) for passed in leg.passes), leg.mode.value, route.phase.value,
        item.status.value, route.cargo, route.mover, route.frequency,
        *_time(leg.when or route.when), None if line is None else line.basis.value,
        None if line is None else round(line.length_km, 1), None if line is None else line.note,
        _quotations(item.claims, material),
    )  # fmt: skip


def _site(item: SiteItem, material: Material) -> tuple[Cell, ...]:
    site = item.site
    place = material.places.get(site.place)
    return (
        item.id, item.number, site.place, material.name(site.place), site.activity,
        site.phase.value, item.status.value, *_time(site.when),
        None if place is None else place.precision.value,
        _quotations(item.claims, material),
    )  # fmt: skip


def _place(place: DossierPlace, material: Material) -> tuple[Cell, ...]:
    point = place.precision.is_point
    return (
        place.id, place.name, _listed(place.as_written), place.country,
        place.kind and place.kind.value, place.precision.value,
        place.lon_deg if point else None, place.lat_deg if point else None,
        _listed(place.refs), place.resolved_by, place.score,
        _listed(str(number) for number in material.numbers.get(place.id, ())),
    )  # fmt: skip


def _routes(material: Material) -> Iterator[tuple[Cell, ...]]:
    for route in material.dossier.routes:
        yield (
            route.id, route.title, route.cargo, route.mover, route.frequency, route.phase.value,
            *_time(route.when),
        )  # fmt: skip


def _claim(claim: Claim, material: Material) -> tuple[Cell, ...]:
    source = material.source_of(claim)
    said = claim.said_on
    return (
        claim.id, claim.source, speaker_of(claim, material.sources), claim.role,
        claim.reported_via, claim.stance.value, claim.quote, claim.start, claim.end, claim.page,
        _listed(claim.status_words), None if said is None else said.text,
        None if said is None else said.edtf, source.publisher,
        source.published, web_address(source.url),
    )  # fmt: skip


def _source(source: Source) -> tuple[Cell, ...]:
    return (
        source.id, source.title, source.publisher, _listed(source.authors), source.published,
        source.accessed, web_address(source.url), web_address(source.archived_url),
        source.language, source.sha256,
    )  # fmt: skip


def _pairs(material: Material) -> Iterator[Table]:
    dossier = material.dossier
    pairs: dict[str, list[tuple[str, str]]] = {
        "leg_claims": [(item.id, claim.id) for item in material.legs for claim in item.claims],
        "site_claims": [(item.id, claim.id) for item in material.sites for claim in item.claims],
        "claim_answers": [(c.id, answered) for c in dossier.claims for answered in c.answers],
        "source_based_on": [(s.id, base) for s in dossier.sources for base in s.based_on],
    }
    for _, _, name, left, right in RELATIONS:
        if name == "leg_places":
            yield Table(name, (left, right, "part"), tuple(_leg_places(material)))
        else:
            yield Table(name, (left, right), tuple(pairs[name]))


def _leg_places(material: Material) -> Iterator[tuple[str, str, str]]:
    for item in material.legs:
        leg = item.leg
        if leg.from_ is not None:
            yield item.id, leg.from_, "from"
        yield from ((item.id, place, "via") for place in leg.via)
        yield from ((item.id, place, "passes") for place in leg.passes)
        if leg.to is not None:
            yield item.id, leg.to, "to"


def _line_shape(item: LegItem) -> Any:
    from shapely import LineString, MultiLineString

    if item.line is None:
        return None
    parts = item.line.parts
    return LineString(parts[0]) if len(parts) == 1 else MultiLineString(parts)


def _quotations(claims: Iterable[Claim], material: Material) -> str | None:
    """Say who says what in one cell, for programs that show a feature without its relations."""
    return _listed(
        f"{speaker_of(claim, material.sources)} {claim.stance.value}: “{claim.quote}”"
        f" ({claim.source})"
        for claim in claims
    )


def _time(when: When | None) -> tuple[Cell, Cell, Cell, Cell]:
    if when is None:
        return (None, None, None, None)
    return (when.text, when.edtf, when.earliest, when.latest)


def _listed(entries: Iterable[str | None]) -> str | None:
    return LIST_MARK.join(entry for entry in entries if entry) or None
