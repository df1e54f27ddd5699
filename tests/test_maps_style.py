"""The visual language is whole: every value has its look and its words, told apart."""

from itertools import combinations

import pytest

from gazetteer.place import Precision
from maps.style import BASES, MODES, PHASES, PRECISIONS, STATUSES, StatusStyle
from routes.dossier import Mode, Phase
from routes.evidence import Status
from routes.paths.line import Basis


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


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


def look(style: StatusStyle) -> tuple[float, float, bool, str]:
    return style.width_px, style.core_px, style.crossed, style.word if style.shown else ""


@pytest.mark.parametrize("mode", Mode)
def test_lines_stand_out_from_the_ground(mode: Mode) -> None:
    # Land and water of the page's light and dark ground; the casing parts the palest further.
    assert contrast(MODES[mode].colour, "#f6f3ec") > 1.9
    assert contrast(MODES[mode].colour_dark, "#2a2e31") > 3
