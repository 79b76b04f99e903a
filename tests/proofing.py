"""Proofs of a few lines, for tests: what is found in a body or a front matter, and where."""

from __future__ import annotations

from sitegen.core.proofs import Fault, Proof
from sitegen.reading.checks import proof
from sitegen.reading.house import House
from sitegen.reading.settings import Settings

__all__ = ["MARK", "faults", "places", "proved"]

MARK = "▸"
"""Stands in an example where a finding is expected; taken out before it is read."""


def proved(body: str, language: str = "uk", *, front: str = "title: Т\nsummary: С", house: House | None = None, path: str = "content/politics/a.md") -> Proof:
    """The proof of an article of this body."""
    return proof(path, "", f"---\n{front}\ndate: 2026-11-20\nlang: {language}\n---\n{body}\n", Settings(), house or House())


def faults(body: str, code: str, language: str = "uk", **more: object) -> list[Fault]:
    """The faults of one code, in the order of their places."""
    found = [fault for fault in proved(body, language, **more).faults if fault.diagnostic.code == code]  # type: ignore[arg-type]
    return sorted(found, key=lambda fault: fault.diagnostic.span)


def places(marked: str, code: str, language: str = "uk", **more: object) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where a marked body has findings of a code, and where it is marked: (line of the body, column) each."""
    bodies = marked.split("\n")
    wanted: list[tuple[int, int]] = []
    for number, line in enumerate(bodies, 1):
        parts = line.split(MARK)
        at = 0
        for part in parts[:-1]:
            at += len(part)
            wanted.append((number, at + 1))
    first = len(str(more.get("front", "title: Т\nsummary: С")).split("\n")) + 4
    found = [(one.diagnostic.span.line - first, one.diagnostic.span.column) for one in faults(marked.replace(MARK, ""), code, language, **more)]
    return found, wanted
