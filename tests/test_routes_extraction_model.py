"""The reader by language model, against a server of our own on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_socket import disable_socket, enable_socket, socket_allow_hosts

from gazetteer import Gazetteer
from gazetteer.errors import SupplyroutesError
from routes.dossier import Mode
from routes.evidence import Stance
from routes.extraction.model import ModelReader, Reading, read_with_model
from routes.report import Report

TEXT = (
    "Trucks of tea leave Mombasa for Kampala, a clerk said. "
    "The ministry denies it. A depot stands at Nakuru."
)
LEG = {
    "route": 1,
    "from": "Mombasa",
    "to": "Kampala",
    "mode": "road",
    "cargo": "tea",
    "quote": "Trucks of tea leave Mombasa for Kampala, a clerk said.",
    "speaker": "a clerk",
}
DENIAL = {
    "stance": "denies",
    "quote": "The ministry denies it.",
    "speaker": "The ministry",
    "to_route": 1,
}
SITE = {"place": "Nakuru", "activity": "depot", "quote": "A depot stands at Nakuru."}

Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture(autouse=True)
def only_this_machine() -> Iterator[None]:
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    yield
    enable_socket()
    disable_socket(allow_unix_socket=True)


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            answer(self)

        def log_message(self, *args: Any) -> None:
            """Keep the tests' output to the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


def saying(content: str, status: int = 200) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def read(answer: Answer, timeout_s: float = 10) -> Reading:
    report = Report(id="t", path="t.txt", text=TEXT, kind="text", title="T")
    with Gazetteer.open() as gazetteer, serving(answer) as url:
        return read_with_model(report, gazetteer, ModelReader(url, "tiny", None, timeout_s))


def test_a_good_answer_becomes_a_draft_marked_as_the_models() -> None:
    content = json.dumps({"legs": [LEG], "sites": [SITE], "answers": [DENIAL]})
    reading = read(saying(f"```json\n{content}\n```"))
    assert reading.left_out == ()
    dossier = reading.dossier
    assert dossier.review.by == "model tiny"
    (route,), (site,) = dossier.routes, dossier.sites
    (leg,) = route.legs
    assert (leg.from_, leg.to, leg.mode, route.cargo) == ("mombasa", "kampala", Mode.ROAD, "tea")
    assert (site.place, site.activity) == ("nakuru", "depot")
    assert all(TEXT[c.start : c.end] == c.quote for c in dossier.claims)
    denial = next(c for c in dossier.claims if c.stance is Stance.DENIES)
    assert denial.answers == leg.claims
    assert {c.rule for c in dossier.claims} == {"model tiny"}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"quote": "Trucks of coal leave Mombasa."}, "a quotation that is not in the report"),
        ({"to": "Nairobi"}, "a place that the report or the store does not have"),
        ({"to": "Trucks"}, "a place that the report or the store does not have"),
        ({"mode": "teleport"}, "an item of legs without the form asked for"),
        ({"extra": 1}, "an item of legs without the form asked for"),
    ],
)
def test_what_the_report_does_not_bear_out_is_left_out(changed: dict[str, Any], why: str) -> None:
    reading = read(saying(json.dumps({"legs": [{**LEG, **changed}, "no object"]})))
    assert reading.dossier.routes == ()
    assert why in reading.left_out[0]


@pytest.mark.parametrize("content", ["", "Of course! Here it is:", "[]", "null", "{", '"{}"'])
def test_an_answer_that_is_no_object_is_an_error(content: str) -> None:
    with pytest.raises(SupplyroutesError, match="not the JSON asked for"):
        read(saying(content))


@pytest.mark.parametrize("content", ["{}", '{"legs": null}', '{"legs": {"a": 1}, "sites": 3}'])
def test_an_answer_without_items_is_an_empty_draft(content: str) -> None:
    assert read(saying(content)).dossier.routes == ()


def test_a_refusal_names_its_status() -> None:
    with pytest.raises(SupplyroutesError, match="status 500"):
        read(saying("{}", status=500))


def test_an_answer_that_drips_ends_at_the_time_allowed() -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    started = time.monotonic()
    with pytest.raises(SupplyroutesError, match="no whole answer within"):
        read(drip, timeout_s=0.4)
    assert time.monotonic() - started < 4


def test_an_answer_without_end_is_cut() -> None:
    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"x" * 65_536)
        except OSError:
            return

    with pytest.raises(SupplyroutesError, match="more than 2000000 bytes"):
        read(flood)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "file:///etc/passwd", "ftp://127.0.0.1/"])
def test_no_endpoint_there(url: str) -> None:
    report = Report(id="t", path="t.txt", text=TEXT, kind="text", title="T")
    with Gazetteer.open() as gazetteer, pytest.raises(SupplyroutesError, match="cannot be used"):
        read_with_model(report, gazetteer, ModelReader(url, "tiny", timeout_s=2))
