"""Pictures for print: what is on them, read back from SVG, PDF and pixels, the same every time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from math import dist
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.errors import SupplyroutesError
from maps.cli import main
from maps.exports.material import material_of
from maps.pictures import Picture, picture
from maps.pictures.caption import caption_of
from maps.pictures.direction import apart, directed
from maps.pictures.fonts import Fonts, fonts_at_hand
from maps.pictures.labels import Room, around
from maps.pictures.palette import palette_of
from maps.pictures.projection import projection_for
from maps.pictures.scene import plan_of, scene_of
from maps.pictures.strokes import course_of, parted
from maps.style import APPROACH, MODES
from routes.dossier import Dossier
from routes.paths.line import Basis, Line


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def drawn(red_sea: Dossier, gazetteer: Gazetteer) -> Picture:
    return picture(red_sea, gazetteer=gazetteer)


def two(start: tuple[str, float, float], end: tuple[str, float, float]) -> Dossier:
    """Make a dossier of one leg by air."""
    return Dossier.model_validate(
        {
            "id": "two",
            "title": f"{start[0]} – {end[0]}",
            "sources": [{"id": "s", "title": "$\\frac{1}{2}$ of it"}],
            "places": [
                {"id": "a", "name": start[0], "lon_deg": start[1], "lat_deg": start[2]},
                {"id": "b", "name": end[0], "lon_deg": end[1], "lat_deg": end[2]},
            ],
            "claims": [{"id": "c", "source": "s", "quote": "It $flew$", "start": 0, "end": 9}],
            "routes": [
                {
                    "id": "r",
                    "title": "t",
                    "legs": [{"from": "a", "to": "b", "mode": "air", "claims": ["c"]}],
                }
            ],
        }
    )


def test_the_same_dossier_gives_the_same_bytes(
    drawn: Picture, red_sea: Dossier, gazetteer: Gazetteer
) -> None:
    again = picture(red_sea, gazetteer=gazetteer)
    assert again.render("png", dpi=60) == drawn.render("png", dpi=60)
    assert again.render("svg") == drawn.render("svg")
    assert again.render("pdf") == drawn.render("pdf")


def test_a_pdf_has_the_size_asked_for_and_its_words_as_text(drawn: Picture) -> None:
    from pypdf import PdfReader

    (page,) = PdfReader(io.BytesIO(drawn.render("pdf"))).pages
    assert float(page.mediabox.width) / 72 * 25.4 == pytest.approx(180, abs=0.1)
    text = " ".join(page.extract_text().split())
    assert "Denied by Berbera port office (via local radio): “No charcoal has passed" in text
    assert "The Massawa Courier, 14 May 2024" in text
    assert "Natural Earth" in text


def test_a_png_has_the_pixels_asked_for(drawn: Picture, tmp_path: Path) -> None:
    from PIL import Image

    path = drawn.save(tmp_path / "x.png", width_px=640)
    with Image.open(path) as image:
        assert abs(image.width - 640) <= 1
        assert image.width / image.height == pytest.approx(
            drawn.width_mm / drawn.height_mm, rel=0.01
        )


@pytest.mark.parametrize("look", ["colour", "grey", "dark"])
def test_each_mode_on_the_map_has_its_colour(
    look: Any, red_sea: Dossier, gazetteer: Gazetteer
) -> None:
    made = picture(red_sea, look=look, gazetteer=gazetteer).render("svg").decode().lower()
    palette = palette_of(look)
    for mode in {leg.mode for route in red_sea.routes for leg in route.legs}:
        assert palette.modes[mode].lower() in made
    if look == "grey":
        colours = set(re.findall(r"#([0-9a-f]{6})", made))
        assert all(c[:2] == c[2:4] == c[4:] for c in colours)


def test_grey_and_dark_keep_contrast() -> None:
    grey, dark = palette_of("grey"), palette_of("dark")
    for mode in MODES:
        assert contrast(grey.modes[mode], grey.land) > 3
        assert contrast(dark.modes[mode], dark.land) > 3
    for look in (palette_of("colour"), grey, dark):
        assert contrast(look.ink, look.paper) > 7
        assert contrast(look.quiet, look.paper) > 4.5


def contrast(one: str, other: str) -> float:
    """Contrast ratio of the WCAG 2."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_line_over_the_antimeridian_does_not_run_round_the_globe(gazetteer: Gazetteer) -> None:
    dossier = two(("Nadi", 177.4, -17.8), ("Apia", -171.8, -13.8))
    material = material_of(dossier, gazetteer)
    scene = scene_of(material, plan_of(material), (0, 0, 400, 300))
    course = course_of(scene.strokes[0])
    steps = [abs(a[0] - b[0]) for a, b in pairwise(course)]
    assert max(steps) < 300
    for spot in scene.spots:
        assert 0 < spot.at[0] < 400
        assert 0 < spot.at[1] < 300


