"""Which assertions a denial, a doubt or a retraction answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routes.extraction.lexicon import Lexicon
from routes.extraction.reading import Reading
from routes.extraction.stances import Counter
from routes.extraction.tagger import Sentence

__all__ = ["Topic", "answered", "topic_of"]

_BACK = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """What a statement is about: countries concerned (ISO codes) and goods (lemmas).

    `site` is the id of the place of the installation that it tells of, if it tells of one.
    """

    sentence: Sentence
    countries: frozenset[str]
    goods: frozenset[str]
    is_site: bool = False
    site: str | None = None


def topic_of(sentence: Sentence, reading: Reading, *, is_site: bool = False) -> Topic:
    """Read the countries and goods that a sentence names."""
    countries = {
        candidate.place.country
        for item in reading.placed
        if item.toponym.sentence == sentence.number
        and (candidate := reading.meaning(item.toponym)) is not None
        and candidate.place.country
    }
    countries |= set(_nationalities(sentence, reading))
    return Topic(sentence, frozenset(countries), _goods(sentence, reading.lexicon), is_site)


def answered(counter: Counter, topics: Sequence[Topic], reading: Reading) -> tuple[int, ...]:
    """Indices of the assertions, given by their topics, that a counter-statement answers.

    What is spelled out in the counter-statement itself answers only an assertion about the
    same goods and countries. "The allegations" point back to the sentences just before, and
    through them to every earlier assertion about the same goods and countries.
    """
    asked = _asked(counter, reading)
    hits = [i for i, topic in enumerate(topics) if _meets(asked, topic)]
    if hits or not counter.anaphoric:
        return tuple(hits)
    before = [
        i
        for i, topic in enumerate(topics)
        if abs(counter.sentence.number - topic.sentence.number) <= _BACK
    ]
    return tuple(before)


def _asked(counter: Counter, reading: Reading) -> Topic:
    """What the counter-statement is about, its antecedent included."""
    number = counter.sentence.number
    own = topic_of(counter.sentence, reading)
    if not counter.anaphoric:
        return own
    countries, goods = set(own.countries), set(own.goods)
    about_site = _names_site(counter.sentence, reading.lexicon)
    for sentence in reversed(reading.sentences):
        if number - _BACK <= sentence.number < number:
            earlier = topic_of(sentence, reading)
            if not earlier.goods or (own.goods and not own.goods & earlier.goods):
                continue
            countries |= earlier.countries
            goods |= earlier.goods if not own.goods else set()
            about_site = about_site or _names_site(sentence, reading.lexicon)
            break
    return Topic(counter.sentence, frozenset(countries), frozenset(goods), about_site)


def _meets(asked: Topic, topic: Topic) -> bool:
    if topic.is_site and not asked.is_site:
        return False
    near = 0 <= asked.sentence.number - topic.sentence.number <= _BACK
    same_goods = bool(asked.goods & topic.goods) or (near and not topic.goods)
    return same_goods and bool(asked.countries & topic.countries)


def _goods(sentence: Sentence, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        t.lemma_.lower()
        for t in sentence
        if t.pos_ in {"NOUN", "PROPN"} and t.lemma_.lower() in lexicon.cargo
    )


def _names_site(sentence: Sentence, lexicon: Lexicon) -> bool:
    strong = lexicon.site.noun - lexicon.site.weak_noun
    return any(t.lemma_.lower() in strong for t in sentence)


def _nationalities(sentence: Sentence, reading: Reading) -> Iterable[str]:
    for token in sentence:
        if token.ent_type_ == "NORP" and token.text[:1].isupper():
            for entry in reading.gazetteer.entries(token.text, demonyms=True)[:1]:
                if entry.form == "demonym" and entry.country:
                    yield entry.country
