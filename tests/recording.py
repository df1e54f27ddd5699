"""A page in a browser, with all that it must not do put on record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["opened", "troubles_of"]

OWN = ("file:", "blob:", "data:")


def troubles_of(page: Page) -> list[str]:
    """Give a list that fills with all that the page complains of, asks for or breaks.

    On a sound page it stays empty: no line in the console, no error, no dialog, no request
    beyond its own file, no breach of its policy.
    """
    troubles: list[str] = []
    page.on("console", lambda m: troubles.append(f"{m.type}: {m.text}"))
    page.on("pageerror", lambda e: troubles.append(f"error: {e}"))
    page.on("dialog", lambda d: troubles.append(f"dialog: {d.message}"))
    page.on("request", lambda r: None if r.url.startswith(OWN) else troubles.append(r.url))
    page.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " (e) => console.error('policy', e.violatedDirective, e.sample))"
    )
    return troubles


@contextmanager
def opened(browser: Browser, file: Path, width: int = 1400, **options: Any) -> Iterator[Page]:
    """Open a page; whatever it complains of or asks for fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    troubles = troubles_of(page)
    try:
        page.goto(file.as_uri())
        page.wait_for_selector("html.ready", timeout=20_000)
        page.evaluate("globalThis.map = map_page.routeMap, undefined")
        yield page
        assert [one for one in troubles if "Canvas2D" not in one] == []
    finally:
        context.close()
