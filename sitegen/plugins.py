"""Plugins: the three hooks by which a publication adds to sitegen, and calling them (the only door to pluggy).

A plugin is named in sitegen.toml: a file of the publication, or an entry point of an installed package.  Whoever reads the
publication makes the :class:`Plugin` values, with a digest of all that the plugin is; every process loads them from those values.
A plugin is given values and gives values: no clock, no disk, no other article.  docs/plugins.md shows one.
"""

from __future__ import annotations

import functools
import importlib
import re
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pluggy

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Article
from sitegen.core.reading import Prose
from sitegen.core.task import Digest

__all__ = ["Fault", "Hooks", "NotLoaded", "Plugin", "Remark", "checks", "fault_of", "filters", "has", "hook", "markdown_extensions", "require"]

hook = pluggy.HookimplMarker("sitegen")
"""Marks a function of a plugin as one of :class:`Hooks`."""
_spec = pluggy.HookspecMarker("sitegen")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a plugin has to say of a text: where (line and column of the file, from 1), what, and what to do about it."""

    line: int
    message: str
    fix: str = ""
    column: int = 1
    length: int = 1
    is_error: bool = False


class Hooks:
    """What a plugin may add.  Each function takes the arguments it wants of those named here, by name."""

    @_spec
    def markdown_extensions(self) -> Iterable[object]:  # type: ignore[empty-body]
        """Extensions of Python-Markdown, for every body: ``markdown.Extension`` objects, made anew at each call."""

    @_spec
    def filters(self) -> Mapping[str, Callable[..., object]]:  # type: ignore[empty-body]
        """Filters for templates, by name: pure functions of the values they are given."""

    @_spec
    def checks(self, article: Article, prose: Prose, text: str) -> Iterable[Remark]:  # type: ignore[empty-body]
        """What is to be said of one article: its typed front matter, its rendered body, and the text of its file."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin as sitegen.toml names it.  ``source`` is the text of a file (its path is the name), else ``module`` holds it.

    ``digest`` is that of all that it is: two plugins of one digest do the same.
    """

    name: str
    digest: Digest
    source: str = ""
    module: str = ""

    @property
    def place(self) -> Span:
        """The file it is, or the settings that name it."""
        return Span(self.name if self.source else "sitegen.toml")


class NotLoaded(Exception):
    """A plugin can't be used at all; ``diagnostic`` says where and why."""

    def __init__(self, plugin: Plugin, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.plugin = plugin
        place = Span(plugin.place.path, line if plugin.source else 0, 1)
        self.diagnostic = Diagnostic.at(place, "plugin/not-loaded", plugin=plugin.name, reason=reason)


class Fault(Exception):
    """A plugin raised an error while it worked."""

    def __init__(self, plugin: Plugin, name: str, error: BaseException) -> None:
        self.plugin, self.name = plugin, name
        self.reason = f"{type(error).__name__}: {error}".rstrip(": ")[:300]
        self.line = _line(plugin, error)
        super().__init__(self.reason)

    def diagnostic(self, place: Span, article: str) -> Diagnostic:
        """The finding at ``place``, with the line of the plugin where that is a file."""
        related = (Span(self.plugin.name, self.line, 1),) if self.plugin.source else ()
        return Diagnostic.at(place, "plugin/failed", *related, plugin=self.plugin.name, hook=self.name, article=article, reason=self.reason)


# ------------------------------------------------------------------ loading

_Call = tuple[Plugin, Callable[..., Any], tuple[str, ...]]


@functools.lru_cache(maxsize=8)
def _calls(plugins: tuple[Plugin, ...]) -> Mapping[str, tuple[_Call, ...]]:
    """Each hook with who has it, in the order of the settings.  Raises NotLoaded."""
    manager = pluggy.PluginManager("sitegen")
    manager.add_hookspecs(Hooks)
    order = {plugin.name: plugin for plugin in plugins}
    for plugin in plugins:
        module = _file(plugin) if plugin.source else _module(plugin)
        try:
            manager.register(module, plugin.name)
            manager.check_pending()
        except pluggy.PluginValidationError as error:
            words = re.sub(r" in plugin <.*?>", "", str(error).partition("\n")[2] or str(error))
            raise NotLoaded(plugin, " ".join(words.split())[:300]) from error
        callers = manager.get_hookcallers(module) or ()
        impls = [impl for caller in callers for impl in caller.get_hookimpls() if impl.plugin is module]
        if not impls or any(impl.wrapper or impl.hookwrapper for impl in impls):
            raise NotLoaded(plugin, "it wraps another's hook" if impls else "none of its functions is marked with @hook")
    found: dict[str, tuple[_Call, ...]] = {}
    for name in (name for name in vars(Hooks) if not name.startswith("_")):
        impls = sorted(getattr(manager.hook, name).get_hookimpls(), key=lambda impl: [*order].index(impl.plugin_name))
        found[name] = tuple((order[impl.plugin_name], impl.function, tuple(impl.argnames)) for impl in impls)
    return found


def _file(plugin: Plugin) -> types.ModuleType:
    """The module that a file of the publication is, under a name that only these bytes have."""
    name = f"sitegen_plugin_{plugin.digest}"
    module = types.ModuleType(name)
    module.__file__ = plugin.name
    sys.modules[name] = module  # dataclasses look there
    try:
        exec(compile(plugin.source, plugin.name, "exec", dont_inherit=True), module.__dict__)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        reason = error.msg if isinstance(error, SyntaxError) else f"{type(error).__name__}: {error}"
        raise NotLoaded(plugin, reason, _line(plugin, error)) from error
    return module


def _module(plugin: Plugin) -> Any:
    """What an entry point names: a module, or an object in it."""
    name, _, attribute = plugin.module.partition(":")
    try:
        return functools.reduce(getattr, filter(None, attribute.split(".")), importlib.import_module(name))
    except (Exception, SystemExit) as error:
        raise NotLoaded(plugin, f"{type(error).__name__}: {error}") from error


def _line(plugin: Plugin, error: BaseException) -> int:
    """The innermost line of a plugin's file that an error went through."""
    if isinstance(error, SyntaxError) and error.filename == plugin.name:
        return error.lineno or 0
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == plugin.name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def require(plugins: tuple[Plugin, ...], taken: Iterable[str] = ()) -> None:
    """Load the plugins and see that what they give for the whole is of the right kind.  Raises NotLoaded.

    ``taken`` are names of filters that none may give.
    """
    known = dict.fromkeys(taken, "sitegen")
    for plugin, function, _ in _calls(plugins)["filters"]:
        given = _whole(plugin, function)
        if not isinstance(given, Mapping):
            raise NotLoaded(plugin, "filters() must give a mapping of names to functions", _defined(function))
        for name, one in given.items():
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                raise NotLoaded(plugin, f"{name!r} is no name for a filter: use small letters, digits and _", _defined(function))
            if name in known:
                raise NotLoaded(plugin, f"the filter '{name}' is there already, from {known[name]}", _defined(function))
            if not callable(one) or hasattr(one, "jinja_pass_arg"):
                raise NotLoaded(plugin, f"the filter '{name}' must be a function of values alone", _defined(function))
            known[name] = plugin.name
    for plugin, function, _ in _calls(plugins)["markdown_extensions"]:
        given = _whole(plugin, function)
        if not isinstance(given, list | tuple):
            raise NotLoaded(plugin, "markdown_extensions() must give a list", _defined(function))


def _whole(plugin: Plugin, function: Callable[..., Any]) -> Any:
    try:
        return function()
    except (Exception, SystemExit) as error:
        raise NotLoaded(plugin, f"{type(error).__name__}: {error}", _line(plugin, error)) from error


def _defined(function: Callable[..., Any]) -> int:
    return int(getattr(getattr(function, "__code__", None), "co_firstlineno", 0))


# ------------------------------------------------------------------ calling


def has(plugins: tuple[Plugin, ...], name: str) -> tuple[Plugin, ...]:
    """Those plugins that have a hook."""
    return tuple(plugin for plugin, _, _ in _calls(plugins)[name])


def markdown_extensions(plugins: tuple[Plugin, ...]) -> list[object]:
    """New extensions of Python-Markdown.  Raises Fault."""
    return [one for plugin, function, _ in _calls(plugins)["markdown_extensions"] for one in _guarded(plugin, "markdown_extensions", function)]


def filters(plugins: tuple[Plugin, ...]) -> Mapping[str, tuple[Plugin, Callable[..., object]]]:
    """The filters by name, each with its plugin; one that fails raises Fault."""
    return {
        name: (plugin, functools.partial(_guarded, plugin, "filters", one))
        for plugin, function, _ in _calls(plugins)["filters"] for name, one in function().items()
    }


def checks(plugins: tuple[Plugin, ...], article: Article, prose: Prose, text: str) -> tuple[Diagnostic, ...]:
    """What the plugins say of one article; a plugin that fails says so."""
    given, found = {"article": article, "prose": prose, "text": text}, []
    for plugin, function, names in _calls(plugins)["checks"] if plugins else ():
        try:
            found += [_said(plugin, article, one) for one in _guarded(plugin, "checks", _listed, function, *(given[name] for name in names))]
        except Fault as fault:
            found.append(fault.diagnostic(Span(article.source, 1, 1), article.source))
    return tuple(found)


def fault_of(plugins: tuple[Plugin, ...], name: str, error: BaseException) -> Fault | None:
    """Whose fault an error is: the plugin through whose code it went last; None where it was none's."""
    if isinstance(error, Fault):
        return error
    blamed, trace = None, error.__traceback__
    modules = {(f"sitegen_plugin_{one.digest}" if one.source else one.module.partition(":")[0].partition(".")[0]): one for one in plugins}
    while trace:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        blamed = modules.get(module) or modules.get(module.partition(".")[0]) or blamed
        trace = trace.tb_next
    return Fault(blamed, name, error) if blamed else None


def _guarded(plugin: Plugin, name: str, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
    try:
        return function(*arguments, **named)
    except (Exception, SystemExit) as error:
        raise Fault(plugin, name, error) from error


def _listed(function: Callable[..., Any], *arguments: Any) -> list[Any]:
    """All remarks of a check, which may be a generator."""
    found = list(function(*arguments) or ())
    for one in found:
        if not isinstance(one, Remark):
            raise TypeError(f"checks() gave {type(one).__name__}, not Remark")
    return found


def _said(plugin: Plugin, article: Article, one: Remark) -> Diagnostic:
    span = Span(article.source, max(int(one.line), 1), max(int(one.column), 1), max(int(one.length), 1))
    code = "plugin/error" if one.is_error else "plugin/warning"
    return Diagnostic.at(span, code, plugin=plugin.name, text=" ".join(str(one.message).split()), fix=" ".join(str(one.fix).split()))
