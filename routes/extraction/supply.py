"""Whether a chain of stops tells of supplies that move, and not of anything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Placed
from routes.extraction.predicates import (
    has_goods,
    has_own_goods,
    is_conditional,
    is_march,
    movement_words,
    moves_goods,
)
from routes.extraction.stops import MEANT, Movement

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Known", "is_supply_movement"]


class Known(NamedTuple):
    """Whether goods are spoken of in the sentence or before it, and whether before it."""

    goods: bool
    before: bool


def is_supply_movement(
    movement: Movement, placed: Sequence[Placed], lexicon: Lexicon, known: Known
) -> bool:
    """Whether it is told that goods move so: no journey of people, no storm, no wish.

    Parameters
    ----------
    movement
        A chain of stops of one sentence.
    placed
        All places of that stretch of the sentence; none of them is the thing moved.
    lexicon
        The words of its language.
    known
        Whether goods are spoken of.
    """
    first, last = movement.tokens
    tokens = list(movement.sentence.doc[first : last + 1])
    if movement.latent:
        return has_goods(tokens, lexicon)
    if known.goods and any(t.lemma_.lower() in lexicon.cues.end_noun for t in tokens):
        return True
    words = list(movement_words(tokens, lexicon))
    if not words and not any(p.toponym.chain >= 0 for p in movement.places):
        return False
    near = [w for w in words if _governs(w, movement)] or words
    places = frozenset(i for p in placed for i in range(p.toponym.first, p.toponym.last + 1))
    moving = [w for w in near if moves_goods(w, tokens, lexicon, places=places, known=known.goods)]
    if near and not moving:
        return False
    if moving and all(is_conditional(w, lexicon) for w in moving):
        return False
    if not (moving or has_goods(tokens, lexicon) or known.goods):
        return False
    if _is_of_abstract(movement, lexicon):
        return False
    if movement.rule == MEANT and not _is_carried(movement, lexicon):
        return False
    if is_march(moving, tokens, lexicon):
        return False
    return _is_anchored(movement, moving, lexicon, known)


def _governs(word: Token, movement: Movement, *, nearest: bool = False) -> bool:
    """Whether the movement word stands above one of the cues, as the first verb of all or not."""
    for placed in movement.places:
        cue = movement.sentence.doc[placed.cue] if placed.cue >= 0 else None
        if cue is None:
            continue
        above = [cue, *cue.ancestors]
        if nearest:
            above = above[: next((k for k, a in enumerate(above) if _tells(a)), len(above)) + 1]
        if any(a.i == word.i for a in above):
            return True
    return False


def _tells(token: Token) -> bool:
    """Whether it is a verb by itself, and does not only describe a noun or begin another verb."""
    describes = token.dep_ == "amod" or any(c.dep_ == "xcomp" for c in token.children)
    return token.pos_ == "VERB" and not describes


def _is_of_abstract(movement: Movement, lexicon: Lexicon) -> bool:
    """Whether the way only describes what does not move: "rates for tankers from A to B"."""
    cues = [p.cue for p in movement.places if p.cue >= 0]
    if not cues:
        return False
    for above in movement.sentence.doc[min(cues)].ancestors:
        if above.pos_ in {"VERB", "AUX"} or above.lemma_.lower() in lexicon.movement.noun:
            return False
        if above.lemma_.lower() in lexicon.abstract:
            return True
    return False


def _is_carried(movement: Movement, lexicon: Lexicon) -> bool:
    """Whether goods that are said to be meant for a place are more than looked at or awaited."""
    doc, first = movement.sentence.doc, movement.tokens[0]
    told = list(doc[first : movement.tokens[1] + 1])
    verbs = [t for t in told if t.pos_ == "VERB" and t.lemma_.lower() not in lexicon.cues.meaning]
    moving = (lexicon.movement.onward, lexicon.cues.interdict)
    return any(v.lemma_.lower() in words for v in verbs for words in moving)


def _is_anchored(
    movement: Movement, moving: Sequence[Token], lexicon: Lexicon, known: Known
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
        _governs(word, movement, nearest=True)
        and word.lemma_.lower() not in made
        and has_own_goods(word, lexicon, known=known.goods, told_before=known.before)
        for word in moving
    )
