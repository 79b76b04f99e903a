"""`python -m benchmarks`: builds one invented publication with sitegen and its peers, and prints what each cost, as ratios."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

import sitegen
from benchmarks import corpus, scenarios, tools
from benchmarks.scenarios import Row

_TIMES = 30
"""Saves while watching."""


def main() -> None:
    """Run what was asked for."""
    options = _options()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the peers' modules were compiled when they were installed
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        root = Path(folder)
        if options.counts:
            for size in options.articles:
                for name, counted in scenarios.counts(root / f"{size}/source", root / f"{size}/output", size).items():
                    click.echo(f"{size:>7} {name:<17}" + "".join(f"{count:>9,} {what}" for what, count in counted.items()))
            return
        installed = options.tools or root / "tools"
        tools.install(installed, options.peers)
        found: list[Row] = []
        delays: list[tuple[int, str, float, float]] = []
        for size in (*options.articles, *options.alone):
            for name in ("sitegen", *(options.peers if size in options.articles else ())):
                found += scenarios.rows(tools.TOOLS[name], installed, root / name, size, options.repeat, click.echo, is_alone=size not in options.articles)
                if name == "sitegen" and options.watch:
                    for delay in _delays(root / name, size):
                        delays.append(delay)
                        click.echo(f"{delay[0]:>7} from a save to {delay[1]}: {delay[2] * 1000:.0f} ms, 95th percentile {delay[3] * 1000:.0f} ms")
    text = report(found, delays, options.peers)
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    else:
        click.echo(text)


def _options() -> argparse.Namespace:
    def sizes(text: str) -> list[int]:
        return [int(one) for one in text.split(",") if one]

    def peers(text: str) -> list[str]:
        names = [one for one in text.split(",") if one]
        if unknown := set(names) - set(tools.PEERS):
            raise argparse.ArgumentTypeError(f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(tools.PEERS)}")
        return names

    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--articles", type=sizes, default=[200], metavar="N,…", help="sizes for sitegen and the peers (200)")
    parser.add_argument("--peers", type=peers, default=[], metavar="NAME,…", help=f"of {', '.join(tools.PEERS)} (none)")
    parser.add_argument("--alone", type=sizes, default=[], metavar="N,…", help="sizes for sitegen alone")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="times each scenario is run; medians are printed (1)")
    parser.add_argument("--watch", action="store_true", help="measure also from a save to bytes on disk, and to the open page in Chromium")
    parser.add_argument("--counts", action="store_true", help="print only what sitegen read, rendered and wrote")
    parser.add_argument("--work", type=lambda text: Path(text).resolve(), metavar="DIR", help="where to build; a temporary folder otherwise")
    parser.add_argument("--tools", type=lambda text: Path(text).resolve(), metavar="DIR", help="where the peers are, or are to be, installed")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the report there")
    return parser.parse_args()


def _delays(work: Path, size: int) -> Iterable[tuple[int, str, float, float]]:
    told = corpus.story(size // 2, size)
    on_disk = scenarios.seen_on_disk(work / "source", work / "output", told)
    yield size, "bytes on disk", *scenarios.latencies(on_disk, _TIMES)
    on_disk.close()
    in_page = scenarios.seen_in_a_browser(work / "source", told)
    yield size, "words in the open page", *scenarios.latencies(in_page, _TIMES)
    in_page.close()


def report(found: list[Row], delays: list[tuple[int, str, float, float]], peers: list[str]) -> str:
    """The tables, in Markdown."""
    by = {(row.size, row.tool, row.scenario): row for row in found}
    lines = ["# Results", "", f"`python -m benchmarks`, {dt.datetime.now(dt.UTC):%Y-%m-%d}: {_machine()}.", ""]
    versions = [f"sitegen {sitegen.__version__} on Python {platform.python_version()}", *(f"{name} {tools.VERSIONS[name]}" for name in peers)]
    lines += [f"Versions: {', '.join(versions)}.", "Peak memory is that of all processes of a build together (PSS)."]
    for size in dict.fromkeys(row.size for row in found):
        lines += ["", f"## {size:,} articles", "", "| tool | scenario | wall s | CPU s | peak MiB | files written | wall, beside Hugo | memory, beside Hugo |", "|---|---|--:|--:|--:|--:|--:|--:|"]
        for row in (row for row in found if row.size == size):
            hugo = by.get((size, "hugo", row.scenario.split(",")[0] if row.scenario != "headline edited" else "body edited"))
            ratios = f"{row.wall / hugo.wall:.3f} | {row.peak / hugo.peak:.2f}" if hugo else "– | –"
            lines.append(f"| {row.tool} | {row.scenario} | {row.wall:.2f} | {row.cpu:.2f} | {row.peak / 2**20:.0f} | {row.written:,} | {ratios} |")
    if delays:
        lines += ["", "## From an editor's save", "", f"{_TIMES} saves each, milliseconds.", "", "| articles | until | median | 95th percentile |", "|--:|---|--:|--:|"]
        lines += [f"| {size:,} | {until} | {median * 1000:.0f} | {late * 1000:.0f} |" for size, until, median, late in delays]
    lines += ["", "## Targets", "", "| measure | target | seen | |", "|---|--:|--:|---|"]
    lines += [f"| {measure} | {sign} {target:g} | {seen:.3g} | {'met' if (seen <= target if sign == '≤' else seen >= target) else '**missed**'} |" for measure, sign, target, seen in targets(by, delays)]
    return "\n".join(lines) + "\n"


def targets(by: dict[tuple[int, str, str], Row], delays: list[tuple[int, str, float, float]]) -> Iterable[tuple[str, str, float, float]]:
    """What we mean to reach, of what was measured: (measure, sign, target, seen)."""

    def row(size: int, scenario: str, tool: str = "sitegen") -> Row | None:
        return by.get((size, tool, scenario))

    for size in dict.fromkeys(size for size, _, _ in by):
        for scenario, most in (("cold", 1.0), ("again", 0.05), ("body edited", 0.06)):
            if (ours := row(size, scenario)) and (hugo := row(size, scenario, "hugo")):
                yield f"{scenario}, {size:,} articles, wall beside Hugo", "≤", most, ours.wall / hugo.wall
                if scenario == "cold":
                    yield f"{scenario}, {size:,} articles, peak memory beside Hugo", "≤", 0.4, ours.peak / hugo.peak
        if (one := row(size, "cold, one worker")) and (all_ := row(size, "cold")):
            yield f"workers ({os.cpu_count()}) beside one, cold, {size:,} articles, times faster", "≥", 1.7, one.wall / all_.wall
        if again := row(size, "again"):
            yield f"files written with nothing changed, {size:,} articles", "≤", 0, again.written
    if (ten := row(10_000, "cold")) and (hundred := row(100_000, "cold")):
        yield "growth 10,000 to 100,000, cold, wall", "≤", 11, hundred.wall / ten.wall
        yield "growth 10,000 to 100,000, cold, peak memory", "≤", 6, hundred.peak / ten.peak
    if (ten := row(10_000, "body edited")) and (hundred := row(100_000, "body edited")):
        yield "growth 10,000 to 100,000, body edited, wall", "≤", 6, hundred.wall / ten.wall
    for size, until, median, _ in delays:
        if until == "bytes on disk":
            yield f"saved to bytes on disk, {size:,} articles, ms", "≤", 500 if size > 10_000 else 150, median * 1000


def _machine() -> str:
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), platform.machine())
    memory = int(next(line.split()[1] for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal")))
    return f"{os.cpu_count()} processors ({model}), {memory / 2**20:.0f} GiB, {platform.system()} {platform.release().split('-')[0]}"


if __name__ == "__main__":
    main()
