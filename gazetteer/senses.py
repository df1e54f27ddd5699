"""What a written name may mean, all context aside: rows, how each bears the name, and points.

Points are logarithms of odds by rule of thumb: one point makes a place about three times as
likely. A name that no row bears is read as a case of one, as a part of one ("northern Somalia"),
as another romanisation, or, where the reader is forgiving, as misspelt; the reason says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetteer import names
from gazetteer.place import PlaceKind
from gazetteer.variants import lemmas, whole_of

if TYPE_CHECKING:
    from gazetteer.store import Entry, Gazetteer

__all__ = ["YIELDED", "Sense", "Senses"]

YIELDED = 1.5
"""Points that a region named after its city loses to it."""


class Sense(NamedTuple):
    """A row that a name may mean.

    `points` are those for what the row is and for how it bears the name, `why` the reasons so far.
    A region `yields` to the city after which it is named, unless a region is spoken of.
    """

    entry: Entry
    points: float
    why: tuple[str, ...]
    yields: bool = False


class Senses:
    """Gives the senses of names; remembers the names of which it was asked."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[tuple[str, bool], tuple[Sense, ...]] = {}
        self._holders: dict[str, tuple[Entry, ...]] = {}
        self._plain: dict[str, tuple[Entry, ...]] = {}

    def of(self, written: str, *, forgiving: bool = False) -> tuple[Sense, ...]:
        """Give the senses of a name, demonyms included.

        Parameters
        ----------
        written
            The name as written.
        forgiving
            Whether a name that nothing bears is taken for one misspelt by a letter or two.
        """
        asked = (written, forgiving)
        found = self._known.get(asked)
        if found is None:
            found = _yielding(list(self._found(written, forgiving=forgiving)))
            found = _remember(self._known, asked, found)
        return found

    def holders(self, name: str) -> tuple[Entry, ...]:
        """Give the countries and regions of which a name beside another one may speak."""
        found = self._holders.get(name)
        if found is None:
            found = _remember(self._holders, name, _holders(name, self.plain(name)))
        return found

    def plain(self, name: str) -> tuple[Entry, ...]:
        """Give the rows that bear a name as it stands, or as a case of theirs."""
        found = self._plain.get(name)
        if found is None:
            exact = self._gazetteer.entries(name, demonyms=True)
            found = _remember(self._plain, name, exact or self._inflected(name))
        return found

    def _found(self, written: str, *, forgiving: bool) -> Iterator[Sense]:
        plain = self.plain(written)
        if plain:
            yield from [_sense(entry, written) for entry in plain]
            return
        parts = self._part_of(written)
        if parts:
            yield from parts
            return
        best: dict[int, Sense] = {}
        guesses = self._misspelt(written) if forgiving else []
        for sense in (*guesses, *self._heard(written)):
            known = best.get(sense.entry.id)
            if known is None or known.points < sense.points:
                best[sense.entry.id] = sense
        yield from best.values()

    def _inflected(self, written: str) -> tuple[Entry, ...]:
        for lemma in lemmas(written):
            found = self._gazetteer.entries(lemma)
            if found:
                return tuple(entry._replace(form="inflected") for entry in found)
        return ()

    def _part_of(self, written: str) -> list[Sense]:
        part = whole_of(written)
        if part is None:
            return []
        found = self._gazetteer.entries(part.whole)
        return [
            _sense(
                entry._replace(form="part"), part.whole, f"a part of {entry.name} (“{part.words}”)"
            )
            for entry in found
            if entry.kind in _PARTED and entry.form in _WHOLE_NAMES
        ]

    def _heard(self, written: str) -> list[Sense]:
        own = _said(written)
        found: dict[int, Sense] = {}
        for key in self._gazetteer.alike_in_sound(written):
            if _likeness(own, _said(key)) >= _ALIKE:
                for entry in self._gazetteer.entries(key):
                    sense = _sense(entry._replace(form="sound"), written)
                    found.setdefault(entry.id, sense)
        return list(found.values())

    def _misspelt(self, written: str) -> list[Sense]:
        found: dict[int, Sense] = {}
        for near in self._gazetteer.near_spellings(written)[:_NEAREST]:
            letters = "one letter" if near.edits == 1 else f"{near.edits} letters"
            for entry in self._gazetteer.entries(near.key):
                if entry.form not in _WHOLE_NAMES:
                    continue
                why = f"spelt nearly like a name of {entry.name} ({letters} off)"
                sense = _sense(entry._replace(form="misspelt"), written, why)
                found.setdefault(entry.id, sense._replace(points=sense.points - near.edits))
        return list(found.values())


def _remember(memory: dict[Any, Any], key: Any, value: Any) -> Any:
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value
    return value


