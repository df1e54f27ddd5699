"""From the parts that places play to chains of stops: sources, way-points and goals in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Part, Placed
from routes.extraction.predicates import (
    has_goods,
    has_own_goods,
    is_conditional,
    movement_words,
    moves_goods,
    tells_supply_line,
)
from routes.extraction.tagger import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Hop", "Movement", "movements_of", "segments"]

_ROUTE_PARTS = {Part.SOURCE, Part.VIA, Part.GOAL, Part.AGENT, Part.RECIPIENT}
_SPLITTERS = {"while", "whereas", "but"}


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


def movements_of(
    sentence: Sentence, placed: Sequence[Placed], lexicon: Lexicon, *, known_goods: bool
) -> tuple[Movement, ...]:
    """Find the movements that one sentence tells of.

    Parameters
    ----------
    known_goods
        Whether the sentence before spoke of goods or vehicles that a pronoun may stand for.
    """
    found: list[Movement] = []
    tokens = list(sentence)
    known_goods = known_goods or has_goods(tokens, lexicon) or tells_supply_line(tokens, lexicon)
    for first, last in segments(sentence):
        inside = [p for p in placed if first <= p.toponym.first <= last]
        chains = list(_chains(inside, sentence, lexicon))
        for chain, window in zip(chains, _windows(chains, first, last), strict=True):
            movement = chain.movement(sentence, (first, last), window, lexicon)
            if _is_supply_movement(movement, inside, lexicon, known_goods=known_goods):
                found.append(movement)
    return tuple(found)


def segments(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield first and last tokens of the stretches that each tell one thing."""
    span = sentence.span
    begin = span.start
    for token in span:
        if token.i > begin and (token.text == ";" or _splits(token)):
            yield begin, token.i - 1
            begin = token.i + (token.text == ";")
    if begin < span.end:
        yield begin, span.end - 1


def _splits(token: Token) -> bool:
    if token.lower_ not in _SPLITTERS:
        return False
    clause = token.head if token.dep_ in {"mark", "cc"} else None
    if clause is None:
        return False
    verbs = [clause, *(c for c in clause.children if c.dep_ == "conj")]
    return any(
        c.dep_ in {"nsubj", "nsubjpass"} and c.i > token.i for v in verbs for c in v.children
    )


