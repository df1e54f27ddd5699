"""Statements against other statements: denials, doubts, retractions, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routes.evidence import Stance
from routes.extraction.attributes import has_phrase
from routes.extraction.lexicon import Lexicon
from routes.extraction.predicates import movement_words, subject_of
from routes.extraction.tagger import Sentence
from routes.extraction.voices import Speaker, speaker_phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Counter", "counters_of", "is_denied"]

_REACH = 7
_SAME_SENTENCE = {"it", "this", "that", "them"}


@dataclass(frozen=True, slots=True)
class Counter:
    """A statement against another. `anaphoric`: the text must hold what it answers.

    `covers` are the tokens of what is denied or withdrawn within the sentence itself.
    """

    sentence: Sentence
    stance: Stance
    speaker: Speaker
    anaphoric: bool
    covers: frozenset[int]
    word: str


def counters_of(sentence: Sentence, lexicon: Lexicon) -> tuple[Counter, ...]:
    """Find the denials, doubts, retractions and corrections of one sentence."""
    found: list[Counter] = []
    for counter in (*_by_verb(sentence, lexicon), *_by_word(sentence, lexicon)):
        if not any(c.speaker.head == counter.speaker.head for c in found):
            found.append(counter)
    return tuple(found)


def is_denied(words: Sequence[Token], counters: Sequence[Counter], lexicon: Lexicon) -> bool:
    """Whether the movement words are told only to be denied, withdrawn or negated."""
    if any(w.i in c.covers for c in counters for w in words):
        return True
    verbs = [w for w in words if w.pos_ in {"VERB", "AUX"}]
    if any(_is_unproved(v) for v in verbs):
        return True
    return bool(verbs) and all(_is_negated(v, lexicon) for v in verbs)


def _is_unproved(verb: Token) -> bool:
    """As in "no evidence that arms were shipped", "no sign of planes landing"."""
    nouns = [a for a in verb.ancestors if a.pos_ == "NOUN"]
    return any(c.lower_ == "no" for noun in nouns for c in noun.children)


def _by_verb(sentence: Sentence, lexicon: Lexicon) -> Iterator[Counter]:
    for verb in sentence:
        if verb.pos_ not in {"VERB", "NOUN"}:
            continue
        stance = _stance(verb.lemma_.lower(), lexicon)
        if stance is None or verb.pos_ == "NOUN" or _is_negated(verb, lexicon):
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) or subject_of(verb)
        if subject is None or not _answers_statement(verb, stance, lexicon):
            continue
        speaker = speaker_phrase(subject, verb, lexicon)
        covers = _complement(verb) | _told_by(verb, stance, lexicon)
        yield Counter(sentence, stance, speaker, _is_anaphoric(verb, lexicon), covers, verb.text)


def _by_word(sentence: Sentence, lexicon: Lexicon) -> Iterator[Counter]:
    """Counters in "called the report baseless", "said it was false", "said it sent none"."""
    for verb in sentence:
        if verb.pos_ != "VERB":
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if subject is None:
            continue
        if verb.dep_ == "relcl" and subject.tag_ in {"WP", "WDT"}:
            subject = verb.head
        inside = [t for t in verb.subtree if t.i > verb.i]
        quoted = [t for c in verb.children if c.dep_ == "ccomp" for t in c.subtree]
        said = verb.lemma_.lower() in lexicon.speech.verb
        called = verb.lemma_.lower() in lexicon.stance.deny_call_verb
        is_false = _calls_false(inside, lexicon) or _calls_false(quoted, lexicon)
        if (said or called) and is_false:
            speaker = speaker_phrase(subject, verb, lexicon)
            yield Counter(
                sentence, Stance.DENIES, speaker, anaphoric=True, covers=frozenset(), word=verb.text
            )
        elif said and _says_not(verb, lexicon):
            speaker = speaker_phrase(subject, verb, lexicon)
            covers = frozenset(t.i for t in (*inside, *_beside(verb)))
            yield Counter(
                sentence, Stance.DENIES, speaker, anaphoric=False, covers=covers, word=verb.text
            )


def _beside(verb: Token) -> list[Token]:
    """What a comment set within a statement comments: "A sends none, it said, and …"."""
    return list(verb.head.subtree) if verb.dep_ == "parataxis" else []


def _stance(lemma: str, lexicon: Lexicon) -> Stance | None:
    words = lexicon.stance
    for stance, verbs in (
        (Stance.DENIES, words.deny_verb),
        (Stance.DOUBTS, words.doubt_verb),
        (Stance.RETRACTS, words.retract_verb),
        (Stance.CORRECTS, words.correct_verb),
    ):
        if lemma in verbs:
            return stance
    return None


def _answers_statement(verb: Token, stance: Stance, lexicon: Lexicon) -> bool:
    """One rejects offers and withdraws troops too: the object must be a statement."""
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "attr", "oprd"}]
    if any(c.dep_ in {"ccomp", "xcomp"} for c in verb.children):
        return True
    if verb.lemma_.lower() == "deny" and objects:
        return True
    statements = lexicon.stance.statement_noun
    if any(o.lemma_.lower() in statements for o in _with_conjuncts(objects)):
        return True
    if stance is Stance.DENIES and _statement_behind(verb, lexicon) is not None:
        return True
    pronoun = any(o.lower_ in _SAME_SENTENCE for o in objects)
    return stance is Stance.DENIES and pronoun


def _statement_behind(verb: Token, lexicon: Lexicon) -> Token | None:
    """The statement that a verb with words between rejects: "rejected as false a claim that …"."""
    following = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _REACH)]
    return next((t for t in following if t.lemma_.lower() in lexicon.stance.statement_noun), None)


def _with_conjuncts(nouns: Sequence[Token]) -> list[Token]:
    return [n for noun in nouns for n in (noun, *noun.conjuncts)]


def _is_anaphoric(verb: Token, lexicon: Lexicon) -> bool:
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
    for noun in objects:
        if noun.lower_ in _SAME_SENTENCE:
            return True
        determined = any(
            c.lower_ in {"the", "these", "those", "such", "all", "both", "any"}
            for c in noun.children
        )
        if noun.lemma_.lower() in lexicon.stance.statement_noun and (
            determined or noun.tag_ == "NNS"
        ):
            return True
    return False


def _told_by(verb: Token, stance: Stance, lexicon: Lexicon) -> frozenset[int]:
    """What a rejected statement tells: the words behind "a claim that"."""
    noun = _statement_behind(verb, lexicon) if stance is Stance.DENIES else None
    if noun is None or noun.i + 1 >= noun.sent.end or noun.nbor().lower_ != "that":
        return frozenset()
    return frozenset(range(noun.i + 1, noun.sent.end))


def _complement(verb: Token) -> frozenset[int]:
    told = [
        t
        for child in verb.children
        if child.dep_ == "nsubjpass"
        or (child.i > verb.i and child.dep_ in {"ccomp", "xcomp", "dobj", "prep"})
        for t in child.subtree
    ]
    # "denied any link with the shipments, which went from A to B": the clause stands undenied
    aside = {t.i for clause in told if clause.dep_ == "relcl" for t in clause.subtree}
    return frozenset(t.i for t in told if t.i not in aside)


def _is_negated(verb: Token, lexicon: Lexicon) -> bool:
    negation = lexicon.stance.negation
    own = [c for c in verb.children if c.dep_ in {"neg", "preconj", "cc", "det", "advmod"}]
    things = [c for c in verb.children if c.dep_ in {"dobj", "nsubj", "nsubjpass"}]
    return any(c.dep_ == "neg" or c.lower_ in negation for c in own) or any(
        c.lower_ == "no" for thing in things for c in thing.children
    )


def _calls_false(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    words = {t.lower_ for t in tokens} | {t.lemma_.lower() for t in tokens if t.pos_ != "VERB"}
    text = " ".join(t.lower_ for t in tokens)
    false = bool(words & lexicon.stance.deny_adjective)
    false = false or has_phrase(lexicon.stance.deny_phrase, text)
    return false and bool(words & (lexicon.stance.statement_noun | _SAME_SENTENCE))


def _says_not(verb: Token, lexicon: Lexicon) -> bool:
    """The speaker says that the movement does not happen, or that it is "aid, not weapons"."""
    told = [c for c in verb.children if c.dep_ in {"ccomp", "xcomp"}]
    if verb.dep_ == "parataxis":
        told += [verb.head]
    inside = [t for c in told for t in c.subtree]
    if not inside:
        return False
    movers = [w for w in movement_words(inside, lexicon) if w.pos_ in {"VERB", "AUX"}]
    if any(_is_negated(w, lexicon) for w in movers):
        return True
    return any(t.lower_ == "not" and _next_is_cargo(t, lexicon) for t in inside) and bool(movers)


def _next_is_cargo(token: Token, lexicon: Lexicon) -> bool:
    following = token.doc[token.i + 1 : token.i + 4]
    return any(t.lemma_.lower() in lexicon.cargo for t in following)
