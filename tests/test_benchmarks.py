"""The benchmarks' publication is the same every time, of the stated shape, and builds by the counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks import corpus, measure

SIZE = 40


def _bytes(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_the_corpus_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    corpus.write(tmp_path / "one", SIZE)
    corpus.write(tmp_path / "two", SIZE)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_the_corpus_has_the_stated_shape() -> None:
    stories = corpus.stories(SIZE)
    assert [story.language for story in stories].count("uk") == SIZE // 2
    for story in stories:
        words = sum(len(text.split()) for text in (*story.paragraphs, *story.facts))
        assert 550 <= words <= 750
        assert len(set(story.tags)) == 3
        assert len(set(story.also)) == 2
        assert story.number not in story.also


def test_a_build_with_nothing_changed_writes_nothing_and_an_edit_writes_its_article(tmp_path: Path) -> None:
    source, output = tmp_path / "source", tmp_path / "output"
    corpus.write(source, SIZE)
    command = [sys.executable, "-m", "sitegen", "build", "-q", "-s", str(source), "-o", str(output)]
    subprocess.run(command, check=True)
    cold = measure.files(output)
    subprocess.run(command, check=True)
    assert measure.written(cold, measure.files(output)) == 0
    story = corpus.stories(SIZE)[SIZE // 2]
    path = corpus.article(source, story)
    path.write_text(path.read_text("utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    subprocess.run(command, check=True)
    edited = measure.files(output)
    pages = [name for name in edited if name.endswith(".html") and edited[name] != cold.get(name)]
    assert len(pages) == 1
    assert f"/{story.slug}/" in pages[0]
    assert "One more sentence." in (output / pages[0]).read_text("utf-8")