def _windows(chains: Sequence[_Chain], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Divide a stretch between its chains: each ends with its last place, the last with it."""
    begin = first
    for k, chain in enumerate(chains):
        end = last if k == len(chains) - 1 else max(begin, chain.last_token)
        yield begin, end
        begin = end + 1


class _Chain:
    """A movement while it is being read from left to right."""

    def __init__(self) -> None:
        self.stops: list[list[Placed]] = [[]]
        self.vias: list[list[Placed]] = [[]]
        self.agent: Placed | None = None
        self.recipient: Placed | None = None
        self.last: Placed | None = None
        self.found: Placed | None = None
        self.intended: Placed | None = None

    @property
    def is_empty(self) -> bool:
        return not any(self.stops) and not any(self.vias)

    @property
    def has_goal(self) -> bool:
        return len(self.stops) > 1

    @property
    def last_token(self) -> int:
        places = [p for group in (*self.stops, *self.vias) for p in group]
        return max((p.toponym.last for p in places), default=-1)

    def add_source(self, item: Placed) -> None:
        self.stops[0].append(item)

    def _goes_as_intended(
        self, sentence: Sentence, tokens: tuple[int, int], lexicon: Lexicon
    ) -> bool:
        """Whether where the goods are meant for ends a journey told without its end."""
        told_whole = bool(self.stops[0]) and self.has_goal
        meant = self.intended is not None and not told_whole
        return meant and not _is_diverted(sentence, tokens, lexicon)

    def replace_goal(self, item: Placed) -> None:
        self.stops[-1] = [item]

    def add_goal(self, item: Placed, *, onward: bool) -> None:
        if not self.has_goal or onward or self.vias[-1]:
            self.stops.append([item])
            self.vias.append([])
        else:
            self.stops[-1].append(item)

    def add_via(self, item: Placed, *, onward: bool) -> None:
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


def _chains(placed: Sequence[Placed], sentence: Sentence, lexicon: Lexicon) -> Iterator[_Chain]:
    chain = _Chain()
    for item in placed:
        if item.part is Part.FOUND:
            chain.found = chain.found or item
        if item.part not in _ROUTE_PARTS or _repeats_chain(item, chain):
            continue
        if item.part is Part.SOURCE and _starts_anew(item, chain, sentence, lexicon):
            yield chain
            chain = _Chain()
        _add(item, chain, sentence, lexicon)
        chain.last = item
    if not chain.is_empty or chain.found is not None or chain.intended is not None:
        yield chain


def _repeats_chain(item: Placed, chain: _Chain) -> bool:
    """A dashed chain that names a stop again only adds its middle ("the A–B–C road")."""
    if item.toponym.chain < 0:
        return False
    named = {p.toponym.text for stop in chain.stops for p in stop if p.toponym.chain < 0}
    return item.toponym.text in named


def _starts_anew(item: Placed, chain: _Chain, sentence: Sentence, lexicon: Lexicon) -> bool:
    if chain.last is not None and _is_said_apart(chain.last, item, sentence, lexicon):
        return not chain.is_empty
    if chain.stops[0] and _is_called_at(item, sentence):
        return False
    if not chain.stops[0] or (
        chain.last is not None and chain.last.part is Part.SOURCE and item.link
    ):
        return False
    between = sentence.doc[chain.last.toponym.last + 1 : item.toponym.first] if chain.last else ()
    if any(t.lower_ in lexicon.cues.another for t in between):
        return True
    same_list = chain.last is not None and chain.last.part is Part.SOURCE and not chain.has_goal
    return not same_list


def _is_called_at(item: Placed, sentence: Sentence) -> bool:
    """Whether a vessel under way loads there ("… left A, loaded at B and returned to A")."""
    return item.cue >= 0 and sentence.doc[item.cue].lower_ in {"in", "at", "off", "on"}


def _is_said_apart(before: Placed, item: Placed, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a new statement begins between the two ("… through A closed, X said B–C …")."""
    between = sentence.doc[before.toponym.last + 1 : item.toponym.first]
    return before.part is Part.VIA and any(
        t.pos_ == "VERB" and t.lemma_.lower() in lexicon.speech.verb for t in between
    )


def _add(item: Placed, chain: _Chain, sentence: Sentence, lexicon: Lexicon) -> None:
    onward = chain.last is not None and _goes_on(chain.last, item, sentence, lexicon)
    if item.part is Part.GOAL and chain.is_empty and _is_intended(item, sentence, lexicon):
        chain.intended = item
        return
    if item.part is Part.SOURCE and chain.stops[0] and _is_called_at(item, sentence):
        chain.add_goal(item, onward=True)
    elif item.part is Part.SOURCE:
        chain.add_source(item)
    elif item.part is Part.GOAL and chain.has_goal and _replaces(chain, item, sentence, lexicon):
        chain.replace_goal(item)
    elif item.part is Part.GOAL:
        chain.add_goal(item, onward=onward and not item.link)
    elif item.part is Part.VIA:
        chain.add_via(item, onward=onward)
    elif item.part is Part.AGENT:
        chain.agent = chain.agent or item
    else:
        chain.recipient = chain.recipient or item


def _is_intended(item: Placed, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether it is told of the goods for where they are meant: "kerosene bound for A"."""
    if item.cue < 0:
        return False
    words = sentence.doc[max(sentence.span.start, item.cue - 1) : item.cue + 1]
    told_of_noun = words[-1].lower_ == "for" and words[0].pos_ == "NOUN"
    noun = sentence.doc[max(sentence.span.start, item.cue - 2)]
    meant = words.text.lower() in lexicon.cues.intended and noun.pos_ in {"NOUN", "PROPN"}
    return told_of_noun or meant


def _replaces(chain: _Chain, item: Placed, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether the goal told before is not reached, or only the country in which this one lies."""
    before = chain.last
    if before is None or before.part is not Part.GOAL:
        return False
    between = sentence.doc[before.toponym.last + 1 : item.toponym.first]
    behind = sentence.doc[item.toponym.last + 1 : item.toponym.last + 3]
    if any(t.lemma_.lower() in lexicon.cues.diverting for t in (*between, *behind)):
        return True
    enters = before.cue >= 0 and sentence.doc[before.cue].lemma_.lower() in lexicon.cues.crossing
    words = [t.lower_ for t in between if t.pos_ != "DET"]
    return enters and before.toponym.is_country and words in (["at"], ["near"], ["in"])


def _goes_on(before: Placed, item: Placed, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether the text moves on between two places, rather than listing them side by side."""
    between = sentence.doc[before.toponym.last + 1 : item.toponym.first]
    moving = lexicon.movement.send | lexicon.movement.go | lexicon.cues.at_goal_after
    return any(
        (t.lower_ in lexicon.cues.then and t.lower_ not in {"on", "where"})
        or (t.lower_ == "on" and t.nbor(-1).lower_ in {"and", "then"})
        or (t.pos_ == "VERB" and t.lemma_.lower() in moving)
        for t in between
    )


def _is_supply_movement(
    movement: Movement, placed: Sequence[Placed], lexicon: Lexicon, *, known_goods: bool
) -> bool:
    first, last = movement.tokens
    tokens = list(movement.sentence.doc[first : last + 1])
    if movement.latent:
        return has_goods(tokens, lexicon)
    if known_goods and any(t.lemma_.lower() in lexicon.cues.end_noun for t in tokens):
        return True
    words = list(movement_words(tokens, lexicon))
    if not words and not any(p.toponym.chain >= 0 for p in movement.places):
        return False
    near = [w for w in words if _governs(w, movement)] or words
    places = frozenset(i for p in placed for i in range(p.toponym.first, p.toponym.last + 1))
    moving = [w for w in near if moves_goods(w, tokens, lexicon, places=places, known=known_goods)]
    if near and not moving:
        return False
    if any(is_conditional(w, lexicon) for w in moving):
        return False
    if not (moving or has_goods(tokens, lexicon) or known_goods):
        return False
    return _is_anchored(movement, moving, lexicon, known=known_goods)


def _governs(word: Token, movement: Movement) -> bool:
    """Whether the movement word stands above one of the cues."""
    for placed in movement.places:
        cue = movement.sentence.doc[placed.cue] if placed.cue >= 0 else None
        if cue is not None and (cue.i == word.i or any(a.i == word.i for a in cue.ancestors)):
            return True
    return False


def _is_anchored(
    movement: Movement, moving: Sequence[Token], lexicon: Lexicon, *, known: bool
) -> bool:
    """A movement with one end only needs a word right above that end that itself moves goods."""
    ends = [stop for stop in movement.stops if stop]
    vias = [via.toponym for hop in movement.hops for via in hop.vias]
    if not ends and all(via.is_water for via in vias):
        return False
    if len(ends) >= 2 or (ends and vias):
        return True
    made = lexicon.cues.made_in
    return any(
        _governs(word, movement)
        and word.lemma_.lower() not in made
        and has_own_goods(word, lexicon, known=known)
        for word in moving
    )
