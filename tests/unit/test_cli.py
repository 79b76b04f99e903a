"""The command line, run as a user runs it."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

TEXT = """Council opens the new river path

Мельник Ірина
09:31, 23 February
Council opens the new river path
Image source:

The council opened the path along the river on Tuesday.

"It took two years", - the mayor said.

Read also: The ferry will run again

What is known

  • The path is four kilometres long.
  • It has lamps.

Follow us on Telegram"""


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    settings = 'title = "Paper"\nbase_url = "https://paper.example/"\ndesk.severity."policy/missing" = "off"\n'
    (tmp_path / "sitegen.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "content/terms.toml").write_text('[sections.politics]\nname = "Politics"\n', encoding="utf-8")
    (tmp_path / "pasted.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def sitegen(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "", **more},
    )


def article(folder: Path, name: str, *lines: str) -> Path:
    path = folder / f"content/politics/{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(("---", f"title: {name.title()}", *lines, "---", "Words.", "")), encoding="utf-8")
    return path


def test_a_pasted_text_becomes_an_article_that_stands_in_the_site(publication: Path) -> None:
    imported = sitegen(publication, "import", "text", "pasted.txt", "--year", "2022", "--section", "politics", "--lang", "en")
    assert imported.returncode == 0, imported.stderr
    assert imported.stdout.strip() == "content/en/politics/council-opens-the-new-river-path.md"
    article = (publication / imported.stdout.strip()).read_bytes()
    again = sitegen(publication, "import", "text", "pasted.txt", "--year", "2022", "--section", "politics", "--lang", "en")
    assert (again.returncode, again.stdout) == (0, "")
    assert (publication / imported.stdout.strip()).read_bytes() == article
    built = json.loads(sitegen(publication, "build", "--format", "json").stdout)
    assert sorted(one["code"] for one in built["diagnostics"]) == [
        "image/missing-credit", "image/missing-source", "read-also/pending",
    ]
    assert all(one["line"] for one in built["diagnostics"])
    page = (publication / "public/en/politics/2022/02/council-opens-the-new-river-path/index.html").read_text("utf-8")
    assert "09:31, 23 February 2022" in page
    assert 'lang="uk"' in page
    assert "“It took two years”,\u00a0— the mayor said." in page
    assert page.count("<li>The path is") == 1


def test_a_text_without_a_year_is_an_error_at_its_line(publication: Path) -> None:
    imported = sitegen(publication, "import", "text", "pasted.txt", "--section", "politics", "--lang", "en")
    assert imported.returncode == 1
    assert "pasted.txt:4:" in imported.stderr
    assert not (publication / "content/en").exists()


def test_case_44_a_wrong_setting_is_exit_2_with_its_line(publication: Path) -> None:
    with (publication / "sitegen.toml").open("a", encoding="utf-8") as file:
        file.write("themee = 1\n")
    built = sitegen(publication, "build")
    assert built.returncode == 2
    assert "sitegen.toml:4:1: error:" in built.stderr
    assert "did you mean 'theme'?" in built.stderr


def test_a_broken_article_is_exit_1_with_its_line_and_nothing_is_written(publication: Path) -> None:
    (publication / "content/politics").mkdir()
    (publication / "content/politics/a.md").write_text("---\ntitle: A\ndate: 2026-02-30\n---\n", encoding="utf-8")
    built = sitegen(publication, "build", "--format", "github")
    assert built.returncode == 1
    assert "::error file=content/politics/a.md,line=3," in built.stdout
    assert not (publication / "public").exists()


# ------------------------------------------------------------------ build and check


def test_check_reads_all_and_writes_nothing(publication: Path) -> None:
    article(publication, "river", "date: 2026-05-04 10:00", "autor: Ada")
    checked = sitegen(publication, "check", "--format", "json")
    assert (checked.returncode, [one["code"] for one in json.loads(checked.stdout)["diagnostics"]]) == (0, ["article/no-standfirst", "front-matter/unknown-key"])
    assert sitegen(publication, "check", "--strict", "-q").returncode == 1
    assert sorted(path.name for path in publication.iterdir()) == ["content", "pasted.txt", "sitegen.toml"]


def test_an_output_folder_is_meant_from_where_the_command_runs(publication: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert sitegen(elsewhere, "build", "-s", str(publication), "-o", "site", "-q").returncode == 0
    assert (elsewhere / "site/index.html").is_file()
    assert sitegen(elsewhere, "build", "-s", str(publication)).returncode == 0
    assert (publication / "public/index.html").is_file()


def test_verbose_names_the_files_and_quiet_says_nothing(publication: Path) -> None:
    assert "  index.html\n" in sitegen(publication, "build", "-v").stderr
    quiet = sitegen(publication, "build", "-q")
    assert (quiet.stdout, quiet.stderr) == ("", "")


def test_the_json_of_a_build_is_one_object_with_its_counts(publication: Path) -> None:
    article(publication, "river", "date: 2026-05-04 10:00")
    article(publication, "later", "date: 2099-05-04 10:00")
    first = json.loads(sitegen(publication, "build", "--format", "json").stdout)
    again = json.loads(sitegen(publication, "build", "--format", "json").stdout)
    assert list(first) == ["articles", "outputs", "changed", "kept", "left_out", "diagnostics", "next_change_at", "seconds", "stages", "explained", "audit", "doubt"]
    assert (first["articles"], first["diagnostics"]) == (1, [])
    assert first["next_change_at"]["public"].startswith("2099-05-04T")
    assert first["outputs"]["total"] == first["outputs"]["written"] == len(first["changed"])
    assert (again["outputs"]["written"], again["outputs"]["deleted"], again["changed"]) == (0, 0, [])


@pytest.mark.parametrize(
    "words",
    [["build", "--now", "yesterday"], ["build", "--nonsense"], ["list", "cats"], ["build", "-c", "other.toml"], ["build", "-j", "-1"]],
)
def test_wrong_usage_is_exit_2_with_a_reason(publication: Path, words: list[str]) -> None:
    ended = sitegen(publication, *words)
    assert ended.returncode == 2
    assert ended.stderr.strip() and "Traceback" not in ended.stderr


def test_a_folder_that_is_not_ours_is_refused_untouched(publication: Path) -> None:
    (publication / "public").mkdir()
    (publication / "public/thesis.txt").write_text("mine", encoding="utf-8")
    assert sitegen(publication, "build").returncode == 2
    assert sitegen(publication, "clean").returncode == 2
    assert [path.name for path in (publication / "public").iterdir()] == ["thesis.txt"]


def test_a_second_build_at_the_same_time_is_exit_4_with_the_first_ones_process(publication: Path) -> None:
    from sitegen.engine.lock import lock

    with lock(publication / ".sitegen"):
        busy = sitegen(publication, "build")
        waiting = subprocess.Popen([sys.executable, "-m", "sitegen", "build", "--wait", "-q"], cwd=publication)
    assert (busy.returncode, str(os.getpid()) in busy.stderr, "--wait" in busy.stderr) == (4, True, True)
    assert waiting.wait() == 0


@pytest.mark.parametrize(("words", "colored"), [(["--color", "always"], True), (["--color", "never"], False), ([], False)])
def test_colours_are_for_who_asks(publication: Path, words: list[str], colored: bool) -> None:
    article(publication, "river", "date: 2026-02-30")
    assert ("\x1b[" in sitegen(publication, "build", *words).stderr) is colored


def test_progress_is_shown_on_a_terminal_only_and_no_color_is_heard(publication: Path) -> None:
    leader, follower = pty.openpty()
    ended = subprocess.run(
        [sys.executable, "-m", "sitegen", "build"], cwd=publication, stdout=subprocess.PIPE, stderr=follower, check=False,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
    )
    os.close(follower)
    shown = b""
    try:
        while piece := os.read(leader, 65536):
            shown += piece
    except OSError:  # the terminal is closed
        pass
    assert (ended.returncode, ended.stdout) == (0, b"")
    assert b"rendering" in shown and b"0 articles" in shown
    assert b"\x1b[31m" not in shown
    assert "rendering" not in sitegen(publication, "build").stderr


def test_several_processes_read_a_large_archive_to_the_same_site(publication: Path) -> None:
    for number in range(410):
        article(publication, f"story-{number}", f"date: 2026-05-04 10:{number % 60:02}", *(["autor: x"] if number == 7 else []))
    one = json.loads(sitegen(publication, "build", "-j", "1", "--format", "json").stdout)
    two = json.loads(sitegen(publication, "build", "-j", "2", "--format", "json").stdout)
    assert (one["articles"], one["diagnostics"][0]["path"]) == (410, "content/politics/story-7.md")
    assert two["changed"] == [] and two["diagnostics"] == one["diagnostics"]


def test_watching_builds_on_a_save_and_keeps_the_last_good_site(publication: Path) -> None:
    path = article(publication, "river", "date: 2026-05-04 10:00")
    page = publication / "public/politics/2026/05/river/index.html"
    log = publication.parent / "watch.log"
    with log.open("wb") as out:
        watching = subprocess.Popen([sys.executable, "-m", "sitegen", "build", "--watch"], cwd=publication, stderr=out)
    try:
        _until(lambda: b"watching" in log.read_bytes(), watching)
        path.write_text(path.read_text("utf-8").replace("Words.", "Other words."), encoding="utf-8")
        _until(lambda: "Other words." in page.read_text("utf-8"), watching)
        path.write_text(path.read_text("utf-8").replace("date: 2026-05-04", "date: 2026-02-30"), encoding="utf-8")
        _until(lambda: b"politics/river.md:3:" in log.read_bytes(), watching)
        assert "Other words." in page.read_text("utf-8")
    finally:
        watching.send_signal(signal.SIGINT)
        assert watching.wait() == 130


def _until(true: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait for something to become true, as long as the process lives."""
    while not true():
        assert process.poll() is None
        time.sleep(0.05)


