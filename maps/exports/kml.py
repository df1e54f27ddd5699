"""KML 2.2: routes, sites and places with the page's colours, every quotation in its balloon."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from maps.english import when_words
from maps.exports.characters import for_xml
from maps.exports.geojson import rounded
from maps.exports.material import LegItem, Material, SiteItem
from maps.style import MODES, PHASES, STATUSES
from maps.wording import web_address
from routes.dates import When
from routes.dossier import Mode, Phase
from routes.evidence import Claim, Status, speaker_of

__all__ = ["kml_of"]

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_VERBS = {
    "asserts": "says",
    "denies": "denies",
    "doubts": "doubts",
    "retracts": "retracts",
    "corrects": "corrects",
}


def kml_of(material: Material) -> bytes:
    """Write a dossier as one KML document: a folder a route, one for sites, one for places.

    Lines are clamped to the ground; what has no position has a placemark without geometry, so
    that its quotations are not lost.
    """
    from lxml import etree

    root = etree.Element(f"{{{_NAMESPACE}}}kml", nsmap={None: _NAMESPACE})
    document = _child(root, "Document", id="dossier")
    _child(document, "name", material.dossier.title)
    _styles(document)
    _legs(document, material)
    _sites(document, material)
    _places(document, material)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _child(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    from lxml import etree

    made = etree.SubElement(parent, f"{{{_NAMESPACE}}}{tag}", attributes)
    if text is not None:
        made.text = for_xml(text)
    return made


def _styles(document: Any) -> None:
    """Make a style for each mode and status: colour by mode, width by status, pale if disputed."""
    for mode, look in MODES.items():
        for status, standing in STATUSES.items():
            style = _child(document, "Style", id=_style(mode, status))
            line = _child(style, "LineStyle")
            opacity = "99" if standing.crossed or standing.core_px else "ff"
            _child(line, "color", _kml_colour(look.colour, opacity))
            _child(line, "width", f"{standing.width_px:g}")
    area = _child(document, "Style", id="area")
    _child(_child(area, "LineStyle"), "color", "66555555")
    fill = _child(area, "PolyStyle")
    _child(fill, "color", "33555555")


def _style(mode: Mode, status: Status) -> str:
    return f"{mode.value}-{status.value}"


def _kml_colour(colour: str, opacity: str) -> str:
    """Turn #rrggbb into KML's aabbggrr."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{opacity}{blue}{green}{red}".lower()


def _legs(document: Any, material: Material) -> None:
    folders: dict[str, Any] = {}
    for item in material.legs:
        folder = folders.get(item.route.id)
        if folder is None:
            folder = folders[item.route.id] = _child(document, "Folder")
            _child(folder, "name", item.route.title)
        start, end = (material.name(end) or "not stated" for end in (item.leg.from_, item.leg.to))
        mode = MODES[item.leg.mode]
        facts = [mode.phrase, item.route.cargo, None if item.line is None else item.line.note]
        placemark = _placemark(
            folder,
            f"[{item.number}] {start} – {end}",
            item.leg.when or item.route.when,
            style=_style(item.leg.mode, item.status),
            said=_balloon(item, item.route.phase, facts, material),
        )
        _line(placemark, item)


def _sites(document: Any, material: Material) -> None:
    if not material.sites:
        return
    folder = _child(document, "Folder")
    _child(folder, "name", "Sites")
    for item in material.sites:
        site = item.site
        placemark = _placemark(
            folder,
            f"[{item.number}] {site.activity}, {material.name(site.place)}",
            site.when,
            style="area",
            said=_balloon(item, site.phase, [], material),
        )
        _geometry(placemark, material.shape(site.place))


def _places(document: Any, material: Material) -> None:
    if not material.places:
        return
    folder = _child(document, "Folder")
    _child(folder, "name", "Places")
    for place in material.dossier.places:
        placemark = _placemark(folder, place.name, None, style="area", said=None)
        _geometry(placemark, material.shape(place.id))


def _placemark(folder: Any, name: str, when: When | None, *, style: str, said: str | None) -> Any:
    placemark = _child(folder, "Placemark")
    _child(placemark, "name", name)
    if said is not None:
        _child(placemark, "description", said)
    if when is not None and (when.earliest or when.latest):
        span = _child(placemark, "TimeSpan")
        for tag, day in (("begin", when.earliest), ("end", when.latest)):
            if day is not None:
                _child(span, tag, day)
    _child(placemark, "styleUrl", f"#{style}")
    return placemark


def _balloon(
    item: LegItem | SiteItem, phase: Phase, facts: Iterable[str | None], material: Material
) -> str:
    """Write the HTML of a balloon; every word of the dossier in it is escaped."""
    standing = STATUSES[item.status]
    head = [standing.word, *(fact for fact in facts if fact)]
    if phase is not Phase.ACTIVE:
        head.insert(1, PHASES[phase].word)
    lines = [f"<p>{escape('; '.join(head))}. {escape(standing.sentence)}</p>"]
    lines += [_quotation(claim, material) for claim in item.claims]
    return "".join(lines)


def _quotation(claim: Claim, material: Material) -> str:
    source = material.source_of(claim)
    speaker = speaker_of(claim, material.sources)
    said = when_words(claim.said_on)
    where = ", ".join(
        part for part in (source.publisher, source.title, source.published, said) if part
    )
    address = web_address(source.url)
    cited = escape(where)
    if address:
        cited = f'<a href="{escape(address, quote=True)}">{cited}</a>'
    voice = f"{escape(speaker)} {_VERBS[claim.stance.value]}"
    return f"<p>{voice}: <q>{escape(claim.quote)}</q><br/>{cited}</p>"


def _line(placemark: Any, item: LegItem) -> None:
    if item.line is None:
        return
    parts = item.line.parts
    parent = placemark if len(parts) == 1 else _child(placemark, "MultiGeometry")
    for part in parts:
        line = _child(parent, "LineString")
        _child(line, "tessellate", "1")
        _child(line, "coordinates", _coordinates(part))


def _geometry(placemark: Any, shape: Any) -> None:
    if shape is None:
        return
    if shape.geom_type == "Point":
        _child(_child(placemark, "Point"), "coordinates", _coordinates(shape.coords))
        return
    parts = list(getattr(shape, "geoms", [shape]))
    parent = placemark if len(parts) == 1 else _child(placemark, "MultiGeometry")
    for part in parts:
        polygon = _child(parent, "Polygon")
        _ring(_child(polygon, "outerBoundaryIs"), part.exterior)
        for hole in part.interiors:
            _ring(_child(polygon, "innerBoundaryIs"), hole)


def _ring(parent: Any, ring: Any) -> None:
    _child(_child(parent, "LinearRing"), "coordinates", _coordinates(ring.coords))


def _coordinates(positions: Iterable[Any]) -> str:
    return " ".join([f"{lon!r},{lat!r}" for lon, lat in rounded(positions)])
