"""A built folder as a host would serve it: which file an address means, with its headers; nothing else is ever opened.

An address is decoded once and judged part by part; a file is served only if it lies in the folder by its resolved path, through
no symbolic link (FAULTS 112, 115).  Conditional and range requests: RFC 9110, sections 13 and 14.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

__all__ = ["SCRIPT", "Answer", "Pages"]

SCRIPT = "/_sitegen/live.js"
_TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".xml": "application/xml; charset=utf-8", ".json": "application/json", ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif", ".gif": "image/gif", ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2", ".woff": "font/woff", ".pdf": "application/pdf", ".mp3": "audio/mpeg", ".mp4": "video/mp4",
    ".csv": "text/csv; charset=utf-8", ".zip": "application/zip", ".wasm": "application/wasm",
}  # fmt: skip
_FEEDS = {"feed.xml": "application/rss+xml; charset=utf-8", "atom.xml": "application/atom+xml; charset=utf-8", "feed.json": "application/feed+json"}
_HOST_FILES = frozenset(("_headers", "_redirects"))
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_LONGEST = 8000
_KEPT = 200
_EMPTY = b'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>sitegen</title>\n</head>\n<body>\n<p>There is no page here yet.</p>\n</body>\n</html>\n'


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body of a response."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(slots=True)
class Pages:
    """The folder, the path that the site stands below (``/`` or ``/news/``), and theme files that were served and are replaced."""

    folder: Path
    base: str = "/"
    _replaced: dict[str, bytes] = field(default_factory=dict)

    def answer(self, method: str, raw_path: bytes, headers: Mapping[str, str]) -> Answer:
        """The response to a request for the undecoded path (without query)."""
        if method not in {"GET", "HEAD"}:
            return Answer(405, {"allow": "GET, HEAD"})
        if len(raw_path) > _LONGEST:
            return Answer(414, {})
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            return Answer(413, {})
        try:
            path = unquote_to_bytes(raw_path).decode("utf-8")
        except UnicodeDecodeError:
            return Answer(400, {})
        if not path.startswith("/") or "\\" in path or any(ord(char) < 0x20 for char in path):
            return Answer(400, {})
        if not path.startswith(self.base):
            return _moved(self.base) if path + "/" == self.base or path == "/" else self._missing("", method)
        inner = path[len(self.base) :]
        file = self._file(inner)
        if file is None:
            return self._missing(inner, method)
        if file.is_dir():
            return _moved(quote(path) + "/") if self._file(inner + "/") else self._missing(inner, method)
        return self._found(method, inner, file, headers)

    def etag(self, inner: str) -> str:
        """The entity tag that a page's address below the base would be served with; '' where there is none."""
        file = self._file(inner)
        return _etag(self._data(inner, file)) if file and file.is_file() else ""

    def _file(self, inner: str) -> Path | None:
        """The file or folder that an address means; None where there is none to be seen."""
        parts = (inner + "index.html" if inner == "" or inner.endswith("/") else inner).split("/")
        for part in parts:
            if part in {"", ".", ".."} or (part.startswith(".") and part != ".well-known") or part in _HOST_FILES:
                return None
        file = self.folder.joinpath(*parts)
        try:
            root = os.path.realpath(self.folder)
            if os.path.realpath(file) != os.path.join(root, *parts):
                return None  # a link, here or above
            if not file.exists():
                return file if inner in self._replaced else None
            return file if file.is_file() or file.is_dir() else None
        except (OSError, ValueError):  # a name that is too long
            return None

    def _data(self, inner: str, file: Path) -> bytes:
        """A file's bytes; a page's with the live script."""
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            return self._replaced.get(inner, b"")
        if inner.startswith("assets/") and len(self._replaced) < _KEPT:
            self._replaced[inner] = data
        return _with_script(data) if file.suffix == ".html" else data

    def _found(self, method: str, inner: str, file: Path, headers: Mapping[str, str]) -> Answer:
        data = self._data(inner, file)
        etag = _etag(data)
        own = _headers(file.name) | {"etag": etag, "accept-ranges": "bytes"}
        if etag in [one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")] or headers.get("if-none-match") == "*":
            return Answer(304, own)
        if "range" in headers and headers.get("if-range", etag) == etag and method == "GET":
            return _part(headers["range"], data, own)
        return _whole(200, data, own, method)

    def _missing(self, inner: str, method: str) -> Answer:
        """The language's own page for what is not there."""
        language = inner.split("/")[0]
        for name in (f"{language}/404.html", "404.html"):
            file = self._file(name) if language or name == "404.html" else None
            if file and file.is_file():
                return _whole(404, self._data(name, file), _headers("404.html"), method)
        return _whole(404, _with_script(_EMPTY), _headers("404.html"), method)


def _with_script(page: bytes) -> bytes:
    """A page that listens for the next build; the tag says which bytes it is."""
    tag = f'<script src="{SCRIPT}" data-page="{hashlib.blake2b(page, digest_size=16).hexdigest()}" defer></script>'.encode()
    before, found, after = page.rpartition(b"</body>")
    return before + tag + found + after if found else page + tag


def _headers(name: str) -> dict[str, str]:
    kind = _FEEDS.get(name) or _TYPES.get(os.path.splitext(name)[1].lower(), "application/octet-stream")
    return {"content-type": kind, "cache-control": "no-cache", "x-content-type-options": "nosniff", "referrer-policy": "strict-origin-when-cross-origin"}


def _whole(status: int, data: bytes, headers: dict[str, str], method: str) -> Answer:
    return Answer(status, headers | {"content-length": str(len(data))}, b"" if method == "HEAD" else data)


def _part(wanted: str, data: bytes, headers: dict[str, str]) -> Answer:
    """One range; a header that asks for more, or that can't be read, is passed over."""
    found = _RANGE.fullmatch(wanted.replace(" ", ""))
    if not found or not (found[1] or found[2]):
        return _whole(200, data, headers, "GET")
    if found[1]:
        first, last = int(found[1]), min(int(found[2] or len(data)), len(data) - 1)
    else:
        first, last = max(len(data) - int(found[2]), 0), len(data) - 1
    if first >= len(data) or (found[1] and found[2] and int(found[2]) < first) or (found[2] == "0" and not found[1]):
        return Answer(416, headers | {"content-range": f"bytes */{len(data)}"})
    body = data[first : last + 1]
    return Answer(206, headers | {"content-range": f"bytes {first}-{last}/{len(data)}", "content-length": str(len(body))}, body)


def _moved(target: str) -> Answer:
    return Answer(308, {"location": "/" + target.lstrip("/"), "content-length": "0", "cache-control": "no-cache"})


def _etag(data: bytes) -> str:
    return f'"{hashlib.blake2b(data, digest_size=16).hexdigest()}"'
