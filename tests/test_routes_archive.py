"""Fetching within limits, against a server of our own; what came, as a WARC file for others."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pytest_socket import disable_socket, enable_socket, socket_allow_hosts

from gazetteer.errors import UnusableInput
from maps.cli import main
from routes.archive import fetch as fetching
from routes.archive.addresses import is_public, looked_up, web_target
from routes.archive.fetch import DEFAULT_LIMITS, Exchange, Limits, fetch
from routes.archive.warc import warc
from routes.dossier import load_dossier

PAGE = (
    b"<html><head><title>Salt goes north</title></head><body><article><h1>Salt goes north</h1>"
    b"<p>Trucks carry salt from Mombasa to Kampala, drivers said on Friday. The road is long, and "
    b"the drivers sleep in their cabs, as they have done for many years now.</p></article>"
    b"</body></html>"
)
DOSSIER = "# mine\nid: salt\ntitle: Salt\nsources: []  # none yet\n"

Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture(autouse=True)
def only_this_machine() -> Iterator[None]:
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    yield
    enable_socket()
    disable_socket(allow_unix_socket=True)


def here(address: str, port: int) -> bool:
    """Let the tests reach this machine."""
    return address == "127.0.0.1"


def page(body: bytes = PAGE, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for key, value in {"Content-Type": "text/html", **headers}.items():
            handler.send_header(key.replace("_", "-"), value)
        if "Content_Length" not in headers:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):  # the reader had enough
                answer(self)

        def log_message(self, *args: Any) -> None:
            """Keep the tests' output to the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/salt.html"
    finally:
        server.shutdown()
        server.server_close()


def refusal(url: str, limits: Limits = DEFAULT_LIMITS, guard: Any = here) -> str:
    with pytest.raises(UnusableInput) as caught:
        fetch(url, limits, guard)
    return str(caught.value)


def test_a_page_comes_with_what_was_asked_and_answered() -> None:
    with serving(page()) as url:
        (exchange,) = fetch(url, guard=here)
    assert exchange.body == PAGE
    assert (exchange.status, exchange.address) == (200, "127.0.0.1")
    assert b"GET /salt.html HTTP/1.1\r\n" in exchange.request


def test_redirects_are_followed_counted_and_checked_anew() -> None:
    def turning(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/salt.html":
            page(b"", 302, Location="/other")(handler)
        else:
            page()(handler)

    with serving(turning) as url:
        first, last = fetch(url, guard=here)
    assert (first.status, last.status, last.url.rpartition("/")[2]) == (302, 200, "other")
    with serving(page(b"", 301, Location="/salt.html")) as url:
        assert "redirects more than 2 times" in refusal(url, Limits(most_redirects=2))
    for inside in ("http://169.254.169.254/latest/meta-data/", "http://[::1]:8080/", "ftp://a/"):
        with serving(page(b"", 302, Location=inside)) as url:
            assert "is not fetched" in refusal(url)
    with serving(page(b"", 302, Location="file:///etc/passwd")) as url:
        assert "has the scheme 'file'" in refusal(url)


def test_size_is_bounded_whether_told_or_not() -> None:
    limits = Limits(most_bytes=1000)
    with serving(page(b"x" * 2000)) as url:
        assert "has more than 0.001 MB" in refusal(url, limits)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 1000)

    with serving(endless) as url:
        assert "has more than 0.001 MB" in refusal(url, limits)


@pytest.mark.parametrize("in_head", [True, False])
def test_time_is_bounded_against_a_server_that_drips(in_head: bool) -> None:
    def dripping(handler: BaseHTTPRequestHandler) -> None:
        if not in_head:
            handler.send_response(200)
            handler.end_headers()
        while True:
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    before = time.monotonic()
    with serving(dripping) as url:
        said = refusal(url, Limits(most_seconds=0.6))
    assert time.monotonic() - before < 5
    assert "takes longer than 0.6 s" in said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (page(b"", 404), "answers 404"),
        (page(b"short", Content_Length="50"), "breaks off after 5 of 50 bytes"),
        (page(b"\x1f\x8b", Content_Encoding="gzip"), "is packed as 'gzip'"),
        (lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"), "fails"),
    ],
)
def test_answers_that_are_no_page(answer: Answer, said: str) -> None:
    with serving(answer) as url:
        assert said in refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://a.example/",
        "http://user:word@a.example/",
        "http:///nothing",
        "http://a.example:99999/",
        "http://a b/",
        "http://a.example/\r\nHost: evil",
        "http://" + "a" * 300 + ".example/",
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(UnusableInput):
        fetch(url, guard=lambda *_: pytest.fail("was looked up"))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "::1",
     "100.64.0.1", "224.0.0.1", "255.255.255.255", "::ffff:127.0.0.1", "fe80::1%eth0", "fc00::1",
     "64:ff9b::7f00:1", "2002:7f00:1::", "::", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
)  # fmt: skip
def test_addresses_inside_are_not_reached(address: str) -> None:
    assert not is_public(address, 443)


