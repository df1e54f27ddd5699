"""From the parts that places play to chains of stops: sources, way-points and goals in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Part, Placed
from routes.extraction.predicates import has_goods, tells_supply_line
from routes.extraction.stops import Chain, Movement
from routes.extraction.supply import Known, is_supply_movement
from routes.extraction.tagger import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["movements_of", "segments"]

_ROUTE_PARTS = {Part.SOURCE, Part.VIA, Part.GOAL, Part.AGENT, Part.RECIPIENT}
_STOPS = {";", ":"}
_SPLITTERS = {"while", "whereas", "but"}


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
    told_before = known_goods
    known_goods = known_goods or has_goods(tokens, lexicon) or tells_supply_line(tokens, lexicon)
    for first, last in segments(sentence):
        inside = [p for p in placed if first <= p.toponym.first <= last]
        chains = list(_chains(inside, sentence, lexicon))
        _share_goals(chains, sentence)
        for chain, window in zip(chains, _windows(chains, first, last), strict=True):
            movement = chain.movement(sentence, (first, last), window, lexicon)
            known = Known(known_goods, told_before)
            if is_supply_movement(movement, inside, lexicon, known):
                found.append(movement)
    return tuple(found)


def segments(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield first and last tokens of the stretches that each tell one thing."""
    span = sentence.span
    begin = span.start
    for token in span:
        if token.i > begin and (token.text in _STOPS or _splits(token)):
            yield begin, token.i - 1
            begin = token.i + (token.text in _STOPS)
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


def _share_goals(chains: Sequence[Chain], sentence: Sentence) -> None:
    """Give a bare source the goal told before it: "reaches A by rail from B and by road from C"."""
    for before, chain in pairwise(chains):
        source = chain.stops[0][0].toponym.first if chain.stops[0] else -1
        alone = source >= 0 and not chain.has_goal and not any(chain.vias)
        if not alone or not before.has_goal or chain.intended is not None:
            continue
        between = sentence.doc[before.last_token + 1 : source]
        if any(t.lower_ == "and" for t in between) and not any(
            t.pos_ == "VERB" and t.dep_ not in {"advcl", "amod"} for t in between
        ):
            chain.add_goal(before.stops[-1][0], onward=False)


