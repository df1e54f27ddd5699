"""Where an installation stands in its life: planned, being built, at work, closed or attacked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routes.dossier import Phase
from routes.extraction.attributes import has_phrase, is_future, phase_of
from routes.extraction.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["site_phase"]

_OBJECTS = frozenset({"dobj", "nsubjpass"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_AGAINST = frozenset({"on", "against", "at"})
_WHERE = frozenset({"at", "in", "near", "outside"})


def site_phase(noun: Token, lexicon: Lexicon) -> Phase | None:
    """What the sentence says of the installation that the noun names.

    What befalls it ("was bombed", "has reopened") is told by the verbs of which it is the
    object or the subject; of several the last one counts. Else words of plans and of building
    anywhere in the sentence do. None when the sentence says nothing of it.
    """
    events = sorted(_events(noun, lexicon))
    if events:
        return Phase(events[-1][1])
    text = noun.sent.text.lower()
    if has_phrase(lexicon.phase.building_phrase, text):
        return Phase.UNDER_CONSTRUCTION
    if has_phrase(lexicon.phase.planned_phrase, text):
        return Phase.PLANNED
    words = [noun, *(t for t in noun.ancestors if t.pos_ == "VERB")]
    phase = phase_of(text, words, lexicon)
    if phase is Phase.ACTIVE:
        return None
    return Phase.CLOSED if phase is Phase.ENDED else phase


def _events(noun: Token, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """Each verb that tells what became of the installation: its place, and the phase."""
    for verb, is_subject in _verbs_of(noun):
        lemma = verb.lemma_.lower()
        if is_future(verb, lexicon) or any(c.dep_ == "neg" for c in verb.children):
            continue
        if lemma in lexicon.site.attacked and not is_subject and not _by_nature(verb, lexicon):
            yield verb.i, Phase.ATTACKED
        elif lemma in lexicon.site.closed:
            yield verb.i, Phase.CLOSED
        elif lemma in lexicon.site.reopened:
            yield verb.i, Phase.ACTIVE
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ in _AGAINST and above.head.pos_ == "NOUN":
        deed = above.head
        if deed.lemma_.lower() in lexicon.site.attacked and not _is_ruled_out(deed, lexicon):
            yield deed.i, Phase.ATTACKED


def _verbs_of(noun: Token) -> Iterator[tuple[Token, bool]]:
    """Verbs of which the noun is an argument, and whether it is that of which they say it."""
    first = noun.head if noun.dep_ == "conj" else noun
    if first.dep_ in _OBJECTS | _SUBJECTS:
        passive = first.dep_ == "nsubjpass"
        yield first.head, first.dep_ == "nsubj"
        if first.dep_ in _SUBJECTS:
            for verb in first.head.conjuncts:
                other = any(c.dep_ in _SUBJECTS for c in verb.children)
                if verb.pos_ == "VERB" and not other:
                    yield verb, not (passive and verb.tag_ == "VBN")
    for child in (c for named in (noun, *_places_of(noun)) for c in named.children):
        if child.dep_ == "relcl" or (child.dep_ == "acl" and child.tag_ == "VBN"):
            subject = next((c for c in child.children if c.dep_ == "nsubj"), None)
            yield child, subject is not None and subject.tag_ in {"WDT", "WP"}
        elif child.dep_ == "amod":
            yield child, False


def _places_of(noun: Token) -> Iterator[Token]:
    """Names of where it stands: "the terminal at Ras Lanuf, which was shelled"."""
    for preposition in noun.children:
        if preposition.dep_ == "prep" and preposition.lower_ in _WHERE:
            yield from (c for c in preposition.children if c.pos_ == "PROPN")


def _by_nature(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a storm or a fire did it, which is no attack."""
    doers = [c for c in verb.children if c.dep_ == "nsubj"]
    doers += [n for c in verb.children if c.dep_ == "agent" for n in c.children]
    return any(d.lemma_.lower() in lexicon.nature for d in doers)


def _is_ruled_out(deed: Token, lexicon: Lexicon) -> bool:
    """Whether the attack is only denied, planned or foiled."""
    verb = deed.head
    return any(c.lower_ == "no" for c in deed.children) or (
        verb.pos_ == "VERB" and deed.dep_ == "dobj" and verb.lemma_.lower() in lexicon.site.foiled
    )
