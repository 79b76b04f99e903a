"""What a command costs, all its processes together."""

from __future__ import annotations

import contextlib
import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.02  # seconds between two looks at memory


@dataclass(frozen=True)
class Cost:
    """Wall and processor seconds, and the greatest sum of PSS seen in any one look."""

    wall: float
    cpu: float
    peak: int
    code: int
    out: str


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end; memory is sampled from smaps_rollup of its whole process tree."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        peaks = [0]
        ended = threading.Event()
        watcher = threading.Thread(target=_sample, args=(process.pid, peaks, ended))
        watcher.start()
        out, _ = process.communicate()
        wall = time.perf_counter() - begun
        ended.set()
        watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, peaks[0], process.returncode, out)


def _sample(pid: int, peaks: list[int], ended: threading.Event) -> None:
    while not ended.wait(EVERY):
        peaks[0] = max(peaks[0], sum(_pss(one) for one in _tree(pid)))


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _pss(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def files(root: Path) -> dict[str, tuple[int, int]]:
    """Every file with its inode and time of change: two looks that differ show what was written."""
    found = ((path, path.stat()) for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): (stat.st_ino, stat.st_mtime_ns) for path, stat in found}


def written(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> int:
    """How many files were written between two looks."""
    return sum(before.get(name) != stamp for name, stamp in after.items())
