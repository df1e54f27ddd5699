"""What the verb about a place tells of its part: arrived in, loaded at, reached, set off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer import PlaceKind
from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Part
from routes.extraction.tagger import Sentence
from routes.extraction.toponym import Toponym

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["VERB_REACH", "VerbCues"]

VERB_REACH = 10


class VerbCues:
    """Reads the verbs of one sentence."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        self.sentence = sentence
        self.doc = sentence.doc
        self.start = sentence.span.start
        self.words = lexicon
        self.cues = lexicon.cues

    def by_verb(self, left: int) -> Part:
        """The part of a place behind "in", "at", "for" and the like, by the verb before it."""
        preposition = self.doc[left].lower_
        if self.doc[left].head.lemma_.lower() in self.cues.theatre:
            return Part.NONE
        for i in range(left - 1, max(self.start, left - VERB_REACH) - 1, -1):
            token = self.doc[i]
            if token.text in {";", ":"}:
                break
            part = (
                self._part_for(token, left)
                if preposition == "for"
                else self._part_at(token, preposition)
            )
            if part is not Part.NONE:
                return part
            if preposition != "for" and token.pos_ == "VERB" and token.dep_ != "amod":
                return self._between_deeds(token)
        if preposition == "for":
            return self._part_for_journey(left)
        return Part.NONE

    def _between_deeds(self, verb: Token) -> Part:
        """What a deed's place is to the movement told beside it.

        It goes on from there ("auctioned in A and carried to B"), or the goods come to rest
        there ("leaves A and is melted in B").
        """
        moving = self.words.movement
        for other in verb.conjuncts:
            lemma = other.lemma_.lower()
            onward = lemma in moving.send or lemma in self.cues.sets_off
            if onward or lemma in self.cues.object_goal:
                ways = {"to", "into", "for"}
                goes = any(c.dep_ == "prep" and c.lower_ in ways for c in other.children)
                reaches = lemma in self.cues.object_goal
                if other.i > verb.i and (goes or reaches):
                    return Part.SOURCE
        done = any(c.dep_ == "auxpass" for c in verb.children)
        came = verb.head.lemma_.lower() in moving.onward
        return Part.GOAL if done and verb.dep_ == "conj" and came else Part.NONE

    def _part_for_journey(self, left: int) -> Part:
        """In "sailed from A with tanks for B", B is the end of the journey."""
        verbs = [a for a in self.doc[left].ancestors if a.pos_ == "VERB"][:1]
        return Part.GOAL if any(v.lemma_.lower() in self.cues.journey for v in verbs) else Part.NONE

    def _part_for(self, token: Token, left: int) -> Part:
        lemma = token.lemma_.lower()
        meant = token.i == left - 1 and token.dep_ in {"nsubj", "nsubjpass"} and self.is_good(lemma)
        return Part.GOAL if meant or lemma in self.cues.for_goal_after else Part.NONE

    def _part_at(self, token: Token, preposition: str) -> Part:
        lemma = token.lemma_.lower()
        takes = any(c.dep_ == "dobj" for c in token.children)
        if token.pos_ == "VERB" and takes and lemma in self.cues.interdict:
            return Part.FOUND
        phrase = " ".join(
            [lemma, *(c.lower_ for c in token.children if c.dep_ == "prt" or c.lower_ == "aboard")]
        )
        halts = token.pos_ != "NOUN" or bool({lemma, token.lower_} & self.cues.halt_noun)
        if preposition == "on" and lemma in self.cues.aboard:
            return Part.NONE
        if halts and token.pos_ in {"VERB", "NOUN", "AUX", "ADJ"}:
            for part, words in self._verb_parts():
                if lemma in words or phrase in words:
                    return part
        if (token.tag_ == "VBN" or token.dep_ == "acl") and lemma in self.cues.made_in:
            return Part.SOURCE
        found = token.pos_ == "VERB" and lemma in self.cues.interdict
        return Part.FOUND if found else Part.NONE

    def is_good(self, lemma: str) -> bool:
        """Whether the word means a cargo or a vehicle."""
        return lemma in self.words.cargo or lemma in self.words.vehicles

    def _verb_parts(self) -> tuple[tuple[Part, frozenset[str]], ...]:
        return (
            (Part.GOAL, self.cues.at_goal_after),
            (Part.VIA, self.cues.at_via_after),
            (Part.SOURCE, self.cues.at_source_after),
        )

    def _is_way(self, verb: Token, toponym: Toponym) -> bool:
        """Whether what is used is a port, a road, a water: "used the port of A"."""
        between = self.doc[verb.i + 1 : toponym.last + 1]
        ways = (self.words.place_noun, self.words.way, self.words.route_noun)
        named = any(t.lemma_.lower() in words for t in between for words in ways)
        kinds = {PlaceKind.PORT, PlaceKind.AIRPORT, PlaceKind.CROSSING}
        sense = toponym.sense
        return named or toponym.is_water or (sense is not None and sense.kind in kinds)

    def as_object(self, token: Token, toponym: Toponym) -> Part:
        """The part of a place that is the object of a verb: "left A", "reached B"."""
        lemma = token.lemma_.lower()
        if lemma == "use" and not self._is_way(token, toponym):
            return Part.NONE
        for part, words in (
            (Part.SOURCE, self.cues.object_source),
            (Part.GOAL, self.cues.object_goal),
            (Part.VIA, self.cues.object_via),
        ):
            if lemma in words:
                return part
        return Part.NONE