def _holders(name: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    coded = "." in name or (name.isupper() and len(name) <= _CODE_LETTERS)
    return tuple(
        entry
        for entry in entries
        if entry.kind in _HOLDERS
        and entry.form != "bare"
        and (entry.form != "code" or (coded and entry.kind is PlaceKind.REGION))
    )


def _yielding(senses: list[Sense]) -> tuple[Sense, ...]:
    """Settle what the senses of one name say of each other.

    Where some place bears the whole name, generic words are part of it for all; and a region
    named after its city yields to the city.
    """
    whole = any(sense.entry.form in _WHOLE_NAMES for sense in senses)
    cities = [sense.entry for sense in senses if sense.entry.kind is PlaceKind.CITY]
    return tuple(_settled(sense, cities, whole=whole) for sense in senses)


def _settled(sense: Sense, cities: list[Entry], *, whole: bool) -> Sense:
    entry = sense.entry
    if whole and entry.form == "core":
        sense = sense._replace(points=sense.points - _WHOLE)
    if entry.kind is PlaceKind.REGION and any(_is_seat(city, entry) for city in cities):
        return sense._replace(points=sense.points - YIELDED, yields=True)
    return sense


def _is_seat(city: Entry, region: Entry) -> bool:
    return (
        region.id in {city.region, city.district}
        and city.population >= _SEAT_SHARE * region.population
    )


def _sense(entry: Entry, written: str, why: str = "") -> Sense:
    points = _prior(entry) + _bearing(entry, written)
    reasons = [why or _REASONS[entry.form].format(entry.name)]
    if entry.capital:
        reasons.append("a capital")
    elif entry.population >= _PROMINENT and entry.kind is PlaceKind.CITY:
        reasons.append("a large city")
    return Sense(entry, points, tuple(reasons))


def _prior(entry: Entry) -> float:
    people = math.log10(entry.population + 1)
    if entry.kind is PlaceKind.COUNTRY:
        return 4.0 + 0.65 * people
    if entry.kind is PlaceKind.CITY:
        return people + (1.5 if entry.capital else 0.0)
    if entry.curated:
        return max(people, _OURS)
    if entry.kind is PlaceKind.REGION:
        return 0.9 * people + (0.0 if entry.region is None else -1.2)
    return _BASE.get(entry.kind, 2.0)


def _bearing(entry: Entry, written: str) -> float:
    """Points for how the row bears the name: its own, a variant, or another name."""
    form = entry.form
    points = _FORM[form]
    if form in _GUESSED or (form == "alternate" and entry.kind in _NAMESAKES):
        points -= _UNLIKE * _unlikeness(names.fold(written), names.fold(entry.name))
    elif form == "name":
        # Who writes accents does not mean the place that has none.
        points -= _ACCENTS if entry.name.isascii() and not written.isascii() else 0.0
    elif form == "abbreviation" and "." in written:
        points = 2.0
    elif form == "core":
        points += _core_points(entry, written)
    return points


def _core_points(entry: Entry, written: str) -> float:
    bare = names.core(written)
    if bare is None or not bare.kinds:
        return 0.0
    if entry.kind.value in bare.kinds:
        return _KIND
    return -1.5 if entry.kind is PlaceKind.CITY and "port" in bare.kinds else -4.5


def _said(written: str) -> str:
    """Give a name without its spaces and article, as it is said."""
    return names.fold(written).removeprefix("al ").removeprefix("el ").replace(" ", "")


def _likeness(one: str, other: str) -> float:
    """Share of pairs of neighbouring letters that two keys have in common (Dice's coefficient)."""
    if one == other:
        return 1.0
    mine, theirs = _pairs(one), _pairs(other)
    return 2.0 * len(mine & theirs) / (len(mine) + len(theirs))


def _unlikeness(written: str, own: str) -> float:
    """How little a name tells of another one; nothing where their scripts differ."""
    if (written[:1] < _BEYOND_LATIN) != (own[:1] < _BEYOND_LATIN):
        return 0.0
    return 1.0 - _likeness(written, own)


def _pairs(key: str) -> set[str]:
    return {*map(str.__add__, f" {key}", f"{key} ")}


_REMEMBERED = 8_000
_BEYOND_LATIN = "\u0250"
_NEAREST = 60
_CODE_LETTERS = 3
_ALIKE = 0.6
_KIND = 2.5
_ACCENTS = 0.7
_WHOLE = 3.0
_SEAT_SHARE = 0.09
_UNLIKE = 2.0
_PROMINENT = 500_000
_OURS = 5.0
_HOLDERS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION})
_PARTED = frozenset(
    {PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.CITY, PlaceKind.ISLAND, PlaceKind.SEA}
)
_BASE = {
    PlaceKind.PORT: 3.0,
    PlaceKind.AIRPORT: 2.2,
    PlaceKind.LAKE: 3.5,
    PlaceKind.FACILITY: 1.5,
}
_NAMESAKES = frozenset({PlaceKind.CITY, PlaceKind.REGION})
_WHOLE_NAMES = frozenset({"name", "alternate"})
_GUESSED = frozenset({"misspelt", "sound"})
_FORM = {
    "name": 0.0,
    "alternate": -0.4,
    "bare": -0.8,
    "core": -0.3,
    "code": -3.0,
    "demonym": 0.0,
    "abbreviation": -2.0,
    "inflected": -0.6,
    "part": -0.3,
    "sound": -1.5,
    "misspelt": -2.0,
    "mistaken": -3.0,
}
_REASONS = {
    "name": "bears the name {}",
    "alternate": "another name of {}",
    "bare": "short for {}",
    "core": "the place is called {}",
    "abbreviation": "abbreviation of {}",
    "code": "code of {}",
    "demonym": "people or adjective of {}",
    "inflected": "an inflected form of a name of {}",
    "sound": "sounds like a name of {}",
    "mistaken": "a known mistranslation of the name of {}",
}
