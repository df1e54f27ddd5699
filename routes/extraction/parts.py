"""The parts that places play in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from routes.extraction.toponym import Toponym

__all__ = ["Part", "Placed"]


class Part(StrEnum):
    """What a place is in the sentence."""

    SOURCE = "source"
    VIA = "via"
    GOAL = "goal"
    CONTAINER = "container"
    REFERENCE = "reference"
    AGENT = "agent"
    RECIPIENT = "recipient"
    FOUND = "found"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Placed:
    """A toponym with its part.

    `cue` is the token that gives the part (-1: none), `link` how it joins the name before it
    ("and", "or", "" when it does not), `inside` the toponyms that contain it.
    """

    toponym: Toponym
    part: Part
    cue: int = -1
    link: str = ""
    inside: tuple[Toponym, ...] = field(default=())
