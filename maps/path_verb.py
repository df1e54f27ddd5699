"""The verb `path`: one line between two places, computed as the page would draw it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from gazetteer.errors import SupplyroutesError
from maps.listing import printable

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from routes.paths.ends import End
    from routes.paths.line import Line, Position

__all__ = ["path"]

_MODES = ("sea", "river", "air", "rail", "road", "pipeline", "foot", "unspecified")
_OVER_WATER = frozenset({"sea", "river"})
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_POSITION = re.compile(rf"\s*({_NUMBER})\s*,\s*({_NUMBER})\s*")
_DECIMALS = 5
# A port that bears a town's name, but lies farther off, is another place.
_PORT_OF_TOWN_KM = 40.0


class _Stop(NamedTuple):
    """A place as it was resolved; `end` is None for a plain position."""

    name: str
    at: Position
    end: End | None = None


# A western longitude must not be taken for an option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option("--mode", type=click.Choice(_MODES), default="sea", show_default=True, help="How.")
@click.option("--via", multiple=True, help="A place to pass, name or lon,lat; repeatable.")
@click.option("--avoid", multiple=True, help="A passage not to use, as in suez; repeatable.")
@click.option("--prefer", multiple=True, help="A passage to go through; repeatable.")
@click.option("--as-of", metavar="DAY", help="The day of the voyage: YYYY, YYYY-MM, YYYY-MM-DD.")
@click.option(
    "--alternatives",
    type=click.IntRange(0, 5),
    default=0,
    help="So many other ways over water, without one or other of the passages used.",
)
@click.option(
    "--network",
    type=click.Path(path_type=Path),
    help="Lines to travel along on land: GeoJSON, GPX or GeoPackage.",
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
@click.option("--geojson", is_flag=True, help="Write a GeoJSON FeatureCollection.")
def path(
    *,
    start: str,
    end: str,
    mode: str,
    via: Sequence[str],
    avoid: Sequence[str],
    prefer: Sequence[str],
    as_of: str | None,
    alternatives: int,
    network: Path | None,
    as_json: bool,
    geojson: bool,
) -> None:
    """Compute one line and tell its length, what it rests on and what it passes.

    FROM and TO are names of places, or lon,lat in degrees.
    """
    _refuse_idle_options(mode, avoid, prefer, alternatives, network, both=as_json and geojson)
    stops = _stops((start, *via, end), mode)
    lines = _lines(stops, mode, (avoid, prefer, as_of), alternatives, network)
    if as_json:
        first, *others = (_entry(line) for line in lines)
        first |= {"alternatives": others} if alternatives else {}
        click.echo(json.dumps(first, ensure_ascii=False, indent=2))
    elif geojson:
        click.echo(json.dumps(_collection(stops, mode, lines), ensure_ascii=False, indent=1))
    else:
        click.echo(printable(" → ".join(map(_titled, stops))))
        for line in lines:
            click.echo("\n".join(map(printable, _told(line))))


def _refuse_idle_options(
    mode: str,
    avoid: Sequence[str],
    prefer: Sequence[str],
    alternatives: int,
    network: Path | None,
    *,
    both: bool,
) -> None:
    """Refuse what would have no effect, rather than let a user believe that it had."""
    if both:
        raise click.UsageError("--json and --geojson are two forms; choose one")
    if mode not in _OVER_WATER and (avoid or prefer or alternatives):
        raise click.UsageError(f"--avoid, --prefer and --alternatives do not apply to {mode}")
    if network is not None and mode in {*_OVER_WATER, "air"}:
        raise click.UsageError(f"--network does not apply to {mode}; choose rail, road …")


def _lines(
    stops: Sequence[_Stop],
    mode: str,
    choice: tuple[Sequence[str], Sequence[str], str | None],
    count: int,
    network: Path | None,
) -> list[Line]:
    from routes.paths.legs import line_between
    from routes.paths.network import read_network

    avoid, prefer, as_of = choice
    if count and (len(stops) > 2 or prefer):
        raise click.UsageError(
            "--alternatives are ways between two places, without --via, --prefer"
        )
    line = line_between(
        _end(stops[0]),
        _end(stops[-1]),
        mode,
        via=[stop.at for stop in stops[1:-1]],
        avoid=avoid,
        prefer=prefer,
        as_of=as_of,
        network=None if network is None else read_network(network),
    )
    if line is None:
        raise SupplyroutesError(f"{stops[0].name} and {stops[-1].name} lie one inside the other")
    if not count:
        return [line]
    from routes.paths.alternatives import alternatives

    start, end = line.coordinates[0], line.coordinates[-1]
    return [line, *alternatives(line, start, end, count, avoid=avoid, as_of=as_of)]


def _end(stop: _Stop) -> End:
    from routes.paths.ends import End

    return stop.end or End(name=stop.name, position=stop.at)


def _stops(written: Sequence[str], mode: str) -> list[_Stop]:
    from gazetteer import Gazetteer as Store

    if all(_POSITION.fullmatch(one) for one in written):
        return [_position(one) for one in written]
    with Store.open() as gazetteer:
        stops = [
            _position(one) if _POSITION.fullmatch(one) else _place(one, mode, gazetteer)
            for one in written
        ]
    for stop in stops[1:-1]:
        if stop.end is not None and stop.end.area is not None and not stop.end.is_water:
            raise SupplyroutesError(
                f"{stop.name} is an area: where the line passes it is open",
                remedy="give --via a place in it, or lon,lat",
            )
    return stops


def _position(written: str) -> _Stop:
    from routes.paths.geodesy import checked

    lon_deg, lat_deg = (float(part) for part in written.split(","))
    at = checked((lon_deg, lat_deg))
    return _Stop(_spoken(at), at)


def _place(written: str, mode: str, gazetteer: Gazetteer) -> _Stop:
    """Take the likeliest place of a name: on water a port before a town that bears its name."""
    from gazetteer.place import PlaceKind
    from routes.paths.ends import End
    from routes.paths.geodesy import distance_km

    candidates = gazetteer.find(written, limit=20)
    if not candidates:
        raise SupplyroutesError(
            f"no place is named {written!r}", remedy="give another spelling, or lon,lat"
        )
    best = candidates[0].place
    if mode in _OVER_WATER and best.kind is PlaceKind.CITY:
        town = (best.lon_deg, best.lat_deg)
        ports = (c.place for c in candidates if c.place.kind is PlaceKind.PORT)
        near = (
            port
            for port in ports
            if distance_km(town, (port.lon_deg, port.lat_deg)) < _PORT_OF_TOWN_KM
        )
        best = next(near, best)
    at = (best.lon_deg, best.lat_deg)
    area = None if best.precision.is_point else gazetteer.shape(best.ref)
    end = End(name=best.name, position=at, area=area, is_water=best.kind.is_water)
    return _Stop(best.name, at, end)


def _entry(line: Line) -> dict[str, Any]:
    from maps.exports.geojson import line_geometry

    return {
        "length_km": round(line.length_km, 3),
        "length_nm": round(line.length_nm, 3),
        "basis": line.basis.value,
        "method": line.method,
        "data": list(line.data),
        "passages": list(line.passages),
        "snap_km": [round(km, 3) for km in line.snap_km],
        "land_km": round(line.land_km, 3),
        "note": line.note,
        "geometry": line_geometry(line),
    }


def _collection(stops: Sequence[_Stop], mode: str, lines: Sequence[Line]) -> dict[str, Any]:
    features = []
    for number, line in enumerate(lines):
        fields = _entry(line)
        geometry = fields.pop("geometry")
        names = {"from": stops[0].name, "to": stops[-1].name, "mode": mode}
        properties = {**names, "alternative": number, **fields}
        features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return {"type": "FeatureCollection", "features": features}


def _told(line: Line) -> list[str]:
    lengths = f"{line.length_km:,.0f} km ({line.length_nm:,.0f} nautical miles)"
    told = [f"  {lengths}, {line.basis.value}: {line.method}", f"  {line.note}"]
    if max(line.snap_km) >= 0.1:
        told.append("  from the places to the line: {:.1f} km, {:.1f} km".format(*line.snap_km))
    if line.land_km >= 0.1:
        told.append(f"  over land: {line.land_km:.1f} km")
    if line.data:
        told.append(f"  data: {'; '.join(line.data)}")
    return told


def _titled(stop: _Stop) -> str:
    is_area = stop.end is not None and stop.end.area is not None
    return f"{stop.name} ({'an area' if is_area else _spoken(stop.at)})"


def _spoken(position: Position) -> str:
    lon, lat = position
    return f"{abs(lat):.2f}°{'S' if lat < 0 else 'N'} {abs(lon):.2f}°{'W' if lon < 0 else 'E'}"
