"""The claims of a draft: who says what, verbatim, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gazetteer import PlaceKind
from routes.dates import DatePhrase, When, read_dates
from routes.dates_russian import read_russian_dates
from routes.evidence import About, Claim, Stance
from routes.extraction.movements import segments
from routes.extraction.reading import Reading
from routes.extraction.stances import Counter
from routes.extraction.tagger import Sentence
from routes.extraction.voices import Speaker, Voice, full_names, hedges_of, voice_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["ClaimBook"]

_PRONOUN_REACH = 3
_INITIALS = 4


class ClaimBook:
    """Collects claims under provisional ids and numbers them by their place in the text."""

    def __init__(self, reading: Reading, source_id: str) -> None:
        self._reading = reading
        self._source_id = source_id
        self._claims: dict[str, Claim] = {}
        self._names = full_names(reading.sentences)
        self._dates = list(_dates_of(reading))

    def assertion(self, sentence: Sentence, content: Sequence[Token], *, rule: str) -> str:
        """Register what `content` tells as a claim; give its provisional id."""
        first, last = self._stretch(sentence, content)
        voice = voice_of(sentence, content, self._reading.lexicon)
        return self._register(sentence, first, last, voice, Stance.ASSERTS, rule)

    def counter(self, counter: Counter, answers: tuple[str, ...], about: About | None) -> str:
        """Register a denial, doubt, retraction or correction; give its provisional id."""
        sentence = counter.sentence
        first, last = self._stretch(sentence, [sentence.doc[counter.speaker.verb]])
        voice = Voice(counter.speaker, None)
        rule = f"“{counter.word}” said of a statement"
        key = self._register(sentence, first, last, voice, counter.stance, rule)
        known = self._claims[key]
        self._claims[key] = known.model_copy(
            update={
                "answers": tuple(dict.fromkeys((*known.answers, *answers))),
                "about": known.about or about,
            }
        )
        return key

    def date_of(self, sentence: Sentence, first: int, last: int) -> When | None:
        """When the thing told in these tokens happened: a date that is not that of its telling."""
        for phrase, token in self._dates_in(sentence, first, last):
            if not self._dates_speech(token):
                return phrase.when
        return None

    def numbering(self) -> dict[str, str]:
        """Provisional id to final id: c1, c2 … by place in the text."""
        order = sorted(self._claims.values(), key=lambda c: (c.start, c.end, c.stance.value))
        return {claim.id: f"c{n}" for n, claim in enumerate(order, 1)}

    def numbered(self) -> tuple[Claim, ...]:
        """All claims under their final ids, in reading order."""
        ids = self.numbering()
        claims = [
            c.model_copy(update={"id": ids[c.id], "answers": tuple(ids[a] for a in c.answers)})
            for c in self._claims.values()
        ]
        return tuple(sorted(claims, key=lambda c: (c.start, c.end, c.stance.value)))

    def _register(
        self, sentence: Sentence, first: int, last: int, voice: Voice, stance: Stance, rule: str
    ) -> str:
        start, end = _trimmed(self._reading.report.text, *sentence.chars(first, last))
        key = f"{start}-{end}-{stance.value}-{voice.speaker.head if voice.speaker else 'outlet'}"
        if key not in self._claims:
            quoted = voice.speaker is None and self._is_within_quotation(sentence)
            speaker = self._antecedent(sentence) if quoted else self._named(voice.speaker, sentence)
            self._claims[key] = Claim(
                id=key,
                source=self._source_id,
                quote=self._reading.report.text[start:end],
                start=start,
                end=end,
                page=self._reading.report.page_at(start),
                attributed_to=speaker.name if speaker else self._reading.report.publisher,
                role=self._role(speaker, sentence) if speaker else None,
                reported_via=voice.reported_via,
                stance=stance,
                status_words=hedges_of(list(sentence.doc[first : last + 1]), self._reading.lexicon),
                said_on=self._said_on(sentence, voice.speaker),
                score=_speaker_score(voice.speaker, speaker),
                rule=rule,
            )
        return key

    def _stretch(self, sentence: Sentence, content: Sequence[Token]) -> tuple[int, int]:
        """The tokens to quote: the sentence, or its half when the halves say different things."""
        at = content[0].i if content else sentence.span.start
        mixed = any(
            c.sentence is sentence or c.sentence.number == sentence.number
            for c in self._reading.counters
        )
        if mixed:
            for first, last in segments(sentence):
                if first <= at <= last:
                    return first, last
        return sentence.span.start, sentence.span.end - 1

    def _named(self, speaker: Speaker | None, sentence: Sentence) -> Speaker | None:
        """The speaker under his full name; a pronoun gives way to the speaker before it."""
        if speaker is None:
            return None
        if speaker.is_pronoun:
            return self._antecedent(sentence) or speaker
        full = (
            self._names.get(speaker.name)
            or self._body_called(speaker.name, sentence)
            or self._spelled_out(speaker.name)
        )
        return Speaker(
            full, speaker.role, speaker.head, speaker.verb, speaker.is_media, speaker.is_pronoun
        )

    def _body_called(self, noun: str, sentence: Sentence) -> str | None:
        """For "the group said", the body named before whose name ends with that noun."""
        noun = noun.removeprefix("the ")
        if " " in noun or not noun.islower():
            return None
        for earlier in reversed(self._reading.sentences):
            if earlier.number > sentence.number:
                continue
            for ent in earlier.span.ents:
                words = ent.text.split()
                if ent.label_ == "ORG" and len(words) > 1 and words[-1].lower() == noun:
                    return ent.text.removeprefix("the ").removeprefix("The ")
        return None

    def _spelled_out(self, name: str) -> str:
        """A country that speaks under its initials is named in full behind them."""
        if not (name.isupper() and len(name.replace(".", "")) <= _INITIALS):
            return name
        for entry in self._reading.gazetteer.entries(name)[:1]:
            if entry.kind is PlaceKind.COUNTRY and entry.name != name:
                return f"{name} ({entry.name})"
        return name

    def _is_within_quotation(self, sentence: Sentence) -> bool:
        """Whether the sentence only goes on with what someone is quoted as saying."""
        return sentence.span.text.lstrip()[:1] in {'"', "“", "«", "„"}

    def _antecedent(self, sentence: Sentence) -> Speaker | None:
        for earlier in reversed(self._reading.sentences):
            if sentence.number - _PRONOUN_REACH <= earlier.number < sentence.number:
                voice = voice_of(earlier, list(earlier)[-1:], self._reading.lexicon)
                if voice.speaker is not None and not voice.speaker.is_pronoun:
                    return self._named(voice.speaker, earlier)
        return None

    def _role(self, speaker: Speaker, sentence: Sentence) -> str | None:
        """What the report calls the speaker; for a place, whose government it stands for."""
        if speaker.role:
            return speaker.role
        governments = []
        for item in self._reading.placed:
            named = f" {item.toponym.text} " in f" {speaker.name} ".replace("'s ", " ")
            inside = item.toponym.sentence == sentence.number and named
            meaning = self._reading.meaning(item.toponym) if inside else None
            if (
                meaning is None
                or not meaning.place.country
                or _is_named_in_full(item.toponym.text, speaker.name)
            ):
                continue
            country = self._reading.gazetteer.get(f"iso:{meaning.place.country}")
            if country is not None and country.kind is PlaceKind.COUNTRY:
                governments.append(country.name)
        return f"government of {' and '.join(dict.fromkeys(governments))}" if governments else None

    def _said_on(self, sentence: Sentence, speaker: Speaker | None) -> When | None:
        if speaker is None:
            return None
        for phrase, token in self._dates_in(sentence, sentence.span.start, sentence.span.end - 1):
            if self._dates_speech(token):
                return phrase.when
        return None

    def _dates_in(
        self, sentence: Sentence, first: int, last: int
    ) -> list[tuple[DatePhrase, Token]]:
        start, end = sentence.chars(first, last)
        found = []
        for phrase in self._dates:
            if start <= phrase.start and phrase.end <= end:
                token = next(t for t in sentence if sentence.offset + t.idx + len(t) > phrase.start)
                found.append((phrase, token))
        return found

    def _dates_speech(self, token: Token) -> bool:
        speech = self._reading.lexicon.speech.verb
        for above in token.ancestors:
            if above.pos_ in {"VERB", "AUX"}:
                return above.lemma_.lower() in speech
        return False


def _dates_of(reading: Reading) -> Iterator[DatePhrase]:
    """The dates of the paragraphs that were read closely."""
    read = read_russian_dates if reading.lexicon.language == "ru" else read_dates
    spans: dict[int, tuple[int, int]] = {}
    for sentence in reading.sentences:
        start, _ = spans.get(sentence.paragraph, (sentence.start, 0))
        spans[sentence.paragraph] = (start, sentence.end)
    for start, end in spans.values():
        text = reading.report.text[start:end]
        for phrase in read(text, reading.report.published):
            yield phrase._replace(start=phrase.start + start, end=phrase.end + start)


def _speaker_score(said: Speaker | None, named: Speaker | None) -> float:
    """How sure it is who says it: named in the sentence, found before it, or the outlet itself."""
    if named is None:
        return 0.5
    if said is None or said.is_pronoun:
        return 0.6 if not named.is_pronoun else 0.4
    return 0.8 if said.is_comment else 0.9


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    return start, end


def _is_named_in_full(place: str, speaker: str) -> bool:
    """Whether the place is only a part of a longer name ("Lithuanian Railways of …")."""
    words = speaker.replace(" and ", " ").split()
    return len(words) > len(place.split()) + 1
