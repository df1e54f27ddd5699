"""FlatGeobuf: the legs, or sites and places, as one layer a file, for streaming maps."""

from __future__ import annotations

from maps.exports.layers import frame_of, needed, scratch, steady_clock
from maps.exports.material import Material
from maps.exports.tables import layers_of

__all__ = ["flatgeobuf_files"]


def flatgeobuf_files(material: Material) -> dict[str, bytes]:
    """Write each layer with a shape as a file of its own, for the format holds one layer.

    What has no position is left out, for an indexed FlatGeobuf holds no empty geometry.

    Raises
    ------
    SupplyroutesError
        When the extra `gis` is not installed.
    """
    needed("geopandas", "pyogrio", extra="gis")
    files = {}
    for table in layers_of(material):
        if not table.is_layer:
            continue
        frame = frame_of(table, known=True)
        if not len(frame):
            continue
        with steady_clock(), scratch(f"{table.name}.fgb") as path:
            frame.to_file(path, driver="FlatGeobuf", engine="pyogrio", index=False)
            files[path.name] = path.read_bytes()
    return files
