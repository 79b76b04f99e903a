"""A mapping of front matter laid beside its table of fields: asks for values by key and type, notes what is wrong.

A value of the wrong type is a finding with what was got and what is expected, never a guess; whoever asks gets an
empty value and reads on, so that one run names all that is wrong in a file.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from sitegen.core.diagnostics import Diagnostic, Severity, Span
from sitegen.core.model import LocalText, Moment, Named
from sitegen.core.rules import RULES
from sitegen.reading import addresses, dates, plain_text
from sitegen.reading.fields import Field, Kind, by_spelling, folded
from sitegen.reading.nodes import Entry, Items, Node, Scalar, Table, described, free_value
from sitegen.reading.settings import Settings
from sitegen.reading.typography import typeset

_WITHHOLDING = {"embargo", "draft"}
"""Keys that hold an article back: one that is misspelt must not publish it."""

__all__ = ["Sheet"]


class Sheet:
    """One mapping under reading.  ``language`` is the one its texts are set in; ``found`` is shared with its parts."""

    def __init__(
        self, table: Table, fields: tuple[Field, ...], settings: Settings, language: str,
        found: list[Diagnostic] | None = None, within: str = "",
    ) -> None:
        self.table, self.settings, self.language, self.within = table, settings, language, within
        self.found: list[Diagnostic] = [] if found is None else found
        self.fields = {field.key: field for field in fields}
        self._spans: dict[str, Span] = {}
        self._entries = self._matched(by_spelling(fields))

    # ------------------------------------------------------------------ keys

    def _matched(self, known: Mapping[str, Field]) -> dict[str, Entry]:
        """Entries by the field's key: of several spellings that differ the best one, with a warning for the rest."""
        by_key: dict[str, dict[str, Entry]] = {}
        for entry in self.table:
            letters = folded(entry.key)
            field = known.get(letters)
            if field is None:
                near = difflib.get_close_matches(letters, known, 1, 0.75)
                words = known[near[0]].spellings if near else ()
                spelling = [word for word in words if folded(word) == near[0]]
                withholds = "embargo" if "embargo" in letters else "".join(set(spelling[:1]) & _WITHHOLDING)
                is_unclear = bool(withholds) and withholds in self.fields
                code = "front-matter/unclear-embargo" if is_unclear else "front-matter/unknown-key"
                self.say(code, entry.span, key=self.label(entry), near=withholds if is_unclear else "".join(spelling[:1]))
                continue
            self._spans.setdefault(field.key, entry.span)
            spelled = by_key.setdefault(field.key, {})
            if first := spelled.get(letters):
                self.say("front-matter/duplicate-key", entry.span, first.span,
                         key=self.label(entry), line=entry.span.line, first=first.span.line)
            spelled.setdefault(letters, entry)
        return {key: best for key, spelled in by_key.items() if (best := self._best(self.fields[key], spelled))}

    def _best(self, field: Field, spelled: dict[str, Entry]) -> Entry | None:
        best_first = spelled.values() if len(spelled) == 1 else [spelled[word] for word in map(folded, field.spellings) if word in spelled]
        given = [entry for entry in best_first if not _is_null(entry.node)]
        for other in given[1:]:
            if _content(other.node) != _content(given[0].node):
                self.say("front-matter/two-spellings", other.span, given[0].span,
                         key=self.label(other), used=self.label(given[0]), line=given[0].span.line)
        return given[0] if given else None

    def label(self, entry: Entry) -> str:
        """The key as the editor wrote it, with the keys around it: ``image.credit``."""
        return f"{self.within}.{entry.key}" if self.within else entry.key

    def entry(self, key: str) -> Entry | None:
        """What stands at ``key`` in any spelling; None where nothing or null does."""
        if key not in self.fields:
            raise KeyError(key)
        return self._entries.get(key)

    def is_empty(self, key: str) -> bool:
        """Whether ``key`` stands there with nothing after it."""
        return key in self._spans and key not in self._entries

    def place(self, key: str) -> Span:
        """Where ``key`` stands, even empty; the mapping's own place where it doesn't."""
        entry = self._entries.get(key)
        return entry.span if entry else self._spans.get(key, self.table.span)

    def place_in(self, key: str, language: str) -> Span:
        """Where the text of ``key`` in one language stands; the key's own place where it is one for all."""
        node = self._entries[key].node if key in self._entries else None
        return next((one.span for one in node if one.key == language), self.place(key)) if isinstance(node, Table) else self.place(key)

    def value_place(self, key: str) -> Span:
        """Where the value of ``key`` stands."""
        entry = self._entries.get(key)
        return entry.node.span if entry else self.place(key)

    def places(self) -> tuple[tuple[str, Span], ...]:
        """Each key that was given, with its place."""
        return tuple((key, entry.span) for key, entry in self._entries.items())

    def part(self, table: Table, key: str, label: str) -> Sheet:
        """The mapping ``table`` below ``key``, read by the parts of its field."""
        return Sheet(table, self.fields[key].parts, self.settings, self.language, self.found, label)

    # ------------------------------------------------------------------ findings

    def say(self, code: str, span: Span, *related: Span, **words: object) -> None:
        """Note a finding."""
        self.found.append(Diagnostic.at(span, code, *related, **words))

    def findings(self) -> tuple[Diagnostic, ...]:
        """All findings, each once however often its key was asked for."""
        return tuple(dict.fromkeys(self.found))

    def wrong(self, label: str, node: Node, expected: str) -> None:
        """Note a value of the wrong type."""
        self.say("front-matter/wrong-type", node.span, key=label, got=described(node), expected=expected)

    def expected(self, key: str) -> str:
        """What may stand at ``key``, for a message."""
        field = self.fields[key]
        if field.kind is Kind.WORD:
            return f"one of {', '.join(field.words)}"
        if field.parts and field.kind in {Kind.MAPPING, Kind.MAPPINGS, Kind.TEXT_OR_MAPPING}:
            return f"{field.kind} with {', '.join(f'`{part.key}`' for part in field.parts)}"
        return field.kind

    def missing(self, key: str) -> None:
        """Note a required key that isn't there."""
        label = f"{self.within}.{key}" if self.within else key
        self.say("front-matter/missing-key", self.place(key), key=label, name=key)

    @property
    def has_error(self) -> bool:
        """Whether something was found that leaves nothing to publish."""
        return any(RULES[finding.code].severity is Severity.ERROR for finding in self.found)

    # ------------------------------------------------------------------ texts

    def scalar(self, key: str) -> Scalar | None:
        """The single value at ``key``."""
        entry = self.entry(key)
        if entry is None:
            return None
        if isinstance(entry.node, Scalar):
            return entry.node
        self.wrong(self.label(entry), entry.node, self.expected(key))
        return None

    def clean(self, node: Scalar, label: str) -> str:
        """A scalar as one line of plain text; tags and character references are taken out with a warning."""
        line = plain_text.one_line(node.text)
        text = plain_text.one_line(plain_text.unmarked(line))
        if text != line:
            self.say("front-matter/markup", node.span, key=label, text=text)
        return text

    def name(self, node: Scalar, label: str) -> str:
        """A name that is looked up: a clean line without signs that can't be seen, which are noted."""
        text = self.clean(node, label)
        if sign := plain_text.invisible(text):
            self.say("front-matter/invisible-character", node.span, key=label, character=sign)
            return plain_text.without_invisible(text).strip()
        return text

    def line(self, key: str) -> str:
        """Plain text, not typeset: identities, names, words."""
        node = self.scalar(key)
        return self.clean(node, self.label(self._entries[key])) if node else ""

    def text(self, key: str) -> str:
        """Plain text for print: typeset in the sheet's language."""
        return typeset(self.line(key), self.language)

    def local_text(self, key: str, *, is_set: bool = False) -> LocalText:
        """A text, or one per language; typeset where ``is_set``."""
        entry = self.entry(key)
        if entry is None:
            return LocalText()
        if isinstance(entry.node, Scalar):
            text = self.clean(entry.node, self.label(entry))
            return LocalText((("", typeset(text, self.language) if is_set else text),))
        if isinstance(entry.node, Items):
            self.wrong(self.label(entry), entry.node, self.expected(key))
            return LocalText()
        texts = [(language, typeset(text, language) if is_set else text) for language, text in self._languages(entry)]
        return LocalText(tuple(sorted(texts)))

    def _languages(self, entry: Entry) -> list[tuple[str, str]]:
        texts = []
        for inner in entry.node if isinstance(entry.node, Table) else ():
            label = f"{self.label(entry)}.{inner.key}"
            if inner.key not in self.settings.languages:
                self.say("front-matter/other-language", inner.span, key=label, known=", ".join(self.settings.languages))
            if not isinstance(inner.node, Scalar):
                self.wrong(label, inner.node, Kind.LINE)
            elif not inner.node.is_null:
                texts.append((inner.key, self.clean(inner.node, label)))
        return texts

    # ------------------------------------------------------------------ flags, words, times

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent."""
        node = self.scalar(key)
        if node and node.flag is None:
            self.wrong(self.label(self._entries[key]), node, self.expected(key))
        return bool(node and node.flag)

    def word(self, key: str, code: str = "front-matter/not-a-choice", also: Mapping[str, str] | None = None) -> str:
        """One of the field's words, whatever the case; ``also`` maps other words to them.  '' where there is none."""
        text, words = self.line(key), self.fields[key].words
        found = text.casefold().replace("_", "-").replace(" ", "-")
        meant = found if found in words else (also or {}).get(found, "")
        if text and not meant:
            near = "".join(difflib.get_close_matches(found, words, 1))
            label = self.label(self._entries[key])
            self.say(code, self.value_place(key), key=label, text=text, known=", ".join(words), near=near)
        return meant

    def time(self, key: str) -> Moment | None:
        """A time; what is none, or is unclear, is noted."""
        node = self.scalar(key)
        return self.moment(node, self.label(self._entries[key])) if node else None

    def moment(self, node: Scalar, label: str) -> Moment | None:
        """The time that a scalar says."""
        read = dates.parse(node.text, self.settings.time_zone)
        if isinstance(read, Moment):
            return read
        words = {"key": label, "text": node.text[:60], "reason": read.reason, "fix": read.fix}
        kind = "embargo-twice" if read.kind == "time-twice" and folded(label) == "embargo" else read.kind
        self.say(f"front-matter/{kind}", node.span, **words)
        return read.moment

    # ------------------------------------------------------------------ names and addresses

    def names(self, key: str, *, limit: int = 100, has_commas: bool = False) -> tuple[Named, ...]:
        """A text or a list of texts, each once; repeats (whatever the case) are folded with a warning."""
        entry = self.entry(key)
        if entry is None:
            return ()
        kept: dict[str, Named] = {}
        for name in self._listed(entry, self.expected(key), has_commas=has_commas):
            same = unicodedata.normalize("NFKC", name.name).casefold()
            if same in kept:
                self.say("front-matter/repeated", name.span, kept[same].span, key=self.label(entry), text=name.name)
            kept.setdefault(same, name)
        if len(kept) > limit:
            self.say("front-matter/too-many", entry.span, key=self.label(entry), count=len(kept), limit=limit)
            return ()
        return tuple(kept.values())

    def _listed(self, entry: Entry, expected: str, *, has_commas: bool) -> list[Named]:
        label, found = self.label(entry), []
        for node in entry.node.items if isinstance(entry.node, Items) else (entry.node,):
            if not isinstance(node, Scalar):
                self.wrong(label, node, expected)
            elif not node.is_null:
                whole = self.name(node, label)
                parts = _with_commas(whole, node) if has_commas and node is entry.node else [Named(whole, node.span)]
                found += [part for part in parts if part.name]
        return found

    def address(self, key: str) -> str:
        """A slug, path or web address; one that may not be used is noted."""
        node = self.scalar(key)
        return self.checked_address(node, self.fields[key].kind, self.label(self._entries[key])) if node else ""

    def checked_address(self, node: Scalar, kind: Kind, label: str) -> str:
        """The address that a scalar says, by the rules of ``kind`` (SLUG, PATH, PATHS or WEB)."""
        if kind is Kind.WEB:
            read, code = addresses.web(node.text.strip()), "front-matter/bad-url"
        elif kind is Kind.SLUG:
            read, code = addresses.slug(node.text), "front-matter/bad-slug"
        else:
            read, code = addresses.path(node.text), "front-matter/bad-path"
        if read.reason:
            self.say(code, node.span, key=label, text=node.text[:60], reason=read.reason)
        elif kind is not Kind.WEB and (sign := plain_text.invisible(node.text)):
            self.say("front-matter/invisible-character", node.span, key=label, character=sign)
        return read.text


def _with_commas(text: str, node: Scalar) -> list[Named]:
    """The parts of a text with commas, each with its own place where that can be told."""
    if not node.is_plain or text != plain_text.one_line(node.text) or node.span.length != len(node.text):
        return [Named(part.strip(), node.span) for part in text.split(",")]
    parts, start = [], node.span.column
    for part in node.text.split(","):
        indent = len(part) - len(part.lstrip())
        name = plain_text.one_line(part)
        parts.append(Named(name, replace(node.span, column=start + indent, length=max(len(part.strip()), 1))))
        start += len(part) + 1
    return parts


def _is_null(node: Node) -> bool:
    """Whether nothing was given: null, an empty text, or an empty list."""
    if isinstance(node, Scalar):
        return node.is_null or not node.text.strip()
    return isinstance(node, Items) and not node.items


def _content(node: Node) -> object:
    """The value without places, to compare; a list of one is that one."""
    return _content(node.items[0]) if isinstance(node, Items) and len(node.items) == 1 else free_value(node)
