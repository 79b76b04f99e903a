"""The theme: its chain of folders, its templates with their closures, and rendering (the only door to Jinja).

A :class:`Theme` is a value: every template, string and asset of the chain, the nearest
first.  Templates see ``page``, ``site`` and pure filters: no clock, disk, environment,
randomness or undefined names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import jinja2
import jinja2.filters
import jinja2.meta
import jinja2.nodes
import jinja2.sandbox

from sitegen import plugins as plugged
from sitegen.core import toml
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.task import Digest, digest
from sitegen.files import decode
from sitegen.output.attributes import unquoted
from sitegen.output.plain import plain
from sitegen.output.stylesheets import hashed, linked
from sitegen.plugins import Plugin

__all__ = ["Theme", "ThemeError", "read", "render"]

BLOCKS = (
    "read-also", "read-also-pending", "figure", "gallery", "embed", "box-open", "box-close", "inline-picture", "wikilink", "live-entry", "live-events",
)

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class ThemeError(Exception):
    """A template can't be used; ``diagnostics`` say where and why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(str(diagnostics))
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Theme:
    """``templates``: (name, path, source).  ``strings``: (language, key, text).  ``assets``: (name, bytes).

    ``lite`` is the theme of the light edition, which ``is_lite``; None where there is no such edition.
    """

    name: str
    templates: tuple[tuple[str, str, str], ...]
    strings: tuple[tuple[str, str, str], ...]
    assets: tuple[tuple[str, bytes], ...]
    id: Digest
    plugins: tuple[Plugin, ...] = ()
    is_lite: bool = False
    lite: Theme | None = field(default=None, compare=False)

    def __hash__(self) -> int:
        return hash(self.id)  # what is remembered of a theme is looked up for every block

    def with_lite(self, lite: Theme) -> Theme:
        """This theme for the main edition, beside a light one in another."""
        return replace(self, id=digest((self.id, lite.id)), lite=replace(lite, is_lite=True))

    def has(self, template: str) -> bool:
        """Whether there is a template of this name."""
        return any(name == template for name, _, _ in self.templates)

    def asset_path(self, name: str) -> str:
        """The published path of an asset, with the hash of its bytes; '' where there is none."""
        data = dict(self.assets).get(name)
        if data is None:
            return ""
        return f"/assets/{hashed(name, data)}"

    def wording(self, key: str, language: str) -> str:
        """A string of the theme in ``language``, '' where it has none."""
        return next((text for tongue, name, text in self.strings if (tongue, name) == (language, key)), "")

    def text(self, key: str, language: str, fallback: str) -> str:
        """A string of the theme in ``language``, else in ``fallback``, else in English, else ''."""
        known = {(tongue, name): text for tongue, name, text in self.strings}
        return next((known[tongue, key] for tongue in (language, fallback, "en") if (tongue, key) in known), "")


def read(name: str, files: Callable[[str], Mapping[str, bytes] | None], plugins: tuple[Plugin, ...] = ()) -> Theme:
    """The theme ``name`` with all it extends.  ``files(name)`` gives a theme folder's files, None if there is none.

    ``plugins`` are those of the publication: its templates may use their filters.
    """
    given = plugged.has(plugins, "filters") if plugins else ()
    if given:
        _require_filters(given)
    chain: list[str] = []
    found: dict[str, tuple[str, bytes]] = {}
    strings: dict[tuple[str, str], str] = {}
    following, place = name, Span("sitegen.toml")
    while following:
        if following in chain:
            raise ThemeError(Diagnostic.at(place, "theme/cycle", chain=" → ".join([*chain, following])))
        own = files(following) if _NAME.fullmatch(following) else None
        if own is None:
            raise ThemeError(Diagnostic.at(place, "config/no-theme", name=following, known="gazette, base, lite"))
        chain.append(following)
        for path, data in sorted(own.items()):
            if path.startswith("strings/"):
                for key, text in _toml(f"themes/{following}/{path}", data).data.items():
                    strings.setdefault((path[8:].removesuffix(".toml"), key), str(text))
            else:
                file = (f"themes/{following}/{path}", data)
                nearest = found.setdefault(path, file)
                if nearest is not file and path.endswith(".html"):  # overridden; still there by the name of each theme that sees it
                    owner = nearest[0].split("/")[1]
                    for one in chain[chain.index(owner) + 1 :]:
                        found.setdefault(f"{one}/{path}", file)
        written = f"themes/{following}/theme.toml"
        settings = _toml(written, own.get("theme.toml", b""))
        place = Span(written, *settings.place(("extends",)))
        following = str(settings.data.get("extends") or ("" if following == "base" else "base"))
    templates = tuple((path, full, _text(full, data)) for path, (full, data) in sorted(found.items()) if path.endswith(".html"))
    assets = tuple(linked({path[7:]: data for path, (_, data) in sorted(found.items()) if path.startswith("assets/")}).items())
    texts = tuple((language, key, text) for (language, key), text in sorted(strings.items()))
    return Theme(name, templates, texts, assets, digest((templates, texts, assets, tuple(plugin.digest for plugin in given))), given)


def _require_filters(plugins: tuple[Plugin, ...]) -> None:
    """No plugin's filter stands in the way of one that is there."""
    try:
        plugged.require(plugins, (*jinja2.filters.FILTERS, "plain"))
    except plugged.NotLoaded as error:
        raise ThemeError(error.diagnostic) from None


def _text(path: str, data: bytes) -> str:
    source, problems = decode(path, data)
    if source is None:
        raise ThemeError(*problems)
    return source.text


