"""What the rooms of extraction found in one report, before it becomes a dossier."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer import Candidate, Gazetteer
from routes.extraction.lexicon import Lexicon
from routes.extraction.parts import Placed
from routes.extraction.settle import Settled
from routes.extraction.sites import FoundSite
from routes.extraction.stances import Counter
from routes.extraction.tagger import Sentence
from routes.extraction.threads import Thread
from routes.extraction.toponym import Toponym
from routes.report import Report

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as read: its sentences, places, movements, sites and counter-statements."""

    report: Report
    sentences: tuple[Sentence, ...]
    placed: tuple[Placed, ...]
    threads: tuple[Thread, ...]
    sites: tuple[FoundSite, ...]
    counters: tuple[Counter, ...]
    settled: Settled
    lexicon: Lexicon
    gazetteer: Gazetteer

    def meaning(self, toponym: Toponym) -> Candidate | None:
        """The likeliest place of a toponym, or None when the store has none."""
        ranked = self.settled.get(toponym.start, ())
        return ranked[0] if ranked else None
