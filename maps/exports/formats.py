"""The formats in which a dossier can be exported, and the one function that writes them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.collector import collector_at_rest
from gazetteer.errors import SupplyroutesError, UnusableInput
from maps.exports.geojson import Citations, collection_of
from maps.exports.jsontext import lined
from maps.exports.material import Lines, Material, disclosed, material_of
from routes.dossier import Dossier

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["FORMATS", "Export", "Format", "export"]


class Export(NamedTuple):
    """What was written: one file, or several by name for a format that needs them."""

    format: str
    files: Mapping[str, bytes]

    @property
    def content(self) -> bytes:
        """The bytes of the one file; several are put into one ZIP."""
        if len(self.files) == 1:
            return next(iter(self.files.values()))
        from maps.exports.archive import zipped

        return zipped(self.files)

    def save(self, path: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Write the file, or the several files into a folder; a name in .zip takes them all.

        Raises
        ------
        UnusableInput
            When something cannot be written there.
        """
        from routes.textfile import write_whole

        target = Path(path)
        if len(self.files) == 1 or target.suffix.lower() == ".zip":
            write_whole(target, self.content)
            return (target,)
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnusableInput(
                f"the folder cannot be made ({error.strerror})",
                file=target,
                remedy="this format has several files: name a folder, or a file in .zip",
            ) from None
        for name, content in self.files.items():
            write_whole(target / name, content)
        return tuple(target / name for name in self.files)


class Format(NamedTuple):
    """A format: what it is for, and what writes it."""

    about: str
    write: Callable[[_Job], Mapping[str, bytes]]


class _Job(NamedTuple):
    material: Material
    gazetteer: Gazetteer
    texts: Mapping[str, str]
    citations: Citations


def export(
    dossier: Dossier,
    to: str,
    *,
    gazetteer: Gazetteer | None = None,
    lines: Lines | None = None,
    texts: Mapping[str, str] | None = None,
    citations: Citations = "inline",
) -> Export:
    """Write what of a dossier may be published in a format for other programs.

    Parameters
    ----------
    to
        One of `FORMATS`.
    gazetteer
        Gives outlines of areas, and what the lines of the legs need; by default the embedded
        store.
    lines
        The line of each leg by (route id, index of the leg); computed when not given, and
        anew where something is withheld: a line of the whole dossier could give it away.
    texts
        Stored texts by source id, for the words around each quotation and for hashes.
    citations
        In GeoJSON: "inline" on every feature, or by "reference" to the head of the file.

    Raises
    ------
    SupplyroutesError
        When there is no such format, or what it needs is not installed.
    """
    from gazetteer import Gazetteer as Store

    if to not in FORMATS:
        raise SupplyroutesError(
            f"there is no format {to!r}", remedy=f"choose one of {', '.join(FORMATS)}"
        )
    if gazetteer is None:
        with Store.open() as opened:
            return export(
                dossier, to, gazetteer=opened, lines=lines, texts=texts, citations=citations
            )
    with collector_at_rest():
        shown = disclosed(dossier, gazetteer, texts)
        lines = lines if shown.dossier == dossier else None
        material = material_of(shown.dossier, gazetteer, lines)
        job = _Job(material, gazetteer, shown.texts, citations)
        return Export(to, MappingProxyType(dict(FORMATS[to].write(job))))


def _geojson(job: _Job) -> Mapping[str, bytes]:
    head = dict(collection_of(job.material, job.citations))
    features = head.pop("features")
    return {"dossier.geojson": lined(head, "features", features)}


def _geopackage(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.geopackage import geopackage_of

    return {"dossier.gpkg": geopackage_of(job.material)}


def _geoparquet(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.geoparquet import geoparquet_of

    return {"dossier.parquet": geoparquet_of(job.material)}


def _flatgeobuf(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.flatgeobuf import flatgeobuf_files

    return flatgeobuf_files(job.material)


def _kml(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.kml import kml_of

    return {"dossier.kml": kml_of(job.material)}


def _csv(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.csvtables import csv_files

    return csv_files(job.material)


def _linked_places(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.linkedplaces import linkedplaces_of

    return {"places.lpf.json": linkedplaces_of(job.material)}


def _annotations(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.annotations import annotations_of

    return {"annotations.jsonld": annotations_of(job.material, job.texts)}


def _csl(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.csljson import csljson_of

    return {"sources.csl.json": csljson_of(job.material)}


def _bibtex(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.bibtex import bibtex_of

    return {"sources.bib": bibtex_of(job.material)}


def _ris(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.ris import ris_of

    return {"sources.ris": ris_of(job.material)}


def _stix(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.stix import stix_of

    return {"bundle.stix.json": stix_of(job.material)}


def _pack(job: _Job) -> Mapping[str, bytes]:
    from maps.exports.pack import pack_of

    others = {
        f"exports/{name}": content
        for key in ("geojson", "csv", "kml", "lpf", "annotations", "csl", "bibtex", "ris", "stix")
        for name, content in FORMATS[key].write(job).items()
    }
    made = pack_of(job.material, others, job.gazetteer, job.texts)
    return {"evidence.zip": made}


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "geojson": Format("legs, sites and places with their claims", _geojson),
        "gpkg": Format("GeoPackage: layers, tables, relations", _geopackage),
        "parquet": Format("GeoParquet", _geoparquet),
        "fgb": Format("FlatGeobuf, a file a layer", _flatgeobuf),
        "kml": Format("for globes, with styles and quotations", _kml),
        "csv": Format("tables, a file each", _csv),
        "lpf": Format("Linked Places Format", _linked_places),
        "annotations": Format("W3C Web Annotations", _annotations),
        "csl": Format("CSL-JSON: the sources", _csl),
        "bibtex": Format("the sources", _bibtex),
        "ris": Format("the sources", _ris),
        "stix": Format("STIX 2.1 bundle", _stix),
        "pack": Format("evidence pack: all of it with hashes", _pack),
    }
)
