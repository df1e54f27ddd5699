"""Online basemaps by name: addresses that a page may ask, or a clear refusal."""

import pytest

from gazetteer.errors import UnusableInput
from maps.scaffold import scaffold
from maps.tiles import tiles_named


def test_a_basemap_has_addresses_hosts_and_a_credit() -> None:
    tiles = tiles_named("OpenTopoMap")
    assert [host.removeprefix("https://")[0] for host in tiles.hosts] == ["a", "b", "c"]
    assert all(address.endswith("/{z}/{x}/{y}.png") for address in tiles.addresses)
    assert "OpenStreetMap contributors" in tiles.credit


def test_the_policy_is_opened_for_its_hosts_alone() -> None:
    hosts = tiles_named("OpenStreetMap.Mapnik").hosts
    assert f"img-src {hosts[0]};" in scaffold("en", hosts)
    assert "img-src" not in scaffold("en")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nonesuch", "no basemap is called 'nonesuch'; name one of xyzservices"),
        ("Thunderforest.OpenCycleMap", "wants a key"),
    ],
)
def test_what_cannot_be_used_is_refused(name: str, said: str) -> None:
    with pytest.raises(UnusableInput, match=said):
        tiles_named(name)
