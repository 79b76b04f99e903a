"""Language versions of a built tree, by Google's "Tell Google about localized versions of your page"."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from tests.checkers.shapes import is_absolute, is_language

__all__ = ["check_hreflang"]


@dataclass
class _Head:
    language: str = ""
    canonical: str = ""
    versions: list[tuple[str, str]] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.head = _Head()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.head.language = words.get("lang", "")
        elif tag == "link" and words.get("rel") == "canonical":
            self.head.canonical = words.get("href", "")
        elif tag == "link" and words.get("rel") == "alternate" and "hreflang" in words:
            self.head.versions.append((words["hreflang"], words.get("href", "")))


def check_hreflang(root: Path | str) -> list[str]:
    """Complaints ``page: …``: alternates are absolute, list the page itself and ``x-default``, and are returned."""
    tree = Path(root)
    heads = {}
    for path in sorted(tree.rglob("*.html")):
        parser = _Parser()
        parser.feed(path.read_text("utf-8"))
        heads[path.relative_to(tree).as_posix()] = parser.head
    by_address = {head.canonical: head for head in heads.values() if head.canonical and head.versions}
    return [f"{name}: {complaint}" for name, head in heads.items() if head.versions
            for complaint in _complaints(head, by_address)]


def _complaints(head: _Head, by_address: dict[str, _Head]) -> list[str]:
    codes = [code for code, _ in head.versions]
    found = [f"hreflang {code!r} is no language" for code in codes if code != "x-default" and not is_language(code)]
    found += [f"{href!r} is not absolute" for _, href in head.versions if not is_absolute(href)]
    found += [f"hreflang {code!r} stands twice" for code in sorted({code for code in codes if codes.count(code) > 1})]
    found += ["there is no x-default"] if "x-default" not in codes else []
    if not head.canonical:
        found.append("there is no canonical")
    elif (head.language, head.canonical) not in head.versions:
        found.append("the page does not list itself in its own language")
    addresses = {href for code, href in head.versions if code != "x-default"}
    found += [f"x-default {href!r} is none of the versions" for code, href in head.versions
              if code == "x-default" and href not in addresses]
    for code, href in head.versions:
        other = by_address.get(href)
        if is_absolute(href) and other is None:
            found.append(f"the {code} version {href!r} is not in the tree, or lists no versions")
        elif other and sorted(other.versions) != sorted(head.versions):
            found.append(f"the {code} version {href!r} does not list the same versions")
    return found
