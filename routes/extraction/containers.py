"""Places that only say where the place before them lies: "Amirabad in Iran"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Part, Placed
from routes.extraction.tagger import Sentence
from routes.extraction.toponym import Toponym

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_container"]


def is_container(sentence: Sentence, outer: Toponym, before: Placed, lexicon: Lexicon) -> bool:
    """Whether `outer` contains the place before it, rather than standing for itself.

    It follows behind a comma ("Makhachkala, Russia") or behind "in" or "of" with nothing but
    describing words between ("Absheron station in eastern Azerbaijan"). Countries contain
    regions and towns, regions contain towns; a list of countries is a list.
    """
    inner = before.toponym
    if outer.is_water or inner.is_country or (inner.is_area and not outer.is_country):
        return False
    if before.part is Part.REFERENCE and not outer.is_country:
        return False
    between = list(sentence.doc[inner.last + 1 : outer.first])
    if [t.lower_ for t in between if t.lower_ != "the"] == [","]:
        return outer.is_area
    prepositions = [i for i, t in enumerate(between) if t.lower_ in {"in", "of"}]
    if not prepositions or before.part is Part.CONTAINER:
        return False
    at = prepositions[-1]
    described = all(_describes(t, lexicon) for t in between[:at])
    return described and all(_modifies(t) for t in between[at + 1 :])


def _describes(token: Token, lexicon: Lexicon) -> bool:
    """Whether the word tells what the inner place is: ", a port", "station", "'s coast"."""
    return (
        token.pos_ in {"DET", "ADJ", "NUM", "PUNCT"}
        or token.lemma_.lower() in lexicon.place_noun
        or token.lower_ in {"on", "coast", "'s"}
    )


def _modifies(token: Token) -> bool:
    """Whether the word may stand between the preposition and the outer name."""
    return token.pos_ in {"DET", "ADJ", "PROPN", "NOUN"} and token.lower_ != "and"
