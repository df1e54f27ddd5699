"""A place name as written, and the store's meanings of it, each looked up once a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gazetteer import Gazetteer, Place, PlaceKind
from gazetteer.names import fold, is_generic
from routes.extraction.tagger import Sentence

__all__ = ["Names", "Toponym", "toponym_at"]

_SENSES_KEPT = 4
_REGION_FORMS = frozenset({"name", "alternate", "abbreviation", "code"})
_CODE_LETTERS = 2
_CODES_READ = 40


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name as written, and what the store knows under it.

    `first` and `last` count the tokens of the paragraph, `start` and `end` the code points of
    the report; `chain` numbers the names of one written chain (X–Y–Z), else it is -1;
    `told_water` marks a name that the store lacks and that says itself that it is a water's.
    """

    sentence: int
    first: int
    last: int
    start: int
    end: int
    text: str
    senses: tuple[Place, ...]
    label: str = ""
    chain: int = -1
    told_water: bool = False

    @property
    def sense(self) -> Place | None:
        """The likeliest meaning before the context is looked at."""
        return self.senses[0] if self.senses else None

    @property
    def is_country(self) -> bool:
        """Whether the name is first of all a country's."""
        return bool(self.senses) and self.senses[0].kind is PlaceKind.COUNTRY

    @property
    def is_area(self) -> bool:
        """Whether the name is first of all that of a country, a region or a water."""
        return bool(self.senses) and not self.senses[0].precision.is_point

    @property
    def is_water(self) -> bool:
        """Whether the name is first of all that of a water."""
        return self.told_water or (bool(self.senses) and self.senses[0].kind.is_water)


class Names:
    """The store's names, each looked up once a report."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._known: dict[tuple[str, bool], tuple[Place, ...]] = {}
        self._forms: dict[str, str] = {}
        self._short: dict[str, tuple[Place, ...]] = {}

    def named(self, written: str, *, demonyms: bool = False) -> tuple[Place, ...]:
        """Give the likeliest places of a name, countries first."""
        key = (written, demonyms)
        if key not in self._known:
            entries = self.gazetteer.entries(written, demonyms=demonyms)[:_SENSES_KEPT]
            forms = {self.gazetteer.place(entry): entry.form for entry in entries}
            self._known[key] = ordered = _city_first(forms)
            if not demonyms:
                self._forms[written] = forms[ordered[0]] if ordered else ""
        return self._known[key]

    def form(self, written: str) -> str:
        """How the likeliest place bears the name (`gazetteer.shelf.Entry`); "" when none does."""
        self.named(written)
        return self._forms[written]

    def is_generic(self, written: str) -> bool:
        """Whether it is a word for a kind of place and no name ("Bay", "Port")."""
        return is_generic(fold(written))

    def people_of(self, written: str) -> tuple[Place, ...]:
        """The place whose people or adjective the word is first of all ("Turkish")."""
        senses = self.named(written, demonyms=True)[:1]
        entries = self.gazetteer.entries(written, demonyms=True)[:1] if senses else ()
        return senses if entries and entries[0].form == "demonym" else ()

    def regions(self, written: str) -> tuple[Place, ...]:
        """The divisions that a name or its short form means, the most populous first."""
        if written not in self._short:
            found = [
                entry
                for entry in self.gazetteer.entries(written)[:_CODES_READ]
                if entry.kind is PlaceKind.REGION and entry.form in _REGION_FORMS
            ]
            letters = len(written.replace(".", ""))
            shorts = [e for e in found if e.form != "code" or letters == _CODE_LETTERS]
            shorts.sort(key=lambda e: -e.population)
            self._short[written] = tuple(self.gazetteer.place(e) for e in shorts[:_SENSES_KEPT])
        return self._short[written]

    def is_own_name(self, written: str) -> bool:
        """Whether the likeliest place bears the name as its own, not as a further one."""
        return self.form(written) == "name"


def toponym_at(
    sentence: Sentence, first: int, last: int, senses: tuple[Place, ...], label: str = ""
) -> Toponym:
    """Make the toponym of the tokens `first` to `last` of a sentence's paragraph."""
    start, end = sentence.chars(first, last)
    text = sentence.doc[first : last + 1].text
    return Toponym(sentence.number, first, last, start, end, text, senses, label)


def _city_first(forms: Mapping[Place, str]) -> tuple[Place, ...]:
    """What a report means by a bare name: a water before a province, a city before its own.

    "Laurel County" is no bare name of the town of Laurel.
    """
    places = tuple(forms)
    if not places or places[0].kind is not PlaceKind.REGION:
        return places
    for place in places:
        if place.kind in {PlaceKind.SEA, PlaceKind.STRAIT, PlaceKind.CANAL}:
            return (place, *(p for p in places if p is not place))
    for place in places:
        bare = forms[place] != "core"
        if place.kind is PlaceKind.CITY and place.country == places[0].country and bare:
            return (place, *(p for p in places if p is not place))
    return places
