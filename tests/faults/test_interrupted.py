"""Builds that are killed, starved, lied to or raced (FAULTS 73-89): the site stays whole, and the next build is as a clean one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import sitegen
from sitegen.core.diagnostics import Severity
from sitegen.engine import writer
from sitegen.press import intake, layout, making
from tests.newsroom import NOW, Newsroom, Newsrooms, article, tree

PACKAGE = str(Path(sitegen.__file__).parent.parent)
WORDS = "Old words."
FILES = {
    **{f"content/politics/story-{number}.md": article(f"Story {number}", date=f"2026-11-1{number}", body=WORDS) for number in range(4)},
    "static/ads.txt": "old",
}

# Runs a build that is struck at its Nth change to the disk: killed, or refused with an error number.
STRUCK = """
import errno, os, signal, sqlite3, sys
from pathlib import Path
from sitegen.engine import store, writer
left, how = int(sys.argv[1]), sys.argv[2]
def strike(change):
    def call(*arguments, **named):
        global left
        left -= 1
        if left < 0:
            if how == "KILL":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(getattr(errno, how), os.strerror(getattr(errno, how)), str(arguments[0]))
        return change(*arguments, **named)
    return call
writer.stage = strike(writer.stage)
from sitegen.press import making, tree
making.stage = tree.stage = writer.stage
store.Store.commit = strike(store.Store.commit)
taking = [(os, "unlink"), (os, "rmdir")] if how in ("KILL", "EIO", "EROFS") else []  # a full disk lets go of files
for owner, name in (*taking, (os, "replace"), (os, "fsync"), (os, "sync"), (Path, "write_bytes"), (Path, "write_text")):
    setattr(owner, name, strike(getattr(owner, name)))
from sitegen.cli import _code
code = _code(["build", "-q", "-j", "1", "--now", sys.argv[3]])
os._exit(code if left >= 0 else code or 77)
"""


def struck(room: Newsroom, step: int, how: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", STRUCK, str(step), how, NOW.isoformat()], cwd=room.folder, check=False, capture_output=True, timeout=120,
        env={**os.environ, "PYTHONPATH": PACKAGE},
    ).returncode  # fmt: skip


def site(room: Newsroom) -> dict[str, bytes]:
    return {path: data for path, data in tree(room.folder / "public").items() if not path.startswith(".sitegen")}


def changed(room: Newsroom) -> None:
    room.edit({
        "content/politics/story-2.md": article("Another headline", date="2026-11-12", body="New words."), "static/ads.txt": "new",
        "content/politics/story-9.md": article("New", date="2026-11-19"),
    }).remove("content/politics/story-0.md")  # fmt: skip


def expected(newsroom: Newsrooms) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The site before and after the change, each built clean."""
    room = newsroom(FILES)
    room.build()
    before = site(room)
    changed(room)
    room.build(clean=True)
    return before, site(room)


def leftovers(room: Newsroom) -> list[str]:
    return [path for path in tree(room.folder / "public") if path.startswith(".sitegen") and path != writer.MANIFEST]


def test_case_73_killed_at_any_change_to_the_disk_every_file_is_whole_and_the_next_build_is_clean(newsroom: Newsrooms) -> None:
    before, after = expected(newsroom)
    base = newsroom(FILES)
    base.build()
    seen: set[bool] = set()
    step = 0
    while True:
        room = Newsroom(base.folder.parent / f"killed-{step}")
        shutil.copytree(base.folder, room.folder)
        changed(room)
        code = struck(room, step, "KILL")
        now = site(room)
        for path, data in now.items():
            assert data in (before.get(path), after.get(path)), (step, path)
        if not (room.folder / "public" / writer.JOURNAL).exists() and now != after:
            assert now == before, step
        seen.add(now == before)
        built = room.build()
        assert built.code == 0 and site(room) == after and leftovers(room) == [], step
        again = room.build().report
        assert again and (again.rendered, again.written) == (0, 0)
        shutil.rmtree(room.folder)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        step += 1 if step < 12 else 5
    assert step > 40 and seen == {True, False}


