"""An article moved: its files, its identity, its translations, its address, and whatever refers to it.

Only planned here, from the texts alone: the publication as it is and as it would be are both put together, and a reference is
rewritten where it would no longer mean what it means today.  :mod:`sitegen.urls.carrying` does it.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, FrontArrangement, Picture, Reference
from sitegen.core.reading import Block, Prose, Read
from sitegen.core.site import Site, Target
from sitegen.files import is_passed_over
from sitegen.pipeline import Edition, Options, edit
from sitegen.reading.location import locate
from sitegen.reading.settings import Settings
from sitegen.reading.source import read_source
from sitegen.site.assemble import assemble
from sitegen.site.naming import reference_keys
from sitegen.site.queries import Queries
from sitegen.site.visibility import Edge, is_public
from sitegen.urls.carrying import Move, Refused
from sitegen.urls.wording import Change, changed, with_alias, with_keys

__all__ = ["plan"]

_EVERYTHING = Edge(drafts=True, future=True, expired=True)
_INDEX = ("index.md", "index.markdown")


def plan(options: Options, old: str, new: str, now: dt.datetime) -> Move:
    """What moving ``old`` to ``new`` (paths from the publication's folder) takes.  Raises :class:`Refused`, ``Unusable``, OSError."""
    return _Moving(options, edit(replace(options, edge=_EVERYTHING), now, bodies=True), now, old, new).move()


class _Moving:
    """One move being planned.  ``places`` is from old path to new, for texts and for files beside them."""

    def __init__(self, options: Options, edition: Edition, now: dt.datetime, old: str, new: str) -> None:
        self.root, self.edition, self.now = options.source, edition, now
        self.config, self.gate = edition.config, edition.gate
        self.settings = Settings.from_config(edition.config)
        self.old, self.new, self.is_bundle = self._ends(_inside(old, self.root), _inside(new, self.root), is_folder=new.endswith("/"))
        self.places = self._files()
        self.keys: dict[str, dict[str, str]] = {}  # what must be written down in a moved text, by its new path
        self.former: dict[str, str] = {}

    # -------------------------------------------------------------- what goes where

    def _ends(self, old: str, new: str, *, is_folder: bool) -> tuple[str, str, bool]:
        """Both ends as files, or as folders of a bundle."""
        if posixpath.basename(old) in _INDEX and old.count("/") > 1:
            old = posixpath.dirname(old)
        source = self.root / old
        is_bundle = source.is_dir() and not source.is_symlink()
        if is_bundle and not any((source / name).is_file() for name in _INDEX):
            raise Refused(f"{old} is a folder, not an article; move its articles one by one")
        if not is_bundle and not source.is_file():
            raise Refused(f"there is no {old}")
        if is_bundle and posixpath.basename(new) in _INDEX:
            new = posixpath.dirname(new)
        target = self.root / new
        is_taken = any((target / name).is_file() for name in _INDEX) and not (is_bundle and self._is_begun(source, target))
        if is_taken:
            raise Refused(f"{new} is there already; nothing was moved")
        if is_folder or (target.is_dir() and not is_bundle) or (is_bundle and target.is_dir() and not self._is_begun(source, target)):
            new = f"{new}/{posixpath.basename(old)}"
        if not is_bundle and not new.endswith((".md", ".markdown")):
            raise Refused(f"{new} is no name of an article; end it in .md, or in / for a folder")
        if is_bundle and new.endswith((".md", ".markdown")):
            raise Refused(f"{old} is a folder with its pictures; give the name of a folder")
        if new == old or new.startswith(f"{old}/"):
            raise Refused(f"{old} can't be moved to {new}")
        if any(is_passed_over(step) for step in new.split("/")):
            raise Refused(f"files of that name are passed over: {new}")
        return old, new, is_bundle

    def _is_begun(self, source: Path, target: Path) -> bool:
        """Whether an earlier run was stopped after the new folder stood: it holds every file of the old one."""
        return all((target / path.relative_to(source)).is_file() for path in source.rglob("*") if path.is_file())

    def _files(self) -> dict[str, str]:
        if not self.is_bundle:
            return {self.old: self.new}
        found: dict[str, str] = {}
        for path in sorted((self.root / self.old).rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if path.is_symlink():
                raise Refused(f"{name} is a symbolic link; it was not followed")
            if path.is_file():
                found[name] = self.new + name.removeprefix(self.old)
        return found

    # -------------------------------------------------------------- the plan

    def move(self) -> Move:
        reads = {read.path: read for read in self.edition.reads if read.path not in self.places.values()}
        moved = {path: read.value for path, read in reads.items() if path in self.places and isinstance(read.value, Article)}
        if not moved:
            raise Refused(f"there is no article in {self.old} that can be read; `sitegen check` says why")
        media = self.edition.site.media - set(self.places.values())
        site, before = self._put_together(reads, media)
        shared = {article.translation_key for path, read in reads.items() if isinstance(article := read.value, Article) and path not in moved}
        after_reads = {path: read for path, read in reads.items() if path not in self.places}
        for path, article in moved.items():
            after_reads[self.places[path]] = self._moved(article, is_shared=article.translation_key in shared)
        after_media = frozenset(self.places.get(path, path) for path in media)
        redirects = tuple(self._redirects(moved, before, after_reads, after_media))
        _, after = self._put_together(after_reads, after_media)
        texts: dict[str, bytes] = {}
        changes: list[tuple[str, Change]] = []
        left: list[tuple[str, Change]] = []
        for path, read in reads.items():
            now_at = self.places.get(path, path)
            wanted = tuple(self._changes(read, self.edition.prose.get(path) or Prose(), now_at, site, before, after))
            if wanted or path in moved:
                text, lost = changed(self._text(path), (one for one in wanted if one.new))
                lost = (*lost, *(one for one in wanted if not one.new))
                texts[now_at] = self._dressed(now_at, text).encode()
                changes += [(now_at, one) for one in wanted if one not in lost]
                left += [(now_at, one) for one in lost]
        return Move(self.is_bundle, self.old, self.new, tuple(self.places.items()), tuple(texts.items()), redirects, tuple(changes), tuple(left))

    def _put_together(self, reads: dict[str, Read], media: frozenset[str]) -> tuple[Site, Queries]:
        site, _ = assemble(reads.values(), self.config, self.now, media, _EVERYTHING, self.edition.ledger)
        return site, Queries(site, self.config)

    def _text(self, path: str) -> str:
        data = self.gate.read_bytes(path)
        if isinstance(data, Diagnostic):
            raise Refused(f"{path} can't be read", data)
        return data.decode()

    def _moved(self, article: Article, *, is_shared: bool) -> Read:
        """The article at its new place, with what it took from the old one written down: id, translations, date."""
        path, given = self.places[article.source], {name for name, _ in article.places}
        was, now = (locate(one, self.settings.languages) for one in (article.source, path))
        self.keys[path] = keys = {} if "id" in given else {"id": article.id}
        if is_shared and "translation_key" not in given and now.key != article.translation_key:
            keys["translation_key"] = article.translation_key
        if was.date and was.date != now.date and not given & {"date", "publish_date"} and article.published:
            keys["date"] = f"{article.published.at:%Y-%m-%d}"
        made = self._article(path, self._dressed(path, self._text(article.source)))
        wrong = [
            what for what, one, other in (
                ("id", made.id, article.id), ("language", made.language, article.language), ("date", made.published, article.published),
                ("kind", bool(made.page_kind), bool(article.page_kind)),
            ) if one != other
        ]
        if wrong:
            raise Refused(f"in {path} the article would have another {' and '.join(wrong)}; choose another place")
        return Read(path, "", made)

    def _dressed(self, path: str, text: str) -> str:
        """A moved text with what must be written down in it; any other as it is."""
        text = with_keys(text, self.keys.get(path, {}))
        if path not in self.former:
            return text
        places = self._article(path, text).places
        return with_alias(path, text, self.former[path], next((place for key, place in places if key == "aliases"), None))

    def _article(self, path: str, text: str) -> Article:
        made = read_source(path, "", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), self.settings)
        if not isinstance(made.value, Article):
            raise Refused(f"{path} would be no article", *made.diagnostics)
        return made.value

    def _redirects(self, moved: dict[str, Article], before: Queries, reads: dict[str, Read], media: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Each address that readers have and that changes; one that the ledger does not know yet becomes an alias."""
        _, after = self._put_together(reads, media)
        known = {entry.id for entry in self.edition.ledger.entries}
        for path, article in moved.items():
            was, now = before.card(path), after.card(self.places[path])
            if not was or not now or was.path == now.path:
                continue
            if article.id not in known:
                if not is_public(article, self.now, Edge()):
                    continue
                new = self.places[path]
                self.former[new] = was.path
                made = self._article(new, self._dressed(new, self._text(path)))
                if was.path.strip("/") not in {alias.path.strip("/") for alias in made.aliases}:
                    raise Refused(f"give {path} the line `aliases: [{was.path}]` by hand first")
                reads[new] = Read(new, "", made)
            yield was.path, now.path

    # -------------------------------------------------------------- references

    def _changes(self, read: Read, prose: Prose, now_at: str, site: Site, before: Queries, after: Queries) -> Iterator[Change]:
        """What must be exchanged in one text, so that every reference of it means what it meant; ``new`` '' where nobody knows how."""
        language = getattr(read.value, "language", self.config.language)
        for reference, is_card, kind in _references(read, prose):
            words = (reference.target, reference.title if is_card else "", language)
            meant = self._meaning(before.target(read.path, *words))
            if not meant:
                continue
            found = self._meaning(after.target(now_at, *words), is_after=True)
            written = reference.target.removeprefix("[[").removesuffix("]]").strip().partition("#")[0]
            if not written or (found == meant and not self._is_by_path(read.path, written, site)):
                continue
            known = (new for new in self._spellings(written, meant, now_at, after) if self._meaning(after.target(now_at, new, "", language), is_after=True) == meant)
            new = next(known, "")
            if new != written:
                yield Change(reference.span, written, new, kind)
        for picture, kind in _pictures(read, prose):
            src = before.located(read.path, picture.src)
            src = self.places.get(src, src)
            if src and after.located(now_at, picture.src) != src:
                yield Change(picture.span, picture.src, "/" + src.partition("/")[2], kind)

    def _is_by_path(self, source: str, written: str, site: Site) -> bool:
        """Whether a reference names a file that moves: it is rewritten though the article's id may still be found by it."""
        found = next((key for key in reference_keys(source, written, "") if key in site.names), "")
        return found.removeprefix("p:") in self.places

    def _meaning(self, target: Target, *, is_after: bool = False) -> str:
        """What a reference leads to, told alike before and after: an article's or a file's new path; '' for all else."""
        if target.card:
            return target.card.source if is_after else self.places.get(target.card.source, target.card.source)
        if target.state == "file":
            return target.href if is_after else self.places.get(target.href, target.href)
        return ""

    def _spellings(self, written: str, meant: str, now_at: str, after: Queries) -> Iterator[str]:
        """Ways to write the new address, the desk's own way first."""
        card = after.card(meant)
        shown = meant.removeprefix("content/")
        if card and "/" not in written and not written.endswith((".md", ".markdown")):
            yield from (card.path.strip("/").rpartition("/")[2], shown.removesuffix("/index.md").removesuffix(".md").rpartition("/")[2])
        if card and not written.endswith((".md", ".markdown")):
            shown = shown.removesuffix("/index.md").removesuffix(".md")
        if not written.startswith("/"):
            relative = posixpath.relpath(f"content/{shown}", posixpath.dirname(now_at))
            yield from (shown, relative) if written == self._was(shown, meant) else (relative, shown)
        yield f"/{shown}"
        yield f"/{meant.removeprefix('content/')}"

    def _was(self, shown: str, meant: str) -> str:
        """How the old place reads from the content folder, with or without its suffix as ``shown`` has it."""
        old = next((old for old, new in self.places.items() if new == meant), meant).removeprefix("content/")
        return old if shown.endswith((".md", ".markdown")) else old.removesuffix("/index.md").removesuffix(".md")


def _inside(path: str, root: Path) -> str:
    """A path below content/, as given, from there, or whole.  Raises :class:`Refused`."""
    given = Path(path)
    if given.is_absolute() and given.is_relative_to(root.absolute()):
        given = given.relative_to(root.absolute())
    steps = [step for step in given.as_posix().split("/") if step not in {"", "."}]
    steps = steps if steps[:1] == ["content"] else ["content", *steps]
    if given.is_absolute() or ".." in steps or len(steps) < 2:
        raise Refused(f"{path} is not in content/")
    return "/".join(steps)


def _references(read: Read, prose: Prose) -> Iterator[tuple[Reference, bool, str]]:
    """Every reference of a text, whether its headline counts where its address leads nowhere, and the kind of its change."""
    value = read.value
    if isinstance(value, Article):
        yield from ((reference, True, "") for reference in value.read_also)
    if isinstance(value, FrontArrangement):
        yield from ((one, True, "") for one in (value.lead, *value.top, value.breaking.reference if value.breaking else None) if one)
    for part in prose.parts:
        if part.reference and part.kind in {Block.LINK, Block.WIKILINK, Block.READ_ALSO}:
            yield part.reference, part.kind is Block.READ_ALSO, {Block.WIKILINK: "wiki", Block.READ_ALSO: "card"}.get(part.kind, "link")


def _pictures(read: Read, prose: Prose) -> Iterator[tuple[Picture, str]]:
    if isinstance(read.value, Article) and read.value.image and read.value.image.src:
        yield read.value.image, ""
    for part in prose.parts:
        yield from ((picture, "link") for picture in part.pictures if picture.src)
