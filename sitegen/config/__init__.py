"""The publication's settings: ``sitegen.toml`` in, a frozen :class:`Config` out, every error with its line."""

from __future__ import annotations

from typing import Any

from sitegen.config.tables import Channel, Config, Dates, base_path, encode_path
from sitegen.core.diagnostics import Diagnostic

__all__ = ["Channel", "Config", "Dates", "base_path", "encode_path", "load", "schema"]


def load(text: str, path: str, **overrides: Any) -> tuple[Config | None, tuple[Diagnostic, ...]]:
    """Read sitegen.toml.  ``overrides`` (base_url …) win over the file.  No Config where there are diagnostics."""
    from sitegen.config import validation

    return validation.load(text, path, **overrides)


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of sitegen.toml."""
    from sitegen.config import validation

    return validation.schema()