@pytest.mark.parametrize("how", ["ENOSPC", "EIO", "EDQUOT", "EROFS"])
def test_case_76_77_a_disk_that_refuses_is_exit_3_and_leaves_the_site_as_it_was_or_to_be_finished(newsroom: Newsrooms, how: str) -> None:
    before, after = expected(newsroom)
    base = newsroom(FILES)
    base.build()
    for step in range({"ENOSPC": 0, "EIO": 1, "EDQUOT": 2, "EROFS": 3}[how], 60, 7):
        room = Newsroom(base.folder.parent / f"{how}-{step}")
        shutil.copytree(base.folder, room.folder)
        changed(room)
        code = struck(room, step, how)
        if code == 0:
            break
        assert code in {3, 77}, step  # 77: what could not be written was done without
        if code == 3 and not (room.folder / "public" / writer.JOURNAL).exists() and site(room) != after:
            assert site(room) == before and (leftovers(room) == [] or how in {"EIO", "EROFS"}), step
        assert room.build().code == 0 and site(room) == after and leftovers(room) == [], step
        shutil.rmtree(room.folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_case_74_interrupted_at_any_time_the_site_is_whole(newsroom: Newsrooms, number: signal.Signals) -> None:
    _, after = expected(newsroom)
    room = newsroom(FILES)
    room.build()
    for wait in (0.05, 0.2, 0.35, 0.5):
        changed(room)
        process = subprocess.Popen(
            [sys.executable, "-m", "sitegen", "build", "-q", "--now", NOW.isoformat()], cwd=room.folder, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": PACKAGE}
        )
        time.sleep(wait)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
        assert process.returncode in {0, 130, -number} or b"Fatal Python error: init_" in said, said  # or Python itself had not begun
        if process.returncode == 130:
            assert b"Traceback" not in said
        assert room.build().code == 0 and site(room) == after
        room.edit(FILES).remove("content/politics/story-9.md").build()


def test_case_75_everything_is_synced_before_the_first_file_is_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def noted(owner: object, name: str) -> None:
        change = getattr(owner, name)

        def call(*arguments: object) -> object:
            calls.append(name)
            return change(*arguments)

        monkeypatch.setattr(owner, name, call)

    for name in ("sync", "fsync", "replace"):
        noted(os, name)
    for count in (3, 40):
        calls.clear()
        writer.write(tmp_path / str(count), {f"{number}.html": b"x" for number in range(count)}, dict.fromkeys((f"{number}.html" for number in range(count)), 1))
        first = calls.index("replace")
        assert calls[:first] == ["fsync"] * 6 if count == 3 else calls[:first] == ["sync"]
        assert calls[first + 1] == "fsync"  # the folder, so that the journal is there
        assert calls[first:].count("replace") == count + 2


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("content", "in content/"), ("themes/mine", "in themes/"), (".git/x", "in .git/"), (".", "holds the publication"), ("..", "holds the publication"),
        ("file", "is a file"), ("link", "symbolic link"), ("foreign", "not made by sitegen"),
    ],
)
def test_case_78_an_output_folder_that_is_not_ours_is_refused_and_nothing_is_touched(newsroom: Newsrooms, place: str, words: str) -> None:
    room = newsroom(FILES)
    for path, text in (("file", "x"), ("foreign/precious.txt", "x")):
        room.edit({path: text})
    (room.folder / "link").symlink_to(room.folder / "foreign")
    before = room.sources()
    ran = room.run("build", "-o", place)
    assert ran.returncode == 2 and words.encode() in ran.stderr, ran.stderr
    assert room.sources() == before


def test_case_79_what_can_not_be_remembered_is_done_without(newsroom: Newsrooms) -> None:
    room = newsroom(FILES)
    after = room.build().tree
    state = room.folder / ".sitegen"
    for path in state.glob("*.sqlite*"):
        path.unlink()
    for name in ("readings.sqlite", f"{layout.__name__}"):
        (state / name).mkdir()
    ran = room.run("build")
    assert ran.returncode == 0 and b"can't be used" in ran.stderr, ran.stderr
    assert tree(room.folder / "public") == after


def test_case_80_a_store_with_any_damage_gives_the_site_of_a_clean_build(newsroom: Newsrooms) -> None:
    room = newsroom(FILES)
    room.build()
    stores = sorted((room.folder / ".sitegen").glob("*.sqlite"))
    whole = {path: path.read_bytes() for path in stores}
    chance = random.Random(7)
    for turn in range(40):
        for path in stores:
            for other in path.parent.glob(f"{path.name}-*"):
                other.unlink()
            path.write_bytes(whole[path])
        path = chance.choice(stores)
        data = bytearray(whole[path])
        match turn % 4:
            case 0:
                for _ in range(chance.randrange(1, 40)):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 1:
                del data[chance.randrange(len(data)) :]
            case 2:
                at = chance.randrange(len(data))
                data[at : at + 4096] = bytes(4096)
            case 3:
                at = chance.randrange(0, len(data), 4096)
                data[at : at + 4096] = data[: 4096]
        path.write_bytes(bytes(data))
        if turn % 5 == 0:
            listed = room.run("list", "drafts")
            assert listed.returncode == 0 and b"Traceback" not in listed.stderr, listed.stderr
            path.write_bytes(bytes(data))
        if turn % 2:
            room.edit({"content/politics/story-1.md": article("Story 1", date="2026-11-11", body=f"Words {turn}.")})
        warm = room.build()
        assert warm.code == 0
        clean = room.build(output=f"clean-{turn}", clean=False)
        assert warm.tree == clean.tree, turn
        shutil.rmtree(room.folder / f"clean-{turn}")
        for path in stores:
            whole[path] = path.read_bytes() if path.exists() else b""


