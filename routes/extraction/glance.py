"""A cheap look over a text: which stretches of it a tagger must read.

Most sentences of most reports tell of no movement. Words alone show that, at a small part of
the tagger's price; what is left is read with its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property

from routes.extraction.inflection import forms_of
from routes.extraction.lexicon import Lexicon, load
from routes.extraction.tagger import Stretch

__all__ = ["Glance", "is_on_travel"]

Known = Callable[[str], bool]

_SENTENCE_END = re.compile(r"[.!?;:][\"'”’»)\]]{0,2}\s+(?=[\"'“‘«(\[]{0,2}[^\W\d_a-z])")
_SPEAKER_REACH = 3
_SITE_REACH = 8
_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z]")
_QUOTES = frozenset('"“«„')
_OFTEN = 3
_CHAIN = re.compile(r"[A-Z]\w+\s?[–—-]\s?[A-Z]\w")


def is_on_travel(text: str, lexicon: Lexicon) -> bool:
    """Whether a text speaks of passengers, fares and airlines again and again, not of freight."""
    words = _glossary(lexicon.language)
    found = [word for word in _WORD.findall(text.lower()) if word in words.travel]
    freight = any(word in words.freight for word in found)
    return len(found) >= _OFTEN and not freight


class Glance:
    """What a look over a text shows; the text is read only as far as that asks for.

    Parameters
    ----------
    text
        The report's text.
    paragraphs
        Its paragraphs, in order.
    lexicon
        The words of its language.
    known
        Whether the store knows a name.
    """

    def __init__(
        self, text: str, paragraphs: Iterable[Stretch], lexicon: Lexicon, known: Known
    ) -> None:
        self._words = words = _glossary(lexicon.language)
        self._known = known
        self._looks = looks = [
            _Look(text, begin, end, paragraph.paragraph)
            for paragraph in paragraphs
            for begin, end in _sentences(text, paragraph)
        ]
        self._goods = goods = [look.has(words.goods) for look in looks]
        strong = [look.has(words.strong_goods) for look in looks]
        self._telling = {
            k
            for k, look in enumerate(looks)
            if words.tells_movement(
                look,
                known,
                goods=goods[k] or (k > 0 and goods[k - 1]),
                strong_goods=strong[k] or (k > 0 and strong[k - 1]),
            )
            or words.tells_site(look, known)
            or words.denies(look, goods=goods[k])
        }

    @property
    def is_sure(self) -> bool:
        """Whether some sentence says so much of a movement that no quick parse need ask."""
        return any(self._words.surely_moves(self._looks[k], self._known) for k in self._telling)

    def telling(self) -> tuple[Stretch, ...]:
        """Give the sentences that may themselves tell of a movement, a site or a denial."""
        return tuple(_stretches(self._looks, self._telling))

    def with_neighbours(self) -> tuple[Stretch, ...]:
        """Give those and what they are read with.

        These are the sentences beside each that it may lean on, every sentence that denies or
        doubts something that the text may have told, and those that may name a site again.
        """
        words, looks = self._words, self._looks
        near = set(self._leaned_on())
        spoken = {k for k in self._telling | near if 0 <= k < len(looks)}
        spoken = {k for k in spoken if looks[k].has(words.said) and looks[k].has(words.pronouns)}
        near |= {k - d for k in spoken for d in range(1, _SPEAKER_REACH + 1)}
        answers = {
            k
            for k, look in enumerate(looks)
            if look.has(words.denial) and (look.has(words.statements) or self._goods[k])
        }
        chosen = self._telling | near | answers | set(self._sites_again())
        chosen = {k for k in chosen if 0 <= k < len(looks)}
        return tuple(_stretches(looks, chosen))

    def _leaned_on(self) -> Iterator[int]:
        """Give the sentences beside a telling one that say of whom or of what it speaks."""
        words, looks = self._words, self._looks
        for k in self._telling:
            look = looks[k]
            if look.text[:1] in _QUOTES:
                yield from range(k - _SPEAKER_REACH, k)
            leans = not self._goods[k] or look.has(words.pronouns)
            if k and leans and looks[k - 1].paragraph == look.paragraph:
                yield k - 1
            if k + 1 < len(looks) and self._goes_on(k + 1, look.paragraph):
                yield k + 1

    def _goes_on(self, k: int, paragraph: int) -> bool:
        """Whether a sentence may go on with what the one before it tells."""
        words, look = self._words, self._looks[k]
        if look.paragraph != paragraph:
            return self._goods[k] and look.has(words.movement)
        return any(look.has(w) for w in (words.pronouns, words.said, words.movement, words.goods))

    def _sites_again(self) -> Iterator[int]:
        """Give the sentences soon after one that places a site which speak of "the plant"."""
        words, looks = self._words, self._looks
        for k in self._telling:
            if words.tells_site(looks[k], self._known):
                following = range(k + 1, min(k + 1 + _SITE_REACH, len(looks)))
                yield from (n for n in following if looks[n].has(words.sites_again))


def _stretches(looks: Sequence[_Look], chosen: set[int]) -> Iterator[Stretch]:
    run: list[int] = []
    done = -1
    for k in [*sorted(chosen), -1]:
        if run and (k != run[-1] + 1 or looks[k].paragraph != looks[run[-1]].paragraph):
            first, last = looks[run[0]], looks[run[-1]]
            yield Stretch(first.start, last.end, first.paragraph, run[0] - done - 1)
            done, run = run[-1], []
        run.append(k)


def _sentences(text: str, paragraph: Stretch) -> Iterator[tuple[int, int]]:
    """Cut a paragraph roughly into sentences, without losing a character."""
    begin = paragraph.start
    for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        yield begin, match.end()
        begin = match.end()
    if begin < paragraph.end:
        yield begin, paragraph.end


class _Look:
    """The words of one sentence, in lower case."""

    def __init__(self, text: str, start: int, end: int, paragraph: int) -> None:
        self.start = start
        self.end = end
        self.paragraph = paragraph
        self.text = text[start:end]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.text.lower()))

    @cached_property
    def names(self) -> bool:
        """Whether a capital stands within the sentence, or a name may open it."""
        return _NAME.search(self.text) is not None or self.text[:1].isupper()

    def has(self, forms: frozenset[str]) -> bool:
        return not self.words.isdisjoint(forms)


class _Glossary:
    """The written forms of a lexicon's words that the look goes by.

    Words like "take" and "part" tell of movements and of much else: where only such words
    meet, the look asks for two names to which the sentence points.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        moving, cues, site, look = lexicon.movement, lexicon.cues, lexicon.site, lexicon.glance
        irregular = lexicon.irregular

        def forms(*lemmas: Iterable[str]) -> frozenset[str]:
            return frozenset(f for some in lemmas for x in some for f in forms_of(x, irregular))

        carriers = {w for named in lexicon.vehicle.values() for w in named}
        carriers -= lexicon.way | lexicon.private
        moves = (moving.send, moving.go, moving.receive, moving.noun, cues.interdict)
        self.goods = forms(carriers, lexicon.cargo, moving.freight, lexicon.route_noun)
        self.goods -= lexicon.singular_no_good
        self.movement = forms(*moves, cues.end_noun)
        self.strong_goods = self.goods - forms(look.weak_goods)
        self.strong_movement = self.movement - forms(look.weak_movement)
        self.freight = forms(look.freight)
        self.travel = forms(lexicon.passenger) | self.freight
        self.ends = forms(cues.end_noun)
        self.joining = forms(cues.linking) | {"between"}
        self.sites = forms(site.noun - site.weak_noun)
        self.sites_again = frozenset(w for kin in site.kin.values() for w in kin)
        self.weak_sites = forms(site.weak_noun)
        self.describing = forms(site.describing)
        self.denial = forms(
            lexicon.stance.deny_verb, lexicon.stance.doubt_verb, lexicon.stance.retract_verb,
            lexicon.stance.correct_verb, lexicon.stance.deny_call_verb,
        ) | lexicon.stance.deny_adjective  # fmt: skip
        self.negation = lexicon.stance.negation
        self.statements = forms(lexicon.stance.statement_noun)
        self.said = lexicon.naming.said
        self.pronouns = lexicon.speech.pronoun
        self._pointing = _pointing(lexicon, forms)
        self._standing = re.compile(rf"\b(?:in|at|near|outside|on|of)\s+{_REST}")

    def tells_movement(self, look: _Look, known: Known, *, goods: bool, strong_goods: bool) -> bool:
        if not (look.names and goods):
            return False
        if not look.has(self.movement):
            return _CHAIN.search(look.text) is not None
        strong = strong_goods + look.has(self.strong_movement)
        if look.has(self.ends) and strong:
            return True
        if _CHAIN.search(look.text) is not None:
            return True
        pointed = list(self._pointing.finditer(look.text))
        ends = len(pointed) + sum(m[0].split()[0].lower() in self.joining for m in pointed)
        return ends >= 2 - min(strong, 1) and any(_is_known(m[1], known) for m in pointed)

    def surely_moves(self, look: _Look, known: Known) -> bool:
        """Whether strong words of goods and of movement stand with two names of the store."""
        if not (look.has(self.strong_goods) and look.has(self.strong_movement)):
            return False
        pointed = {m[1] for m in self._pointing.finditer(look.text)}
        return sum(_is_known(name, known) for name in pointed) > 1

    def tells_site(self, look: _Look, known: Known) -> bool:
        named = look.has(self.sites) or (look.has(self.weak_sites) and look.has(self.describing))
        if not (named and look.names):
            return False
        return any(_is_known(m[1], known) for m in self._standing.finditer(look.text))

    def denies(self, look: _Look, *, goods: bool) -> bool:
        if not look.names or not goods:
            return False
        negates = look.has(self.negation) and look.has(self.strong_movement)
        return look.has(self.denial) or (negates and look.has(self.strong_goods))


