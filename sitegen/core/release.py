"""What of a publication leaves at a press time, and until when: what a build is asked for and says, apart from the site.

Loaded by every command, so that a build with nothing to do need not know what a site is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

__all__ = ["Edge", "NextChange"]


@dataclass(frozen=True, slots=True)
class Edge:
    """What a preview shows besides: drafts, articles of the future, expired ones."""

    drafts: bool = False
    future: bool = False
    expired: bool = False

    @property
    def is_open(self) -> bool:
        """Whether this is a preview at all."""
        return self.drafts or self.future or self.expired


@dataclass(frozen=True, slots=True)
class NextChange:
    """When the site changes with nobody editing: ``public`` (embargo, expiry, breaking strip), ``housekeeping``."""

    public: dt.datetime | None = None
    housekeeping: dt.datetime | None = None
