"""What the desk's proofreading of one file gives: faults, how to mend them, and what comparing files needs of it.

Apart from readings, which every build makes: a proof is read by ``check`` alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Reference
from sitegen.core.task import Digest

__all__ = ["Fault", "Mend", "Paragraph", "Proof"]


@dataclass(frozen=True, slots=True, order=True)
class Mend:
    """A change of one line that a machine can be trusted with: what stands at ``span`` is ``before`` and becomes ``after``."""

    span: Span
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding, and the changes that mend it; none where only a person can."""

    diagnostic: Diagnostic
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A long paragraph by the digest of its words, so that a copy of it is found."""

    digest: Digest
    span: Span


@dataclass(frozen=True, slots=True)
class Proof:
    """One file's proof.  ``digest`` is that of the bytes that were read.

    ``links``: every reference of the text with its place.  ``files``: every name of a picture or document in it, as written.
    """

    path: str
    digest: Digest
    faults: tuple[Fault, ...] = ()
    links: tuple[Reference, ...] = ()
    files: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
