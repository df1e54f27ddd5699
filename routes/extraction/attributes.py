"""What a movement carries, by which means, and where it stands in its life."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import TYPE_CHECKING

from gazetteer import PlaceKind
from routes.dossier import Mode, Phase
from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Part
from routes.extraction.predicates import movement_words
from routes.extraction.stops import Hop, Movement

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["cargo_of", "has_phrase", "is_future", "mode_of", "phase_of"]

_MEANS = frozenset({"by", "aboard", "in", "on", "with"})
_WAYS = frozenset({"from", "to", "at", "in", "into", "near"})
_WATER_MODES = {"sea": Mode.SEA, "strait": Mode.SEA, "canal": Mode.SEA, "river": Mode.RIVER}


def mode_of(movement: Movement, hop: Hop, lexicon: Lexicon) -> Mode:
    """The means of one step: what is said nearest to it wins over what the sentence says.

    Phrases ("by rail") count for more than verbs ("sailed"), these more than vehicles
    ("trucks"), these more than waters crossed and the kinds of the places at the ends. What
    is said of another step counts only when it is said before the first, of the whole.
    """
    near = _window(movement, hop)
    for reader in (_by_phrase, _by_verb, _by_vehicle):
        mode = reader(near, lexicon, hop.last)
        # a boat on a river goes by river
        if mode is Mode.SEA and _by_water(hop) is Mode.RIVER:
            return Mode.RIVER
        if mode is not Mode.UNSPECIFIED:
            return mode
    mode = _by_water(hop)
    if mode is Mode.UNSPECIFIED and hop is not movement.hops[0] and not _changes(near, lexicon):
        mode = _by_vehicle(_window(movement, movement.hops[0]), lexicon, movement.hops[0].last)
    if mode is Mode.UNSPECIFIED:
        mode = _by_place(near, movement, hop, lexicon)
    return mode if mode is not Mode.UNSPECIFIED else _by_vehicle_before(movement, lexicon)


def _by_vehicle_before(movement: Movement, lexicon: Lexicon) -> Mode:
    """The vehicle told in the half of the sentence before, for which a pronoun stands here."""
    doc, begin = movement.sentence.doc, movement.tokens[0]
    told = doc[begin : movement.tokens[1] + 1]
    if not any(t.dep_ in {"nsubj", "nsubjpass"} and t.lower_ in lexicon.pronoun for t in told):
        return Mode.UNSPECIFIED
    return _by_vehicle(list(doc[movement.sentence.span.start : begin]), lexicon, begin)


def _changes(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the goods are put on something else ("loaded there for …")."""
    cues = lexicon.cues
    handling = (cues.at_source_after, cues.at_via_after, lexicon.movement.send)
    verbs = [t.lemma_.lower() for t in tokens if t.pos_ == "VERB"]
    return any(verb in words for verb in verbs for words in handling)


def _window(movement: Movement, hop: Hop) -> list[Token]:
    """The words that tell of one step: from the stop before it to its own end."""
    doc = movement.sentence.doc
    first, last = movement.window
    k = movement.hops.index(hop)
    begin = first if k == 0 else _told_until(movement.hops[k - 1], movement) + 1
    end = last if k == len(movement.hops) - 1 else _told_until(hop, movement)
    return list(doc[begin : end + 1])


def _told_until(hop: Hop, movement: Movement) -> int:
    """The last token of a step: its means may stand behind its end ("to A by ship and on to B")."""
    doc, last = movement.sentence.doc, hop.last
    following = last + 1
    if following > movement.window[1] or doc[following].lower_ not in _MEANS:
        return last
    for token in doc[following : movement.window[1] + 1]:
        if token.pos_ in {"CCONJ", "PUNCT", "VERB", "AUX", "SCONJ"} and token.dep_ != "amod":
            return token.i - 1
    return movement.window[1]


def phase_of(sentence_text: str, words: Sequence[Token], lexicon: Lexicon) -> Phase:
    """Whether what is told is planned, under way, suspended, ended or history."""
    text = sentence_text.lower()
    if has_phrase(lexicon.phase.historical_phrase, text):
        return Phase.HISTORICAL
    for word in words:
        above = [word, *word.ancestors][:4]
        if any(_is_over(a, lexicon) for a in above):
            return Phase.ENDED
        if any(a.lemma_.lower() in lexicon.phase.suspended_verb for a in above):
            return Phase.SUSPENDED
        if any(is_future(a, lexicon) for a in above):
            return Phase.PLANNED
    return Phase.ACTIVE


