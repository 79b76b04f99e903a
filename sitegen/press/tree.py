"""The output tree: what of it stands as it was written, and the files in it that are copies: static files, pictures, theme assets.

Beside the pipeline.  A picture or document of content/ is in the tree while a page of it has asked for it.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.task import Digest, bytes_digest
from sitegen.engine.traces import Facet, Standing, Traces
from sitegen.engine.writer import Output, Staged, digest_on_disk, stage
from sitegen.files import Gate
from sitegen.output.cuts import Cut
from sitegen.output.plan import assets
from sitegen.press.answers import PRINTS, Answers, cut_source, wanted_card, wanted_cut
from sitegen.press.census import disk_time, links, state_of, trusted
from sitegen.press.darkroom import Changed, Progress, card_key, make_prints, wishes
from sitegen.press.intake import Intake
from sitegen.site.checks import bad_picture

__all__ = ["HOSTS", "Changed", "Copy", "Tree", "copies", "leaf_of", "leaves", "placed", "print_missing", "stage_copies", "standing", "static_files", "unreadable"]

_MEDIA, _LEAF = "media:", "tree:"
HOSTS = ("_headers", "_redirects")
"""Files for a host to which static/ may add: its lines stand before ours."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the tree that no task makes: where from, and the digest of its bytes; the ``key`` of a print, '' for a plain copy.

    ``source`` is a file of the publication, ``theme``, or ``words`` of which a print is drawn; of a file in the tree of a task (:meth:`leaf`) it names the tree.
    """

    source: str
    digest: Digest
    key: Digest = ""

    @classmethod
    def leaf(cls, folder: str, digest: Digest) -> Copy:
        """A file in the tree that a task owns."""
        return cls(_LEAF + folder, digest)


@dataclass(frozen=True, slots=True)
class Tree:
    """What stands in the output: all that is ``known`` but what is ``lost``; what ``moved`` has another state on disk, or is in the manifest alone."""

    known: Mapping[str, Standing]
    moved: Mapping[str, Standing] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()

    def get(self, path: str) -> Standing | None:
        """Where an output stands with the bytes that were written; None where it does not."""
        return None if path in self.lost else self.moved.get(path) or self.known.get(path)

    def digest(self, path: str) -> Digest:
        """The digest of an output's bytes; '' where it does not stand."""
        one = self.get(path)
        return one.digest if one else ""


