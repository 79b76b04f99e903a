"""The command line, run as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
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
    (tmp_path / "sitegen.toml").write_text('title = "Paper"\nbase_url = "https://paper.example/"\n', encoding="utf-8")
    (tmp_path / "content/terms.toml").write_text('[sections.politics]\nname = "Politics"\n', encoding="utf-8")
    (tmp_path / "pasted.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def sitegen(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


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
    assert "sitegen.toml:3:1: error:" in built.stderr
    assert "did you mean 'theme'?" in built.stderr


def test_a_broken_article_is_exit_1_with_its_line_and_nothing_is_written(publication: Path) -> None:
    (publication / "content/politics").mkdir()
    (publication / "content/politics/a.md").write_text("---\ntitle: A\ndate: 2026-02-30\n---\n", encoding="utf-8")
    built = sitegen(publication, "build", "--format", "github")
    assert built.returncode == 1
    assert "::error file=content/politics/a.md,line=3," in built.stdout
    assert not (publication / "public").exists()
