"""Hostile text in every field, in a real Chromium and in a notebook: none runs, each shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from maps.web import WebMap, web_map
from routes.dossier import Dossier
from routes.notebook import dossier_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

PAYLOADS = (
    "</script><script>window.hacked = 1</script>",
    "</title></bdi><h1 onclick='hacked = 1'>",
    "{{cycler.__init__.__globals__.os.popen('id').read()}}",
    "{% for x in range(9) %}{{ x }}{% endfor %}",
    "before {# swallowed? #} after",
    "{{ 7 * 7 }}[[7*7]]<%= 7 * 7 %>#{7*7}",
    "${window.hacked = 1}",
    "\\`${window.hacked = 1}\\\\` \\",
    "javascript:window.hacked=1",
    "JaVaScRiPt:window.hacked=1//%0a",
    "data:text/html,<script>window.hacked=1</script>",
    "vbscript:msgbox(1)",
    "https://good.example@evil.example/\u202egpj.exe",
    "//evil.example/x",
    "<img src=x onerror='window.hacked = 1'>",
    "<IMG SRC=x oNeRrOr=window.hacked=1//",
    "\"'><svg onload=window.hacked=1>",
    "<svg><animate onbegin=window.hacked=1 attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.hacked=1</script>'>",
    "<iframe src=javascript:parent.hacked=1>",
    "<object data=javascript:window.hacked=1>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>body{display:none}</style>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action=https://evil.example><button>x",
    "<details open ontoggle=window.hacked=1>",
    "<input autofocus onfocus=window.hacked=1>",
    "<math><mi xlink:href='javascript:window.hacked=1'>x",
    "<a href='javascript:window.hacked=1'>x</a>",
    "<template shadowrootmode=open><script>window.hacked=1</script>",
    "' onmouseover='window.hacked=1' x='",
    '" style="position:fixed;inset:0" autofocus onfocus="window.hacked=1',
    "\u202egnp.trap\u202c \u2066isolated\u2069 \u200fmark",
    "nul \x00 bell \x07 escape \x1b[31m del \x7f",
    "line\u2028paragraph\u2029end \ufeff \u200b \u00ad",
    "tag \U000e0041\U000e007f interlinear \ufff9x\ufffb",
    "W" * 400,
    "--> <!-- <script",
    "]]> <![CDATA[ ]]>",
    "&lt;b&gt; &amp;amp; &#60; &NewLine;",
    "@@data@@ @@title@@ @@policy@@ $& $1 \\1 \\g<0>",
    '=HYPERLINK("https://evil.example","x")',
    "__proto__",
    "constructor",
    "نیروگاه بوشهر abc (۱۲)",
)

ACROSS = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
  const copy = element.cloneNode(true);
  for (const mark of copy.querySelectorAll(".hidden-character"))
    mark.replaceWith(String.fromCodePoint(parseInt(mark.textContent.slice(2), 16)));
  return copy.textContent;
})"""

EVERYWHERE = {
    ".place-name",
    "ol.sources cite",
    ".route h3",
    "ol.sources strong",
    "ol.sources code",
    "#list blockquote",
    "#list figcaption strong",
}


def hostile(dossier: Dossier) -> Dossier:
    """Put every payload into every field that a report or an analyst can fill."""
    plain = dossier.model_dump(mode="json", by_alias=True)
    following = (*PAYLOADS[1:], PAYLOADS[0])
    each = [
        hostile_parts(plain, text, after, n)
        for n, (text, after) in enumerate(zip(PAYLOADS, following, strict=True))
    ]
    tables = {table: [parts[table] for parts in each] for table in each[0]}
    review = {"state": "reviewed", "by": PAYLOADS[0], "on": PAYLOADS[1]}
    heads = {"id": PAYLOADS[0], "title": PAYLOADS[0], "review": review}
    return Dossier.model_validate({**plain, **heads, **tables})


def hostile_parts(plain: dict[str, Any], text: str, after: str, n: int) -> dict[str, Any]:
    def filled(example: dict[str, Any], *fields: str, **more: Any) -> dict[str, Any]:
        return {**example, **dict.fromkeys(fields, text), **more}

    source = ("id", "title", "publisher", "published", "url", "archived_url", "accessed")
    claim = ("id", "source", "quote", "translation", "attributed_to", "role", "reported_via")
    there = {"lon_deg": 30 + n, "lat_deg": 5 + n % 5}
    when, stance = {"text": text, "earliest": text, "latest": text}, ("asserts", "denies")[n % 2]
    via = [PAYLOADS[(n + 2) % len(PAYLOADS)]]
    leg = {"from": text, "to": after, "via": via, "mode": "air", "claims": [text], "when": when}
    other = filled(there, "ref", "name", "country")
    place = {"as_written": [text], "why": [text], "refs": [text], "alternatives": [other], **there}
    spans = {"start": 0, "end": len(text), "answers": []}
    return {
        "sources": filled(
            plain["sources"][0], *source, "language", "sha256", "text", authors=[text]
        ),
        "places": filled(plain["places"][0], "id", "name", "country", "resolved_by", **place),
        "claims": filled(
            plain["claims"][0],
            *claim,
            status_words=[text],
            said_on=when,
            stance=stance,
            rule=text,
            **spans,
        ),
        "routes": filled(
            {}, "id", "title", "cargo", "mover", "frequency", "rule", when=when, legs=[leg]
        ),
        "sites": filled(
            plain["sites"][0], "id", "place", "activity", "rule", claims=[text], when=when
        ),
    }


