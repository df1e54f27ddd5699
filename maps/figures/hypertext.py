"""A figure in HTML that stands in any page: the picture inside, no script, no request."""

from __future__ import annotations

import base64
from html import escape

from maps.exports.characters import for_xml
from maps.pictures.caption import CREDITS, Caption, Entry

__all__ = ["html_of"]


def html_of(caption: Caption, svg: bytes, name: str) -> str:
    """Write a <figure> with the picture as data, caption, list and sources.

    Names in other directions of writing stand in <bdi>, so that they leave the line in order.
    """
    data = base64.b64encode(svg).decode("ascii")
    draft = " <em>Machine draft, not reviewed.</em>" if caption.draft else ""
    entries = "\n".join(_entry(entry) for entry in caption.entries)
    sources = "\n".join(
        f'    <li id="{name}-s{number}">S{number} <bdi>{_plain(source)}</bdi></li>'
        for number, source in enumerate(caption.sources, 1)
    )
    return f"""<figure id="{name}">
  <img alt="{_plain(caption.alternative)}" style="max-width:100%;height:auto"
    src="data:image/svg+xml;base64,{data}">
  <figcaption>
    <p><strong><bdi>{_plain(caption.title)}</bdi></strong> {_plain(caption.finding)}{draft}</p>
    <ol>
{entries}
    </ol>
    <p>Sources</p>
    <ul style="list-style:none;padding-left:0">
{sources}
    </ul>
    <p><small>{_plain(CREDITS)}</small></p>
  </figcaption>
</figure>
"""


def _entry(entry: Entry) -> str:
    voices = "".join(
        f" <bdi>{_plain(v.speaker)}</bdi>: <q><bdi>{_plain(v.quote)}</bdi></q> (S{v.source})."
        for v in entry.voices
    )
    what = f"{_plain(entry.what)}: <strong>{_plain(entry.standing)}</strong>."
    return f'      <li value="{entry.number}">{what}{voices}</li>'


def _plain(text: str) -> str:
    return escape(for_xml(text), quote=True)
