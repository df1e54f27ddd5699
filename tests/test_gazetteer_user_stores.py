"""Layers: where they are kept, who may write, and what look-ups make of a pile of them."""

from __future__ import annotations

import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, names, user_layers
from gazetteer.errors import SupplyroutesError, UnusableInput
from gazetteer.imports.formats import Asked
from gazetteer.imports.importing import import_layer
from gazetteer.sphere import distance_km
from gazetteer.user_stores import (
    facts_of,
    layer_path,
    layers_folder,
    remove_layer,
    sole_writer,
)

HEADER = "id,name,lon_deg,lat_deg,country,kind,names,citation,population,box\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUPPLYROUTES_DATA", str(tmp_path))
    (tmp_path / "layers").mkdir()
    return tmp_path / "layers"


def layer(folder: Path, name: str, *rows: str, preferred: bool | None = None) -> Path:
    table = folder / f"{name}.csv"
    table.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    target = folder / f"{name}.sqlite"
    import_layer(table, target, asked=Asked(name), preferred=preferred)
    return target


def test_the_folder_is_the_users_unless_the_environment_names_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPLYROUTES_DATA", str(tmp_path / "x"))
    assert layers_folder() == tmp_path / "x" / "layers"
    assert user_layers() == ()
    assert not (tmp_path / "x").exists()
    monkeypatch.delenv("SUPPLYROUTES_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert layers_folder().name == "layers"
    assert layers_folder().is_relative_to(tmp_path) or sys.platform == "win32"


def test_chosen_lists_lie_above_data_of_others_then_by_name(folder: Path) -> None:
    row = "1,A,1,2,,,,,,"
    layer(folder, "b", row, preferred=True)
    layer(folder, "a", row, preferred=True)
    layer(folder, "z", row, preferred=False)
    assert [path.stem for path in user_layers()] == ["z", "a", "b"]


@pytest.mark.parametrize(
    "name", ["", "A", "a b", "../x", "-a", "a" * 41, "a\n", "embedded", "iso", "curated", "ü"]
)
def test_what_cannot_be_a_name(folder: Path, name: str) -> None:
    with pytest.raises(SupplyroutesError, match=r"cannot be the name of a layer; .*--name"):
        layer_path(name)


def test_layers_of_another_version_or_none_are_told_with_the_remedy(folder: Path) -> None:
    path = layer(folder, "mine", "1,A,1,2,,,,,,")
    store = sqlite3.connect(path)
    store.execute("UPDATE meta SET value = '1' WHERE key = 'format'")
    store.commit()
    store.close()
    with pytest.raises(UnusableInput, match=r"mine\.sqlite: has store format '1'.*build mine`"):
        user_layers()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(UnusableInput, match=r"mine\.sqlite: is no place store.*remove mine`"):
        user_layers()
    with pytest.raises(UnusableInput, match=r"mine\.sqlite: is no place store"):
        Gazetteer.open(layers=[path])
    assert facts_of(path).meta == {}
    remove_layer("mine")
    with pytest.raises(SupplyroutesError, match="there is no layer 'mine'; the layers are: none"):
        remove_layer("mine")


def test_one_writer_at_a_time_and_it_sweeps(folder: Path) -> None:
    left = folder / ".mine.sqlite.123"
    left.write_text("half a layer")
    with sole_writer():
        assert not left.exists()
        program = "from gazetteer.user_stores import sole_writer\nwith sole_writer(): pass"
        other = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False
        )
        assert "another process is writing layers; wait until it is done" in other.stderr
    with sole_writer():
        pass


