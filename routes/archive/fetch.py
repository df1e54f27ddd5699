"""One page fetched, within limits of size, time, redirects, schemes and addresses.

This is the one room of the project that opens a connection to the web, and only where a person
asks for it by a flag. Proxies of the environment are not used: behind one, no address could be
checked.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urljoin

from gazetteer.errors import UnusableInput
from routes.archive.addresses import Guard, is_public, looked_up, web_target

__all__ = ["DEFAULT_LIMITS", "Exchange", "Limits", "fetch"]

_AGENT = "supplyroutes (source add; +a person asked for this page)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE_BYTES = 65536


class Limits(NamedTuple):
    """How much a fetch may take: bytes of the page, seconds in all, redirects."""

    most_bytes: int = 20_000_000
    most_seconds: float = 30.0
    most_redirects: int = 5


class Exchange(NamedTuple):
    """One request and its answer, as they went over the wire (the body without its framing)."""

    url: str
    address: str
    at: datetime
    request: bytes
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Give a header's value, or an empty text."""
        found = (value for key, value in self.headers if key.lower() == name.lower())
        return next(found, "")


DEFAULT_LIMITS = Limits()


def fetch(
    url: str, limits: Limits = DEFAULT_LIMITS, guard: Guard = is_public
) -> tuple[Exchange, ...]:
    """Fetch a page; the last exchange holds it, those before are the redirects to it.

    Parameters
    ----------
    url
        An http or https address.
    limits
        How much it may take.
    guard
        Which addresses may be reached.

    Raises
    ------
    UnusableInput
        When the address is not allowed, a limit is passed, or no page comes.
    """
    deadline = time.monotonic() + limits.most_seconds
    exchanges: list[Exchange] = []
    while True:
        exchange = _exchange(url, limits, deadline, guard)
        exchanges.append(exchange)
        if exchange.status not in _REDIRECTS:
            break
        if len(exchanges) > limits.most_redirects:
            raise _failed(url, f"redirects more than {limits.most_redirects} times")
        following = urljoin(url, exchange.header("location"))
        if url.startswith("https:") and following.startswith("http:"):
            raise _failed(url, f"redirects to the unprotected {following}")
        url = following
    if exchange.status != http.client.OK:
        raise _failed(url, f"answers {exchange.status} {exchange.reason}")
    return tuple(exchanges)


def _exchange(url: str, limits: Limits, deadline: float, guard: Guard) -> Exchange:
    parts, host, port = web_target(url)
    address = looked_up(host, port, guard)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    shown = host if parts.port is None else f"{host}:{port}"
    lines = [
        f"GET {_ascii(target)} HTTP/1.1",
        f"Host: {shown}",
        f"User-Agent: {_AGENT}",
        "Accept: text/html, text/plain, application/pdf;q=0.9, */*;q=0.1",
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")
    at = datetime.now(UTC)
    try:
        with _connected(address, port, host, parts.scheme, deadline) as stream:
            stream.sendall(request)
            asked = Exchange(url, address, at, request, 0, "", (), b"")
            answer = _answer(stream, asked, limits)
            # A connection that was cut looks like a page that ended.
            if time.monotonic() >= deadline:
                raise TimeoutError
            return answer
    except (OSError, http.client.HTTPException) as error:
        late = time.monotonic() >= deadline
        why = f"takes longer than {limits.most_seconds:g} s" if late else f"fails ({error})"
        raise _failed(url, why) from error


@contextmanager
def _connected(
    address: str, port: int, host: str, scheme: str, deadline: float
) -> Iterator[socket.socket]:
    """Connect to the address that was checked; the name is only used to prove who answers."""
    left = max(0.1, deadline - time.monotonic())
    with closing(socket.create_connection((address, port), timeout=left)) as plain:
        # A server that sends a byte now and then would never meet a timeout of the socket.
        watch = threading.Timer(max(0.1, deadline - time.monotonic()), _cut, [plain])
        watch.daemon = True
        watch.start()
        try:
            if scheme == "https":
                with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as safe:
                    yield safe
            else:
                yield plain
        finally:
            watch.cancel()


def _cut(stream: socket.socket) -> None:
    with suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)


def _answer(stream: socket.socket, asked: Exchange, limits: Limits) -> Exchange:
    response = http.client.HTTPResponse(stream, method="GET")
    with closing(response):
        response.begin()
        headers = tuple(response.getheaders())
        answer = asked._replace(status=response.status, reason=response.reason, headers=headers)
        if answer.status in _REDIRECTS:
            return answer
        if (coding := answer.header("content-encoding").lower()) not in {"", "identity"}:
            raise _failed(asked.url, f"is packed as {coding!r}, which was not asked for")
        declared = answer.header("content-length")
        if declared.isdigit() and int(declared) > limits.most_bytes:
            raise _too_large(asked.url, limits)
        body = bytearray()
        while piece := response.read1(_PIECE_BYTES):
            body += piece
            if len(body) > limits.most_bytes:
                raise _too_large(asked.url, limits)
        if declared.isdigit() and len(body) < int(declared):
            raise _failed(asked.url, f"breaks off after {len(body)} of {declared} bytes")
        return answer._replace(body=bytes(body))


def _ascii(target: str) -> str:
    from urllib.parse import quote

    return quote(target, safe="/?&=%:@!$'()*+,;~-._[]")


def _too_large(url: str, limits: Limits) -> UnusableInput:
    return _failed(url, f"has more than {limits.most_bytes / 1e6:g} MB")


def _failed(url: str, why: str) -> UnusableInput:
    shown = url if len(url) <= 200 else f"{url[:199]}…"
    return UnusableInput(f"{shown!r} {why}", remedy="save the page yourself and add the file")
