"""Figures for reports: read back as each format's own reader reads them."""

from __future__ import annotations

import io
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from gazetteer import Gazetteer
from gazetteer.errors import SupplyroutesError
from maps.cli import main
from maps.figure_verb import figure as verb
from maps.figures import FIGURE_FORMATS, Figure, figure
from maps.figures.hypertext import html_of
from maps.figures.latex import latex_of
from maps.figures.markdown import markdown_of
from maps.figures.word import docx_of
from maps.pictures.caption import Caption, Entry, Voice
from routes.dossier import Dossier
from routes.evidence import Status

ROOT = Path(__file__).parent.parent
HOSTILE = (
    "<script>alert(1)</script>",
    "](javascript:alert(1)) ![x](y)",
    "{{< include /etc/passwd >}} `r system('x')`",
    "\\input{/etc/passwd} $x$ % & # _ ^ ~",
    '" onerror="alert(1)',
    "# Title\n\n- item\x00\x0b",
    "}\\end{figure}\\write18{x}",
)


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def made(red_sea: Dossier, gazetteer: Gazetteer) -> dict[str, Figure]:
    return {form: figure(red_sea, form, gazetteer=gazetteer) for form in FIGURE_FORMATS}


def caption_of(words: str) -> Caption:
    voice = Voice(words, words, 1)
    entry = Entry(1, words, words, Status.DISPUTED, (voice,))
    return Caption(words, words, True, (entry,), (f"“{words}”. https://example.org/a%20b#c",))


def png() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (4, 3)).save(stream, "png")
    return stream.getvalue()


def test_the_command_offers_every_format() -> None:
    choice = next(p for p in verb.params if p.name == "form").type
    assert tuple(getattr(choice, "choices", ())) == tuple(FIGURE_FORMATS)


def test_every_format_tells_who_says_and_who_denies(made: dict[str, Figure]) -> None:
    for form in ("markdown", "html", "latex", "quarto"):
        text = made[form].text
        assert "No charcoal has passed our gates this year" in text, form
        assert "Denied by Berbera port office" in text, form
        assert "courier" in text, form


def test_markdown_shows_its_picture_and_a_numbered_list(made: dict[str, Figure]) -> None:
    from markdown_it import MarkdownIt

    files = made["markdown"].files
    html = MarkdownIt().render(made["markdown"].text)
    assert '<img src="figure.png"' in html
    assert html.count("<li>") == 5 + 2
    assert files["figure.png"].startswith(b"\x89PNG")
    assert "Hana Tesfai (via Red Sea Trade Watch): “Sacks of charcoal have allegedly" in html


def test_quarto_can_refer_to_the_figure(made: dict[str, Figure]) -> None:
    assert re.search(r'\]\(figure\.png\)\{#fig-figure fig-alt="Map\. [^"]+"\}', made["quarto"].text)


def test_word_reads_the_document(made: dict[str, Figure]) -> None:
    from docx import Document

    (content,) = made["docx"].files.values()
    document = Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "S2 “Weekly notes”, Gulf Shipping Bulletin" in text
    assert len(document.inline_shapes) == 1
    assert document.inline_shapes[0]._inline.docPr.get("descr").startswith("Map. ")


def test_html_stands_alone(made: dict[str, Figure]) -> None:
    from lxml import html

    (content,) = made["html"].files.values()
    tree = html.fromstring(content.decode())
    (image,) = tree.iter("img")
    assert image.get("src").startswith("data:image/svg+xml;base64,")
    assert len(list(tree.iter("li"))) == 5 + 2
    assert not list(tree.iter("script", "link", "iframe"))


def test_the_same_dossier_gives_the_same_bytes(
    made: dict[str, Figure], red_sea: Dossier, gazetteer: Gazetteer
) -> None:
    for form in ("docx", "latex"):
        assert figure(red_sea, form, gazetteer=gazetteer).files == made[form].files


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    from docx import Document
    from lxml import html
    from markdown_it import MarkdownIt

    caption = caption_of(words)
    plain = " ".join(words.replace("\x00", "\ufffd").replace("\x0b", " ").split())
    for label in (None, "x"):
        text = markdown_of(caption, "figure.png", label=label)
        rendered = html.fromstring(f"<div>{MarkdownIt().render(text)}</div>")
        links = [a.get("href") for a in rendered.iter("a")]
        assert links == ["https://example.org/a%20b#c"]
        assert len(list(rendered.iter("img"))) == 1
        assert not list(rendered.iter("script", "h1", "h2", "code"))
        assert "{{<" not in text.replace('fig-alt="', "") or label
        assert plain.split()[0] in rendered.text_content()
    tree = html.fromstring(html_of(caption, b"<svg/>", "x"))
    assert not list(tree.iter("script"))
    assert [image.get("onerror") for image in tree.iter("img")] == [None]
    tex = latex_of(caption, "figure.pdf", "x")
    assert not re.search(r"\\(input|write18)", tex)
    assert tex.count(r"\end{figure}") == 1
    assert len(re.findall(r"(?<!\\)\{", tex)) == len(re.findall(r"(?<!\\)\}", tex))
    document = Document(io.BytesIO(docx_of(caption, png(), 100)))
    assert len(document.inline_shapes) == 1


def test_bad_formats_and_names_are_refused(red_sea: Dossier) -> None:
    with pytest.raises(SupplyroutesError, match="choose one of markdown"):
        figure(red_sea, "odt")
    with pytest.raises(SupplyroutesError, match="cannot name a figure"):
        figure(red_sea, "html", name="../x")


def test_the_command_writes_text_and_picture(red_sea: Dossier, tmp_path: Path) -> None:
    source = tmp_path / "d.json"
    source.write_text(red_sea.model_dump_json(by_alias=True), encoding="utf-8")
    target = tmp_path / "map.tex"
    arguments = ["figure", str(source), "--to", "latex", "-o", str(target)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.stderr
    assert r"\includegraphics[width=\linewidth]{map.pdf}" in target.read_text(encoding="utf-8")
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")


def test_the_readmes_quarto_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the cell as Python; IPython itself is stood in for where it is absent."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```\{python\}\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    shown: list[str] = []
    display = types.ModuleType("IPython.display")
    display.Markdown = shown.append  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", types.ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    exec(compile(code, "README.md", "exec"), {})
    assert "{#fig-charcoal" in shown[0]
    assert (tmp_path / "charcoal.png").stat().st_size > 10_000
