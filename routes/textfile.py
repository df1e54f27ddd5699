"""Text files: read within bounds, written whole, with errors that say what to do."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from contextlib import suppress
from pathlib import Path

from gazetteer.errors import UnusableInput

__all__ = [
    "MAX_TEXT_BYTES",
    "decode_text",
    "read_bytes",
    "read_text",
    "refuse_unfit",
    "write_whole",
]

MAX_TEXT_BYTES = 5_000_000

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF8, "utf-8"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")


def read_text(path: Path, *, limit_bytes: int = MAX_TEXT_BYTES) -> str:
    """Read a text file exactly as it is: line ends kept, a byte-order mark dropped.

    Parameters
    ----------
    path
        The file, in UTF-8, or in UTF-16 or UTF-32 with a byte-order mark.
    limit_bytes
        The size above which the file is refused, before it is read.

    Raises
    ------
    UnusableInput
        When there is no such file, or it is unreadable, empty, too large, binary or in
        another encoding.
    """
    return decode_text(read_bytes(path, limit_bytes=limit_bytes), path)


def read_bytes(path: Path, *, limit_bytes: int) -> bytes:
    """Read a regular file of at most `limit_bytes`, or refuse it; see `read_text`."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            kind = "a folder" if stat.S_ISDIR(found.st_mode) else "not a regular file"
            raise UnusableInput(f"this is {kind}", file=path, remedy="name a file")
        if found.st_size > limit_bytes:
            raise _too_large(path, found.st_size, limit_bytes)
        with path.open("rb") as stream:
            raw = stream.read(limit_bytes + 1)
    except (OSError, ValueError) as error:
        raise UnusableInput(
            f"cannot be read ({getattr(error, 'strerror', None) or error})",
            file=path,
            remedy="check the name and that you may read it",
        ) from error
    refuse_unfit(raw, path, limit_bytes=limit_bytes)
    return raw


def refuse_unfit(raw: bytes, path: Path, *, limit_bytes: int) -> None:
    """Refuse bytes that are too many, or none but white space; `path` is named in the error."""
    if len(raw) > limit_bytes:
        raise _too_large(path, len(raw), limit_bytes)
    if not raw.strip():
        what = "holds only white space" if raw else "is empty (0 bytes)"
        raise UnusableInput(f"the file {what}", file=path, remedy="give a file that holds text")


def decode_text(raw: bytes, path: Path) -> str:
    """Decode the bytes of a text file strictly; `path` is named in the error."""
    mark, encoding = next(((m, name) for m, name in _MARKS if raw.startswith(m)), (b"", "utf-8"))
    try:
        text = raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(raw, path, encoding, len(mark) + error.start) from error
    _refuse_binary(text, raw, path)
    if not text.strip():
        raise UnusableInput(
            "the file holds only white space", file=path, remedy="give a file that holds text"
        )
    return text


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file by way of a temporary one: it is never half-written.

    Parameters
    ----------
    path
        The file; a link is followed, and a device such as /dev/stdout written to directly.
    text
        Its text, written in UTF-8 with line ends as they are, or its bytes.

    Raises
    ------
    UnusableInput
        When the folder is missing, full or not writable, or the file is read-only.
    """
    content = text.encode("utf-8") if isinstance(text, str) else text
    try:
        if path.is_dir():
            raise UnusableInput("this is a folder", file=path, remedy="name a file to write")
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        _replace(target, content)
    except OSError as error:
        raise UnusableInput(
            f"cannot be written ({error.strerror or error})",
            file=path,
            remedy="check that its folder exists and that you may write there",
        ) from error


def _replace(target: Path, content: bytes) -> None:
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _too_large(path: Path, size_bytes: int, limit_bytes: int) -> UnusableInput:
    return UnusableInput(
        f"the file has {size_bytes / 1e6:.1f} MB, more than the {limit_bytes / 1e6:g} MB allowed",
        file=path,
        remedy="split it into one file a report",
    )


def _undecodable(raw: bytes, path: Path, encoding: str, offset: int) -> UnusableInput:
    if (raw.count(0) or _share_of_controls(raw) > 0.05) and not _wide_encoding(raw):
        return _binary(path)
    guess = _wide_encoding(raw) or "WINDOWS-1252"
    return UnusableInput(
        f"byte {offset} is 0x{raw[offset]:02X}, which is not valid {encoding.upper()} here",
        file=path,
        line=raw.count(b"\n", 0, offset) + 1,
        remedy=_conversion(path, guess),
    )


def _refuse_binary(text: str, raw: bytes, path: Path) -> None:
    if "\0" in text:
        wide = _wide_encoding(raw)
        if wide is None:
            raise _binary(path)
        offset = raw.index(0)
        raise UnusableInput(
            f"byte {offset} is 0x00: this looks like {wide} without a byte-order mark",
            file=path,
            line=1,
            remedy=_conversion(path, wide),
        )
    if _share_of_controls(text[:65536].encode("utf-8", "replace")) > 0.05:
        raise _binary(path)


def _binary(path: Path) -> UnusableInput:
    return UnusableInput(
        "this is binary data, not text", file=path, remedy="save the report as plain text in UTF-8"
    )


def _share_of_controls(raw: bytes) -> float:
    head = raw[:65536]
    return sum(byte in _CONTROLS for byte in head) / max(1, len(head))


def _wide_encoding(raw: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zero bytes, which stand in every other place."""
    head = raw[:4096]
    half = max(1, len(head) // 2)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.6 and even < 0.1:
        return "UTF-16LE"
    return "UTF-16BE" if even > 0.6 and odd < 0.1 else None


def _conversion(path: Path, guess: str) -> str:
    name = path.name
    return f"save it as UTF-8, perhaps with: iconv -f {guess} -t UTF-8 {name} > utf8-{name}"
