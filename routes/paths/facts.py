"""What the lines of a dossier's legs rest on, written into the dossier."""

from __future__ import annotations

from collections.abc import Mapping

from routes.dossier import Dossier, DossierPlace, Leg, LineFacts
from routes.paths.ends import Shapes
from routes.paths.legs import draw_leg
from routes.paths.line import Line

__all__ = ["facts_of", "with_line_facts"]


def with_line_facts(dossier: Dossier, gazetteer: Shapes) -> Dossier:
    """Return a dossier whose legs tell the facts of their lines, as they are drawn today.

    A leg for which no honest line exists has none.
    """
    places = {place.id: place for place in dossier.places}
    routes = tuple(
        route.model_copy(
            update={"legs": tuple(_told(leg, places, gazetteer) for leg in route.legs)}
        )
        for route in dossier.routes
    )
    return dossier.model_copy(update={"routes": routes})


def facts_of(line: Line) -> LineFacts:
    """Return the facts of a line, without its course."""
    return LineFacts(
        basis=line.basis.value,
        method=line.method,
        length_km=round(line.length_km, 1),
        length_nm=round(line.length_nm, 1),
        snap_km=(round(line.snap_km[0], 1), round(line.snap_km[1], 1)),
        land_km=round(line.land_km, 1),
        passages=line.passages,
        data=line.data,
    )


def _told(leg: Leg, places: Mapping[str, DossierPlace], gazetteer: Shapes) -> Leg:
    line = draw_leg(leg, places, gazetteer)
    return leg.model_copy(update={"line": line and facts_of(line)})
