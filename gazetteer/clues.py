"""What the words around a name say of the place: its country or region, and its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.place import PlaceKind
from gazetteer.variants import lemmas, near_spellings

if TYPE_CHECKING:
    from gazetteer.store import Entry, Gazetteer

__all__ = ["Clues", "Reader", "lies_in"]


class Clues(NamedTuple):
    """Clues to one mention.

    `holders` are groups of countries and regions, one group a clue, in one of which the place
    must lie, each with the words that say so; `kinds` the kinds that neighbouring words name;
    `held` the rows of a name before it, should it itself be the holder ("Atlanta, Georgia").
    """

    holders: tuple[tuple[tuple[Entry, ...], str], ...] = ()
    kinds: tuple[PlaceKind, ...] = ()
    held: tuple[Entry, ...] = ()


class Reader:
    """Reads clues out of one text; remembers what it has looked up."""

    def __init__(self, gazetteer: Gazetteer, text: str, *, forgiving: bool = False) -> None:
        self._gazetteer = gazetteer
        self._text = text
        self._forgiving = forgiving
        self._entries: dict[str, tuple[Entry, ...]] = {}

    def entries(self, written: str) -> tuple[Entry, ...]:
        """Rows that bear a name, demonyms included; else those of which it may be a case.

        A forgiving reader takes a name that nobody bears for one misspelt by a letter.
        """
        if written not in self._entries:
            self._entries[written] = (
                self._gazetteer.entries(written, demonyms=True)
                or self._inflected(written)
                or self._misspelt(written)
            )
        return self._entries[written]

    def _inflected(self, written: str) -> tuple[Entry, ...]:
        for lemma in lemmas(written):
            found = self._gazetteer.entries(lemma)
            if found:
                return tuple(entry._replace(form="inflected") for entry in found)
        return ()

    def _misspelt(self, written: str) -> tuple[Entry, ...]:
        if not self._forgiving:
            return ()
        found = {
            entry.id: entry._replace(form="misspelt")
            for key in near_spellings(written)
            for entry in self._gazetteer.entries(key)
            if entry.curated or entry.population >= _WELL_KNOWN
        }
        return tuple(found.values())

    def clues(self, start: int, end: int) -> Clues:
        """Read the clues to the name at a span."""
        before = self._text[max(0, start - _REACH) : start]
        after = self._text[end : end + _REACH]
        own = self._text[start:end]
        holders = [
            (found, reason)
            for found, reason in (*self._after(after), *self._before(before))
            if not any(entry.id in {one.id for one in self.entries(own)} for entry in found)
        ]
        return Clues(tuple(holders), _kinds(before, after), self._held(before))

    def _after(self, after: str) -> Iterator[tuple[tuple[Entry, ...], str]]:
        for pattern, words in ((_APPOSED, "{} stands after it"), (_LOCATED, "“in {}” follows")):
            match = pattern.match(after)
            for name in _shortening(match.group(1)) if match else ():
                found = self._holders(name)
                if found:
                    yield found, words.format(name.rstrip("."))
                    break

    def _before(self, before: str) -> Iterator[tuple[tuple[Entry, ...], str]]:
        match = _QUALIFIED.search(before)
        if not match:
            return
        owned = match.group(2) is not None
        for name in _shortening(match.group(1), from_front=True):
            found = tuple(
                entry for entry in self._holders(name) if owned or entry.form == "demonym"
            )
            if found:
                yield found, f"“{name}” stands before it"
                return

    def _holders(self, name: str) -> tuple[Entry, ...]:
        coded = "." in name or (name.isupper() and len(name) <= _CODE_LETTERS)
        return tuple(
            entry
            for entry in self.entries(name)
            if entry.kind in _HOLDERS
            and entry.form != "bare"
            and (entry.form != "code" or (coded and entry.kind is PlaceKind.REGION))
        )

    def _held(self, before: str) -> tuple[Entry, ...]:
        match = _APPOSED_TO.search(before)
        for name in _shortening(match.group(1), from_front=True) if match else ():
            found = self.entries(name)
            if found:
                return found
        return ()


def lies_in(entry: Entry, holder: Entry) -> bool:
    """Whether a place lies in a country or region (or is it)."""
    if holder.kind is PlaceKind.COUNTRY:
        return entry.country is not None and entry.country == holder.country
    return holder.id in {entry.id, entry.region, entry.district}


_REACH = 80
_WELL_KNOWN = 15_000
_CODE_LETTERS = 3
_HOLDERS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION})
_NAME = r"((?:[^\W\d_][\w'’.-]*)(?:\s+(?:of|the|and|&)?\s*[^\W\d_a-z][\w'’.-]*){0,3})"
_APPOSED = re.compile(rf"\s*(?:,|\()\s*(?:in\s+)?(?:the\s+)?(?=[^\W\d_a-z]){_NAME}")
_LOCATED = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:in|of)\s+(?:(?:the|north|south|east|west|northern|southern|eastern|"
    rf"western|central|northeast|northwest|southeast|southwest)\s+)*(?=[^\W\d_a-z]){_NAME}"
)
_QUALIFIED = re.compile(
    r"((?:[^\W\d_a-z][\w.-]*\s+){0,2}[^\W\d_a-z][\w.-]*?)(['’]s?)?\s+"
    r"(?:(?:[a-z][\w-]*\s+){0,3}?(?:port|city|town|village|capital|base|province|region|island|"
    r"district|state|hub|area|terminal|harbour|harbor|station|airport|peninsula|coast)\s+"
    r"(?:city\s+)?(?:of\s+)?)?$"
)
_APPOSED_TO = re.compile(r"((?:[^\W\d_a-z][\w'’.-]*\s+){0,3}[^\W\d_a-z][\w'’.-]*),\s+$")
_AFTER_KIND = re.compile(r"\s+((?:[a-z-]+\s+)?[A-Za-z-]+)")
_BEFORE_KIND = re.compile(r"([a-z-]+)\s+(?:city\s+)?of\s+(?:the\s+)?$")
_SPECIES = frozenset(
    [
        "air",
        "naval",
        "military",
        "international",
        "sea",
        "fishing",
        "ferry",
        "railway",
        "rail",
        "border",
        "special",
        "economic",
        "free-trade",
        "industrial",
        "oil",
        "container",
        "coastal",
    ]
)
_KIND_WORDS = {
    "port": PlaceKind.PORT, "seaport": PlaceKind.PORT, "harbour": PlaceKind.PORT,
    "harbor": PlaceKind.PORT, "docks": PlaceKind.PORT, "anchorage": PlaceKind.PORT,
    "airport": PlaceKind.AIRPORT, "airfield": PlaceKind.AIRPORT, "airbase": PlaceKind.BASE,
    "base": PlaceKind.BASE, "city": PlaceKind.CITY, "town": PlaceKind.CITY,
    "village": PlaceKind.CITY, "capital": PlaceKind.CITY, "suburb": PlaceKind.CITY,
    "province": PlaceKind.REGION, "region": PlaceKind.REGION, "oblast": PlaceKind.REGION,
    "governorate": PlaceKind.REGION, "county": PlaceKind.REGION, "parish": PlaceKind.REGION,
    "state": PlaceKind.REGION, "district": PlaceKind.REGION, "prefecture": PlaceKind.REGION,
    "island": PlaceKind.ISLAND, "strait": PlaceKind.STRAIT, "canal": PlaceKind.CANAL,
    "river": PlaceKind.RIVER, "lake": PlaceKind.LAKE, "sea": PlaceKind.SEA,
    "crossing": PlaceKind.CROSSING, "station": PlaceKind.STATION, "zone": PlaceKind.ZONE,
}  # fmt: skip


def _kinds(before: str, after: str) -> tuple[PlaceKind, ...]:
    found: list[PlaceKind] = []
    match = _AFTER_KIND.match(after)
    if match:
        # The nearer word rules unless two words make one kind ("air base").
        near, _, far = match.group(1).partition(" ")
        said = (near.lower(), far.lower() if near in _SPECIES else "")
        found += [_KIND_WORDS[word] for word in said if word in _KIND_WORDS][:1]
    match = _BEFORE_KIND.search(before)
    if match and match.group(1) in _KIND_WORDS:
        found.append(_KIND_WORDS[match.group(1)])
    return tuple(dict.fromkeys(found))


def _shortening(run: str, *, from_front: bool = False) -> Iterator[str]:
    """Give a run of words, then the same without its far words, one by one."""
    words = run.split()
    while words:
        name = " ".join(words).rstrip(",;:")
        yield name.removesuffix("'s").removesuffix("’s")
        words = words[1:] if from_front else words[:-1]
