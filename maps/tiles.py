"""An online basemap, for whoever asks for one: the only thing for which a page makes requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from gazetteer.errors import UnusableInput
from gazetteer.place import Record

__all__ = ["Tiles", "tiles_named"]


class Tiles(Record):
    """Pictures of a map by zoom, column and row.

    `addresses` are templates with {z}, {x} and {y}, one a host; `credit` is what the maker of
    the map asks to be named by.
    """

    name: str
    addresses: tuple[str, ...]
    credit: str
    most_zoom: int

    @property
    def hosts(self) -> tuple[str, ...]:
        """The origins that a page with these tiles asks, as its policy names them."""
        return tuple(dict.fromkeys(_origin(address) for address in self.addresses))


def tiles_named(name: str) -> Tiles:
    """Find a basemap by its name in the catalogue of xyzservices, as "OpenTopoMap".

    Raises
    ------
    UnusableInput
        For a name that the catalogue does not hold, or a map that wants a key or has no https.
    """
    import xyzservices.providers

    remedy = 'name one of xyzservices, such as "OpenStreetMap.Mapnik" or "OpenTopoMap"'
    try:
        found = xyzservices.providers.query_name(name)
    except ValueError:
        raise UnusableInput(f"no basemap is called {name!r}", remedy=remedy) from None
    if found.requires_token():
        raise UnusableInput(
            f"basemap {name!r} wants a key, which a page cannot keep", remedy=remedy
        )
    addresses = tuple(_addresses(found))
    if any(urlsplit(address).scheme != "https" for address in addresses):
        raise UnusableInput(f"basemap {name!r} is not served over https", remedy=remedy)
    return Tiles(
        name=found.name,
        addresses=addresses,
        credit=found.attribution,
        most_zoom=int(found.get("max_zoom", 18)),
    )


def _addresses(found: Any) -> Iterator[str]:
    """Fill in all but zoom, column and row; one address for each of the hosts that share."""
    for subdomain in found.get("subdomains", "abc") if "{s}" in found.url else "-":
        given = {**found, "s": subdomain, "r": "", "x": "{x}", "y": "{y}", "z": "{z}"}
        pieces = re.split(r"\{(\w+)\}", found.url)
        yield "".join(str(given.get(p, "")) if n % 2 else p for n, p in enumerate(pieces))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
