"""Installations that a report places somewhere: what they do, and where they are named again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Part, Placed
from routes.extraction.tagger import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["FoundSite", "named_again", "sites_of"]

_REACH = 14
_PARAGRAPHS = 3
_DEFINITE = frozenset({"the", "this", "that"})
_ARGUMENTS = frozenset({"dobj", "nsubj", "nsubjpass"})
_NAMES = frozenset({"GPE", "LOC", "FAC", "NORP"})


@dataclass(frozen=True, slots=True)
class FoundSite:
    """A site noun and the place at which it stands."""

    sentence: Sentence
    noun: int
    placed: Placed
    activity: str
    rule: str
    is_denied: bool = False


def sites_of(
    sentence: Sentence, placed: Sequence[Placed], lexicon: Lexicon
) -> tuple[FoundSite, ...]:
    """Find the installations of one sentence, one a place."""
    found: dict[int, FoundSite] = {}
    for noun in sentence:
        if not _is_site(noun, lexicon):
            continue
        for item, rule in _located(noun, placed, sentence, lexicon):
            found.setdefault(
                item.toponym.start,
                FoundSite(sentence, noun.i, item, _activity(noun, lexicon), rule),
            )
            break
    return tuple(found.values())


def named_again(
    sentence: Sentence, known: Sequence[FoundSite], own: Sequence[FoundSite], lexicon: Lexicon
) -> tuple[FoundSite, ...]:
    """Find the installations told before that a sentence names by "the plant" or "the site".

    Parameters
    ----------
    known
        What earlier sentences placed somewhere; one within the last two paragraphs is meant.
    own
        What this sentence places somewhere itself.
    """
    near = [s for s in known if sentence.paragraph - s.sentence.paragraph < _PARAGRAPHS]
    placed_here = {site.noun for site in own}
    found: dict[int, FoundSite] = {}
    for noun in sentence:
        if noun.i in placed_here or not _points_back(noun):
            continue
        site = _antecedent(noun, near, lexicon)
        if site is not None:
            rule = f"named again as “{noun.text}”"
            again = replace(site, sentence=sentence, noun=noun.i, rule=rule)
            found.setdefault(site.placed.toponym.start, again)
    return tuple(found.values())


def _points_back(noun: Token) -> bool:
    """Whether a noun speaks of one thing known, and does not only describe another."""
    if noun.pos_ != "NOUN" or noun.tag_ == "NNS" or noun.dep_ in {"compound", "nmod", "amod"}:
        return False
    return any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in noun.children)


def _antecedent(noun: Token, near: Sequence[FoundSite], lexicon: Lexicon) -> FoundSite | None:
    """The last site told whose kind the noun names and whose doings it does not contradict."""
    told = {c.lower_ for c in noun.children if c.dep_ in {"compound", "amod", "nmod"}}
    told &= lexicon.describing
    names = {t.lower_ for c in noun.children for t in c.subtree if t.ent_type_ in _NAMES}
    lemma = noun.lemma_.lower()
    for same in (True, False):
        for site in reversed(near):
            kind = site.sentence.doc[site.noun].lemma_.lower()
            fits = kind == lemma if same else _is_kin(lemma, kind, lexicon)
            place = set(site.placed.toponym.text.lower().split())
            if fits and told <= set(site.activity.lower().split()) and names <= place:
                return site
    return None


def _is_kin(lemma: str, kind: str, lexicon: Lexicon) -> bool:
    kin = lexicon.site.kin
    if lemma in kin.get("any", ()):
        return True
    return any(lemma in words and kind in words for name, words in kin.items() if name != "any")


def _is_site(noun: Token, lexicon: Lexicon) -> bool:
    lemma = _kind(noun, lexicon)
    # "works" is taken for a verb where it stands as a subject
    is_noun = noun.pos_ in {"NOUN", "PROPN"} or noun.dep_ in {"nsubj", "nsubjpass"}
    if not is_noun or lemma not in lexicon.site.noun:
        return False
    if noun.dep_ == "compound" and noun.head.lemma_.lower() in lexicon.site.noun:
        return False
    if lemma not in lexicon.site.weak_noun:
        return True
    return any(
        c.dep_ in {"compound", "amod", "nmod"} and c.lemma_.lower() in lexicon.describing
        for c in noun.children
    )


def _kind(noun: Token, lexicon: Lexicon) -> str:
    """The noun's lemma; "works" keeps its s."""
    return noun.lower_ if noun.lower_ in lexicon.site.noun else noun.lemma_.lower()


