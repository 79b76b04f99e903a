"""The watcher wakes for edits, and for nothing else.  These tests use the real file system events."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.dev.watch import is_temporary, watch

PATIENCE = 20.0
QUIET = 1.0


def until(happened: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.05)
    return happened()


class Desk:
    """A watched folder, with the output and the state folders inside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.builds = 0
        self.stop = threading.Event()
        for name in ("content", "public", ".sitegen"):
            (root / name).mkdir()
        self.thread = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        ignore = (self.root / "public", self.root / ".sitegen")
        watch([self.root], self._build, ignore=ignore, stop=self.stop, debounce=0.05)

    def _build(self) -> None:
        """As a real one does: reads all there is and writes into the ignored folders."""
        self.builds += 1
        for path in (self.root / "content").rglob("*.md"):
            path.read_bytes()
        (self.root / "public/index.html").write_text(str(self.builds))
        (self.root / ".sitegen/store").write_text(str(self.builds))

    def settle(self) -> None:
        """Wait until no build has come for a while."""
        def quiet() -> bool:
            before = self.builds
            time.sleep(QUIET)
            return self.builds == before

        assert until(quiet), "builds never stop: a build wakes itself"

    def wakes(self, edit: Callable[[], object]) -> bool:
        self.settle()
        before = self.builds
        edit()
        return until(lambda: self.builds > before)

    def sleeps_through(self, edit: Callable[[], object]) -> bool:
        self.settle()
        before = self.builds
        edit()
        time.sleep(QUIET)
        return self.builds == before


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.thread.start()

    def live() -> bool:
        (tmp_path / "content/first.md").write_text("x")
        return desk.builds > 0

    try:
        assert until(live)
        yield desk
    finally:
        desk.stop.set()
        desk.thread.join(PATIENCE)
        assert not desk.thread.is_alive()


def test_writing_moving_and_deleting_wake_the_build(desk: Desk) -> None:
    content = desk.root / "content"
    assert desk.wakes(lambda: (content / "bridge.md").write_text("opens"))
    assert desk.wakes(lambda: (content / "bridge.md").write_text("shut"))
    assert desk.wakes(lambda: (content / "bridge.md").rename(content / "ferry.md"))
    assert desk.wakes(lambda: (content / "ferry.md").unlink())


def test_an_editor_that_saves_through_a_temporary_name_wakes_the_build(desk: Desk) -> None:
    content = desk.root / "content"
    (content / "first.md.tmp").write_text("new")
    assert desk.wakes(lambda: os.replace(content / "first.md.tmp", content / "first.md"))


def test_files_in_a_new_folder_and_a_folder_moved_away_wake_the_build(desk: Desk) -> None:
    folder = desk.root / "content/2026"
    assert desk.wakes(folder.mkdir)
    assert desk.wakes(lambda: (folder / "late.md").write_text("x"))
    assert desk.wakes(lambda: folder.rename(desk.root / "public/2026"))


def test_a_change_during_a_build_is_built_afterwards(tmp_path: Path) -> None:
    seen: list[str] = []
    stop = threading.Event()
    page = tmp_path / "page.md"

    def build() -> None:
        seen.append(page.read_text())
        if seen[-1] != "second":
            page.write_text("second")

    thread = threading.Thread(target=lambda: watch([tmp_path], build, stop=stop, debounce=0.05))
    thread.start()

    def touched() -> bool:
        if not seen:
            page.write_text("first")
        return bool(seen)

    try:
        assert until(touched)
        assert until(lambda: seen[-1] == "second")
    finally:
        stop.set()
        thread.join(PATIENCE)


def test_reading_and_temporary_and_ignored_files_let_the_build_sleep(desk: Desk) -> None:
    content = desk.root / "content"

    def noise() -> None:
        (content / "first.md").read_bytes()
        list(content.iterdir())
        for name in (".first.md.swp", "first.md~", ".#first.md", "4913", "first.md.tmp"):
            (content / name).write_text("x")
            (content / name).unlink()
        (desk.root / "public/page").mkdir()
        (desk.root / "public/page/index.html").write_text("x")
        (desk.root / ".sitegen/lock").write_text("1")

    assert desk.sleeps_through(noise)


def test_nothing_is_built_before_a_change_and_stop_ends_the_watch(tmp_path: Path) -> None:
    builds: list[None] = []
    stop = threading.Event()
    thread = threading.Thread(target=lambda: watch([tmp_path], lambda: builds.append(None), stop=stop))
    thread.start()
    time.sleep(QUIET)
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert builds == []


@pytest.mark.parametrize("name", ["index.md", "swp", "a.swp.md", "~a.md", "#tag.md", "4913.md", "tmp", "#"])
def test_names_of_articles_are_not_temporary(name: str) -> None:
    assert not is_temporary(name)


@pytest.mark.parametrize("name", ["4913", ".a.md.swp", "a.md~", ".#a.md", "#a.md#", "a.tmp", ".sitegen-stage-3"])
def test_names_editors_save_through_are_temporary(name: str) -> None:
    assert is_temporary(name)