def test_public_addresses_on_ports_of_the_web() -> None:
    assert is_public("93.184.215.14", 443)
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c", 80)
    assert not is_public("93.184.215.14", 22)


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "localhost"])
def test_other_spellings_of_this_machine(host: str) -> None:
    with pytest.raises(UnusableInput, match=r"not of the open web|cannot be looked up"):
        looked_up(host, 80, is_public)


def test_a_name_that_turns_is_connected_where_it_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second look-up of a rebinding name gives a machine inside: there must be none."""
    answers = iter(["93.184.215.14", "127.0.0.1"])
    reached: list[Any] = []

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: Any, timeout: float) -> Any:
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    monkeypatch.setattr("socket.create_connection", connect)
    assert "fails" in refusal("http://turning.example/", guard=is_public)
    assert reached == [("93.184.215.14", 80)]


def test_a_name_with_a_public_and_an_inner_address_is_a_trap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = [(2, 1, 6, "", (a, 80)) for a in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: both)
    with pytest.raises(UnusableInput, match=r"leads to 10\.0\.0\.1 port 80"):
        looked_up("both.example", 80, is_public)


def test_international_names() -> None:
    assert web_target("https://bücher.example/ä")[1:] == ("xn--bcher-kva.example", 443)


def test_others_read_the_warc_and_its_digests_hold() -> None:
    from warcio.archiveiterator import ArchiveIterator

    at = datetime(2024, 3, 1, 12, 30, tzinfo=UTC)
    request = b"GET / HTTP/1.1\r\n\r\n"
    asked = Exchange("http://a.example/", "93.184.215.14", at, request, 302, "Found", (), b"")
    turn = asked._replace(headers=(("Location", "/b"),))
    last = turn._replace(
        url="http://a.example/b", status=200, reason="OK", body=PAGE,
        headers=(("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")),
    )  # fmt: skip
    packed = warc([turn, last])
    assert packed == warc([turn, last])
    records = []
    for record in ArchiveIterator(io.BytesIO(packed), check_digests="raise"):
        body = record.content_stream().read()
        records.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), body))
    assert [kind for kind, _, _ in records] == [
        "warcinfo", "response", "request", "response", "request",
    ]  # fmt: skip
    assert records[3][1:] == ("http://a.example/b", PAGE)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["source", "add", *map(str, arguments)])


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    file = tmp_path / "salt.yaml"
    file.write_text(DOSSIER, encoding="utf-8")
    return file


def test_an_address_is_fetched_only_when_asked(
    dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    original = fetch
    monkeypatch.setattr(fetching, "fetch", lambda url, limits: original(url, limits, here))
    with serving(page()) as url:
        refused = run(url, "--to", dossier)
        assert refused.exit_code == 2
        assert "no connection is opened unasked; add --fetch" in refused.stderr
        assert dossier.read_text(encoding="utf-8") == DOSSIER
        result = run(url, "--to", dossier, "--fetch", "--warc")
        assert result.exit_code == 0, result.stderr
        again = run(url, "--to", dossier, "--fetch")
        assert "s1 has this text already" in again.stderr
    (source,) = load_dossier(dossier).sources
    assert (source.title, source.url, source.accessed) == ("Salt goes north", url, "2023-11-14")
    assert dossier.read_text(encoding="utf-8").startswith("# mine\n")
    kept = sorted(path.name for path in dossier.parent.iterdir())
    assert kept == ["salt.txt", "salt.warc.gz", "salt.yaml"]


def test_files_are_taken_and_copied_where_they_lie_elsewhere(
    dossier: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    beside, away = dossier.with_name("near.txt"), tmp_path_factory.mktemp("away") / "far.txt"
    beside.write_text("Salt is trucked from Mombasa.\n", encoding="utf-8")
    away.write_text("Salt is sold in Kampala.\n", encoding="utf-8")
    for file in (beside, away):
        assert run(file, "--to", dossier).exit_code == 0
    names = [source.text for source in load_dossier(dossier).sources]
    assert names == ["near.txt", "far.txt"]
    assert dossier.with_name("far.txt").read_bytes() == away.read_bytes()
    assert run(away, "--to", dossier, "--fetch").exit_code == 2
    assert run("none.txt", "--to", dossier).exit_code == 2