# ------------------------------------------------------------------ list, clean, import


def test_list_says_what_is_public_and_what_is_not(publication: Path) -> None:
    article(publication, "river", "date: 2026-05-04 10:00", "tags: [boats]", "author: Ada")
    article(publication, "draft", "date: 2026-05-04 10:00", "draft: true")
    article(publication, "later", "date: 2099-05-04 10:00")
    article(publication, "gone", "date: 2026-05-04 10:00", "expires: 2026-06-01")
    article(publication, "letter", "date: 2026-05-04 10:00", "status: hidden")
    listed = {kind: sitegen(publication, "list", kind).stdout for kind in ("articles", "drafts", "future", "expired", "hidden", "pages", "tags", "sections", "authors")}
    assert listed["articles"] == "2026-05-04 10:00\tuk\tcontent/politics/river.md\t/politics/2026/05/river/\tRiver\n"
    assert {kind: listed[kind].split("\t")[2] for kind in ("drafts", "future", "expired", "hidden")} == {
        kind: f"content/politics/{name}.md" for kind, name in (("drafts", "draft"), ("future", "later"), ("expired", "gone"), ("hidden", "letter"))
    }
    assert listed["pages"] == ""
    assert listed["tags"].split("\t")[:3] == ["1", "uk", "boats"]
    assert "Ada" in listed["authors"] and "/politics/" in listed["sections"]
    assert json.loads(sitegen(publication, "list", "--format", "json", "--now", "2100-01-01").stdout)[0]["source"] == "content/politics/later.md"


