"""The page: a dossier as one self-contained HTML file that makes no request and runs no data.

All data stands in one JSON element that no template has touched; the rest of the file is the
same for every dossier, and a content-security policy lets its own blocks run and nothing else.
folium gives the scaffold of the page and the Leaflet map, and never sees a word of the dossier,
for it renders text through Jinja.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.collector import collector_at_rest
from gazetteer.errors import SupplyroutesError
from gazetteer.place import Record
from maps.embed import Told, card_of, figure_of, frame_of_page, text_of
from maps.exports.material import disclosed
from maps.languages import Language, language
from maps.packing import columns
from maps.passages import Extent
from maps.rows import DossierView
from maps.scaffold import island, scaffold, with_parts
from maps.tiles import Tiles, tiles_named
from maps.view import view_of
from maps.wording import unique
from routes.dossier import Dossier
from routes.paths.line import Line
from routes.redaction import Redacted

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["WebMap", "digest_of", "web_map"]

Lines = Mapping[tuple[str, int], Line | None]


class WebMap(Record):
    """A page as text; it shows itself in a notebook.

    `caption` and `alt` say in words what it shows, for the article that frames it.
    """

    html: str
    title: str = ""
    caption: str = ""
    alt: str = ""

    def save(self, path: str | Path) -> Path:
        """Write the page as one UTF-8 file, whole or not at all.

        Raises
        ------
        SupplyroutesError
            When the file cannot be written there.
        """
        target = Path(path)
        draft = target.with_name(f".{target.name}.part")
        try:
            draft.write_bytes(self.html.encode("utf-8"))
            draft.replace(target)
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            raise SupplyroutesError(
                f"cannot write the page ({error.strerror})",
                file=target,
                remedy="choose another place with -o",
            ) from None
        return target

    def figure(self, address: str | None = None) -> str:
        """Write the HTML to paste into an article: the page in a frame, with its caption.

        Parameters
        ----------
        address
            Where the page is published; without one the frame holds the page itself.
        """
        return figure_of(self.html, title=self.alt, caption=self.caption, address=address)

    def _repr_html_(self) -> str:
        return frame_of_page(self.html, title=self.alt or "Cited map")


def web_map(
    *dossiers: Dossier,
    texts: Mapping[str, str] | None = None,
    lines: Lines | None = None,
    gazetteer: Gazetteer | None = None,
    lang: str = "en",
    extent: Extent = "around",
    address: str | None = None,
    image: str | None = None,
    tiles: str | None = None,
) -> WebMap:
    """Make the page of what may be published of one dossier or several.

    Parameters
    ----------
    texts
        Stored texts by source id, or by "dossier id/source id" where ids clash; quotations are
        compared with them word for word.
    lines
        The line of each leg by (route id, index of the leg); computed when not given, and
        anew where something is withheld: a line of the whole dossier could give it away.
    gazetteer
        Where outlines, basemap and quiet names come from; by default the embedded store.
    lang
        The language of the interface, one of `maps.languages.LANGUAGES`.
    extent
        How much of the stored texts the page carries: what is around the quotations, all, or none.
    address
        Where the page will be published: its citations lead there.
    image
        The address of a picture of the map, for the cards of social networks.
    tiles
        An online basemap by its name in xyzservices; the page then makes requests, and says so.

    Raises
    ------
    SupplyroutesError
        For a language that the page does not speak, an address that is no web address, or a
        basemap that cannot be used.
    """
    from gazetteer import Gazetteer as Store

    if gazetteer is None:
        with Store.open() as opened:
            return web_map(
                *dossiers,
                texts=texts,
                lines=lines,
                gazetteer=opened,
                lang=lang,
                extent=extent,
                address=address,
                image=image,
                tiles=tiles,
            )
    spoken = language(lang)
    online = tiles_named(tiles) if tiles else None
    with collector_at_rest():
        shown = [disclosed(one, gazetteer, _texts(one, texts or {})) for one in dossiers]
        drawn = [
            lines if lines is not None and one.dossier == whole else _lines(one.dossier, gazetteer)
            for one, whole in zip(shown, dossiers, strict=True)
        ]
        told, data = _data_of(shown, drawn, gazetteer, spoken, extent, address, online)
    card = card_of(told, language=spoken, address=address, image=image)
    parts = {"data": data, "title": told.title_html, "card": card}
    page = with_parts(scaffold(lang, online.hosts if online else ()), parts)
    return WebMap(html=page, title=told.title, caption=told.caption, alt=told.alt)


def digest_of(dossier: Dossier) -> str:
    """SHA-256 of a dossier as JSON in UTF-8: keys in the schema's order, no spaces, no defaults.

    What is left out where it is the default changes no digest, also not a field that a later
    form of dossiers adds.
    """
    written = dossier.model_dump_json(by_alias=True, exclude_defaults=True)
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


def _data_of(
    shown: Sequence[Redacted],
    drawn: Sequence[Lines],
    gazetteer: Gazetteer,
    spoken: Language,
    extent: Extent,
    address: str | None,
    online: Tiles | None,
) -> tuple[Told, str]:
    """Write the page's data; all rows are gone when it returns, before the collector wakes."""
    views = list(_views(shown, drawn, spoken, extent))
    content = _content([one.dossier for one in shown], views, drawn, gazetteer)
    content["about"]["address"] = address
    content["tiles"] = online and online.model_dump(mode="json")
    return text_of(views, content["title"], spoken), island(content)


