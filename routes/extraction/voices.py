"""Who says a thing, through whom, and with which reservation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routes.extraction.comments import Comment, comments_of
from routes.extraction.lexicon import Lexicon
from routes.extraction.tagger import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Speaker", "Voice", "full_names", "hedges_of", "speaker_phrase", "voice_of"]

_TAIL = {"relcl", "appos", "acl", "punct", "advcl", "parataxis"}
_PRONOUNS = {"he", "she", "it", "they"}
_CITED = {"pobj", "dobj", "nmod"}
_LISTENERS = {"told", "tell", "tells", "telling"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone who says something; `head` is the token that names him, `verb` his verb."""

    name: str
    role: str | None
    head: int
    verb: int
    is_media: bool
    is_pronoun: bool
    is_comment: bool = False
    is_cited: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """How a statement reaches the reader."""

    speaker: Speaker | None
    reported_via: str | None


def voice_of(sentence: Sentence, content: Sequence[Token], lexicon: Lexicon) -> Voice:
    """Find who says what the tokens `content` tell.

    The nearest speaker up the clause chain has said it; a medium above him, or named by
    "according to", has reported it.
    """
    frames = sorted(_frames(sentence, lexicon), key=lambda f: _distance(f, content, sentence))
    over = [f for f in frames if _covers(f, content, sentence) and not _is_apart(f, content)]
    named = [f for f in over if not f.is_pronoun] or over
    spoken = [f for f in named if not f.is_media] or named
    if not spoken:
        return Voice(None, None)
    # intelligence that the White House released is the White House's word
    owners = [f for f in spoken if not _is_evidence(sentence.doc[f.head], lexicon)]
    speaker = (owners or spoken)[0]
    via = next((f.name for f in over if f is not speaker and f.is_media), None)
    return Voice(speaker, via or _listener(sentence, speaker))


