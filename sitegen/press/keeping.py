"""``--keep-going``: what stands in for an article in error is the version that was last published, or nothing.

The last published version is known by the digests that the traces of this output keep for each public article, and is read from
the readings, which know each by those digests.  So what was never public, or was taken back, never stands in; nor does a version
for a file that, for all its errors, says that it is to be taken back.  Only what is wrong with one article is forgiven; what is wrong with the whole (settings, two pages at one address, a template) stops the build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, Status
from sitegen.files import Gate
from sitegen.press.intake import Intake, Known, reading_of, value_of
from sitegen.press.layout import Layout
from sitegen.press.memory import Memory
from sitegen.press.order import has_errors
from sitegen.press.report import Options
from sitegen.reading.source import is_article

__all__ = ["Keeping", "keep_going"]

_OWN = frozenset(("section/none", "permalink/reserved", "theme/missing-template"))
"""What only the whole can see, and what is yet one article's own fault."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """``intake`` is what is built: with the stand-ins, and without what is left out.  ``forgiven`` stops no build."""

    intake: Intake
    kept: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    forgiven: frozenset[Diagnostic] = frozenset()

    def stops(self, problems: Iterable[Diagnostic], options: Options, config: Config) -> bool:
        """Whether there is an error that is not forgiven."""
        return has_errors((one for one in problems if one not in self.forgiven), options, config)

    def of_today(self, problems: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
        """Findings without those of the text of a stand-in, which is not the text that is there."""
        return (one for one in problems if one.span.path not in self.kept)


_TAKEN_BACK = (
    re.compile(r"^[\"']?retracted[\"']?[ \t]*[:=][ \t]*(?:(?!null|~|false)\S|\n[ \t]+\S)|^\[retracted\]", re.IGNORECASE | re.MULTILINE),
    re.compile(
        r"^[\"']?(?:status[\"']?[ \t]*[:=][ \t]*[\"']?(?!publi)\w|draft[\"']?[ \t]*[:=][ \t]*[\"']?(?:true|yes|on|1)|published[\"']?[ \t]*[:=][ \t]*[\"']?(?:false|no|off|0))",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(r"^[\"']?(?:expires|expiry[-_]?date|unpublish[-_]?date)[\"']?[ \t]*[:=]", re.IGNORECASE | re.MULTILINE),
)
"""What front matter says of an article that is retracted, that is no longer to be read, that ends."""
_HEAD = re.compile(r"\A(?:---|\+\+\+)[ \t]*\n.*?(?:^(?:---|\+\+\+|\.\.\.)[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)


def keep_going(
    intake: Intake, options: Options, config: Config, gate: Gate, own: Memory, lay_out: Callable[[Intake], Layout]
) -> tuple[Layout, Keeping]:
    """The site laid out, with ``--keep-going`` without the errors of single articles."""
    keeping = Keeping(intake)
    if not options.keep_going:
        return lay_out(intake), keeping
    wrong = {path: known.diagnostics for path in intake.texts if (known := intake.files[path]).diagnostics and is_article(path)}
    wrong = {path: found for path, found in wrong.items() if has_errors(found, options, config)}
    while True:
        keeping = _without(keeping, wrong, gate, own)
        layout = lay_out(keeping.intake)
        wrong = {}
        for one in layout.problems:
            if one.code in _OWN and one.span.path in keeping.intake.files and is_article(one.span.path) and has_errors((one,), options, config):
                wrong[one.span.path] = (*wrong.get(one.span.path, ()), one)
        if not wrong:
            return layout, keeping


def _without(keeping: Keeping, wrong: dict[str, tuple[Diagnostic, ...]], gate: Gate, own: Memory) -> Keeping:
    """Each article that is ``wrong`` for the first time by its last published version, where there is one; else left out."""
    if not wrong:
        return keeping
    files = dict(keeping.intake.files)
    kept, left_out = set(keeping.kept), set(keeping.left_out)
    for path in wrong:
        known = None if path in kept else _published(path, gate, own)
        kept.discard(path)
        if known:
            kept.add(path)
            files[path] = known
        else:
            left_out.add(path)
            del files[path]
    forgiven = keeping.forgiven.union(*wrong.values())
    texts = tuple([path for path in keeping.intake.texts if path in files])
    return Keeping(replace(keeping.intake, files=files, texts=texts), tuple(sorted(kept)), tuple(sorted(left_out)), forgiven)


def _published(path: str, gate: Gate, own: Memory) -> Known | None:
    """The reading of an article that the last published build of this output showed; None where its file now takes that back."""
    facet = own.traces.facet(f"places:{path}")
    known = reading_of(path, facet.digest, own.readings) if facet else None
    return None if known is None or _is_taken_back(path, known, gate, own) else known


def _is_taken_back(path: str, known: Known, gate: Gate, own: Memory) -> bool:
    """Whether front matter that can't be read as a whole says something against publication that the published version did not."""
    source, _ = gate.read_text(path)
    head = _HEAD.match(source.text) if source else None
    if source is None or head is None:
        return False
    article = value_of(known, own.readings).value
    if not isinstance(article, Article):
        return False
    before = (article.retraction is not None, article.status is not Status.PUBLISHED, article.expires is not None)
    return any(said.search(head[0]) and not was for said, was in zip(_TAKEN_BACK, before, strict=True))
