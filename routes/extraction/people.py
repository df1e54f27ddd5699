"""Which words of a text are people's names: a town may be called like one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon
from routes.extraction.tagger import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["is_titled", "people_named"]


def people_named(sentences: Sequence[Sentence], lexicon: Lexicon) -> frozenset[str]:
    """Words by which the text names people: parts of full names, and what follows a title."""
    words: set[str] = set()
    for sentence in sentences:
        for ent in sentence.span.ents:
            parts = [t for t in ent if t.is_alpha and len(t) > 1]
            if ent.label_ == "PERSON" and len(parts) > 1:
                words.update(t.text for t in parts)
        for token in sentence:
            if is_titled(token.doc, token.i, lexicon) or _speaks(token, lexicon):
                words.add(token.text)
    return frozenset(words)


def _speaks(token: Token, lexicon: Lexicon) -> bool:
    """Whether it stands alone before or behind "said": a person rather than a town."""
    if token.pos_ != "PROPN" or token.ent_type_ not in {"", "PERSON"}:
        return False
    doc = token.doc
    after = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
    before = doc[token.i - 1].lower_ if token.i else ""
    return after in lexicon.naming.said or before in lexicon.naming.said


def is_titled(doc: Doc, i: int, lexicon: Lexicon) -> bool:
    """Whether a title stands before the word: "Mr Paterson", "Lt. Brunson"."""
    before = i - 1
    if before >= 0 and doc[before].text == "." and before > 0:
        before -= 1
    word = doc[before].lower_.rstrip(".") if before >= 0 else ""
    return (
        doc[i].text[:1].isupper()
        and word in lexicon.naming.title
        and doc[before].text[:1].isupper()
    )
