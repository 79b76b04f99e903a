"""An output folder is whole at every moment, and nothing of anybody else's is touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sitegen.core.task import bytes_digest
from sitegen.engine import manifest, writer
from sitegen.engine.lock import Busy, lock
from sitegen.engine.writer import JOURNAL, MANIFEST, Output, OutputRefused, Staged, Written, digest_on_disk, write

RANKS: Mapping[str, int] = defaultdict(lambda: 1)

OLD = {
    "index.html": b"old front", "a": b"a file", "b/x.html": b"x", "b/y/z.html": b"z", "same.txt": b"same",
    "gone/deep/index.html": b"gone",
}
NEW = {
    "index.html": b"new front", "a/index.html": b"a folder now", "b": b"a file now", "same.txt": b"same",
    "new/deep/index.html": b"new",
}


class Killed(BaseException):
    """Stands for SIGKILL: no handler of the writer may see it."""


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "public"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def pages(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(folder).items() if not path.startswith(".sitegen-")}


def folders(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir()}


def standing(output: Path) -> dict[str, str]:
    """Our outputs that are on disk with the bytes of the manifest; an interrupted write is settled first."""
    return {path: digest for path, digest in Output(output).before.items() if digest_on_disk(output, path) == digest}


def put(output: Path, files: Mapping[str, bytes], *, kept: tuple[str, ...] = ()) -> Written:
    return write(output, files, RANKS, kept=kept)


def test_a_first_write_makes_the_files_and_a_sorted_manifest(output: Path) -> None:
    assert put(output, {"b/index.html": b"B", "a.txt": b"A"}) == Written(("a.txt", "b/index.html"), (), ())
    assert pages(output) == {"b/index.html": b"B", "a.txt": b"A"}
    rows = [json.loads(row) for row in (output / MANIFEST).read_text().splitlines()]
    assert rows == [
        {"path": "a.txt", "digest": bytes_digest(b"A")}, {"path": "b/index.html", "digest": bytes_digest(b"B")}
    ]
    assert set(tree(output)) == {"a.txt", "b/index.html", MANIFEST}


def test_notes_are_kept_in_the_manifest_until_others_come(output: Path) -> None:
    first = Output(output)
    writer.stage(first.staging, "0", b"A")
    first.publish({"a.txt": Staged("0", bytes_digest(b"A"), 0)}, (), {"«b»": "two\n", "a": "one"})
    rows = [json.loads(row) for row in (output / MANIFEST).read_text("utf-8").splitlines()]
    assert rows[1:] == [{"note": "a", "says": "one"}, {"note": "«b»", "says": "two\n"}]
    again = Output(output)
    assert (again.before, again.notes) == ({"a.txt": bytes_digest(b"A")}, {"«b»": "two\n", "a": "one"}) and manifest.noted(output) == again.notes
    os.utime(output / MANIFEST, ns=(1, 1))
    assert again.publish({}, ["a.txt"], again.notes) == Written((), (), ("a.txt",))
    assert (output / MANIFEST).stat().st_mtime_ns == 1
    assert again.publish({}, ["a.txt"], {"a": "three"}) == Written((), (), ("a.txt",))
    assert manifest.noted(output) == {"a": "three"} and pages(output) == {"a.txt": b"A"}


def test_one_note_becomes_another_and_the_rest_stay(output: Path) -> None:
    first = Output(output)
    first.publish({}, (), notes := {"«b»": "two\n", "a": "one", "a\": x": "three"})
    for name, text in notes.items():
        again = Output(output)
        assert (again.note(name), again.note("b"), again.note("")) == (text, "", "")
        notes = notes | {name: f"other \\ {name}"}
        again.publish({}, (), {name: notes[name]}, some=True)
        assert again.notes == notes == manifest.noted(output)
    whole = (output / MANIFEST).read_bytes()
    Output(output).publish({}, (), notes)
    assert (output / MANIFEST).read_bytes() == whole  # the very bytes that all of them give


def test_a_folder_that_is_only_looked_at_is_neither_made_nor_refused(output: Path) -> None:
    assert manifest.noted(output) == {} and not output.exists()
    put(output, OLD)
    (output / MANIFEST).write_text("{broken", "utf-8")
    assert manifest.noted(output) == {}


def test_unchanged_bytes_keep_their_time_and_their_inode(output: Path) -> None:
    put(output, OLD)
    os.utime(output / "same.txt", ns=(1, 1))
    os.utime(output / MANIFEST, ns=(1, 1))
    inode = (output / "same.txt").stat().st_ino
    assert put(output, OLD) == Written((), (), tuple(sorted(OLD)))
    after = (output / "same.txt").stat()
    assert (after.st_mtime_ns, after.st_ino) == (1, inode)
    assert (output / MANIFEST).stat().st_mtime_ns == 1


def test_files_become_folders_folders_become_files_and_the_rest_is_pruned(output: Path) -> None:
    put(output, OLD)
    written = put(output, NEW)
    assert pages(output) == NEW
    assert folders(output) == {"a", "new", "new/deep"}
    assert written.deleted == ("a", "b/x.html", "b/y/z.html", "gone/deep/index.html")
    assert written.unchanged == ("same.txt",)


def test_files_arrive_in_rank_order_then_deletions_then_the_manifest(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(output, {"old.html": b"old"})
    steps: list[str] = []
    replace, unlink = os.replace, Path.unlink

    def replacing(source: str | Path, target: str | Path) -> None:
        steps.append(Path(target).name)
        replace(source, target)

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        steps.append(f"-{path.name}")
        unlink(path, missing_ok)

    monkeypatch.setattr(os, "replace", replacing)
    monkeypatch.setattr(Path, "unlink", unlinking)
    files = {"feed.xml": b"f", "index.html": b"i", "b.html": b"b", "a.html": b"a", "x.css": b"x"}
    write(output, files, {"x.css": 0, "a.html": 1, "b.html": 1, "index.html": 2, "feed.xml": 3})
    assert steps == [
        JOURNAL, "x.css", "a.html", "b.html", "index.html", "feed.xml", "-old.html", MANIFEST, f"-{JOURNAL}"
    ]


def test_a_file_whose_name_changes_its_case_alone_is_cleared_before_the_new_one_comes(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disk that takes both names for one file, a deletion after it would take the new file."""
    put(output, {"one/index.html": b"old", "two/index.html": b"old"})
    steps: list[str] = []
    replace, unlink = os.replace, Path.unlink

    def replacing(source: str | Path, target: str | Path) -> None:
        steps.append(Path(target).parent.name)
        replace(source, target)

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        steps.append(f"-{path.parent.name}")
        unlink(path, missing_ok)

    monkeypatch.setattr(os, "replace", replacing)
    monkeypatch.setattr(Path, "unlink", unlinking)
    write(output, {"One/index.html": b"new"}, {"One/index.html": 0})
    first = [steps.index(step) for step in ("-one", "One", "-two")]
    assert first == sorted(first)