def hedges_of(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[str, ...]:
    """The report's own reservations among the tokens, as written, in order, each once."""
    found: dict[str, None] = {}
    for i, token in enumerate(tokens):
        pair = f"{token.lower_} {tokens[i + 1].lower_}" if i + 1 < len(tokens) else ""
        if pair in lexicon.hedge:
            found.setdefault(f"{token.text} {tokens[i + 1].text}")
        elif token.lower_ in lexicon.hedge and not _is_month(token):
            found.setdefault(token.text)
    return tuple(found)


def full_names(sentences: Sequence[Sentence]) -> dict[str, str]:
    """Map each surname to the fullest name of the person that the report gives."""
    names: dict[str, str] = {}
    for sentence in sentences:
        for ent in sentence.span.ents:
            words = ent.text.split()
            if ent.label_ == "PERSON" and len(words) > 1 and "\n" not in ent.text:
                names.setdefault(words[-1].removesuffix("'s"), ent.text.removesuffix("'s"))
    return names


def speaker_phrase(head: Token, verb: Token, lexicon: Lexicon) -> Speaker:
    """Name the speaker of whom `head` is the grammatical head."""
    reader = _reader_of(head)
    if reader:
        name = " ".join(t.text for t in reader)
        material = _without_article(" ".join(t.text for t in _own_words(head) if t.i <= head.i))
        evidence = f"on the evidence of {material}"
        return Speaker(name, evidence, reader[0].i, verb.i, is_media=False, is_pronoun=False)
    tokens = _own_words(head)
    person = _person(tokens)
    media = _is_media(head, lexicon)
    if person:
        name = " ".join(t.text for t in person)
        role = _role(tokens, person, head)
        return Speaker(name, role, person[0].i, verb.i, is_media=False, is_pronoun=False)
    name = head.doc[tokens[0].i : tokens[-1].i + 1].text
    if tokens[0].is_sent_start and tokens[0].pos_ != "PROPN" and not tokens[0].ent_type_:
        name = name[:1].lower() + name[1:]
    pronoun = head.lower_ in _PRONOUNS
    return Speaker(_without_article(name), None, head.i, verb.i, media, pronoun)


def _reader_of(head: Token) -> list[Token]:
    """Who has seen the evidence that speaks: "records reviewed by X show …"."""
    for seen in head.children:
        agents = [c for c in seen.children if c.dep_ == "agent"] if seen.dep_ == "acl" else []
        for by in agents:
            rest = [t for t in head.doc[by.i + 1 : by.sent.end] if t.pos_ != "DET"]
            named = rest[0] if rest else None
            if named is None or not named.text[:1].isupper():
                continue
            inside = [t for t in rest if t.ent_type_ == named.ent_type_ and t.ent_type_]
            run = [t for k, t in enumerate(inside) if t.i == named.i + k]
            return run or [named]
    return []


def _frames(sentence: Sentence, lexicon: Lexicon) -> Iterator[Speaker]:
    """Speakers by the parse, and those by the shape of a comment that the parse misses."""
    parsed = list(_parsed_frames(sentence, lexicon))
    yield from parsed
    taken = {frame.verb for frame in parsed}
    for comment in comments_of(sentence, lexicon):
        if comment.verb not in taken:
            yield _commenting(sentence, comment, lexicon)


def _commenting(sentence: Sentence, comment: Comment, lexicon: Lexicon) -> Speaker:
    first, last = comment.reader or (comment.first, comment.last)
    head = sentence.doc[last]
    tokens = list(sentence.doc[first : last + 1])
    person = _person(tokens)
    role = _role(tokens, person, head) if person else None
    name = " ".join(t.text for t in person) if person else head.doc[first : last + 1].text
    if comment.reader:
        material = sentence.doc[comment.first : comment.last + 1].text
        role = f"on the evidence of {_without_article(material)}"
    elif first == sentence.span.start and tokens[0].pos_ not in {"PROPN", "PRON"} and not person:
        name = name[:1].lower() + name[1:]
    return Speaker(
        _without_article(name),
        role,
        person[0].i if person else head.i,
        comment.verb,
        _is_media(head, lexicon),
        head.lower_ in _PRONOUNS,
        is_comment=True,
    )


def _parsed_frames(sentence: Sentence, lexicon: Lexicon) -> Iterator[Speaker]:
    for token in sentence:
        says = token.lemma_.lower() in lexicon.speech.verb or _learns(token, lexicon)
        if token.pos_ == "VERB" and says:
            subject = _speaking_subject(token, lexicon)
            if subject is not None:
                yield speaker_phrase(subject, token, lexicon)
        elif token.lower_ in lexicon.speech.according:
            source = _after_according(token)
            if source is not None:
                yield replace(speaker_phrase(source, token, lexicon), is_cited=True)


def _learns(verb: Token, lexicon: Lexicon) -> bool:
    """Whether it tells of having word of something: "received information that …"."""
    if verb.lemma_.lower() not in lexicon.speech.learn:
        return False
    word = [c for c in verb.children if c.dep_ in {"dobj", "prep"}]
    word += [c for preposition in word for c in preposition.children]
    return any(
        noun.lemma_.lower() in lexicon.speech.evidence_noun and noun.nbor().lower_ == "that"
        for noun in word
        if noun.i + 1 < len(verb.doc)
    )


def _speaking_subject(verb: Token, lexicon: Lexicon) -> Token | None:
    for child in verb.children:
        shown = child.dep_ == "nsubjpass" and child.lemma_.lower() in lexicon.speech.evidence_noun
        if child.dep_ == "nsubj" or shown:
            return child if _may_speak(child, lexicon) else None
    if verb.dep_ in {"acl", "xcomp", "conj", "advcl"} and verb.head.pos_ == "VERB":
        return _speaking_subject(verb.head, lexicon)
    if verb.dep_ == "acl" and _may_speak(verb.head, lexicon):
        return verb.head
    return _inverted_subject(verb, lexicon)


def _inverted_subject(verb: Token, lexicon: Lexicon) -> Token | None:
    """The speaker right behind the verb: "…, says the Centre of X"."""
    if verb.i == 0 or verb.nbor(-1).text != ",":
        return None
    for chunk in verb.sent.noun_chunks:
        if chunk.start == verb.i + 1 and _may_speak(chunk.root, lexicon):
            return chunk.root
    return None


def _may_speak(noun: Token, lexicon: Lexicon) -> bool:
    speech = lexicon.speech
    lemma = noun.lemma_.lower()
    return (
        noun.lower_ in _PRONOUNS
        or noun.pos_ == "PROPN"
        or noun.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
        or lemma in speech.speakers
        or lemma in lexicon.people
        or lemma.endswith(("man", "woman", "er", "or", "ist"))
    )


def _after_according(token: Token) -> Token | None:
    for child in token.subtree:
        if child.i > token.i and child.dep_ in _CITED:
            return child
    return None


def _own_words(head: Token) -> list[Token]:
    """The subject with its attributes, without relative clauses and asides."""
    dropped: set[int] = set()
    for child in head.children:
        if _is_aside(child, head):
            dropped.update(t.i for t in child.subtree)
    kept = [t for t in head.subtree if t.i not in dropped]
    run = [head]
    for token in sorted((t for t in kept if t.i > head.i), key=lambda t: t.i):
        if token.i == run[-1].i + 1:
            run.append(token)
    for token in sorted((t for t in kept if t.i < head.i), key=lambda t: -t.i):
        if token.i == run[0].i - 1:
            run.insert(0, token)
    while len(run) > 1 and (run[-1].is_punct or run[-1].is_space or run[-1].pos_ == "CCONJ"):
        run.pop()
    while len(run) > 1 and (
        run[0].is_punct or run[0].is_space or run[0].pos_ in {"CCONJ", "ADV"} or run[0].is_quote
    ):
        run.pop(0)
    return run


def _is_aside(child: Token, head: Token) -> bool:
    if child.dep_ == "prep" and any(c.ent_type_ in {"DATE", "TIME"} for c in child.children):
        return True
    if child.ent_type_ in {"DATE", "TIME"}:
        return True
    return child.dep_ in _TAIL and not (_names_person(child, head) or _names_author(child))


def _names_person(child: Token, head: Token) -> bool:
    return child.dep_ == "appos" and child.ent_type_ == "PERSON" and head.ent_type_ != "PERSON"


def _names_author(child: Token) -> bool:
    """Whether it says whose evidence it is: "records reviewed by X"."""
    return child.dep_ == "acl" and any(c.dep_ == "agent" for c in child.children)


def _person(tokens: Sequence[Token]) -> list[Token]:
    people = [t for t in tokens if t.ent_type_ == "PERSON"]
    if not people or people[-1].i != max(t.i for t in tokens if not t.is_punct):
        return []
    last = people[-1]
    if people[0].i > 0 and people[0].nbor(-1).pos_ == "ADP":
        return []
    return [t for t in people if last.i - t.i < 5 and t.tag_ != "POS"]


def _role(tokens: Sequence[Token], person: Sequence[Token], head: Token) -> str | None:
    before = [t for t in tokens if t.i < person[0].i]
    while before and (before[-1].is_punct or before[-1].pos_ == "DET"):
        before.pop()
    if before:
        words = head.doc[before[0].i : before[-1].i + 1].text
        return _without_article(words) or None
    for child in person[-1].children:
        if child.dep_ == "appos":
            aside = list(child.subtree)
            return _without_article(head.doc[aside[0].i : aside[-1].i + 1].text.strip(" ,"))
    return None


def _without_article(name: str) -> str:
    """A proper name without its article; "the advisory" keeps its own, in lower case."""
    for article in ("The ", "the ", "An ", "an ", "A ", "a "):
        if name.startswith(article):
            bare = name[len(article) :]
            return bare if bare[:1].isupper() else article.lower() + bare
    return name


def _is_media(head: Token, lexicon: Lexicon) -> bool:
    return head.lemma_.lower() in lexicon.speech.media_noun and head.pos_ == "NOUN"


def _is_apart(frame: Speaker, content: Sequence[Token]) -> bool:
    """Whether the speaker comes in only behind a semicolon after the statement."""
    if not content:
        return False
    between = content[0].doc[max(t.i for t in content) : frame.verb]
    return any(t.text == ";" for t in between)


def _is_evidence(head: Token, lexicon: Lexicon) -> bool:
    return head.lemma_.lower() in lexicon.speech.evidence_noun and head.pos_ == "NOUN"


def _covers(frame: Speaker, content: Sequence[Token], sentence: Sentence) -> bool:
    verb = sentence.doc[frame.verb]
    if frame.is_comment or frame.is_cited:
        return True
    inside = {t.i for t in verb.subtree}
    told = [t for t in content if t.i != frame.head]
    covered = sum(t.i in inside for t in told)
    if covered * 2 >= len(told):
        return True
    # a comment clause after or inside the statement: "…, the panel said", "…, says X; …"
    beside = verb.dep_ == "parataxis" and any(verb.head.is_ancestor(t) for t in told)
    aside = verb.dep_ in {"parataxis", "ccomp"} and any(t.is_ancestor(verb) for t in told)
    return beside or aside


def _distance(frame: Speaker, content: Sequence[Token], sentence: Sentence) -> int:
    verb = sentence.doc[frame.verb]
    depth = sum(1 for _ in verb.ancestors)
    nearest = min((abs(t.i - frame.verb) for t in content), default=0)
    return nearest - 10 * depth


def _listener(sentence: Sentence, speaker: Speaker) -> str | None:
    """The one told, who has passed it on: "… told Interfax"."""
    verb = sentence.doc[speaker.verb]
    if verb.lower_ not in _LISTENERS:
        return None
    for child in verb.children:
        if child.dep_ in {"dobj", "dative"} and child.pos_ == "PROPN":
            return _without_article(" ".join(t.text for t in _own_words(child)))
    return None


def _is_month(token: Token) -> bool:
    return token.text == "May" or (token.lower_ == "may" and token.pos_ != "AUX")
