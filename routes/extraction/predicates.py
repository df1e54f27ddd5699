"""Whether a stretch of text tells of something moving that a supply route could carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon, load

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "has_goods",
    "has_own_goods",
    "is_conditional",
    "is_misread",
    "movement_words",
    "moves_goods",
    "subject_of",
    "tells_supply_line",
]


def movement_words(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Token]:
    """Yield the verbs and nouns that tell of a movement."""
    moving = lexicon.movement
    verbs = moving.send | moving.go | moving.receive
    for token in tokens:
        lemma = token.lemma_.lower()
        is_verb = token.pos_ in {"VERB", "AUX", "ADJ"} and lemma in verbs
        if (
            is_verb
            or is_misread(token, lexicon)
            or (token.pos_ in {"NOUN", "PROPN"} and lemma in moving.noun)
        ):
            yield token


def is_misread(token: Token, lexicon: Lexicon) -> bool:
    """Whether a verb was taken for a noun and its object for the verb ("Iran ships drones")."""
    thing = token.head
    return (
        token.pos_ == "NOUN"
        and token.lower_ in lexicon.movement.misread
        and thing.i == token.i + 1
        and thing.lemma_.lower() in lexicon.cargo
    )


def has_goods(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a cargo, or a vehicle that carries one, is named among the tokens."""
    vehicles, carriers = _sets(lexicon.language)
    if any(t.lemma_.lower() in lexicon.passenger for t in tokens):
        return any(_is_good(t, lexicon.cargo - vehicles, lexicon) for t in tokens)
    return any(_is_good(t, carriers | lexicon.cargo, lexicon) for t in tokens)