def killed_at(step: int, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> bool:
    """Run ``work`` and stop it dead before its change number ``step``; False when it ended earlier."""
    left = [step]

    def guarded(change: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if not left[0]:
                raise Killed
            left[0] -= 1
            return change(*arguments, **named)

        return call

    with monkeypatch.context() as patch:
        for owner, name in (
            (os, "replace"), (os, "sync"), (os, "fsync"), (os, "unlink"), (os, "rmdir"), (writer, "stage"), (Path, "unlink"), (Path, "rmdir"), (Path, "mkdir"), (Path, "write_bytes"),
            (Path, "write_text"), (Path, "touch"),
        ):
            patch.setattr(owner, name, guarded(getattr(owner, name)))
        try:
            work()
        except Killed:
            return True
    return False


def test_killed_at_any_step_the_next_run_finds_all_of_the_old_or_all_of_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    for step in range(200):
        output = tmp_path / str(step)
        put(output, OLD)
        if not killed_at(step, monkeypatch, partial(put, output, NEW)):
            break
        journal = (output / JOURNAL).exists()
        if not journal and pages(output) != NEW:
            assert pages(output) == OLD
        # Killed once more while settling, at each of a few steps.
        killed_at(step % 7, monkeypatch, partial(standing, output))
        now = standing(output)
        if journal:
            assert pages(output) == NEW
        assert pages(output) in (OLD, NEW)
        assert set(now) == set(pages(output))
        assert not [path for path in tree(output) if path.startswith(".sitegen-") and path != MANIFEST]
        assert not [path for path in tree(output) if ".sitegen-stage" in path]
        seen.add("new" if pages(output) == NEW else "old")
        put(output, NEW)
        assert pages(output) == NEW
        assert folders(output) == {"a", "new", "new/deep"}
    else:
        pytest.fail("the write never ended")
    assert seen == {"old", "new"}


def test_a_first_write_killed_at_any_step_can_be_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in range(100):
        output = tmp_path / str(step)
        if not killed_at(step, monkeypatch, partial(put, output, OLD)):
            break
        put(output, NEW)
        assert pages(output) == NEW
    assert step > 10


def test_a_full_disk_leaves_the_site_as_it_was(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(output, OLD)
    before = tree(output)
    stage = writer.stage

    def full(staging: Path, name: str, data: bytes) -> None:
        if name == "2":
            raise OSError(28, "No space left on device")
        stage(staging, name, data)

    monkeypatch.setattr(writer, "stage", full)
    with pytest.raises(OSError, match="No space"):
        put(output, NEW)
    assert tree(output) == before


def test_kept_outputs_stay_and_keep_their_digest(output: Path) -> None:
    put(output, OLD)
    written = put(output, {"index.html": b"new front"}, kept=("same.txt",))
    assert written.written == ("index.html",) and written.unchanged == ("same.txt",)
    assert pages(output) == {"index.html": b"new front", "same.txt": b"same"}
    assert standing(output) == {"index.html": bytes_digest(b"new front"), "same.txt": bytes_digest(b"same")}


def test_what_was_never_written_cant_be_kept(output: Path) -> None:
    put(output, OLD)
    with pytest.raises(ValueError, match=r"other\.txt"):
        put(output, {}, kept=("other.txt",))


def test_an_output_changed_or_removed_by_hand_does_not_stand_and_is_mended(output: Path) -> None:
    put(output, OLD)
    (output / "same.txt").write_bytes(b"edit")
    (output / "index.html").unlink()
    assert set(standing(output)) == set(OLD) - {"same.txt", "index.html"}
    assert put(output, OLD).written == ("index.html", "same.txt")
    assert pages(output) == OLD


def test_foreign_files_survive_a_prune(output: Path) -> None:
    put(output, OLD)
    (output / "gone/deep/CNAME").write_text("news.example")
    put(output, NEW)
    assert pages(output) == NEW | {"gone/deep/CNAME": b"news.example"}


def test_no_folder_yet_means_nothing_stands(output: Path) -> None:
    assert standing(output) == {}
    assert not output.exists()


def test_an_empty_folder_is_accepted(output: Path) -> None:
    output.mkdir()
    put(output, OLD)
    assert pages(output) == OLD


def test_a_folder_that_is_neither_empty_nor_ours_is_refused_untouched(output: Path) -> None:
    output.mkdir()
    (output / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputRefused, match="not empty and was not made by sitegen"):
        put(output, OLD)
    assert tree(output) == {"thesis.txt": b"years of work"}


def test_a_file_a_link_and_the_root_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    for output, words in ((tmp_path / "file", "is a file"), (tmp_path / "link", "symbolic link"), (Path("/"), "root")):
        with pytest.raises(OutputRefused, match=words):
            put(output, OLD)
    assert tree(tmp_path) == {"file": b"x"}


def test_a_manifest_that_is_a_link_does_not_make_a_folder_ours(output: Path, tmp_path: Path) -> None:
    output.mkdir()
    (tmp_path / "elsewhere").touch()
    (output / MANIFEST).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputRefused, match="not made by sitegen"):
        put(output, OLD)


@pytest.mark.parametrize(
    "path", ["", "/etc/x", "../x", "a/../../x", "a//b", "./a", "a/", "a/.", "a\0b", MANIFEST, "a/.sitegen-stage-1"]
)
def test_a_path_that_leaves_the_folder_or_takes_our_marks_is_a_fault(output: Path, path: str) -> None:
    with pytest.raises(ValueError, match="no path of an output"):
        put(output, {path: b"x"})
    assert not output.exists()


def test_one_name_cant_be_file_and_folder(output: Path) -> None:
    with pytest.raises(ValueError, match="a folder"):
        put(output, {"a": b"1", "a/b": b"2"})


def test_a_manifest_that_points_outside_prunes_nothing(output: Path, tmp_path: Path) -> None:
    put(output, OLD)
    (tmp_path / "precious.txt").write_text("x")
    (output / MANIFEST).write_text(json.dumps({"path": "../precious.txt", "digest": "0"}) + "\n")
    with pytest.raises(OutputRefused, match="damaged"):
        put(output, NEW)
    assert (tmp_path / "precious.txt").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"place": [["../x", "a"]], "clear": [], "delete": []}',
                                  '{"place": [], "clear": [], "delete": ["../x"]}'])
