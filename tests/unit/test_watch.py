"""The watcher wakes for edits, and for nothing else.  These tests use the real file system events."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import pytest

from sitegen.dev import watch as watching
from sitegen.dev.watch import is_temporary, watch

PATIENCE = 120.0
QUIET = 1.0


def until(happened: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.02)
    return happened()


class Desk:
    """A watched publication, with the output and the state folders inside it."""

    def __init__(self, root: Path, *, poll: bool = False, seconds: float | None = None) -> None:
        self.root, self.poll, self.seconds = root, poll, seconds
        self.hints: list[frozenset[str]] = []
        self.looks = 0
        self.said: list[str] = []
        self.stop = threading.Event()
        for name in ("content", "public", ".sitegen"):
            (root / name).mkdir(parents=True, exist_ok=True)
        self.thread = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        ignore = (self.root / "public", self.root / ".sitegen")
        watch(self.root, self._build, ignore=ignore, stop=self.stop, say=self.said.append, poll=self.poll)

    def _build(self, hints: frozenset[str] | None) -> float | None:
        """As a real one does: reads all there is and writes into the ignored folders."""
        for path in (self.root / "content").rglob("*.md"):
            with suppress(FileNotFoundError):  # an editor's mark, gone since it was listed
                path.read_bytes()
        (self.root / "public/index.html").write_text(str(self.looks))
        (self.root / ".sitegen/store").write_text(str(self.looks))
        if hints is None:
            self.looks += 1
        else:
            self.hints.append(hints)
        return self.seconds

    @property
    def builds(self) -> int:
        return len(self.hints)

    def told(self) -> set[str]:
        return {path for hints in self.hints for path in hints}

    def settle(self) -> None:
        """Wait until no change has come for a while."""
        def quiet() -> bool:
            before = self.builds
            time.sleep(QUIET)
            return self.builds == before

        assert until(quiet), "builds never stop: a build wakes itself"

    def wakes(self, edit: Callable[[], object], *paths: str) -> bool:
        """Whether an edit is built with these paths among the hints."""
        self.settle()
        self.hints.clear()
        edit()
        return until(lambda: self.builds > 0 and self.told() >= set(paths))

    def sleeps_through(self, edit: Callable[[], object]) -> bool:
        self.settle()
        before = self.builds
        edit()
        time.sleep(QUIET)
        return self.builds == before

    def __enter__(self) -> Self:
        self.thread.start()

        def live() -> bool:
            (self.root / "content/first.md").write_text("x")
            return self.builds > 0

        assert until(live)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


@pytest.fixture(params=["inotify", "polling"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(watching, "POLL", 0.1)
    with Desk(tmp_path, poll=request.param == "polling") as desk:
        yield desk


def test_writing_moving_and_deleting_wake_the_build_with_their_paths(desk: Desk) -> None:
    content = desk.root / "content"
    assert desk.wakes(lambda: (content / "bridge.md").write_text("opens"), "content/bridge.md")
    assert desk.wakes(lambda: (content / "bridge.md").write_text("shut!"), "content/bridge.md")
    assert desk.wakes(lambda: (content / "bridge.md").rename(content / "ferry.md"), "content/bridge.md", "content/ferry.md")
    assert desk.wakes(lambda: (content / "ferry.md").unlink(), "content/ferry.md")
    assert desk.wakes(lambda: (desk.root / "sitegen.toml").write_text("x"), "sitegen.toml")


def test_the_ledger_is_watched_from_its_first_line_on(desk: Desk) -> None:
    desk.settle()
    looks = desk.looks
    (desk.root / "ledger").mkdir()
    (desk.root / "ledger/redirects.txt").write_text("/a/ /b/")
    assert until(lambda: desk.looks > looks or not desk.told().isdisjoint({"ledger", "ledger/redirects.txt"}))
    assert desk.wakes(lambda: (desk.root / "ledger/redirects.txt").unlink(), "ledger/redirects.txt")


def test_case_92_an_editor_that_saves_through_a_temporary_name_wakes_the_build(desk: Desk) -> None:
    content = desk.root / "content"

    def vim() -> None:
        (content / "4913").write_text("")
        (content / "4913").unlink()
        os.rename(content / "first.md", content / "first.md~")
        (content / "first.md").write_text("vim")
        (content / "first.md~").unlink()

    def emacs() -> None:
        os.symlink("me@host.1", content / ".#first.md")
        (content / "#first.md#").write_text("emacs")
        (content / "first.md").write_text("emacs")
        (content / "#first.md#").unlink()
        (content / ".#first.md").unlink()

    def atomic() -> None:
        (content / "first.md.tmp").write_text("new")
        os.replace(content / "first.md.tmp", content / "first.md")

    def slow() -> None:
        with (content / "first.md").open("w") as file:
            for word in ("slow ", "and ", "slower"):
                file.write(word)
                file.flush()
                time.sleep(0.03)

    for save in (vim, emacs, atomic, slow):
        assert desk.wakes(save, "content/first.md"), save.__name__
        assert desk.told() == {"content/first.md"}


def test_files_in_a_new_folder_and_a_folder_moved_away_wake_the_build(desk: Desk) -> None:
    folder = desk.root / "content/2026"
    assert desk.wakes(lambda: (folder.mkdir(), (folder / "late.md").write_text("x")))
    assert desk.wakes(lambda: (folder / "later.md").write_text("x"), "content/2026/later.md")
    assert desk.wakes(lambda: folder.rename(desk.root / "public/2026"))


def test_case_93_reading_and_temporary_and_ignored_files_let_the_build_sleep(desk: Desk) -> None:
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
        (desk.root / ".git").mkdir()
        (desk.root / ".git/index").write_text("1")
        (desk.root / "notes.txt").write_text("1")

    assert desk.sleeps_through(noise)


def test_case_94_a_watched_folder_that_goes_and_comes_is_watched_again(desk: Desk) -> None:
    desk.settle()
    looks, builds = desk.looks, desk.builds
    shutil.rmtree(desk.root / "content")
    assert until(lambda: desk.looks > looks or desk.builds > builds)
    (desk.root / "content").mkdir()

    def noticed() -> bool:
        (desk.root / "content/again.md").write_text(str(time.monotonic()))
        return "content/again.md" in desk.told()

    assert until(noticed)


def test_case_94_a_publication_that_is_gone_is_waited_for_and_built_when_it_is_back(tmp_path: Path) -> None:
    with Desk(tmp_path / "paper") as desk:
        desk.settle()
        looks = desk.looks
        desk.root.rename(tmp_path / "elsewhere")
        assert until(lambda: any("not there any more" in words for words in desk.said))
        (tmp_path / "elsewhere").rename(desk.root)
        assert until(lambda: any("is back" in words for words in desk.said))
        assert until(lambda: desk.looks > looks)
        assert desk.wakes(lambda: (desk.root / "content/first.md").write_text("back"), "content/first.md")
        assert len([words for words in desk.said if "not there" in words]) == 1


def test_case_90_a_storm_is_one_or_two_builds_and_one_look_at_everything_settles_it(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    git = ("git", "-c", "user.name=Desk", "-c", "user.email=desk@paper.example", "-C", str(content))
    for number in range(2000):
        (content / f"story-{number}.md").write_text("one")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "one"), ("checkout", "-qb", "two")):
        subprocess.run([*git, *words], check=True)
    for number in range(2000):
        (content / f"story-{number}.md").write_text("two!")
    subprocess.run([*git, "commit", "-qam", "two"], check=True)
    with Desk(tmp_path) as desk:
        desk.settle()
        looks = desk.looks
        desk.hints.clear()
        subprocess.run([*git, "checkout", "-qf", "master"], check=True)
        assert until(lambda: desk.looks > looks)
        assert {path for path in desk.told() if "story" in path} == {f"content/story-{number}.md" for number in range(2000)}
        assert desk.builds < 20  # as few as the machine is quick; never one for each file


def test_a_change_during_a_build_is_built_afterwards(tmp_path: Path) -> None:
    seen: list[str] = []
    stop = threading.Event()
    page = tmp_path / "content/page.md"
    page.parent.mkdir()

    def build(hints: frozenset[str] | None) -> None:
        if hints:
            seen.append(page.read_text())
            if seen[-1] != "second":
                page.write_text("second")

    thread = threading.Thread(target=lambda: watch(tmp_path, build, ignore=(), stop=stop, say=print))
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


def test_nothing_is_hinted_before_a_change_and_stop_ends_the_watch(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.thread.start()
    time.sleep(QUIET)
    desk.stop.set()
    desk.thread.join(PATIENCE)
    assert not desk.thread.is_alive() and desk.hints == []


def test_the_site_is_built_when_it_changes_by_itself(tmp_path: Path) -> None:
    with Desk(tmp_path, seconds=0.2) as desk:
        assert until(lambda: desk.looks > 3)


def test_case_91_a_full_queue_of_events_is_told_in_one_line_and_everything_is_looked_at(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        desk.settle()
        looks = desk.looks
        logging.getLogger("watchdog.observers.inotify").warning("Inotify queue overflowed; reconciling recursive watches below %r", "x")
        assert until(lambda: desk.looks > looks)
        assert [words for words in desk.said if "missed" in words and "overflowed" in words]
        assert desk.wakes(lambda: (tmp_path / "content/first.md").write_text("still"), "content/first.md")


def test_case_91_at_the_limit_of_watches_it_looks_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(*_: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(watching, "_Eyes", limited)
    monkeypatch.setattr(watching, "POLL", 0.1)
    with Desk(tmp_path) as desk:
        assert [words for words in desk.said if "max_user_watches" in words] == desk.said
        assert desk.wakes(lambda: (tmp_path / "content/first.md").write_text("polled"), "content/first.md")


def test_case_91_a_network_disk_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_file_system", lambda root: "nfs4")
    monkeypatch.setattr(watching, "POLL", 0.1)
    with Desk(tmp_path) as desk:
        assert "network disk (nfs4)" in desk.said[0]


def test_case_99_many_builds_leave_threads_and_descriptors_as_they_were(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        desk.settle()
        before = (threading.active_count(), len(os.listdir("/proc/self/fd")))
        for number in range(100):
            count = desk.builds
            (tmp_path / "content/first.md").write_text(str(number))
            assert until(lambda: desk.builds > count)  # noqa: B023 - asked at once
        assert (threading.active_count(), len(os.listdir("/proc/self/fd"))) == before


@pytest.mark.parametrize("name", ["index.md", "swp", "a.swp.md", "~a.md", "#tag.md", "4913.md", "tmp", "#"])
def test_names_of_articles_are_not_temporary(name: str) -> None:
    assert not is_temporary(name)


@pytest.mark.parametrize("name", ["4913", ".a.md.swp", "a.md~", ".#a.md", "#a.md#", "a.tmp", ".sitegen-stage-3"])
def test_names_editors_save_through_are_temporary(name: str) -> None:
    assert is_temporary(name)
