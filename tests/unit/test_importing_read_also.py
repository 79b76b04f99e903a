"""A read-also line: the whole first, then runs of its sentences, the longest first."""

from __future__ import annotations

import pytest

from sitegen.core.model import Reference
from sitegen.importing.read_also import finder, resolve_read_also

FIND = finder([
    ("Mill opens", "content/mill.md"),
    ("Mill opens. Crowds come", "content/crowds.md"),
    ("Quay “Old” closes", "content/quay.md"),
    ("Mill opens", "content/later.md"),
    ("What is known", "content/known.md"),
])


@pytest.mark.parametrize(("line", "expected"), [
    ("Mill opens", [("content/mill.md", "Mill opens")]),
    ("mill  opens.", [("content/mill.md", "mill  opens.")]),
    ("Mill opens. Crowds come", [("content/crowds.md", "Mill opens. Crowds come")]),
    ('Quay "Old" closes. Mill opens', [("content/quay.md", 'Quay "Old" closes.'), ("content/mill.md", "Mill opens")]),
    (
        "Quay «Old» closes. Mill opens. Crowds come",
        [("content/quay.md", "Quay «Old» closes."), ("content/crowds.md", "Mill opens. Crowds come")],
    ),
    ("Depot burns. Mill opens", [("", "Depot burns."), ("content/mill.md", "Mill opens")]),
    ("Depot burns. Firemen come! All is well", [("", "Depot burns. Firemen come! All is well")]),
])
def test_the_longest_match_wins_and_the_rest_is_pending(line: str, expected: list[tuple[str, str]]) -> None:
    assert [(reference.target, reference.title) for reference in resolve_read_also(line, FIND)] == expected


def test_an_unmatched_line_is_one_pending_entry() -> None:
    line = "Depot burns. What is known"
    assert resolve_read_also(line, FIND, ["What is known"]) == (Reference("", line),)


def test_a_heading_beside_a_match_belongs_to_its_title() -> None:
    line = "Mill opens. What is known"
    assert resolve_read_also(line, FIND) == (Reference("content/mill.md", line),)
    line = "Mill opens. Three surveys"
    assert resolve_read_also(line, FIND, ["Three surveys"]) == (Reference("content/mill.md", line),)


def test_a_line_of_very_many_sentences_is_looked_for_as_a_whole_only() -> None:
    looked: list[str] = []

    def find(title: str) -> None:
        looked.append(title)

    line = "One. " * 5000
    assert resolve_read_also(line, find) == (Reference("", line),)
    assert looked == [line]
