"""A build that need not begin says from memory what it would say, and only where nothing at all changed."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import sitegen
from sitegen.pipeline import Options, build, opened
from sitegen.press.settled import look
from tests.newsroom import NOW, Newsroom, Newsrooms, article, tree


@pytest.fixture
def room(newsroom: Newsrooms) -> Newsroom:
    files = f"-- content/politics/vote.md --\n{article('The vote', 'embargo: 2026-11-24 20:00', body='Soon.')}"
    made = newsroom(files + f"-- content/politics/road.md --\n{article('The road', 'image: {src: none.jpg, alt: A}', body='[x](nowhere.md)')}")
    time.sleep(0.05)  # a file as new as the clock's tick is not told by its state
    built(made)
    time.sleep(0.05)
    built(made, clean=False)
    return made


def built(room: Newsroom, **options: bool) -> None:
    build(Options(room.folder, **options), NOW)  # type: ignore[arg-type]


def is_settled(room: Newsroom, now: dt.datetime = NOW, **options: object) -> bool:
    return look(Options(room.folder, **options), now)[0] is not None  # type: ignore[arg-type]


def test_nothing_changed_says_what_a_build_would_say(room: Newsroom) -> None:
    report, _ = look(Options(room.folder), NOW)
    whole = build(Options(room.folder), NOW)
    assert report is not None and report.findings and (report.rendered, report.written) == (0, 0)
    said = (report.articles, report.total, report.reused, report.findings, report.next_change, report.changed)
    assert said == (whole.articles, whole.total, whole.reused, whole.findings, whole.next_change, whole.changed)


EDITS: dict[str, Callable[[Path], object]] = {
    "a word": lambda root: (root / "content/politics/road.md").write_text(article("The road", body="Other.")),
    "a new file": lambda root: (root / "content/politics/new.md").write_text(article("New")),
    "a file gone": lambda root: (root / "content/politics/road.md").unlink(),
    "a setting": lambda root: (root / "sitegen.toml").write_text((root / "sitegen.toml").read_text().replace("Paper", "Papers")),
    "a setting of the same length, at the same time": lambda root: same_time(root / "sitegen.toml", "Paper", "Paged"),
    "an output's bytes": lambda root: (root / "public/index.html").write_text("mine"),
    "an output's bytes, its time set back": lambda root: same_time(root / "public/index.html", "road", "toad"),
    "an output gone": lambda root: (root / "public/feed.xml").unlink(),
    "the manifest": lambda root: (root / "public/.sitegen-manifest").write_text(""),
    "a folder that became a link": lambda root: ((root / "public/politics").rename(root / "elsewhere"), (root / "public/politics").symlink_to(root / "elsewhere")),
    "a journal": lambda root: (root / "public/.sitegen-journal").write_text("{}"),
    "a symbolic link": lambda root: (root / "content/politics/link.md").symlink_to("road.md"),
    "the store": lambda root: (root / ".sitegen/readings.sqlite").write_bytes(b"not a database" * 999),
    "no store": lambda root: (root / ".sitegen/readings.sqlite").unlink(),
}


def same_time(path: Path, old: str, new: str) -> None:
    before = path.stat()
    path.write_text(path.read_text().replace(old, new))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("edit", EDITS)
def test_any_change_makes_a_build_look_closer(room: Newsroom, edit: str) -> None:
    assert is_settled(room)
    EDITS[edit](room.folder)
    assert not is_settled(room)


def test_other_wishes_and_other_hours_are_other_builds(room: Newsroom) -> None:
    assert is_settled(room, NOW + dt.timedelta(hours=5))
    assert not is_settled(room, NOW + dt.timedelta(hours=6))  # 20:00 in Kyiv: the embargo ends
    assert not is_settled(room, NOW - dt.timedelta(seconds=1))
    for wish in ({"strict": True}, {"base_url": "https://else.example/"}, {"output": room.folder / "other"}, {"checking": True}, {"audit": 1}, {"explain": ("/",)}):
        assert not is_settled(room, **wish)


def test_a_file_as_new_as_the_clocks_tick_is_not_trusted(newsroom: Newsrooms) -> None:
    made = newsroom(f"-- content/politics/vote.md --\n{article('The vote')}")
    os.utime(made.folder / "content/politics/vote.md", (time.time() + 1000, time.time() + 1000))
    ctime = (made.folder / "content/politics/vote.md").stat().st_ctime
    built(made)
    assert not is_settled(made) or time.time() - ctime > 0.02  # a machine slow enough has left the tick behind


def test_the_command_says_the_same_from_memory_and_loads_little(room: Newsroom) -> None:
    words = ("build", "-o", "public", "--format", "text")
    for _ in range(2):
        first = room.run(*words)
        time.sleep(0.05)
    again = room.run(*words)
    assert (again.returncode, again.stderr.split(b" in ")[0]) == (first.returncode, first.stderr.split(b" in ")[0])
    code = f"import sys\nfrom sitegen.cli import main\nsys.argv = ['sitegen', {', '.join(map(repr, words))}, '--now', {NOW.isoformat()!r}]\n"
    code += "try:\n    main()\nexcept SystemExit:\n    print(sorted({'jinja2', 'markdown', 'pydantic', 'yaml', 'PIL', 'babel'} & sys.modules.keys()))\n"
    package = str(Path(sitegen.__file__).parent.parent)
    loaded = subprocess.run([sys.executable, "-c", code], cwd=room.folder, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": package})
    assert loaded.stdout == "[]\n"


def test_one_edit_is_built_without_what_checks_settings_opens_pictures_and_makes_processes(room: Newsroom) -> None:
    loaded = f"import sys\nfrom sitegen.cli import main\nsys.argv = ['sitegen', 'build', '-j', '1', '--now', {NOW.isoformat()!r}]\n"
    loaded += "try:\n    main()\nexcept SystemExit:\n    print(sorted({'pydantic', 'PIL', 'pygments', 'multiprocessing', 'importlib.metadata', 'starlette', 'watchdog'} & sys.modules.keys()))\n"
    package = str(Path(sitegen.__file__).parent.parent)
    for body in ("Other.", "Yet other."):
        room.edit({"content/politics/road.md": article("The road", body=body)})
        ran = subprocess.run([sys.executable, "-c", loaded], cwd=room.folder, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": package})
    assert ran.stdout == "[]\n" and " 0 written" not in ran.stderr


def test_settings_that_were_checked_before_are_what_they_say(room: Newsroom) -> None:
    first, again = (opened(Options(room.folder, base_url=url))[0] for url in ("", ""))
    assert first == again and first.base_url != opened(Options(room.folder, base_url="https://else.example/"))[0].base_url
    store = room.folder / ".sitegen/readings.sqlite"
    store.write_bytes(b"not a database" * 999)
    assert opened(Options(room.folder))[0] == first


def test_an_empty_folder_is_no_theme_that_only_a_clean_build_would_see(room: Newsroom) -> None:
    room.edit({"sitegen.toml": room.sources()["sitegen.toml"].decode().replace('"base"', '"gazette"')})
    time.sleep(0.05)
    built(room)
    time.sleep(0.05)
    built(room)
    before = tree(room.folder / "public")
    (room.folder / "themes/gazette").mkdir(parents=True)
    assert is_settled(room)
    built(room, clean=True)
    assert tree(room.folder / "public") == before
