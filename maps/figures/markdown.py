"""A figure in Markdown (CommonMark), and in Quarto's, which can refer to it by a label."""

from __future__ import annotations

import re

from maps.exports.characters import for_line
from maps.pictures.caption import CREDITS, Caption, Entry

__all__ = ["markdown_of"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$@&])")
_ACTIVE = re.compile(r"""[\\`*_{}\[\]<>#|~^$@&"]""")


def markdown_of(caption: Caption, picture: str, *, label: str | None = None) -> str:
    """Write picture, caption, numbered list of legs and sites, and sources.

    Parameters
    ----------
    picture
        The file of the picture, as the text names it.
    label
        For Quarto: the figure can then be referred to as @fig-LABEL.
    """
    shown = f"**{_plain(caption.title)}.** {_plain(caption.finding)}"
    if caption.draft:
        shown += " *Machine draft, not reviewed.*"
    alternative = _plain(caption.alternative)
    if label is None:
        head = [f"![{alternative}]({picture})", "", shown]
    else:
        # An attribute knows no escapes, and shortcodes run in it: what could be one goes.
        said = _ACTIVE.sub("", for_line(caption.alternative))
        head = [f'![{shown}]({picture}){{#fig-{label} fig-alt="{said}"}}']
    lines = [*head, ""]
    for entry in caption.entries:
        lines += [f"{entry.number}. {_entry(entry)}", ""]
    if caption.sources:
        lines += ["**Sources**", ""]
        for number, source in enumerate(caption.sources, 1):
            lines += [f"- **S{number}** {_cited(source)}", ""]
    return "\n".join([*lines, f"*{_plain(CREDITS)}*", ""])


def _entry(entry: Entry) -> str:
    said = [f"{_plain(entry.what)}: **{_plain(entry.standing)}**."]
    said += [f"{_plain(v.speaker)}: “{_plain(v.quote)}” (S{v.source})." for v in entry.voices]
    return " ".join(said)


def _plain(text: str) -> str:
    """Escape everything that Markdown, raw HTML in it, or a shortcode could take for its own."""
    return _SPECIAL.sub(r"\\\1", for_line(text))


def _cited(source: str) -> str:
    """Write a source with its address as a link: the last word, where it is one."""
    text, _, address = source.partition(" http")
    if not address:
        return _plain(source)
    link, _, rest = f"http{address}".partition(" ")
    safe = link.replace("<", "%3C").replace(">", "%3E")
    return f"{_plain(text)} <{safe}> {_plain(rest)}".rstrip()
