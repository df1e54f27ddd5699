"""Who or what moves the goods, by name, and how often."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon
from routes.extraction.predicates import movement_words
from routes.extraction.stops import Movement

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["frequency_of", "mover_of"]

_PLACES = frozenset({"GPE", "LOC", "FAC", "NORP", "DATE"})
_SENDERS = frozenset({"GPE", "ORG", "NORP", "PERSON"})
# the ends of words for who does something: "haulier", "operator"
_TRADES = ("er", "or")
_NAME = r"[A-Z][\w’'-]*(?:\s(?:[A-Z][\w’'-]*|[IVX]+\b|\d{1,3}\b)){0,3}"


def mover_of(movement: Movement, lexicon: Lexicon) -> str | None:
    """The vessel or aircraft that the sentence names, or else whoever is said to send or carry.

    A vessel has "MV" or the like before its name, or its kind ("the tanker Aurora"), or "the"
    and a verb that moves ("the Aurora sailed"); an aircraft is known by its type ("An-124s").
    """
    first, last = movement.tokens
    tokens = list(movement.sentence.doc[first : last + 1])
    text = movement.sentence.doc[first : last + 1].text
    prefixed = _prefixed(tuple(sorted(lexicon.carrier.prefix))).search(text)
    if prefixed:
        return prefixed[0]
    words = list(movement_words(tokens, lexicon))
    named = _behind_its_kind(tokens, lexicon) or _with_article(words)
    if named:
        return named
    typed = _typed(tuple(sorted(lexicon.carrier.aircraft))).search(text)
    return typed[0] if typed else _doer(words, lexicon)


def frequency_of(movement: Movement, lexicon: Lexicon) -> str | None:
    """How often the goods move, as the report words it ("twice a week", "weekly")."""
    first, last = movement.window
    pattern = _often(lexicon.language)
    match = pattern.search(movement.sentence.doc[first : last + 1].text) if pattern else None
    return match[0] if match else None


@cache
def _prefixed(prefixes: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(prefixes)})\s{_NAME}")


@cache
def _typed(makes: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(makes)})[-\s]\d{{1,3}}[A-Z]{{0,3}}s?\b")


@cache
def _often(language: str) -> re.Pattern[str] | None:
    from routes.extraction.lexicon import load

    words = load(language).carrier
    if not words.unit:
        return None
    unit, count = _any(words.unit), rf"(?:{_any(words.count)}|\d[\d,.]*)"
    counted = rf"(?:(?:{_any(words.times)})|{count}\s(?:[a-z]+\s){{1,3}}?)"
    return re.compile(
        rf"\b(?:{counted}\s?(?:{_any(words.per)})\s(?:{unit})\b"
        rf"|(?:{_any(words.each)})\s(?:{count}\s)?(?:{unit})s?\b(?:\sand\s(?:{unit})\b)?"
        rf"|(?:{_any(words.adverb)})\b)",
        re.IGNORECASE,
    )


def _any(words: tuple[str, ...] | frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _behind_its_kind(tokens: list[Token], lexicon: Lexicon) -> str | None:
    """The name right behind the word for a vessel: "the tanker Aurora"."""
    kinds = lexicon.vehicle.get("sea", frozenset()) | lexicon.vehicle.get("river", frozenset())
    for noun in tokens:
        if noun.pos_ in {"NOUN", "PROPN"} and noun.text.islower() and noun.lemma_ in kinds:
            name = _name_from(noun.i + 1, noun)
            if name:
                return name
    return None


def _with_article(words: list[Token]) -> str | None:
    """The subject of a moving verb that has "the" before a bare name, as ships have."""
    for verb in words:
        for subject in verb.children:
            if verb.pos_ != "VERB" or subject.dep_ not in {"nsubj", "nsubjpass"}:
                continue
            begin = subject.left_edge
            bare = all(t.pos_ == "PROPN" for t in subject.doc[begin.i + 1 : subject.i + 1])
            if begin.lower_ == "the" and begin.i < subject.i and bare:
                name = _name_from(begin.i + 1, begin)
                if name and subject.ent_type_ in {"PERSON", "PRODUCT", "WORK_OF_ART", ""}:
                    return name
    return None


def _name_from(i: int, within: Token) -> str | None:
    """The run of capitalised words that begins at a token, when it names no place."""
    doc, end = within.doc, i
    while end < within.sent.end and doc[end].text[:1].isupper() and doc[end].pos_ == "PROPN":
        end += 1
    if end == i or any(t.ent_type_ in _PLACES for t in doc[i:end]):
        return None
    return str(doc[i:end].text)


def _doer(words: list[Token], lexicon: Lexicon) -> str | None:
    """The subject of a verb of sending, or whoever it is done "by"."""
    for verb in words:
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in lexicon.movement.send:
            continue
        passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)
        doers = [n for c in verb.children if c.dep_ == "agent" for n in c.children]
        doers += [c for c in verb.children if c.dep_ == "nsubj" and not passive]
        for doer in doers:
            if _may_send(doer, lexicon) and not _is_means(doer, lexicon):
                return _phrase(doer)
    return None


def _may_send(noun: Token, lexicon: Lexicon) -> bool:
    """Whether the noun names somebody: a country, a body, a trade."""
    if noun.pos_ == "PROPN" or noun.ent_type_ in _SENDERS:
        return True
    lemma = noun.lemma_.lower()
    known = lexicon.handler | lexicon.speech.institution_noun
    return noun.pos_ == "NOUN" and (lemma in known or lemma.endswith(_TRADES))


def _is_means(noun: Token, lexicon: Lexicon) -> bool:
    lemma = noun.lemma_.lower()
    return lemma in lexicon.moved


def _phrase(noun: Token) -> str:
    left = [t for t in noun.lefts if t.dep_ in {"compound", "amod", "nmod", "poss"}]
    begin = min([noun.i, *(t.left_edge.i for t in left)])
    return str(noun.doc[begin : noun.i + 1].text)
