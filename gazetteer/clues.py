"""What the words around a name say of the place: its country or region, and its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.place import PlaceKind

if TYPE_CHECKING:
    from gazetteer.senses import Senses
    from gazetteer.store import Entry

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
    """Reads clues out of one text."""

    def __init__(self, senses: Senses, text: str) -> None:
        self._senses = senses
        self._text = text

    def clues(self, start: int, end: int) -> Clues:
        """Read the clues to the name at a span."""
        before = self._text[max(0, start - _REACH) : start]
        after = self._text[end : end + _REACH]
        holders = (*self._after(after), *self._before(before))
        if holders:
            own = {entry.id for entry in self._senses.plain(self._text[start:end])}
            holders = tuple(one for one in holders if own.isdisjoint(e.id for e in one[0]))
        return Clues(holders, _kinds(before, after), self._held(before))

    def _after(self, after: str) -> Iterator[tuple[tuple[Entry, ...], str]]:
        for pattern, words in ((_APPOSED, "{} stands after it"), (_LOCATED, "“in {}” follows")):
            match = pattern.match(after)
            for name in _shortening(match.group(1).split()) if match else ():
                found = self._senses.holders(name)
                if found:
                    yield found, words.format(name.rstrip("."))
                    break

    def _before(self, before: str) -> Iterator[tuple[tuple[Entry, ...], str]]:
        run, owned = _qualifier(before)
        for name in _shortening(run, from_front=True):
            found = self._senses.holders(name)
            if not owned:
                found = tuple(entry for entry in found if entry.form == "demonym")
            if found:
                yield found, f"“{name}” stands before it"
                return

    def _held(self, before: str) -> tuple[Entry, ...]:
        said = before.rstrip()
        run = _capitalised(said[:-1].split()[-_LONGEST_RUN:]) if said.endswith(",") else []
        for name in _shortening(run, from_front=True):
            found = self._senses.plain(name)
            if found:
                return found
        return ()


def lies_in(entry: Entry, holder: Entry) -> bool:
    """Whether a place lies in a country or region (or is it)."""
    if holder.kind is PlaceKind.COUNTRY:
        return entry.country is not None and entry.country == holder.country
    return holder.id in {entry.id, entry.region, entry.district}


_REACH = 80
_NAME = r"((?:[^\W\d_][\w'’.-]*)(?:\s+(?:of|the|and|&)?\s*[^\W\d_a-z][\w'’.-]*){0,3})"
_APPOSED = re.compile(rf"\s*(?:,|\()\s*(?:in\s+)?(?:the\s+)?(?=[^\W\d_a-z]){_NAME}")
_LOCATED = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:in|of)\s+(?:(?:the|north|south|east|west|northern|southern|eastern|"
    rf"western|central|northeast|northwest|southeast|southwest)\s+)*(?=[^\W\d_a-z]){_NAME}"
)
_CALLED_WORDS = (
    "port city town village capital base province region island district state hub area "
    "terminal harbour harbor station airport peninsula coast"
)
_CALLED = frozenset(_CALLED_WORDS.split())
_LONGEST_RUN = 4
_BETWEEN = 3
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


def _qualifier(before: str) -> tuple[list[str], bool]:
    """Give the capitalised words that qualify the name after them, and whether they own it.

    "Iran's", "Iran's northern port of" and "the Syrian city of" qualify; other words between part
    the two.
    """
    if not before[-1:].isspace():
        return [], False
    words = before.split()
    called = len(words)
    if words and words[-1] == "of":
        called -= 1
    if called > 1 and words[called - 1] == "city" and words[called - 2] in _CALLED:
        called -= 1
    end = len(words)
    if called and words[called - 1] in _CALLED:
        end = called - 1
        while end and called - 1 - end < _BETWEEN and words[end - 1][0].islower():
            end -= 1
    run = words[:end]
    owned = bool(run) and _OWNER.search(run[-1]) is not None
    if owned:
        run = [*run[:-1], _OWNER.sub("", run[-1])]
    return _capitalised(run[-3:], plain=True), owned


def _capitalised(words: list[str], *, plain: bool = False) -> list[str]:
    """Give the last words as far as they begin with capitals and no punctuation parts them."""
    start = len(words)
    while start and not words[start - 1][0].islower():
        word = words[start - 1]
        if not (_PLAIN if plain else _NAMED).fullmatch(word):
            break
        start -= 1
    return words[start:]


_OWNER = re.compile(r"['’]s?$")
_PLAIN = re.compile(r"[^\W\d_][\w.-]*")
_NAMED = re.compile(r"[^\W\d_][\w'’.-]*")


def _kinds(before: str, after: str) -> tuple[PlaceKind, ...]:
    found: list[PlaceKind] = []
    match = _AFTER_KIND.match(after)
    if match:
        # The nearer word rules unless two words make one kind ("air base").
        near, _, far = match.group(1).partition(" ")
        said = (near.lower(), far.lower() if near in _SPECIES else "")
        found += [_KIND_WORDS[word] for word in said if word in _KIND_WORDS][:1]
    match = _BEFORE_KIND.search(before) if before.endswith(("of ", "of the ")) else None
    if match and match.group(1) in _KIND_WORDS:
        found.append(_KIND_WORDS[match.group(1)])
    return tuple(dict.fromkeys(found))


def _shortening(words: Sequence[str], *, from_front: bool = False) -> Iterator[str]:
    """Give a run of words as a name, then the same without its far words, one by one."""
    while words:
        name = " ".join(words).rstrip(",;:")
        yield name.removesuffix("'s").removesuffix("’s")
        words = words[1:] if from_front else words[:-1]
