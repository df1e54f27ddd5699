"""Whether a stretch of text tells of something moving that a supply route could carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "has_goods",
    "has_own_goods",
    "is_conditional",
    "is_march",
    "is_misread",
    "movement_words",
    "moves_goods",
    "subject_of",
    "tells_supply_line",
]


def movement_words(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Token]:
    """Yield the verbs and nouns that tell of a movement."""
    moving = lexicon.movement
    for token in tokens:
        lemma = token.lemma_.lower()
        is_verb = token.pos_ in {"VERB", "AUX", "ADJ"} and lemma in moving.verbs
        if is_verb and lemma in moving.phrasal:
            is_verb = any(c.lemma_.lower() in moving.phrasal[lemma] for c in token.children)
        if (
            is_verb
            or is_misread(token, lexicon)
            or (token.pos_ in {"NOUN", "PROPN"} and lemma in moving.noun)
        ):
            yield token


def is_misread(token: Token, lexicon: Lexicon) -> bool:
    """Whether a verb was taken for a noun: "Iran ships drones", "grain moves by rail"."""
    if token.pos_ != "NOUN":
        return False
    if _is_misread_going(token, lexicon):
        return True
    if token.lower_ not in lexicon.movement.misread:
        return False
    thing = token.head
    return thing.i == token.i + 1 and thing.lemma_.lower() in lexicon.cargo


def _is_misread_going(token: Token, lexicon: Lexicon) -> bool:
    if token.lower_ not in lexicon.movement.going or token.is_sent_start:
        return False
    before, after = token.nbor(-1), token.doc[token.i + 1 : token.i + 2]
    goods = before.pos_ in {"NOUN", "PROPN"} and before.lemma_.lower() in lexicon.goods
    return goods and any(t.pos_ in {"ADP", "ADV"} or t.head.i != token.i for t in after)


def has_goods(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a cargo, or a vehicle that carries one, is named among the tokens."""
    goods = _goods_among(tokens, lexicon)
    return any(_is_good(t, goods, lexicon) for t in tokens)


def _goods_among(tokens: Iterable[Token], lexicon: Lexicon) -> frozenset[str]:
    """What counts as goods: no vehicles where passengers are spoken of."""
    if any(t.lemma_.lower() in lexicon.passenger for t in tokens):
        return lexicon.cargo - lexicon.vehicles
    return lexicon.goods


