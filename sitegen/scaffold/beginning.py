"""Writing a new publication from the files beside this module, and a new article."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import string
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sitegen.config import Config
from sitegen.core import toml
from sitegen.core.zones import zone

__all__ = ["ScaffoldError", "new_article", "new_publication"]

_FILES = Path(__file__).parent / "files"
_HIDDEN = {"gitignore": ".gitignore", "gitlab-ci.yml": ".gitlab-ci.yml", "github": ".github"}
"""Names that would mean something in this folder, and what they are called in a publication."""
_FILLED = frozenset((".toml", ".md", ".txt"))


class ScaffoldError(Exception):
    """Nothing was written; the message says why and what to do."""


class _Template(string.Template):
    """``$name`` and nothing else: a dollar before any other word is a dollar."""

    idpattern = "(?-i:name|date|requirement)"


def new_publication(folder: Path, *, name: str, requirement: str, now: dt.datetime) -> tuple[str, ...]:
    """Write a publication called ``name`` into ``folder``, which is empty or not there (a ``.git`` may be in it).

    ``requirement`` is what its CI installs, a line of pip's requirements format.  Gives the paths written, below the folder.  The
    files are made beside the folder and then moved, so that an interruption leaves nothing half done.  Raises ScaffoldError, OSError.
    """
    if folder.is_dir():
        there = sorted(path.name for path in folder.iterdir() if path.name != ".git")
        if there:
            raise ScaffoldError(f"{folder} is not empty (it holds {', '.join(there[:5])}); name a new folder")
    elif os.path.lexists(folder):
        raise ScaffoldError(f"{folder} is a file; name a new folder")
    words = {
        "name": re.sub(r'[\x00-\x1f"\\]', "", name).strip() or "Paper",
        "requirement": requirement,
        "date": (now - dt.timedelta(days=2)).date().isoformat(),
    }
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.absolute().parent) as made:
        paths = tuple(_copied(Path(made), words))
        folder.mkdir(exist_ok=True)
        for path in sorted(Path(made).iterdir()):
            shutil.move(path, folder / path.name)
    return paths


def _copied(to: Path, words: dict[str, str]) -> list[str]:
    written = []
    for path in sorted(path for path in _FILES.rglob("*") if path.is_file()):
        first, *rest = path.relative_to(_FILES).parts
        target = to.joinpath(_HIDDEN.get(first, first), *rest)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in _FILLED:
            target.write_text(_Template(path.read_text(encoding="utf-8")).safe_substitute(words), encoding="utf-8", newline="\n")
        else:
            target.write_bytes(path.read_bytes())
        written.append(str(target.relative_to(to)))
    return sorted(written)


def new_article(
    root: Path,
    config: Config,
    headline: str,
    *,
    language: str,
    section: str,
    authors: tuple[str, ...],
    now: dt.datetime,
    slugify: Callable[[str, str], str],
) -> str:
    """Begin an article as a draft; gives its path below ``root``.

    '' as language is the publication's first; ``slugify`` makes the file's name of the headline.  Raises ScaffoldError, OSError.
    """
    headline = " ".join(headline.split())
    if not headline:
        raise ScaffoldError("the headline is empty")
    language = language or config.language
    if language not in config.languages:
        raise ScaffoldError(f"'{language}' is no language of this publication; use one of {', '.join(config.languages)}")
    known = _sections(root, config)
    if section not in known and (section or len(known) != 1):
        said = f"'{section}' is no section" if section else "no section is given"
        raise ScaffoldError(f"{said}; use --section with one of {', '.join(known) or 'those you declare in content/terms.toml'}")
    section = section or known[0]
    name = slugify(headline, language)
    folder = Path("content", *([] if language == config.language else [language]), *section.split("/"))
    for taken in (folder / f"{name}.md", folder / name / "index.md"):
        if os.path.lexists(root / taken):
            raise ScaffoldError(f"{taken} is there already; change the headline, or go on with that file")
    at = now.astimezone(zone(config.time_zone))
    target = root / folder / f"{name}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as file:
        file.write(_begun(headline, name, at, authors))
    return str(folder / f"{name}.md")


def _begun(headline: str, name: str, at: dt.datetime, authors: tuple[str, ...]) -> str:
    lines = ["---", f"id: {_quoted(f'{at:%Y-%m-%d}-{name}')}", f"title: {_quoted(headline)}", f"date: {at:%Y-%m-%d %H:%M}"]
    if len(authors) == 1:
        lines.append(f"author: {_quoted(authors[0])}")
    elif authors:
        lines += ["authors:", *(f"  - {_quoted(author)}" for author in authors)]
    return "\n".join((*lines, "summary:", "tags: []", "status: draft  # delete this line to publish", "---", "", ""))


def _quoted(words: str) -> str:
    """A YAML double-quoted scalar: JSON's is one (YAML 1.2, 1.3)."""
    return json.dumps(words, ensure_ascii=False)


def _sections(root: Path, config: Config) -> list[str]:
    """The sections of the registry, and the folders that articles stand in."""
    content = root / "content"
    found: set[str] = set()
    with suppress(OSError, ValueError, AttributeError, toml.TomlError):  # `sitegen check` says what is wrong with it
        found.update(toml.loads((content / "terms.toml").read_text(encoding="utf-8")).data.get("sections", {}))
    if content.is_dir():
        others = {"authors", "pages", *config.languages}
        found.update(path.name for path in content.iterdir() if path.is_dir() and path.name not in others)
    return sorted(found)
