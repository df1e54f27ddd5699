"""YAML and JSON are read without guesses, and every value knows its line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import UnusableInput
from routes.yaml_lines import parse_json, parse_yaml
from routes.yaml_write import write_yaml

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
DATA = st.dictionaries(
    TEXTS.filter(bool),
    st.recursive(
        TEXTS,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4),
            st.dictionaries(TEXTS.filter(bool), inner, min_size=1, max_size=4),
        ),
        max_leaves=12,
    ),
    min_size=1,
)


def test_scalars_stay_as_written() -> None:
    text = "a: NO\nb: 12:30\nc: 2023-06-09\nd: 0o17\ne: 1_000\nf: .5\ng: 'null'\nh: yes\n"
    assert parse_yaml(text).data == {
        "a": "NO",
        "b": "12:30",
        "c": "2023-06-09",
        "d": "0o17",
        "e": "1_000",
        "f": ".5",
        "g": "null",
        "h": "yes",
    }


def test_only_plain_nothing_is_null() -> None:
    assert parse_yaml("[~, null, '', \"~\", x: ]").data == [None, None, "", "~", {"x": None}]


def test_every_path_has_its_line() -> None:
    text = "id: a\nplaces:\n  - id: b\n    at: {lon: 1,\n         lat: 2}\n  - {id: c}\n"
    lined = parse_yaml(text)
    expected = {
        (): 1,
        ("id",): 1,
        ("places",): 2,
        ("places", 0): 3,
        ("places", 0, "id"): 3,
        ("places", 0, "at"): 4,
        ("places", 0, "at", "lon"): 4,
        ("places", 0, "at", "lat"): 5,
        ("places", 1): 6,
        ("places", 1, "id"): 6,
    }
    assert {path: lined.line(path) for path in expected} == expected
    assert lined.line(("places", 0, "missing", 3)) == 3


def test_json_has_the_same_lines() -> None:
    text = '{"id": "\\ud83d\\ude00 {,:",\n "n": [1.50,\n  null, true,\n  {"x": "a\\nb"}]}'
    lined = parse_json(text)
    assert lined.data == {"id": "😀 {,:", "n": ["1.50", None, "true", {"x": "a\nb"}]}
    assert lined.line(("n", 1)) == 3
    assert lined.line(("n", 3, "x")) == 4


@given(DATA)
def test_what_is_written_is_read_back(data: dict[str, Any]) -> None:
    assert parse_yaml(write_yaml(data)).data == data
    assert parse_json(json.dumps(data)).data == data
    assert parse_json(json.dumps(data, ensure_ascii=False, indent=1)).data == data


@pytest.mark.parametrize("key", ["\x85", "k" * 200, "a: b", "?", "- x", "", "null"])
def test_a_key_of_any_kind_leads_to_its_list(key: str) -> None:
    data = {key: [{"0": ""}, {"a": ["b"]}]}
    assert parse_yaml(write_yaml(data)).data == data


REFUSED = [
    ("a: 1\nb: 2\na: 3\n", r"f\.yaml:3: the key 'a' stands here twice \(first on line 1\); keep"),
    ("a:\n  - x: 1\n    x: 2\n", r"f\.yaml:3: the key 'x'"),
    ("a: &b [1]\nc: *b\n", r"f\.yaml:2: the alias \*b is not allowed"),
    ("a: !!python/object:os.system x", r"f\.yaml:1: the tag .* is not allowed"),
    ("a: 1\n---\nb: 2\n", r"f\.yaml:2: a second document"),
    ("a: [1, 2\nb: 3\n", r"f\.yaml:2: this is not YAML: "),
    ("a: b: c\n", r"f\.yaml:1: this is not YAML: .*quote texts that hold a colon"),
    ("[" * 10_000, r"f\.yaml:1: this is nested deeper than 40 levels"),
    ("{[a]: 1}", r"f\.yaml:1: a key must be a word"),
    ("a: \x07", r"f\.yaml: this is not YAML"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_refused_yaml(text: str, message: str) -> None:
    with pytest.raises(UnusableInput, match=message):
        parse_yaml(text, "f.yaml")


REFUSED_JSON = [
    ('{"a": 1,\n "a": 2}', r"f\.json:2: the key 'a' stands here twice"),
    ('{"a": 1,\n "b": }', r"f\.json:2: this is not JSON: .*column 7"),
    ("[" * 100_000, r"f\.json: the JSON is nested too deeply"),
    ("[" * 60 + "]" * 60, r"f\.json:1: this is nested deeper than 40"),
    ('{"a": NaN}', r"f\.json: the JSON holds NaN"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED_JSON)
def test_refused_json(text: str, message: str) -> None:
    with pytest.raises(UnusableInput, match=message):
        parse_json(text, "f.json")


def test_a_bomb_of_aliases_stays_small() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    with pytest.raises(UnusableInput, match="alias"):
        parse_yaml("\n".join(lines))
