"""Makes the place store and the waters while the package is built, unless they are current."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
STORE = ROOT / "gazetteer" / "data" / "places.sqlite"
WATERS = ROOT / "routes" / "paths" / "data" / "waters.npy"
_TOOLS_OF_THE_WATERS = [
    "numpy>=2",
    "pydantic>=2.11",
    "pyproj>=3.6",
    "scipy>=1.11",
    "shapely>=2.1",
]


class DataHook(BuildHookInterface[Any]):
    """Asks for the pinned data packages and runs the builders only when there is need."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Give the data packages and tools of the build.

        Whether the waters are current is known only once the store is made, and asking takes
        the same tools as making them.
        """
        pins = _room("gazetteer.pins")
        of_the_store = [] if pins.is_current(STORE) else list(pins.load_pins().requirements)
        return [*of_the_store, *_TOOLS_OF_THE_WATERS]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make both files in place and put them into the wheel."""
        pins, waters = _room("gazetteer.pins"), _room("routes.paths.build")
        from gazetteer.errors import SupplyroutesError

        try:
            if not pins.is_current(STORE):
                _room("gazetteer.build").build_store(STORE)
            if not waters.is_current(WATERS, store=STORE):
                waters.build_waters(WATERS, store=STORE)
        except SupplyroutesError as error:
            raise SystemExit(f"data of the package: {error}") from None
        for file in (STORE, WATERS):
            build_data["force_include"][str(file)] = str(file.relative_to(ROOT))


def _room(name: str) -> Any:
    """Import a module of the package from this working copy."""
    from importlib import import_module

    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return import_module(name)
