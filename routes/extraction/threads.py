"""Movements that continue one another, within a sentence and across sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Placed
from routes.extraction.stops import Movement

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Thread", "thread"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_REACH = 2
_DEFINITE = frozenset({"the", "this", "these", "that", "those", "its", "their"})
Thread = tuple[Movement, ...]


def thread(movements: Iterable[Movement], lexicon: Lexicon) -> tuple[Thread, ...]:
    """Join each movement to the one that it continues.

    "… to Astrakhan; from there they cross the Caspian …" goes on where the first part ended.
    A movement whose ends are open is completed by the next sentence when that speaks of the
    same goods. A continuing movement starts at the last stop of the one before; one of which
    that stop is the subject ("it is used to move arms into B") starts there as a thread anew.
    """
    threads: list[list[Movement]] = []
    for movement in movements:
        before = threads[-1][-1] if threads else None
        link = _Link.NONE if before is None else _link(before, movement, lexicon)
        linked = movement
        if before is not None and link in {_Link.ONWARD, _Link.FROM_STOP}:
            linked = replace(movement, stops=(before.stops[-1], *movement.stops[1:]))
        if link in {_Link.ONWARD, _Link.COMPLETES}:
            threads[-1].append(linked)
        else:
            threads.append([linked])
    return tuple(tuple(t) for t in threads if len(t) > 1 or not t[0].latent)


class _Link(Enum):
    """How a movement hangs on the one before it."""

    NONE = auto()
    ONWARD = auto()
    COMPLETES = auto()
    FROM_STOP = auto()


def _link(before: Movement, movement: Movement, lexicon: Lexicon) -> _Link:
    if movement.latent or not _is_near(before, movement):
        return _Link.NONE
    goes_on = (
        bool(before.stops[-1]) and not movement.stops[0] and _takes_up(before, movement, lexicon)
    )
    if not _is_next(before, movement):
        return _Link.ONWARD if goes_on else _Link.NONE
    if _tells_origin(before, movement, lexicon):
        return _Link.COMPLETES
    if _sets_out_again(before, movement, lexicon):
        return _Link.ONWARD
    if movement.stops[0] or before.latent:
        return _Link.NONE
    opening, last = _opening(movement), before.stops[-1]
    if last and (goes_on or _goes_on(opening, lexicon)):
        return _Link.ONWARD
    if last and _speaks_of_last_stop(opening, last):
        return _Link.FROM_STOP
    same_sentence = before.sentence.number == movement.sentence.number
    if not last and (same_sentence or _same_goods(opening, movement, lexicon)):
        return _Link.COMPLETES
    return _Link.NONE


def _tells_origin(before: Movement, movement: Movement, lexicon: Lexicon) -> bool:
    """Whether it only says whence that came which the one before has arrive or found."""
    if before.stops[0] or not before.stops[-1] or movement.stops[-1] or not movement.stops[0]:
        return False
    opening = _opening(movement)
    pronoun = any(t.dep_ in _SUBJECTS and t.lower_ in lexicon.pronoun for t in opening)
    earlier = any(t.lower_ in {"had", "having"} for t in opening)
    return pronoun or earlier


def _is_next(before: Movement, movement: Movement) -> bool:
    near = movement.sentence.number - before.sentence.number
    return near <= 1 and movement.sentence.paragraph == before.sentence.paragraph


def _is_near(before: Movement, movement: Movement) -> bool:
    near = movement.sentence.number - before.sentence.number
    parted = movement.sentence.paragraph - before.sentence.paragraph
    return near <= _REACH - parted and parted <= 1


def _sets_out_again(before: Movement, movement: Movement, lexicon: Lexicon) -> bool:
    """As in "… to A. From A it goes to B"."""
    last = {p.toponym.text for p in before.stops[-1]}
    first = {p.toponym.text for p in movement.stops[0]}
    subjects = [t for t in movement.sentence if t.dep_ in _SUBJECTS]
    same = any(t.lower_ in lexicon.pronoun for t in subjects)
    return bool(first) and first <= last and same


def _takes_up(before: Movement, movement: Movement, lexicon: Lexicon) -> bool:
    """Whether its subject is the goods told before: "The materiel was then moved to A"."""
    if before.sentence.number == movement.sentence.number:
        return False
    subject = next((t for t in _opening(movement) if t.dep_ in _SUBJECTS), None)
    if subject is None or not any(c.lower_ in _DEFINITE for c in subject.children):
        return False
    lemma = subject.lemma_.lower()
    told = {t.lemma_.lower() for t in before.sentence}
    return lemma in lexicon.cargo and (lemma in told or lemma in lexicon.any_cargo)


def _opening(movement: Movement) -> Sequence[Token]:
    """The words of the movement before its first place."""
    first = min((p.toponym.first for p in movement.places), default=movement.tokens[1] + 1)
    return list(movement.sentence.doc[movement.tokens[0] : first])


def _goes_on(opening: Sequence[Token], lexicon: Lexicon) -> bool:
    return any(t.lower_ in lexicon.continuing for t in opening)


def _speaks_of_last_stop(opening: Sequence[Token], last: Sequence[Placed]) -> bool:
    """Whether the stop is the subject: "an airstrip at A. It is used to move arms into B"."""
    if not all(p.toponym.sense is None or p.toponym.sense.precision.is_point for p in last):
        return False
    words = [t.lemma_.lower() for t in opening]
    return "use" in words and bool({"it", "which", "that"} & set(words))


def _same_goods(opening: Sequence[Token], movement: Movement, lexicon: Lexicon) -> bool:
    first, last = movement.tokens
    whole = movement.sentence.doc[first : last + 1]
    if any(t.lemma_.lower() in lexicon.cues.end_noun for t in whole):
        return True
    return any(t.dep_ in {"nsubj", "nsubjpass"} and t.lower_ in lexicon.pronoun for t in opening)
