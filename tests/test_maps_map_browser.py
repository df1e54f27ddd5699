"""The map in a real Chromium: what is drawn, what a pan keeps, what a click or a tap finds."""

from __future__ import annotations

import base64
import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from maps.languages import language
from maps.web import web_map
from routes.dossier import Dossier, DossierPlace, Leg, Route
from routes.evidence import Claim, Source
from routes.paths.line import Basis, Line
from tests.recording import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CROWD = 900


def crowd() -> tuple[Dossier, dict[tuple[str, int], Line]]:
    """Many bent lines out of one hub; every end is a place of its own."""
    hub = DossierPlace(id="hub", name="Hub", lon_deg=20.0, lat_deg=0.0)
    ends = [
        DossierPlace(id=f"p{n}", name=f"P{n}", lon_deg=22.0 + n % 30, lat_deg=n // 30 - 15.0)
        for n in range(CROWD)
    ]
    routes = tuple(
        Route(id=f"r{n}", title=f"R{n}", legs=(Leg(from_="hub", to=f"p{n}", claims=(f"c{n}",)),))
        for n in range(CROWD)
    )
    claims = tuple(
        Claim(id=f"c{n}", source="s", quote=f"q{n}", start=0, end=2) for n in range(CROWD)
    )
    source = Source(id="s", title="S")
    lines = {
        (f"r{n}", 0): Line(
            coordinates=((20.0, 0.0), (21.0, n % 7 - 3.0), (end.lon_deg or 0, end.lat_deg or 0)),
            basis=Basis.DIRECT,
            method="given",
            length_km=9,
        )
        for n, end in enumerate(ends)
    }
    dossier = Dossier(
        id="d", title="D", sources=(source,), places=(hub, *ends), claims=claims, routes=routes
    )
    return dossier, lines


@pytest.fixture(scope="module")
def crowd_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier, lines = crowd()
    return web_map(dossier, lines=lines).save(tmp_path_factory.mktemp("crowd") / "map.html")


ALONG = """([number, apart]) => {
  const inside = ({ x, y }, b) => x > b.left && x < b.right && y > b.top && y < b.bottom;
  const path = map.legs.byNumber.get(number).path(map.layer);
  const box = map.map.getContainer().getBoundingClientRect();
  for (const share of [0.98, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2]) {
    const { x, y } = path.at(path.length * share);
    const at = map.map.layerPointToContainerPoint([x, y]);
    const spot = [at.x + box.left, at.y + box.top];
    const near = (mark) => map.labels.around(mark, 10);
    const marked = map.marks.some((mark) => mark.site && inside({ x, y }, near(mark)));
    const above = document.elementFromPoint(...spot)?.closest(".badge, .leaflet-control");
    const crossed = [...map.legs.byNumber.values()].some(
      (leg) => leg.number !== number && Math.sqrt(leg.path(map.layer).off(x, y)) < apart,
    );
    if (!marked && !above && !crossed) return spot;
  }
  return null;
}"""


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_click_on_a_line_opens_its_claim(
    chromium: Browser, red_sea_file: Path, number: int
) -> None:
    with opened(chromium, red_sea_file) as page:
        page.mouse.click(*page.evaluate(ALONG, [number, 5]))
        assert page.locator(f"#choose-{number}").get_attribute("aria-expanded") == "true"
        assert page.evaluate("map.chosen") == number


OFF = """([chosen, number]) => {
  map.refit();
  const path = map.legs.byNumber.get(number).path(map.layer);
  const { x, y } = path.at(path.length * 0.98);
  return Math.sqrt(map.legs.byNumber.get(chosen).path(map.layer).off(x, y));
}"""


def test_a_click_in_a_crowd_finds_the_right_leg(chromium: Browser, crowd_file: Path) -> None:
    with opened(chromium, crowd_file, reduced_motion="reduce") as page:
        for number in (5, 317, 899):
            page.evaluate("map.refit()")
            page.mouse.click(*page.evaluate(ALONG, [number, 0]))
            chosen = page.evaluate("map.chosen")
            if chosen != number:  # another line lies over this one at the very spot
                assert page.evaluate(OFF, [chosen, number]) <= 1
            assert page.locator(f"#choose-{chosen}").get_attribute("aria-expanded") == "true"
            page.keyboard.press("Escape")


KEEP = """(name) => {
  const { canvas } = map.sheets[name];
  const pixels = () => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  globalThis.kept = pixels();
  globalThis.changed = () => {
    const now = pixels();
    let off = 0;
    for (let n = 0; n < now.length; n += 1) if (Math.abs(now[n] - kept[n]) > 40) off += 1;
    return off / now.length;
  };
  return new Set(kept).size;
}"""


def test_what_a_pan_keeps_is_what_a_painting_anew_would_give(
    chromium: Browser, crowd_file: Path
) -> None:
    with opened(chromium, crowd_file, 500) as page:
        assert page.evaluate("map.crowded")
        for name in ("ground", "lines"):
            for step in ([70, 40], [-130, 15], [0, -60]):
                page.evaluate("(step) => void map.map.panBy(step, { animate: false })", step)
            assert page.evaluate(KEEP, name) > 20
            page.evaluate("map.repaint()")
            assert page.evaluate("changed()") < 0.0005, name


def test_a_crowd_is_thin_and_shows_all_when_near(chromium: Browser, crowd_file: Path) -> None:
    with opened(chromium, crowd_file) as page:
        assert page.locator(".map .badge").count() == 0
        page.evaluate("void map.map.setView([-14, 51], 8, { animate: false })")
        assert not page.evaluate("map.crowded")
        assert 0 < page.locator(".map .badge").count() <= 120


def test_only_what_is_sought_is_drawn(chromium: Browser, red_sea_file: Path) -> None:
    with opened(chromium, red_sea_file) as page:
        page.evaluate(KEEP, "lines")
        page.evaluate("map.filter(new Set([2]))")
        shown = page.locator(".map .badge").all()
        assert [one.get_attribute("data-number") for one in shown] == ["2"]
        assert (
            page.evaluate(
                "map.legs.near(map.legs.byNumber.get(1).path(map.layer).at(9), map.layer)?.number"
            )
            != 1
        )
        assert page.evaluate("changed()") > 0
        page.evaluate("map.filter(null)")
        assert page.locator(".map .badge").count() == 5
        assert page.evaluate("changed()") == 0


def test_areas_are_areas_and_only_points_are_points(chromium: Browser, red_sea_file: Path) -> None:
    with opened(chromium, red_sea_file) as page:
        marks = page.evaluate("map.marks.map((mark) => mark.name)")
        areas = page.evaluate("map.areas.map((area) => [area.name, area.courses.length > 0])")
        assert len(marks) == 4
        assert dict(areas).keys() == {"Chad", "Bab-el-Mandeb"}
        assert dict(areas)["Chad"]
        style = "all => all.map((one) => getComputedStyle(one).fontStyle)"
        assert set(page.eval_on_selector_all(".map .name.area", style)) == {"italic"}


COVERED = """() => {
  const boxes = [...document.querySelectorAll(".map .badge, .map .name:not(.off)")]
    .map((one) => [one.textContent, one.getBoundingClientRect()]);
  return boxes.flatMap(([text, a], n) => boxes.slice(n + 1)
    .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2)
    .map(([other]) => [text, other]));
}"""


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_names_and_numbers_do_not_cover_each_other(
    chromium: Browser, red_sea_file: Path, width: int
) -> None:
    with opened(chromium, red_sea_file, width, reduced_motion="reduce") as page:
        for act in (
            "undefined",
            "void map.map.panBy([60, 40])",
            "void map.map.zoomIn(1)",
            "void map.map.zoomOut(2)",
        ):
            page.evaluate(act)
            assert page.evaluate(COVERED) == [], act


def test_a_badge_in_sight_stays_where_it_is_in_a_pan(chromium: Browser, red_sea_file: Path) -> None:
    with opened(chromium, red_sea_file) as page:
        where = (
            "[...document.querySelectorAll('.anchor[data-number]')].map((a) => a.style.transform)"
        )
        before = page.evaluate(where)
        page.evaluate("void map.map.panBy([12, 8], { animate: false })")
        assert page.evaluate(where) == before


def test_colours_follow_the_reader(chromium: Browser, red_sea_file: Path) -> None:
    with opened(chromium, red_sea_file) as page:
        assert not page.evaluate("map.colours.dark")
        page.evaluate(KEEP, "ground")
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(20)  # the browser tells the page in its own time
        assert page.evaluate("new Promise((go) => setTimeout(() => go(map.colours.dark), 500))")
        assert page.evaluate("changed()") > 0.3


def test_the_map_draws_itself_in_a_sandboxed_frame(
    chromium: Browser, red_sea_page: str, tmp_path: Path
) -> None:
    style = "width:900px;height:700px"
    held = html.escape(red_sea_page)
    frame = f'<iframe sandbox="allow-scripts" style="{style}" srcdoc="{held}"></iframe>'
    (tmp_path / "outer.html").write_text(frame, encoding="utf-8")
    page = chromium.new_page()
    page.goto((tmp_path / "outer.html").as_uri())
    inner = page.frame_locator("iframe")
    inner.locator("html.ready").wait_for(timeout=20_000)
    assert inner.locator(".map .badge").count() == 5
    inner.locator(".map .badge[data-number='3']").click()
    assert inner.locator("#choose-3").get_attribute("aria-expanded") == "true"
    page.close()


DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def test_an_online_basemap_is_asked_for_only_on_request_and_the_page_says_so(
    chromium: Browser, red_sea: Dossier, tmp_path: Path
) -> None:
    path = web_map(red_sea, lines={}, tiles="OpenTopoMap").save(tmp_path / "map.html")
    page = chromium.new_page()
    asked: set[str] = set()
    said: list[str] = []

    def answer(route: Any) -> None:
        asked.add(route.request.url.split("/")[2])
        route.fulfill(body=DOT, content_type="image/png")

    page.route(re.compile("^https:"), answer)
    page.on("console", lambda message: said.append(message.text))
    with page.expect_request_finished(lambda request: request.url.startswith("https:")):
        page.goto(path.as_uri())
    page.wait_for_selector("html.ready")
    assert asked <= {f"{host}.tile.opentopomap.org" for host in "abc"}
    assert asked
    assert said == []
    note = page.locator(".map-note").inner_text()
    assert "OpenStreetMap contributors" in note
    assert "a.tile.opentopomap.org" in note
    with page.expect_console_message(lambda m: "Content Security Policy" in m.text):
        page.evaluate("const other = new Image(); other.src = 'https://elsewhere.example/x.png'")
    page.close()


MISSED = """() => [...(document.querySelector("dialog[open]") ?? document)
  .querySelectorAll("a[href], button, input, select, summary")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => !one.closest(".skip, p") && getComputedStyle(one).display !== "inline")
  .filter((one) => {
    if (!one.closest(".map")) one.scrollIntoView({ block: "center" });
    const { left, right, top, bottom } = one.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const whole = (dx, dy) => document.elementFromPoint(x + dx, y + dy)?.closest(".map");
    if (one.closest(".map") && !(whole(-22, -22) && whole(22, 22))) return false;
    return [[-21, 0], [21, 0], [0, -21], [0, 21]].some(([dx, dy]) => {
      const [first, ...under] = document.elementsFromPoint(x + dx, y + dy);
      const shared = first?.closest(".badge, .leaflet-bar") && under.includes(one);
      return !(one.contains(first) || shared);
    });
  })
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [390, 1000])
def test_a_finger_finds_44_pixels_everywhere(
    chromium: Browser, red_sea_file: Path, width: int
) -> None:
    options: dict[str, Any] = {"has_touch": True, "reduced_motion": "reduce"}
    with opened(chromium, red_sea_file, width, **options) as page:
        assert page.evaluate("matchMedia('(pointer: coarse)').matches")
        for act in (
            "document.querySelectorAll('details').forEach((one) => { one.open = true; })",
            "document.getElementById('choose-1').click()",
            "document.querySelector('#claims-1 > .acts .act').click()",
        ):
            page.evaluate(act)
            assert page.evaluate(MISSED) == [], act


BELOW = """() => {
  const [upper, lower] = [1, 2].map((number) => map.labels.holders.get(number).holder);
  document.querySelectorAll(".map .badge").forEach((one) => {
    if (![upper, lower].includes(one.parentElement)) one.remove();
  });
  L.DomUtil.setPosition(lower, L.DomUtil.getPosition(upper).add([0, 29]));
  map.labels.onChoose = (number) => { globalThis.tapped = number; };
}"""


def test_a_tap_on_a_badge_is_its_own_though_hit_areas_overlap(
    chromium: Browser, red_sea_file: Path
) -> None:
    with opened(chromium, red_sea_file, 390, has_touch=True) as page:
        page.evaluate(BELOW)
        for number, down in ((1, 0.9), (2, 0.1), (1, 0.5), (2, 1.3)):
            box = page.locator(f".map .badge[data-number='{number}']").bounding_box()
            assert box
            middle = box["x"] + box["width"] / 2
            page.touchscreen.tap(middle, box["y"] + down * box["height"])
            assert page.evaluate("globalThis.tapped") == number, down


def test_a_mouse_keeps_badges_as_small_as_they_look(chromium: Browser, red_sea_file: Path) -> None:
    with opened(chromium, red_sea_file) as page:
        after = "getComputedStyle(document.querySelector('.map .badge'), '::after').content"
        assert page.evaluate(after) == "none"


INKED = """(number) => {
  const thin = [];
  const context = {
    setLineDash(dashes) { this.dashes = String(dashes); },
    stroke() { if (this.lineWidth === 1.8 && this.dashes === "2,3") thin.push(this.strokeStyle); },
  };
  const unseen = "save restore translate beginPath moveTo lineTo closePath fill";
  for (const name of unseen.split(" ")) context[name] = () => {};
  map.legs.only = new Set([number]);
  const box = { left: -1e6, right: 1e6, top: -1e6, bottom: 1e6 };
  map.legs.paint(context, map.layer, box, map.layer, map.colours, false);
  const leg = map.legs.byNumber.get(number);
  return { thin: thin.length, px: leg.approaches(map.layer), length: leg.path(map.layer).length };
}"""


def joined_by(*snaps: tuple[float, float]) -> tuple[Dossier, dict[tuple[str, int], Line]]:
    """Make legs of one course, each with approaches of its own lengths in kilometres."""
    places = tuple(
        DossierPlace(id=name, name=name.upper(), lon_deg=lon, lat_deg=0.0)
        for name, lon in (("a", 20.0), ("b", 21.0))
    )
    leg = Leg(from_="a", to="b", mode="sea", claims=("c",))
    dossier = Dossier(
        id="d",
        title="D",
        sources=(Source(id="s", title="S"),),
        places=places,
        claims=(Claim(id="c", source="s", quote="q", start=0, end=1),),
        routes=tuple(Route(id=f"r{n}", title=f"R{n}", legs=(leg,)) for n in range(len(snaps))),
    )
    line = Line(
        coordinates=((20.0, 0.0), (20.2, 0.1), (20.6, 0.2), (21.0, 0.0)),
        basis=Basis.COMPUTED,
        method="given",
        length_km=115,
    )
    lines = {(f"r{n}", 0): line.model_copy(update={"snap_km": km}) for n, km in enumerate(snaps)}
    return dossier, lines


def test_a_places_approach_to_the_water_is_drawn_apart_from_the_way(
    chromium: Browser, tmp_path: Path
) -> None:
    dossier, lines = joined_by((24.0, 0.4), (0.0, 0.9))
    page = web_map(dossier, lines=lines).save(tmp_path / "map.html")
    with opened(chromium, page) as shown:
        joined, near = (shown.evaluate(INKED, number) for number in (1, 2))
    assert joined["thin"] == 1
    assert 0 < joined["px"][0] < joined["length"] / 2
    assert joined["px"][1] == 0
    assert near["thin"] == 0
    assert near["px"] == [0, 0]


@pytest.mark.parametrize("code", ["en", "fa"])
def test_the_key_explains_an_approach_only_where_the_map_holds_one(
    chromium: Browser, tmp_path: Path, code: str
) -> None:
    spoken = language(code)
    sentence = spoken("approach.sentence")
    written = re.compile(re.escape(spoken("approach.word")), re.IGNORECASE)
    for snaps, rows in (((24.0, 0.4), 1), ((0.0, 0.9), 0)):
        dossier, lines = joined_by(snaps)
        page = web_map(dossier, lines=lines, lang=code).save(tmp_path / f"{rows}.html")
        with opened(chromium, page) as shown:
            in_key = shown.locator("#key li").filter(has_text=written)
            assert in_key.count() == rows
            assert shown.locator(".reading dd").filter(has_text=sentence).count() == rows
            if rows:
                dashes = in_key.locator("line").get_attribute("stroke-dasharray")
                assert dashes == "2 3"
