"""The visual language is whole: every value has its look and its words, told apart."""

from collections.abc import Sequence
from itertools import combinations
from math import dist

import pytest

from gazetteer.place import Precision
from maps.style import APPROACH, BASES, MODES, PHASES, PRECISIONS, STATUSES, StatusStyle
from routes.dossier import Mode, Phase
from routes.evidence import Status
from routes.paths.line import Basis

Matrix = Sequence[Sequence[float]]


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# Machado, Oliveira and Fernandes (2009), table of severity 1.0, on linear RGB.
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.0890)


def linear(colour: str) -> list[float]:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def times(matrix: Matrix, vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(colour: str, sight: Matrix) -> tuple[float, float, float]:
    """CIELAB of a colour as somebody with that sight has it."""
    seen = [min(1.0, max(0.0, part)) for part in times(sight, linear(colour))]
    ratios = [part / white for part, white in zip(times(TO_XYZ, seen), WHITE, strict=True)]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("ground", ["colour", "colour_dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_colour_blind_readers_tell_the_modes_apart(sight: str, ground: str) -> None:
    seen = {mode: lab(getattr(style, ground), SIGHT[sight]) for mode, style in MODES.items()}
    for one, other in combinations(seen, 2):
        assert dist(seen[one], seen[other]) >= 14, (one, other)


def test_in_grey_signs_ticks_and_words_tell_what_colours_do_not() -> None:
    told = {(style.symbol, style.ticks, style.word) for style in MODES.values()}
    assert len(told) == len(MODES)
    strokes = {(s.width_px, s.core_px, s.crossed, s.shown) for s in STATUSES.values()}
    assert len(strokes) == len(STATUSES) - 1  # denied and retracted differ by their words alone


def test_every_value_has_its_style() -> None:
    assert set(MODES) == set(Mode)
    assert set(STATUSES) == set(Status)
    assert set(PHASES) == set(Phase)
    assert set(PRECISIONS) == set(Precision)
    assert set(BASES) == {str(basis) for basis in Basis}


def test_only_points_are_drawn_as_points() -> None:
    for precision, style in PRECISIONS.items():
        assert (style.drawn in {"known", "town"}) == precision.is_point


def test_no_two_values_share_their_words_or_their_look() -> None:
    for one, other in combinations(MODES.values(), 2):
        assert one.word != other.word
        assert one.symbol != other.symbol
        assert one.colour != other.colour
    for first, second in combinations(STATUSES.values(), 2):
        assert first.word != second.word
        assert look(first) != look(second)


def test_an_approach_is_told_from_the_whole_lines_in_look_and_words() -> None:
    assert APPROACH.dashes_px not in [style.dashes_px for style in BASES.values()]
    assert APPROACH.width_px < min(s.width_px for s in STATUSES.values() if not s.crossed)
    assert APPROACH.word not in [style.word for style in BASES.values()]


def look(style: StatusStyle) -> tuple[float, float, bool, str]:
    return style.width_px, style.core_px, style.crossed, style.word if style.shown else ""


@pytest.mark.parametrize("mode", Mode)
def test_lines_stand_out_from_the_ground(mode: Mode) -> None:
    # Land and water of the page's light and dark ground; the casing parts the palest further.
    assert contrast(MODES[mode].colour, "#f6f3ec") > 1.9
    assert contrast(MODES[mode].colour_dark, "#2a2e31") > 3
