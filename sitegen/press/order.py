"""The settings and folders that an order to the press names, and its findings as this run weighs them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from sitegen import config as configuration
from sitegen.config import Config, tables
from sitegen.core import model, record, toml
from sitegen.core.diagnostics import Diagnostic, Finding, Severity, Span, by_place
from sitegen.core.rules import find, weight
from sitegen.core.task import Digest, bytes_digest, digest
from sitegen.core.zones import zone
from sitegen.engine.store import Doubtful, Reader, Store, mark
from sitegen.engine.writer import OutputRefused
from sitegen.files import Gate, toolchain
from sitegen.output import pagefind
from sitegen.press.census import FOLDERS
from sitegen.press.report import STATE, Options
from sitegen.press.settled import READINGS

__all__ = ["Unusable", "at_setting", "findings", "has_errors", "load", "opened", "output_folder", "output_name", "press_time_of", "remember", "require_indexer"]

_KINDS = record.kinds((tables, model))
_ROW = "config"


class Unusable(Exception):
    """The configuration can't be used (exit 2); ``diagnostics`` say why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics


def load(options: Options) -> Config:
    """The publication's settings.  Raises :class:`Unusable`."""
    return opened(options)[0]


def opened(options: Options) -> tuple[Config, Gate, Digest]:
    """The settings, the gate to the publication's files that they bound, and the digest of the settings file.  Raises :class:`Unusable`."""
    gate = Gate(options.source)
    if not (options.source / options.config).is_file():
        raise Unusable(Diagnostic.at(Span(options.config), "config/missing", name=options.config))
    source, problems = gate.read_text(options.config)
    if source is None:
        raise Unusable(*problems)
    config = _remembered(options, source.digest)
    if config is None:
        config, problems = configuration.load(source.text, options.config, base_url=options.base_url or None)
    if config is None:
        raise Unusable(*by_place(problems))
    limits = config.limits
    gate = Gate(options.source, tuple(config.symlinks), text_bytes=limits.text_bytes, picture_bytes=limits.picture_bytes, media=config.media)
    if config.media and not os.path.isdir(gate.at("media")):
        raise Unusable(Diagnostic.at(_place(options, "media"), "config/bad-value", key="media", reason=f"names the folder {config.media}, which is not there"))
    return config, gate, source.digest


def remember(store: Store, options: Options, config: Config, settings: Digest) -> None:
    """Keep in the readings what a settings file of this digest was found to say, so that the next build need not check it again, nor load what checks."""
    if store.get(_ROW, key := _key(options, settings)) is None:
        store.clear(_ROW)
        store.put(_ROW, {key: record.dump(config)})


def _remembered(options: Options, settings: Digest) -> Config | None:
    """What a settings file of this digest was found to say; None where that is not known for certain."""
    path = options.source / STATE / READINGS
    if options.clean or not os.path.isfile(path):
        return None
    with closing(Reader(path)) as reader, suppress(Doubtful, ValueError):
        if reader.get("about", "toolchain") == mark(toolchain()) and (data := reader.get(_ROW, _key(options, settings))):
            found: Config = record.load(data, _KINDS)
            return found
    return None


def _key(options: Options, settings: Digest) -> str:
    return digest((settings, options.base_url))


def require_indexer(options: Options, config: Config) -> None:
    """Raises :class:`Unusable` where a search index is asked for and there is nothing to make it."""
    if config.search.enabled and options.indexing and not options.checking and not pagefind.is_installed():
        raise Unusable(Diagnostic.at(_place(options, "search", "enabled"), "config/no-pagefind"))


def at_setting(diagnostic: Diagnostic, options: Options, setting: str = "search.enabled") -> Diagnostic:
    """A finding about a setting, which knows only that it is one, with the file and line where the setting stands."""
    if diagnostic.span.path != "sitegen.toml":
        return diagnostic
    return replace(diagnostic, span=_place(options, *setting.split(".")))


def _place(options: Options, *key: str) -> Span:
    source, _ = Gate(options.source).read_text(options.config)
    return Span(options.config, *(toml.loads(source.text).place(key) if source else (0, 0)))


def output_folder(options: Options, config: Config) -> Path:
    """Where the site goes: the folder this run was given, else the configured one below the publication's.

    A preview, which shows what readers must not see, never shares that one: its own is in the state folder.
    Raises ``writer.OutputRefused`` for a folder that holds the publication, or is one of its own (FAULTS 78).
    """
    folder = _folder(options, config)
    root, real = options.source.resolve(), folder.resolve()
    if options.edge.is_open and real == (options.source / config.output).resolve():
        raise OutputRefused(f"a preview never goes to {folder}, where the site for readers is; name another folder with --output, or none")
    if root.is_relative_to(real):
        raise OutputRefused(f"the output folder {folder} holds the publication itself; choose another folder")
    if real.is_relative_to(root) and (own := real.relative_to(root).parts[0]) in {*FOLDERS, "plugins", ".git"}:
        raise OutputRefused(f"the output folder {folder} is in {own}/, which is not for outputs; choose another folder")
    return folder


def output_name(options: Options, config: Config) -> str:
    """An output folder's name among what builds remember, which holds no path of the machine."""
    return bytes_digest(os.fsencode(os.path.relpath(_folder(options, config), options.source)))[:16]


def _folder(options: Options, config: Config) -> Path:
    return options.output or (options.source / STATE / "preview" if options.edge.is_open else options.source / config.output)


def has_errors(problems: Iterable[Diagnostic], options: Options, config: Config) -> bool:
    severities = options.choice.severities(config.desk.severity)
    codes = {problem.code for problem in problems}
    return any(weight(code, checking=options.checking, strict=options.strict, severities=severities) is Severity.ERROR for code in codes)


def findings(problems: Iterable[Diagnostic], options: Options, config: Config) -> tuple[Finding, ...]:
    severities = options.choice.severities(config.desk.severity)
    found = (
        find(problem, checking=options.checking, strict=options.strict, severities=severities)
        for problem in by_place(problems)
    )
    return tuple(finding for finding in found if finding.severity is not Severity.OFF)


def press_time_of(text: str, config: Config) -> dt.datetime:
    """``--now`` as an aware datetime; one without a zone is in the publication's.  Raises ValueError."""
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=zone(config.time_zone))