def standing(folder: Path, known: Mapping[str, Standing], manifest: Mapping[str, Digest]) -> Tree:
    """Those outputs that are on disk with the very bytes that were written.  Of a path that is not ``known`` the manifest tells."""
    moved: dict[str, Standing] = {}
    top = str(folder)
    others = {path: Standing(found, None) for path, found in manifest.items() if path not in known}
    linked = tuple(f"{link}/" for link in links(top, chain(known, others)))
    lost = {path for path in chain(known, others) if path.startswith(linked)} if linked else set()
    for path, one in chain(known.items(), others.items()):
        if path in lost:
            continue
        try:
            seen = os.lstat(f"{top}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            lost.add(path)
            continue
        state = state_of(seen)
        if not stat.S_ISREG(seen.st_mode) or (state != one.state and digest_on_disk(folder, path) != one.digest):
            lost.add(path)
        elif state != one.state:
            moved[path] = one._replace(state=state)
    return Tree(known, moved, frozenset(lost))


def leaves(traces: Traces, again: Container[str]) -> dict[str, Copy]:
    """The files of those trees that stay: of all but ``again``, which were made anew or are no more."""
    return {path: Copy(one.source, one.digest) for path, one in traces.copied().items() if one.source.startswith(_LEAF) and leaf_of(one) not in again}


def leaf_of(one: Standing | None) -> str:
    """The folder of the task in whose tree a file stands; '' for any other."""
    return one.source.removeprefix(_LEAF) if one and one.source.startswith(_LEAF) else ""


def placed(folder: Path, clock: Path, one: Mapping[str, Standing]) -> dict[str, Standing]:
    """Outputs just written, or seen in a new state, with the state they have where that can be trusted."""
    at = disk_time(clock)
    found = {}
    for path, item in one.items():
        state = item.state or state_of(os.lstat(f"{folder}/{path}"))
        found[path] = item._replace(state=state if trusted(state, at) else None)
    return found


# ------------------------------------------------------------------ copies


def static_files(intake: Intake) -> dict[str, str]:
    """The files of static/ by output path, with their sources."""
    return {unicodedata.normalize("NFC", path.removeprefix("static/")): path for path, _ in intake.of("static")}


def copies(desk: Answers, intake: Intake, traces: Traces) -> dict[str, Copy]:
    """Every copy that belongs in the tree, by output path."""
    found = {path: Copy("theme", bytes_digest(data)) for path, data in assets(desk.theme).items()}
    found |= {path: Copy(source, intake.files[source].digest) for path, source in static_files(intake).items() if path not in HOSTS}
    is_plain = not desk.config.pictures.derivatives
    places = {one.source: path for path, one in traces.copied().items() if one.source.startswith(("content/", "media/"))} if is_plain else {}
    for source, facet in _shown(traces):
        if source not in intake.files:
            continue
        known = intake.files[source]
        place = places.get(source, "")
        if not place or traces.outputs[place].digest != known.digest or facet.digest != desk.digest_of(_MEDIA + source):
            media = desk.media(source)
            place = media.path.lstrip("/") if media else ""
        if place:
            one = desk.original(source)
            found[place] = Copy(source, one.digest, one.key) if one else Copy(source, known.digest)
    for path, (source, key) in _wanted(desk, traces).items():
        if made := desk.room.find(key):
            found[path] = Copy(source, made.digest, key)
    return found


def print_missing(desk: Answers, traces: Traces, jobs: int, progress: Progress) -> int:
    """Make the derivatives and social cards that pages show and that were not made before; gives how many there were."""
    pictures: dict[Digest, tuple[str, Digest, Cut]] = {}
    cards: dict[Digest, tuple[str, ...]] = {}
    for basis in _facets(traces):
        if source := cut_source(basis):
            for key, one in desk.derivatives(*wanted_cut(basis)):
                if desk.room.find(key) is None:
                    pictures[key] = (source, desk.files[source].digest, one)
        elif words := wanted_card(basis):
            drawn = desk.card_words(*words)
            if desk.social_card(*words) and desk.room.find(key := card_key(drawn)) is None:
                cards[key] = drawn
    return make_prints(desk.room, tuple(wishes(pictures, cards)), jobs, progress)


def _wanted(desk: Answers, traces: Traces) -> dict[str, tuple[str, Digest]]:
    """The prints that pages show beside whole pictures, by output path: where from, and their names."""
    found: dict[str, tuple[str, Digest]] = {}
    for basis in _facets(traces):
        if source := cut_source(basis):
            wanted = wanted_cut(basis)
            found |= {desk.cut_path(source, key, one): (source, key) for key, one in desk.derivatives(*wanted)}
        elif words := wanted_card(basis):
            card = desk.social_card(*words)
            found |= {card.path.lstrip("/"): ("words", card_key(desk.card_words(*words)))} if card else {}
    return found


def _facets(traces: Traces) -> Iterator[str]:
    """The facets that pages rest on and which are about one picture in its sizes, or one card."""
    return (basis for kind in PRINTS for basis, facet in traces.facets(kind).items() if facet.files)


def _shown(traces: Traces) -> Iterator[tuple[str, Facet]]:
    """The pictures and documents that pages have asked for, by source."""
    return ((basis.removeprefix(_MEDIA), facet) for basis, facet in traces.facets("media").items() if facet.files)


def unreadable(desk: Answers, intake: Intake, traces: Traces, told: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What is wrong with the files of content/ and static/ that pages ask for, or that are published as they are, beside what was ``told``."""
    said = {span.path for one in told if one.code.startswith("picture/") for span in one.related}
    problems: list[Diagnostic] = []
    for _, known in intake.of("static"):
        problems += known.diagnostics
    for source, _ in _shown(traces):
        if source not in desk.site.media:
            continue
        known = intake.files[source]
        problems += known.diagnostics
        if known.digest and source not in said and desk.media(source) is None:
            problems.append(bad_picture(Span(source), source, desk.fault(source) or str(known.measured)))
    return problems


def stage_copies(gate: Gate, desk: Answers, wanted: Mapping[str, Copy], on_disk: Callable[[str], Digest], output: Output) -> dict[str, Staged]:
    """Copies that are not on disk yet, staged.  Raises :class:`Changed` where a file is not what it was at the census."""
    given = assets(desk.theme)
    staged: dict[str, Staged] = {}
    damaged = ""
    for number, (path, copy) in enumerate(wanted.items()):
        if on_disk(path) == copy.digest:
            continue
        if copy.key:
            made = desk.room.find(copy.key)
            data: bytes | Diagnostic | None = desk.room.bytes_of(made) if made else None
            if data is None:
                damaged = copy.source  # thrown away, as all others are that are damaged, before they are made anew
                continue
        else:
            data = given[path] if copy.source == "theme" else gate.read_bytes(copy.source)
        if not isinstance(data, bytes) or bytes_digest(data) != copy.digest:
            raise Changed(copy.source)
        stage(output.staging, f"copy-{number}", data)
        staged[path] = Staged(f"copy-{number}", copy.digest, 0)
    if damaged:
        raise Changed(damaged)
    return staged