def joined(snap_km: tuple[float, float], east_deg: float = 31.0) -> tuple[Dossier, Any]:
    """Make a leg whose first stroke, 22 km long, goes north from its start."""
    dossier = two(("Start", 30, 40), ("End", east_deg, 40.2))
    line = Line(
        coordinates=((30, 40), (30, 40.2), (30.4, 40.5), (east_deg, 40.2)),
        basis=Basis.COMPUTED, method="given", length_km=130, snap_km=snap_km,
    )  # fmt: skip
    return dossier, {("r", 0): line}


def strokes_of(made: Picture, dashes_pt: tuple[float, ...]) -> list[Any]:
    """Find the drawn lines of that pattern, as arrays of points."""
    return [
        path.vertices
        for drawn in made.figure.axes[0].collections
        if tuple(drawn.get_linestyle()[0][1] or ()) == pytest.approx(dashes_pt)
        for path in drawn.get_paths()
    ]


APPROACH_PT = (0.56 * 2, 0.56 * 3)


def test_an_approach_is_dotted_apart_from_the_way(gazetteer: Gazetteer) -> None:
    dossier, lines = joined((24.0, 0.9))
    made = picture(dossier, lines=lines, gazetteer=gazetteer, key=False)
    (dotted,) = strokes_of(made, APPROACH_PT)
    (start_x, start_y), (turn_x, turn_y) = dotted[0], dotted[-1]
    assert turn_y - start_y > 20
    assert abs(turn_x - start_x) < 2
    ways = [way for way in strokes_of(made, ()) if way[0] == pytest.approx([turn_x, turn_y])]
    # The pale casing and the line itself; neither begins at the place.
    assert len(ways) == 2
    assert all(way[-1][0] > turn_x + 100 for way in ways)


@pytest.mark.parametrize(("lane", "back"), [(0.0, False), (0.5, False), (-1.5, True)])
def test_an_approach_ends_at_its_turn_in_every_lane(
    gazetteer: Gazetteer, lane: float, back: bool
) -> None:
    dossier, lines = joined((24.0, 0.0))
    line = lines["r", 0]
    if back:
        turned = {"coordinates": line.coordinates[::-1], "snap_km": line.snap_km[::-1]}
        lines = {("r", 0): line.model_copy(update=turned)}
    material = material_of(dossier, gazetteer, lines)
    stroke = scene_of(material, plan_of(material), (0, 0, 400, 300)).strokes[0]
    stroke = stroke._replace(lane=lane)
    way, (approach,) = parted(stroke, course_of(stroke))
    turn = stroke.points[-2 if back else 1]
    ends = (way[-1], approach[0]) if back else (approach[-1], way[0])
    for end in ends:
        # The corner of a lane lies farther from the turn than its sides.
        assert dist(end, turn) <= 1.2 * 4.6 * abs(lane) + 0.1


@pytest.mark.parametrize(
    ("snap_km", "east_deg", "told"),
    [((24.0, 0.0), 31.0, True), ((0.9, 0.0), 31.0, False), ((24.0, 0.0), 75.0, False)],
)
def test_the_legend_explains_an_approach_only_where_one_is_seen(
    gazetteer: Gazetteer, snap_km: tuple[float, float], east_deg: float, told: bool
) -> None:
    from pypdf import PdfReader

    dossier, lines = joined(snap_km, east_deg)
    made = picture(dossier, lines=lines, gazetteer=gazetteer)
    text = PdfReader(io.BytesIO(made.render("pdf"))).pages[0].extract_text()
    assert (APPROACH.word in text) == told
    # One on the map, and one in the legend.
    assert len(strokes_of(made, APPROACH_PT)) == (2 if told else 0)


