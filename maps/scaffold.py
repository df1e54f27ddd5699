"""The page without data: the same bytes for every dossier, under a policy of its own hashes.

folium lays out the document and the Leaflet map. It renders text through Jinja, so nothing but
this project's own files goes through it; the data takes the place of a mark afterwards.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from gazetteer.place import Record
from maps.style import BASES, MODES, PHASES, PRECISIONS, STATUSES

__all__ = ["HERE", "island", "scaffold"]

HERE = "@@data@@"
"""The mark that stands where the data goes."""

LEAFLET = "vendor/leaflet-1.9.4"
STYLES = ("ground.css", "evidence.css", "map.css", "print.css")
SCRIPTS = (
    "text.js", "payload.js", "course.js", "canvas.js", "ground.js", "path.js", "lines.js",
    "room.js", "labels.js", "map.js", "cards.js", "evidence.js", "legend.js", "page.js",
)  # fmt: skip


def island(content: object) -> str:
    """Write data as JSON in pure ASCII that no HTML parser can take for markup."""
    written = json.dumps(content, ensure_ascii=True, separators=(",", ":"), default=_plain)
    return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _plain(value: object) -> object:
    """Give a record as JSON has it."""
    if isinstance(value, Record):
        return value.model_dump(mode="json")
    raise TypeError(f"no data for a page: {type(value).__name__}")


@cache
def scaffold() -> str:
    """Render the page without data, with its policy; the same for every dossier."""
    page = _folium_page()
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
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


def _folium_page() -> str:
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

    class LeafletMap(Map):
        """A Leaflet map alone, without folium's further libraries and their addresses."""

        _template = Template(_MAP)

        def __init__(self) -> None:
            super().__init__(tiles=None, location=[0, 0], zoom_start=2)
            self.default_js = []
            self.default_css = []
            self._id = "page"  # folium's own is random, and the same input must give the same bytes

    figure = Page(Verbatim(f'(() => {{\n"use strict";\n{_program()}}})();\n'))
    figure.header = Verbatim(_head())
    figure.html.add_child(Verbatim(_part("body.html")))
    figure.add_child(LeafletMap())
    return str(figure.render())


_PAGE = """<!DOCTYPE html>
<html lang="en">
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
    leaflet_js = _part(f"{LEAFLET}/leaflet.js").replace("//# sourceMappingURL=leaflet.js.map", "")
    return f"""<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="@@policy@@">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Cited map of supply routes</title>
<style>{leaflet_css}
{_styles()}
{_colours()}</style>
<script>{_part("guard.js")}</script>
<script>{leaflet_js}</script>"""


def _styles() -> str:
    return "\n".join(_part(name) for name in STYLES)


def _program() -> str:
    return f"const STYLE = {_style_table()};\n" + "\n".join(_part(name) for name in SCRIPTS)


def _style_table() -> str:
    tables: dict[str, Mapping[Any, Record]] = {
        "modes": MODES,
        "bases": BASES,
        "statuses": STATUSES,
        "phases": PHASES,
        "precisions": PRECISIONS,
    }
    content: dict[str, Any] = {
        name: {str(key): style.model_dump(mode="json") for key, style in table.items()}
        for name, table in tables.items()
    }
    content["drawn"] = {precision.value: style.drawn for precision, style in PRECISIONS.items()}
    return island(content)


def _colours() -> str:
    light = "\n".join(
        f".mode-{mode} {{ --mode: {style.colour}; }}" for mode, style in MODES.items()
    )
    dark = "\n".join(
        f"  .mode-{mode} {{ --mode: {style.colour_dark}; }}" for mode, style in MODES.items()
    )
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _part(name: str) -> str:
    text = (files("maps") / "page" / name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")