def _is_good(token: Token, goods: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether the word stands for goods, and not within "drug dealer" or "took part"."""
    if token.lemma_.lower() not in goods or token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return False
    if token.ent_type_ == "PERSON" or token.lower_ in lexicon.singular_no_good:
        return False
    if token.dep_ not in {"compound", "amod", "nmod"}:
        return True
    head = token.head.lemma_.lower()
    if head in lexicon.way:
        return False
    if head in goods or head in lexicon.handler or head in lexicon.movement.noun:
        return True
    is_other = head in lexicon.people or head in lexicon.abstract
    return not (is_other or head.endswith(lexicon.doer_endings))


_NEAR = 5


@cache
def _sets(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """All vehicles, and those that carry goods rather than people."""
    lexicon = load(language)
    vehicles = frozenset(word for words in lexicon.vehicle.values() for word in words)
    return vehicles, vehicles - lexicon.way - lexicon.private


def has_own_goods(word: Token, lexicon: Lexicon, *, known: bool) -> bool:
    """Whether the goods are those of this very word: its subject, its object, or their kind.

    `known` lets a pronoun stand for goods spoken of before.
    """
    vehicles, carriers = _sets(lexicon.language)
    goods = carriers | lexicon.cargo
    if any(t.lemma_.lower() in lexicon.passenger for t in word.sent):
        goods = lexicon.cargo - vehicles
    things = [word, *_objects(word)] if word.pos_ != "VERB" else _objects(word)
    verb = word.head if word.pos_ in {"NOUN", "PROPN"} else word
    subject = subject_of(verb) if verb.pos_ in {"VERB", "AUX"} else None
    things += [subject] if subject is not None else []
    things += _objects(verb) if verb is not word else []
    things += [word.head] if word.dep_ in {"acl", "relcl"} else []
    if known and any(t.lower_ in lexicon.pronoun for t in things):
        return True
    if known and any(t.lemma_.lower() in lexicon.cues.chain_noun for t in things):
        return True
    near = [t for thing in things for t in (thing, *_kinds_of(thing))]
    # parsers take "spare parts leave" apart: what stands right before the word counts, too
    near += list(word.doc[max(word.sent.start, word.i - _NEAR) : word.i])
    if any(_is_good(t, goods, lexicon) or t.lemma_.lower() in lexicon.load_noun for t in near):
        return True
    return word.lemma_.lower() in lexicon.movement.freight and _is_thing_moved(word, subject)


def _kinds_of(thing: Token) -> list[Token]:
    """The words that say what a thing is or holds: "containers of rifles", "coal train"."""
    kinds = [c for c in thing.children if c.dep_ in {"compound", "amod", "nmod", "conj"}]
    for preposition in thing.children:
        if preposition.dep_ == "prep" and preposition.lower_ in {"of", "with", "for"}:
            kinds += [c for c in preposition.children if c.dep_ == "pobj"]
    return kinds


def tells_supply_line(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether routes are said to feed or supply someone, whatever they carry."""
    routes = [t for t in tokens if t.lemma_.lower() in lexicon.route_noun]
    feeding = any(t.lemma_.lower() in lexicon.route_verb for t in tokens)
    return bool(routes) and (feeding or any(_is_supply_noun(t, lexicon) for t in routes))


def _is_supply_noun(route: Token, lexicon: Lexicon) -> bool:
    return any(
        c.dep_ in {"compound", "amod", "nmod"} and c.lemma_.lower() in lexicon.route_word
        for c in route.children
    )


def moves_goods(
    word: Token,
    tokens: Sequence[Token],
    lexicon: Lexicon,
    *,
    places: frozenset[int],
    known: bool,
) -> bool:
    """Whether the movement word `word` speaks of goods or vehicles.

    People travelling, weather, talks and prices move too; their subjects and objects rule a
    verb out. `known` says that goods were spoken of just before; `places` are the tokens of
    place names, which are never the thing moved.
    """
    if word.pos_ in {"NOUN", "PROPN"}:
        return has_goods(tokens, lexicon) or known
    subject, objects = subject_of(word), _objects(word)
    sends = word.lemma_.lower() in lexicon.movement.send
    objects = [o for o in objects if o.i not in places]
    if any(_is_barred(o, lexicon) for o in objects):
        return False
    if subject is not None and subject.i not in places:
        barred = _kind(subject, lexicon)
        if barred in {"nature", "abstract"}:
            return False
        if barred == "people" and not (sends and objects and not _is_passive(word)):
            return False
    hauled = word.lemma_.lower() in lexicon.movement.freight and _is_thing_moved(word, subject)
    return known or hauled or has_goods(tokens, lexicon)


def is_conditional(word: Token, lexicon: Lexicon) -> bool:
    """Whether the verb stands in a condition or depends on one ("if the strait were closed")."""
    for token in (word, *word.ancestors):
        for child in token.children:
            if child.dep_ == "mark" and child.lower_ in lexicon.conditional:
                return True
            if child.dep_ == "advcl" and any(
                c.dep_ == "mark" and c.lower_ in lexicon.conditional for c in child.children
            ):
                return True
    return False


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, looked for up the clause chain when it has none of its own."""
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                return _antecedent(child, verb)
        if verb.dep_ in {"acl", "relcl"}:
            return verb.head
        if verb.dep_ not in {"conj", "xcomp", "advcl", "ccomp", "pcomp"} or verb.head is verb:
            return None
        verb = verb.head
        while verb.dep_ == "prep" or verb.pos_ == "ADP":
            if verb.head is verb:
                return None
            verb = verb.head
    return None


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.lower_ in {"which", "that", "who"} and verb.dep_ == "relcl":
        return verb.head
    if subject.lower_ in {"most", "some", "many", "dozens", "hundreds", "thousands", "lots", "all"}:
        of = [c for c in subject.children if c.dep_ == "prep" and c.lower_ == "of"]
        inner = [c for p in of for c in p.children if c.dep_ == "pobj"]
        return inner[0] if inner else subject
    return subject


def _is_thing_moved(verb: Token, subject: Token | None) -> bool:
    """Whether the verb names what it moves: an object, or its subject in the passive."""
    things = _objects(verb)
    if _is_passive(verb) and subject is not None:
        things.append(subject)
    return any(t.pos_ == "NOUN" for t in things)


def _objects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in {"dobj", "obj"}]


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "relcl"}
    )


def _kind(subject: Token, lexicon: Lexicon) -> str:
    lemma = subject.lemma_.lower()
    owners = [c for c in subject.children if c.dep_ == "poss"]
    if any(o.ent_type_ == "PERSON" or o.lemma_.lower() in lexicon.people for o in owners):
        return "people"
    if lemma in lexicon.cargo:
        return ""
    if subject.ent_type_ == "PERSON" or lemma in lexicon.people:
        return "people"
    called = {c.lemma_.lower() for c in subject.children if c.dep_ == "compound"}
    if lemma in lexicon.nature or called & lexicon.nature:
        return "nature"
    return "abstract" if lemma in lexicon.abstract and subject.pos_ != "PROPN" else ""


def _is_barred(noun: Token, lexicon: Lexicon) -> bool:
    return noun.lemma_.lower() in lexicon.abstract or (
        noun.ent_type_ == "PERSON" and noun.lemma_.lower() not in lexicon.cargo
    )