def test_case_81_two_toolchains_in_turn_and_a_store_that_vanishes_are_clean_builds(newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch) -> None:
    room = newsroom(FILES)
    after = room.build().tree
    for tool in ("a", "b", "a"):
        monkeypatch.setattr("sitegen.pipeline.toolchain", lambda tool=tool: tool)
        built = room.build()
        assert built.tree == after and built.report and built.report.rendered > 0
    make = making.make

    def vanishing(*arguments: object, **named: object) -> object:
        shutil.rmtree(room.folder / ".sitegen", ignore_errors=True)
        return make(*arguments, **named)  # type: ignore[arg-type]

    room.edit({"content/politics/story-1.md": article("Story 1", date="2026-11-11", body="Now.")})
    with monkeypatch.context() as patch:
        patch.setattr("sitegen.press.run.make", vanishing)
        ran = room.build()
    assert ran.code == 0 and b"Now." in ran.tree["politics/2026/11/story-1/index.html"]
    assert room.build().tree == room.build(output="clean", clean=True).tree


def test_case_82_content_decides_not_times(newsroom: Newsrooms) -> None:
    room = newsroom(FILES)
    room.build()
    path = room.folder / "content/politics/story-1.md"
    seen = path.stat()
    path.write_text(path.read_text("utf-8").replace("Old", "New"), encoding="utf-8")
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert b"New words." in room.build().tree["politics/2026/11/story-1/index.html"]
    words = "New words"
    for at in (0, 4_000_000_000):  # 1970 and 2096
        os.utime(path, (at, at))
        again = room.build().report
        assert again and (again.rendered, again.written) == (0, 0)
        path.write_text(path.read_text("utf-8").replace(words, f"Words{at:010}"), encoding="utf-8")
        words = f"Words{at:010}"
        os.utime(path, (at, at))
        assert words.encode() in room.build().tree["politics/2026/11/story-1/index.html"]


def test_case_85_a_lock_file_left_behind_holds_nobody_up(newsroom: Newsrooms) -> None:
    room = newsroom(FILES)
    room.edit({".sitegen/lock": f"{os.getpid()}\n"})
    assert room.build().code == 0


def test_case_86_a_file_that_changes_while_it_is_read_is_wholly_one_version(newsroom: Newsrooms) -> None:
    room = newsroom(FILES)
    versions = [article(f"{word} headline", date="2026-11-11", body=f"{word} body. " * 3000) for word in ("First", "Second")]
    path = room.folder / "content/politics/story-1.md"
    stop = threading.Event()

    def flip() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            temporary = path.with_suffix(".tmp")
            temporary.write_text(versions[turn % 2], encoding="utf-8")
            os.replace(temporary, path)

    thread = threading.Thread(target=flip)
    thread.start()
    try:
        for _ in range(15):
            built = room.build()
            assert built.code == 0, built.text
            page = built.page("/politics/2026/11/story-1/")
            assert ("First body" in page) != ("Second body" in page)
            assert ("First headline" in page) == ("First body" in page)
    finally:
        stop.set()
        thread.join()
    assert room.build().tree == room.build(output="clean", clean=True).tree


