"""What was fetched as a WARC 1.1 file (ISO 28500:2017), each record packed by itself.

The format is a page long and this writes three kinds of records; the readers of the field
(`warcio` in the tests) judge it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from routes.archive.fetch import Exchange

__all__ = ["warc"]

_SOFTWARE = "software: supplyroutes\r\nformat: WARC File Format 1.1\r\n"


def warc(exchanges: Sequence[Exchange]) -> bytes:
    """Write exchanges as the bytes of a .warc.gz file.

    The same exchanges give the same bytes: the ids of records are made of what they hold.
    """
    started = exchanges[0].at if exchanges else datetime.now(UTC)
    info = [("Content-Type", "application/warc-fields")]
    records = [_record("warcinfo", started, info, _SOFTWARE.encode())]
    for exchange in exchanges:
        answer = _http(exchange)
        about = [("WARC-Target-URI", exchange.url), ("WARC-IP-Address", exchange.address)]
        kind = ("Content-Type", "application/http; msgtype=response")
        digest = ("WARC-Payload-Digest", _digest(exchange.body))
        records.append(_record("response", exchange.at, [*about, kind, digest], answer))
        concerns = ("WARC-Concurrent-To", _id("response", exchange.at, answer))
        kind = ("Content-Type", "application/http; msgtype=request")
        records.append(_record("request", exchange.at, [*about, kind, concerns], exchange.request))
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def _http(exchange: Exchange) -> bytes:
    """Write an answer as it came, without the framing of its body, which is undone."""
    lines = [f"HTTP/1.1 {exchange.status} {exchange.reason}"]
    framing = {"transfer-encoding", "content-length"}
    lines += [f"{key}: {value}" for key, value in exchange.headers if key.lower() not in framing]
    lines.append(f"Content-Length: {len(exchange.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace") + exchange.body


def _record(kind: str, at: datetime, fields: Iterable[tuple[str, str]], content: bytes) -> bytes:
    named = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", _id(kind, at, content)),
        ("WARC-Date", at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        *fields,
        ("WARC-Block-Digest", _digest(content)),
        ("Content-Length", str(len(content))),
    ]
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named) + "\r\n"
    return head.encode() + content + b"\r\n\r\n"


def _id(kind: str, at: datetime, content: bytes) -> str:
    name = f"{kind} {at.isoformat()} {hashlib.sha256(content).hexdigest()}"
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>"


def _digest(content: bytes) -> str:
    return f"sha256:{base64.b32encode(hashlib.sha256(content).digest()).decode()}"
