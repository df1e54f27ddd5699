"""The command: its forms, its exit codes, and one line for whatever goes wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from maps.cli import main
from routes.dossier import load_dossier, save_dossier

REPORT = (
    "Harbour Wire, 3 March 2024\n\n"
    "Odesa (Harbour Wire - 3 March 2024) Grain is shipped from Odesa in Ukraine to Constanta, "
    "Romania, across the Black Sea, the port spokesman Ann Lee said on Friday.\n"
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "grain.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def dossier(report: Path) -> Path:
    path = report.with_suffix(".yaml")
    assert run("extract", report, "-o", path).exit_code == 0
    return path


def one_line(result: Result) -> str:
    lines = result.stderr.strip().split("\n")
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("supplyroutes: ")
    return lines[0]


def test_a_report_becomes_a_page(report: Path) -> None:
    page = report.with_name("map.html")
    result = run("map", report, "-o", page)
    assert result.exit_code == 0
    assert "1 route, 0 sites, 1 claim, 0 unresolved places" in one_line(result)
    assert "Constanta" in page.read_text(encoding="utf-8")
    assert result.stdout == ""


def test_a_page_in_another_language_and_the_figure_to_paste(report: Path) -> None:
    page, figure = report.with_name("map.html"), report.with_name("figure.html")
    address = "https://paper.example/grain.html"
    result = run("map", report, "-o", page, "--lang", "uk", "--embed", figure, "--address", address)
    assert result.exit_code == 0
    assert '<html lang="uk" dir="ltr">' in page.read_text(encoding="utf-8")
    written = figure.read_text(encoding="utf-8")
    assert f'src="{address}"' in written
    assert "Повідомляється" in written
    assert "Constanta" in written
    refused = run("map", report, "-o", page, "--embed", figure, "--address", "ftp://x")
    assert refused.exit_code == 2
    assert "no web address" in one_line(refused)


def test_several_inputs_become_one_page(report: Path, dossier: Path) -> None:
    other = report.with_name("other.txt")
    other.write_text(REPORT.replace("Constanta", "Varna"), encoding="utf-8")
    result = run("map", dossier, other, "-o", report.with_name("map.html"))
    assert result.exit_code == 0
    restated, wrote = result.stderr.splitlines()
    assert "s2 is taken to rest on s1" in restated
    assert "2 routes" in wrote


def test_extract_makes_a_dossier_that_checks(report: Path, dossier: Path) -> None:
    made = load_dossier(dossier)
    assert made.sources[0].text == "grain.txt"
    result = run("check", dossier)
    assert result.exit_code == 0
    assert "note: review: the dossier is a draft" in result.stdout


def test_extract_names_the_text_from_where_it_writes(report: Path) -> None:
    result = run("extract", report, "-o", report.parent / "out" / "x.yaml")
    assert result.exit_code == 2
    (report.parent / "out").mkdir()
    assert run("extract", report, "-o", report.parent / "out" / "x.json").exit_code == 0
    made = load_dossier(report.parent / "out" / "x.json")
    assert made.sources[0].text == "../grain.txt"


def test_extract_of_a_folder_loses_none_for_one(report: Path) -> None:
    (report.parent / "bad.txt").write_bytes(b"caf\xe9")
    out = report.parent / "out"
    result = run("extract", report.parent, "-o", out)
    assert result.exit_code == 1
    assert "bad.txt:1: byte 3 is 0xE9" in result.stderr
    assert [p.name for p in out.iterdir()] == ["grain.yaml"]
    lines = run("extract", report.parent, "--jsonl")
    assert lines.exit_code == 1
    assert [json.loads(line)["id"] for line in lines.stdout.splitlines()] == ["grain"]


def test_two_reports_never_share_an_id(report: Path) -> None:
    report.with_suffix(".md").write_text(REPORT, encoding="utf-8")
    result = run("extract", report.parent, "--jsonl")
    assert result.exit_code == 1
    assert "its id would be that of" in one_line(result)
    assert len(result.stdout.splitlines()) == 1


def test_dossiers_of_one_name_share_a_page(report: Path) -> None:
    (report.parent / "sub").mkdir()
    twin = report.parent / "sub" / "grain.txt"
    twin.write_text(f"More grain was seen.\n\n{REPORT}", encoding="utf-8")
    page = report.with_name("map.html")
    assert run("map", report, twin, "-o", page).exit_code == 0
    assert '"checked":false' not in page.read_text(encoding="utf-8")


def test_a_web_page_leaves_its_text_beside_the_dossier(report: Path) -> None:
    paragraphs = "".join(f"<p>{REPORT} Part {n}.</p>" for n in range(4))
    web = report.with_name("page.html")
    web.write_text(f"<html><body><article>{paragraphs}</article></body></html>", encoding="utf-8")
    out = report.parent / "out"
    assert run("extract", web, report, "-o", out).exit_code == 0
    assert sorted(p.name for p in out.iterdir()) == ["grain.yaml", "page.txt", "page.yaml"]
    assert load_dossier(out / "page.yaml").sources[0].text == "page.txt"
    assert run("check", out).exit_code == 0


def test_extract_overwrites_neither_inputs_nor_a_reviewed_dossier(
    report: Path, dossier: Path
) -> None:
    result = run("extract", report, "-o", report)
    assert (result.exit_code, report.read_text(encoding="utf-8")) == (2, REPORT)
    assert "this is an input and is not overwritten" in one_line(result)
    made = load_dossier(dossier)
    review = made.review.model_copy(update={"state": "reviewed", "by": "A. Reader"})
    save_dossier(made.model_copy(update={"review": review}), dossier)
    before = dossier.read_bytes()
    result = run("extract", report, "-o", dossier)
    assert "reviewed by A. Reader" in one_line(result)
    assert (result.exit_code, dossier.read_bytes()) == (2, before)


def test_places_gives_a_line_a_report(report: Path) -> None:
    result = run("places", report, "--jsonl")
    (line,) = result.stdout.splitlines()
    entry = json.loads(line)
    assert entry["id"] == "grain"
    keys = {"start", "end", "text", "lon_deg", "lat_deg", "place", "score", "why"}
    assert all(set(mention) == keys for mention in entry["mentions"])
    assert all(REPORT[m["start"] : m["end"]] == m["text"] for m in entry["mentions"])
    assert "Constanta" in [m["text"] for m in entry["mentions"]]


def test_find_gives_a_list_one_entry_a_name() -> None:
    result = run("find", "Odesa", "Qwxyzzt", "--json", "--limit", "2")
    odesa, unknown = json.loads(result.stdout)
    assert (odesa["name"], unknown["candidates"]) == ("Odesa", [])
    best = odesa["candidates"][0]
    assert set(best) == {"place", "score", "why"}
    assert best["place"]["country"] == "UA"
    assert best["place"]["lon_deg"] == pytest.approx(30.73, abs=0.1)
    assert "geonames:" in run("find", "Odesa").stdout


def test_find_takes_hints() -> None:
    near = json.loads(run("find", "Tripoli", "--near", "35.8,34.4", "--json").stdout)
    assert near[0]["candidates"][0]["place"]["country"] == "LB"
    libya = json.loads(run("find", "Tripoli", "--country", "ly", "--json").stdout)
    assert libya[0]["candidates"][0]["place"]["country"] == "LY"
    for wrong in (["--near", "95"], ["--near", "1,95"], ["--kind", "x"], ["--country", "LBY"]):
        assert run("find", "Tripoli", *wrong).exit_code == 2


def test_export_writes_geojson(dossier: Path) -> None:
    result = run("export", dossier, "--to", "geojson")
    assert result.exit_code == 0
    kinds = [f["properties"]["feature"] for f in json.loads(result.stdout)["features"]]
    assert kinds[0] == "leg"
    target = dossier.with_suffix(".geojson")
    assert run("export", dossier, "--to", "geojson", "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8") == result.stdout


BAD_REPORTS = [
    (b"", "the file is empty (0 bytes)"),
    (b" \n ", "holds only white space"),
    (b"\x89PNG\r\n\x1a\n\0\0\0", "this is binary data, not text"),
    (b"line\ncaf\xe9", "byte 8 is 0xE9"),
    ("Ships left.".encode("utf-16-le"), "this looks like UTF-16LE"),
]


@pytest.mark.parametrize("verb", ["map", "extract", "places"])
@pytest.mark.parametrize(("content", "said"), BAD_REPORTS)
def test_a_bad_report_is_one_line(tmp_path: Path, verb: str, content: bytes, said: str) -> None:
    path, page = tmp_path / "bad.txt", tmp_path / "out.html"
    path.write_bytes(content)
    output: list[str | Path] = [] if verb == "places" else ["-o", page]
    result = run(verb, path, *output)
    assert result.exit_code == 2
    line = one_line(result)
    assert str(path) in line
    assert said in line
    assert list(tmp_path.iterdir()) == [path]


def test_huge_and_missing_inputs_are_one_line(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as stream:
        stream.truncate(50_000_000)
    assert "50.0 MB, more than the 5 MB allowed; split it" in one_line(run("map", huge))
    (tmp_path / "x").mkdir()
    assert "the folder holds no report" in one_line(run("map", tmp_path / "x"))
    missing = run("extract", tmp_path / "missing.txt")
    assert (missing.exit_code, "no such file or folder" in one_line(missing)) == (2, True)
    assert "the folder holds no dossier" in one_line(run("check", tmp_path / "x"))


BAD_DOSSIERS = [
    ("lat_deg: 46", "lat_deg: 95 #", ": 95 is out of range; latitudes lie between -90 and 90"),
    ("country: UA", "contry: UA", "unknown key 'contry'; did you mean country?"),
    ("country: UA", "country: UA\n    country: UA", "the key 'country' stands here twice"),
    ("quote: Grain", "quote: Crude", "the text of s1 has not"),
    ("review:", "review: [", "this is not YAML"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD_DOSSIERS)
def test_a_bad_dossier_is_one_line(dossier: Path, old: str, new: str, said: str) -> None:
    text = dossier.read_text(encoding="utf-8")
    assert old in text
    dossier.write_text(text.replace(old, new, 1), encoding="utf-8")
    page = dossier.with_name("out.html")
    result = run("map", dossier, "-o", page)
    assert result.exit_code == 2
    line = one_line(result)
    assert line.startswith(f"supplyroutes: {dossier}:")
    assert said in line
    assert not page.exists()
    checked = run("check", dossier)
    assert checked.exit_code in {1, 2}
    assert said in checked.stdout + checked.stderr


@pytest.mark.parametrize("output", ["missing/map.html", "."])
def test_an_output_that_cannot_be_written_is_one_line(report: Path, output: str) -> None:
    result = run("map", report, "-o", report.parent / output)
    assert result.exit_code == 2
    assert one_line(result)
    assert list(report.parent.iterdir()) == [report]


def test_a_hostile_file_name_cannot_move_the_cursor(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J\u202e\nb.txt"
    path.write_bytes(b"")
    line = one_line(run("map", path))
    assert "\\x1b" in line
    assert "\\u202e" in line


def test_an_unreadable_command_line_shows_usage() -> None:
    assert run("map").exit_code == 2
    assert run("export", "x.yaml", "--to", "gpx").exit_code == 2
    assert run("nonsense").exit_code == 2


def test_every_verb_and_option_is_described() -> None:
    assert run("--help").exit_code == 0
    for name, verb in main.commands.items():
        assert verb.help, name
        for parameter in verb.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize("arguments", [["--help"], ["map", "--help"], ["--version"]])
def test_help_loads_no_heavy_room(arguments: list[str]) -> None:
    program = (
        "import sys\nfrom maps.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "heavy = {'pydantic', 'shapely', 'spacy', 'folium', 'numpy', 'yaml', 'lxml', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert done.stderr.strip() == "[]"
