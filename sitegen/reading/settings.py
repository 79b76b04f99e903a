"""What of sitegen.toml the reading of a file depends on, and nothing else.

These values belong to the key under which a read file is remembered: a changed tagline reads nothing anew,
a changed time zone everything.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.config import Config
from sitegen.core.task import Digest
from sitegen.plugins import Plugin

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Frozen and picklable, for worker processes.

    ``languages``: the publication's own first.  ``time_zone``: a name of the ``tzdata`` package, the zone of
    times without one.  ``title_characters``, ``tags``, ``bylines``: the limits of one article.
    ``markdown_extensions``: import names that the body's reading loads; ``extensions_digest`` is that of what they are.
    ``plugins``: those of the publication, which have extensions and checks.
    """

    languages: tuple[str, ...] = ("uk", "en")
    time_zone: str = "Europe/Kyiv"
    title_characters: int = 500
    tags: int = 100
    bylines: int = 100
    markdown_extensions: tuple[str, ...] = ()
    extensions_digest: Digest = ""
    plugins: tuple[Plugin, ...] = ()

    @property
    def language(self) -> str:
        """The publication's first language, whose articles stand at the top of ``content/``."""
        return self.languages[0]

    @classmethod
    def from_config(cls, config: Config, plugins: tuple[Plugin, ...] = (), extensions_digest: Digest = "") -> Settings:
        """The part of the configuration that reading uses."""
        return cls(
            languages=tuple(config.languages),
            time_zone=config.time_zone,
            title_characters=config.limits.title_characters,
            tags=config.limits.tags,
            bylines=config.limits.bylines,
            markdown_extensions=tuple(config.markdown_extensions),
            extensions_digest=extensions_digest,
            plugins=plugins,
        )
