"""FAULTS 99: a watch that has rebuilt for hours has as many threads and open files, and as much memory, as at its beginning.

``SITEGEN_REBUILDS=10000 python -m pytest tests/faults/test_soak.py -s`` looks longer.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import sitegen
from tests.newsroom import Newsrooms, article

REBUILDS = int(os.environ.get("SITEGEN_REBUILDS", "120"))
SETTLED = 40  # rebuilds after which caches are as full as they get
PATIENCE = 120.0


def test_case_99_rebuilds_leave_memory_threads_and_files_as_they_are(newsroom: Newsrooms) -> None:
    room = newsroom("".join(f"-- content/politics/story-{n}.md --\n{article(f'Story {n}')}" for n in range(20)))
    page, told = room.folder / "public/politics/2026/11/story-7/index.html", room.folder / "content/politics/story-7.md"
    environment = {**os.environ, "PYTHONPATH": str(Path(sitegen.__file__).parent.parent)}
    with (room.folder / "said").open("wb") as said:
        watch = subprocess.Popen([sys.executable, "-m", "sitegen", "build", "--watch"], cwd=room.folder, stderr=said, env=environment)
        try:
            wait_for(page, b"Text.")
            early = (0, 0, 0)
            for number in range(REBUILDS):
                told.write_text(article("Story 7", body=f"Turn {number} of many."))
                wait_for(page, f"Turn {number} of many.".encode())
                if number == SETTLED:
                    early = costs(watch.pid)
            late = costs(watch.pid)
        finally:
            watch.terminate()
            watch.wait(PATIENCE)
    sys.stdout.write(f"{REBUILDS} rebuilds: from {early} to {late} (KiB, threads, open files)\n")
    assert late[1:] == early[1:]
    assert late[0] - early[0] < 16 * 1024, f"memory grew from {early[0]} to {late[0]} KiB"


def wait_for(page: Path, words: bytes) -> None:
    end = time.monotonic() + PATIENCE
    while not (page.exists() and words in page.read_bytes()):
        assert time.monotonic() < end, f"{words!r} did not come"
        time.sleep(0.005)


def costs(process: int) -> tuple[int, int, int]:
    """Resident KiB, threads and open files of a process that has come to rest."""
    time.sleep(3)  # everything has been looked at once more
    lines = (line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    status = {name: value.split()[0] for name, value in lines if value.strip()}
    return int(status["VmRSS"]), int(status["Threads"]), len(os.listdir(f"/proc/{process}/fd"))
