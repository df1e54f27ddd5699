"""Makes the place store while the package is built, unless a current one stands already."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
STORE = ROOT / "gazetteer" / "data" / "places.sqlite"


class PlaceStoreHook(BuildHookInterface[Any]):
    """Asks for the pinned data packages and runs the builder only when there is need."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Give the data packages and tools of the build; none when the store is current."""
        pins = _room("pins")
        return [] if pins.is_current(STORE) else list(pins.load_pins().requirements)

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the store in place and put it into the wheel."""
        pins = _room("pins")
        if not pins.is_current(STORE):
            from gazetteer.errors import SupplyroutesError

            try:
                _room("build").build_store(STORE)
            except SupplyroutesError as error:
                raise SystemExit(f"place store: {error}") from None
        build_data["force_include"][str(STORE)] = "gazetteer/data/places.sqlite"


def _room(name: str) -> Any:
    """Import a module of the package from this working copy."""
    from importlib import import_module

    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return import_module(f"gazetteer.{name}")
