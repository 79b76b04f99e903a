"""House style as sitegen.toml gives it: words, and what to write instead; refused where mending them would never end."""

from __future__ import annotations

import re

__all__ = ["house_terms"]


def house_terms(value: dict[str, str]) -> dict[str, str]:
    """Words and what to write instead.  Raises ValueError for what would never end, or mean nothing."""
    stems = {wrong: wrong.removesuffix("*").strip() for wrong in value}
    for wrong, right in value.items():
        if not stems[wrong] or "*" in stems[wrong] or not re.fullmatch(r"\w(?:.*[\w.])?", stems[wrong]):
            raise ValueError(f"has the word {wrong!r}; a word begins and ends with a letter, and * may stand at its end alone")
        if right.endswith("*") and not wrong.endswith("*"):
            raise ValueError(f"has an ending * for {wrong!r}, which has none")
        for other, stem in stems.items():
            end = "" if other.endswith("*") else r"(?!\w)"
            if re.search(rf"(?<!\w){re.escape(stem)}{end}", right.removesuffix("*"), re.IGNORECASE):
                raise ValueError(f"writes {right!r} for {wrong!r}, in which {other!r} stands again")
    return value
