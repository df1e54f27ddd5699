"""The whole sheet: title, map, legend, numbered key and sources, set in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetteer.errors import SupplyroutesError
from maps.exports.material import Material
from maps.pictures.canvas import POINTS_PER_MM, Canvas
from maps.pictures.caption import CREDITS, Caption, Entry, caption_of
from maps.pictures.chart import draw_chart
from maps.pictures.fonts import Fonts, fonts_at_hand
from maps.pictures.palette import Palette
from maps.pictures.scene import MOST_APART, Plan, Scene, plan_of, scene_of
from maps.pictures.strokes import course_of, draw_approach, draw_sample, parted
from maps.style import APPROACH, MODES, PHASES, STATUSES
from routes.dossier import Mode, Phase
from routes.evidence import Status

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["Paper", "drawn"]

_MARGIN = 10.0
_TITLE_PT, _FINDING_PT, _KEY_PT, _SMALL_PT = 13.0, 8.6, 7.0, 5.8
_LEADING = 1.34
_COLUMN_PT, _GUTTER_PT = 235.0, 14.0
_MOST_ENTRIES, _MOST_QUOTED, _MOST_SOURCES = 40, 12, 60
_QUOTE_CHARACTERS = 150
_LONGEST = 2000
"""Characters of a title or the like; a longer one would fill the sheet, and takes minutes."""

_LEAST_MAP_PT = 85.0


class Paper(NamedTuple):
    """What is asked of a sheet."""

    width_mm: float
    height_mm: float | None
    key: bool
    palette: Palette


class _Line(NamedTuple):
    """A line of set text; `lead` is a run before it in bold, `space` what is left above it."""

    text: str
    size: float
    lead: str = ""
    indent: float = 0.0
    quiet: bool = False
    bold: bool = False
    space: float = 0.0

    @property
    def height(self) -> float:
        return self.size * _LEADING + self.space


def drawn(
    material: Material, paper: Paper, gazetteer: Gazetteer
) -> tuple[Any, Caption, float, float, str]:
    """Draw the sheet; give its figure, caption, width and height in mm, and undrawn characters."""
    fonts = fonts_at_hand()
    caption = caption_of(material)
    plan = plan_of(material)
    width = paper.width_mm * POINTS_PER_MM
    ruler = Canvas(width, 100, fonts, paper.palette.paper)
    head = _head(caption, ruler, width - 2 * _MARGIN) if paper.key else []
    columns = _columns(_foot(caption, ruler, width), width) if paper.key else []
    samples = _samples(material) if paper.key else []
    rows = _flow(samples, ruler, width - 2 * _MARGIN)
    above = sum(line.height for line in head) + (6 if head else 0)
    below = max((sum(line.height for line in c) for c in columns), default=0) + 11.0 * len(rows)
    below += 12 if paper.key else _SMALL_PT * _LEADING
    margin = _MARGIN if paper.key else 3.0
    map_width = width - 2 * margin
    map_height, plan = _map_size(plan, paper, map_width, above + below + 2 * margin)
    height = above + below + map_height + 2 * margin
    canvas = Canvas(width, height, fonts, paper.palette.paper)
    top = height - margin - above
    scene = scene_of(material, plan, (margin, top - map_height, width - margin, top))
    draw_chart(canvas, scene, material, paper.palette, gazetteer)
    if not _shows_approaches(scene):
        # Known only at the scale of the map, whose size rests on the legend's: the room stays.
        rows = _flow([one for one in samples if not one.approach], ruler, width - 2 * _MARGIN)
    _set(canvas, head, (margin, height - margin), paper.palette)
    at = top - map_height - (12 if paper.key else 0)
    at = _draw_legend(canvas, rows, (margin, at), paper.palette)
    for n, column in enumerate(columns):
        left = margin + n * (_column_width(width, _column_count(width)) + _GUTTER_PT)
        _set(canvas, column, (left, at), paper.palette)
    if not paper.key:
        _credit(canvas, scene, paper.palette)
    undrawn = _undrawn(material, caption, fonts)
    return canvas.figure(), caption, paper.width_mm, height / POINTS_PER_MM, undrawn


def _map_size(plan: Plan, paper: Paper, width: float, words: float) -> tuple[float, Plan]:
    if paper.height_mm is None:
        return width * plan.aspect, plan
    height = paper.height_mm * POINTS_PER_MM - words
    if height < _LEAST_MAP_PT:
        least = (words + _LEAST_MAP_PT) / POINTS_PER_MM
        raise SupplyroutesError(
            f"{paper.height_mm:g} mm leave no room for the map beside its words",
            remedy=f"give {least:.0f} mm or more, or leave the key out",
        )
    return height, plan.fitted(height / width)


def _head(caption: Caption, ruler: Canvas, width: float) -> list[_Line]:
    lines = [
        _Line(text, _TITLE_PT, bold=True)
        for text in _wrapped(caption.title, _TITLE_PT, ruler, width)
    ]
    finding = caption.finding
    if caption.draft:
        finding = f"Machine draft, not reviewed. {finding}"
    lines += [
        _Line(text, _FINDING_PT, space=2.5 if n == 0 else 0)
        for n, text in enumerate(_wrapped(finding, _FINDING_PT, ruler, width))
    ]
    return lines


def _foot(caption: Caption, ruler: Canvas, width: float) -> list[_Line]:
    """Set the key, the sources and the credits as one run of lines for the columns."""
    count = _column_count(width)
    column = _column_width(width, count)
    lines: list[_Line] = []
    shown = _shown(caption.entries)
    quoted = len(shown) <= _MOST_QUOTED
    for entry in shown:
        lines += _entry_lines(entry, ruler, column, quoted=quoted)
    left_out = len(caption.entries) - len(shown)
    if left_out:
        words = f"and {left_out:,} more, told in the dossier and on its page."
        lines += _plain(words, ruler, column, space=3)
    if caption.sources:
        lines.append(_Line("Sources", _KEY_PT, bold=True, space=5))
    for number, source in enumerate(caption.sources[:_MOST_SOURCES], 1):
        lines += _hanging(f"S{number}", source, _SMALL_PT, ruler, column, quiet=True)
    more = len(caption.sources) - _MOST_SOURCES
    if more > 0:
        words = f"and {more:,} more, listed in the dossier and on its page."
        lines += _plain(words, ruler, column)
    return [*lines, *_plain(CREDITS, ruler, column, space=4)]


def _shown(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Keep so many entries that every source that they name is among those listed."""
    cited = accumulate((max((v.source for v in e.voices), default=0) for e in entries), max)
    fitting = sum(1 for most in cited if most <= _MOST_SOURCES)
    return entries[: min(_MOST_ENTRIES, max(1, fitting))]


