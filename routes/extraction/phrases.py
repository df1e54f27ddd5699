"""Areas named by a phrase rather than a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer import Place, PlaceKind, Precision
from routes.extraction.lexicon import Lexicon
from routes.extraction.tagger import Sentence
from routes.extraction.toponym import Names, Toponym, toponym_at

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_areas"]


def find_areas(sentence: Sentence, names: Names, lexicon: Lexicon) -> Iterator[Toponym]:
    """Areas named by a phrase: "Russian ports", "the Balkan countries"."""
    for token in sentence:
        first = token.i - 1
        if first >= sentence.span.start and sentence.doc[first].text[:1].isupper():
            senses = _adjectival_area(sentence.doc[first], token, names, lexicon)
            if senses:
                yield toponym_at(sentence, first, token.i, senses, "GPE")
            elif token.lemma_.lower() in lexicon.raw and sentence.doc[first].pos_ == "ADJ":
                people = names.people_of(sentence.doc[first].text)
                if people and people[0].kind is PlaceKind.COUNTRY:
                    yield toponym_at(sentence, first, first, people, "GPE")
        yield from _shared_noun(token, sentence, names)
        yield from _unknown_water(token, sentence, names, lexicon)


def _adjectival_area(
    adjective: Token, noun: Token, names: Names, lexicon: Lexicon
) -> tuple[Place, ...]:
    """An adjective and a kind of place: "Russian ports" lie somewhere in Russia."""
    if noun.lemma_.lower() not in lexicon.area_noun or noun.tag_ != "NNS":
        return ()
    if names.named(f"{adjective.text} {noun.text}"):
        return ()
    senses = names.named(adjective.text, demonyms=True)[:1]
    if senses and senses[0].kind is PlaceKind.COUNTRY:
        return senses
    plural = names.named(f"{adjective.text}s")[:1]
    return plural if plural and plural[0].precision is Precision.REGION else ()


def _shared_noun(token: Token, sentence: Sentence, names: Names) -> Iterator[Toponym]:
    """Parts of one region that share its noun are one area: "Western and Central Europe"."""
    i = token.i
    if i + 3 >= sentence.span.end or not token.text[:1].isupper():
        return
    joint, fellow, noun = sentence.doc[i + 1], sentence.doc[i + 2], sentence.doc[i + 3]
    if joint.lower_ not in {"and", "or"} or noun.pos_ != "PROPN" or not noun.text[:1].isupper():
        return
    own = names.named(f"{token.text} {noun.text}")[:1]
    whole = names.named(noun.text)[:1]
    if own and own[0].precision is Precision.REGION and names.named(f"{fellow.text} {noun.text}"):
        if whole and not whole[0].precision.is_point:
            yield toponym_at(sentence, i, i + 3, whole, "LOC")
        else:
            yield toponym_at(sentence, i, i, own, "LOC")


def _unknown_water(
    token: Token, sentence: Sentence, names: Names, lexicon: Lexicon
) -> Iterator[Toponym]:
    """A water that the store does not know: "the Bay of X", told by its first word."""
    i, end = token.i, sentence.span.end
    if token.lower_ not in lexicon.water_noun or not token.text[:1].isupper() or i + 2 >= end:
        return
    last = i + 2
    if sentence.doc[i + 1].lower_ != "of" or not sentence.doc[last].text[:1].isupper():
        return
    if last + 1 < end and names.named(sentence.doc[i : last + 2].text):
        return
    if not names.named(sentence.doc[i : last + 1].text):
        yield replace(toponym_at(sentence, i, last, (), "LOC"), told_water=True)
