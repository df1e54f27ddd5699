"""The part that each place of a sentence plays: start, way-point, end, or none at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from routes.extraction.actors import actor_part
from routes.extraction.containers import is_container
from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Part, Placed
from routes.extraction.tagger import Sentence
from routes.extraction.toponym import Toponym
from routes.extraction.verbcues import VERB_REACH, VerbCues

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["parts_of"]

_LISTING = {",", "and", "or", "&", "both", "either", "as", "well", "then"}
_MODIFIERS = {"DET", "ADJ", "NUM", "PUNCT"}
_JOINTS = {"with", "to", "and"}


def parts_of(
    sentence: Sentence, toponyms: Sequence[Toponym], lexicon: Lexicon
) -> tuple[Placed, ...]:
    """Give every toponym of a sentence its part, in reading order.

    Containers ("Iran" in "Amirabad in Iran") are hung on the name that they contain.
    """
    reader = _Cues(sentence, lexicon)
    placed: list[Placed] = []
    for i, toponym in enumerate(toponyms):
        before = placed[-1] if placed else None
        following = toponyms[i + 1] if i + 1 < len(toponyms) else None
        found = reader.part(toponym, before, following)
        if found.part is Part.CONTAINER:
            placed[:] = _hang(placed, found)
        placed.append(found)
    return tuple(_first_of_list(placed))


def _hang(placed: list[Placed], container: Placed) -> list[Placed]:
    hung = list(placed)
    for k in range(len(hung) - 1, -1, -1):
        if hung[k].part is Part.CONTAINER:
            continue
        hung[k] = replace(hung[k], inside=(*hung[k].inside, container.toponym))
        if not hung[k].link:
            break
    return hung


def _first_of_list(placed: list[Placed]) -> list[Placed]:
    """A listed name takes the part of the list's first one ("to Poti and Tbilisi")."""
    result: list[Placed] = []
    for item in placed:
        head = next((p for p in reversed(result) if p.part is not Part.CONTAINER), None)
        inherits = item.part is Part.NONE and item.link and head is not None
        if inherits and head is not None and head.part is not Part.NONE:
            result.append(replace(item, part=head.part, cue=head.cue))
        else:
            result.append(item)
    return result