def _toml(path: str, data: bytes) -> toml.Toml:
    try:
        return toml.loads(_text(path, data))
    except toml.TomlError as error:
        raise ThemeError(Diagnostic.at(Span(path, error.line, error.column), "theme/not-toml", reason=error.message)) from None


class _Environment(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which judges each attribute of each type once: its judgement rests on these two alone."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._judged: dict[tuple[type, str], bool] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        try:
            value = getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)
        key = (type(obj), attribute)
        if key not in self._judged:
            self._judged[key] = self.is_safe_attribute(obj, attribute, value) and not attribute.startswith("format")
        return value if self._judged[key] else super().getattr(obj, attribute)


@functools.lru_cache(maxsize=4)
def _environment(theme: Theme) -> jinja2.Environment:
    environment = _Environment(
        loader=jinja2.FunctionLoader({name: (source, path, None) for name, path, source in theme.templates}.get),
        autoescape=True, undefined=jinja2.StrictUndefined, auto_reload=False, trim_blocks=True, lstrip_blocks=True,
        cache_size=-1,
    )
    for name in ("lipsum",):
        environment.globals.pop(name, None)
    environment.filters.pop("random", None)
    environment.filters["plain"] = plain
    environment.filters.update({name: function for name, (_, function) in (plugged.filters(theme.plugins) if theme.plugins else {}).items()})
    return environment


@functools.lru_cache(maxsize=4)
def _closures(theme: Theme) -> Mapping[str, Digest]:
    """Each template with the digest of itself and all it can reach; raises ThemeError for cycles and computed names."""
    environment = _environment(theme)
    sources = {name: source for name, _, source in theme.templates}
    paths = {name: path for name, path, _ in theme.templates}
    needs: dict[str, list[str]] = {}
    makers = plugged.filters(theme.plugins) if theme.plugins else {}
    uses: dict[str, tuple[Digest, ...]] = {}
    for name, source in sources.items():
        for at, attribute in unquoted(source):
            span = Span(paths[name], source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at), len(attribute))
            raise ThemeError(Diagnostic.at(span, "theme/unquoted", name=attribute))
        try:
            tree = environment.parse(source)
            found = list(jinja2.meta.find_referenced_templates(tree))
        except jinja2.TemplateSyntaxError as error:
            span = Span(paths[name], error.lineno, 1)
            raise ThemeError(Diagnostic.at(span, "theme/error", page="any page", reason=error.message)) from None
        if None in found:
            raise ThemeError(Diagnostic.at(Span(paths[name]), "theme/dynamic-name"))
        needs[name] = [one for one in found if one]
        uses[name] = tuple(sorted({makers[one][0].digest for one in _filters_of(tree, makers)}))

    def walk(name: str, trail: tuple[str, ...]) -> Iterator[str]:
        if name in trail:
            raise ThemeError(Diagnostic.at(Span(paths[name]), "theme/cycle", chain=" → ".join([*trail, name])))
        yield name
        for needed in needs.get(name, ()):
            yield from walk(needed, (*trail, name))

    blocks = tuple(f"blocks/{block}.html" for block in BLOCKS if f"blocks/{block}.html" in sources)
    return {
        name: digest(tuple((one, sources.get(one), uses.get(one)) for one in sorted({*walk(name, ()), *blocks}))) for name in sources
    }


def _filters_of(tree: jinja2.nodes.Template, known: Iterable[str]) -> set[str]:
    """The filters of plugins that a template may call: by name, or through ``map``, whose first argument names one."""
    called = list(tree.find_all(jinja2.nodes.Filter))
    if any(one.name == "map" and one.args and not isinstance(one.args[0], jinja2.nodes.Const) for one in called):
        return set(known)
    names = {one.name for one in called} | {str(one.value) for one in tree.find_all(jinja2.nodes.Const)}
    return names & set(known)


def closure(theme: Theme, template: str) -> Digest:
    """The digest of everything a template's output may depend on; raises ThemeError where there is no such template."""
    found = _closures(theme).get(template)
    if found is None:
        raise ThemeError(Diagnostic.at(Span(f"themes/{theme.name}"), "theme/missing-template", name=template))
    return found


def render(theme: Theme, template: str, needed_by: str, /, **values: object) -> str:
    """One template with its values; ``needed_by`` names the page in an error."""
    try:
        return _environment(theme).get_template(template).render(values)
    except ThemeError:
        raise
    except plugged.Fault as fault:
        raise ThemeError(fault.diagnostic(_place(fault, theme, template), needed_by)) from fault
    except jinja2.TemplateNotFound as error:
        span = _place(error, theme, template)
        raise ThemeError(Diagnostic.at(span, "theme/missing-template", name=error.name or template, needed=needed_by)) from None
    except jinja2.TemplateError as error:
        raise ThemeError(Diagnostic.at(_place(error, theme, template), "theme/error", page=needed_by, reason=str(error))) from error
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise ThemeError(Diagnostic.at(_place(error, theme, template), "theme/error", page=needed_by, reason=reason)) from error


def _place(error: BaseException, theme: Theme, template: str) -> Span:
    """The innermost template line in the error's traceback (Jinja rewrites them to template names)."""
    paths = {name: path for name, path, _ in theme.templates}
    place = Span(paths.get(template, template), getattr(error, "lineno", 0) or 0, 1)
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename in paths.values():
            place = Span(trace.tb_frame.f_code.co_filename, trace.tb_lineno, 1)
        trace = trace.tb_next
    return place


