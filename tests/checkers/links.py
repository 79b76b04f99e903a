"""Links of a built tree: every internal address leads to a file that is there, every fragment to an id."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

__all__ = ["check_links"]

_ATTRIBUTES = {"href", "src", "poster", "action", "cite", "data"}
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = {name: value or "" for name, value in attrs}
        self.ids += [words["id"]] if words.get("id") else []
        if tag == "base":
            self.addresses.append("<base> is not expected")
        for name, value in words.items():
            if name in _ATTRIBUTES and not (tag == "blockquote" and not value):
                self.addresses.append(value)
            elif name in {"srcset", "imagesrcset"}:
                self.addresses += [part.split()[0] for part in value.split(",") if part.split()]
        if tag == "meta" and words.get("http-equiv", "").lower() == "refresh":
            self.addresses += re.findall(r"url\s*=\s*['\"]?([^'\"]+)", words.get("content", ""), re.IGNORECASE)


def check_links(root: Path | str, base_path: str = "/", base_url: str = "") -> list[str]:
    """Complaints ``page: address …`` for a tree built for ``base_path``.

    Addresses at other hosts are not looked at; with ``base_url`` the absolute ones of our own are.
    """
    tree = Path(root)
    pages = {path: _read(path) for path in sorted(tree.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        name = path.relative_to(tree).as_posix()
        twice = sorted({id_ for id_ in page.ids if page.ids.count(id_) > 1})
        found += [f"{name}: the id {id_!r} stands twice" for id_ in twice]
        for address in page.addresses:
            complaint = _complaint(address, base_path + _place(name), tree, base_path, base_url, pages)
            found += [f"{name}: {address!r} {complaint}"] if complaint else []
    for path in sorted(tree.rglob("*.css")):
        name = path.relative_to(tree).as_posix()
        for pair in _CSS_URL.findall(path.read_text("utf-8")):
            address = pair[0] or pair[1]
            complaint = _complaint(address, base_path + name, tree, base_path, base_url, pages)
            found += [f"{name}: {address!r} {complaint}"] if complaint else []
    return found


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    page.close()
    return page


def _place(name: str) -> str:
    """The path a file is served at, below the base path."""
    return name.removesuffix("index.html") if name == "index.html" or name.endswith("/index.html") else name


def _complaint(
    address: str, here: str, tree: Path, base_path: str, base_url: str, pages: dict[Path, _Page]
) -> str:
    if not address.strip():
        return "is empty"
    if base_url and address.startswith(base_url):
        address = base_path + address.removeprefix(base_url)
    if _ELSEWHERE.match(address):
        return ""
    if re.search(r"\s", address):
        return "holds a space"
    parts = urlsplit(urljoin(here, address))
    if not parts.path.startswith(base_path):
        return "is outside the base path"
    below = unquote(parts.path.removeprefix(base_path))
    if any(step == ".." for step in below.split("/")):
        return "climbs"
    file = tree / below / "index.html" if not below or below.endswith("/") else tree / below
    if file.is_dir():
        return "is a folder without its last slash"
    if not file.is_file():
        return "leads nowhere"
    fragment = unquote(parts.fragment)
    if fragment and fragment != "top" and file in pages and fragment not in pages[file].ids:
        return "names a fragment that is not there"
    return ""