def _located(
    noun: Token, placed: Sequence[Placed], sentence: Sentence, lexicon: Lexicon
) -> list[tuple[Placed, str]]:
    """Places to which the noun is bound, the closest binding first."""
    by_word: list[tuple[Placed, str]] = []
    near: list[tuple[int, Placed, str]] = []
    for item in placed:
        toponym = item.toponym
        if (
            item.part in {Part.REFERENCE, Part.CONTAINER, Part.AGENT}
            or toponym.is_country
            or toponym.is_water
        ):
            continue
        if toponym.first <= noun.i <= toponym.last:
            by_word.append((item, "the name says what the place is"))
        elif toponym.last + 1 == noun.i or _modifies(item, noun):
            by_word.append((item, "named with its place"))
        elif _stands_in(item, noun, sentence, lexicon):
            near.append((abs(toponym.first - noun.i), item, "said to stand there"))
    near.sort(key=lambda row: row[0])
    return by_word + [(item, rule) for _, item, rule in near]


def _modifies(item: Placed, noun: Token) -> bool:
    root = noun.doc[item.toponym.first : item.toponym.last + 1].root
    return root.dep_ in {"compound", "poss", "nmod"} and root.head.i == noun.i


def _stands_in(item: Placed, noun: Token, sentence: Sentence, lexicon: Lexicon) -> bool:
    toponym = item.toponym
    if abs(toponym.first - noun.i) > _REACH:
        return False
    low, high = sorted((toponym.first, noun.i))
    if any(t.text in {";", ":"} for t in sentence.doc[low:high]):
        return False
    if toponym.first < noun.i:
        return _where_clause(item, noun, sentence) or _is_set_up(item, noun, lexicon)
    return any(t.lower_ in lexicon.site.locative for t in sentence.doc[noun.i + 1 : toponym.first])


def _where_clause(item: Placed, noun: Token, sentence: Sentence) -> bool:
    """As in "at Tula, where a plant …", the noun comes after its place."""
    between = sentence.doc[item.toponym.last + 1 : noun.i]
    return any(t.lower_ == "where" for t in between)


def _is_set_up(item: Placed, noun: Token, lexicon: Lexicon) -> bool:
    """As in "in Tula they are building a plant": what befalls it is told with the place before."""
    preposition = noun.doc[item.toponym.first : item.toponym.last + 1].root.head
    verb = preposition.head
    if preposition.lower_ not in lexicon.site.locative or noun.dep_ not in _ARGUMENTS:
        return False
    told = verb.lemma_.lower()
    words = lexicon.site
    befalls = told in words.placing or told in words.attacked or told in words.closed
    return befalls and verb in {noun.head, noun.head.head}


def _activity(noun: Token, lexicon: Lexicon) -> str:
    """The noun with the words that say what it does, the report's doubts and news left out."""
    kept = [
        t
        for t in noun.lefts
        if t.dep_ in {"compound", "amod", "nmod"}
        and t.ent_type_ not in {"GPE", "LOC", "NORP"}
        and t.lower_ not in lexicon.hedge
        and t.lemma_.lower() not in lexicon.site.idle
        and t.ent_type_ != "PERSON"
    ]
    words = [w for t in kept for w in noun.doc[t.left_edge.i : t.i + 1] if w.pos_ != "DET"]
    return " ".join([*(w.text for w in words), noun.text])
