"""The article text and the metadata of a saved web page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import UnusableInput
from routes.masthead import Masthead
from routes.textfile import decode_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["MAX_PAGE_BYTES", "read_page"]

MAX_PAGE_BYTES = 20_000_000
# News pages have some thousand elements; the extractor's work grows with the square of siblings.
_MAX_ELEMENTS = 30_000
_MAX_SIBLINGS = 3_000
_MAX_DEPTH = 200
_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""")


def read_page(raw: bytes, path: Path) -> tuple[str, Masthead]:
    """Extract the article of a web page with trafilatura; nothing is fetched.

    Parameters
    ----------
    raw
        The page as saved, of at most `MAX_PAGE_BYTES`.
    path
        Its file, named in errors.

    Returns
    -------
    tuple[str, Masthead]
        The article's text, one paragraph a line, and what the page says of itself.

    Raises
    ------
    UnusableInput
        When the page is not HTML, is nested too deeply, or holds no article.
    """
    import trafilatura
    from trafilatura.settings import Document

    tree = _parse(_decode(raw, path), path)
    try:
        found = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    # Whatever trips the extractor was in the file, so the file is to blame.
    except Exception as error:
        raise _no_article(path, str(error) or type(error).__name__) from error
    text = (getattr(found, "text", None) or "").strip()
    if not isinstance(found, Document) or not text:
        raise _no_article(path, "no article text found")
    masthead = Masthead(
        title=_clean(found.title),
        publisher=_clean(found.sitename) or _clean(found.hostname),
        authors=tuple(a for a in map(_clean, (found.author or "").split(";")) if a),
        published=found.date or None,
        url=_clean(found.url),
        language=_language(tree) or _clean(found.language),
    )
    return text, masthead


def _decode(raw: bytes, path: Path) -> str:
    declared = _CHARSET.search(raw, 0, 4096)
    if declared:
        try:
            return raw.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode_text(raw, path)


class _Bounds:
    """A parser's target that builds nothing and stops a page that grows too deep or too large."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._elements = self._attributes = 0
        self._children = [0]

    def start(self, _: str, attributes: Mapping[str, str]) -> None:
        self._children[-1] += 1
        self._elements += 1
        self._attributes += len(attributes)
        if self._children[-1] > _MAX_SIBLINGS:
            raise _too_complex(self._path, f"more than {_MAX_SIBLINGS} elements side by side")
        self._children.append(0)
        if len(self._children) > _MAX_DEPTH:
            raise _too_complex(self._path, f"elements nested more than {_MAX_DEPTH} deep")
        if self._elements > _MAX_ELEMENTS or self._attributes > 4 * _MAX_ELEMENTS:
            raise _too_complex(self._path, f"more than {_MAX_ELEMENTS} elements")

    def end(self, _: str) -> None:
        self._children.pop()

    def close(self) -> None:
        """Finish; the bounds are all that was asked."""


def _parse(html: str, path: Path) -> HtmlElement:
    """Parse within bounds: a bomb of nested or countless elements is refused, not worked on."""
    from lxml import etree
    from lxml import html as lxml_html

    raw = html.encode("utf-8", "replace")
    try:
        # The measuring parse comes first because a tree that is too deep can end the process.
        etree.fromstring(raw, etree.HTMLParser(encoding="utf-8", target=_Bounds(path)))
        parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        return lxml_html.document_fromstring(raw, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise _no_article(path, "not an HTML page") from error


def _language(tree: HtmlElement) -> str | None:
    declared = (tree.get("lang") or "").strip().replace("_", "-")
    return declared if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", declared) else None


def _clean(value: str | None) -> str | None:
    return " ".join(value.split())[:500] or None if value else None


def _no_article(path: Path, why: str) -> UnusableInput:
    return UnusableInput(
        f"no article can be read from this page ({why})",
        file=path,
        remedy="save the article's text as a .txt file",
    )


def _too_complex(path: Path, what: str) -> UnusableInput:
    return UnusableInput(
        f"the page is too complex: {what}",
        file=path,
        remedy="save the article's text as a .txt file",
    )
