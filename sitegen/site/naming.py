"""Ways to name a thing: normal forms of headlines and names, near misses, and references.

A reference is what an editor wrote (a path, slug, id, ``[[slug]]`` or headline); this
module turns it into the keys under which :attr:`Site.names` knows articles.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

__all__ = ["headline_key", "name_key", "near", "reference_keys", "resolve_media"]

_SPECIAL = re.compile(r"[%?#:]|//")
_MARKS = re.compile(r"[\s\u00a0\u202f«»„“”‘’\"'ʼ`.,:;!?…—–\-]+")


def headline_key(text: str) -> str:
    """A headline without the marks that typography changes."""
    return "h:" + _MARKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def name_key(text: str) -> str:
    """A name of a person or term, whatever the case, spaces and apostrophe."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ʼ", "'").replace("’", "'")
    return " ".join(text.replace("_", " ").split())


def reference_keys(source: str, target: str, title: str) -> Iterator[str]:
    """The keys to look ``target`` up by, best first, as written in the file ``source``; each made only when it is wanted."""
    target = target.strip().removeprefix("[[").removesuffix("]]").strip()
    if target:
        path = unquote(urlsplit(target).path) if _SPECIAL.search(target) and not re.search(r"\s", target) else target
        folder = posixpath.dirname(source)
        for base in ([""] if path.startswith("/") else [folder, "content"]):
            joined = f"/{base}/{path.strip('/')}".rstrip("/")
            joined = (posixpath.normpath(joined) if "/." in joined or "//" in joined else joined).lstrip("/")
            if path.startswith("/"):
                joined = "content/" + joined
            yield from (f"p:{joined}", f"p:{joined}.md", f"p:{joined}/index.md")
        yield from (f"u:/{path.strip('/')}/", f"i:{target}", f"s:{path.strip('/')}")
        yield headline_key(target)
    if title:
        yield headline_key(title)


def resolve_media(source: str, src: str, media: frozenset[str]) -> str:
    """The path of a picture that a file names: beside it, or root-relative in content/, then static/, then the folder media/; '' if none."""
    if src.startswith("/"):
        candidates = [f"content{src}", f"static{src}", src[1:]]
    else:
        candidates = [posixpath.normpath(posixpath.join(posixpath.dirname(source), src)), f"content/{src}", f"static/{src}"]
    return next((path for path in candidates if path in media), "")


def near(name: str, known: Iterable[str]) -> str:
    """A known name at a distance of one or two edits, '' where there is none (short names: one edit)."""
    limit = 2 if len(name) > 5 else 1 if len(name) > 3 else 0
    digits = re.sub(r"\D", "", name)  # "2025" and "2026" are two names, not one misspelt
    best = min(
        (
            (_distance(name, other, limit), other)
            for other in known
            if abs(len(other) - len(name)) <= limit and re.sub(r"\D", "", other) == digits
        ),
        default=(9, ""),
    )
    return best[1] if 0 < best[0] <= limit else ""


def _distance(a: str, b: str, limit: int) -> int:
    row = list(range(len(b) + 1))
    for i, char in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (char != other))
        if min(row) > limit:
            return limit + 1
    return row[-1]
