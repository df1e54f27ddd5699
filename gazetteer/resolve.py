"""Written names in context to ranked candidates, each with its reasons.

Points are added for what the row is (people, kind, how it bears the name), for what is said
beside the name (country, region, kind), for its part in a movement (kinds, waters, other ends)
and, mildly, for the countries and regions that the document speaks of. Distance counts only
between the ends of one movement: over a whole document it draws ports inland.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field

from gazetteer import names, weigh
from gazetteer.clues import Clues, Reader
from gazetteer.document import settle
from gazetteer.place import Candidate, PlaceKind, Record
from gazetteer.weigh import Option

if TYPE_CHECKING:
    from gazetteer.senses import Sense
    from gazetteer.store import Gazetteer
    from gazetteer.within import Area

__all__ = ["Mention", "rank_name", "resolve"]


class Mention(Record):
    """A written name: a span of code points, and what the caller knows of it.

    `country` is the ISO code bound to the name; `kinds` those that its part in a movement
    demands; `waters` refs of named waters that it must lie by; `beside` the indices of the
    mentions that are the other ends of the same movement.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    country: str | None = None
    kinds: tuple[PlaceKind, ...] = ()
    waters: tuple[str, ...] = ()
    beside: tuple[int, ...] = ()


def rank_name(
    gazetteer: Gazetteer,
    name: str,
    *,
    country: str | None = None,
    kinds: tuple[PlaceKind, ...] = (),
    near: tuple[float, float] | None = None,
    area: Area | None = None,
    most: int = 12,
) -> tuple[Candidate, ...]:
    """Rank the places that a name alone may mean; see `Gazetteer.find`."""
    written = name.partition(",")[0].rstrip()
    end = len(name) if gazetteer.entries(name) or not written else len(written)
    mention = Mention(start=0, end=end, country=country, kinds=kinds)
    document = _Document(gazetteer, name, [mention], near=near, area=area, forgiving=True)
    ranked = document.candidates(_ALL if kinds else max(most, _MOST), least=0.0)[0]
    return tuple(one for one in ranked if not kinds or one.place.kind in kinds)


def resolve(
    gazetteer: Gazetteer, text: str, mentions: Sequence[Mention]
) -> tuple[tuple[Candidate, ...], ...]:
    """Rank the places that written names mean; see `Gazetteer.resolve`."""
    return _Document(gazetteer, text, mentions).candidates()


_MOST, _ALL = 12, 1 << 20
_LEAST, _ALWAYS = 0.01, 2


