"""The darkroom: pictures made of pictures, and of words, kept by what they were made of.

Beside the pipeline.  A print is a file of ``.sitegen/pictures/``, named by the digest of the picture's bytes, of what was asked and of
the code that makes it; so the picture or its article may be renamed, or another output built, and nothing is made again.  A print
says on its first line what it is and the digest of its bytes; one that is not what it says is made anew.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sitegen.core.task import Digest, bytes_digest, digest
from sitegen.engine import workers
from sitegen.files import Gate
from sitegen.output import social_card
from sitegen.output.cuts import Cut

__all__ = ["Changed", "Darkroom", "Print", "Progress", "Wish", "card_key", "cut_key", "make_prints", "original_key", "wishes"]

_LIST = "in-use."
_SPARE = 200
"""So many prints more than are in use are kept, for branches switched to and back."""

Progress = Callable[[str, int, int], None]


class Changed(Exception):
    """A file of the publication changed while the build ran."""


@dataclass(frozen=True, slots=True)
class Print:
    """A print as it is kept; ``fault`` says why there is none, and never will be of these bytes."""

    key: Digest
    digest: Digest = ""
    size: int = 0
    type: str = ""
    width: int = 0
    height: int = 0
    full: tuple[int, int] = (0, 0)
    has_alpha: bool = False
    is_moving: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """Prints that are wanted of one picture (``source``, whose bytes have the ``digest``), or of words."""

    source: str
    digest: Digest
    cuts: tuple[tuple[Digest, Cut], ...] = ()
    card: tuple[Digest, tuple[str, ...]] | None = None


@functools.cache
def recipe() -> Digest:
    """The digest of all that makes prints: our own code, the fonts, and the codecs, which come with Pillow."""
    from importlib import metadata, resources

    room = resources.files("sitegen.output")
    names = ("cuts.py", "derivatives.py", "social_card.py", "fonts/RobotoSlab-Bold.otf")
    return digest((metadata.version("pillow"), tuple(bytes_digest(room.joinpath(name).read_bytes()) for name in names)))


def original_key(source: Digest) -> Digest:
    """The name of the print that is published whole."""
    return digest(("original", source, recipe()))


def cut_key(source: Digest, wanted: Cut) -> Digest:
    """The name of a derivative."""
    return digest(("cut", source, wanted, recipe()))


def card_key(words: tuple[str, ...]) -> Digest:
    """The name of a social card."""
    return digest(("card", words, recipe()))


@dataclass(frozen=True, slots=True)
class Darkroom:
    """The prints in a ``folder``; pictures come through the ``gate``."""

    folder: Path
    gate: Gate
    _known: dict[Digest, Print] = field(default_factory=dict, compare=False)

    def find(self, key: Digest) -> Print | None:
        """A print that was made before."""
        if key not in self._known:
            try:
                with open(self._place(key), "rb") as file:
                    said = json.loads(file.readline(2000))
                    body = os.fstat(file.fileno()).st_size - file.tell()
                one = Print(key, **{**said, "full": tuple(said["full"])})
            except (OSError, ValueError, TypeError, KeyError):
                return None
            if body != one.size:
                return None
            self._known[key] = one
        return self._known[key]

    def original(self, source: str, known: Digest) -> Print:
        """The published original of a picture, made now where it was not made before.  Raises :class:`Changed`."""
        key = original_key(known)
        if found := self.find(key):
            return found
        from sitegen.output.derivatives import Spoilt, developed  # and with it Pillow

        try:
            made = developed(self._taken(source, known))
        except Spoilt as spoilt:
            return self.keep(Print(key, fault=str(spoilt)), b"")
        one = Print(key, "", 0, made.type, made.width, made.height, made.full, made.has_alpha, made.is_moving)
        return self.keep(one, made.data)

    def make(self, wish: Wish) -> int:
        """Make the prints of a wish; a picture is decoded once.  Raises :class:`Changed`; gives how many there were."""
        if wish.card:
            key, words = wish.card
            self.keep(Print(key, type="image/png", width=social_card.WIDTH, height=social_card.HEIGHT), social_card.drawn(*words))
        if wish.cuts:
            from sitegen.output.derivatives import cut, opened

            picture = opened(self._taken(wish.source, wish.digest))
            for key, wanted in wish.cuts:
                self.keep(Print(key, type=wanted.type, width=wanted.width, height=wanted.height), cut(picture, wanted))
        return len(wish.cuts) + bool(wish.card)

    def bytes_of(self, one: Print) -> bytes | None:
        """The bytes of a print; None where they are not what was kept, and it must be made anew."""
        try:
            data = self._place(one.key).read_bytes().partition(b"\n")[2]
        except OSError:
            data = b""
        if bytes_digest(data) == one.digest:
            return data
        self._known.pop(one.key, None)
        with suppress(OSError):
            self._place(one.key).unlink()
        return None

    def keep(self, one: Print, data: bytes) -> Print:
        """Put a print by, whole or not at all, whoever else makes it at the same time."""
        said = {
            "digest": bytes_digest(data), "size": len(data), "type": one.type, "width": one.width, "height": one.height, "full": list(one.full),
            "has_alpha": one.has_alpha, "is_moving": one.is_moving, "fault": one.fault,
        }  # fmt: skip
        place = self._place(one.key)
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f"{place.name}.{os.getpid()}")
        beside.write_bytes(json.dumps(said).encode() + b"\n" + data)
        os.replace(beside, place)
        kept = Print(one.key, said["digest"], len(data), one.type, one.width, one.height, one.full, one.has_alpha, one.is_moving, one.fault)  # type: ignore[arg-type]
        self._known[one.key] = kept
        return kept

    def prune(self, name: str, used: Iterable[Digest]) -> None:
        """Write down what the output ``name`` uses; throw prints away that no output does, when they outnumber those in use."""
        wanted = sorted(set(used))
        if not wanted and not self.folder.is_dir():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        note, text = self.folder / f"{_LIST}{name}", "\n".join(wanted)
        with suppress(OSError):
            if note.read_text() == text:
                return
        note.write_text(text)
        used_now = {key for list_ in self.folder.glob(f"{_LIST}*") for key in list_.read_text().split()}
        prints = [path for part in self.folder.iterdir() if part.is_dir() for path in part.iterdir()]
        if len(prints) > 2 * len(used_now) + _SPARE:
            for path in prints:
                if path.name not in used_now:
                    path.unlink(missing_ok=True)

    def _taken(self, source: str, known: Digest) -> bytes:
        data = self.gate.read_bytes(source)
        if not isinstance(data, bytes) or bytes_digest(data) != known:
            raise Changed(source)
        return data

    def _place(self, key: Digest) -> Path:
        return self.folder / key[:2] / key


def make_prints(room: Darkroom, wishes: Sequence[Wish], jobs: int, progress: Progress = lambda *_: None) -> int:
    """Make what is wished for, a picture at a time in each worker; gives how many prints were made."""
    start = partial(workers.executor, jobs if len(wishes) > 1 else 1)
    made = 0
    for number, count in enumerate(workers.mapped(start, partial(_made, room), [[wish] for wish in wishes], _lost), 1):
        made += count
        progress("pictures", number, len(wishes))
    return made


def _made(room: Darkroom, wishes: Sequence[Wish]) -> int:
    return sum(room.make(wish) for wish in wishes)


def _lost(wish: Wish) -> int:
    raise MemoryError(f"a process ended while making pictures of {wish.source or 'words'}")


def wishes(wanted: Mapping[Digest, tuple[str, Digest, Cut]], cards: Mapping[Digest, tuple[str, ...]]) -> Iterator[Wish]:
    """What is to be made, put together by picture."""
    by_picture: dict[tuple[str, Digest], list[tuple[Digest, Cut]]] = {}
    done: dict[Digest, str] = {}
    for key, (source, known, one) in wanted.items():
        by_picture.setdefault((done.setdefault(known, source), known), []).append((key, one))
    yield from (Wish(source, known, tuple(found)) for (source, known), found in by_picture.items())
    yield from (Wish("", "", card=(key, words)) for key, words in cards.items())