def cargo_of(movement: Movement, lexicon: Lexicon) -> str | None:
    """What is moved, as the report words it; None when the sentence does not say."""
    first, last = movement.tokens
    tokens = list(movement.sentence.doc[first : last + 1])
    words = list(movement_words(tokens, lexicon))
    named = [
        noun
        for noun in (*_objects_of(words), *_of_nouns(tokens, lexicon), *tokens)
        if _is_cargo(noun, lexicon)
    ]
    telling = [noun for noun in named if noun.lemma_.lower() not in lexicon.any_cargo]
    best = next(iter(telling or named), None)
    return None if best is None else _phrase(best, lexicon)


def _by_phrase(tokens: list[Token], lexicon: Lexicon, _: int) -> Mode:
    text = " ".join(t.lower_ for t in tokens)
    hits = [
        (match.start(), mode)
        for mode, phrases in lexicon.mode_phrase.items()
        for match in _pattern(phrases).finditer(text)
    ]
    return Mode(max(hits)[1]) if hits else Mode.UNSPECIFIED


def _by_verb(tokens: list[Token], lexicon: Lexicon, _: int) -> Mode:
    for token in reversed(tokens):
        if token.pos_ == "VERB":
            for mode, verbs in lexicon.mode_verb.items():
                if token.lemma_.lower() in verbs and not _is_landed(token, tokens, lexicon):
                    return Mode(mode)
    return Mode.UNSPECIFIED


