"""The page without data: the same bytes for every dossier, under a policy of its own hashes.

folium lays out the document and the Leaflet map. It renders text through Jinja, so nothing but
this project's own files goes through it; the data takes the place of a mark afterwards.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from gazetteer.place import Record
from maps.languages import Language, language
from maps.lean import lean_script, lean_style
from maps.style import APPROACH, BASES, MODES, PHASES, PRECISIONS, STATUSES

__all__ = ["MARKS", "island", "scaffold", "with_parts"]

MARKS = ("title", "card", "data")
"""What a dossier gives to the page; `@@title@@` and the like stand where it goes."""

LEAFLET = "vendor/leaflet-1.9.4"
STYLES = ("ground.css", "evidence.css", "panel.css", "map.css", "print.css")
SCRIPTS = (
    "text.js", "words.js", "payload.js", "model.js", "cards.js", "course.js", "canvas.js",
    "tiles.js", "ground.js", "path.js", "lines.js", "room.js", "labels.js", "map.js",
    "quotations.js", "cite.js", "evidence.js", "legend.js", "about.js", "find.js", "table.js",
    "time.js", "address.js", "page.js",
)  # fmt: skip


def island(content: object) -> str:
    """Write data as JSON in pure ASCII that no HTML parser can take for markup."""
    written = json.dumps(content, ensure_ascii=True, separators=(",", ":"), check_circular=False)
    return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def with_parts(page: str, parts: Mapping[str, str]) -> str:
    """Put a dossier's parts in the places of their marks, in one pass: none may hold a mark."""
    return re.sub(r"@@(\w+)@@", lambda mark: parts[mark[1]], page)


@cache
def scaffold(code: str = "en", hosts: tuple[str, ...] = ()) -> str:
    """Render the page of a language without data, with its policy; the same for every dossier.

    Parameters
    ----------
    code
        The language.
    hosts
        Where the page may ask for pictures of an online basemap; usually nowhere.
    """
    page = _folium_page(language(code))
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            *(["img-src " + " ".join(hosts)] if hosts else []),
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types default",
        )
    )
    return page.replace("@@policy@@", policy, 1)


def _hashes(blocks: Sequence[str]) -> str:
    digests = (hashlib.sha256(block.encode("utf-8")).digest() for block in blocks)
    return " ".join(f"'sha256-{base64.b64encode(d).decode('ascii')}'" for d in digests)


def _folium_page(spoken: Language) -> str:
    """Let folium lay out the page about a map that loads nothing; only our own files go in."""
    from branca.element import Element, Figure
    from folium import Map
    from jinja2 import Template

    class Verbatim(Element):
        """A part of the page that no template reads."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def render(self, **_: Any) -> str:
            return self.text

    class Page(Figure):
        """A document with a language and landmarks."""

        _template = Template(_PAGE)

        def __init__(self, program: Verbatim) -> None:
            super().__init__()
            self.program = program
            self.spoken = spoken

    class LeafletMap(Map):
        """A Leaflet map alone, without folium's further libraries and their addresses."""

        _template = Template(_MAP)

        def __init__(self) -> None:
            super().__init__(tiles=None, location=[0, 0], zoom_start=2)
            self.default_js = []
            self.default_css = []
            self._id = "page"  # folium's own is random, and the same input must give the same bytes

    figure = Page(Verbatim(f'(() => {{\n"use strict";\n{_program(spoken)}}})();\n'))
    figure.header = Verbatim(_head())
    figure.html.add_child(Verbatim(_body(spoken)))
    figure.add_child(LeafletMap())
    return str(figure.render())


_PAGE = """<!DOCTYPE html>
<html lang="{{ this.spoken.code }}" dir="{{ this.spoken.direction }}">
<head>
{{ this.header.render() }}
</head>
<body>
{{ this.html.render() }}
<script type="application/json" id="data">@@data@@</script>
<script>{{ this.script.render() }}</script>
<script>{{ this.program.render() }}</script>
</body>
</html>
"""

_MAP = """
{% macro script(this, kwargs) %}
var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
  center: [0, 0], zoom: 2, minZoom: 1, maxZoom: 11, zoomSnap: 0.25, zoomDelta: 1,
  attributionControl: false, wheelPxPerZoomLevel: 90,
  zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  fadeAnimation: false
});
{% endmacro %}
"""


def _head() -> str:
    leaflet_css = _part(f"{LEAFLET}/leaflet.css")
    leaflet_js = _part(f"{LEAFLET}/leaflet.js")
    return f"""<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="@@policy@@">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>@@title@@</title>
@@card@@
<style>{leaflet_css}
{_styles()}
{_colours()}</style>
<script>{_part("guard.js")}</script>
<script>{leaflet_js}</script>"""


def _styles() -> str:
    return "\n".join(_part(name) for name in STYLES)


def _body(spoken: Language) -> str:
    """Put the language's words, which are this project's own, into the body."""
    return re.sub(r"\[\[([\w.]+)\]\]", lambda m: html.escape(spoken(m[1])), _part("body.html"))


def _program(spoken: Language) -> str:
    own = {k: v for k, v in spoken.words.items() if k.partition(".")[0] not in _APART}
    words = json.dumps(own, ensure_ascii=False, separators=(",", ":"))
    return f"const WORDS = {words};\nconst STYLE = {_style_table(spoken)};\n" + "\n".join(
        _part(name) for name in SCRIPTS
    )


_APART = {
    "page", "finding", "embed", "note",
    "mode", "basis", "approach", "status", "phase", "precision",
}  # fmt: skip
"""Sections of words that stand elsewhere on the page than in the table of words."""


def _style_table(spoken: Language) -> str:
    tables: dict[str, tuple[str, Mapping[Any, Record]]] = {
        "modes": ("mode", MODES),
        "bases": ("basis", BASES),
        "statuses": ("status", STATUSES),
        "phases": ("phase", PHASES),
        "precisions": ("precision", PRECISIONS),
    }
    content: dict[str, Any] = {
        name: {str(key): _worded(style, f"{section}.{key}", spoken) for key, style in table.items()}
        for name, (section, table) in tables.items()
    }
    content["approach"] = _worded(APPROACH, "approach", spoken)
    content["drawn"] = {precision.value: style.drawn for precision, style in PRECISIONS.items()}
    return island(content)


def _worded(style: Record, key: str, spoken: Language) -> dict[str, Any]:
    """Give a style with its words in the page's language."""
    drawn = style.model_dump(mode="json")
    return {n: spoken.words.get(f"{key}.{n}", value) for n, value in drawn.items()}


def _colours() -> str:
    light = "\n".join(
        f".mode-{mode} {{ --mode: {style.colour}; }}" for mode, style in MODES.items()
    )
    dark = "\n".join(
        f"  .mode-{mode} {{ --mode: {style.colour_dark}; }}" for mode, style in MODES.items()
    )
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _part(name: str) -> str:
    """Read a file of the page; our own scripts and styles without what only authors read."""
    text = (files("maps") / "page" / name).read_text(encoding="utf-8").replace("\r\n", "\n")
    if name.startswith("vendor/") or name.endswith(".html"):
        return text
    return lean_script(text) if name.endswith(".js") else lean_style(text)