def test_a_damaged_journal_is_refused(output: Path, text: str) -> None:
    put(output, OLD)
    (output / JOURNAL).write_text(text)
    with pytest.raises(OutputRefused, match="damaged"):
        put(output, NEW)
    assert pages(output) == OLD


def test_a_linked_folder_is_never_written_or_pruned_through(output: Path, tmp_path: Path) -> None:
    put(output, {"b/x.html": b"x"})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.html").write_text("theirs")
    (output / "b/x.html").unlink()
    (output / "b").rmdir()
    (output / "b").symlink_to(outside)
    for files in ({"b/x.html": b"new"}, {"c.html": b"c"}):
        with pytest.raises(OutputRefused, match="symbolic link"):
            put(output, files)
    assert standing(output) == {}
    assert tree(outside) == {"x.html": b"theirs"}


@pytest.mark.parametrize(
    ("foreign", "path"),
    [("CNAME", "CNAME"), ("about", "about/index.html"), ("about/notes.txt", "about"), ("b/notes.txt", "b")],
)
def test_a_foreign_file_in_the_way_is_named_and_nothing_is_changed(output: Path, foreign: str, path: str) -> None:
    put(output, OLD)
    (output / foreign).parent.mkdir(exist_ok=True)
    (output / foreign).write_text("theirs")
    before = tree(output)
    with pytest.raises(OutputRefused, match=foreign):
        put(output, {"index.html": b"new", path: b"ours"})
    assert tree(output) == before


def test_a_foreign_empty_folder_or_link_in_the_way_is_named(output: Path) -> None:
    put(output, OLD)
    (output / "about/empty").mkdir(parents=True)
    (output / "link").symlink_to("nowhere")
    for path, found in (("about", "about/empty"), ("link", "link")):
        with pytest.raises(OutputRefused, match=found):
            put(output, {path: b"ours"})


def test_the_lock_names_the_process_that_holds_it(tmp_path: Path) -> None:
    with lock(tmp_path / "state"):
        with pytest.raises(Busy) as caught, lock(tmp_path / "state"):
            pytest.fail("two builds at once")
        assert caught.value.pid == os.getpid()
    with lock(tmp_path / "state"):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\nfrom sitegen.engine.lock import lock\n"
        "with lock(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    root = str(Path(writer.__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(Busy) as caught, lock(tmp_path):
            pytest.fail("two builds at once")
        assert caught.value.pid == holder.pid
        holder.kill()
        holder.wait()
        with lock(tmp_path):
            pass