def _views(
    shown: Sequence[Redacted], lines: Sequence[Lines], spoken: Language, extent: Extent
) -> Iterator[DossierView]:
    number = 1
    for one, own in zip(shown, lines, strict=True):
        view = view_of(
            one.dossier,
            lines=own,
            texts=one.texts,
            first_number=number,
            spoken=spoken,
            extent=extent,
        )
        number += len(view.items)
        yield view


def _lines(dossier: Dossier, gazetteer: Gazetteer) -> Lines:
    from routes.paths import draw_leg

    places = {place.id: place for place in dossier.places}
    return {
        (route.id, index): draw_leg(leg, places, gazetteer)
        for route in dossier.routes
        for index, leg in enumerate(route.legs)
    }


def _texts(dossier: Dossier, texts: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for source in dossier.sources:
        text = texts.get(f"{dossier.id}/{source.id}", texts.get(source.id))
        if text is not None:
            found[source.id] = text
    return found


def _content(
    dossiers: Sequence[Dossier],
    views: Sequence[DossierView],
    lines: Sequence[Lines],
    gazetteer: Gazetteer,
) -> dict[str, Any]:
    from maps.areas import outline_of
    from maps.basemap import basemap_of, detail_box
    from maps.frame import UNITS_PER_DEGREE, Sheet, map_of
    from maps.names import labels_in
    from maps.waterways import waterway_labels

    sheets = [
        Sheet(dossier, own, view.items[0].number if view.items else 1)
        for dossier, own, view in zip(dossiers, lines, views, strict=True)
    ]
    frame, drawn = map_of(sheets, lambda place: outline_of(place, gazetteer))
    box = detail_box(drawn.limits)
    labels = (*labels_in(box, frame, gazetteer), *waterway_labels(box))
    basemap = basemap_of(drawn.limits, frame, layer_of=_layer_of(gazetteer), labels=labels)
    return {
        "title": " / ".join(dossier.title for dossier in dossiers),
        "dossiers": [_packed(view) for view in views],
        "map": {
            "drawings": columns(drawn.drawings),
            "marks": columns(drawn.marks),
            "areas": columns(drawn.areas),
            "limits": drawn.limits,
            "units": UNITS_PER_DEGREE,
        },
        "basemap": basemap.model_dump(mode="json"),
        "about": {
            "sha256": [{"title": d.title, "sha256": digest_of(d)} for d in dossiers],
            "programs": _programs(),
            "lines": unique(
                data for own in lines for line in own.values() if line for data in line.data
            ),
            "built": _built(),
        },
    }


def _packed(view: DossierView) -> dict[str, Any]:
    """Keep what is said once as it is, and put each table of records into columns."""
    plain = view._asdict() | {"review": view.review and view.review._asdict()}
    tables = {"sources", "claims", "places", "routes", "items"}
    return {name: columns(value) if name in tables else value for name, value in plain.items()}


def _layer_of(gazetteer: Gazetteer) -> Any:
    from gazetteer.atlas import features
    from maps.waterways import courses_in

    def layer_of(name: Any, scale: int, box: Any) -> list[tuple[Any, bool]]:
        if name == "rivers":
            return [(course, False) for _, course in courses_in(box)]
        found = features(name, scale, box, gazetteer=gazetteer)
        return [(feature.geometry, feature.disputed) for feature in found]

    return layer_of


def _programs() -> list[tuple[str, str]]:
    """Name what made the page and what is in it, each with its licence."""
    own, folium = (_versioned(name) for name in ("supplyroutes", "folium"))
    return [(own, "MIT"), (folium, "MIT"), ("Leaflet 1.9.4", "BSD-2-Clause")]


def _versioned(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return package


def _built() -> str | None:
    """Word the build date that SOURCE_DATE_EPOCH gives; without it a page carries none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdecimal():
        return None
    return datetime.fromtimestamp(int(epoch), tz=UTC).date().isoformat()
