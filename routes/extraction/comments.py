"""Speakers named in a comment beside the statement: "…, the port authority said".

These are told by their shape, for parsers often take "the army claims" for something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon
from routes.extraction.tagger import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Comment", "comments_of"]

_LONGEST_NAME = 14
_LONGEST_REST = 9
_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON", "PART"})
_SUBORDINATING = frozenset({"which", "that", "who", "and", "but", "where", "when", "as", "whose"})
_PARTING = frozenset({",", ";", "”", '"', "’", "—", "–"})


@dataclass(frozen=True, slots=True)
class Comment:
    """Who comments: the tokens of the name `first` to `last`, and the verb of saying."""

    first: int
    last: int
    verb: int
    reader: tuple[int, int] | None = None


def comments_of(sentence: Sentence, lexicon: Lexicon) -> Iterator[Comment]:
    """Find the comments that close a sentence or a half of it, and "X says that" at its head."""
    for token in sentence:
        if token.lemma_.lower() not in lexicon.speech.verb or token.tag_ in {"VBG", "VBN"}:
            continue
        if not _may_say(token, lexicon):
            continue
        opened = _opening(token, sentence)
        if opened is None:
            continue
        begin, at_head = opened
        closed = _says_that(token, sentence) if at_head else _closes(token, sentence)
        if closed:
            comment = _comment(begin, token, lexicon)
            if comment is not None:
                yield comment


def _may_say(token: Token, lexicon: Lexicon) -> bool:
    """Verbs, and nouns that only the tagger has made of "claims" and "show"."""
    return token.pos_ in {"VERB", "AUX"} or token.lower_ in lexicon.speech.mistaken


def _opening(verb: Token, sentence: Sentence) -> tuple[int, bool] | None:
    """Where the name before the verb begins, and whether the sentence begins there, too."""
    start = sentence.span.start
    i = verb.i - 1
    while i >= start and verb.i - i <= _LONGEST_NAME and sentence.doc[i].text not in _PARTING:
        i -= 1
    if i < start:
        return start, True
    if verb.i - i > _LONGEST_NAME or i == verb.i - 1:
        return None
    return i + 1, False


def _says_that(verb: Token, sentence: Sentence) -> bool:
    following = verb.i + 1
    return following < sentence.span.end and sentence.doc[following].lower_ == "that"


def _closes(verb: Token, sentence: Sentence) -> bool:
    """Whether no more than a time, a place or a listener stands behind the verb."""
    for i in range(verb.i + 1, sentence.span.end):
        token = sentence.doc[i]
        if token.text in {";", "."} or (token.is_punct and i == sentence.span.end - 1):
            return True
        if token.text == "," or i - verb.i > _LONGEST_REST:
            return token.text == ","
        if token.pos_ in {"VERB", "AUX"} and token.tag_ != "VBG":
            return False
    return True


def _comment(begin: int, verb: Token, lexicon: Lexicon) -> Comment | None:
    doc = verb.doc
    if doc[begin].lower_ in _SUBORDINATING or doc[begin].pos_ in {"ADP", "ADV", "SCONJ"}:
        return None
    last = begin - 1
    while last + 1 < verb.i and (doc[last + 1].pos_ in _NAMING or _is_hyphened(doc[last + 1])):
        last += 1
    if last < begin or doc[last].pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    rest = doc[last + 1 : verb.i]
    if any(t.pos_ in {"VERB", "AUX"} and t.tag_ not in {"VBN", "VBD", "VBG"} for t in rest):
        return None
    reader = None
    for t in rest:
        if t.lower_ == "by" and doc[t.i - 1].lemma_.lower() in lexicon.speech.study:
            reader = (t.i + 1, verb.i - 1)
    return Comment(begin, last, verb.i, reader)


def _is_hyphened(token: Token) -> bool:
    """Whether a hyphen joins the word to the one before, or it is that hyphen."""
    at = token.i if token.tag_ == "HYPH" else token.i - 1
    return at > 0 and token.doc[at].tag_ == "HYPH" and not token.doc[at - 1].whitespace_