def test_land_is_not_cut_where_the_data_is(gazetteer: Gazetteer) -> None:
    """Chukotka lies on both sides of 180°; the cut between its halves is no shore."""
    from shapely import LineString

    from maps.pictures.ground import _seen

    dossier = two(("Anadyr", 177.5, 64.73), ("Nome", -165.4, 64.5))
    material = material_of(dossier, gazetteer)
    scene = scene_of(material, plan_of(material), (0, 0, 400, 300))
    seam = scene.placed(LineString([(180, 66), (180, 67)]))
    edges = [shape.boundary for shape, _ in _seen("land", scene, gazetteer)]
    assert edges
    assert all(edge.intersection(seam.buffer(0.05)).length < 1 for edge in edges)


@pytest.mark.parametrize(
    ("box", "name"),
    [
        ((-170, -50, 170, 70), "Equal Earth"),
        ((20, 68, 120, 82), "Lambert azimuthal equal-area"),
        ((95, -8, 120, 10), "Mercator"),
        ((30, 35, 60, 50), "Lambert conformal conic"),
        ((-75, -55, -68, -22), "transverse Mercator"),
        ((170, -40, 190, -25), "Lambert conformal conic"),
    ],
)
def test_the_projection_fits_the_extent(box: Any, name: str) -> None:
    assert projection_for(box).name == name


@given(
    west=st.floats(-180, 180),
    wide=st.floats(1.2, 340),
    south=st.floats(-89, 87),
    tall=st.floats(1.2, 100),
)
def test_every_extent_is_projected_and_covered(
    west: float, wide: float, south: float, tall: float
) -> None:
    box = (west, south, west + wide, min(89.0, south + tall))
    projection = projection_for(box)
    limits = projection.limits(box)
    assert all(abs(x) < 1e9 for x in limits)
    assert limits[0] < limits[2]
    assert limits[1] < limits[3]
    centre = west + wide / 2
    seen = projection.degrees_of(limits, centre)
    assert seen[0] <= west + 0.1
    assert seen[2] >= west + wide - 0.1


def test_names_and_badges_do_not_collide() -> None:
    room = Room((0, 0, 200, 200))
    taken = [room.free(around((100, 100), 40, 8, 4)) for _ in range(8)]
    boxes = [box for box in taken if box is not None]
    assert len(boxes) == 8
    overlaps = [
        (one, other)
        for n, one in enumerate(boxes)
        for other in boxes[:n]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert not overlaps
    assert room.free([(190, 190, 230, 198)]) is None


@pytest.mark.parametrize("text", ["Махачкала", "بندر انزلی", "المنامة", "北京", "서울", "Łódź"])
def test_there_are_fonts_for_the_scripts_of_reports(text: str) -> None:
    assert fonts_at_hand().undrawable(text) == ""


def test_what_no_font_has_is_named_and_never_a_box() -> None:
    fonts = Fonts(("x",), (frozenset(map(ord, "abc ")),))
    assert fonts.undrawable("a北京b\n北") == "北京"
    assert fonts.drawable("a北京b\x00c") == "a…b c"


def test_an_arrow_between_arabic_names_stands_the_right_way_round() -> None:
    assert apart("المنامة").endswith("\u200e")
    assert apart("Manama") == "Manama"
    assert directed("1 بندر: by sea and on to Baku").startswith("\u200e")
    assert not directed("گزارش درباره بندر").startswith("\u200e")


def test_quotations_with_dollars_are_no_mathematics(gazetteer: Gazetteer) -> None:
    from pypdf import PdfReader

    dossier = two(("A $x^2$", 30, 40), ("B", 35, 42))
    pdf = picture(dossier, gazetteer=gazetteer).render("pdf")
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "It $flew$" in text
    assert "$\\frac{1}{2}$" in text


def test_hostile_words_stay_text_in_svg(gazetteer: Gazetteer) -> None:
    from lxml import etree

    dossier = two(("<script>alert(1)</script>\x00", 30, 40), ("]]>&\u202e", 35, 42))
    svg = picture(dossier, gazetteer=gazetteer).render("svg")
    assert not list(etree.fromstring(svg).iter("{*}script"))


def test_the_caption_numbers_sources_as_they_are_cited(
    red_sea: Dossier, gazetteer: Gazetteer
) -> None:
    caption = caption_of(material_of(red_sea, gazetteer, {}))
    assert [entry.number for entry in caption.entries] == [1, 2, 3, 4, 5]
    first = caption.entries[0]
    assert (first.what[:19], first.standing) == ("Berbera → Port Suda", "disputed")
    assert [voice.source for voice in first.voices] == [1, 1]
    assert caption.sources[1].startswith("“Weekly notes”, Gulf Shipping Bulletin")
    assert caption.draft


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"width_mm": 10.0}, "give a width of 60"),
        ({"height_mm": 60.0}, "leave no room for the map"),
    ],
)
def test_too_small_a_paper_is_refused(
    options: dict[str, float], said: str, red_sea: Dossier, gazetteer: Gazetteer
) -> None:
    with pytest.raises(SupplyroutesError, match=said):
        picture(red_sea, gazetteer=gazetteer, lines={}, **options)  # type: ignore[arg-type]