# A few words may stand between a preposition and the name: "to the Chilean port of Arica".
_REST = (
    r"(?:[\w’'-]+\s+){0,4}?(?!(?:I|Mr|Mrs|Ms|Dr)\b)"
    r"((?:[A-Z][\w’'-]+)(?:\s(?:(?:of|de|la|du|del|el|al|da|do|dos|es)\s)?[A-Z][\w’'-]+){0,3})"
)


def _is_known(name: str, known: Known) -> bool:
    """Whether the store knows the name, its beginning or its end."""
    words = name.removesuffix("'s").removesuffix("’s").split()
    return any(
        known(" ".join(words[a:b])) for a in range(len(words)) for b in range(a + 1, len(words) + 1)
    )


def _pointing(lexicon: Lexicon, forms: Callable[..., frozenset[str]]) -> re.Pattern[str]:
    """Match what points to a name: a preposition of way, or a verb that takes a place."""
    cues = lexicon.cues
    ways = {phrase.split()[-1] for phrase in (*cues.source, *cues.goal, *cues.via)}
    ways = {way.lower() for way in ways} - lexicon.glance.pointless
    takers = forms(cues.object_source, cues.object_goal, cues.object_via, cues.linking)
    halts = forms(cues.at_goal_after, cues.at_source_after, cues.at_via_after, cues.interdict)
    begun = forms(cues.for_goal_after)
    return re.compile(
        rf"\b(?:(?:{_any(ways)}|between)|(?:{_any(takers)})"
        rf"|(?:{_any(halts)})\s+(?:[\w’'-]+\s+){{0,4}}?(?:in|at|off|on|near)"
        rf"|(?:{_any(begun)})\s+(?:[\w’'-]+\s+){{0,3}}?for)\s+{_REST}"
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _glossary(language: str) -> _Glossary:
    return _Glossary(load(language))
