"""The visual language: one table that the page, the legend and the pictures all read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from gazetteer.place import Precision, Record
from routes.dossier import Mode, Phase
from routes.evidence import Status

__all__ = [
    "APPROACH",
    "BASES",
    "MODES",
    "PHASES",
    "PRECISIONS",
    "STATUSES",
    "ApproachStyle",
    "BasisStyle",
    "ModeStyle",
    "PhaseStyle",
    "PrecisionStyle",
    "StatusStyle",
]


class ModeStyle(Record):
    """How a means of travel looks and reads.

    `colour` comes from Okabe and Ito's palette (2008), moved until no two are closer than 14 in
    CIELAB to readers with any kind of colour blindness; `colour_dark` is the same hue for a
    dark ground. `symbol` is SVG path data, filled by the
    even-odd rule, in a square of 16 units. `ticks` draws short strokes across the line.
    """

    word: str
    phrase: str
    colour: str
    colour_dark: str
    symbol: str
    ticks: bool = False


class BasisStyle(Record):
    """What a line rests on: `dashes_px` is its stroke, `sentence` says so to a reader."""

    word: str
    sentence: str
    dashes_px: tuple[int, ...] = ()


class ApproachStyle(Record):
    """How the straight stroke looks by which a place is joined to the way of a line.

    Less of it than `least_px` shows no dots, and is drawn as the way is.
    """

    word: str
    sentence: str
    width_px: float
    casing_px: float
    dashes_px: tuple[int, ...]
    least_px: float


class StatusStyle(Record):
    """What the claims on a line add up to: its casing, and the word beside its number.

    `core_px` is the width of the pale stroke inside the line, `crossed` puts crosses on it.
    `shown` says whether the word also stands on the map's badge.
    """

    word: str
    phrase: str
    sentence: str
    width_px: float
    core_px: float = 0
    crossed: bool = False
    shown: bool = False


class PhaseStyle(Record):
    """Where a route or site stands in its life; only what does not work yet has its own stroke."""

    word: str
    sentence: str
    dotted: bool = False


class PrecisionStyle(Record):
    """How closely a place is known, and how it is therefore drawn.

    `drawn` is a full dot for what is known, a ring for a town, an area, or nothing at all.
    """

    word: str
    sentence: str
    drawn: Literal["known", "town", "area", "none"]


MODES: Mapping[Mode, ModeStyle] = MappingProxyType(
    {
        Mode.SEA: ModeStyle(
            word="sea",
            phrase="by sea",
            colour="#0072B2",
            colour_dark="#5AA0E6",
            symbol="M1.5 10h13l-2.2 4H3.7zM7 1.5h1.6l4.2 6.9H7zM3 8.4L6 3.6v4.8z",
        ),
        Mode.RIVER: ModeStyle(
            word="river",
            phrase="by river",
            colour="#56B4E9",
            colour_dark="#A4D9FF",
            symbol="M1 9h14l-1.6 3.5H2.6zM3 5.2h3V8H3zM7 5.2h3V8H7z",
        ),
        Mode.RAIL: ModeStyle(
            word="rail",
            phrase="by rail",
            colour="#404040",
            colour_dark="#EFEFEF",
            symbol="M4 1.5h8a1.5 1.5 0 0 1 1.5 1.5v7A1.5 1.5 0 0 1 12 11.5H4A1.5 1.5 0 0 1"
            " 2.5 10V3A1.5 1.5 0 0 1 4 1.5zM4.3 3.5v3h7.4v-3zM4.4 12.3H6l-1 2.2H3.4zM10"
            " 12.3h1.6l1 2.2H11z",
            ticks=True,
        ),
        Mode.ROAD: ModeStyle(
            word="road",
            phrase="by road",
            colour="#D55E00",
            colour_dark="#FF7A47",
            symbol="M1 3.5h8.5v7H1zM10.3 5.5h2.6L15 8.1v2.4h-4.7zM3.8 11.2a1.5 1.5 0 1 1 0"
            " 3 1.5 1.5 0 0 1 0-3zM12 11.2a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z",
        ),
        Mode.AIR: ModeStyle(
            word="air",
            phrase="by air",
            colour="#D070B0",
            colour_dark="#DB9CC0",
            symbol="M8 1c.7 0 1.1.8 1.1 1.8v3l5.4 3.4v1.5L9.1 9v3l1.6 1.3v1.2L8"
            " 13.7l-2.7.8v-1.2L6.9 12V9l-5.4 1.7V9.2l5.4-3.4v-3C6.9 1.8 7.3 1 8 1z",
        ),
        Mode.PIPELINE: ModeStyle(
            word="pipeline",
            phrase="by pipeline",
            colour="#009E60",
            colour_dark="#4FE39A",
            symbol="M1 5.5h2.3v5H1zM12.7 5.5H15v5h-2.3zM4 6.7h8v2.6H4zM7.3"
            " 3.7h1.4V6H7.3zM5.5 2.2h5v1.2h-5z",
        ),
        Mode.FOOT: ModeStyle(
            word="foot",
            phrase="on foot",
            colour="#E69F00",
            colour_dark="#FFB52E",
            symbol="M8 1a1.6 1.6 0 1 1 0 3.2A1.6 1.6 0 0 1 8 1zM6.2 5h3.6l1.3"
            " 4.2H9.8L9.2 7.5l.7 7H8.4L8 10.7l-.4 3.8H6.1l.7-7-.6 1.7H4.9z",
        ),
        Mode.UNSPECIFIED: ModeStyle(
            word="means not stated",
            phrase="by means not stated",
            colour="#7A7A7A",
            colour_dark="#808080",
            symbol="M4.8 5.4C4.8 3.2 6.2 2 8.1 2c1.9 0 3.3 1.1 3.3 2.9 0 1.5-.8"
            " 2.1-1.7 2.8-.7.5-.9.9-.9 1.8H7.1c0-1.6.5-2.2 1.4-2.9.7-.5 1-.9"
            " 1-1.6 0-.8-.6-1.4-1.5-1.4S6.5 4.3 6.5 5.4zM7 11.2h1.9v2H7z",
        ),
    }
)

BASES: Mapping[str, BasisStyle] = MappingProxyType(
    {
        "computed": BasisStyle(
            word="computed",
            sentence="Shortest way over water, computed; not a vessel’s track.",
        ),
        "direct": BasisStyle(
            word="direct",
            sentence="Straight line between the two ends; the way taken is not known.",
            dashes_px=(9, 6),
        ),
        "drawn": BasisStyle(
            word="drawn",
            sentence="Line given by the source or the analyst.",
        ),
    }
)

APPROACH = ApproachStyle(
    word="straight approach to the water",
    sentence="Drawn dotted: it joins a place to the water and is no part of the computed way.",
    width_px=1.8,
    casing_px=3.5,
    dashes_px=(2, 3),
    least_px=4,
)

STATUSES: Mapping[Status, StatusStyle] = MappingProxyType(
    {
        Status.CORROBORATED: StatusStyle(
            word="corroborated",
            phrase="corroborated",
            sentence="Asserted by two or more sources that do not rest on each other.",
            width_px=4.5,
        ),
        Status.SINGLE_SOURCE: StatusStyle(
            word="single source",
            phrase="from a single source",
            sentence="Asserted by one source, or by several that restate it.",
            width_px=2.6,
        ),
        Status.DISPUTED: StatusStyle(
            word="disputed",
            phrase="disputed",
            sentence="Someone asserts it and someone denies it.",
            width_px=5.5,
            core_px=2,
            shown=True,
        ),
        Status.DENIED: StatusStyle(
            word="denied",
            phrase="denied",
            sentence="Only a denial of it is on record here.",
            width_px=5,
            core_px=3,
            crossed=True,
            shown=True,
        ),
        Status.RETRACTED: StatusStyle(
            word="retracted",
            phrase="retracted",
            sentence="The source has withdrawn it.",
            width_px=5,
            core_px=3,
            crossed=True,
            shown=True,
        ),
        Status.UNSUPPORTED: StatusStyle(
            word="no claim",
            phrase="without a quotation",
            sentence="No quotation stands behind it.",
            width_px=1.5,
            crossed=True,
            shown=True,
        ),
    }
)

PHASES: Mapping[Phase, PhaseStyle] = MappingProxyType(
    {
        Phase.PLANNED: PhaseStyle(
            word="planned", sentence="Reported as a plan, not as done.", dotted=True
        ),
        Phase.UNDER_CONSTRUCTION: PhaseStyle(
            word="under construction",
            sentence="Reported as being built, not as in use.",
            dotted=True,
        ),
        Phase.ACTIVE: PhaseStyle(word="active", sentence="Reported as under way."),
        Phase.SUSPENDED: PhaseStyle(word="suspended", sentence="Reported as halted for now."),
        Phase.ENDED: PhaseStyle(word="ended", sentence="Reported as over."),
        Phase.CLOSED: PhaseStyle(word="closed", sentence="Reported as closed."),
        Phase.ATTACKED: PhaseStyle(word="attacked", sentence="Reported as attacked."),
        Phase.HISTORICAL: PhaseStyle(word="historical", sentence="Reported of the past."),
    }
)

PRECISIONS: Mapping[Precision, PrecisionStyle] = MappingProxyType(
    {
        Precision.EXACT: PrecisionStyle(
            word="exact position",
            sentence="Drawn as a point: the position itself is known.",
            drawn="known",
        ),
        Precision.SITE: PrecisionStyle(
            word="site",
            sentence="Drawn as a point: the port, airfield, plant or base is known.",
            drawn="known",
        ),
        Precision.LOCALITY: PrecisionStyle(
            word="town",
            sentence="Drawn as a ring: the town is known, the spot in it is not.",
            drawn="town",
        ),
        Precision.REGION: PrecisionStyle(
            word="region",
            sentence="Drawn as an area: somewhere in it, nothing closer is known.",
            drawn="area",
        ),
        Precision.COUNTRY: PrecisionStyle(
            word="country",
            sentence="Drawn as an area: somewhere in it, nothing closer is known.",
            drawn="area",
        ),
        Precision.WATER: PrecisionStyle(
            word="water",
            sentence="Drawn as an area: somewhere on it, nothing closer is known.",
            drawn="area",
        ),
        Precision.UNDISCLOSED: PrecisionStyle(
            word="undisclosed",
            sentence="Not drawn: the source keeps the position to itself.",
            drawn="none",
        ),
    }
)
