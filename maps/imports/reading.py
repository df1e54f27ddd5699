"""A file of another program becomes a dossier again, and says what it could not hold."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from gazetteer.errors import UnusableInput
from maps.imports.features import Imported, Unfit, is_linked_places
from maps.imports.geojson import from_geojson
from maps.imports.linkedplaces import from_linked_places
from routes.textfile import read_text

__all__ = ["Imported", "import_dossier"]

_MAX_BYTES = 200_000_000


def import_dossier(path: str | os.PathLike[str]) -> Imported:
    """Read GeoJSON or Linked Places Format, as `export` writes them, into a dossier.

    GeoJSON keeps everything but what no export shows (unsafe addresses, undisclosed positions)
    and, with citations inline, the order of the claims. Linked Places keeps the places and, of
    the legs, ends, mode and bounds of time; sites, quotations and routes' own words are lost.

    Returns
    -------
    Imported
        The dossier, and in words what of the file was left out or is not in it.

    Raises
    ------
    UnusableInput
        When the file is neither, or a value in it does not fit.
    """
    file = Path(path)
    data = _parsed(file)
    read = from_linked_places if is_linked_places(data) else from_geojson
    try:
        return read(data)
    except Unfit as error:
        raise UnusableInput(error.what, file=file, remedy=error.remedy) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise UnusableInput(
            f"{where}: {first['msg']}", file=file, remedy="export it anew, or mend the value"
        ) from None


def _parsed(file: Path) -> dict[str, Any]:
    text = read_text(file, limit_bytes=_MAX_BYTES)
    try:
        data = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise UnusableInput(
            f"this is not JSON ({error.msg})", file=file, line=error.lineno, remedy="export it anew"
        ) from None
    except (ValueError, RecursionError) as error:
        raise UnusableInput(f"this is not JSON ({error})", file=file) from None
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        raise UnusableInput(
            "this is no FeatureCollection",
            file=file,
            remedy="give GeoJSON or Linked Places Format, as `supplyroutes export` writes them",
        )
    return data


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")
