"""The data packages from which the place store is made, pinned to version and bytes.

Only the standard library is used here: the build hook asks these questions before any data
package is installed.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from gazetteer.errors import SupplyroutesError
from gazetteer.schema import FORMAT

__all__ = ["HOME", "PINS_FILE", "Pins", "fingerprint", "is_current", "load_pins", "summed_up"]

HOME = Path(__file__).parent
PINS_FILE = HOME / "pins.toml"
_BUILDERS = (
    "build.py",
    "curation.py",
    "disputes.py",
    "joining.py",
    "layers.py",
    "names.py",
    "outlines.py",
    "pins.py",
    "schema.py",
    "shoreline.py",
    "sounds.py",
    "spelling.py",
    "sphere.py",
)


@dataclass(frozen=True, slots=True)
class Pins:
    """What `pins.toml` records.

    `packages` are versions by distribution; `tools` the requirements that only the build has;
    `files` are SHA-256 sums by distribution and path; `rows` the fewest rows of each layer.
    """

    packages: dict[str, str]
    tools: tuple[str, ...]
    files: dict[tuple[str, str], str]
    rows: dict[str, int]

    @property
    def requirements(self) -> list[str]:
        """Requirements as an installer wants them."""
        pinned = [f"{name}=={version}" for name, version in self.packages.items()]
        return [*pinned, *self.tools]

    def file(self, package: str, path: str) -> Path:
        """Give a data file of an installed package once its version and bytes are checked.

        Raises
        ------
        SupplyroutesError
            When the package is missing, has another version, or its file has other bytes.
        """
        place = self._locate(package, path)
        if not place.is_file():
            raise _missing(place, package)
        with place.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        self._compare(package, path, found, place)
        return place

    def _locate(self, package: str, path: str) -> Path:
        wanted = self.packages[package]
        remedy = f"install {package}=={wanted}"
        try:
            found = metadata.distribution(package)
        except metadata.PackageNotFoundError:
            raise SupplyroutesError(
                f"data package {package} {wanted} is not installed", remedy=remedy
            ) from None
        if found.version != wanted:
            raise SupplyroutesError(
                f"data package {package} is {found.version}, the pin says {wanted}", remedy=remedy
            )
        return Path(str(found.locate_file(path)))

    def _compare(self, package: str, path: str, found: str, place: Path) -> None:
        wanted = self.files.get((package, path), "nothing")
        if found != wanted:
            raise SupplyroutesError(
                f"data file has SHA-256 {found[:12]}…, the pin says {wanted[:12]}…",
                file=place,
                remedy=f"reinstall the package {package}, or record the new file in pins.toml",
            )

    def expect(self, layer: str, count: int) -> None:
        """Stop when a layer has fewer rows than recorded.

        Raises
        ------
        SupplyroutesError
            Naming the layer and both numbers.
        """
        least = self.rows[layer]
        if count < least:
            raise SupplyroutesError(
                f"layer {layer} has {count} rows, at least {least} are recorded",
                file=PINS_FILE,
                remedy="a source has lost data: restore it, or record the new number",
            )


def load_pins(path: Path = PINS_FILE) -> Pins:
    """Read the pins.

    Parameters
    ----------
    path
        A TOML file with the tables `packages`, `build`, `rows` and `files`.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    files = {
        (package, name): digest
        for package, digests in raw["files"].items()
        for name, digest in digests.items()
    }
    return Pins(dict(raw["packages"]), tuple(raw["build"]["tools"]), files, dict(raw["rows"]))


def fingerprint(home: Path = HOME) -> str:
    """Sum up everything that decides the store's content: builder, pins, curated rows.

    Parameters
    ----------
    home
        The folder of the package.
    """
    inputs = [home / name for name in (*_BUILDERS, "pins.toml")]
    inputs += sorted((home / "curated").glob("*.csv"))
    return summed_up(f"format {FORMAT}", inputs)


def summed_up(first: str, files: Iterable[Path]) -> str:
    """Sum up a word and the names and lines of files, whatever their line ends."""
    digest = hashlib.sha256(first.encode())
    for path in files:
        digest.update(f"\0{path.name}\0".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") if path.exists() else b"missing")
    return digest.hexdigest()


def is_current(target: Path, *, home: Path = HOME) -> bool:
    """Whether the store on disk was made by this builder from these inputs."""
    if not target.is_file():
        return False
    try:
        store = sqlite3.connect(f"file:{target}?mode=ro", uri=True)
        try:
            found = store.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
        finally:
            store.close()
    except sqlite3.Error:
        return False
    return found is not None and found[0] == fingerprint(home)


def _missing(path: Path, package: str) -> SupplyroutesError:
    return SupplyroutesError(
        "data file is missing", file=path, remedy=f"reinstall the package {package}"
    )
