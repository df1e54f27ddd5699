"""Places that act: governments that send, receive, or stand accused of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Part
from routes.extraction.predicates import is_misread
from routes.extraction.tagger import Sentence
from routes.extraction.toponym import Toponym

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["actor_part"]


def actor_part(sentence: Sentence, toponym: Toponym, lexicon: Lexicon) -> Part:
    """A country that sends or receives is an end of the route, unless it only speaks."""
    root = sentence.doc[toponym.first : toponym.last + 1].root
    moving = lexicon.movement
    if root.dep_ == "poss":
        owned = root.head.lemma_.lower() in lexicon.cargo and toponym.is_country
        return Part.AGENT if owned else Part.NONE
    following = root.doc[root.i + 1 : root.i + 2]
    if root.pos_ == "ADJ" and any(t.lemma_.lower() in lexicon.raw for t in following):
        return Part.AGENT
    if _is_accused(root, lexicon):
        return Part.AGENT
    if root.dep_ == "compound" and is_misread(root.head, lexicon):
        return Part.AGENT
    verb = _verb_of_subject(root)
    if verb is not None:
        lemma = _content_verb(verb).lemma_.lower()
        if lemma in moving.agent_origin or _uses_way(verb, lexicon) or _manages(verb, lexicon):
            return Part.AGENT
        if lemma in moving.receive:
            return Part.RECIPIENT
    if _is_of_producer(root, lexicon):
        return Part.AGENT
    by_agent = root.dep_ == "pobj" and root.head.lower_ == "by"
    if by_agent and root.head.head.lemma_.lower() in moving.agent_origin:
        return Part.AGENT
    return _as_named_end(root, lexicon)


def _is_of_producer(root: Token, lexicon: Lexicon) -> bool:
    """As in "mills in A send flour to B", "farmers around A"."""
    makers = root.head.head if root.dep_ == "pobj" else root.head
    if root.dep_ == "pobj" and root.head.lower_ not in {"in", "around", "near", "at", "of"}:
        return False
    known = lexicon.site.producer
    if root.dep_ == "pobj" and root.head.lower_ == "of":
        known = known | lexicon.site.of_place
    if root.dep_ not in {"pobj", "compound"} or makers.lemma_.lower() not in known:
        return False
    sends = lexicon.movement.send
    return makers.dep_ == "nsubj" and makers.head.lemma_.lower() in sends


def _is_accused(root: Token, lexicon: Lexicon) -> bool:
    """Whether it stands as X in "accused X of supplying …"."""
    verb = root.head
    if root.dep_ not in {"dobj", "nsubjpass"} or verb.lemma_.lower() not in lexicon.cues.accuse:
        return False
    after = root.doc[root.i + 1 : root.i + 4]
    return any(
        t.lower_ in {"of", "for"}
        and (
            t.nbor().lemma_.lower() in lexicon.movement.agent_origin
            or is_misread(t.nbor(), lexicon)
        )
        for t in after
        if t.i + 1 < len(root.doc)
    )


def _as_named_end(root: Token, lexicon: Lexicon) -> Part:
    """The part in "either A or B is the destination"."""
    head = root
    while head.dep_ == "conj":
        head = head.head
    if head.dep_ not in {"nsubj", "attr"} or head.head.lemma_.lower() != "be":
        return Part.NONE
    for other in head.head.children:
        part = lexicon.cues.end_noun.get(other.lemma_.lower())
        if part and other.dep_ in {"nsubj", "attr"}:
            return Part(part)
    return Part.NONE


def _verb_of_subject(token: Token) -> Token | None:
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ == "nsubj":
        return token.head
    return None


def _manages(verb: Token, lexicon: Lexicon) -> bool:
    """As X in "X resumed exports of oil": the movement is its own."""
    if verb.lemma_.lower() not in lexicon.movement.manage:
        return False
    return any(
        c.dep_ == "dobj" and c.lemma_.lower() in lexicon.movement.outward for c in verb.children
    )


def _uses_way(verb: Token, lexicon: Lexicon) -> bool:
    """As X in "X uses the port of Y to reach Z"."""
    if verb.lemma_.lower() not in lexicon.movement.resort:
        return False
    aims = (c for c in verb.subtree if c.dep_ in {"xcomp", "advcl", "relcl", "acl", "ccomp"})
    moving = lexicon.movement.agent_origin
    return any(a.pos_ == "VERB" and a.lemma_.lower() in moving for a in aims)


def _content_verb(verb: Token) -> Token:
    """The verb that tells what is done: "continues to supply" → supply, "has begun sending"."""
    for child in verb.children:
        if child.dep_ == "xcomp" and child.pos_ == "VERB":
            return _content_verb(child)
    return verb
