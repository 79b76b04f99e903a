"""The development server and those who mean it ill (FAULTS 110-116): raw sockets against the real server."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.core.diagnostics import Finding, Severity, Span
from sitegen.dev import serve
from sitegen.dev.pages import Pages
from sitegen.dev.serve import Server, bound

SECRET = b"secret words"
PAGE = b"<!doctype html>\n<html><body><p>Words</p></body></html>\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for path, data in {
        "index.html": PAGE, "404.html": b"<html><body>nothing here</body></html>", "en/404.html": b"<html><body>not there</body></html>",
        "politics/index.html": PAGE, "assets/a.css": b"p{}", "feed.xml": b"<rss/>", "media/p.jpg": b"0123456789", "наука/index.html": PAGE,
        ".sitegen-manifest": SECRET, ".git/config": SECRET, "_headers": SECRET, "empty/x.txt": b"x", ".well-known/security.txt": b"Contact: x",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    (tmp_path / "outside.txt").write_bytes(SECRET)
    (tmp_path / "site-sibling").mkdir()
    (tmp_path / "site-sibling/x.txt").write_bytes(SECRET)
    (site / "link.txt").symlink_to(tmp_path / "outside.txt")
    (site / "folder").symlink_to(tmp_path)
    return site


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with Server(folder, "/", bound("127.0.0.1", 0)) as server:
        yield server


def port_of(server: Server) -> int:
    return int(server.url.rsplit(":", 1)[1].strip("/"))


def raw(server: Server, data: bytes, *, wait: float = 60.0) -> bytes:
    """What the server sends back to these bytes until it closes."""
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=wait) as connection:
        connection.sendall(data)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def asked(server: Server, target: str, *, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=60)
    connection.putrequest(method, target, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    response = connection.getresponse()
    found = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def test_case_110_it_listens_on_this_machine_alone(server: Server) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - refused or unreachable
        socket.create_connection((_own_address(), port_of(server)), timeout=2)


def _own_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.2"
        return str(probe.getsockname()[0])


def test_case_110_on_another_address_a_token_is_asked_for_once(folder: Path) -> None:
    with Server(folder, "/", bound("0.0.0.0", 0)) as server:
        assert asked(server, "/")[0] == 403
        assert asked(server, "/?token=wrong")[0] == 403
        code, headers, _ = asked(server, f"/politics/?token={server.token}")
        assert (code, headers["location"]) == (303, "/politics/") and "HttpOnly; SameSite=Strict" in headers["set-cookie"]
        cookie = headers["set-cookie"].split(";")[0]
        assert asked(server, "/politics/", cookie=cookie)[0] == 200
        assert asked(server, "/", cookie="sitegen-token=wrong")[0] == 403
        assert asked(server, "/_sitegen/events")[0] == 403


@pytest.mark.parametrize(
    ("host", "code"),
    [("evil.example", 421), ("127.0.0.1", 421), ("127.0.0.1:1", 421), ("localhost:{port}", 200), ("127.0.0.1:{port}", 200), ("[::1]:{port}", 200),
     ("evil.example:{port}", 421), ("127.0.0.1:{port}.evil.example", 421), ("", 421)],
)  # fmt: skip
def test_case_111_a_foreign_host_is_refused(server: Server, host: str, code: int) -> None:
    words = host.replace("{port}", str(port_of(server)))
    assert status(raw(server, f"GET / HTTP/1.1\r\nHost: {words}\r\nConnection: close\r\n\r\n".encode())) == code


def test_case_111_a_missing_or_doubled_host_and_a_foreign_origin_are_refused(server: Server) -> None:
    own = f"127.0.0.1:{port_of(server)}"
    assert status(raw(server, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")) == 400
    assert status(raw(server, b"GET / HTTP/1.0\r\n\r\n")) == 421
    assert status(raw(server, f"GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode())) == 400
    assert asked(server, "/_sitegen/events", origin="http://evil.example")[0] == 403
    assert asked(server, "/", origin="null")[0] == 403
    assert asked(server, "/", sec_fetch_site="cross-site", sec_fetch_mode="no-cors")[0] == 403
    code, headers, _ = asked(server, "/", origin=f"http://{own}")
    assert code == 200 and not [name for name in headers if name.startswith("access-control")]


HOSTILE = [
    "/../outside.txt", "/..%2foutside.txt", "/%2e%2e/outside.txt", "/%2e%2e%2foutside.txt", "/%252e%252e/outside.txt", "/politics/../../outside.txt",
    "/politics/%2e%2e/%2e%2e/outside.txt", "/..%5coutside.txt", "/..\\outside.txt", "//etc/passwd", "///etc/passwd", "/./outside.txt", "/.%2e/outside.txt",
    "/../site-sibling/x.txt", "/%2e%2e/site-sibling/x.txt", "/link.txt", "/folder/outside.txt", "/folder/", "/folder", "/%00", "/index.html%00.txt", "/%ff%fe", "/%c0%ae%c0%ae/",
    "/.git/config", "/.sitegen-manifest", "/_headers", "/.git/", "/empty/", "/assets/", "/assets", "/media/", "/sitegen.toml", "/content/", "/politics/index.html/", "/index.html/x",
    "/" + "a" * 5000, "/" + "a/" * 2000, "/%", "/%zz", "/~root/", "/C:/Windows", "/c%3a/", "/politics//", "/%2fetc/passwd", "/%e2%80%ae", "/\u202e.txt".encode().decode("latin-1"),
    "http://evil.example/", "http://127.0.0.1/link.txt", "*", "evil.example:80",
]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE)
def test_case_112_nothing_but_what_was_built_is_ever_served(server: Server, target: str) -> None:
    own = f"127.0.0.1:{port_of(server)}"
    answer = raw(server, f"GET {target} HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n".encode("latin-1"))
    assert status(answer) in {400, 404}, answer[:200]
    assert SECRET not in answer
    assert asked(server, "/")[0] == 200


@pytest.mark.parametrize(("target", "words"), [("/", b"Words"), ("/politics/", b"Words"), ("/%D0%BD%D0%B0%D1%83%D0%BA%D0%B0/", b"Words"), ("/.well-known/security.txt", b"Contact")])
def test_what_was_built_is_served(server: Server, target: str, words: bytes) -> None:
    code, _, body = asked(server, target)
    assert code == 200 and words in body


def test_case_113_slow_headers_are_cut_off_and_others_are_served_meanwhile(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "HEADER_SECONDS", 1.0)
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=60) as slow, socket.create_connection(("127.0.0.1", port_of(server)), timeout=60) as idle:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert asked(server, "/")[0] == 200
        assert slow.recv(100) == b"" and idle.recv(100) == b""


def test_case_113_connections_are_bounded(server: Server) -> None:
    held = [socket.create_connection(("127.0.0.1", port_of(server)), timeout=60) for _ in range(200)]
    try:
        closed = 0
        for one in held:
            one.settimeout(0.2)
            with contextlib.suppress(TimeoutError):
                closed += one.recv(1) == b""
        assert closed >= 200 - serve.CONNECTIONS - 1
    finally:
        for one in held:
            one.close()
    assert _until(lambda: asked(server, "/")[0] == 200)


def test_case_113_garbage_and_too_much_of_anything_is_refused(server: Server) -> None:
    own = f"127.0.0.1:{port_of(server)}".encode()
    for data, codes in (
        (b"GET /\r\n\r\n", {0, 400}), (b"\x16\x03\x01\x00garbage\r\n\r\n", {0, 400}), (b"GET / HTTP/9.9\r\n\r\n", {400, 421, 505}),
        (b"GET / HTTP/1.1\r\nHost: " + own + b"\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", {400, 431}),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: " + own + b"\r\nConnection: close\r\n\r\n", {414}),
        (b"GET /" + b"a" * 90_000 + b" HTTP/1.1\r\n", {400, 414, 431}),
        (b"GET / HTTP/1.1\r\nHost: " + own + b"\r\nContent-Length: 99999999\r\nConnection: close\r\n\r\n", {413}),
        (b"GET / HTTP/1.1\r\nHost: " + own + b"\r\nContent-Length: -1\r\nConnection: close\r\n\r\n", {400, 413}),
    ):  # fmt: skip
        assert status(raw(server, data)) in codes, data[:40]
    assert asked(server, "/")[0] == 200


def test_case_114_methods_ranges_and_conditions_are_as_on_a_host(server: Server) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        code, headers, _ = asked(server, "/", method=method)
        assert (code, headers["allow"]) == (405, "GET, HEAD")
    code, headers, body = asked(server, "/media/p.jpg")
    assert (code, headers["content-type"], body, headers["x-content-type-options"]) == (200, "image/jpeg", b"0123456789", "nosniff")
    tag = headers["etag"]
    assert asked(server, "/media/p.jpg", method="HEAD")[1:] == (headers, b"")
    assert asked(server, "/media/p.jpg", if_none_match=tag)[0] == 304
    assert asked(server, "/media/p.jpg", if_none_match=f'"x", W/{tag}')[0] == 304
    assert asked(server, "/media/p.jpg", if_none_match='"x"')[0] == 200
    for wanted, part in (("bytes=0-3", b"0123"), ("bytes=4-", b"456789"), ("bytes=-2", b"89"), ("bytes=8-99", b"89"), ("bytes=-99", b"0123456789")):
        code, ranged, body = asked(server, "/media/p.jpg", range=wanted)
        assert (code, body) == (206, part) and ranged["content-range"].endswith("/10")
    assert asked(server, "/media/p.jpg", range="bytes=10-")[0] == 416
    assert asked(server, "/media/p.jpg", range="bytes=0-1,3-4")[0] == 200
    assert asked(server, "/media/p.jpg", range="bytes=0-3", if_range='"old"')[2] == b"0123456789"
    assert asked(server, "/feed.xml")[1]["content-type"].startswith("application/rss+xml")


def test_case_115_a_folder_without_its_slash_leads_to_it_and_a_missing_page_is_said_in_its_language(server: Server) -> None:
    code, headers, _ = asked(server, "/politics")
    assert (code, headers["location"]) == (308, "/politics/")
    assert b"nothing here" in asked(server, "/nope/")[2] and b"not there" in asked(server, "/en/nope")[2]
    assert asked(server, "/nope/")[0] == 404


def test_a_site_below_a_path_is_served_there(folder: Path) -> None:
    pages = Pages(folder, "/news/")
    assert pages.answer("GET", b"/news/politics/", {}).status == 200
    assert pages.answer("GET", b"/news", {}).headers["location"] == "/news/"
    assert pages.answer("GET", b"/", {}).headers["location"] == "/news/"
    assert pages.answer("GET", b"/politics/", {}).status == 404


def test_case_116_the_next_free_port_is_taken(server: Server) -> None:
    (other, *more) = bound("127.0.0.1", port_of(server))
    try:
        assert other.getsockname()[1] > port_of(server)
    finally:
        for one in (other, *more):
            one.close()


def test_case_116_browsers_that_leave_and_a_thousand_listeners_leave_it_as_it_was(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    own = f"127.0.0.1:{port_of(server)}".encode()
    asked(server, "/")
    before = threading.active_count()
    codes = []
    for _ in range(300):
        with socket.create_connection(("127.0.0.1", port_of(server)), timeout=60) as one:
            one.sendall(b"GET /_sitegen/events HTTP/1.1\r\nHost: " + own + b"\r\n\r\n")
            codes.append(status(one.recv(200)))
    assert set(codes) <= {200, 503}
    assert _until(lambda: asked(server, "/")[0] == 200)
    assert _until(lambda: len(server._waiting) <= 1)
    assert threading.active_count() <= before + 1
    assert "Traceback" not in capfd.readouterr().err
    assert _until(lambda: len(os.listdir("/proc/self/fd")) < 200)


def test_a_replaced_asset_stays_reachable_for_pages_still_on_screen(server: Server, folder: Path) -> None:
    assert asked(server, "/assets/a.css")[2] == b"p{}"
    (folder / "assets/a.css").unlink()
    assert asked(server, "/assets/a.css")[2] == b"p{}"
    assert asked(server, "/assets/b.css")[0] == 404


def test_the_live_script_is_only_in_what_is_served(server: Server, folder: Path) -> None:
    assert b"/_sitegen/live.js" in asked(server, "/")[2]
    assert (folder / "index.html").read_bytes() == PAGE
    code, headers, body = asked(server, "/_sitegen/live.js")
    assert code == 200 and headers["content-type"].startswith("text/javascript") and b"EventSource" in body


def test_a_build_with_errors_is_told_to_every_listener(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=60)
    connection.request("GET", "/_sitegen/events")
    stream = connection.getresponse()
    assert stream.status == 200 and stream.getheader("content-type", "").startswith("text/event-stream")
    assert b'"problems": []' in _event(stream)
    server.tell([Finding(Span("content/a.md", 3, 1), Severity.ERROR, "x/y", "No </script> such date", "write one")])
    assert b'{"place": "content/a.md:3:1", "message": "No </script> such date", "hint": "write one"}' in _event(stream)
    connection.close()


def _event(stream: http.client.HTTPResponse) -> bytes:
    while True:
        line = stream.readline()
        if line.startswith(b"data:"):
            return line


def _until(happened: object) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if happened():  # type: ignore[operator]
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False