class _Cues(VerbCues):
    """Reads the words before a place."""

    def part(self, toponym: Toponym, before: Placed | None, following: Toponym | None) -> Placed:
        if toponym.chain >= 0:
            return self._chained(toponym, before, following)
        if before is not None and is_container(self.sentence, toponym, before, self.words):
            return Placed(toponym, Part.CONTAINER)
        left = self._left_of(toponym)
        pair = self._between(toponym, before, left)
        if pair is not None:
            return pair
        link = self._link(toponym, before, left)
        if link:
            return Placed(toponym, Part.NONE, link=link)
        part, cue = self._cue(left, toponym)
        ruled_out = cue > self.start and self.doc[cue - 1].lower_ in self.words.stance.negation
        if part is not Part.NONE and (ruled_out or self._only_names(toponym, cue)):
            part, cue = Part.NONE, -1
        if part is Part.GOAL and self._is_transaction(cue):
            part = Part.RECIPIENT
        if part is Part.NONE:
            part = actor_part(self.sentence, toponym, self.words)
        return Placed(toponym, part, cue)

    def _only_names(self, toponym: Toponym, cue: int) -> bool:
        """Whether the name belongs to a thing that is no stop, or to people who come from there.

        As in "to Paris' residence", "from Athens residents' homes", "refugees from Ethiopia".
        """
        root = self.doc[toponym.first : toponym.last + 1].root
        before = self.doc[cue - 1] if cue > self.start else None
        people = self.words.people - self.words.cargo
        if self.doc[cue].lower_ == "from" and before is not None:
            nouns = [n for n in (before, self.doc[cue].head) if n.pos_ == "NOUN"]
            if any(n.lemma_.lower() in people for n in nouns):
                return True
        return self._belongs_to_no_stop(root)

    def _belongs_to_no_stop(self, root: Token) -> bool:
        """Whether a name describes a noun after it that ends no way: "a US official"."""
        head = root.head
        if root.dep_ not in {"compound", "poss", "nmod"} or head.i < root.i:
            return False
        lemma = head.lemma_.lower()
        fits = lemma in self.words.grounds or lemma in self.words.moved
        return head.pos_ == "NOUN" and not fits and lemma not in self.cues.gateway

    def _is_transaction(self, cue: int) -> bool:
        """In "supply X with …" and "sold to X", X is given something, wherever it goes."""
        token = self.doc[cue]
        gives = self.words.movement.give
        return token.lemma_.lower() in gives or (
            token.lower_ == "to" and token.head.lemma_.lower() in gives
        )

    def _chained(
        self, toponym: Toponym, before: Placed | None, following: Toponym | None
    ) -> Placed:
        first = before is None or before.toponym.chain != toponym.chain
        last = following is None or following.chain != toponym.chain
        part = Part.SOURCE if first else Part.GOAL if last else Part.VIA
        return Placed(toponym, part, toponym.first)

    def _left_of(self, toponym: Toponym) -> int:
        """The nearest token to the left that does not merely describe the place."""
        i = toponym.first - 1
        while i >= self.start and self._describes_place(i, toponym):
            i -= 1
        return i

    def _describes_place(self, i: int, toponym: Toponym) -> bool:
        token = self.doc[i]
        if token.text in {",", ";", ":", "(", ")", "–", "—", "."}:
            return False
        lemma = token.lemma_.lower()
        if lemma in self.words.place_noun and token.pos_ in {"NOUN", "PROPN", "ADJ"}:
            return True
        if token.lower_ in self.cues.example:
            return any(self._is_place_noun(k) for k in range(max(self.start, i - 2), i))
        if token.lower_ in {"of", "at", "in", "on"} and i > self.start:
            # "across the frontier in A": it lies there, and is not crossed
            if token.lower_ == "in" and self.doc[i - 1].lemma_.lower() in self.cues.border:
                return False
            return self._is_place_noun(i - 1) or self._is_thing_reached(i - 1)
        if self._is_thing_reached(i):
            return True
        if token.pos_ == "PROPN":
            if token.dep_ == "npadvmod":
                return token.head.dep_ == "amod"
            return token.dep_ in {"compound", "amod", "nmod"} and self._reaches(token, toponym)
        if token.tag_ in {"VBN", "JJ", "VBG"} and token.dep_ in {"amod", "compound"}:
            return True
        compound = token.pos_ == "NOUN" and token.dep_ in {"compound", "nmod", "npadvmod"}
        return token.pos_ in _MODIFIERS or compound or token.tag_ == "POS"

    def _is_thing_reached(self, i: int) -> bool:
        """Whether it ends a way and says where it lies: "to the strip at Uli"."""
        noun = self.doc[i]
        if noun.pos_ != "NOUN" or noun.dep_ != "pobj" or i + 1 >= len(self.doc):
            return False
        lies = self.doc[i + 1].lower_ in {"at", "in", "near", "outside"}
        reached = noun.head.lower_ in {"from", "to", "into", "via", "through"}
        return lies and reached and noun.lemma_.lower() in self.words.works

    def _reaches(self, token: Token, toponym: Toponym) -> bool:
        return toponym.first <= token.head.i <= toponym.last or self._is_place_noun(token.head.i)

    def _is_place_noun(self, i: int) -> bool:
        token = self.doc[i]
        return token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() in self.words.place_noun

    def _link(self, toponym: Toponym, before: Placed | None, left: int) -> str:
        """How the name joins a list with the one before it; empty when it does not."""
        if before is None or before.part is Part.REFERENCE or self._owns(toponym):
            return ""
        root = self.doc[toponym.first : toponym.last + 1].root
        is_subject = root.dep_ in {"nsubj", "nsubjpass"} and root.head.i > toponym.last
        if is_subject or self._belongs_to_no_stop(root):
            return ""
        between = list(self.doc[before.toponym.last + 1 : toponym.first])
        words = [t.lower_ for t in between]
        joins = [w for w in words if w in _LISTING]
        if not joins or (left > before.toponym.last and self.doc[left].lower_ not in _LISTING):
            return ""
        rest = [t for t in between if t.lower_ not in _LISTING]
        if any(not self._describes_place(t.i, toponym) for t in rest):
            return ""
        if before.part is Part.CONTAINER and "," in words and "and" not in words:
            return ""
        return "or" if "or" in joins else "and"

    def _owns(self, toponym: Toponym) -> bool:
        following = toponym.last + 1
        return following < len(self.doc) and self.doc[following].tag_ == "POS"

    def _between(self, toponym: Toponym, before: Placed | None, left: int) -> Placed | None:
        if left < self.start:
            return None
        word = self.doc[left].lower_
        if word == "between" and self._moves_between(left):
            return Placed(toponym, Part.SOURCE, left)
        linked = self._linked(toponym, before, left)
        if linked is not None:
            return linked
        opened = before is not None and before.cue >= 0 and before.part is Part.SOURCE
        if opened and before is not None and word == "and" and self._is_between(before.cue):
            return Placed(toponym, Part.GOAL, before.cue)
        return None

    def _linked(self, toponym: Toponym, before: Placed | None, left: int) -> Placed | None:
        """The ends in "links A with B" and "connects A to B"."""
        token = self.doc[left]
        if token.lemma_.lower() in self.cues.linking and token.pos_ in {"VERB", "NOUN"}:
            joint = self.doc[toponym.last + 1 : toponym.last + 2].text.lower()
            return Placed(toponym, Part.SOURCE, left) if joint in _JOINTS else None
        opened = before is not None and before.cue >= 0 and before.part is Part.SOURCE
        if opened and before is not None and token.lower_ in _JOINTS:
            links = self.doc[before.cue].lemma_.lower() in self.cues.linking
            return Placed(toponym, Part.GOAL, before.cue) if links else None
        return None

    def _is_between(self, cue: int) -> bool:
        return self.doc[cue].lower_ == "between"

    def _moves_between(self, between: int) -> bool:
        head = self.doc[between].head
        lemmas = {
            head.lemma_.lower(),
            *(c.lemma_.lower() for c in head.children if c.dep_ == "nsubj"),
        }
        moving = self.words.movement
        kinds = (moving.noun, self.cues.chain_noun, self.words.vehicles, moving.go)
        return any(lemmas & words for words in kinds)

    def _cue(self, left: int, toponym: Toponym) -> tuple[Part, int]:
        if left < self.start:
            return Part.NONE, -1
        phrase = self._phrase_part(left, toponym)
        if phrase is not Part.NONE:
            return phrase, left
        token = self.doc[left]
        if token.lower_ == "with" and self._is_seizure_at_border(left):
            return Part.SOURCE, left
        if token.lower_ in {"in", "at", "on", "for", "off", "near", "outside"}:
            return self.by_verb(left), left
        if token.pos_ in {"VERB", "AUX"}:
            return self.as_object(token, toponym), left
        return Part.NONE, -1

    def _is_seizure_at_border(self, left: int) -> bool:
        """Goods found "at the border with X" were coming from X."""
        if left == self.start or self.doc[left - 1].lemma_.lower() not in self.cues.border:
            return False
        before = self.doc[max(self.start, left - 2 * VERB_REACH) : left]
        return any(t.lemma_.lower() in self.cues.interdict for t in before)

    def _phrase_part(self, left: int, toponym: Toponym) -> Part:
        if self._only_relates(left):
            between = self.doc[left + 1 : toponym.first]
            within = any(t.lower_ in {"in", "at"} for t in between)
            return Part.NONE if within else Part.REFERENCE
        for length in range(min(5, left - self.start + 1), 0, -1):
            phrase = self.doc[left - length + 1 : left + 1].text.lower()
            for part in (Part.GOAL, Part.SOURCE, Part.VIA):
                if phrase in getattr(self.cues, part.value):
                    return part if self._is_directional(left, length, part) else Part.NONE
        return Part.NONE

    def _only_relates(self, left: int) -> bool:
        """Whether the place only says where another lies: "600 miles east of", "40 km from"."""
        token = self.doc[left]
        if token.lower_ in {"of", "from", "to"} and left > self.start:
            before = self.doc[left - 1]
            lemma = before.lemma_.lower()
            if token.lower_ == "from" and before.dep_ != "prt":
                return lemma in self.cues.distance
            return token.lower_ != "from" and {lemma, before.lower_} & self.cues.beside != set()
        near = token.lower_ in {"near", "outside", "beside", "opposite"}
        return near and left > self.start and self.doc[left - 1].text == ","

    def _is_directional(self, left: int, length: int, part: Part) -> bool:
        token = self.doc[left]
        if length > 1 or (part is Part.VIA and token.lower_ == "via"):
            return True
        before = self.doc[left - 1].lemma_.lower() if left > self.start else ""
        head = token.head.lemma_.lower()
        if before in self.cues.border and self._is_crossed(left - 1):
            return True
        barred = self.cues.not_after
        plain = token.lower_ in {"to", "from"}
        both = {c.lower_ for c in token.head.children if c.dep_ == "prep"} >= {"from", "to"}
        if plain and not both and (before in barred or (head in barred and token.head.i < left)):
            return False
        if token.lower_ in {
            "over",
            "along",
            "up",
            "down",
            "round",
            "around",
            "across",
            "through",
            "past",
            "beyond",
        }:
            return self._moves(token)
        return True

    def _is_crossed(self, border: int) -> bool:
        """As in "across the border to A"."""
        before = self.doc[max(self.start, border - 3) : border]
        return any(t.lower_ in self.cues.over_border for t in before)

    def _moves(self, token: Token) -> bool:
        moving = self.words.movement
        told = (moving.verbs, moving.noun, self.words.cargo)
        before = self.doc[max(self.start, token.i - 2 * VERB_REACH) : token.i]
        near = [t for t in before if t.pos_ in {"VERB", "NOUN"}]
        return any(t.lemma_.lower() in words for t in (*token.ancestors, *near) for words in told)
