"""Which findings of a run are wanted: by code, and by the place they stand at.

Loaded by every command, so that what only a check needs is loaded where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.core.diagnostics import Finding, Severity

__all__ = ["Choice", "UnknownCode", "codes"]


class UnknownCode(ValueError):
    """A word that is no code and begins none; ``args`` are the word and the nearest known ('' where none is near)."""


def codes(words: str) -> frozenset[str]:
    """The codes that words with commas name: whole codes, or what codes begin with (``text/``, ``text``).  Raises :class:`UnknownCode`."""
    from sitegen.core.rules import RULES

    found: set[str] = set()
    for word in filter(None, (one.strip() for one in words.split(","))):
        group = f"{word.rstrip('/')}/"
        named = {word} if word in RULES else {code for code in RULES if code.startswith(group) or ("/" in word and code.startswith(word))}
        if not named:
            import difflib

            groups = sorted({code.split("/")[0] + "/" for code in RULES})
            near = difflib.get_close_matches(word, groups if word.endswith("/") else [*RULES, *groups], 1, 0.5)
            raise UnknownCode(word, near[0] if near else "")
        found |= named
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Choice:
    """``select`` empty: every code.  ``paths`` (files or folders, from the publication's) empty: every place."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()

    def severities(self, configured: Mapping[str, str]) -> Mapping[str, str]:
        """The configured weights; a code that is off by default and is asked for is a warning."""
        from sitegen.core.rules import RULES

        asked = {code: str(Severity.WARNING) for code in self.select if RULES[code].severity is Severity.OFF}
        return {**asked, **configured}

    def takes(self, finding: Finding) -> bool:
        """Whether a finding is wanted."""
        if finding.code in self.ignore or (self.select and finding.code not in self.select):
            return False
        place = finding.span.path
        return not self.paths or any(path in {".", place} or place.startswith(path + "/") for path in self.paths)
