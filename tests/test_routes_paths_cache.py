"""Computed lines in the user's cache: found again, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.paths import Line, Unroutable, trace
from routes.paths.cache import cache_folder, remembered


def computed() -> Line:
    return trace((4.0, 52.0), (5.0, 54.0), "air")


def never() -> Line:
    raise AssertionError("computed again")


def test_a_line_is_computed_once_for_a_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPLYROUTES_CACHE", str(tmp_path))
    first = remembered("one", computed)
    assert remembered("one", never) == first
    with pytest.raises(AssertionError):
        remembered("another", never)


def test_a_broken_or_unwritable_cache_is_as_good_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPLYROUTES_CACHE", str(tmp_path))
    remembered("one", computed)
    (file,) = tmp_path.rglob("*.json")
    file.write_text("{", encoding="utf-8")
    assert remembered("one", computed) == computed()
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("", encoding="utf-8")
    monkeypatch.setenv("SUPPLYROUTES_CACHE", str(in_the_way))
    assert remembered("one", computed) == computed()


def test_a_refusal_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLYROUTES_CACHE", str(tmp_path))

    def refused() -> Line:
        raise Unroutable("no")

    with pytest.raises(Unroutable):
        remembered("one", refused)
    assert remembered("one", computed) == computed()


def test_the_cache_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLYROUTES_CACHE", "")
    assert cache_folder() is None
    monkeypatch.delenv("SUPPLYROUTES_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert str(cache_folder()).endswith("supplyroutes")
