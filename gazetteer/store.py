"""The place store: look-ups by name, by ref, near a point and in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from gazetteer import names
from gazetteer.errors import SupplyroutesError
from gazetteer.pile import Pile
from gazetteer.place import Place, PlaceKind
from gazetteer.shelf import Entry, Shelf
from gazetteer.sounds import sound
from gazetteer.sphere import cells_around, distance_km

if TYPE_CHECKING:
    from gazetteer.around import Surroundings
    from gazetteer.found import Found
    from gazetteer.fuzzy import Near, Speller
    from gazetteer.place import Candidate
    from gazetteer.resolve import Mention
    from gazetteer.senses import Senses
    from gazetteer.within import Area

__all__ = ["EMBEDDED", "Entry", "Gazetteer"]

EMBEDDED = Path(__file__).parent / "data" / "places.sqlite"
"""The store that is made when the package is built."""

_KEPT = 20_000
_REBUILD = "reinstall supplyroutes, or run `python -m gazetteer.build` in a working copy"
_IMPORT_AGAIN = "run `supplyroutes gazetteer build`, which makes it anew from its source"


class Gazetteer:
    """A read-only place store; safe to share within a thread, opened anew by a pickle.

    Use `Gazetteer.open`. It is the embedded store, with a user's own layers above it where they
    are given. Positions are (lon_deg, lat_deg) on WGS 84.
    """

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self._shelves = tuple(shelves)
        self._base = self._shelves[0]
        self._pile = Pile(self._shelves)
        self._places: dict[int, Place] = {}

    @classmethod
    def open(cls, path: Path | None = None, *, layers: Sequence[Path] = ()) -> Gazetteer:
        """Open a place store.

        Parameters
        ----------
        path
            A store made by `gazetteer.build`; by default the embedded one.
        layers
            Stores made by `gazetteer.imports`, the lowest first. A layer's row replaces the row
            of the same ref below it. Where a row below has that ref only among its further
            ones, it was joined of several sources and stays, and gains the layer's names.

        Raises
        ------
        SupplyroutesError
            When a store is missing.
        UnusableInput
            When a file is no place store, is damaged, or has another version.
        """
        shelves = [Shelf(EMBEDDED if path is None else Path(path), remedy=_REBUILD)]
        try:
            for number, layer in enumerate(layers, 1):
                shelves.append(Shelf(Path(layer), number=number, remedy=_IMPORT_AGAIN))
        except SupplyroutesError:
            for shelf in shelves:
                shelf.close()
            raise
        return cls(shelves)

    @property
    def path(self) -> Path:
        """The file of the lowest store."""
        return self._base.path

    @property
    def layers(self) -> tuple[Path, ...]:
        """The files of the layers above it."""
        return tuple(shelf.path for shelf in self._shelves[1:])

    @property
    def meta(self) -> dict[str, str]:
        """What the lowest store says of itself: format, fingerprint, counts."""
        return self._base.meta

    @property
    def closed(self) -> bool:
        """Whether its files have been closed, so that it can look up nothing more."""
        return self._base.closed

    def close(self) -> None:
        """Close the files."""
        for shelf in self._shelves:
            shelf.close()

    def reopened(self) -> Gazetteer:
        """Open the same files anew."""
        return _reopened(self.path, self.layers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return (_reopened, (self.path, self.layers))

    def named(self, name: str, *, demonyms: bool = False) -> tuple[Place, ...]:
        """Give every place that bears a name, the most prominent first, countries before all.

        Parameters
        ----------
        name
            A name in any script; generic words ("Port of", "-e", "airport") may be on it.
        demonyms
            Whether "Iranian" gives Iran.
        """
        return tuple(self.place(entry) for entry in self.entries(name, demonyms=demonyms))

    def find(
        self,
        name: str,
        *,
        country: str | None = None,
        kinds: Sequence[PlaceKind | str] = (),
        near: tuple[float, float] | None = None,
        within: Area | str | tuple[float, float, float, float] | None = None,
        limit: int = 10,
    ) -> Found:
        """Rank the places that a name may mean, with reasons.

        Parameters
        ----------
        name
            A name, or a name with its country ("Makhachkala, Russia").
        country
            ISO 3166-1 alpha-2 code in which the place is said to lie. Of a disputed place any
            country counts to which a source or a claimant gives it.
        kinds
            Kinds of place that are wanted.
        near
            A position (lon_deg, lat_deg) near which the place is expected.
        within
            An area in which the place lies: (west, south, east, north) in degrees, or the name
            or ref of a country, region or water. Other places are left out.
        limit
            The most candidates to give.

        Returns
        -------
        Found
            A tuple of candidates, best first, that shows itself in a notebook.

        Raises
        ------
        SupplyroutesError
            When `within` is no area.
        """
        from gazetteer.found import Found
        from gazetteer.resolve import rank_name

        wanted, area = tuple(PlaceKind(kind) for kind in kinds), None
        if within is not None:
            from gazetteer.within import area_of

            area = area_of(self, within)
        ranked = rank_name(
            self, name, country=country, kinds=wanted, near=near, area=area, most=limit
        )
        return Found(ranked[:limit], name=name, gazetteer=self)

    def at(self, lon_deg: float, lat_deg: float) -> Surroundings:
        """Tell what holds a position, and which towns, ports and airports are nearest.

        Parameters
        ----------
        lon_deg, lat_deg
            The position.
        """
        from gazetteer.around import surroundings

        return surroundings(self, lon_deg, lat_deg)

    def in_country(self, entry: Entry, countries: Sequence[str | None]) -> Entry:
        """Let a row whose country is disputed lie in that of `countries` to which someone gives it.

        A row that lies in one of them by its own source, or in none, is given back as it is.
        """
        if entry.disputed and entry.country not in countries:
            for one in self.place(entry).assigned:
                if one.country in countries:
                    return entry._replace(country=one.country)
        return entry

    def get(self, ref: str) -> Place | None:
        """Give the place with a ref ("geonames:13157242", "iso:IR", "curated:…"), or None."""
        entry = self.with_ref(ref)
        return None if entry is None else self.place(entry)

    def nearby(
        self,
        lon_deg: float,
        lat_deg: float,
        *,
        radius_km: float,
        kinds: Sequence[PlaceKind | str] = (),
    ) -> tuple[tuple[Place, float], ...]:
        """Give the places within a distance of a position, the nearest first.

        Parameters
        ----------
        lon_deg, lat_deg
            The position.
        radius_km
            How far, by great circle.
        kinds
            Kinds of place that are wanted; all when empty.

        Returns
        -------
        tuple
            Pairs of a place and its distance in km.
        """
        near = self.entries_near(lon_deg, lat_deg, radius_km=radius_km, kinds=kinds)
        return tuple((self.place(entry), round(away, 3)) for away, entry in near)

    def entries_near(
        self,
        lon_deg: float,
        lat_deg: float,
        *,
        radius_km: float,
        kinds: Sequence[PlaceKind | str] = (),
    ) -> list[tuple[float, Entry]]:
        """Give the rows behind `nearby`, each with its distance in km before it."""
        wanted = {PlaceKind(kind) for kind in kinds}
        found: dict[int, tuple[float, int, Entry]] = {}
        for low, high in cells_around(lon_deg, lat_deg, radius_km):
            for entry in (one for shelf in self._shelves for one in shelf.in_cells(low, high)):
                if wanted and entry.kind not in wanted:
                    continue
                away = distance_km((lon_deg, lat_deg), (entry.lon_deg, entry.lat_deg))
                if away <= radius_km and self._pile.stands(entry):
                    found[entry.id] = (away, entry.id, entry)
        nearest = sorted(found.values(), key=lambda one: one[:2])
        return [(away, entry) for away, _, entry in nearest]

    def shape(self, ref: str) -> Any:
        """Give the area of a place as a shapely geometry in (lon_deg, lat_deg).

        Countries and lakes have polygons (of Natural Earth, 1:10 million), some disputed areas a
        coarse outline of ours; other areas give their box, in two parts where it crosses ±180.
        None for a place without an area.
        """
        import shapely

        from gazetteer.within import box_polygon

        entry = self.with_ref(ref)
        if entry is None:
            return None
        parts = self._pile.shelf_of(entry).shapes(entry)
        if parts:
            return parts[0] if len(parts) == 1 else shapely.union_all(parts)
        box = self.place(entry).box
        return None if box is None else box_polygon(box)

    def label(self, ref: str) -> tuple[float, float] | None:
        """Give the (lon_deg, lat_deg) at which a map writes the name of a country or area.

        A country's position is the customary middle of its territory; its label point is where
        readers look for the name. None for places without one of their own.
        """
        entry = self.with_ref(ref)
        return None if entry is None else self._pile.shelf_of(entry).label(entry)

    def scan(self, text: str) -> tuple[Mention, ...]:
        """Find names of the store in a text, by the longest match on capitalised runs of words.

        Codes and demonyms are left out, and so are other names of three letters and fewer
        unless a country bears them. The caller decides which of them are places.

        Returns
        -------
        tuple of Mention
            Spans in code points, in order, that do not overlap.
        """
        from gazetteer.scan import scan

        return scan(self, text)

    def resolve(self, text: str, mentions: Sequence[Mention]) -> tuple[tuple[Candidate, ...], ...]:
        """Rank the places that written names mean in their text.

        Parameters
        ----------
        text
            The whole text.
        mentions
            The spans of the names, with what is known of each.

        Returns
        -------
        tuple
            For each mention its candidates, best first; empty when the store has none.
        """
        from gazetteer.resolve import resolve

        return resolve(self, text, mentions)

    def entries(self, name: str, *, demonyms: bool = False) -> tuple[Entry, ...]:
        """Give the rows behind `named`, with the form under which each bears the name."""
        keys = names.keys(name)
        if not keys:
            return ()
        under = self._base.under if len(self._shelves) == 1 else self._pile.under
        found = under(keys[0])
        if len(keys) > 1:
            known = {one.id for one in found}
            further = (one for key in keys[1:] for one in under(key) if one.id not in known)
            found += [one._replace(form="core") for one in further if one.form != "demonym"]
        return tuple(found if demonyms else [one for one in found if one.form != "demonym"])

    def entry(self, number: int) -> Entry | None:
        """Give the row with an id of this gazetteer (ids differ between stores)."""
        return self._pile.entry(number)

    def forms(self, key: str) -> tuple[tuple[str, PlaceKind], ...]:
        """Give form and kind of each row under a folded key, the most prominent first."""
        return tuple(form for shelf in self._shelves for form in shelf.forms(key))

    def alike_in_sound(self, name: str) -> tuple[str, ...]:
        """Give the folded keys that are other romanisations of a name, going by its sound."""
        heard = sound(names.fold(name))
        if not heard:
            return ()
        found = (key for shelf in self._shelves for key in shelf.sounding(heard))
        return tuple(dict.fromkeys(found))

    def near_spellings(self, name: str) -> tuple[Near, ...]:
        """Give the folded keys that lie one or two letters away from a name, the nearest first."""
        return self._speller.near(names.fold(name))

    @cached_property
    def senses(self) -> Senses:
        """What names may mean, all context aside; see `gazetteer.senses`."""
        from gazetteer.senses import Senses

        return Senses(self)

    @cached_property
    def _speller(self) -> Speller:
        from gazetteer.fuzzy import Speller

        return Speller(lambda n: "".join(shelf.keys_of_length(n) for shelf in self._shelves))

    def kind_number(self, kind: PlaceKind | str) -> int:
        """Give the number under which the lowest store keeps a kind; see `rows`."""
        return self._base.kind_number(kind)

    def place(self, entry: Entry) -> Place:
        """Make the public Place of a row."""
        kept = self._places.get(entry.id)
        if kept is None:
            if len(self._places) >= _KEPT:
                self._places.clear()
            kept = self._places[entry.id] = self._pile.shelf_of(entry).place(entry)
        return kept

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Read rows of the lowest store by an SQL statement; for the rooms of this package.

        Raises
        ------
        SupplyroutesError
            When the gazetteer has been closed.
        UnusableInput
            When the file turns out to be damaged.
        """
        return self._base.rows(statement, values)

    def with_ref(self, ref: str) -> Entry | None:
        """Give the row behind `get`: one that has the ref as its own before any other."""
        return self._pile.with_ref(ref)


def _reopened(path: Path, layers: tuple[Path, ...]) -> Gazetteer:
    return Gazetteer.open(path, layers=layers)
