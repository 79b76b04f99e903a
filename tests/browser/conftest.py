"""The sample publication, built and served as a host serves it; a real Chromium to read it with."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from sitegen.pipeline import Options, build
from tests.sample import ROOT, TODAY, copied

_PATIENCE = 300_000
"""Milliseconds: a slow machine is no fault of a page."""
TOOLS = ROOT / "tests/tools/node_modules"


@dataclass(frozen=True)
class Served:
    """The built folder and the address it is served at (no slash at the end)."""

    folder: Path
    url: str

    def pages(self) -> list[str]:
        """Every page's address."""
        paths = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return [f"{self.url}/{path.removesuffix('index.html')}" for path in paths]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the parent's
        pass


def tool(path: str) -> Path:
    """A file of tests/tools; `.ci/setup --tests` installs it."""
    assert (TOOLS / path).is_file(), f"tests/tools/node_modules/{path} is missing; run: bash .ci/setup --tests"
    return TOOLS / path


@pytest.fixture(scope="session", params=["gazette", "base"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample in each of the two themes."""
    desk = copied(tmp_path_factory.mktemp("sample"), theme=request.param)
    folder = desk / "public"
    report = build(Options(desk), TODAY)
    assert not report.has_errors
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Served(folder, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()


def opened(browser: Browser, **options: Any) -> BrowserContext:
    """A reader of their own, who waits as long as it takes."""
    context = browser.new_context(**options)
    context.set_default_timeout(_PATIENCE)
    return context


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert executable, "there is no Chromium; run: bash .ci/setup --tests"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"], timeout=_PATIENCE)
        yield browser
        browser.close()
