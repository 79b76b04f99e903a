"""Which plugins and Markdown extensions a publication has, and what they are made of: their digests.

A file of the publication counts with its bytes and with the packages it imports; an installed package with its version and
its RECORD, which holds a digest of each of its files; a module that no package owns, or one that is worked on where it stands
(an editable install), with its source.  So whatever a plugin does, a build knows when it may do something else.
"""

from __future__ import annotations

import ast
import difflib
import functools
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen import plugins
from sitegen.config import Config
from sitegen.core import toml
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.task import Digest, bytes_digest, digest
from sitegen.files import Gate, decode
from sitegen.plugins import Plugin
from sitegen.press.order import Unusable
from sitegen.press.report import Options

__all__ = ["Plugged", "plugged"]

_TOOLCHAIN = frozenset(("sitegen", "markdown", "jinja2", "markupsafe", "pluggy"))
"""Modules that the stores rest on as it is."""


@dataclass(frozen=True, slots=True)
class Plugged:
    """The plugins, and the digest of the Markdown extensions that the settings name."""

    plugins: tuple[Plugin, ...] = ()
    extensions: Digest = ""


def plugged(options: Options, config: Config, gate: Gate) -> Plugged:
    """The plugins of a publication, loaded once to see that they can be.  Raises :class:`Unusable`."""
    found: list[Plugin] = []
    for number, name in enumerate(config.plugins):
        place = _place(options, ("plugins", number))
        found.append(_file(gate, name, place) if name.endswith(".py") else _installed(name, place))
    try:
        plugins.require(tuple(found))
    except plugins.NotLoaded as error:
        at = config.plugins.index(error.plugin.name)
        one = error.diagnostic
        raise Unusable(one if error.plugin.source else replace(one, span=_place(options, ("plugins", at)))) from None
    extensions = tuple((name, _extension(name, _place(options, ("markdown_extensions", at)))) for at, name in enumerate(config.markdown_extensions))
    return Plugged(tuple(found), digest(extensions) if extensions else "")


def _place(options: Options, where: tuple[str | int, ...]) -> Span:
    """The line of a setting."""
    source, _ = Gate(options.source).read_text(options.config)
    return Span(options.config, *toml.loads(source.text).place(where)) if source else Span(options.config)


def _file(gate: Gate, name: str, place: Span) -> Plugin:
    files, problems = gate.look(name)
    if not problems and name not in files:
        problems = (Diagnostic.at(place, "plugin/missing", name=name, near=_near(name, gate)),)
    data = b"" if problems else gate.read_bytes(name, gate.text_bytes)
    if isinstance(data, Diagnostic):
        raise Unusable(data)
    source, more = decode(name, data) if not problems else (None, ())
    if source is None:
        raise Unusable(*problems, *more)
    text = source.text or "\n"
    return Plugin(name, digest((name, text, tuple((module, _fingerprint(module)) for module in _imported(text)))), source=text)


def _near(name: str, gate: Gate) -> str:
    known = gate.survey("plugins")[0] if (gate.root / "plugins").is_dir() else {}
    return next(iter(difflib.get_close_matches(name, known, 1)), "")


def _imported(text: str) -> tuple[str, ...]:
    """The packages, beside those of the toolchain, that a file's import statements name."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError):
        return ()  # loading says it with its line
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level]
    return tuple(sorted({name.partition(".")[0] for name in names} - sys.stdlib_module_names - _TOOLCHAIN))


def _installed(name: str, place: Span) -> Plugin:
    from importlib import metadata  # here and below, for most publications have no plugins

    known = metadata.entry_points(group="sitegen")
    found = {entry.value for entry in known if entry.name == name}
    if len(found) != 1:
        near = next(iter(difflib.get_close_matches(name, sorted(known.names), 1)), "")
        raise Unusable(Diagnostic.at(place, "plugin/missing", name=name, near="" if found else near))
    module = found.pop().replace(" ", "").partition("[")[0]
    return Plugin(name, digest((name, module, _fingerprint(module.partition(":")[0].partition(".")[0]))), module=module)


def _extension(name: str, place: Span) -> Digest:
    """The digest of a Markdown extension, found as Python-Markdown finds it: by its short name, else by its module."""
    from importlib import metadata

    short = next((entry.value for entry in metadata.entry_points(group="markdown.extensions", name=name)), name)
    top = short.partition(":")[0].partition(".")[0]
    if top in _TOOLCHAIN:
        return ""
    if not top or importlib.util.find_spec(top) is None:
        raise Unusable(Diagnostic.at(place, "config/bad-value", key="markdown_extensions", reason=f"names '{name}', which is not installed"))
    return _fingerprint(top)


@functools.lru_cache(maxsize=256)
def _fingerprint(module: str) -> Digest:
    """The digest of a module that can be imported; what is loaded stays, so it is taken once in a process."""
    from importlib import metadata

    owners = sorted(set(metadata.packages_distributions().get(module, ())))
    known: list[object] = []
    for owner in owners:
        one = metadata.distribution(owner)
        listed = one.read_text("RECORD")
        if listed is None or '"editable": true' in (one.read_text("direct_url.json") or ""):
            known = []
            break
        known.append((owner, one.version, bytes_digest(listed.encode())))
    return digest(tuple(known)) if known else digest(tuple(_sources(module)))


def _sources(module: str) -> Iterator[tuple[str, Digest]]:
    """The files of a module, or of all the folders of a package."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return
    folders = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in {".py", ".so", ".pyd"}:
                yield path.relative_to(folder).as_posix(), bytes_digest(path.read_bytes())
    if spec and not folders and spec.origin and Path(spec.origin).is_file():
        yield Path(spec.origin).name, bytes_digest(Path(spec.origin).read_bytes())