def _entry_lines(entry: Entry, ruler: Canvas, width: float, *, quoted: bool) -> Iterator[_Line]:
    number = str(entry.number)
    yield from _hanging(
        number, f"{entry.what}: {entry.standing}.", _KEY_PT, ruler, width, space=3, bold=True
    )
    said = [
        f"{voice.speaker}: “{_short(voice.quote)}” (S{voice.source})"
        if quoted
        else f"{voice.speaker} (S{voice.source})"
        for voice in entry.voices
    ]
    for words in said if quoted else ["; ".join(said)]:
        yield from _hanging("", words, _KEY_PT, ruler, width, keep=number, quiet=True)


def _hanging(
    lead: str, text: str, size: float, ruler: Canvas, width: float, *, space: float = 0,
    quiet: bool = False, bold: bool = False, keep: str = "",
) -> Iterator[_Line]:  # fmt: skip
    """Wrap text beside its number; `keep` leaves the room of a number that stands above."""
    indent = ruler.width_of(lead or keep, size) + 5 if (lead or keep) else 0.0
    for n, line in enumerate(_wrapped(text, size, ruler, width - indent)):
        yield _Line(
            line, size, lead=lead if n == 0 else "", indent=indent, quiet=quiet, bold=bold,
            space=space if n == 0 else 0,
        )  # fmt: skip


def _plain(text: str, ruler: Canvas, width: float, space: float = 0) -> list[_Line]:
    return [
        _Line(line, _SMALL_PT, quiet=True, space=space if n == 0 else 0)
        for n, line in enumerate(_wrapped(text, _SMALL_PT, ruler, width))
    ]


