"""The development server in a real Chromium: a save shows in the open page, and nothing else moves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

import sitegen
from tests.browser.conftest import _PATIENCE, opened
from tests.newsroom import CONFIG, TERMS, Newsroom, article

WORDS = "\n\n".join(f"Paragraph {number}." for number in range(200))


@dataclass(frozen=True)
class Live:
    room: Newsroom
    url: str
    process: subprocess.Popen[str]


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    room = Newsroom(tmp_path / "paper")
    room.folder.mkdir()
    room.edit({
        "sitegen.toml": CONFIG, "content/terms.toml": TERMS, "content/politics/bridge.md": article("Bridge", body=WORDS),
        "content/politics/ferry.md": article("Ferry", date="2026-11-19"), "themes/base/theme.toml": "",
    })  # fmt: skip
    package = Path(sitegen.__file__).parent.parent
    for path in (package / "themes/base").rglob("*"):
        if path.is_file():
            room.edit({f"themes/base/{path.relative_to(package / 'themes/base').as_posix()}": path.read_bytes()})
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", "--port", "0", "--now", "2026-11-24T12:00+00:00"], cwd=room.folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(package)},
    )  # fmt: skip
    assert process.stdout
    words = process.stdout.readline()
    assert words.startswith("serving http://127.0.0.1:"), words
    yield Live(room, words.split()[1], process)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    process.stdout.close()


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    context = opened(chromium, viewport={"width": 390, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert not [words for words in said if "404" not in words], said


def mark(page: Page) -> None:
    """A reload would wash this away."""
    page.evaluate("window.mark = true")


def is_marked(page: Page) -> bool:
    return bool(page.evaluate("window.mark === true"))


def until(page: Page, expression: str) -> None:
    """Wait for an expression to be true; ``wait_for_function`` would use eval, which the pages forbid."""
    end = time.monotonic() + _PATIENCE / 1000
    while time.monotonic() < end:
        try:
            if page.evaluate(expression):
                return
        except Error:  # the page is just being reloaded
            pass
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def listening(page: Page) -> None:
    """Wait for the script to have opened its stream and looked once."""
    until(page, "performance.getEntriesByType('resource').filter((one) => one.initiatorType === 'fetch').length > 0")


def test_a_save_shows_in_the_open_page_where_it_was_being_read(live: Live, reader: Page) -> None:
    reader.goto(f"{live.url}politics/2026/11/bridge/")
    listening(reader)
    reader.evaluate("scrollTo(0, 2000)")
    live.room.edit({"content/politics/bridge.md": article("Bridge", body=WORDS.replace("Paragraph 60.", "New words."))})
    expect(reader.get_by_text("New words.")).to_be_attached(timeout=_PATIENCE)
    until(reader, "scrollY > 1500")


def test_a_page_whose_bytes_are_the_same_is_not_reloaded(live: Live, reader: Page) -> None:
    reader.goto(f"{live.url}politics/2026/11/ferry/")
    listening(reader)
    mark(reader)
    with reader.expect_response(lambda response: response.url.endswith("/ferry/"), timeout=_PATIENCE):
        live.room.edit({"content/politics/bridge.md": article("Bridge", body="Other.")})
    reader.wait_for_timeout(500)
    assert is_marked(reader)
    live.room.edit({"content/politics/ferry.md": article("Ferry", date="2026-11-19", body="Ferry words.")})
    expect(reader.get_by_text("Ferry words.")).to_be_visible(timeout=_PATIENCE)
    assert not is_marked(reader)


def test_a_style_sheet_is_changed_without_a_reload(live: Live, reader: Page) -> None:
    reader.goto(live.url)
    listening(reader)
    mark(reader)
    sheet = next((live.room.folder / "themes/base/assets").glob("*.css"))
    sheet.write_text(sheet.read_text("utf-8") + "\nbody{background:rgb(1, 2, 3) !important}\n", encoding="utf-8")
    until(reader, "getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)'")
    assert is_marked(reader)
    until(reader, "document.querySelectorAll('link[rel=stylesheet]').length === 1")


def test_case_95_an_error_is_shown_over_the_last_good_page_and_goes_with_the_fix(live: Live, reader: Page) -> None:
    reader.goto(f"{live.url}politics/2026/11/bridge/")
    listening(reader)
    live.room.edit({"content/politics/bridge.md": article("Bridge", date="2026-02-30", body="<img src=x onerror=alert(1)>")})
    overlay = reader.get_by_role("alert")
    expect(overlay).to_contain_text("content/politics/bridge.md:3:7", timeout=_PATIENCE)
    expect(reader.get_by_text("Paragraph 3.", exact=True)).to_be_attached()
    reader.keyboard.press("Escape")
    expect(overlay).to_have_count(0)
    live.room.edit({"content/politics/ferry.md": article("Ferry", date="2026-02-31")})
    expect(overlay).to_contain_text("2 errors", timeout=_PATIENCE)
    live.room.edit({"content/politics/bridge.md": article("Bridge", body="Fixed."), "content/politics/ferry.md": article("Ferry", date="2026-11-19")})
    expect(overlay).to_have_count(0, timeout=_PATIENCE)
    expect(reader.get_by_text("Fixed.")).to_be_visible(timeout=_PATIENCE)


def test_the_output_holds_nothing_of_the_server(live: Live) -> None:
    folder = live.room.folder / ".sitegen/serve"
    assert (folder / "index.html").is_file() and not (live.room.folder / "public").exists()
    assert not [path for path in folder.rglob("*") if path.is_file() and b"_sitegen" in path.read_bytes()]
