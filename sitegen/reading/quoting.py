"""How to mend a line that YAML can't read, told to an editor.

The parser's own words ("mapping values are not allowed in this context") name its grammar, not the mistake.
What stands on the line says more: a tab, a colon in a headline, a sign of YAML's own at the start of a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Mistake", "mistake", "quoted", "with_quotes"]

_LINE = re.compile(r"(?P<key>\s*(?:-\s+)*[^\s:#'\"\[\]{}][^:]*):[ \t]+(?P<value>\S.*?)\s*$")
_ITEM = re.compile(r"(?P<key>\s*(?:-\s+)*-)\s+(?P<value>\S.*?)\s*$")
_OWN_SIGNS = "@`%&*!|>?\"'[]{},#"

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A code of ``core/rules.py``, what is wrong, the mended line ('' where none can be proposed), and its place.

    ``place`` counts line and column from 0, as YAML does.
    """

    code: str
    place: Place
    reason: str = ""
    fixed: str = ""


def quoted(value: str) -> str:
    """``value`` between the quotation marks that need the least of it changed."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def mistake(
    lines: list[str], problem: str, place: Place, context: str = "", context_place: Place | None = None
) -> Mistake:
    """What is wrong where YAML stopped.

    ``lines`` are those of the front matter; ``problem``, ``context`` and their places are the parser's.
    """
    began = context_place or place
    line = _line(lines, place[0])
    if "\t" in line[: len(line) - len(line.lstrip())] or line[place[1] : place[1] + 1] == "\t":
        return Mistake("front-matter/tab", (place[0], line.index("\t")))
    if "alias" in context or "anchor" in context:
        return Mistake("front-matter/alias", began, fixed=with_quotes(_line(lines, began[0])))
    if "tag" in context:
        return Mistake("front-matter/tag", began, fixed=with_quotes(_line(lines, began[0])))
    if "mapping values are not allowed" in problem:
        return _colon(line, place)
    if "quoted scalar" in context and "end" in problem:
        return Mistake("front-matter/not-yaml", began, "a quotation mark opens here and is never closed")
    if "quoted scalar" in context:
        reason = "a backslash between double quotation marks begins an escape; this is none"
        return Mistake("front-matter/not-yaml", place, reason, _single_quotes(line))
    if "flow" in context:
        sign = _line(lines, began[0])[began[1] : began[1] + 1]
        return Mistake("front-matter/not-yaml", began, f"what opens here with {sign} does not close as it should",
                       with_quotes(_line(lines, began[0])))
    return _sign(lines, problem, place, context, began)


def _sign(lines: list[str], problem: str, place: Place, context: str, began: Place) -> Mistake:
    line = _line(lines, place[0])
    found = _LINE.match(line) or _ITEM.match(line)
    if found and found["value"][0] in _OWN_SIGNS and place[1] >= found.start("value"):
        return Mistake(
            "front-matter/not-yaml", (place[0], found.start("value")),
            f"a value that begins with {found['value'][0]} must stand in quotation marks as a whole", with_quotes(line),
        )
    if "simple key" in context:
        return Mistake("front-matter/not-yaml", began, "this line is neither `key: value` nor indented under one")
    if "block mapping" in context or "block collection" in context:
        return Mistake("front-matter/not-yaml", place, "this does not line up with the keys above")
    words = f"{context}, {problem}" if context else problem
    return Mistake("front-matter/not-yaml", place, f"YAML can't read this ({words})")


def _colon(line: str, place: Place) -> Mistake:
    found = _LINE.match(line)
    if found and re.search(r":(\s|$)", found["value"]) and found["value"][0] not in "\"'":
        return Mistake("front-matter/unquoted-colon", place, fixed=with_quotes(line))
    indent, reason = len(line) - len(line.lstrip()), "this line is indented under a key that already has its value"
    return Mistake("front-matter/not-yaml", (place[0], indent), reason)


def _line(lines: list[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""


def with_quotes(line: str) -> str:
    """The line with its value in quotation marks; '' where it is no `key: value` and no list item."""
    found = _LINE.match(line) or _ITEM.match(line)
    if not found or len(line) > 300:
        return ""
    sign = ":" if line[found.end("key") : found.end("key") + 1] == ":" else ""
    return f"{found['key'].lstrip()}{sign} {quoted(found['value'])}"


def _single_quotes(line: str) -> str:
    found = _LINE.match(line)
    if not found or not found["value"].startswith('"') or not found["value"].endswith('"'):
        return ""
    return f"{found['key'].lstrip()}: '" + found["value"][1:-1].replace("'", "''") + "'"
