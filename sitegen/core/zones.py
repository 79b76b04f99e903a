"""Time zones of the pinned ``tzdata`` package, never the machine's own files.

A build must give the same bytes on every machine, and the zone files of an operating
system are as old as its last update; so the one set that counts is the one that is
installed with the generator.

A zone made here does not pickle.  Values that travel (:class:`~sitegen.core.model.Moment`)
carry fixed offsets; convert them with ``moment.at.astimezone(zone(name))`` where they are printed.
"""

from __future__ import annotations

import functools
import importlib.resources
import zoneinfo

__all__ = ["names", "zone"]


@functools.cache
def names() -> frozenset[str]:
    """Names of all zones that can be used (IANA, old spellings such as ``Europe/Kiev`` too)."""
    return frozenset((importlib.resources.files("tzdata") / "zones").read_text("utf-8").split())


@functools.cache
def zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone ``name``.  Raises KeyError where the package has none."""
    if name not in names():
        raise KeyError(name)
    file = importlib.resources.files("tzdata") / "zoneinfo"
    with file.joinpath(*name.split("/")).open("rb") as data:
        return zoneinfo.ZoneInfo.from_file(data, key=name)
