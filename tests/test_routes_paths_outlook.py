"""What a point on the water sees of the graph."""

from __future__ import annotations

import numpy as np
import pytest

from routes.paths.geodesy import distance_km
from routes.paths.line import Position
from routes.paths.outlook import barred, is_open, outlook, wider_outlook
from routes.paths.passages import shut
from routes.paths.vectors import unit_vectors
from routes.paths.waters import waters

OPEN_SEA: Position = (-30.0, 30.0)
STRAIT: Position = (26.4, 40.2)
OFF_A_COAST: Position = (-9.8, 38.6)


@pytest.mark.parametrize("point", [OPEN_SEA, STRAIT, OFF_A_COAST])
def test_everything_in_the_outlook_is_seen(point: Position) -> None:
    world, seen = waters(), outlook(point, shut())
    corners = np.array(list(seen))
    heads = world.at[corners]
    assert world.sight.free(np.broadcast_to(unit_vectors(point), heads.shape), heads).all()
    for corner, km in seen.items():
        assert km == pytest.approx(distance_km(point, tuple(world.lon_lat_deg[corner])), abs=0.01)


@pytest.mark.parametrize("point", [STRAIT, OFF_A_COAST])
def test_no_near_corner_is_lost_to_the_shadows(point: Position) -> None:
    from routes.paths.outlook import _lookouts

    world = waters()
    numbers = _lookouts().eligible(unit_vectors(point))
    heads = world.at[numbers]
    tails = np.broadcast_to(unit_vectors(point), heads.shape)
    seen = numbers[world.sight.free(tails, heads) & ~barred(tails, heads, shut())]
    lost = set(seen.tolist()) - set(outlook(point, shut()))
    assert len(lost) <= 0.01 * len(seen)


def test_a_closed_passage_ends_the_view() -> None:
    either_side = [outlook((26.15, 40.02), frozenset({"dardanelles"}))]
    everything = outlook((26.15, 40.02), frozenset())
    assert all(set(seen) <= set(everything) for seen in either_side)


def test_only_who_sees_far_may_be_seen_from_afar() -> None:
    assert is_open(outlook(OPEN_SEA, shut()))
    assert not is_open({7: 12.0})
    nowhere = np.full(len(waters().at), 1e6, dtype=np.float32)
    assert wider_outlook(OPEN_SEA, shut(), nowhere, 5000.0) == {}
    anywhere = np.zeros(len(waters().at), dtype=np.float32)
    assert wider_outlook(OPEN_SEA, shut(), anywhere, 5000.0).keys() - outlook(OPEN_SEA, shut())
