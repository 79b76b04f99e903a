"""What is done to a publication and measured: built cold, again, after an edit; saved while sitegen watches or serves."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks import corpus, measure
from benchmarks.corpus import Story
from benchmarks.measure import Cost
from benchmarks.tools import SITEGEN, Tool

__all__ = ["SCENARIOS", "Row", "counts", "latencies", "rows", "seen_in_a_browser", "seen_on_disk"]

SCENARIOS = ("cold", "again", "body edited")
_PAUSE = 1.5  # seconds between two saves
_TURNS = count(1)  # of all saves of this process: a word is new wherever it is waited for


@dataclass(frozen=True)
class Row:
    """One scenario of one tool at one size; seconds and bytes are medians of the repeats, files those of the last."""

    tool: str
    size: int
    scenario: str
    wall: float
    cpu: float
    peak: int
    written: int


def rows(tool: Tool, tools: Path, work: Path, size: int, repeats: int, tell: Callable[[str], None], *, is_alone: bool = False) -> Iterator[Row]:
    """The scenarios of a tool, from a new publication; for sitegen also a headline edited and, beside peers, cold with one worker."""
    source, output = work / "source", work / "output"
    shutil.rmtree(work, ignore_errors=True)
    tool.publication(source, size)
    told = corpus.story(size // 2, size)
    names = [*SCENARIOS, *(("headline edited",) if tool is SITEGEN else ()), *(("cold, one worker",) if tool is SITEGEN and not is_alone else ())]
    for name in names:
        costs, written = [], 0
        for turn in range(repeats):
            if name.startswith("cold"):
                for path in (output, source / ".sitegen", source / "resources"):
                    shutil.rmtree(path, ignore_errors=True)
            elif name != "again":
                edit(source / tool.article(told), name, turn)
            time.sleep(0.05)  # a save and the build that follows it are never in one tick of the disk's clock
            before = measure.files(output)
            command = [*map(str, tool.command(tools, source, output))]
            cost = measure.run([*command, "-j", "1"] if name == "cold, one worker" else command, source)
            if cost.code:
                raise SystemExit(f"{tool.name}, {name}: exit code {cost.code}\n{cost.out[-2000:]}")
            costs.append(cost)
            written = measure.written(before, measure.files(output))
        row = Row(tool.name, size, name, *_medians(costs), written)
        tell(f"{size:>7} {tool.name:<9} {name:<17} {row.wall:8.2f} s wall {row.cpu:8.2f} s CPU {row.peak >> 20:6} MiB {written:>7} files written")
        yield row


def edit(path: Path, name: str, turn: int) -> None:
    """A sentence more, or another headline."""
    text = path.read_text("utf-8")
    if name == "headline edited":
        found = next(line for line in text.splitlines() if line.startswith("title:"))
        text = text.replace(found, f"{found} again", 1)
    else:
        text += f"\nOne more sentence, {turn}.\n"
    path.write_text(text, encoding="utf-8")


def _medians(costs: list[Cost]) -> tuple[float, float, int]:
    middle = statistics.median
    return middle(one.wall for one in costs), middle(one.cpu for one in costs), int(middle(one.peak for one in costs))


def counts(source: Path, output: Path, size: int) -> dict[str, dict[str, int]]:
    """What sitegen says it did in each scenario: files looked at, opened, texts parsed, pages rendered, files written."""
    SITEGEN.publication(source, size)
    path = source / SITEGEN.article(corpus.story(size // 2, size))
    found = {}
    for name in (*SCENARIOS, "headline edited"):
        if "edited" in name:
            edit(path, name, 0)
        command = [*SITEGEN.command(Path(), source, output), "--format", "json"]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        stages = {stage["name"]: stage["count"] for stage in told["stages"]}
        found[name] = {key: stages[key] for key in ("looked at", "parsed", "rendered")} | {key: told["outputs"][key] for key in ("written", "deleted")}
    return found


# While sitegen runs


def latencies(seen: Iterator[float], times: int) -> tuple[float, float]:
    """The median and the 95th percentile of the seconds from a save to its being seen."""
    found = sorted(next(seen) for _ in range(times))
    return statistics.median(found), found[int(len(found) * 0.95)]


@contextmanager
def _running(command: list[str], source: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=source, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _save(path: Path, word: str) -> float:
    """Save as editors do, in one stroke; gives when."""
    text = path.read_text("utf-8").rstrip("\n")
    temporary = path.with_name(f".{path.name}.swp")
    temporary.write_text(f"{text}\n\n{word}.\n", encoding="utf-8")
    at = time.perf_counter()
    os.replace(temporary, path)
    return at


def _saves(path: Path, wait: Callable[[str, float], object]) -> Generator[float, None, None]:
    """Saves without end, each with the seconds until ``wait`` has seen its word; ``wait`` is told when the save was."""
    time.sleep(1)
    for turn in _TURNS:
        word = f"Word{os.getpid()}x{turn}"
        at = _save(path, word)
        wait(word, at)
        yield time.perf_counter() - at
        time.sleep(_PAUSE)


def seen_on_disk(source: Path, output: Path, told: Story) -> Generator[float, None, None]:
    """Saves, each with the seconds until `sitegen build --watch` has its bytes in the output."""
    command = [sys.executable, "-m", "sitegen", "build", "--watch", "-s", str(source), "-o", str(output)]
    page = output / SITEGEN.page(told)
    with _running(command, source) as process:
        assert process.stderr
        for line in process.stderr:
            if line.startswith(b"watching"):
                break
        def wait(word: str, at: float) -> None:
            while word.encode() not in page.read_bytes():
                time.sleep(0.0005)
                if process.poll() is not None or time.perf_counter() - at > 120:
                    raise SystemExit("the watch does not answer")

        yield from _saves(source / SITEGEN.article(told), wait)


def seen_in_a_browser(source: Path, told: Story) -> Generator[float, None, None]:
    """Saves, each with the seconds until a page open in Chromium under `sitegen serve` shows it."""
    from playwright.sync_api import sync_playwright

    port = 8765
    address = f"http://127.0.0.1:{port}/{SITEGEN.page(told).removesuffix('index.html')}"
    command = [sys.executable, "-m", "sitegen", "serve", "-q", "-s", str(source), "--port", str(port)]
    with _running(command, source) as process, sync_playwright() as playwright:
        begun = time.perf_counter()
        while not _answers(address):
            if process.poll() is not None or time.perf_counter() - begun > 1800:
                raise SystemExit("sitegen serve does not answer")
            time.sleep(0.2)
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address)
        def wait(word: str, _: float) -> None:
            page.wait_for_function("word => document.body.innerText.includes(word)", arg=word, timeout=120_000)

        yield from _saves(source / SITEGEN.article(told), wait)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
