"""Russian places, and the parts that cases and prepositions give to them.

All rules beyond the parts of places are those of English; the words come from the Russian
lexicon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gazetteer import Place
from routes.extraction.containers import is_container
from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Part, Placed
from routes.extraction.tagger import Sentence
from routes.extraction.toponym import Names, Toponym, toponym_at

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_toponyms", "parts_of"]

_LONGEST_NAME = 5
_PLACE = "LOC"
_AT = frozenset({"в", "во", "на", "около", "у", "возле"})
_LISTING = frozenset({",", "и", "или", "либо", "а", "также"})


def find_toponyms(sentence: Sentence, names: Names, lexicon: Lexicon) -> tuple[Toponym, ...]:
    """Find the place names of a sentence: tagged ones, and those of the store behind a cue."""
    found: list[Toponym] = []
    i, end = sentence.span.start, sentence.span.end
    while i < end:
        toponym = _name_at(i, sentence, names, lexicon)
        if toponym is not None:
            found.append(toponym)
        i = toponym.last + 1 if toponym is not None else i + 1
    return tuple(found)


def _name_at(i: int, sentence: Sentence, names: Names, lexicon: Lexicon) -> Toponym | None:
    doc, end = sentence.doc, sentence.span.end
    if not doc[i].text[:1].isupper() or doc[i].ent_type_ == "PERSON":
        return None
    for last in range(min(end, i + _LONGEST_NAME) - 1, i - 1, -1):
        whole = doc[i : last + 1]
        if not doc[last].text[:1].isalnum() or (last > i and not _is_name(whole)):
            continue
        senses = _senses(whole, names)
        tagged = doc[i].ent_type_ == _PLACE or doc[last].ent_type_ == _PLACE
        if senses and (
            tagged or _is_cued(i, sentence, lexicon) or not senses[0].precision.is_point
        ):
            return toponym_at(sentence, i, last, senses, doc[i].ent_type_)
    if doc[i].ent_type_ == _PLACE and doc[i].ent_iob_ == "B":
        last = i
        while last + 1 < end and doc[last + 1].ent_iob_ == "I":
            last += 1
        return toponym_at(sentence, i, last, (), _PLACE)
    return None


def _is_name(span: Any) -> bool:
    last = span[-1]
    return bool(last.text[:1].isupper()) or last.ent_type_ == _PLACE or last.is_digit


def _senses(span: Any, names: Names) -> tuple[Place, ...]:
    """What a name means, as written, in its dictionary form, or word by word in that."""
    written = span.text
    lemmas = " ".join(t.lemma_ for t in span) if "-" not in written else span.lemma_
    for form in dict.fromkeys((written, lemmas.title(), lemmas, _agreed(span))):
        senses = names.named(form)
        if senses and names.form(form) != "code":
            return senses
    return ()


def _agreed(span: Any) -> str:
    """The nominative of an adjective with a plural or neuter noun ("Минеральные Воды")."""
    words = [t.text if t.pos_ == "ADJ" else t.lemma_ for t in span]
    return " ".join(words).title()


def _is_cued(i: int, sentence: Sentence, lexicon: Lexicon) -> bool:
    if i == sentence.span.start:
        return False
    before = sentence.doc[i - 1]
    cues = lexicon.cues
    return (
        before.lower_ in cues.source | cues.goal | cues.via or before.lemma_ in lexicon.place_noun
    )


def parts_of(
    sentence: Sentence, toponyms: Sequence[Toponym], lexicon: Lexicon
) -> tuple[Placed, ...]:
    """Give every toponym of a sentence its part, by preposition and case."""
    placed: list[Placed] = []
    for i, toponym in enumerate(toponyms):
        before = placed[-1] if placed else None
        found = _part(sentence, toponym, before, lexicon)
        following = toponyms[i + 1] if i + 1 < len(toponyms) else None
        if found.part is Part.NONE and following is not None:
            found = _dashed(sentence, found, before, following)
        if found.part is Part.CONTAINER and placed:
            placed[-1] = replace(placed[-1], inside=(*placed[-1].inside, toponym))
        placed.append(found)
    return tuple(placed)


def _part(sentence: Sentence, toponym: Toponym, before: Placed | None, lexicon: Lexicon) -> Placed:
    doc = sentence.doc
    if before is not None and is_container(sentence, toponym, before, lexicon):
        return Placed(toponym, Part.CONTAINER)
    cue = _cue(sentence, toponym, lexicon)
    if cue is None:
        link = _link(sentence, toponym, before)
        if link and before is not None:
            return Placed(toponym, before.part, before.cue, link=link)
        ended = _after_dash(sentence, toponym, before)
        return ended or Placed(toponym, _acting(sentence, toponym, lexicon))
    return Placed(toponym, _by_preposition(doc[cue], toponym, sentence, lexicon), cue)


def _cue(sentence: Sentence, toponym: Toponym, lexicon: Lexicon) -> int | None:
    """The preposition or verb before the name, words that describe it left aside."""
    i = toponym.first - 1
    while i >= sentence.span.start:
        token = sentence.doc[i]
        if token.pos_ == "ADP":
            return i
        if token.pos_ == "VERB":
            objects = (
                lexicon.cues.object_source | lexicon.cues.object_goal | lexicon.cues.object_via
            )
            return i if token.lemma_ in objects else None
        if not (token.pos_ in {"ADJ", "DET", "NUM"} or token.lemma_ in lexicon.place_noun):
            return None
        i -= 1
    return None


def _by_preposition(cue: Token, toponym: Toponym, sentence: Sentence, lexicon: Lexicon) -> Part:
    cues, lemma = lexicon.cues, cue.lemma_
    for part, verbs in (
        (Part.SOURCE, cues.object_source),
        (Part.GOAL, cues.object_goal),
        (Part.VIA, cues.object_via),
    ):
        if lemma in verbs:
            return part
    word = cue.lower_
    if word in cues.via:
        return Part.VIA
    if word == "между":
        return Part.SOURCE
    located = _is_locative(cue, toponym, sentence)
    if word in _AT and located:
        return _by_verb(cue, sentence, lexicon)
    if word in cues.source:
        return Part.SOURCE
    return Part.GOAL if word in cues.goal else Part.NONE


def _is_locative(cue: Token, toponym: Toponym, sentence: Sentence) -> bool:
    """Whether "в" means within: the name, or the word that describes it, is in the locative.

    Names that do not bend, and those in -у, tell of no locative whatever the tagger says.
    """
    words = sentence.doc[cue.i + 1 : toponym.last + 1]
    name = sentence.doc[toponym.last]
    if len(words) == 1 and (name.lower_ == name.lemma_ or name.lower_.endswith(("у", "ю"))):
        return False
    cases = [case for t in words for case in t.morph.get("Case", [])]
    return cases[:1] == ["Loc"]


def _by_verb(cue: Token, sentence: Sentence, lexicon: Lexicon) -> Part:
    for i in range(cue.i - 1, max(sentence.span.start, cue.i - 9) - 1, -1):
        lemma = sentence.doc[i].lemma_
        for part, verbs in (
            (Part.GOAL, lexicon.cues.at_goal_after), (Part.VIA, lexicon.cues.at_via_after),
            (Part.SOURCE, lexicon.cues.at_source_after), (Part.FOUND, lexicon.cues.interdict),
        ):  # fmt: skip
            if lemma in verbs:
                return part
    return Part.NONE


def _link(sentence: Sentence, toponym: Toponym, before: Placed | None) -> str:
    if before is None or before.part in {Part.NONE, Part.CONTAINER}:
        return ""
    between = [t.lower_ for t in sentence.doc[before.toponym.last + 1 : toponym.first]]
    if not between or not set(between) <= _LISTING:
        return ""
    return "or" if {"или", "либо"} & set(between) else "and"


def _after_dash(sentence: Sentence, toponym: Toponym, before: Placed | None) -> Placed | None:
    if before is None or before.part is not Part.SOURCE or before.cue != before.toponym.first:
        return None
    between = [t.text for t in sentence.doc[before.toponym.last + 1 : toponym.first]]
    return Placed(toponym, Part.GOAL, toponym.first) if between in (["—"], ["–"], ["-"]) else None


def _dashed(sentence: Sentence, found: Placed, before: Placed | None, following: Toponym) -> Placed:
    """The first name of a dashed pair: "линия Усть-Луга — Балтийск"."""
    between = [t.text for t in sentence.doc[found.toponym.last + 1 : following.first]]
    if between in (["—"], ["–"], ["-"]):
        return Placed(found.toponym, Part.SOURCE, found.toponym.first)
    del before
    return found


def _acting(sentence: Sentence, toponym: Toponym, lexicon: Lexicon) -> Part:
    """A country that sends or receives is an end of the route, unless it only speaks."""
    root = sentence.doc[toponym.first : toponym.last + 1].root
    if root.dep_ == "nsubj" and toponym.is_area:
        lemma = root.head.lemma_
        if lemma in lexicon.movement.agent_origin:
            return Part.AGENT
        if lemma in lexicon.movement.receive:
            return Part.RECIPIENT
    return Part.NONE
