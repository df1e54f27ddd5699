"""Every place that a text names, with what each name may mean."""

from __future__ import annotations

from gazetteer import Candidate, Gazetteer
from gazetteer.place import Record
from routes.extraction.cues import parts_of
from routes.extraction.lexicon import load
from routes.extraction.mentions import find_toponyms
from routes.extraction.settle import settle
from routes.extraction.tagger import tag
from routes.extraction.toponym import Names

__all__ = ["PlaceMention", "find_places"]


class PlaceMention(Record):
    """A place name in a text: a span in code points and its candidates, best first."""

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]


def find_places(text: str, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """Find the place names of a text, whatever part they play, in reading order.

    Parameters
    ----------
    text
        Any English text.
    gazetteer
        The place store that knows the names.
    """
    lexicon, names = load(), Names(gazetteer)
    placed = [
        item
        for sentence in tag(text)
        for item in parts_of(sentence, find_toponyms(sentence, names, lexicon), lexicon)
    ]
    settled = settle(text, placed, (), gazetteer, lexicon)
    return tuple(
        PlaceMention(start=t.start, end=t.end, text=t.text, candidates=settled[t.start])
        for t in sorted({p.toponym for p in placed}, key=lambda t: t.start)
    )
