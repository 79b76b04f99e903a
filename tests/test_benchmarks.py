"""The benchmarks' publication is the same every time, says the same with every generator, and costs sitegen what it should, in counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import corpus, scenarios, tools

SIZE = 40
INSTALLED = Path(sys.prefix) / "peers"  # put there by `.ci/setup --tests`


def written(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("name", tools.TOOLS)
def test_the_publication_is_the_same_bytes_every_time(tmp_path: Path, name: str) -> None:
    for turn in ("one", "two"):
        tools.TOOLS[name].publication(tmp_path / turn, SIZE)
    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_the_articles_have_the_stated_shape() -> None:
    stories = list(corpus.stories(SIZE))
    assert [told.language for told in stories].count("uk") == SIZE // 2
    for told in stories:
        assert 550 <= sum(len(text.split()) for text in (*told.paragraphs, *told.facts)) <= 750
        assert len(set(told.tags)) == 3 and len(set(told.also)) == 2 and told.number not in told.also


def built(name: str, folder: Path) -> Path:
    tool = tools.TOOLS[name]
    tool.publication(folder / "source", SIZE)
    subprocess.run(tool.command(INSTALLED, folder / "source", folder / "output"), cwd=folder / "source", check=True, stdout=subprocess.DEVNULL)
    return folder / "output"


@pytest.mark.parametrize("name", tools.PEERS)
def test_a_peer_shows_the_words_that_sitegen_shows_on_every_article_and_has_the_same_fronts(tmp_path: Path, name: str) -> None:
    ours, theirs = built("sitegen", tmp_path / "ours"), built(name, tmp_path / "theirs")
    for told in corpus.stories(SIZE):
        page = (theirs / tools.TOOLS[name].page(told)).read_text("utf-8")
        words = tools.words(page)
        assert len(words) > 650
        assert words == tools.words((ours / tools.SITEGEN.page(told)).read_text("utf-8"))
    sections = {f"{language}{section}/index.html" for section in corpus.SECTIONS for language in ("", "en/")}
    made = {str(path.relative_to(theirs)) for path in theirs.rglob("*.html")}
    assert sections | {"index.html"} <= made and "sitemap.xml" in {path.name for path in theirs.iterdir()}
    assert sum(path.startswith("tags/") for path in made) >= 30 and sum(path.startswith("authors/") for path in made) >= 20


def test_what_a_build_of_200_articles_reads_renders_and_writes(tmp_path: Path) -> None:
    counts = scenarios.counts(tmp_path / "source", tmp_path / "output", 200)
    looked_at = 200 + 1 + corpus.PICTURES + 6  # the articles, terms.toml, the pictures, the theme
    nothing = {"parsed": 0, "rendered": 0, "written": 0, "deleted": 0}
    assert counts["cold"] == {"looked at": looked_at, "parsed": 201, "rendered": counts["cold"]["rendered"], "written": counts["cold"]["written"], "deleted": 0}
    assert 500 < counts["cold"]["rendered"] < counts["cold"]["written"] < 800
    assert counts["again"] == {"looked at": looked_at} | nothing
    body, headline = counts["body edited"], counts["headline edited"]
    assert (body["parsed"], headline["parsed"], body["deleted"], headline["deleted"]) == (1, 1, 0, 0)
    assert 1 <= body["written"] <= body["rendered"] <= 12
    assert body["written"] < headline["written"] <= headline["rendered"] <= 60
