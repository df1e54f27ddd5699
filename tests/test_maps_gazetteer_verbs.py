"""`supplyroutes gazetteer`: bring places, see what is there, make it anew, take it away."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from maps import gazetteer_verbs
from maps.cli import main

TABLE = "Place,X,Y,country,kind\nZebulon Depot,36.8,-1.2,KE,facility\nBad,999,0,KE,facility\n"
MAPPED = ("--column", "name=Place", "--column", "lon_deg=X", "--column", "lat_deg=Y")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUPPLYROUTES_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "Dry Ports.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_places_are_imported_and_every_verb_knows_them(table: Path, data: Path) -> None:
    result = run("gazetteer", "import", table, *MAPPED, "--citation", "Own survey")
    assert result.exit_code == 1, "a row was refused"
    refused, summary = result.stderr.strip().split("\n")
    assert refused.startswith(f"supplyroutes: {table}:3: position '999', '0' is not on the globe; ")
    assert summary.startswith("supplyroutes: layer dry-ports: 1 place, ")
    assert (data / "layers" / "dry-ports.sqlite").is_file()
    found = json.loads(run("find", "Zebulon Depot", "--json").stdout)
    assert found[0]["candidates"][0]["place"]["lon_deg"] == 36.8
    report = table.with_name("r.txt")
    report.write_text("Tea went by lorry from Zebulon Depot to Mombasa in Kenya, officials said.")
    assert "Zebulon Depot (facility, KE)" in run("places", report).stdout
    for without in (("--no-layers",), ()):
        env = {} if without else {"SUPPLYROUTES_NO_LAYERS": "1"}
        result = CliRunner().invoke(main, [*without, "find", "Zebulon Depot"], env=env)
        assert "36.8000" not in result.stdout


def test_info(table: Path, data: Path) -> None:
    told = run("gazetteer", "info")
    assert told.exit_code == 0
    assert "embedded: " in told.stdout
    assert f"no layers in {data / 'layers'}" in told.stdout
    run("gazetteer", "import", table, *MAPPED, "--name", "mine", "--citation", "Own\x1b[31m survey")
    told = run("gazetteer", "info")
    assert "\nmine: 1 place, " in told.stdout
    assert f"source    {table} (csv, preferred)" in told.stdout
    assert "1 row refused, 0 left out" in told.stdout
    assert "\x1b" not in told.stdout
    (layer,) = json.loads(run("gazetteer", "info", "--json").stdout)["layers"]
    assert (layer["name"], layer["places"], layer["refused"]) == ("mine", 1, 1)
    assert len(layer["sha256"]) == 64
    assert layer["size_bytes"] > 1000


def outdated(path: Path) -> None:
    store = sqlite3.connect(path)
    store.execute("UPDATE meta SET value = '1' WHERE key = 'format'")
    store.commit()
    store.close()


def test_an_outdated_layer_is_told_and_built_anew(
    table: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gazetteer_verbs, "_built_embedded", lambda **_: False)
    run("gazetteer", "import", table, *MAPPED, "--name", "mine")
    layer = data / "layers" / "mine.sqlite"
    outdated(layer)
    result = run("find", "Zebulon Depot")
    assert result.exit_code == 2
    assert f"{layer}: has store format '1'" in result.stderr
    assert "run `supplyroutes gazetteer build mine`" in result.stderr
    assert run("gazetteer", "info").exit_code == 1
    assert run("--no-layers", "find", "Nairobi").exit_code == 0
    built = run("gazetteer", "build")
    assert built.exit_code == 0
    assert "layer mine: 1 place" in built.stderr
    assert "Zebulon Depot" in run("find", "Zebulon Depot").stdout
    assert "all is up to date" in run("gazetteer", "build").stderr
    assert "layer mine: 1 place" in run("gazetteer", "build", "--all").stderr
    table.unlink()
    gone = run("gazetteer", "build", "mine")
    assert gone.exit_code == 2
    assert "is gone; put it back" in gone.stderr
    assert run("find", "Zebulon Depot").exit_code == 0
    assert "the layers are: mine" in run("gazetteer", "build", "other").stderr


def test_remove(table: Path, data: Path) -> None:
    run("gazetteer", "import", table, *MAPPED, "--name", "mine")
    assert run("gazetteer", "remove", "mine").exit_code == 0
    assert not (data / "layers" / "mine.sqlite").exists()
    assert table.exists()
    again = run("gazetteer", "remove", "mine")
    assert again.exit_code == 2
    assert "there is no layer 'mine'" in again.stderr


def test_of_many_bad_rows_some_are_told_and_all_are_written(table: Path) -> None:
    table.write_text("name,lon_deg,lat_deg\nGood,1,2\n" + "Bad,x,y\n" * 50)
    target = table.with_name("refused.txt")
    result = run("gazetteer", "import", table, "--refused", target)
    assert result.exit_code == 1
    assert len(result.stderr.strip().split("\n")) == gazetteer_verbs.SOME_ROWS + 2
    assert f"30 further rows cannot be used; see {target}" in result.stderr
    written = target.read_text().splitlines()
    assert len(written) == 50
    assert written[-1].startswith(f"{table}:52: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--column", "lon_deg"), "names no column of the file"),
        (("--column", "lon=X"), "a place has no column 'lon'"),
        (("--name", "A B"), "cannot be the name of a layer"),
        (("--name", "geonames", *MAPPED), "begins refs of other data"),
        (("--format", "kml"), "is not one of"),
        (("--format", "wpi"), "the header lacks 'World Port Index Number'"),
        ((), "its format is not recognised; give --format"),
        (("--alternates", "none.txt", *MAPPED), "leave --alternates out"),
    ],
)
def test_what_cannot_be_imported(
    table: Path, data: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run("gazetteer", "import", table, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not list(data.rglob("*.sqlite"))


def test_a_missing_file(data: Path) -> None:
    result = run("gazetteer", "import", "no-such.csv")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "no-such.csv: cannot be read" in result.stderr


def test_the_formats_of_the_option_are_those_there_are() -> None:
    from gazetteer.imports.formats import FORMATS

    assert tuple(one.name for one in FORMATS) == gazetteer_verbs.FORMATS