def _is_landed(verb: Token, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether goods are put ashore, rather than that a plane comes down."""
    if verb.lemma_.lower() != "land":
        return False
    ships = lexicon.vehicle.get("sea", frozenset())
    aboard = any(t.lemma_.lower() in ships for t in tokens)
    return aboard or any(c.lower_ == "on" for c in verb.children)


def _by_vehicle(tokens: list[Token], lexicon: Lexicon, last: int) -> Mode:
    best: tuple[int, Mode] | None = None
    for token in tokens:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            continue
        for mode, vehicles in lexicon.vehicle.items():
            if token.lemma_.lower() in vehicles and not (
                _is_modifier(token, lexicon) or _is_company(token, lexicon)
            ):
                rank = (-abs(last - token.i), Mode(mode))
                best = rank if best is None or rank[0] > best[0] else best
    return best[1] if best else Mode.UNSPECIFIED


def _is_company(token: Token, lexicon: Lexicon) -> bool:
    """Whether a carrier is an airline or a haulier: a ship is one of bulk, of ore, of cars."""
    if token.lemma_.lower() not in lexicon.carrier.company:
        return False
    kinds = {c.lemma_.lower() for c in token.children if c.dep_ in {"compound", "amod", "nmod"}}
    return not kinds & (lexicon.cargo | lexicon.carrier.bearing)


def _is_modifier(token: Token, lexicon: Lexicon) -> bool:
    """Whether the vehicle is itself cargo: "aircraft parts", "parts for aircraft"."""
    head = token.head
    if token.dep_ == "pobj" and head.lower_ in lexicon.carrying:
        return True
    if token.dep_ == "pobj" and head.lower_ == "for":
        head = head.head
    elif token.dep_ != "compound":
        return False
    return head.lemma_.lower() in lexicon.cargo


def _by_water(hop: Hop) -> Mode:
    for via in hop.vias:
        sense = via.toponym.sense
        if sense is not None and sense.kind.value in _WATER_MODES:
            return _WATER_MODES[sense.kind.value]
    return Mode.UNSPECIFIED


def _by_place(tokens: list[Token], movement: Movement, hop: Hop, lexicon: Lexicon) -> Mode:
    nouns = {t.lemma_.lower() for t in tokens}
    for mode, words in lexicon.mode_place.items():
        if nouns & words:
            return Mode(mode)
    k = movement.hops.index(hop)
    ends = [p for p in (*movement.stops[k], *movement.stops[k + 1]) if p.part is not Part.AGENT]
    verbs = {t.lemma_.lower() for t in tokens if t.pos_ == "VERB"}
    by_ship = bool(verbs & lexicon.ship_verb)
    ported = [any(s.kind is PlaceKind.PORT for s in p.toponym.senses) for p in ends]
    first_ported = [
        p.toponym.sense is not None and p.toponym.sense.kind is PlaceKind.PORT for p in ends
    ]
    if len(ends) < 2 and hop is not movement.hops[-1]:
        # a country's goods come to the port from which they are shipped by some way on land
        return Mode.UNSPECIFIED
    if ends and (all(first_ported) or (by_ship and all(ported))):
        return Mode.SEA
    return Mode.UNSPECIFIED


def _is_over(verb: Token, lexicon: Lexicon) -> bool:
    """Whether it was done until then ("used to sail", "no longer sail", "stopped sailing")."""
    if verb.lemma_.lower() in lexicon.phase.ended_verb and _takes_verb(verb):
        return True
    before = verb.doc[max(verb.sent.start, verb.i - 2) : verb.i]
    if before.text.lower() not in lexicon.phase.ended_phrase:
        return False
    # "is used to sail" tells of a habit or a means, not of what is over
    return not any(c.dep_ == "auxpass" for c in before[0].children)


def _takes_verb(verb: Token) -> bool:
    return any(c.dep_ in {"xcomp", "dobj", "nsubjpass"} for c in verb.children)


def is_future(token: Token, lexicon: Lexicon) -> bool:
    """Whether a verb tells of what is still to come."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    for child in token.children:
        if child.dep_ == "aux" and child.lower_ in lexicon.future:
            return True
    to = [c for c in token.children if c.dep_ == "aux" and c.lower_ == "to"]
    if not to:
        return False
    before = token.doc[max(0, to[0].i - 2) : to[0].i + 1].text.lower()
    return any(before.endswith(p) for p in lexicon.phase.planned_phrase)


@cache
def _pattern(phrases: frozenset[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


def has_phrase(phrases: frozenset[str], text: str) -> bool:
    """Whether a text in lower case has one of the phrases, as whole words."""
    return _pattern(phrases).search(text) is not None


def _objects_of(words: Sequence[Token]) -> list[Token]:
    found: list[Token] = []
    for word in words:
        if word.pos_ in {"NOUN", "PROPN"}:
            found += [c for c in word.children if c.dep_ == "compound"]
            found += _objects_after(word, {"of"})
            continue
        found += [c for c in word.children if c.dep_ in {"dobj", "nsubjpass"}]
        found += _objects_after(word, {"with"})
        if word.dep_ in {"relcl", "acl"}:
            found.append(word.head)
    return found


def _of_nouns(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Nouns in "containers of laminate", "trucks with grain", "a ship carrying coal"."""
    found: list[Token] = []
    for token in tokens:
        if token.lemma_.lower() in {"carry", "haul", "contain", "hide"}:
            found += [c for c in token.children if c.dep_ == "dobj"]
        if token.lemma_.lower() in lexicon.vehicles:
            found += _objects_after(token, lexicon.holding)
    return found


def _objects_after(word: Token, prepositions: AbstractSet[str]) -> list[Token]:
    return [
        noun
        for preposition in word.children
        if preposition.dep_ == "prep" and preposition.lower_ in prepositions
        for noun in preposition.children
        if noun.dep_ == "pobj"
    ]


def _is_cargo(noun: Token, lexicon: Lexicon) -> bool:
    lemma = noun.lemma_.lower()
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.ent_type_ in {"GPE", "LOC", "PERSON", "NORP"}:
        return False
    if noun.dep_ == "pobj" and noun.head.lower_ in _WAYS and lemma in lexicon.site.noun:
        return False
    return lemma in lexicon.cargo and (
        lemma not in lexicon.vehicles or noun.dep_ in {"dobj", "nsubjpass"}
    )


def _phrase(noun: Token, lexicon: Lexicon) -> str:
    """The noun with the words that belong to it on its left, and "of …" on its right."""
    left = [
        t
        for t in noun.lefts
        if t.dep_ in {"compound", "amod", "nummod", "quantmod", "nmod"} and t.ent_type_ != "NORP"
    ]
    # "the company ships cement": the tagger may take the verb for a noun of a compound
    verbs = (t for t in left if t.tag_ in {"NNS", "VBZ"})
    sent = [t.i for t in verbs if t.lemma_.lower() in lexicon.movement.send]
    begin = min([noun.i, *(t.left_edge.i for t in left if t.i > max(sent, default=-1))])
    end = noun.i
    for preposition in noun.rights:
        if preposition.lower_ == "of":
            nouns = [c for c in preposition.children if c.dep_ == "pobj"]
            if nouns and nouns[0].pos_ == "NOUN":
                end = nouns[0].i
    return noun.doc[begin : end + 1].text
