"""`sitegen init` and `sitegen new article`, as an editor runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from sitegen.core.model import Article
from sitegen.core.reading import Block
from sitegen.pipeline import Options, edit
from sitegen.reading.prose import BOXES
from sitegen.scaffold import ScaffoldError, new_publication

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def sitegen(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "sitegen", *words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "paper"
    made = sitegen(folder.parent, "init", "paper", "--name", 'Вісник "Берег"', "--now", NOW.isoformat())
    assert made.returncode == 0, made.stderr
    assert made.stdout.split("\n")[:-1] == sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return folder


@pytest.mark.parametrize("now", ["", "2026-11-25T09:00", "2037-01-01T00:00"])
def test_a_new_publication_builds_with_no_finding_at_any_later_date(publication: Path, now: str) -> None:
    for command in ("build", "check"):
        ended = sitegen(publication, command, "--strict", "--format", "json", *(["--now", now] if now else []))
        assert (ended.returncode, json.loads(ended.stdout)["diagnostics"]) == (0, [])
    assert "Вісник Берег" in (publication / "public/index.html").read_text("utf-8")


def test_its_first_article_shows_every_block(publication: Path) -> None:
    edition = edit(Options(publication), NOW, bodies=True)
    parts = [part for prose in edition.prose.values() for part in prose.parts]
    assert {part.kind for part in parts} >= set(Block) - {Block.INLINE_PICTURE, Block.SHARED_BOX}  # which needs a story
    assert {part.box for part in parts if part.box} == set(BOXES)
    html = "".join(prose.html for prose in edition.prose.values())
    assert all(tag in html for tag in ("<table>", "<dl>", 'class="footnote"', "<blockquote>"))
    articles = [read.value for read in edition.reads if isinstance(read.value, Article)]
    assert {article.page_kind for article in articles} == {"", "about", "contact", "corrections-policy", "ethics", "masthead", "ownership"}
    assert set(edition.site.articles) >= {"content/society/first-article/index.md", "content/en/society/first-article.md"}


def test_a_folder_with_anything_in_it_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    ended = sitegen(tmp_path, "init", ".")
    assert (ended.returncode, "thesis.txt" in ended.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(ScaffoldError, match="is a file"):
        new_publication(tmp_path / "thesis.txt", name="P", requirement="sitegen", now=NOW)


def test_a_fresh_repository_may_become_a_publication(tmp_path: Path) -> None:
    (tmp_path / "paper/.git").mkdir(parents=True)
    assert "sitegen.toml" in new_publication(tmp_path / "paper", name="P", requirement="sitegen==1", now=NOW)
    assert (tmp_path / "paper/requirements.txt").read_text("utf-8").endswith("\nsitegen==1\n")
    assert [path.name for path in tmp_path.iterdir()] == ["paper"]


@pytest.mark.parametrize(
    "headline",
    ['Мер: "Іду" - у відставку 🙂', "It's #1: a \\ back", "- dash", "{{ x }}", "---", "null", "$(touch pwned)", "日本のニュース"],
)
def test_a_new_article_has_its_headline_whatever_is_in_it(publication: Path, headline: str) -> None:
    begun = sitegen(publication, "new", "article", "--section", "politics", "--author", "Ірина Лозова", "--author", "Редакція", "--now", "2026-11-24T07:30Z", "--", headline)
    assert begun.returncode == 0, begun.stderr
    path = publication / begun.stdout.strip()
    try:
        written = yaml.safe_load(path.read_text("utf-8").split("---\n", 2)[1] if headline != "---" else path.read_text("utf-8").removeprefix("---\n").split("\n---\n")[0])
        assert (written["title"], written["status"]) == (headline, "draft")
        assert path.parent == publication / "content/politics"
        edition = edit(Options(publication), NOW, bodies=True)
        (article,) = (read.value for read in edition.reads if isinstance(read.value, Article) and publication / read.path == path)
        assert [byline.name for byline in article.bylines] == ["Ірина Лозова", "Редакція"]
        assert article.published is not None and article.published.at.isoformat() == "2026-11-24T09:30:00+02:00"
        assert [found.code for found in edition.problems] == []
        again = sitegen(publication, "new", "article", "--section", "politics", "--", headline)
        assert (again.returncode, "is there already" in again.stderr) == (2, True)
    finally:
        path.unlink()


def test_a_new_article_of_another_language_stands_in_its_folder(publication: Path) -> None:
    begun = sitegen(publication, "new", "article", "The pier opens", "--lang", "en", "--section", "society")
    assert begun.stdout.strip() == "content/en/society/the-pier-opens.md"
    (publication / begun.stdout.strip()).unlink()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["X", "--section", "polithics"], "politics"),
        (["X"], "no section is given"),
        (["X", "--section", "politics", "--lang", "de"], "uk, en"),
        (["  ", "--section", "politics"], "empty"),
        (["X", "--section", "../../etc"], "is no section"),
    ],
)
def test_what_can_not_begin_is_refused_with_what_can(publication: Path, words: list[str], said: str) -> None:
    before = sorted(publication.rglob("*"))
    ended = sitegen(publication, "new", "article", *words)
    assert (ended.returncode, said in ended.stderr) == (2, True)
    assert sorted(publication.rglob("*")) == before


def test_the_files_have_no_place_holder_left(publication: Path) -> None:
    for path in publication.rglob("*"):
        if path.suffix in {".md", ".toml", ".txt"} and "public" not in path.parts:
            assert "$" not in path.read_text("utf-8").replace("${{", ""), path
    assert os.access(publication / "sitegen.toml", os.R_OK)
