"""The page as bytes: the same each time, under its own policy, with all data in one element."""

import base64
import gzip
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from gazetteer.errors import SupplyroutesError
from maps.languages import LANGUAGES
from maps.scaffold import MARKS, island, scaffold, with_parts
from maps.web import WebMap, digest_of, web_map
from routes.dossier import Dossier
from routes.dossier_file import read as read_dossier

ROOT = Path(__file__).parent.parent

Reader = Callable[[str], dict[str, Any]]

HOSTILE = (
    "</script><script>hacked=1</script>",
    "{{cycler.__init__.__globals__.os.popen('id')}}",
    "{% raw %}",
    "{# gone #}",
    "${hacked=1}",
    "<!-- --> ]]>",
    "@@data@@ @@title@@ @@card@@",
    "@@policy@@",
    "line\u2028end\u2029\u202e",
)


class Blocks(HTMLParser):
    """Collects inline scripts and styles, attributes, and the policy."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._into: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in given.items()]
        runs = tag == "script" and "json" not in given.get("type", "")
        self._into = self.scripts if runs else self.styles if tag == "style" else None
        if self._into is not None:
            self._into.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data

    @property
    def policy(self) -> dict[str, list[str]]:
        text = next(
            v for t, n, v in self.attributes if t == "meta" and n == "content" and "-src" in v
        )
        return {part.split()[0]: part.split()[1:] for part in text.split(";")}


def data_of(page: str) -> str:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return found.group(1)


def renamed(dossier: Dossier, title: str) -> Dossier:
    place = dossier.places[0].model_copy(update={"name": title})
    return dossier.model_copy(update={"title": title, "places": (place, *dossier.places[1:])})


def test_the_same_dossier_gives_the_same_bytes(
    red_sea: Dossier, red_sea_texts: dict[str, str], red_sea_page: str
) -> None:
    assert web_map(red_sea, texts=red_sea_texts).html == red_sea_page


def test_another_process_on_another_day_makes_the_same_bytes(tmp_path: Path) -> None:
    pages = []
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        path = tmp_path / f"{seed}.html"
        made = {"SOURCE_DATE_EPOCH": "1700000000", "PYTHONHASHSEED": seed, "TZ": zone}
        call = "from maps.cli import main; main()"
        words = [sys.executable, "-c", call, "map", "examples/charcoal-boats.yaml"]
        words += ["-o", str(path)]
        subprocess.run(words, cwd=ROOT, env={**os.environ, **made}, check=True, capture_output=True)
        pages.append(path.read_bytes())
    assert pages[0] == pages[1]
    assert b"2023-11-14" in pages[0]


def test_a_page_carries_a_date_only_when_one_is_given(
    red_sea: Dossier, red_sea_page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    dated = json.loads(data_of(web_map(red_sea, lines={}).html))
    assert dated["about"]["built"] == "1970-01-02"
    assert json.loads(data_of(red_sea_page))["about"]["built"] is None


def test_every_inline_block_stands_in_the_policy_and_nothing_else_may_run(
    red_sea_page: str,
) -> None:
    blocks = Blocks(red_sea_page)
    for directive, found in (("script-src", blocks.scripts), ("style-src", blocks.styles)):
        hashes = {
            f"'sha256-{base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()}'"
            for block in found
        }
        assert hashes == set(blocks.policy[directive])
    assert len(blocks.scripts) == 4
    assert blocks.policy["default-src"] == ["'none'"]
    assert blocks.policy["require-trusted-types-for"] == ["'script'"]
    assert "unsafe" not in str(blocks.policy)


def test_nothing_in_the_page_asks_for_another_file(red_sea_page: str) -> None:
    asking = [
        (tag, name, value)
        for tag, name, value in Blocks(red_sea_page).attributes
        if name in {"src", "srcset", "data", "action", "poster"}
        or name.startswith("on")
        or (name == "href" and not value.startswith("#"))
    ]
    assert asking == []
    assert "@import" not in red_sea_page
    assert "sourceMappingURL" not in red_sea_page


def without_parts(page: str) -> str:
    """Put the marks back where a dossier's title, card and data stand."""
    page = page.replace(data_of(page), "@@data@@")
    page = re.sub(r"<title>.*?</title>", "<title>@@title@@</title>", page)
    card = re.compile(r'(<meta (?:property|name)="(?:og:|twitter:|description)[^>]*>\n?)+')
    return card.sub("@@card@@\n", page, count=1)


def test_but_for_its_data_the_page_is_the_same_for_every_dossier(
    red_sea: Dossier, red_sea_page: str
) -> None:
    assert without_parts(red_sea_page) == scaffold()
    for text in HOSTILE:
        page = web_map(renamed(red_sea, text), lines={}).html
        assert without_parts(page) == scaffold()
        assert json.loads(data_of(page))["title"] == text


def test_parts_are_put_in_once_and_none_is_read_again() -> None:
    parts = dict.fromkeys(MARKS, "@@data@@ @@title@@")
    page = with_parts("<@@title@@><@@card@@><@@data@@>", parts)
    assert page == "<@@data@@ @@title@@>" * 3