def _is_good(token: Token, goods: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether the word stands for goods, and not within "drug dealer" or "took part"."""
    if token.lemma_.lower() not in goods or token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return False
    if token.ent_type_ == "PERSON" or token.lower_ in lexicon.singular_no_good:
        return False
    if _is_part_of_name(token, lexicon) or _is_otherwise(token, lexicon):
        return False
    if token.dep_ not in {"compound", "amod", "nmod"}:
        return True
    head = token.head.lemma_.lower()
    if head in lexicon.way:
        # "the amber road ran from A to B", but not who follows the silk road
        named = token.lemma_.lower() not in lexicon.paving and token.head.pos_ == "NOUN"
        return named and token.head.dep_ in {"nsubj", "nsubjpass"}
    if head in goods or head in lexicon.handler or head in lexicon.movement.noun:
        return True
    is_other = head in lexicon.people or head in lexicon.abstract
    return not (is_other or head.endswith(lexicon.doer_endings))


def _is_part_of_name(token: Token, lexicon: Lexicon) -> bool:
    """As in "the Armor School", "Amber of Felixstowe Road"; "LNG" is none."""
    if token.pos_ != "PROPN" or not token.text[:1].isupper() or token.text.isupper():
        return False
    opens = token.i == token.sent.start
    return not opens or token.lower_ in lexicon.naming.given or token.head.pos_ == "PROPN"


def _is_otherwise(token: Token, lexicon: Lexicon) -> bool:
    """As in "roller coaster", "a parcel of land"."""
    kinds = {c.lower_ for c in token.children if c.dep_ in {"compound", "amod", "nmod"}}
    if kinds & lexicon.unlike:
        return True
    if token.lemma_.lower() in lexicon.bottled and not kinds & lexicon.bottling:
        return True
    if token.lemma_.lower() not in lexicon.any_cargo:
        return False
    held = [n for c in token.children if c.lower_ == "of" for n in c.children]
    return any(n.lemma_.lower() in lexicon.immovable for n in held)


_NEAR = 5


def has_own_goods(word: Token, lexicon: Lexicon, *, known: bool, told_before: bool) -> bool:
    """Whether the goods are those of this very word: its subject, its object, or their kind.

    `known` lets a pronoun stand for goods of the sentence that it follows, `told_before` for
    goods of an earlier sentence.
    """
    goods = _goods_among(word.sent, lexicon)
    things = [word, *_objects(word)] if word.pos_ != "VERB" else _objects(word)
    verb = word.head if word.pos_ in {"NOUN", "PROPN"} else word
    subject = subject_of(verb) if verb.pos_ in {"VERB", "AUX"} else None
    things += [c for c in verb.children if c.dep_ == "advmod" and c.lower_ in lexicon.pronoun]
    things += [subject] if subject is not None else []
    things += _objects(verb) if verb is not word else []
    things += [word.head] if word.dep_ in {"acl", "relcl"} else []
    if known and any(_stands_for_goods(t, lexicon, told_before=told_before) for t in things):
        return True
    if known and any(_is_service(t, lexicon) for t in things):
        return True
    near = [t for thing in things for t in (thing, *_kinds_of(thing))]
    if word.pos_ == "VERB" or word.lemma_.lower() not in lexicon.glance.weak_movement:
        # parsers take "spare parts leave" apart: what stands right before the word counts, too
        near += list(word.doc[max(word.sent.start, word.i - _NEAR) : word.i])
    if any(_is_good(t, goods, lexicon) or t.lemma_.lower() in lexicon.load_noun for t in near):
        return True
    return word.lemma_.lower() in lexicon.movement.freight and _is_thing_moved(
        word, subject, lexicon
    )


def _is_service(noun: Token, lexicon: Lexicon) -> bool:
    """Whether it is a line on which goods may go, and nobody's own ("his service")."""
    own = any(c.dep_ == "poss" for c in noun.children)
    if noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_.lower() in lexicon.closing:
        return False
    return noun.lemma_.lower() in lexicon.cues.chain_noun and not own


def _stands_for_goods(pronoun: Token, lexicon: Lexicon, *, told_before: bool) -> bool:
    """Whether a pronoun may stand for goods: not for people named before it in the sentence."""
    if pronoun.lower_ not in lexicon.pronoun:
        return False
    before = list(pronoun.doc[pronoun.sent.start : pronoun.i])
    people = lexicon.people - lexicon.cargo - lexicon.crew
    if any(t.pos_ == "NOUN" and t.lemma_.lower() in people for t in before):
        return False
    return told_before or has_goods(before, lexicon) or tells_supply_line(before, lexicon)


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
    if any(_is_barred(o, lexicon) for o in objects) or _are_people(objects, lexicon):
        return False
    if subject is not None and subject.i not in places:
        barred = _kind(subject, word, lexicon)
        if barred in {"nature", "abstract"}:
            return False
        if barred == "people" and (_rides(word, lexicon) or not (sends and objects)):
            return False
        if barred == "people" and _is_passive(word):
            return False
    if subject is not None and _rides_along(word, subject, tokens, lexicon):
        return False
    hauled = word.lemma_.lower() in lexicon.movement.freight and _is_thing_moved(
        word, subject, lexicon
    )
    return known or hauled or has_goods(tokens, lexicon)


def _rides(verb: Token, lexicon: Lexicon) -> bool:
    """Whether people only go by what they steer: "farmers drove tractors from A to B"."""
    steered = lexicon.vehicles | lexicon.ridden
    objects = [o.lemma_.lower() for o in _objects(verb)]
    return verb.lemma_.lower() in lexicon.ride and bool(objects) and set(objects) <= steered


def _rides_along(verb: Token, subject: Token, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether one, and no goods, goes by a vehicle: "the patriarch travelled by train"."""
    lemma = subject.lemma_.lower()
    named = any(c.dep_ == "det" for c in subject.children) and subject.tag_ == "NN"
    if not named or lemma in lexicon.moved or lemma in lexicon.load_noun or _objects(verb):
        return False
    goods = [t for t in tokens if _is_good(t, lexicon.goods, lexicon)]
    means = [t for t in goods if t.dep_ == "pobj" and t.head.lower_ in {"by", "on", "in", "aboard"}]
    aboard = all(t.lemma_.lower() in lexicon.vehicles for t in goods) and means == goods
    return verb.tag_ != "VBN" and bool(goods) and aboard


def is_march(words: Sequence[Token], tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether only soldiers move, by no means that is told: an invasion, not a supply route."""
    goods = [t for t in tokens if _is_good(t, lexicon.goods, lexicon)]
    if not goods or any(t.lemma_.lower() not in lexicon.martial for t in goods):
        return False
    return not any(w.lemma_.lower() in lexicon.means for w in words)


def is_conditional(word: Token, lexicon: Lexicon) -> bool:
    """Whether the verb tells of no deed, but of a condition or a wish.

    "if the strait were closed", "requests to ship", "refused to send" and "aid should go" say
    nothing of what was done.
    """
    hangs = word.dep_ in {"acl", "xcomp", "ccomp", "advcl", "relcl"}
    to = any(c.lower_ == "to" and c.dep_ == "aux" for c in word.children)
    if hangs and to and word.head.lemma_.lower() in lexicon.unreal:
        return True
    if any(c.dep_ == "aux" and c.lower_ in lexicon.advised for c in word.children):
        return True
    if any(a.lemma_.lower() in lexicon.incapable for a in [*word.ancestors][:2]):
        return True
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


def _is_thing_moved(verb: Token, subject: Token | None, lexicon: Lexicon) -> bool:
    """Whether the verb names what it moves: an object, or its subject in the passive."""
    things = _objects(verb)
    if _is_passive(verb) and subject is not None:
        things.append(subject)
    return any(t.pos_ == "NOUN" and t.lemma_.lower() not in lexicon.immobile for t in things)


def _objects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in {"dobj", "obj"}]


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "relcl"}
    )