def _short(quote: str) -> str:
    """Cut a long quotation after a word, and show that it is cut."""
    plain = " ".join(quote.split())
    if len(plain) <= _QUOTE_CHARACTERS:
        return plain
    return plain[:_QUOTE_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _wrapped(text: str, size: float, ruler: Canvas, width: float) -> list[str]:
    """Break text into lines of at most a width; a word that is longer is broken, too."""
    lines: list[str] = []
    now = ""
    shown = " ".join(text.split())
    if len(shown) > _LONGEST:
        shown = f"{shown[:_LONGEST]} …"
    for word in _breakable(shown, size, ruler, width):
        tried = f"{now} {word}".strip()
        if now and ruler.width_of(tried, size) > width:
            lines.append(now)
            now = word
        else:
            now = tried
    return [*lines, now] if now else lines


def _breakable(text: str, size: float, ruler: Canvas, width: float) -> Iterator[str]:
    for word in text.split(" "):
        left = word
        while left and ruler.width_of(left, size) > width:
            count = max(1, int(len(left) * width / ruler.width_of(left, size)) - 1)
            yield left[:count]
            left = left[count:]
        yield left


def _column_count(width: float) -> int:
    return max(1, round((width - 2 * _MARGIN + _GUTTER_PT) / (_COLUMN_PT + _GUTTER_PT)))


def _column_width(width: float, count: int) -> float:
    return (width - 2 * _MARGIN - (count - 1) * _GUTTER_PT) / count


def _columns(lines: Sequence[_Line], width: float) -> list[list[_Line]]:
    """Share lines among columns, in order, so that the longest is as short as can be."""
    count = _column_count(width)
    blocks: list[list[_Line]] = []
    for line in lines:
        if not blocks or line.lead or line.space:
            blocks.append([])
        blocks[-1].append(line)
    low = sum(line.height for line in lines) / count
    high = max(low * count, 1.0)
    while high - low > 1:
        middle = (low + high) / 2
        if len(_filled(blocks, middle)) <= count:
            high = middle
        else:
            low = middle
    return _filled(blocks, high)


def _filled(blocks: Sequence[list[_Line]], limit: float) -> list[list[_Line]]:
    """Fill columns up to a height; what belongs together stays in one column."""
    columns: list[list[_Line]] = [[]]
    height = 0.0
    for block in blocks:
        tall = sum(line.height for line in block)
        if columns[-1] and height + tall > limit:
            columns.append([])
            height = 0.0
        columns[-1] += block
        height += tall
    return columns


def _set(canvas: Canvas, lines: Sequence[_Line], at: tuple[float, float], palette: Palette) -> None:
    left, y = at
    for line in lines:
        y -= line.height
        colour = palette.quiet if line.quiet else palette.ink
        base = y + 0.3 * line.size
        if line.lead:
            canvas.text((left, base), line.lead, line.size, palette.ink, bold=True)
        canvas.text((left + line.indent, base), line.text, line.size, colour, bold=line.bold)


class _Sample(NamedTuple):
    """A piece of the legend: a stroke, or an approach to one, and its words."""

    mode: Mode
    status: Status
    basis: str
    words: str
    phase: Phase = Phase.ACTIVE
    approach: bool = False


def _samples(material: Material) -> list[_Sample]:
    """Explain each mode, basis and status that is on the map, once each."""
    drawn_legs = [item for item in material.legs if item.line is not None]
    modes = dict.fromkeys(item.leg.mode for item in drawn_legs)
    bases = dict.fromkeys(item.line.basis.value for item in drawn_legs if item.line)
    statuses = dict.fromkeys(item.status for item in drawn_legs)
    plain = Mode.UNSPECIFIED
    firm = Status.SINGLE_SOURCE
    crowded = len(drawn_legs) > MOST_APART
    samples = [_Sample(mode, firm, "drawn", MODES[mode].word) for mode in modes]
    if not crowded:
        samples += [_Sample(plain, s, "drawn", STATUSES[s].word) for s in statuses]
    words = {
        "computed": "shortest way, computed",
        "direct": "straight, way not known",
        "drawn": "drawn by source or analyst",
    }
    samples += [_Sample(plain, firm, basis, words.get(basis, basis)) for basis in bases]
    joined = any(item.line and any(item.line.approaches) for item in drawn_legs)
    if joined and not crowded:
        samples.append(_Sample(plain, firm, "drawn", APPROACH.word, approach=True))
    if any(PHASES[item.route.phase].dotted for item in drawn_legs):
        samples.append(_Sample(plain, firm, "drawn", "planned", Phase.PLANNED))
    return samples


_SAMPLE_PT = 18.0


def _flow(samples: Sequence[_Sample], ruler: Canvas, width: float) -> list[list[_Sample]]:
    """Lay the legend out in rows."""
    rows: list[list[_Sample]] = []
    left = width + 1
    for sample in samples:
        wide = _SAMPLE_PT + ruler.width_of(sample.words, _SMALL_PT) + 16
        if left + wide > width:
            rows.append([])
            left = 0.0
        rows[-1].append(sample)
        left += wide
    return rows


def _draw_legend(
    canvas: Canvas, rows: Sequence[Sequence[_Sample]], at: tuple[float, float], palette: Palette
) -> float:
    left, y = at
    for row in rows:
        x = left
        for sample in row:
            _draw_piece(canvas, sample, (x, y), palette)
            x += _SAMPLE_PT + 4
            canvas.text((x, y), sample.words, _SMALL_PT, palette.quiet, up="center")
            x += canvas.width_of(sample.words, _SMALL_PT) + 12
        y -= 11.0
    return y + 5.0 if rows else y


def _draw_piece(canvas: Canvas, sample: _Sample, at: tuple[float, float], palette: Palette) -> None:
    if sample.approach:
        course = [at, (at[0] + _SAMPLE_PT, at[1])]
        draw_approach(canvas, course, palette.modes[sample.mode], palette, layer=60)
        return
    draw_sample(
        canvas, at, _SAMPLE_PT, palette, sample.mode, sample.status, sample.basis, sample.phase
    )


def _shows_approaches(scene: Scene) -> bool:
    """Tell whether an approach is drawn: in the scale of the map it may be too short for that."""
    if scene.thinness < 1:
        return False
    joined = [stroke for stroke in scene.strokes if any(stroke.turns)]
    return any(parted(stroke, course_of(stroke)).approaches for stroke in joined)


def _credit(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    left, bottom, _, _ = scene.rectangle
    canvas.text((left, bottom - _SMALL_PT - 1), CREDITS, 4.6, palette.quiet)


def _undrawn(material: Material, caption: Caption, fonts: Fonts) -> str:
    words = [caption.title, caption.finding, *caption.sources]
    words += [place.name for place in material.dossier.places]
    words += [v.quote + v.speaker for entry in caption.entries for v in entry.voices]
    return fonts.undrawable(" ".join(words))
