"""`python -m benchmarks --articles 200`: builds cold, again and after an edit, and prints what each cost."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks import corpus, measure


def main() -> int:
    """Run the scenarios of sitegen at each size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--articles", default="200", help="sizes, with commas")
    parser.add_argument("--counts", action="store_true", help="only counts, no seconds")
    parser.add_argument("--jobs", default="0", help="workers, as sitegen build -j")
    parser.add_argument("--work", type=Path, help="where to build; a temporary folder otherwise")
    options = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        for size in map(int, options.articles.split(",")):
            _size(Path(folder) / str(size), size, options.jobs, options.counts)
    return 0


def _size(root: Path, size: int, jobs: str, only_counts: bool) -> None:
    source, output = root / "source", root / "output"
    corpus.write(source, size)
    command = [sys.executable, "-m", "sitegen", "build", "-q", "-s", str(source), "-o", str(output), "-j", jobs]
    edited = corpus.article(source, corpus.stories(size)[size // 2])
    for scenario in ("cold", "again", "body edited"):
        if scenario == "body edited":
            edited.write_text(edited.read_text("utf-8") + "\nOne more sentence.\n", encoding="utf-8")
        before = measure.files(output)
        cost = measure.run(command, Path.cwd())
        if cost.code:
            raise SystemExit(f"{scenario}: exit code {cost.code}\n{cost.out[-2000:]}")
        line = f"{size:>7} {scenario:<12} {measure.written(before, measure.files(output)):>7} files written"
        seconds = f"  {cost.wall:.2f} s wall, {cost.cpu:.2f} s CPU, {cost.peak / 2**20:.0f} MiB"
        print(line if only_counts else line + seconds, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
