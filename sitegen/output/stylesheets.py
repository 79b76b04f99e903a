"""Style sheets of a theme as they are published: what they point at has its hashed name.

A theme's assets enter, the same assets leave; in a style sheet ``url("fonts/text.woff2")`` is then
``url("fonts/text.0123456789.woff2")``.  The name counts from ``assets/``.  It stays relative, so that a site under a
sub-path works.  What names no asset (``data:``, another host, a style sheet) is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.core.task import bytes_digest

__all__ = ["hashed", "linked"]

_URL = re.compile(rb"""url\(\s*(["']?)([A-Za-z0-9][A-Za-z0-9._/-]*)\1\s*\)""")


def hashed(name: str, data: bytes) -> str:
    """An asset's name with the hash of its bytes: ``gazette.0123456789.css``."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{bytes_digest(data)[:10]}.{suffix}"


def linked(assets: Mapping[str, bytes]) -> dict[str, bytes]:
    """The assets by name, the style sheets pointing at hashed names."""

    def address(found: re.Match[bytes]) -> bytes:
        name = found[2].decode()
        if name.endswith(".css") or name not in assets:
            return found[0]
        return f'url("{hashed(name, assets[name])}")'.encode()

    return {name: _URL.sub(address, data) if name.endswith(".css") else data for name, data in assets.items()}
