"""spaCy's attribute rules as a table: what each word gets from its tag, its form and its relation.

spaCy matches some 180 patterns against every text, at a sixth of the price of all tagging.
Nearly all of them look at one word only, so that each kind of word need be matched but once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["AttributeTable"]

_MOST_KINDS = 50_000


class _Rule(NamedTuple):
    """One pattern of one word, and what a word that meets it gets."""

    wanted: Mapping[str, Any]
    given: Mapping[str, Any]


class AttributeTable:
    """A pipeline component that does what a spaCy `AttributeRuler` does, for single words.

    Parameters
    ----------
    patterns
        The ruler's patterns. Those of more than one word (slang such as "gon na") are left
        out: they set lemmas that no rule here acts on, and make a verb of "is" in "there is".
    """

    def __init__(self, patterns: Sequence[Mapping[str, Any]]) -> None:
        self._rules = [
            _Rule(pattern[0], entry["attrs"])
            for entry in patterns
            for pattern in entry["patterns"]
            if len(pattern) == 1
        ]
        self._of_tag: dict[str, list[_Rule]] = {}
        self._known: dict[tuple[str, str, str], dict[str, Any]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Give each word of a tagged and parsed text its part of speech, form and lemma."""
        token: Any  # spaCy's types leave out set_morph
        for token in doc:
            kind = (token.tag_, token.lower_, token.dep_)
            given = self._known.get(kind)
            if given is None:
                given = self._given(kind, is_space=token.is_space)
                if len(self._known) < _MOST_KINDS:
                    self._known[kind] = given
            for name, value in given.items():
                if name == "MORPH":
                    token.set_morph(value)
                else:
                    setattr(token, f"{name.lower()}_", value)
        return doc

    def _given(self, kind: tuple[str, str, str], *, is_space: bool) -> dict[str, Any]:
        values = {"TAG": kind[0], "LOWER": kind[1], "DEP": kind[2], "IS_SPACE": is_space}
        given: dict[str, Any] = {}
        for rule in self._rules_of(kind[0]):
            if all(_meets(values[name], wanted) for name, wanted in rule.wanted.items()):
                given.update(rule.given)
        return given

    def _rules_of(self, tag: str) -> list[_Rule]:
        if tag not in self._of_tag:
            any_tag: Any = {"NOT_IN": ()}
            self._of_tag[tag] = [
                rule for rule in self._rules if _meets(tag, rule.wanted.get("TAG", any_tag))
            ]
        return self._of_tag[tag]


def _meets(value: Any, wanted: Any) -> bool:
    if not isinstance(wanted, Mapping):
        return bool(value == wanted)
    if "REGEX" in wanted:
        return re.search(wanted["REGEX"], value) is not None
    if "IN" in wanted:
        return value in wanted["IN"]
    return value not in wanted["NOT_IN"]