def test_an_endless_title_is_cut(gazetteer: Gazetteer) -> None:
    endless = Dossier(id="d", title="A" * 300_000)
    made = picture(endless, gazetteer=gazetteer, height_mm=900)
    assert made.height_mm == pytest.approx(900)


def many(legs: int) -> Dossier:
    """Make a dossier of that many legs, each told by a source of its own."""
    spots = [
        {"id": f"p{n}", "name": f"Place {n}", "lon_deg": n % 25, "lat_deg": 40 + n % 11}
        for n in range(30)
    ]
    numbers = range(legs)
    routes = [
        {
            "id": f"r{n}", "title": "Way",
            "legs": [{"from": f"p{n % 30}", "to": f"p{(n + n // 30 + 1) % 30}", "mode": "road",
                      "claims": [f"c{n}"]}],
        }
        for n in numbers
    ]  # fmt: skip
    claim = {"quote": "It went", "start": 0, "end": 7}
    return Dossier.model_validate(
        {
            "id": "many", "title": "Many", "places": spots, "routes": routes,
            "sources": [{"id": f"s{n}", "title": f"Report {n}"} for n in numbers],
            "claims": [{"id": f"c{n}", "source": f"s{n}", **claim} for n in numbers],
        }
    )  # fmt: skip


def test_a_map_of_very_many_legs_tells_what_it_leaves_out(gazetteer: Gazetteer) -> None:
    from pypdf import PdfReader

    made = picture(many(300), gazetteer=gazetteer)
    words = " ".join(PdfReader(io.BytesIO(made.render("pdf"))).pages[0].extract_text().split())
    told = re.search(r"(\d+) of 300 numbers and no signs of status shown", words)
    assert told is not None
    assert 20 < int(told[1]) <= 150
    assert "and 260 more, told in the dossier and on its page" in words
    cited = {int(number) for number in re.findall(r"\(S(\d+)\)", words)}
    # Bold numbers are no text in a PDF; the titles count from 0.
    listed = {int(number) + 1 for number in re.findall(r"“Report (\d+)”", words)}
    assert cited
    assert cited <= listed
    # Legs of one look are one artist: thousands of single ones take minutes.
    assert len(made.figure.axes[0].collections) < 60


def test_empty_and_placeless_dossiers_are_drawn(gazetteer: Gazetteer) -> None:
    assert picture(Dossier(id="d", title="Nothing"), gazetteer=gazetteer).render("svg")


def test_the_command_draws_and_tells_sizes(red_sea: Dossier, tmp_path: Path) -> None:
    source = tmp_path / "d.json"
    source.write_text(red_sea.model_dump_json(by_alias=True), encoding="utf-8")
    target = tmp_path / "m.svg"
    options = ["--width-mm", "120", "--height-mm", "90", "--map-only", "--look", "grey"]
    done = CliRunner().invoke(main, ["picture", str(source), "-o", str(target), *options])
    assert done.exit_code == 0, done.stderr
    assert "120 × 90 mm" in done.stderr
    assert target.read_bytes().startswith(b"<?xml")
    wrong = CliRunner().invoke(main, ["picture", str(source), "-o", str(tmp_path / "m.gif")])
    assert wrong.exit_code == 2
    assert "ends in .png, .svg or .pdf" in wrong.stderr
