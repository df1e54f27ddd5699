"""Whether two phrases may name one kind of goods, and whether two times may be one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from gazetteer.names import fold
from routes.almanac import reference_day
from routes.dates import When

__all__ = ["Span", "contains", "contradict", "like_goods", "like_work", "overlap", "span_of"]

# A report without a date tells of the time before it, some of it long before.
_UNDATED = timedelta(days=365)
_SLACK = timedelta(days=31)
# Two days told of one event seldom lie further apart.
_ONE_EVENT = timedelta(days=7)
_CUT = re.compile(r"\b(?:for|from|of|to|with|used|bound|made|in|including|such as)\b")
_JOINT = re.compile(r",|;|/|\band\b|\bor\b|&")


class Span(NamedTuple):
    """The first and last day between which a thing lies; None where that side is open."""

    first: date | None
    last: date | None
    is_told: bool


def span_of(when: When | None, published: str | None) -> Span:
    """Give the days of a time; without one, those that a report of that day may speak of."""
    first = _day(when.earliest) if when else None
    last = _day(when.latest) if when else None
    if first or last:
        return Span(first, last, is_told=True)
    day = reference_day(published)
    return Span(day and day - _UNDATED, day, is_told=False)


def overlap(one: Span, other: Span) -> bool:
    """Whether two times may be one; an untold one is given a month more on either side."""
    slack = timedelta(0) if one.is_told and other.is_told else _SLACK
    if one.is_told and other.is_told and _is_day(one) and _is_day(other):
        slack = _ONE_EVENT
    return not (_before(one.last, other.first, slack) or _before(other.last, one.first, slack))


def contradict(one: Span, other: Span) -> bool:
    """Whether two told times that may be one differ: neither lies within the other."""
    both = one.is_told and other.is_told
    return both and not contains(one, other) and not contains(other, one)


def contains(outer: Span, inner: Span) -> bool:
    """Whether a time lies within another; two that only begin are within when they begin as one."""
    if outer.last is None and inner.last is None:
        return outer.first == inner.first
    starts = outer.first is None or (inner.first is not None and outer.first <= inner.first)
    ends = outer.last is None or (inner.last is not None and inner.last <= outer.last)
    return starts and ends


def like_goods(one: str | None, other: str | None) -> bool:
    """Whether two phrases may name the same goods or work; an unnamed one may be anything."""
    if not one or not other or fold(one) == fold(other):
        return True
    return any(_alike(a, b) for a in _heads(one) for b in _heads(other))


def like_work(one: str, other: str) -> bool:
    """Whether two phrases may name what one site does: a drone factory is no glass factory."""
    if not like_goods(one, other):
        return False
    a, b = _modifiers(one), _modifiers(other)
    return not a or not b or any(_alike(x, y) for x in a for y in b)


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _is_day(span: Span) -> bool:
    return span.first is not None and span.first == span.last


def _before(end: date | None, start: date | None, slack: timedelta) -> bool:
    return end is not None and start is not None and end + slack < start


@lru_cache(maxsize=4096)
def _heads(phrase: str) -> frozenset[str]:
    """Give the head of each part of a phrase, in the singular: what the goods are."""
    heads: set[str] = set()
    for part in _JOINT.split(phrase.lower()):
        words = [_singular(word) for word in fold(_CUT.split(part)[0] or part).split()]
        if words:
            ends = (" ".join(words[-n:]) for n in (3, 2))
            heads.add(next((end for end in ends if end in _classes()), words[-1]))
    return frozenset(heads)


def _modifiers(phrase: str) -> frozenset[str]:
    """Give the words of a phrase beside its heads: of or for what the work is."""
    words = (_singular(word) for word in fold(phrase).split())
    heads = {word for head in _heads(phrase) for word in head.split()}
    return frozenset(word for word in words if word not in heads and not _CUT.fullmatch(word))


def _singular(word: str) -> str:
    if word in _classes() or len(word) < 4 or word.endswith("ss"):
        return word
    for ending, instead in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss")):
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word.removesuffix("s")


def _alike(one: str, other: str) -> bool:
    same = _classes()
    a, b = same.get(one, one), same.get(other, other)
    wider = _wider()
    return a == b or a in wider.get(b, ()) or b in wider.get(a, ())


@lru_cache(maxsize=1)
def _lexicon() -> Mapping[str, Any]:
    return _table("goods_en.yaml")


def _table(name: str) -> Mapping[str, Any]:
    import yaml

    text = (files("routes") / "lexicons" / name).read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, str]:
    found = {word: words[0] for words in _lexicon()["same"] for word in words}
    for english, languages in _table("goods_translated.yaml").items():
        for word in (word for words in languages.values() for word in words):
            found.setdefault(fold(word), found.get(english, english))
    return found


@lru_cache(maxsize=1)
def _wider() -> Mapping[str, frozenset[str]]:
    """Give for each word the wider ones under which it falls."""
    same = _classes()
    found: dict[str, set[str]] = {}
    for wide, narrow in _lexicon()["kinds"].items():
        for word in narrow:
            found.setdefault(same.get(word, word), set()).add(same.get(wide, wide))
    return {word: frozenset(wide) for word, wide in found.items()}