def _windows(chains: Sequence[Chain], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Divide a stretch between its chains: each ends with its last place, the last with it."""
    begin = first
    for k, chain in enumerate(chains):
        end = last if k == len(chains) - 1 else max(begin, chain.last_token)
        yield begin, end
        begin = end + 1


def _chains(placed: Sequence[Placed], sentence: Sentence, lexicon: Lexicon) -> Iterator[Chain]:
    chain = Chain()
    for item in placed:
        if item.part is Part.FOUND:
            chain.found = chain.found or item
        if item.part not in _ROUTE_PARTS or _repeats_chain(item, chain):
            continue
        if item.part is Part.SOURCE and _is_last_stop(item, chain):
            chain.last = item
            continue
        if item.part is Part.SOURCE and _starts_anew(item, chain, sentence, lexicon):
            yield chain
            chain = Chain(intended=chain.intended)
        elif item.part is Part.GOAL and _goes_elsewhere(item, chain, sentence, lexicon):
            yield chain
            chain = _from_start_of(chain)
        _add(item, chain, sentence, lexicon)
        chain.last = item
    if not chain.is_empty or chain.found is not None or chain.intended is not None:
        yield chain


def _goes_elsewhere(item: Placed, chain: Chain, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether another load goes there: "… from A to B, and a third was to fly to C"."""
    if chain.last is None or not chain.has_goal:
        return False
    between = sentence.doc[chain.last.toponym.last + 1 : item.toponym.first]
    others = [t for t in between if t.lower_ in lexicon.cues.another]
    return any(
        t.dep_ in {"nsubj", "nsubjpass"} or t.head.dep_ in {"nsubj", "nsubjpass"} for t in others
    )


def _from_start_of(chain: Chain) -> Chain:
    anew = Chain()
    anew.stops[0] = list(chain.stops[0])
    anew.agent = chain.agent
    return anew


def _is_last_stop(item: Placed, chain: Chain) -> bool:
    """Whether it goes on from where it has come: "from A to B, and from B to C"."""
    return chain.has_goal and any(p.toponym.text == item.toponym.text for p in chain.stops[-1])


def _repeats_chain(item: Placed, chain: Chain) -> bool:
    """A dashed chain that names a stop again only adds its middle ("the A–B–C road")."""
    if item.toponym.chain < 0:
        return False
    named = {p.toponym.text for stop in chain.stops for p in stop if p.toponym.chain < 0}
    return item.toponym.text in named


def _starts_anew(item: Placed, chain: Chain, sentence: Sentence, lexicon: Lexicon) -> bool:
    if chain.last is not None and _is_said_apart(chain.last, item, sentence, lexicon):
        return not chain.is_empty
    if chain.stops[0] and _is_called_at(item, sentence):
        return False
    told = (chain.last.toponym.last + 1 if chain.last else 0, item.toponym.first)
    between = list(sentence.doc[told[0] : told[1]]) if chain.last else []
    if any(chain.vias) and any(t.lower_ == "or" for t in between):
        return True
    if not chain.stops[0] or (
        chain.last is not None and chain.last.part is Part.SOURCE and item.link
    ):
        return False
    if any(t.lower_ in lexicon.cues.another for t in between) or _has_own_clause(between):
        return True
    same_list = chain.last is not None and chain.last.part is Part.SOURCE and not chain.has_goal
    return not same_list


def _has_own_clause(between: Sequence[Token]) -> bool:
    """Whether something else is told to move between the two places."""
    return any(
        t.dep_ in {"nsubj", "nsubjpass"} and t.head in between and t.pos_ in {"NOUN", "PROPN"}
        for t in between
    )


def _is_called_at(item: Placed, sentence: Sentence) -> bool:
    """Whether a vessel under way loads there ("… left A, loaded at B and returned to A")."""
    return item.cue >= 0 and sentence.doc[item.cue].lower_ in {"in", "at", "off", "on"}


def _is_said_apart(before: Placed, item: Placed, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a new statement begins between the two ("… through A closed, X said B–C …")."""
    between = sentence.doc[before.toponym.last + 1 : item.toponym.first]
    return before.part is Part.VIA and any(
        t.pos_ == "VERB" and t.lemma_.lower() in lexicon.speech.verb for t in between
    )


def _add(item: Placed, chain: Chain, sentence: Sentence, lexicon: Lexicon) -> None:
    onward = chain.last is not None and _goes_on(chain.last, item, sentence, lexicon)
    if item.part is Part.GOAL and chain.is_empty and _is_intended(item, sentence, lexicon):
        chain.intended = item
        return
    called_at = item.part is Part.SOURCE and not item.link and _is_called_at(item, sentence)
    if called_at and chain.stops[0]:
        chain.add_goal(item, onward=True)
    elif item.part is Part.SOURCE:
        chain.add_source(item)
    elif item.part is Part.GOAL and chain.has_goal and _replaces(chain, item, sentence, lexicon):
        chain.replace_goal(item)
    elif item.part is Part.GOAL:
        over = chain.has_goal and all(p.toponym.is_water for p in chain.stops[-1])
        over = over or (
            chain.last is not None
            and _is_last_stop(chain.last, chain)
            and chain.last.part is Part.SOURCE
        )
        chain.add_goal(item, onward=(onward or over) and not item.link)
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


def _replaces(chain: Chain, item: Placed, sentence: Sentence, lexicon: Lexicon) -> bool:
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
    moving = (lexicon.movement.onward, lexicon.cues.at_goal_after)
    return any(
        (t.lower_ in lexicon.cues.then and t.lower_ not in {"on", "where"})
        or (t.lower_ == "on" and t.nbor(-1).lower_ in {"and", "then"})
        or (t.pos_ == "VERB" and any(t.lemma_.lower() in words for words in moving))
        for t in between
    )