def test_clean_removes_what_builds_made_and_nothing_else(publication: Path) -> None:
    before = sorted(str(path) for path in publication.rglob("*"))
    assert sitegen(publication, "build", "-q").returncode == 0
    would = sitegen(publication, "clean", "-n").stdout
    assert "public/index.html" in would and (publication / "public/index.html").is_file()
    (publication / "public/mine.txt").write_text("mine", encoding="utf-8")
    assert sitegen(publication, "clean").stdout == would
    assert [path.name for path in (publication / "public").iterdir()] == ["mine.txt"]
    (publication / "public/mine.txt").unlink()
    (publication / "public").rmdir()
    assert sorted(str(path) for path in publication.rglob("*")) == before
    assert sitegen(publication, "clean").returncode == 0


@pytest.mark.parametrize("reference", ["content/politics/river.md", "river", "River", "tp-1", "/politics/river.md"])
def test_an_imported_translation_is_paired_with_its_original(publication: Path, reference: str) -> None:
    article(publication, "river", "date: 2022-02-23 08:00", "id: tp-1")
    imported = sitegen(publication, "import", "text", "pasted.txt", "--year", "2022", "--lang", "en", "--translation-of", reference)
    assert imported.returncode == 0, imported.stderr
    assert imported.stdout.startswith("content/en/politics/")
    assert sitegen(publication, "build", "-q").returncode == 0
    page = (publication / "public/politics/2022/02/river/index.html").read_text("utf-8")
    assert 'hreflang="en"' in page


