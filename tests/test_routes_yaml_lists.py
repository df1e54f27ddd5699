"""Records written by rules are the bytes that PyYAML's emitter would write."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.yaml_lists import Style, record_lines
from routes.yaml_write import _ESCAPED, _WIDTH, _emitted, _is_short, write_yaml

STYLE = Style(_WIDTH, _is_short, _ESCAPED)
WORDS = st.sampled_from(
    ["a", "to be", "it's", "''", "x: y", "a #b", "#", "-", "- a", "? b", "?", ":", "é", "بندر",
     "港", "yes", "null", "2023-05-01", "12:30", "1e5", "0x1f", "007", "1_000", "~", "=", "<<",
     "[a]", "{b}", "a, b", "@c", "%d", "`e`", "---", "...", "!f", "&g", "*h", "|", ">",
     "  ", " ", "\u00a0"]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join) | st.text(max_size=9)
PLAIN = TEXTS | st.integers() | st.booleans() | st.floats(allow_nan=False)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=5)
        | st.dictionaries(st.sampled_from(["id", "on", "lon_deg", "from", "y"]), inner, min_size=1)
    ),
    max_leaves=12,
)
RECORDS = st.dictionaries(st.sampled_from(["id", "quote", "when", "legs"]), VALUES, min_size=1)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(RECORDS)
def test_rules_write_what_the_emitter_writes(record: dict[str, Any]) -> None:
    by_rules = record_lines(record, STYLE)
    if by_rules is not None:
        assert f"list:\n{by_rules}" == _emitted({"list": [record]})


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(["claims", "on", "a b"]), st.lists(RECORDS, max_size=3)))
def test_a_file_in_parts_is_the_file_as_one(data: dict[str, Any]) -> None:
    assert write_yaml(data) == _emitted(data)


@pytest.mark.parametrize("at", range(104, 116))
def test_a_long_text_is_folded_where_the_emitter_folds_it(at: int) -> None:
    for text in ("b" * at + " it's c d", "b" * at + "  c d: e", "b " * at + "'", "- " + "é " * at):
        record = {"id": "r1", "quote": text, "legs": [{"claims": [text, text]}]}
        by_rules = record_lines(record, STYLE)
        assert by_rules is None or f"l:\n{by_rules}" == _emitted({"l": [record]})
        assert yaml.safe_load(write_yaml({"l": [record]})) == {"l": [record]}


def test_the_records_of_usual_dossiers_need_no_emitter() -> None:
    claim = {"id": "c1", "source": "s1", "quote": "“Two boats”, he said: 'to Berbera'. " * 9}
    claim["quote"] = claim["quote"].strip()
    place = {"id": "p", "name": "Bandar-e ‘Abbās", "refs": ["geonames:1"], "lon_deg": 43.25}
    leg = {"from": "p", "to": "q", "mode": "sea", "claims": ["c1", "c2"]}
    for record in (claim, place, {"id": "r1", "title": "Way", "legs": [leg, leg]}):
        assert record_lines(record, STYLE) is not None