def test_case_86_a_picture_that_keeps_changing_is_said_and_one_that_changed_once_is_built_again(newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch) -> None:
    room = newsroom(FILES)
    before = room.build().tree
    room.edit({"static/ads.txt": "1"})
    stage_copies, turns = layout.tree.stage_copies, []

    def changing(*arguments: object) -> object:
        turns.append(1)
        if len(turns) <= most:
            room.edit({"static/ads.txt": "2" * len(turns)})
        return stage_copies(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("sitegen.press.tree.stage_copies", changing)
    most = 9
    assert room.build().codes == ("file/changed",) and tree(room.folder / "public") == before
    turns.clear()
    most = 1
    assert room.build().tree["ads.txt"] == b"2"


def test_case_87_a_file_deleted_between_the_count_and_the_reading_is_a_deleted_file(newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch) -> None:
    room = newsroom(FILES)
    take = intake.take

    def losing(*arguments: object) -> object:
        census = take(*arguments)  # type: ignore[arg-type]
        shutil.rmtree(room.folder / "static")
        room.remove("content/politics/story-1.md")
        return census

    with monkeypatch.context() as patch:
        patch.setattr(intake, "take", losing)
        built = room.build()
    assert built.code == 0 and "politics/2026/11/story-1/index.html" not in built.tree and "ads.txt" not in built.tree
    assert room.build(output="clean", clean=True).tree == built.tree


def test_a_disk_that_is_not_mounted_empties_no_site(newsroom: Newsrooms) -> None:
    room = newsroom(FILES)
    before = room.build().tree
    (room.folder / "content").rename(room.folder / "elsewhere")
    for _ in range(2):
        built = room.build()
        assert (built.codes, built.tree) == (("file/all-gone",), before)
    (room.folder / "content").mkdir()  # the empty place of a mount
    assert room.build().codes == ("file/all-gone",)
    assert room.build(clean=True).code == 0 and "politics/2026/11/story-1/index.html" not in tree(room.folder / "public")
    (room.folder / "content").rmdir()
    (room.folder / "elsewhere").rename(room.folder / "content")
    assert room.build().tree == before


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are forked, and so have what a test put in place, whatever threads other tests left behind."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def hurting(name: str, harm: Callable[[], None]) -> Callable[..., object]:
    read = intake.read_source

    def reading(path: str, *arguments: object) -> object:
        if name in path:
            harm()
        return read(path, *arguments)  # type: ignore[arg-type]

    return reading


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deaf() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    while True:
        pass


def endless() -> None:
    while True:
        pass


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize(
    ("harm", "jobs", "code"),
    [(killed, 2, "file/too-hard"), (deaf, 2, "file/too-hard"), (endless, 2, "file/too-slow"), (endless, 1, "file/too-slow")],
)
def test_case_88_89_a_file_that_kills_or_hangs_its_worker_is_named_and_the_others_go_on(
    newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch, harm: Callable[[], None], jobs: int, code: str
) -> None:
    room = newsroom(FILES).edit({"content/politics/bad.md": article("Bad"), "content/politics/wrong.md": article("Wrong", date="2026-02-30")})
    monkeypatch.setattr(intake, "_MANY", 1)
    monkeypatch.setattr(intake, "_SECONDS", 1.0)
    monkeypatch.setattr(intake, "read_source", hurting("/bad.md", harm))
    built = room.build(jobs=jobs)
    assert set(built.diagnostics) == {f"content/politics/bad.md:1:1 {code}", "content/politics/wrong.md:3:7 front-matter/no-such-date"}
    assert all(finding.severity is Severity.ERROR for finding in built.findings)
    room.remove("content/politics/bad.md", "content/politics/wrong.md")
    assert room.build(jobs=jobs).code == 0


@pytest.mark.usefixtures("forked")
def test_a_worker_that_dies_while_rendering_is_exit_3_and_the_site_stays(newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch) -> None:
    room = newsroom(FILES)
    before = room.build().tree
    room.edit({"content/politics/story-1.md": article("Story 1", date="2026-11-11", body="Other.")})
    monkeypatch.setattr(making, "_MANY", 1)
    monkeypatch.setattr(making, "made", lambda *_: killed())
    with pytest.raises(MemoryError, match="story-1"):
        room.build(jobs=2)
    assert tree(room.folder / "public") == before and leftovers(room) == []


def test_a_second_build_writes_nothing_in_a_copied_folder_and_another_zone_too(newsroom: Newsrooms) -> None:
    room = newsroom(FILES)
    room.run("build")
    copy = Newsroom(room.folder.parent / "copy")
    shutil.copytree(room.folder, copy.folder)
    before = {path: path.stat() for path in (copy.folder / "public").rglob("*") if path.is_file()}
    ran: Mapping[str, object] = copy.run_json("build", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")
    outputs = ran["outputs"]
    assert isinstance(outputs, dict)
    assert (outputs["rendered"], outputs["written"], outputs["deleted"]) == (0, 0, 0)
    assert {path: path.stat().st_mtime_ns for path in before} == {path: seen.st_mtime_ns for path, seen in before.items()}
