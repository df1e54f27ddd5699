"""The chain of stops of one movement, while it is being read and when it has been."""

from __future__ import annotations

from dataclasses import dataclass

from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Placed
from routes.extraction.tagger import Sentence

__all__ = ["MEANT", "Chain", "Hop", "Movement"]

MEANT = "meant for a place"


@dataclass(frozen=True, slots=True)
class Hop:
    """One step between two groups of stops; `first` and `last` are its tokens."""

    vias: tuple[Placed, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Movement:
    """A chain of stops. Each stop is a group of places (one, several, or none: left open).

    `tokens` are the first and last of the stretch that tells it; `window` those that tell of
    this chain alone, where the stretch tells of several. A `latent` one only says where goods
    were found: it is a movement once another tells from where they came.
    """

    sentence: Sentence
    tokens: tuple[int, int]
    window: tuple[int, int]
    stops: tuple[tuple[Placed, ...], ...]
    hops: tuple[Hop, ...]
    rule: str
    latent: bool = False

    @property
    def places(self) -> tuple[Placed, ...]:
        """All stops and way-points."""
        ends = [p for stop in self.stops for p in stop]
        return (*ends, *(p for hop in self.hops for p in hop.vias))

    def is_way_named(self, item: Placed) -> bool:
        """Whether a place of a dashed chain only names the way between ends told otherwise."""
        ends = [p.toponym.chain for stop in self.stops for p in stop]
        return item.toponym.chain >= 0 and item.toponym.chain not in ends


class Chain:
    """A movement while it is being read from left to right."""

    def __init__(self, intended: Placed | None = None) -> None:
        self.stops: list[list[Placed]] = [[]]
        self.vias: list[list[Placed]] = [[]]
        self.ends_first = False
        self.agent: Placed | None = None
        self.recipient: Placed | None = None
        self.last: Placed | None = None
        self.found: Placed | None = None
        self.intended = intended

    @property
    def is_empty(self) -> bool:
        """Whether no place has been added."""
        return not any(self.stops) and not any(self.vias)

    @property
    def has_goal(self) -> bool:
        """Whether an end is told."""
        return len(self.stops) > 1

    @property
    def last_token(self) -> int:
        """The last token of its places; -1 when it has none."""
        places = [p for group in (*self.stops, *self.vias) for p in group]
        return max((p.toponym.last for p in places), default=-1)

    def add_source(self, item: Placed) -> None:
        """Add a place from which it starts."""
        self.ends_first = self.ends_first or (self.has_goal and not self.stops[0])
        self.stops[0].append(item)

    def _goes_as_intended(
        self, sentence: Sentence, tokens: tuple[int, int], lexicon: Lexicon
    ) -> bool:
        """Whether where the goods are meant for ends a journey told without its end."""
        told_whole = bool(self.stops[0]) and self.has_goal
        meant = self.intended is not None and not told_whole
        return meant and not _is_diverted(sentence, tokens, lexicon)

    def replace_goal(self, item: Placed) -> None:
        """Put another end in the place of the last one."""
        self.stops[-1] = [item]

    def add_goal(self, item: Placed, *, onward: bool) -> None:
        """Add an end: beside the last one, or `onward` from it.

        An end that was told before the start stays the last one.
        """
        if self.ends_first and not onward:
            self.stops.insert(-1, [item])
            self.vias.insert(-1, [])
            return
        if not self.has_goal or onward or self.vias[-1]:
            self.stops.append([item])
            self.vias.append([])
        else:
            self.stops[-1].append(item)

    def add_via(self, item: Placed, *, onward: bool) -> None:
        """Add a way-point: before the last end, or `onward` from it."""
        # vias[k] lead to stops[k + 1]; the last list waits for a stop that is still to come
        if self.has_goal and not onward:
            self.vias[-2].append(item)
        else:
            self.vias[-1].append(item)

    def movement(
        self,
        sentence: Sentence,
        tokens: tuple[int, int],
        window: tuple[int, int],
        lexicon: Lexicon,
    ) -> Movement:
        """Close the chain: what the sentence leaves open is filled by who acts and who is meant."""
        stops, vias = [list(s) for s in self.stops], [list(v) for v in self.vias]
        latent = self.is_empty and self.intended is None
        if latent and self.found is not None:
            stops, vias = [[], [self.found]], [[], []]
        elif self.found is not None and stops[0] and not self.has_goal:
            stops.append([self.found])
            vias.append([])
        elif self._goes_as_intended(sentence, tokens, lexicon):
            stops.append([p for p in (self.intended,) if p is not None])
            vias.append([])
        if not stops[0] and self.agent is not None and (self.has_goal or any(vias)):
            stops[0] = [self.agent]
        if len(stops) == 1 and self.recipient is not None and stops[0]:
            stops.append([self.recipient])
            vias.append([])
        if vias[-1]:
            if (len(stops) > 1 and not any(vias[:-1])) or len(stops) == 1:
                stops.append([])
            else:
                vias[-2].extend(vias[-1])
                vias[-1] = []
        if len(stops) == 1:
            stops.append([])
        _pass_areas(stops, vias, sentence, lexicon)
        hops = tuple(
            Hop(tuple(vias[k]), *_reach(stops[k], vias[k], stops[k + 1], tokens))
            for k in range(len(stops) - 1)
        )
        rule = "chain of stops" if any(stops[:-1]) and stops[-1] else "open-ended movement"
        if self.is_empty and self.intended is not None and self.found is None:
            rule = MEANT
        named = tuple(tuple(s) for s in stops)
        return Movement(sentence, tokens, window, named, hops, rule, latent)


def _is_diverted(sentence: Sentence, tokens: tuple[int, int], lexicon: Lexicon) -> bool:
    told = sentence.doc[tokens[0] : tokens[1] + 1]
    return any(t.lemma_.lower() in lexicon.cues.diverting for t in told)


def _pass_areas(
    stops: list[list[Placed]], vias: list[list[Placed]], sentence: Sentence, lexicon: Lexicon
) -> None:
    """Turn countries entered on the way to a further stop into way-points."""
    for k in range(len(stops) - 2, 0, -1):
        if stops[k] and all(_is_crossed(p, sentence, lexicon) for p in stops[k]):
            vias[k - 1 : k + 1] = [[*vias[k - 1], *stops[k], *vias[k]]]
            del stops[k]


def _is_crossed(item: Placed, sentence: Sentence, lexicon: Lexicon) -> bool:
    if item.toponym.is_water:
        return True
    if not item.toponym.is_area or item.cue < 0:
        return False
    cue = sentence.doc[item.cue]
    words = (cue, *sentence.doc[max(sentence.span.start, item.cue - 2) : item.cue])
    return any(t.lemma_.lower() in lexicon.cues.crossing for t in words)


def _reach(
    start: list[Placed], vias: list[Placed], end: list[Placed], tokens: tuple[int, int]
) -> tuple[int, int]:
    places = [p.toponym for p in (*start, *vias, *end)]
    if not places:
        return tokens
    return min(t.first for t in places), max(t.last for t in places)
