"""The least that must change in an article's text: keys entered into front matter, an address exchanged where it stands.

Texts and places in, texts out.  Line ends, marks and everything else stay as the desk typed them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from sitegen.core.diagnostics import Span
from sitegen.reading import fields, front_matter
from sitegen.reading.manuscript import Manuscript
from sitegen.reading.nodes import Items, Scalar

__all__ = ["Change", "changed", "with_alias", "with_keys"]

_BEFORE = {"wiki": (r"\[\[\s*",), "link": (r"\]\(\s*<?", r"\]:\s*<?", r"(?:src|href)\s*=\s*[\"']?")}
_ON_ITS_LINE = (r"\]\(\s*<?", r"\[\[\s*", r"(?<![\w/.-])")
_PLAIN = re.compile(r"[\w/][\w./-]*")


@dataclass(frozen=True, slots=True)
class Change:
    """At ``span`` (or behind it in its line) the address ``old`` becomes ``new``.

    ``kind``: ``link`` or ``wiki`` (``[[…]]``) in a body, never in its code, where places are those of the next such word;
    ``card``, a read-also line; '' in front matter.
    """

    span: Span
    old: str
    new: str
    kind: str = ""


def _rows(text: str) -> list[str]:
    """The lines with their ends, as places count them: a sign such as U+2028 ends none."""
    return [row for row in re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text) if row]


def with_keys(text: str, keys: Mapping[str, str]) -> str:
    """The text with keys at the top of its front matter."""
    if not keys:
        return text
    rows = _rows(text)
    fence, end = rows[0].lstrip("\ufeff").strip(), rows[0][len(rows[0].rstrip("\r\n")) :]
    sign = " = " if fence == "+++" else ": "
    lines = [f"{key}{sign}{_value(value, is_toml=fence == '+++')}{end}" for key, value in keys.items()]
    return "".join([rows[0], *lines, *rows[1:]])


def _value(text: str, *, is_toml: bool) -> str:
    return text if not is_toml and _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def with_alias(path: str, text: str, alias: str, place: Span | None) -> str:
    """The text of the file ``path`` with one more former address; ``place`` is that of its key for them, None where it has none."""
    written = json.dumps(alias, ensure_ascii=False)
    split = front_matter.split(path, re.sub(r"\r\n?", "\n", text))
    if isinstance(split, tuple):
        return text
    rows = _rows(text)
    named = (entry for entry in split.table if entry.span == place or (not place and fields.folded(entry.key) in {"aliases", "redirectfrom"}))
    entry = next(named, None)
    if entry is None:
        sign, end = " = " if rows[0].lstrip("\ufeff").strip() == "+++" else ": ", rows[0][len(rows[0].rstrip("\r\n")) :]
        return "".join([rows[0], f"aliases{sign}[{written}]{end}", *rows[1:]])
    first = entry.node.items[0] if isinstance(entry.node, Items) and entry.node.items else entry.node
    at = first.span.line - 1
    row, column = rows[at], first.span.column - 1
    body, end = row.rstrip("\r\n"), row[len(row.rstrip("\r\n")) :]
    if first is entry.node and isinstance(first, Scalar) and not first.is_null:
        rows[at] = f"{body[:column]}[{written}, {body[column:].rstrip()}]{end}"
    elif first is entry.node:  # nothing there yet
        at = entry.span.line - 1
        body, end = rows[at].rstrip("\r\n"), rows[at][len(rows[at].rstrip("\r\n")) :]
        rows[at] = f"{re.split('[:=]', body, maxsplit=1)[0].rstrip()}{' = ' if '=' in body else ': '}[{written}]{end}"
    elif body[:column].strip() == "-":
        rows.insert(at, f"{body[:column]}{written}{end}")
    else:
        rows[at] = f"{body[:column]}{written}, {body[column:]}{end}"
    return "".join(rows)


def changed(text: str, changes: Iterable[Change]) -> tuple[str, tuple[Change, ...]]:
    """The text with the changes made, and those whose address was not found where it should stand."""
    rows, shown = _rows(text), _rows(Manuscript(text, "", 1).visible)
    done: dict[tuple[int, int], tuple[str, str]] = {}
    lost: list[Change] = []
    for change in changes:
        first = change.span.line - 1
        for line in (first, *range(first + 1, len(rows)), *range(min(first, len(rows)))) if change.kind in _BEFORE else (first,):
            start = change.span.column - 1 if line == first and change.kind != "wiki" else 0
            taken = {column for other, column in done if other == line}
            row = (shown if change.kind else rows)[line] if 0 <= line < len(rows) else ""
            if found := _found(row, change, start, taken):
                done[line, found[0]] = (found[1], change.new)
                break
        else:
            lost.append(change)
    for (line, column), (old, new) in sorted(done.items(), reverse=True):
        rows[line] = rows[line][:column] + new + rows[line][column + len(old) :]
    return "".join(rows), tuple(lost)


def _found(row: str, change: Change, start: int, taken: set[int]) -> tuple[int, str] | None:
    """Where in a line the address stands, and how it is written there; as an address first, then as a word."""
    forms = dict.fromkeys((change.old, quote(change.old, safe="/#?=&%:;,+@!$'()*[]~"), quote(change.old), html.escape(change.old)))
    for before in _BEFORE.get(change.kind, _ON_ITS_LINE):
        for form in forms:
            for match in re.compile(f"({before})({re.escape(form)})(?![\\w/-]|\\.\\w)").finditer(row):
                if match.start(2) >= start and match.start(2) not in taken:
                    return match.start(2), form
    return None
