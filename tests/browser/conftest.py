"""The sample publication, built and served as a host serves it; a real Chromium to read it with."""

from __future__ import annotations

import fnmatch
import functools
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from sitegen.core.task import Ask
from sitegen.output import plan
from sitegen.output.pages import Page
from sitegen.output.theme import Theme
from sitegen.output.view import render_page
from sitegen.pipeline import Options, build
from tests.sample import ROOT, TODAY, copied

_PATIENCE = 300_000
"""Milliseconds: a slow machine is no fault of a page."""
TOOLS = ROOT / "tests/tools/node_modules"


@dataclass(frozen=True)
class Served:
    """The built folder, the address it is served at (no slash at the end), and the site paths that each template made, by (template, kind of page)."""

    folder: Path
    url: str
    made: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def looks(self) -> dict[tuple[str, str], list[str]]:
        """Of each template and kind the addresses of the longest pages (they have the most in them), one in each language."""
        found: dict[tuple[str, str], list[str]] = {}
        for look, paths in sorted(self.made.items()):
            longest = {path.startswith("/en/"): path for path in sorted(paths, key=lambda one: (self.file(one).stat().st_size, one))}
            found[look] = [self.url + longest[one] for one in sorted(longest)]
        return found

    def file(self, path: str) -> Path:
        """The file at a site path."""
        return self.folder / f"{path}index.html".lstrip("/") if path.endswith("/") else self.folder / path.lstrip("/")

    def pages(self) -> list[str]:
        """Every page's address."""
        paths = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return [f"{self.url}/{path.removesuffix('index.html')}" for path in paths]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the parent's
        pass


class _Host(Quiet):
    """Sends what `_headers` says, as Netlify and Cloudflare Pages do: the headers of every rule whose pattern fits."""

    def end_headers(self) -> None:
        rules = Path(self.directory, "_headers").read_text("utf-8")
        for block in rules.split("\n\n"):
            pattern, *lines = block.strip().splitlines()
            if fnmatch.fnmatchcase(self.path, pattern):
                for line in lines:
                    self.send_header(*line.strip().split(": ", 1))
        super().end_headers()


@contextmanager
def serving(folder: Path, made: Mapping[tuple[str, str], list[str]] | None = None) -> Iterator[Served]:
    """A built folder, served as a host serves it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Served(folder, f"http://127.0.0.1:{server.server_port}", {look: tuple(paths) for look, paths in (made or {}).items()})
        server.shutdown()
        thread.join()


def tool(path: str) -> Path:
    """A file of tests/tools; `.ci/setup --tests` installs it."""
    assert (TOOLS / path).is_file(), f"tests/tools/node_modules/{path} is missing; run: bash .ci/setup --tests"
    return TOOLS / path


@pytest.fixture(scope="session", params=["gazette", "base"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample in each of the two themes."""
    desk = copied(tmp_path_factory.mktemp("sample"), theme=request.param)
    folder = desk / "public"
    made: dict[tuple[str, str], list[str]] = defaultdict(list)

    def seen(ask: Ask, theme: Theme, template: str, page: Page) -> bytes:
        if theme.name == request.param:
            made[template, page.kind].append(page.path)
        return render_page(ask, theme, template, page)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(plan, "render_page", seen)
        report = build(Options(desk, jobs=1), TODAY)  # in this process
    assert not report.has_errors
    with serving(folder, made) as served:
        yield served


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
