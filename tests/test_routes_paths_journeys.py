"""Many lines at once, and the ends that they share."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gazetteer.errors import SupplyroutesError
from routes.paths import Unroutable, trace, trace_all
from routes.paths.hub import Hub, expect, hub_of
from routes.paths.line import Position
from routes.paths.outlook import outlook
from routes.paths.passages import shut
from routes.paths.search import shortest
from routes.paths.waters import waters

SUEZ: Position = (32.6, 29.8)
PORTS: list[Position] = [
    (103.8, 1.25),
    (-74.0, 40.4),
    (18.4, -33.9),
    (4.0, 52.0),
    (139.9, 35.2),
    (-70.9, -53.2),
    (39.7, 43.5),
]
INLAND: Position = (100.0, 45.0)
# On navigable water: no berth is needed.
AFLOAT: list[Position] = [(33.2, 28.4), (-30.0, 10.0), (-9.8, 38.6), (105.0, 0.5), (51.0, 39.0)]


@pytest.mark.parametrize("closed", [shut(), shut(("suez",))])
def test_a_hub_knows_the_ways_that_a_search_finds(closed: frozenset[str]) -> None:
    hub, start = Hub(AFLOAT[0], closed), outlook(AFLOAT[0], closed)
    graph = waters().graph(closed)
    for point in AFLOAT[1:4]:
        end = outlook(point, closed)
        starts, ends = (
            dict(zip(*(part.tolist() for part in one.everything), strict=True))
            for one in (start, end)
        )
        found = shortest(graph, starts, ends, [0.0] * len(waters().at))
        chain = hub.chain_to(end)
        assert found
        assert chain
        km = starts[chain[0]] + ends[chain[-1]]
        for tail, head in pairwise(chain):
            km += dict(zip(*graph.links_of(tail), strict=True))[head]
        assert km == pytest.approx(found[0])


def test_a_hub_knows_that_no_way_leads_to_another_water() -> None:
    # The Caspian is joined to the ocean by canals; without them nothing leads there.
    closed = frozenset({"volga-don", "volga-baltic"})
    assert Hub(AFLOAT[0], closed).chain_to(outlook(AFLOAT[4], closed)) is None


def test_an_end_is_a_hub_once_it_is_visited_often_or_expected() -> None:
    closed = frozenset({"corinth-canal"})
    often, seldom, other = AFLOAT[1], AFLOAT[2], AFLOAT[3]
    assert hub_of((often, seldom), closed) is None
    expect(often, closed)
    for ends, which in (((often, other), 0), ((other, often), 1)):
        found = hub_of(ends, closed)
        assert found
        assert found[0] == which
        assert isinstance(found[1], Hub)
    assert hub_of((seldom, other), closed) is None


@pytest.mark.parametrize("processes", [1, 2])
def test_lines_of_many_journeys_are_those_of_each(processes: int) -> None:
    journeys = [(SUEZ, port) for port in PORTS] + [(INLAND, SUEZ), (PORTS[0], PORTS[3])]
    journeys += [(port, SUEZ) for port in PORTS[::2]]
    found = trace_all(journeys, processes=processes)
    for (start, end), line in zip(journeys, found, strict=True):
        if INLAND in (start, end):
            assert isinstance(line, Unroutable)
            assert "more than 25 km from water" in str(line)
        else:
            assert line == trace(start, end)


def test_choices_hold_for_all_journeys() -> None:
    journeys = [(SUEZ, port) for port in PORTS]
    for line in trace_all(journeys, avoid=["suez"]):
        assert not isinstance(line, Unroutable)
        assert "Suez Canal" not in line.passages


def test_a_bad_position_is_told() -> None:
    with pytest.raises(SupplyroutesError, match="no position on the globe"):
        trace_all([(SUEZ, (0.0, 91.0))])
    assert trace_all([]) == []
