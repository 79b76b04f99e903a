"""The development server: the last good site on this machine alone, and word of the next one; the only door to starlette and uvicorn.

It listens on the loopback unless told otherwise, answers to its own names only (a foreign Host is how DNS rebinding begins, see
CVE-2025-24010), lets no other origin read, and bounds headers, connections and streams (FAULTS 110-116).
"""

from __future__ import annotations

import asyncio
import importlib.resources
import json
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs

import uvicorn
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from sitegen.core.diagnostics import Finding, Severity
from sitegen.dev.pages import SCRIPT, Pages

__all__ = ["Server", "bound"]

CONNECTIONS, STREAMS = 64, 32
"""At most so many connections, and so many of them that wait for the next build."""
HEADER_SECONDS = 10.0
_HEADER_BYTES = 16 * 1024
_ALIVE = 15.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_COOKIE = "sitegen-token"
_TRIED = 100


def bound(host: str, port: int) -> list[socket.socket]:
    """Sockets at ``port`` or the next free one: of ``127.0.0.1`` also for ``::1``, where there is one.  Raises OSError."""
    for number in range(port, min(port + _TRIED, 65536)) if port else (0,):
        try:
            first = socket.create_server((host, number), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        except OSError as error:
            if error.errno not in {98, 48}:  # taken, on Linux and on macOS
                raise
            continue
        return [first, *_sixth(first)] if host == "127.0.0.1" else [first]
    raise OSError(98, f"no port from {port} to {port + _TRIED} is free")


def _sixth(first: socket.socket) -> Iterable[socket.socket]:
    """The same port of ``::1``."""
    try:
        yield socket.create_server(("::1", first.getsockname()[1]), family=socket.AF_INET6)
    except OSError:
        return


class Server:
    """Serves ``folder`` below the path ``base`` from a thread of its own.  ``url`` is the front page's address.

    On another address than the loopback a token is asked for once, in the address, and then kept in a cookie.
    """

    def __init__(self, folder: Path, base: str, sockets: list[socket.socket]) -> None:
        self._sockets = sockets
        host, self._port = sockets[0].getsockname()[:2]
        self._is_local = host in _LOOPBACK
        self.token = "" if self._is_local else secrets.token_urlsafe(16)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self._port}{base}"
        self._pages = Pages(folder, base)
        self._script = importlib.resources.files("sitegen.dev").joinpath("live.js").read_bytes()
        self._state: dict[str, Any] = {"build": 0, "problems": []}
        self._waiting: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        config = uvicorn.Config(
            self._answer, log_level="critical", access_log=False, lifespan="off", server_header=False, date_header=False, ws="none",
            http=_Bounded, timeout_keep_alive=5, h11_max_incomplete_event_size=_HEADER_BYTES, timeout_graceful_shutdown=0, loop="asyncio", interface="asgi3",
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="sitegen-server", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._wake()
        self._thread.join(5)

    def tell(self, findings: Iterable[Finding]) -> None:
        """A build ended; its errors are shown in every open page, and where there are none the pages look whether they changed."""
        problems = [
            {"place": str(one.span), "message": one.message, "hint": one.hint} for one in findings if one.severity is Severity.ERROR
        ][:20]
        self._state = {"build": self._state["build"] + 1, "problems": problems}
        self._wake()

    def _wake(self) -> None:
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._set_all)

    def _set_all(self) -> None:
        for event in self._waiting:
            event.set()

    def _run(self) -> None:
        self._server.run(sockets=self._sockets)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._loop = asyncio.get_running_loop()
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        response = self._refused(scope, headers) or self._response(scope, dict(headers))
        try:
            await response(scope, receive, send)
        except (OSError, RuntimeError):
            return  # the browser has gone

    def _refused(self, scope: Scope, headers: list[tuple[str, str]]) -> Response | None:
        """Why a request is not for us; None where it is."""
        if sum(len(name) + len(value) for name, value in headers) > _HEADER_BYTES:
            return Response(status_code=431)
        hosts = [value for name, value in headers if name == "host"]
        if len(hosts) > 1:
            return Response(status_code=400)
        if self._is_local and (not hosts or hosts[0].lower() not in {f"{name}:{self._port}" for name in ("127.0.0.1", "localhost", "[::1]")}):
            return Response("This server answers to http://127.0.0.1 only.\n", 421, media_type="text/plain")
        known = dict(headers)
        origin = known.get("origin", "")
        if (origin and origin != f"http://{hosts[0] if hosts else ''}") or (known.get("sec-fetch-site") == "cross-site" and known.get("sec-fetch-mode") != "navigate"):
            return Response(status_code=403)
        return self._unknown(scope, known) if self.token else None

    def _unknown(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        """What someone without the token is told; with it in the address, a cookie."""
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if secrets.compare_digest(asked.encode(), self.token.encode()):
            cookie = f"{_COOKIE}={self.token}; HttpOnly; SameSite=Strict; Path=/"
            return Response(status_code=303, headers={"location": "/" + scope["path"].lstrip("/"), "set-cookie": cookie})
        try:
            held = SimpleCookie(headers.get("cookie", "")).get(_COOKIE)
        except CookieError:
            held = None
        return None if held and secrets.compare_digest(held.value.encode(), self.token.encode()) else Response(status_code=403)

    def _response(self, scope: Scope, headers: Mapping[str, str]) -> Response:
        path = scope["path"]
        if scope["method"] in {"GET", "HEAD"} and path == SCRIPT:
            return Response(self._script, headers={"content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache", "x-content-type-options": "nosniff"})
        if scope["method"] == "GET" and path == "/_sitegen/events":
            if len(self._waiting) >= STREAMS:
                return Response(status_code=503)
            return StreamingResponse(self._stream(), headers={"content-type": "text/event-stream", "cache-control": "no-store"})
        answer = self._pages.answer(scope["method"], scope["raw_path"], headers)
        return Response(answer.body, answer.status, headers=dict(answer.headers))

    async def _stream(self) -> AsyncIterator[str]:
        """The state now, and after each build; a comment now and then finds out who has left."""
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            yield f"retry: 500\ndata: {json.dumps(self._state)}\n\n"
            while not self._server.should_exit:
                try:
                    await asyncio.wait_for(woken.wait(), _ALIVE)
                except TimeoutError:
                    yield ":\n\n"
                    continue
                woken.clear()
                if not self._server.should_exit:
                    yield f"data: {json.dumps(self._state)}\n\n"
        finally:
            self._waiting.discard(woken)


class _Bounded(H11Protocol):
    """HTTP as uvicorn speaks it, with an end to slow headers and to too many connections (FAULTS 113)."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            transport.close()
            return
        self._await_header()

    def handle_events(self) -> None:
        super().handle_events()
        if self.cycle is not None and not self.cycle.response_complete:
            self._forget()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._await_header()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _await_header(self) -> None:
        self._forget()
        self._late = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _forget(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None
