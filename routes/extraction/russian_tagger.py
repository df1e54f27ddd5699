"""Russian sentences tagged by natasha, in the form that the English tagger gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetteer.errors import SupplyroutesError
from routes.extraction.tagger import Sentence, Stretch

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["tag"]

# Universal Dependencies to the labels that the rules know.
_RELATIONS = {
    "obj": "dobj", "nsubj:pass": "nsubjpass", "aux:pass": "auxpass", "acl:relcl": "relcl",
    "root": "ROOT", "obl:agent": "agent", "csubj": "nsubj", "flat:name": "flat", "case": "prep",
    "nummod:gov": "nummod", "flat:foreign": "flat",
}  # fmt: skip


class _Models(NamedTuple):
    segmenter: Any
    morph: Any
    syntax: Any
    names: Any
    vocabulary: Any
    store: Any


def tag(text: str, stretches: Iterable[Stretch]) -> tuple[Sentence, ...]:
    """Tag stretches of a Russian text, sentence by sentence.

    Raises
    ------
    SupplyroutesError
        When the extra `ru` is not installed.
    """
    sentences: list[Sentence] = []
    for stretch in stretches:
        doc = _doc(text[stretch.start : stretch.end])
        for span in doc.sents:
            if span.text.strip():
                number = len(sentences)
                sentences.append(Sentence(span, stretch.start, stretch.paragraph, number))
    return tuple(sentences)


@cache
def _models() -> _Models:
    try:
        import natasha
    except ImportError as error:
        raise SupplyroutesError(
            "reading Russian needs natasha, which is not installed",
            remedy="pip install 'supplyroutes[ru]'",
        ) from error
    import spacy

    vectors = natasha.NewsEmbedding()
    return _Models(
        natasha.Segmenter(),
        natasha.NewsMorphTagger(vectors),
        natasha.NewsSyntaxParser(vectors),
        natasha.NewsNERTagger(vectors),
        natasha.MorphVocab(),
        spacy.blank("xx").vocab,
    )


def _doc(piece: str) -> Doc:
    """Tag one stretch; tokens that the segmenter leaves out as white space are kept as such."""
    import natasha

    models = _models()
    read = natasha.Doc(piece)
    read.segment(models.segmenter)
    read.tag_morph(models.morph)
    read.parse_syntax(models.syntax)
    read.tag_ner(models.names)
    for token in read.tokens:
        token.lemmatize(models.vocabulary)
    return _converted(piece, read, models.store)


def _converted(piece: str, read: Any, store: Any) -> Doc:
    from spacy.tokens import Doc

    words, gaps = _words(piece, read.tokens)
    tokens = [token for _, token in words]
    index = {t.id: i for i, t in enumerate(tokens) if t is not None}
    heads = [index.get(t.head_id, i) if t else max(0, i - 1) for i, t in enumerate(tokens)]
    labels = [_RELATIONS.get(t.rel, t.rel) if t and t.rel else "dep" for t in tokens]
    _hang_prepositions(tokens, heads, labels)
    starts = {t.start for s in read.sents for t in s.tokens[:1]}
    begins = [bool(t and t.start in starts) or i == 0 for i, t in enumerate(tokens)]
    _keep_to_sentences(begins, heads, labels)
    return Doc(
        store,
        words=[word for word, _ in words],
        spaces=gaps,
        pos=[t.pos if t else "SPACE" for t in tokens],
        lemmas=[t.lemma or t.text.lower() if t else " " for t in tokens],
        morphs=[_case(t) for t in tokens],
        heads=heads,
        deps=labels,
        ents=_entities(tokens, read.spans),
    )


def _words(piece: str, tokens: Sequence[Any]) -> tuple[list[tuple[str, Any]], list[bool]]:
    """Words with whether a blank follows; any other white space is a word of its own."""
    words: list[tuple[str, Any]] = []
    gaps: list[bool] = []
    at = 0
    for token in tokens:
        gap = piece[at : token.start]
        if gap.startswith(" ") and words:
            gaps[-1], gap = True, gap[1:]
        if gap:
            words.append((gap, None))
            gaps.append(False)
        words.append((token.text, token))
        gaps.append(False)
        at = token.stop
    if rest := piece[at:]:
        words.append((rest, None))
        gaps.append(False)
    return words, gaps


def _hang_prepositions(tokens: Sequence[Any], heads: list[int], labels: list[str]) -> None:
    """Put a preposition above its noun, as the rules expect: "вышел → из → порта"."""
    for i, token in enumerate(tokens):
        if token is None or token.rel != "case" or heads[i] == i:
            continue
        noun = heads[i]
        if labels[noun] == "pobj":
            continue
        heads[i], labels[i] = (heads[noun] if heads[noun] != noun else i), "prep"
        if heads[i] == i:
            labels[i] = "ROOT"
        heads[noun], labels[noun] = i, "pobj"


def _keep_to_sentences(begins: Sequence[bool], heads: list[int], labels: list[str]) -> None:
    """Make one tree of each sentence: no circles, no head outside, one root."""
    first = 0
    for i in range(1, len(heads) + 1):
        if i == len(heads) or begins[i]:
            _make_tree(range(first, i), heads, labels)
            first = i


def _make_tree(sentence: range, heads: list[int], labels: list[str]) -> None:
    root = next((i for i in sentence if heads[i] == i or heads[i] not in sentence), sentence[0])
    heads[root], labels[root] = root, "ROOT"
    for i in sentence:
        if i != root and (heads[i] == i or heads[i] not in sentence):
            heads[i], labels[i] = root, "parataxis"
        for broken in _circle(i, heads)[:1]:
            heads[broken], labels[broken] = root, "ccomp"


def _circle(i: int, heads: Sequence[int]) -> list[int]:
    """The words of the circle into which a word's heads lead, its uppermost first; or none."""
    path: list[int] = []
    while heads[i] != i and i not in path:
        path.append(i)
        i = heads[i]
    return sorted(path[path.index(i) :]) if i in path else []


def _case(token: Any) -> str:
    case = (token.feats or {}).get("Case") if token else None
    return f"Case={case}" if case else ""


def _entities(tokens: Sequence[Any], spans: Sequence[Any]) -> list[str]:
    labels = {"LOC": "LOC", "PER": "PERSON", "ORG": "ORG"}
    found = ["O"] * len(tokens)
    for span in spans:
        inside = [i for i, t in enumerate(tokens) if t and span.start <= t.start < span.stop]
        for k, i in enumerate(inside):
            found[i] = f"{'I' if k else 'B'}-{labels.get(span.type, 'ORG')}"
    return found
