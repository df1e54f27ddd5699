"""The page among other pages: its card in social networks, its figure in an article, its frame.

What comes from a dossier is escaped here once, and no template reads it afterwards.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from gazetteer.errors import SupplyroutesError
from gazetteer.place import Record
from maps.languages import Language
from maps.rows import DossierView
from maps.wording import unique, web_address

__all__ = ["Told", "card_of", "figure_of", "frame_of_page", "text_of"]

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
"""What a framed page may do: never reach the page around it."""

_LOCALES = {
    "en": "en_GB",
    "ru": "ru_RU",
    "uk": "uk_UA",
    "fa": "fa_IR",
    "ar": "ar_AR",
    "fr": "fr_FR",
    "es": "es_ES",
    "de": "de_DE",
}

_JOINERS = "\u200c\u200d"  # Persian and Indic words need them

_HEIGHT = "width:100%;height:min(46rem,92vh);min-height:30rem;border:0;display:block"


class Told(Record):
    """What a page shows, in words."""

    title: str
    alt: str
    caption: str

    @property
    def title_html(self) -> str:
        """The title as HTML."""
        return _escaped(self.title)


def text_of(views: Sequence[DossierView], title: str, spoken: Language) -> Told:
    """Word the findings and the sources of a page for its caption and alternative text."""
    finding = " ".join("".join(text for text, _ in view.finding) for view in views)
    outlets = unique(s.publisher or s.title for view in views for s in view.sources)
    sources = spoken("embed.sources", names=spoken("list.comma").join(outlets)) if outlets else ""
    caption = " ".join(filter(None, (finding, sources)))
    return Told(
        title=title or spoken("page.title"),
        alt=spoken("embed.alt", finding=finding),
        caption=caption,
    )


def card_of(told: Told, *, language: Language, address: str | None, image: str | None) -> str:
    """Write the metadata by which other sites show the page (Open Graph, ogp.me).

    Raises
    ------
    SupplyroutesError
        When the address or the image is no web address.
    """
    properties = {
        "og:type": "article",
        "og:title": told.title,
        "og:description": told.caption,
        "og:locale": _LOCALES[language.code],
        "og:url": _address(address),
        "og:image": _address(image),
        "og:image:alt": told.alt if image else None,
    }
    names = {"description": told.caption, "twitter:card": "summary_large_image" if image else None}
    tags = [
        f'<meta {kind}="{name}" content="{_escaped(value)}">'
        for kind, table in (("property", properties), ("name", names))
        for name, value in table.items()
        if value
    ]
    return "\n".join(tags)


def figure_of(page: str, *, title: str, caption: str, address: str | None = None) -> str:
    """Write a figure that frames the page, by its address or else whole.

    Raises
    ------
    SupplyroutesError
        When the address is no web address.
    """
    return (
        f'<figure style="margin:1.5rem 0">\n{frame_of_page(page, title=title, address=address)}\n'
        f'<figcaption dir="auto" style="padding:.5rem 0;font-size:.875rem">{_escaped(caption)}'
        "</figcaption>\n</figure>\n"
    )


def frame_of_page(page: str, *, title: str, address: str | None = None) -> str:
    """Write an isolated frame around the page: it can run its own script and nothing else."""
    published = _address(address)
    source = f'src="{_escaped(published)}"' if published else f'srcdoc="{html.escape(page)}"'
    return (
        f'<iframe title="{_escaped(title)}" sandbox="{SANDBOX}" allow="clipboard-write" '
        f'loading="lazy" referrerpolicy="no-referrer" style="{_HEIGHT}" {source}></iframe>'
    )


def _address(address: str | None) -> str | None:
    if address is None or web_address(address):
        return address
    raise SupplyroutesError(
        f"{address!r} is no web address", remedy="give one that begins with https://"
    )


def _escaped(text: str) -> str:
    """Escape for text and attributes, also where a template of another program comes after."""
    plain = "".join(c if c.isprintable() or c in _JOINERS else f"\\u{ord(c):04x}" for c in text)
    kept = html.escape(plain, quote=True)
    return "".join(f"&#{ord(c)};" if c in "{}$`\\" else c for c in kept)