@pytest.fixture(scope="module")
def dossier(red_sea: Dossier) -> Dossier:
    return hostile(red_sea)


@pytest.fixture(scope="module")
def page_of_it(dossier: Dossier) -> WebMap:
    texts = {text: f"{text} and what follows in the stored text" for text in PAYLOADS}
    return web_map(dossier, texts=texts)


@pytest.fixture(scope="module")
def file(page_of_it: WebMap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page_of_it.save(tmp_path_factory.mktemp("hostile") / "<img src=x onerror=alert(1)>.html")


def watched(browser: Browser, width: int = 1400) -> tuple[Page, list[str]]:
    page = browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce"
    ).new_page()
    troubles: list[str] = []
    page.on("console", lambda m: troubles.append(f"{m.type}: {m.text}"))
    page.on("pageerror", lambda e: troubles.append(f"error: {e}"))
    page.on("dialog", lambda d: troubles.append(f"dialog: {d.message}"))
    page.on("request", lambda r: troubles.extend(asked(r.url)))
    return page, troubles


def asked(url: str) -> list[str]:
    return [] if url.startswith(("file:", "blob:")) else [url]


def everything_opened(frame: Page | Frame) -> None:
    """Open every card, detail and view, type and filter, cite and read."""
    frame.wait_for_selector("html.ready", timeout=20_000)
    frame.evaluate("window.hacked = 0")
    for number in (1, len(PAYLOADS) + 1, 2 * len(PAYLOADS)):
        frame.evaluate(f"document.getElementById('choose-{number}').click()")
    for script in (
        "document.querySelectorAll('details').forEach((one) => { one.open = true; })",
        "document.querySelector('#claims-1 .act').click()",
        "document.getElementById('sheet').close()",
        "document.querySelectorAll('#claims-1 > .acts .act').forEach((one) => one.click())",
        "document.querySelector('#sheet .act').click()",
        "document.getElementById('sheet').close()",
        "document.querySelector('[data-form=table]').click()",
    ):
        frame.evaluate(script)
    frame.evaluate(
        """() => { for (const select of document.querySelectorAll(".choices select")) {
          select.value = "0"; select.dispatchEvent(new Event("change")); } }"""
    )
    frame.evaluate("document.querySelector('.chip.all').click()")
    frame.evaluate("document.querySelector('[data-form=list]').click()")


def test_hostile_text_shows_as_written_and_nothing_runs(chromium: Browser, file: Path) -> None:
    page, troubles = watched(chromium)
    page.goto(file.as_uri())
    everything_opened(page)
    assert page.evaluate("window.hacked") == 0
    assert page.locator("script, img, iframe, object, embed, base, link, form").count() == 5
    assert page.evaluate(ACROSS, "h1") == [PAYLOADS[0]]
    for selector in EVERYWHERE:
        assert set(page.evaluate(ACROSS, selector)) == set(PAYLOADS), selector
    assert page.locator("a[href]:not([href^='#'])").count() == 0
    assert page.title() == PAYLOADS[0]
    assert troubles == []
    page.context.close()


@pytest.mark.parametrize("width", [360, 1400])
def test_hostile_text_does_not_break_the_layout(chromium: Browser, file: Path, width: int) -> None:
    page, troubles = watched(chromium, width)
    page.goto(file.as_uri())
    page.wait_for_selector("html.ready")
    for form in ("list", "table"):
        page.evaluate(f"document.querySelector('[data-form={form}]').click()")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert troubles == []
    page.context.close()


def test_controls_that_turn_text_are_shown(chromium: Browser, file: Path) -> None:
    page, _ = watched(chromium)
    page.goto(file.as_uri())
    page.wait_for_selector("html.ready")
    at = next(n for n, text in enumerate(PAYLOADS) if text.startswith("\u202e"))
    shown = page.locator(".place-name").nth(at).inner_text()
    assert shown == "U+202Egnp.trapU+202C U+2066isolatedU+2069 U+200Fmark"
    page.context.close()


def test_in_a_notebook_nothing_runs_either(
    chromium: Browser, page_of_it: WebMap, dossier: Dossier, tmp_path: Path
) -> None:
    """A notebook puts the form of a map, and that of a dossier, into its own document."""
    path = tmp_path / "notebook.html"
    shown = page_of_it._repr_html_() + dossier_html(dossier)
    path.write_text(f"<!DOCTYPE html><title>Notebook</title>{shown}", encoding="utf-8")
    page, troubles = watched(chromium)
    page.goto(path.as_uri())
    page.evaluate("window.hacked = 0")
    page.wait_for_function("document.querySelectorAll('iframe').length === 2")
    outer, inner, table = page.frames
    everything_opened(inner)
    table.wait_for_selector("table")
    for frame in (outer, inner):
        assert frame.evaluate("window.hacked") == 0
    quoted = table.locator("q").all_text_contents()
    assert {text.replace("\r", "\n") for text in quoted} >= {
        text for text in PAYLOADS if text.isprintable()
    }
    assert page.locator("script, img, svg, object").count() == 0
    assert troubles == []
    page.context.close()
