"""What grows in a person's file is written where it belongs; all else stays to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import UnusableInput
from routes.dossier import Dossier, Mode, dump_dossier
from routes.dossier_file import parse_dossier
from routes.evidence import Claim, Source
from routes.yaml_edit import edited, save_edited

BY_HAND = """\
# My notes: the Qayış case
id: grain   # short
title: "Grain: by lorry"

sources:
- {id: s1, title: 'First, of all', authors: [A. Writer,]}   # the first
# between
- id: s2
  title: >-
    A long
    title

places:
    - id: a
      name: Ångström Quay
      lon_deg: 1.50     # kept as typed
      lat_deg: 2
      # what follows was settled by me
      resolved_by: Ada

    - {id: b, name: B,
       lon_deg: 3, lat_deg: 4}

claims:
  - {id: c1, source: s1, quote: x, start: 0, end: 1}
routes:
  - id: r1
    title: A to B
    legs:
      - {from: a, to: b, mode: road, claims: [c1]}   # as told
    # the end of r1

review: {state: draft}
# the end"""


def grown(dossier: Dossier) -> Dossier:
    leg = dossier.routes[0].legs[0].model_copy(update={"claims": ("c1", "c2"), "mode": Mode.RAIL})
    route = dossier.routes[0].model_copy(update={"legs": (leg,), "cargo": "wheat: red"})
    place = dossier.places[1].model_copy(update={"country": "NO", "as_written": ("B", "Be, e")})
    claim = Claim(id="c2", source="s3", quote="two\nlines: #1", start=0, end=3)
    source = dossier.sources[0].model_copy(update={"authors": ("A. Writer", "B, C")})
    return Dossier.model_validate(
        dossier.model_copy(
            update={
                "sources": (source, dossier.sources[1], Source(id="s3", title="Third")),
                "places": (dossier.places[0], place),
                "claims": (*dossier.claims, claim),
                "routes": (route,),
            }
        ).model_dump()
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_comments_order_and_form_stay(line_end: str) -> None:
    text = BY_HAND.replace("\n", line_end)
    new = grown(parse_dossier(text))
    made = edited(text, new)
    assert parse_dossier(made) == new
    for remark in re.findall(r"#.*", BY_HAND):
        assert remark in made
    kept = [line for line in text.split(line_end) if line in made.split(line_end)]
    changed = set(text.split(line_end)) - set(kept)
    assert len(changed) == 3, changed  # s1, b and the leg: those that were to change
    assert made.count("\n") == made.count(line_end)


def test_nothing_to_change_changes_nothing() -> None:
    assert edited(BY_HAND, parse_dossier(BY_HAND)) == BY_HAND


def test_a_change_that_is_no_growth_is_told_not_guessed() -> None:
    with pytest.raises(UnusableInput, match=re.escape("name another file with -o")):
        edited(BY_HAND, parse_dossier(BY_HAND).model_copy(update={"claims": ()}))


def test_a_file_is_edited_whole(tmp_path: Path) -> None:
    path = tmp_path / "grain.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    save_edited(grown(parse_dossier(BY_HAND)), path)
    assert "# the end" in path.read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["grain.yaml"]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@settings(max_examples=80)
@given(st.data())
def test_any_growth_survives(data: st.DataObject) -> None:
    """Whatever is added or changed, the text that is written holds exactly that."""
    dossier = parse_dossier(BY_HAND)
    sources = [
        source.model_copy(update={"title": data.draw(WORDS), "publisher": data.draw(WORDS)})
        if data.draw(st.booleans())
        else source
        for source in dossier.sources
    ]
    more = [Source(id=f"n{n}", title=data.draw(WORDS)) for n in range(data.draw(st.integers(0, 2)))]
    claims = [
        claim.model_copy(update={"status_words": tuple(data.draw(st.lists(WORDS, max_size=3)))})
        for claim in dossier.claims
    ]
    new = dossier.model_copy(
        update={
            "sources": tuple(sources + more),
            "claims": tuple(claims),
            "title": data.draw(WORDS),
        }
    )
    for text in (BY_HAND, dump_dossier(dossier)):
        assert parse_dossier(edited(text, new)) == new
