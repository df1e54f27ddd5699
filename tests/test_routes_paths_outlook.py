"""What a point on the water sees of the graph."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from routes.paths.geodesy import distance_km
from routes.paths.line import Position
from routes.paths.outlook import Outlook, clear, look, outlook
from routes.paths.passages import shut
from routes.paths.search import shortest
from routes.paths.vectors import unit_vectors
from routes.paths.waters import WayLeft, waters

OPEN_SEA: Position = (-30.0, 30.0)
STRAIT: Position = (26.4, 40.2)
OFF_A_COAST: Position = (-9.8, 38.6)


class _NothingLeft(WayLeft):
    """Bounds that rule out nothing."""

    def __init__(self) -> None: ...

    def of(self, numbers: Any) -> Any:
        return np.zeros(len(numbers))

    def within(self, numbers: Any, gone_km: Any, most_km: float) -> Any:  # noqa: ARG002
        return numbers


def looked_for(one: Outlook) -> Any:
    return one.leaving(one.way_km(_NothingLeft()), _NothingLeft(), 20_100.0)


@pytest.mark.parametrize("point", [OPEN_SEA, STRAIT, OFF_A_COAST])
def test_everything_told_of_an_outlook_is_seen(point: Position) -> None:
    world, one = waters(), outlook(point, shut())
    (seen,) = look((one, looked_for(one)))
    corners = np.array(list(seen))
    heads = world.at[corners]
    assert clear(np.broadcast_to(unit_vectors(point), heads.shape), heads, shut()).all()
    for corner, km in seen.items():
        assert km == pytest.approx(distance_km(point, tuple(world.lon_lat_deg[corner])), abs=0.01)


@pytest.mark.parametrize("point", [STRAIT, OFF_A_COAST])
def test_what_is_looked_for_at_once_is_what_is_seen_one_by_one(point: Position) -> None:
    one, other = Outlook(point, shut()), Outlook(point, shut())
    numbers = looked_for(one)
    together = look((one, numbers))[0]
    apart: dict[int, float] = {}
    for part in np.array_split(numbers, 5):
        apart |= look((other, part))[0]
    assert apart == together
    assert one.nearest.items() <= together.items()


def test_two_points_are_looked_from_at_once() -> None:
    points = [Outlook(point, shut()) for point in (STRAIT, OFF_A_COAST)]
    wanted = [(one, looked_for(one)[:300]) for one in points]
    again = [
        (Outlook(point, shut()), numbers)
        for point, (_, numbers) in zip((STRAIT, OFF_A_COAST), wanted, strict=True)
    ]
    assert look(*wanted) == [look(one)[0] for one in again]


def test_the_most_promising_are_those_on_the_way() -> None:
    one, end = outlook(OFF_A_COAST, shut()), outlook((-5.9, 35.9), shut())
    left = WayLeft(waters(), end.nearest, end.at)
    way_km = one.way_km(left)
    chosen = one.promising(way_km, 10)
    assert len(chosen) == 10
    assert sorted(way_km)[:10] == sorted(way_km[np.isin(looked_numbers(one), chosen)])


def looked_numbers(one: Outlook) -> Any:
    return one.promising(one.way_km(_NothingLeft()), 10**6)


def test_a_closed_passage_ends_the_view() -> None:
    place = (26.15, 40.02)
    closed, open_ = (Outlook(place, one) for one in (frozenset({"dardanelles"}), frozenset()))
    numbers = looked_for(open_)
    assert look((closed, numbers))[0].keys() <= look((open_, numbers))[0].keys()


def test_only_what_may_shorten_the_way_is_looked_for() -> None:
    one, end = outlook(OPEN_SEA, shut()), outlook(OFF_A_COAST, shut())
    left = WayLeft(waters(), end.nearest, end.at)
    way_km = one.way_km(left)
    few, many = (one.leaving(way_km, left, km) for km in (2200.0, 5000.0))
    assert 0 < len(few) < len(many)
    assert set(few.tolist()) <= set(many.tolist())
    assert len(one.leaving(way_km, left, 0.0)) == 0


@pytest.mark.parametrize("point", [OPEN_SEA, STRAIT, OFF_A_COAST])
def test_everything_in_sight_is_what_is_looked_for_and_seen(point: Position) -> None:
    one, other = Outlook(point, shut()), Outlook(point, shut())
    numbers, km = one.everything
    assert dict(zip(numbers.tolist(), km.tolist(), strict=True)) == pytest.approx(
        look((other, looked_for(other)))[0]
    )


@pytest.mark.parametrize("point", [OPEN_SEA, STRAIT, OFF_A_COAST])
def test_bounds_hold_next_to_the_end(point: Position) -> None:
    world, one = waters(), outlook(point, shut())
    numbers, km = one.everything
    left = WayLeft(world, dict(zip(numbers.tolist(), km.tolist(), strict=True)), one.at)
    everywhere = left.everywhere()
    assert (left.of(numbers) <= km + 0.01).all()
    assert all(everywhere[n] <= way + 0.01 for n, way in zip(numbers.tolist(), km, strict=True))


@pytest.mark.parametrize(
    "ends", [(STRAIT, OFF_A_COAST), (OPEN_SEA, (103.85, 1.18)), ((11.8767, 55.9967), (19.9, 58.5))]
)
def test_bounds_never_cost_a_shorter_way(ends: tuple[Position, Position]) -> None:
    here, there = (outlook(point, shut()) for point in ends)
    starts, goals = look((here, looked_for(here)), (there, looked_for(there)))
    graph, left = waters().graph(shut()), WayLeft(waters(), goals, there.at).everywhere()
    found, plain = (shortest(graph, starts, goals, one) for one in (left, [0.0] * len(waters().at)))
    assert found is not None
    assert plain is not None
    assert found[0] == pytest.approx(plain[0], abs=0.02)