class _Document:
    """The mentions of one text and their options, settled together."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        text: str,
        mentions: Sequence[Mention],
        near: tuple[float, float] | None = None,
        area: Area | None = None,
        *,
        forgiving: bool = False,
    ) -> None:
        self._gazetteer = gazetteer
        self._mentions = mentions
        self._near = near
        self._area = area
        self._forgiving = forgiving
        self._reader = Reader(gazetteer.senses, text)
        self._written = [text[mention.start : mention.end] for mention in mentions]
        self._keys = [names.fold(written) for written in self._written]
        self._clues = self._shared_clues()
        self._waters: dict[str, Any] = {}

    def candidates(
        self, most: int = _MOST, least: float = _LEAST
    ) -> tuple[tuple[Candidate, ...], ...]:
        """Rank in three rounds: each name alone, with the document, with its movement."""
        first = self._first_alike()
        options = {number: self._alone(number) for number in dict.fromkeys(first)}
        settle(options, self._keys, first)
        self._add_movements(options, first)
        ranked = {number: self._ranked(mine, most, least) for number, mine in options.items()}
        return tuple(ranked[number] for number in first)

    def _first_alike(self) -> list[int]:
        """For each mention the first one that nothing tells from it: they share their options.

        A mention with another end of a movement beside it stands alone.
        """
        seen: dict[Hashable, int] = {}
        first: list[int] = []
        for number, mention in enumerate(self._mentions):
            place = number if mention.beside else -1
            hints = (mention.country, mention.kinds, mention.waters, place)
            alike = (self._written[number], self._clues[number], hints)
            first.append(seen.setdefault(alike, number))
        return first

    def _shared_clues(self) -> list[Clues]:
        """Give each name its clues, or else those of the same name elsewhere: one sense."""
        own = [self._reader.clues(mention.start, mention.end) for mention in self._mentions]
        shared: dict[str, list[Clues]] = defaultdict(list)
        for key, clues in zip(self._keys, own, strict=True):
            shared[key].append(clues)
        settled = []
        for key, clues in zip(self._keys, own, strict=True):
            others = shared[key]
            holders = clues.holders or tuple(one for other in others for one in other.holders)
            held = clues.held or next((other.held for other in others if other.held), ())
            settled.append(clues._replace(holders=holders, held=held))
        return settled

    def _alone(self, number: int) -> list[Option]:
        mention, clues = self._mentions[number], self._clues[number]
        senses = self._gazetteer.senses.of(self._written[number], forgiving=self._forgiving)
        options = [Option(sense) for sense in self._placed(senses, mention, clues)]
        weigh.add_country(options, mention.country)
        for holders, reason in clues.holders:
            weigh.add_holders(options, holders, reason)
        if clues.held:
            weigh.add_held(options, clues.held)
        if mention.kinds or clues.kinds:
            weigh.add_kinds(options, mention.kinds, clues.kinds)
        self._add_waters(options, mention.waters)
        if self._near is not None:
            weigh.add_near(options, self._near)
        return options

    def _placed(self, senses: Sequence[Sense], mention: Mention, clues: Clues) -> Sequence[Sense]:
        """Leave out rows outside the area; put disputed ones into the country that is spoken of."""
        said = [one.country for holders, _ in clues.holders for one in holders]
        countries = [country for country in (mention.country, *said) if country]
        if countries and any(sense.entry.disputed for sense in senses):
            senses = [
                sense._replace(entry=self._gazetteer.in_country(sense.entry, countries))
                for sense in senses
            ]
        if self._area is None:
            return senses
        return [sense for sense in senses if self._area.holds(sense.entry)]

    def _add_waters(self, options: list[Option], waters: tuple[str, ...]) -> None:
        for ref in waters:
            reach = self._water(ref)
            if reach is None:
                continue
            name, shape = reach
            weigh.add_water(options, name, shape)

    def _water(self, ref: str) -> tuple[str, Any] | None:
        if ref not in self._waters:
            place, shape = self._gazetteer.get(ref), self._gazetteer.shape(ref)
            self._waters[ref] = None if place is None or shape is None else (place.name, shape)
        found: tuple[str, Any] | None = self._waters[ref]
        return found

    def _add_movements(self, options: dict[int, list[Option]], first: Sequence[int]) -> None:
        best = {
            number: max(mine, key=lambda one: one.points, default=None)
            for number, mine in options.items()
        }
        for number, mention in zip(first, self._mentions, strict=True):
            ends = [best[first[other]] for other in mention.beside if 0 <= other < len(first)]
            for end in ends:
                if end is not None and end.entry.kind is not PlaceKind.COUNTRY:
                    weigh.add_beside(options[number], end.entry)

    def _ranked(self, options: list[Option], most: int, least: float) -> tuple[Candidate, ...]:
        if not options:
            return ()
        ordered = sorted(options, key=_by_points)[:most]
        scored = zip(ordered, weigh.scores(ordered), strict=True)
        return tuple(
            Candidate.trusted(
                place=self._gazetteer.place(option.entry),
                score=score,
                why=option.why,
            )
            for number, (option, score) in enumerate(scored)
            if score >= least or number < _ALWAYS
        )


def _by_points(option: Option) -> tuple[float, int]:
    return -option.points, option.entry.id
