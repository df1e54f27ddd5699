"""A figure in LaTeX, for LuaLaTeX or XeLaTeX, with the picture as a PDF."""

from __future__ import annotations

from maps.exports.bibtex import latex_text
from maps.pictures.caption import CREDITS, Caption, Entry

__all__ = ["latex_of"]


def latex_of(caption: Caption, picture: str, label: str) -> str:
    """Write a figure environment; the preamble needs graphicx and hyperref.

    Parameters
    ----------
    picture
        The file of the picture, as the text names it.
    label
        The figure can be referred to as fig:LABEL.
    """
    draft = r" \emph{Machine draft, not reviewed.}" if caption.draft else ""
    title, finding = latex_text(caption.title), latex_text(caption.finding)
    lines = [
        "% LuaLaTeX or XeLaTeX, with a font that has the scripts of the names.",
        "% Preamble: \\usepackage{graphicx,hyperref}",
        r"\begin{figure}[htbp]",
        r"  \centering",
        rf"  \includegraphics[width=\linewidth]{{{picture}}}",
        rf"  \caption[{{{title}}}]{{\textbf{{{title}.}} {finding}{draft}}}",
        rf"  \label{{fig:{label}}}",
        r"\end{figure}",
        "",
    ]
    if caption.entries:
        lines += [r"\begin{description}", *map(_entry, caption.entries), r"\end{description}", ""]
    if caption.sources:
        lines += [r"\noindent\textbf{Sources}", r"\begin{description}"]
        lines += [
            rf"  \item[S{number}] {_cited(source)}"
            for number, source in enumerate(caption.sources, 1)
        ]
        lines += [r"\end{description}", ""]
    return "\n".join([*lines, rf"{{\small {latex_text(CREDITS)}\par}}", ""])


def _entry(entry: Entry) -> str:
    said = [rf"{latex_text(entry.what)}: \textbf{{{latex_text(entry.standing)}}}."]
    said += [
        f"{latex_text(v.speaker)}: “{latex_text(v.quote)}” (S{v.source})." for v in entry.voices
    ]
    return rf"  \item[{entry.number}] {' '.join(said)}"


def _cited(source: str) -> str:
    text, _, address = source.partition(" http")
    if not address:
        return latex_text(source)
    link, _, rest = f"http{address}".partition(" ")
    # In \href's first argument only these can still act.
    safe = link.replace("%", r"\%").replace("#", r"\#").replace("{", "%7B").replace("}", "%7D")
    return rf"{latex_text(text)} \href{{{safe}}}{{{latex_text(link)}}} {latex_text(rest)}".rstrip()
