"""The house as a whole: which way rooms depend, who owns the names, what the README promises."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from maps.cli import main

ROOT = Path(__file__).parent.parent
PACKAGES = ("gazetteer", "routes", "maps")
ALLOWED = {
    "gazetteer": {"gazetteer"},
    "routes": {"gazetteer", "routes"},
    "maps": {"gazetteer", "routes", "maps"},
}
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield (node.module or "").partition(".")[0]


def test_maps_depend_on_routes_and_routes_on_the_gazetteer_and_never_back() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        for name in imported(path)
        if name in PACKAGES and name not in ALLOWED[path.relative_to(ROOT).parts[0]]
    ]
    assert not wrong


@pytest.mark.parametrize("package", PACKAGES)
def test_the_import_names_are_ours_and_nobody_elses(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT)
    owners = set(importlib.metadata.packages_distributions().get(package, ()))
    assert owners <= {"supplyroutes"}


def verbs(group: click.Command = main, prefix: str = "") -> list[tuple[str, click.Command]]:
    """All verbs, those of a group with its name before their own."""
    assert isinstance(group, click.Group)
    found: list[tuple[str, click.Command]] = []
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            assert command.help
            found += verbs(command, f"{prefix}{name} ")
        else:
            found.append((f"{prefix}{name}", command))
    return found


def row_of(verb: str) -> str:
    rows = [line for line in README.splitlines() if re.match(rf"\| `{verb}[ `]", line)]
    assert len(rows) == 1, f"README.md has {len(rows)} rows for the verb {verb}"
    return rows[0]


@pytest.mark.parametrize(("verb", "command"), verbs())
def test_every_verb_and_option_is_documented(verb: str, command: click.Command) -> None:
    row = row_of(verb)
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            written = (*parameter.opts, *parameter.secondary_opts)
            missing = [name for name in written if f"`{name}`" not in row]
            assert not missing, f"README.md does not document {verb} {missing}"
            assert parameter.help or parameter.name == "limit", f"{verb} {parameter.name}"
        else:
            assert parameter.metavar
            assert parameter.metavar.strip("[].") in row


def test_options_of_the_command_itself_are_documented() -> None:
    for parameter in main.params:
        assert all(f"`{name}`" in README for name in parameter.opts)


def test_the_readme_documents_no_option_that_is_not_there() -> None:
    for verb, command in verbs():
        options = [p for p in command.params if isinstance(p, click.Option)]
        known = {name for p in options for name in (*p.opts, *p.secondary_opts)}
        assert set(re.findall(r"`(--?[a-z-]+)`", row_of(verb))) <= known


def test_the_map_of_the_house_names_every_module_and_only_those() -> None:
    named = set(re.findall(r"`((?:gazetteer|routes|maps)/[\w/]+\.py)`", README))
    real = {str(p.relative_to(ROOT)) for p in modules() if p.name != "__init__.py"}
    assert named == real


def test_every_dependency_has_its_row_and_its_pin() -> None:
    declared = {re.split(r"[<>=~\[]", d)[0].lower() for d in PROJECT["dependencies"]}
    table = README.partition("## Dependencies")[2].partition("For building")[0]
    rows = {name.lower() for name in re.findall(r"^\| (\w[\w-]*) \|", table, re.MULTILINE)} - {
        "package"
    }
    assert rows == declared
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    tests = {re.split(r"[<>=~\[]", d)[0].lower() for d in PROJECT["optional-dependencies"]["test"]}
    assert declared | tests <= pinned


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_nothing_large_is_tracked_and_no_download_address() -> None:
    # Spelled in parts, for this file is tracked, too.
    hosts = [".".join(p) for p in (("pypi", "org"), ("npmjs", "org"), ("pythonhosted", "org"))]
    for path in tracked():
        if not path.is_file():
            continue
        raw = path.read_bytes()
        assert len(raw) < 1_000_000, path
        assert not any(host.encode() in raw for host in hosts), path


def test_ci_runs_the_second_command_of_the_readme() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    assert "supplyroutes map examples/" in blocks[0]
    assert "pytest" in blocks[1]
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_python_interface_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "map.html").stat().st_size > 10_000


def test_the_reviewed_example_is_sound_and_is_what_the_report_says() -> None:
    from gazetteer import Gazetteer
    from routes import extract, load_dossier, read_report
    from routes.check import Severity, check

    file = ROOT / "examples" / "charcoal-boats.yaml"
    with Gazetteer.open() as gazetteer:
        found = [p for p in check(file, gazetteer) if p.severity is not Severity.NOTE]
        drafted = extract(read_report(file.with_suffix(".txt")), gazetteer)
    assert not found
    reviewed = load_dossier(file)
    assert reviewed.review.state == "reviewed"
    bare = {"score": None, "rule": None}  # what the machine says of its work, a person leaves out
    drawn = [[leg.model_copy(update=bare) for leg in route.legs] for route in drafted.routes]
    assert [list(route.legs) for route in reviewed.routes] == drawn