def test_an_original_that_is_not_there_is_told_with_the_nearest_name(publication: Path) -> None:
    article(publication, "river-path", "date: 2022-02-23 08:00")
    ended = sitegen(publication, "import", "text", "pasted.txt", "--year", "2022", "--lang", "en", "--translation-of", "river-pth")
    assert (ended.returncode, "did you mean 'river-path'?" in ended.stderr) == (1, True)


def test_output_that_nobody_reads_to_its_end_is_no_fault(publication: Path) -> None:
    ended = subprocess.run(f"{sys.executable} -m sitegen schema front-matter | head -c 10; exit ${{PIPESTATUS[0]}}", shell=True, executable="/bin/bash", cwd=publication, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


# ------------------------------------------------------------------ what comes next


def test_what_goes_live_and_what_goes_away_stand_the_next_first_in_the_publications_zone(publication: Path) -> None:
    article(publication, "third", "date: 2026-12-03T08:00Z")
    article(publication, "first", "date: 2026-05-04", "embargo: 2026-12-01T06:00Z", "expires: 2026-12-05T06:00Z")
    article(publication, "second", "date: 2026-12-02T06:00+09:00", "status: hidden")
    article(publication, "never", "date: 2026-12-02", "expires: 2026-12-01")
    article(publication, "draft", "date: 2026-12-02", "draft: true")
    article(publication, "going", "date: 2026-05-04", "expires: 2026-11-25T10:00Z")
    article(publication, "gone", "date: 2026-05-04", "expires: 2026-11-23T10:00Z")
    (publication / "content/_index.md").write_text("---\nbreaking: {text: Strip, until: 2026-11-26 10:00}\n---\n", encoding="utf-8")
    now = ("--now", "2026-11-24T12:00Z")

    def listed(*words: str) -> list[list[str]]:
        done = sitegen(publication, "list", *words, *now)
        assert done.returncode == 0, done.stderr
        return [line.split("\t") for line in done.stdout.splitlines()]

    coming = listed("scheduled")
    assert [(row[0], Path(row[2]).stem) for row in coming] == [("2026-12-01 08:00", "first"), ("2026-12-01 23:00", "second"), ("2026-12-03 10:00", "third")]
    assert coming[0][3] == "/politics/2026/12/first/", "where it will be"
    assert [(row[0], Path(row[2]).stem) for row in listed("expiring")] == [
        ("2026-11-25 12:00", "going"), ("2026-11-26 10:00", "_index"), ("2026-12-05 08:00", "first"),
    ]  # fmt: skip
    assert [Path(row[2]).stem for row in listed("scheduled", "--within", "8d")] == ["first", "second"]
    assert [Path(row[2]).stem for row in listed("expiring", "--within", "36h")] == ["going"]
    rows = json.loads(sitegen(publication, "list", "scheduled", "--format", "json", *now).stdout)
    assert (rows[0]["at"], rows[0]["source"]) == ("2026-12-01T08:00:00+02:00", "content/politics/first.md")
    for words in (("scheduled", "--within", "soon"), ("drafts", "--within", "7d")):
        assert sitegen(publication, "list", *words, *now).returncode == 2
