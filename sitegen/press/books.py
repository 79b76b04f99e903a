"""The ledger as the publication's files have it: the texts of ``ledger/``, through the gate, as they were at the census.

Beside the pipeline.  A ledger that can't be read is an error: nothing is known then of what readers were promised.
"""

from __future__ import annotations

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.task import bytes_digest
from sitegen.files import Gate, decode
from sitegen.press.intake import Intake
from sitegen.press.tree import Changed
from sitegen.site import ledger
from sitegen.site.ledger import Ledger
from sitegen.site.permalinks import LEDGER

__all__ = ["ledger_of"]


def ledger_of(gate: Gate, intake: Intake) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    """The ledger, and what is wrong with its files.  Raises :class:`Changed` where one is not what it was at the census."""
    texts: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for path, known in intake.of(LEDGER):
        if known.diagnostics:
            problems += known.diagnostics
            continue
        data = gate.read_bytes(path)
        if isinstance(data, Diagnostic) or bytes_digest(data) != known.digest:
            raise Changed(path)
        source, faults = decode(path, data)
        problems += faults
        if source:
            texts[path] = source.text
    found, faults = ledger.read(texts)
    return found, (*problems, *faults)