IMPORT = """
import sys
from maps.cli import main
if __name__ == "__main__":
    main(["gazetteer", "import", sys.argv[1], "--name", "mine"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_import_that_is_stopped_leaves_nothing(
    folder: Path, tmp_path: Path, how: signal.Signals
) -> None:
    before = layer(folder, "mine", "1,Before,1,2,,,,,,").read_bytes()
    script, table = tmp_path / "run.py", tmp_path / "endless.csv"
    script.write_text(IMPORT)
    rows = "".join(f"{n},Town {n},1,2,,,,,,\n" for n in range(400_000))
    table.write_text(HEADER + rows)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    process = subprocess.Popen([sys.executable, str(script), str(table)], env=env)
    try:
        deadline = time.monotonic() + 60
        while not list(folder.glob(".mine.sqlite.*")):
            assert process.poll() is None, "it was done before it could be stopped"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(how)
        status = process.wait(60)
    finally:
        process.kill()
    assert status == (130 if how is not signal.SIGKILL else -signal.SIGKILL)
    assert (folder / "mine.sqlite").read_bytes() == before
    if how is signal.SIGKILL:
        # Nobody can clean up after that but the next writer, whom no lock keeps out.
        with sole_writer():
            pass
    assert not list(folder.glob(".mine.sqlite.*"))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_readers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    dump, script = tmp_path / "all.txt", tmp_path / "run.py"
    line = "1\tA\tA\t\t1\t2\tP\tPPL\tIR\t\t\t\t\t\t5\t\t\tU\tx\n"
    dump.write_text(line * 1_000_000)
    script.write_text(
        "import sys, os\nfrom pathlib import Path\n"
        "from gazetteer.imports.parallel import geonames_batches\n"
        "if __name__ == '__main__':\n"
        "    for _ in geonames_batches(Path(sys.argv[1]), 2, preferred=False):\n"
        "        print(os.getpid(), flush=True)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    process = subprocess.Popen(
        [sys.executable, str(script), str(dump)], env=env, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) >= 2
    process.kill()
    process.wait(10)
    process.stdout.close()
    deadline = time.monotonic() + 20
    while any(_is_running(child) for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def embedded() -> Iterator[Gazetteer]:
    with Gazetteer.open() as gazetteer:
        yield gazetteer


def test_every_name_of_the_embedded_store_finds_its_place(embedded: Gazetteer) -> None:
    found = embedded.rows("SELECT id, name FROM place WHERE id % 97 = 0")
    for number, name in found:
        under = embedded.entries(name)
        assert len(under) >= 256 or number in {entry.id for entry in under}, name


def test_a_row_replaces_the_one_of_the_same_ref_and_keeps_its_names(
    folder: Path, embedded: Gazetteer
) -> None:
    old = embedded.named("Makhachkala")[0]
    assert old.ref.startswith("geonames:")
    mine = layer(folder, "mine", f"{old.ref},Port Petrovsk,47.6,42.9,RU,port,,My book,,")
    with Gazetteer.open(layers=[mine]) as gazetteer:
        new = gazetteer.get(old.ref)
        assert new is not None
        assert (new.name, new.kind.value, new.citation) == ("Port Petrovsk", "port", "My book")
        assert new in gazetteer.named("Port Petrovsk")
        assert new in gazetteer.named("Makhachkala")
        assert old not in gazetteer.named("Makhachkala")
        near = [place for place, _ in gazetteer.nearby(47.6, 42.9, radius_km=30)]
        assert new in near
        assert old not in near
        assert gazetteer.get("iso:IR") == embedded.get("iso:IR")
        assert pickle.loads(pickle.dumps(gazetteer)).get(old.ref) == new


def test_a_joined_row_stays_and_gains_names(folder: Path, embedded: Gazetteer) -> None:
    port = embedded.get("geonames:13157242")
    assert port is not None
    further = next(ref for ref in port.refs if ref.partition(":")[0] in {"geonames", "wpi"})
    mine = layer(folder, "mine", f"{further},Caspian Gate,53.3,36.8,IR,port,,,,")
    with Gazetteer.open(layers=[mine]) as gazetteer:
        assert [place.ref for place in gazetteer.named("Caspian Gate")] == [port.ref]
        assert gazetteer.get(further) == port


def test_a_link_to_another_place_does_not_hide_it(folder: Path, embedded: Gazetteer) -> None:
    import json

    town = embedded.named("Makhachkala")[0]
    link = {"type": "closeMatch", "identifier": f"gn:{town.ref.partition(':')[2]}"}
    point = {"type": "Point", "coordinates": [47.5, 42.9]}
    old = {"@id": "x", "type": "Feature", "geometry": point, "links": [link]}
    file = folder / "old.json"
    file.write_text(json.dumps({**old, "properties": {"title": "Petrovskoye", "ccodes": ["RU"]}}))
    import_layer(file, folder / "old.sqlite")
    with Gazetteer.open(layers=[folder / "old.sqlite"]) as gazetteer:
        assert gazetteer.get(town.ref) == town
        found = gazetteer.get("old:x")
        assert found is not None
        assert found.refs == (town.ref,)


def test_of_two_layers_the_upper_one_counts(folder: Path) -> None:
    low = layer(folder, "low", "iso:IR,Low Iran,1,2,IR,country,,,,", "7,Low,5,6,,,,,,")
    high = layer(folder, "high", "iso:IR,High Iran,3,4,IR,country,,,,", "7,High,5,6,,,,,,")
    for pile, name in (([low, high], "High Iran"), ([high, low], "Low Iran")):
        with Gazetteer.open(layers=pile) as gazetteer:
            place = gazetteer.get("iso:IR")
            assert place is not None
            assert place.name == name
            assert gazetteer.named("Low Iran") == gazetteer.named("High Iran") == (place,)
            assert {place.ref for place, _ in gazetteer.nearby(5, 6, radius_km=1)} >= {
                "low:7",
                "high:7",
            }


NAME = st.text(
    st.characters(categories=["Lu", "Ll", "Lo", "Nd"], include_characters=" -'"),
    min_size=1,
    max_size=12,
).filter(lambda name: bool(names.fold(name)) and name.strip() == name)
PLACE = st.tuples(NAME, st.floats(-180, 180), st.floats(-90, 90), st.lists(NAME, max_size=3))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(PLACE, min_size=1, max_size=6), min_size=1, max_size=3))
def test_every_name_of_any_pile_of_layers_finds_its_place(
    folder: Path, piles: list[list[tuple[str, float, float, list[str]]]]
) -> None:
    layers = []
    for number, places in enumerate(piles):
        rows = [
            f'{row},"{name}",{lon:.5f},{lat:.5f},,,"{"|".join(others)}",,,'
            for row, (name, lon, lat, others) in enumerate(places)
        ]
        layers.append(layer(folder, f"l{number}", *rows))
    with Gazetteer.open(layers=layers) as gazetteer:
        ids: set[int] = set()
        for number, places in enumerate(piles):
            for row, (name, lon, lat, others) in enumerate(places):
                place = gazetteer.get(f"l{number}:{row}")
                assert place is not None
                assert distance_km((place.lon_deg, place.lat_deg), (lon, lat)) < 0.01
                for one in (name, *others):
                    assert place in gazetteer.named(" ".join(one.split()))
                near = gazetteer.nearby(lon, lat, radius_km=0.1)
                assert place in [found for found, _ in near]
            entries = [e for n, *_ in places for e in gazetteer.entries(n)]
            ids |= {entry.id for entry in entries}
            for entry in entries:
                assert gazetteer.entry(entry.id) is not None
                assert gazetteer.place(entry).name == entry.name
        assert len(ids) >= 1
