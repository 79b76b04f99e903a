"""The one gate through which files of content/, static/ and themes/ are found, opened and digested.

Nothing outside the root is ever opened: a symbolic link is named and not followed (unless
sitegen.toml lists it), a pipe or device is never opened, and a size limit is known before
the first byte is read (FAULTS 22, 31–34).  Texts leave as str with ``\\n`` line ends and no BOM.
"""

from __future__ import annotations

import functools
import operator
import os
import re
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.task import Digest, bytes_digest, digest

__all__ = ["Gate", "Source", "built_in_themes", "decode", "is_passed_over", "toolchain"]

_PACKAGE = Path(__file__).parent
_DEEPEST = 32
_RENDERING = (
    "babel", "jinja2", "markdown", "markupsafe", "nh3", "pillow", "pydantic", "python-frontmatter", "python-slugify", "pyyaml", "translitua", "tzdata",
)  # fmt: skip
_OPTIONAL = ("pagefind-bin",)
_HOSTS = {".well-known", ".nojekyll", ".htaccess"}  # hidden names that hosts read
_JUNK = (".swp", ".swo", ".swn", "~", ".tmp", ".bak", ".orig", ".rej")
_SYSTEMS = {"Thumbs.db", "desktop.ini", "__MACOSX"}  # what file browsers leave
_KEEPING = {".gitkeep", ".keep", ".gitignore", ".gitattributes"}  # hidden names that nobody would want to be published
_ORDINARY = re.compile(r"[a-z0-9][a-z0-9_-]*\.(?:md|toml|jpe?g|png|webp|html|css|js)")  # a name that is surely not passed over
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_KINDS = {stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket", stat.S_IFBLK: "device", stat.S_IFCHR: "device"}


MEDIA = "media"
"""The folder of pictures that may be elsewhere."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text file: path from the publication's root, digest of its bytes, text with ``\\n`` line ends."""

    path: str
    digest: Digest
    text: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A folder that may be read, and how much of it."""

    root: Path
    symlinks: tuple[str, ...] = ()
    text_bytes: int = 2 * 1024 * 1024
    picture_bytes: int = 40 * 1024 * 1024
    media: str = ""
    """Where the folder ``media`` is, from the root; there is none where ''."""

    def walk(self, folder: str) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
        """Every regular file below ``folder`` as sorted paths from the root, and what was refused.

        Hidden files and editors' leavings are passed over.
        """
        files, problems = self.survey(folder)
        return tuple(files), problems

    def at(self, path: str) -> str:
        """Where a path from the root is on disk."""
        top, _, rest = path.partition("/")
        return os.path.join(self.root, self.media, rest) if self.media and top == MEDIA else os.path.join(self.root, path)

    def survey(self, folder: str) -> tuple[Mapping[str, os.stat_result], tuple[Diagnostic, ...]]:
        """As :meth:`walk`, with each file's state on disk."""
        files: dict[str, os.stat_result] = {}
        problems: list[Diagnostic] = []
        if link := self._linked_above(folder):
            return {}, (self._linked(link),)
        self._gather(folder, files, problems)
        return dict(sorted(files.items())), tuple(problems)

    def look(self, path: str) -> tuple[Mapping[str, os.stat_result], tuple[Diagnostic, ...]]:
        """As :meth:`survey` for one path, a file or a folder, that may be there no more."""
        folder, _, name = path.rpartition("/")
        if not folder:
            return self.survey(path)
        files: dict[str, os.stat_result] = {}
        problems: list[Diagnostic] = []
        if link := self._linked_above(folder):
            return {}, (self._linked(link),)
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.at(folder)) as entries:
            for entry in entries:
                if entry.name == name:
                    self._enter(path, entry, files, problems)
        return files, tuple(problems)

    def _linked_above(self, folder: str) -> str:
        """The first part of a folder's path that is a link not allowed; '' where none is."""
        steps = folder.split("/")
        aboves = ("/".join(steps[:count]) for count in range(1, len(steps) + 1))
        return next((above for above in aboves if above != MEDIA and os.path.islink(self.at(above)) and above not in self.symlinks), "")

    def _gather(self, folder: str, files: dict[str, os.stat_result], problems: list[Diagnostic]) -> None:
        if folder.count("/") >= _DEEPEST:
            problems.append(Diagnostic.at(Span(folder), "file/too-deep", limit=_DEEPEST))
            return
        try:
            entries = sorted(os.scandir(self.at(folder)), key=operator.attrgetter("name"))
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            problems.append(Diagnostic.at(Span(folder), "file/unreadable", reason=error.strerror))
            return
        for entry in entries:
            try:
                if _ORDINARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):  # nearly all are
                    files[f"{folder}/{entry.name}"] = entry.stat(follow_symlinks=False)
                else:
                    self._enter(f"{folder}/{entry.name}", entry, files, problems)
            except FileNotFoundError:  # gone since the folder was listed (FAULTS 87)
                continue

    def _enter(self, path: str, entry: os.DirEntry[str], files: dict[str, os.stat_result], problems: list[Diagnostic]) -> None:
        if not (entry.name.isascii() or _is_text(entry.name)):
            shown = path.encode("utf-8", "backslashreplace").decode()
            problems.append(Diagnostic.at(Span(shown), "file/bad-name"))
        elif is_passed_over(entry.name):
            if path.startswith("static/") and entry.name not in _KEEPING:  # all of static/ is published, but for this
                problems.append(Diagnostic.at(Span(path), "file/left-out"))
        elif entry.is_file(follow_symlinks=False):
            files[path] = entry.stat(follow_symlinks=False)
        elif entry.is_symlink() and path not in self.symlinks:
            problems.append(self._linked(path))
        elif entry.is_dir():
            self._gather(path, files, problems)
        elif entry.is_file():
            files[path] = entry.stat()
        else:
            kind = _KINDS.get(stat.S_IFMT(os.lstat(entry.path).st_mode), "special file")
            problems.append(Diagnostic.at(Span(path), "file/not-regular", what=kind))

    def _linked(self, path: str) -> Diagnostic:
        target = os.readlink(self.at(path)).encode("utf-8", "backslashreplace").decode()
        return Diagnostic.at(Span(path), "file/symlink", target=target)

    def read_bytes(self, path: str, limit: int | None = None) -> bytes | Diagnostic:
        """The bytes of a file, or why they can't be had.  The size is known before the first byte is read."""
        limit = self.picture_bytes if limit is None else limit
        try:
            opened = os.open(self.at(path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            with open(opened, "rb") as file:
                state = os.fstat(opened)
                if not stat.S_ISREG(state.st_mode):
                    return Diagnostic.at(Span(path), "file/not-regular", what="special file")
                if state.st_size > limit:
                    return Diagnostic.at(Span(path), "file/too-large", size=state.st_size, limit=limit)
                data = file.read(state.st_size + 1)  # to ask for all that is allowed would set it aside first
                if len(data) > state.st_size:
                    data += file.read(limit + 1 - len(data))
        except OSError as error:
            return Diagnostic.at(Span(path), "file/unreadable", reason=error.strerror)
        if len(data) > limit:
            return Diagnostic.at(Span(path), "file/too-large", size=len(data), limit=limit)
        return data

    def read_text(self, path: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
        """A text file, with what is wrong with its encoding."""
        data = self.read_bytes(path, self.text_bytes)
        if isinstance(data, Diagnostic):
            return None, (data,)
        return decode(path, data)


def decode(path: str, data: bytes) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Bytes as text: UTF-8 only, ``\\n`` line ends, no BOM, no control characters (FAULTS 1–5)."""
    warnings: tuple[Diagnostic, ...] = ()
    body = data
    if body.startswith(b"\xef\xbb\xbf"):
        body = body[3:]
        warnings = (Diagnostic.at(Span(path, 1, 1), "file/bom"),)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        span = Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        offset = error.start + len(data) - len(body)
        code = Diagnostic.at(
            span, "file/not-utf-8", byte=f"0x{body[error.start]:02x}", offset=offset, guess=_guess(data)
        )
        return None, (code,)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := _FORBIDDEN.search(text):
        at = bad.start()
        span = Span(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        return None, (Diagnostic.at(span, "file/control-character", character=f"U+{ord(bad[0]):04X}"),)
    return Source(path, bytes_digest(data), text), warnings


def _guess(data: bytes) -> str:
    """The encoding that bytes which are not UTF-8 most likely have."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    runs = re.findall(rb"[\x80-\xff]+", data)  # words in Cyrillic; in Latin letters with accents stand alone
    return "WINDOWS-1251" if sum(map(len, runs)) > 2 * len(runs) else "WINDOWS-1252"


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of that name is none of the publication's: hidden, or an editor's leaving."""
    is_emacs_save = name.startswith("#") and name.endswith("#")
    return (name.startswith(".") and name not in _HOSTS) or name.endswith(_JUNK) or name in _SYSTEMS or is_emacs_save


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@functools.cache  # what runs is what was loaded, whatever is put in its place meanwhile
def toolchain() -> Digest:
    """The digest of all that makes pages beside the publication: sitegen's own source, Python, and the packages that render."""
    sources: dict[str, Digest] = {}
    for folder, _, names in os.walk(_PACKAGE):
        for path in (Path(folder, name) for name in names if name.endswith(".py")):
            sources[path.relative_to(_PACKAGE).as_posix()] = bytes_digest(path.read_bytes())
    return digest((sources, _versions(), sys.version_info[:2]))


def _versions() -> dict[str, str]:
    """The versions of the packages that render, by the names of their folders of metadata, ``name-version.dist-info`` (PyPA,
    "Recording installed projects"): ``importlib.metadata`` parses each whole file of metadata, and is asked only where there is no such folder.
    """
    found: dict[str, str] = {}
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            for entry in os.listdir(folder or os.curdir):
                if entry.endswith(".dist-info"):
                    name, _, version = entry.removesuffix(".dist-info").partition("-")
                    found.setdefault(name.lower().replace("_", "-").replace(".", "-"), version)
    versions = {name: found[name] for name in (*_RENDERING, *_OPTIONAL) if name in found}
    if missing := [name for name in _RENDERING if name not in versions]:
        from importlib import metadata

        versions |= {name: metadata.version(name) for name in missing}
    return versions


def built_in_themes() -> Path:
    """The folder of the themes that come with sitegen, in a checkout, an editable and a wheel install."""
    inside = _PACKAGE / "themes"
    return inside if inside.is_dir() else _PACKAGE.parent / "themes"