def _kind(subject: Token, verb: Token, lexicon: Lexicon) -> str:
    # rockets lift off and reach their targets; as goods they are shipped
    moving = lexicon.movement.onward
    verb_flies = verb.tag_ != "VBN" and not _objects(verb) and verb.lemma_.lower() in moving
    lemma = subject.lemma_.lower()
    owners = [c for c in subject.children if c.dep_ == "poss"]
    if any(o.ent_type_ == "PERSON" or o.lemma_.lower() in lexicon.people for o in owners):
        return "people"
    aboard = any(t.lemma_.lower() in lexicon.carriers for t in verb.sent)
    if lemma in lexicon.projectile and verb_flies and not aboard:
        return "nature"
    if lemma in lexicon.cargo:
        return ""
    called = {c.lemma_.lower() for c in subject.children if c.dep_ == "compound"}
    if called & lexicon.vehicles:
        return ""
    if lemma in lexicon.crew and verb.tag_ != "VBN":
        return ""
    if subject.ent_type_ == "PERSON" or lemma in lexicon.people:
        return "people"
    if lemma in lexicon.nature or called & lexicon.nature:
        return "nature"
    return "abstract" if lemma in lexicon.abstract and subject.pos_ != "PROPN" else ""


def _are_people(objects: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether nobody but people is moved: "the bus took the players"."""
    moved = [o for noun in objects for o in (noun, *noun.conjuncts)]
    people = lexicon.people - lexicon.cargo
    return bool(moved) and all(o.lemma_.lower() in people for o in moved)


def _is_barred(noun: Token, lexicon: Lexicon) -> bool:
    lemma = noun.lemma_.lower()
    return (
        lemma in lexicon.abstract
        or lemma in lexicon.immovable
        or (noun.ent_type_ == "PERSON" and noun.lemma_.lower() not in lexicon.cargo)
    )
