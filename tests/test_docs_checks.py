"""docs/checks.md has an entry for every rule of the desk, and its examples are found and mended as it says."""

from __future__ import annotations

import re

import pytest

from sitegen.core.rules import DESK
from tests.proofing import faults
from tests.reference import DOCS

PAGE = (DOCS / "checks.md").read_text(encoding="utf-8")
ENTRIES = {found[1]: found[2] for found in re.finditer(r"^### `([a-z/-]+)`\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)}
_BLOCK = re.compile(r"^```markdown (\w\w)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def test_every_rule_has_its_entry() -> None:
    assert sorted(ENTRIES) == sorted(DESK)


@pytest.mark.parametrize("code", DESK)
def test_an_entry_says_what_shows_it_and_how_to_mend_it(code: str) -> None:
    entry = ENTRIES[code]
    assert len(entry.split("\n\n")[0].strip()) > 20 and "*Fix:*" in entry
    assert "*Example:*" in entry or len(_BLOCK.findall(entry)) == 2


@pytest.mark.parametrize("code", [code for code, entry in ENTRIES.items() if _BLOCK.search(entry)])
def test_the_first_example_is_found_and_the_second_is_not(code: str) -> None:
    (language, wrong), (other, right) = _BLOCK.findall(ENTRIES[code])
    assert faults(wrong, code, language)
    assert not faults(right, code, other)


@pytest.mark.parametrize("code", DESK)
def test_what_the_hint_says_of_mending_is_true(code: str) -> None:
    examples = _BLOCK.findall(ENTRIES[code])
    if examples and "--fix" in DESK[code].hint:
        assert any(fault.mends for fault in faults(examples[0][1], code, examples[0][0]))
    elif examples:
        assert not any(fault.mends for fault in faults(examples[0][1], code, examples[0][0]))
