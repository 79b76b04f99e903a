"""docs/markdown.md: each example is read without a finding, and does what the page says."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from sitegen.core.model import Moment
from sitegen.core.reading import Block, Prose
from sitegen.core.zones import zone
from sitegen.reading import prose
from sitegen.reading.prose import BOXES
from sitegen.reading.settings import Settings

PAGE = (Path(__file__).parents[1] / "docs/markdown.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```markdown( live)?\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def moment(words: str) -> Moment:
    return Moment(datetime.fromisoformat(words).replace(tzinfo=zone("Europe/Kyiv")), True)


def read(text: str, *, live: bool) -> Prose:
    made, found = prose.read(text, path="a.md", first_line=1, language="en", settings=Settings(), live=live, parse_time=moment)
    assert found == ()
    return made


@pytest.mark.parametrize(("live", "text"), EXAMPLES)
def test_each_example_is_read_without_a_finding(live: str, text: str) -> None:
    made = read(text, live=bool(live))
    assert made.html


def test_the_examples_show_every_block() -> None:
    made = [read(text, live=bool(live)) for live, text in EXAMPLES]
    assert {part.kind for one in made for part in one.parts} == set(Block) - {Block.INLINE_PICTURE}
    assert [(entry.key, entry.pinned) for one in made for entry in one.live] == [(True, False), (False, True)]
    html = "".join(one.html for one in made)
    for tag in ("<table>", "<dl>", "<abbr", "<del>", "<ol>", "<code>", 'class="footnote"'):
        assert tag in html


def test_every_kind_of_box_is_named() -> None:
    for kind in BOXES:
        assert f"`{kind}`" in PAGE