@pytest.mark.parametrize("text", HOSTILE)
def test_the_data_is_ascii_that_no_parser_takes_for_markup(text: str) -> None:
    written = island({text: [text]})
    assert written.isascii()
    assert not set("<>&") & set(written)
    assert json.loads(written) == {text: [text]}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_example_is_light_in_every_language(code: str) -> None:
    read = read_dossier(ROOT / "examples" / "charcoal-boats.yaml")
    assert read.dossier
    page = web_map(read.dossier, texts=read.texts, lang=code).html.encode()
    assert len(page) <= 350_000
    assert len(gzip.compress(page, mtime=0)) <= 110_000


def test_the_digest_is_of_the_whole_dossier(red_sea: Dossier) -> None:
    assert digest_of(red_sea) == digest_of(Dossier.model_validate(red_sea.model_dump()))
    assert digest_of(red_sea) != digest_of(red_sea.model_copy(update={"title": "Another"}))


def test_quotations_are_compared_with_the_stored_text(
    red_sea: Dossier, red_sea_texts: dict[str, str], sent: Reader
) -> None:
    texts = {**red_sea_texts, "s2": "x" + red_sea_texts["s2"]}
    dossier = sent(web_map(red_sea, texts=texts, lines={}).html)["dossiers"][0]
    checked = {claim["source"]: claim["checked"] for claim in dossier["claims"]}
    assert checked == {0: True, 1: False}


def test_several_dossiers_are_numbered_through(red_sea: Dossier, sent: Reader) -> None:
    page = sent(web_map(red_sea, red_sea).html)
    numbers = [item["number"] for dossier in page["dossiers"] for item in dossier["items"]]
    assert numbers == list(range(1, 11))
    assert [drawing["number"] for drawing in page["map"]["drawings"]] == [1, 2, 3, 4, 6, 7, 8, 9]


def test_areas_are_never_among_the_points(
    red_sea: Dossier, red_sea_page: str, sent: Reader
) -> None:
    drawn = sent(red_sea_page)["map"]
    assert {mark["name"] for mark in drawn["marks"]} == {
        place.name for place in red_sea.places if place.precision.is_point
    }
    areas = {area["name"]: area for area in drawn["areas"]}
    assert set(areas) == {"Chad", "Bab-el-Mandeb"}
    assert areas["Chad"]["rings"]


def test_a_page_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    page = WebMap(html="<p>ü</p>")
    assert page.save(tmp_path / "map.html").read_text(encoding="utf-8") == "<p>ü</p>"
    with pytest.raises(SupplyroutesError, match=r"missing.*map\.html.*choose another place"):
        page.save(tmp_path / "missing" / "map.html")
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_notebook_shows_the_page_in_a_frame_of_its_own() -> None:
    shown = WebMap(html='<p title="a">')._repr_html_()
    assert 'sandbox="allow-scripts' in shown
    assert "allow-same-origin" not in shown
    assert "&lt;p title=&quot;a&quot;&gt;" in shown


def test_the_page_speaks_the_language_that_is_asked_for(red_sea: Dossier) -> None:
    page = web_map(red_sea, lines={}, lang="fa").html
    assert '<html lang="fa" dir="rtl">' in page
    assert "نقل‌قول" in page
    assert "Machine draft" not in page
    with pytest.raises(SupplyroutesError, match="does not speak 'tlh'"):
        web_map(red_sea, lines={}, lang="tlh")


def test_a_figure_frames_the_page_by_its_address_or_whole(red_sea: Dossier) -> None:
    page = web_map(red_sea, lines={}, address="https://paper.example/map")
    assert 'property="og:url" content="https://paper.example/map"' in page.html
    assert 'property="og:title" content="Charcoal across the Bab-el-Mandeb"' in page.html
    whole, framed = page.figure(), page.figure("https://paper.example/map")
    assert "srcdoc=" in whole
    assert 'src="https://paper.example/map"' in framed
    assert "srcdoc" not in framed
    for figure in (whole, framed):
        assert "Sources: The Massawa Courier, Gulf Shipping Bulletin." in figure
        assert 'title="Map: Reported: charcoal from Berbera by sea to Port Sudan' in figure
    with pytest.raises(SupplyroutesError, match="no web address"):
        web_map(red_sea, lines={}, address="javascript:alert(1)")


@pytest.mark.parametrize("text", HOSTILE)
def test_titles_are_harmless_in_the_head_and_in_a_figure(red_sea: Dossier, text: str) -> None:
    page = web_map(renamed(red_sea, text), lines={})
    head = page.html.partition("</head>")[0]
    assert html.unescape(re.findall(r"<title>(.*?)</title>", head)[0]) == page_text(text)
    assert not set("{}$`") & set(re.sub(r"<(style|script).*?</\1>", "", head, flags=re.DOTALL))
    figure = re.sub(r'srcdoc="[^"]*"', "", page.figure())
    assert not re.search(r"<(?!/?(figure|iframe|figcaption)\b)", figure)


def page_text(text: str) -> str:
    return (
        text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\u202e", "\\u202e")
    )
