"""sitegen.toml checked: its text in, a :class:`Config` out, every error with its line.

The one door to pydantic.  Its models are made of the tables, so that what is checked has no second description.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import typing
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    create_model,
    field_validator,
)

from sitegen.config.tables import TABLES, Channel, Config, Dates, Translations
from sitegen.core import toml, zones
from sitegen.core.date_patterns import date_pattern, time_pattern
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.house_terms import house_terms
from sitegen.core.model import LocalText
from sitegen.core.rules import RULES
from sitegen.core.web import email_address, parse_base_url, web_url

__all__ = ["MODELS", "load", "schema"]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


# ------------------------------------------------------------------ what is checked of a value


def _local_text(value: Any) -> LocalText:
    if isinstance(value, LocalText):
        return value
    if isinstance(value, str):
        return LocalText((("", value),))
    if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
        return LocalText(tuple(sorted(value.items())))
    raise ValueError("a text, or one per language: { uk = \"…\", en = \"…\" }")


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _zone(value: str) -> str:
    """The name of a zone of the pinned ``tzdata`` package (never the machine's own files)."""
    if value not in zones.names():
        near = difflib.get_close_matches(value, sorted(zones.names()), 1)
        raise ValueError("is no IANA time zone" + (f"; did you mean {near[0]}?" if near else ""))
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.match(value):
        raise ValueError("is no language code; use one such as uk or en")
    return value


def _pattern(value: str) -> str:
    fields = set(re.findall(r"\{([^{}]*)\}", value))
    known = {"section", "yyyy", "mm", "dd", "slug"}
    if fields - known:
        raise ValueError(f"knows only {{{'}, {'.join(sorted(known))}}}")
    if "slug" not in fields:
        raise ValueError("must hold {slug}")
    rest = re.sub(r"\{[^{}]*\}", "x", value)
    if not re.fullmatch(r"/[A-Za-z0-9._~/-]*/", rest) or "//" in rest or "./" in rest:
        raise ValueError("must begin and end with / and hold plain letters, such as /{section}/{yyyy}/{mm}/{slug}/")
    return value


def _plugin(value: str) -> str:
    if not re.fullmatch(r"plugins/[a-z0-9_][a-z0-9_-]*\.py|[A-Za-z0-9_][A-Za-z0-9_.-]*(?<!\.py)", value):
        raise ValueError("must be a file of plugins/ such as plugins/units.py, or the name of an installed plugin")
    return value


def _each_plugin_once(plugins: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(plugins)) != len(plugins):
        raise ValueError("names a plugin twice")
    return plugins


def _each_once(languages: tuple[str, ...]) -> tuple[str, ...]:
    if not languages:
        raise ValueError("needs at least one language")
    if len(set(languages)) != len(languages):
        raise ValueError("names a language twice")
    return languages


def _known_languages(translations: Translations, info: ValidationInfo) -> Translations:
    for language in (*translations.list_untranslated, *translations.without_original):
        if language not in info.data.get("languages", (language,)):
            raise ValueError(f"names '{language}', which is not one of `languages`")
    return translations


_CHECKED: Mapping[str, Any] = {
    "Text": Annotated[LocalText, BeforeValidator(_local_text, json_schema_input_type=str | dict[str, str])],
    "Zone": Annotated[str, AfterValidator(_zone)],
    "Language": Annotated[str, AfterValidator(_language)],
    "PluginName": Annotated[str, AfterValidator(_plugin)],
    "WebUrl": Annotated[str, AfterValidator(web_url)],
    "BaseUrl": Annotated[str, AfterValidator(parse_base_url)],
    "Email": Annotated[str, AfterValidator(email_address)],
    "Pattern": Annotated[str, AfterValidator(_pattern)],
    "Origin": Annotated[str, Field(pattern=r"^(https?://[A-Za-z0-9.*-]+(:\d+)?|'sha256-[A-Za-z0-9+/=]+')$")],
    "TimePattern": Annotated[str, AfterValidator(time_pattern)],
    "DatePattern": Annotated[str, AfterValidator(date_pattern)],
    "HouseTerms": Annotated[dict[str, str], AfterValidator(house_terms)],
}
"""What the types that the tables name are here."""
_VALIDATORS: Mapping[type, Mapping[str, Any]] = {
    Config: {
        "each_plugin_once": field_validator("plugins")(_each_plugin_once),
        "each_once": field_validator("languages")(_each_once),
        "known_languages": field_validator("translations")(_known_languages),
    }
}


# ------------------------------------------------------------------ the tables as models


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


def _models() -> dict[Any, type[_Table]]:
    """Each table's model: its settings with their checks, defaults and descriptions."""
    made: dict[Any, type[_Table]] = {}
    for table in TABLES:
        hints = typing.get_type_hints(table, localns=dict(_CHECKED), include_extras=True)
        fields: dict[str, Any] = {one.name: (_annotation(hints[one.name], made), _field(one, made)) for one in dataclasses.fields(table)}
        made[table] = create_model(table.__name__, __base__=_Table, __doc__=table.__doc__, __validators__=dict(_VALIDATORS.get(table, {})), **fields)
    return made


def _annotation(hint: Any, models: Mapping[Any, type[_Table]]) -> Any:
    """A type of the tables as pydantic takes it: a table as its model, a tuple also from a list."""
    parts = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        kind: Any = _annotation(parts[0], models)
        return Annotated[tuple[kind, ...], BeforeValidator(_frozen, json_schema_input_type=list[kind])]
    if typing.get_origin(hint) is dict:
        kind = _annotation(parts[1], models)
        return dict[str, kind]
    return models.get(hint, hint)


def _field(one: dataclasses.Field[Any], models: Mapping[Any, type[_Table]]) -> Any:
    """A setting as a field of a model."""
    if one.default_factory is not dataclasses.MISSING:
        table = models.get(one.default_factory)
        return table() if table else Field(default_factory=one.default_factory, **one.metadata)
    return Field(**one.metadata) if one.default is dataclasses.MISSING else Field(default=one.default, **one.metadata)


MODELS = _models()
"""Table to model."""
_TABLE_OF = {model: table for table, model in MODELS.items()}


def _value(given: Any) -> Any:
    """What a model holds, as the tables have it."""
    if isinstance(given, _Table):
        return _TABLE_OF[type(given)](**{name: _value(getattr(given, name)) for name in type(given).model_fields})
    if isinstance(given, tuple):
        return tuple(map(_value, given))
    return {key: _value(one) for key, one in given.items()} if isinstance(given, dict) else given


# ------------------------------------------------------------------ the file


def load(text: str, path: str, **overrides: Any) -> tuple[Config | None, tuple[Diagnostic, ...]]:
    """Read sitegen.toml.  ``overrides`` (base_url …) win over the file.  No Config where there are diagnostics."""
    try:
        read = toml.loads(text)
    except toml.TomlError as error:
        span = Span(path, error.line, error.column)
        return None, (Diagnostic.at(span, "config/not-toml", reason=error.message),)
    data = read.data | {name: value for name, value in overrides.items() if value is not None}
    if spoiled := tuple(_spoiled(read.data, ())):
        return None, tuple(
            Diagnostic.at(Span(path, *read.place(where)), "config/bad-value", key=".".join(where), reason=f"holds the control character {sign}")
            for where, sign in spoiled
        )
    try:
        config: Config = _value(MODELS[Config].model_validate(data))
        return (None, unknown) if (unknown := tuple(_unknown_codes(config, read, path))) else (config, ())
    except ValidationError as error:
        return None, tuple(_located(entry, read, path) for entry in error.errors())


def _unknown_codes(config: Config, read: toml.Toml, path: str) -> Iterator[Diagnostic]:
    for code in config.desk.severity:
        if code not in RULES:
            near = next(iter(difflib.get_close_matches(code, RULES, 1)), "")
            yield Diagnostic.at(Span(path, *read.place(("desk", "severity", code))), "config/unknown-code", name=code, near=near)


def _spoiled(value: Any, where: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The places of texts with a sign that no page or feed may hold (XML 1.0, section 2.2), and that sign."""
    if isinstance(value, str) and (found := _FORBIDDEN.search(value)):
        yield where, f"U+{ord(found[0]):04X}"
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from _spoiled(part, (*where, str(step)))


def _located(entry: Any, read: toml.Toml, path: str) -> Diagnostic:
    where: tuple[str | int, ...] = entry["loc"]
    message = entry["msg"].removeprefix("Value error, ")
    key = ".".join(str(step) for step in where)
    line, column = read.place(where)
    span = Span(path, line, column, len(str(where[-1])) if where else 1)
    if entry["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(where[-1]), _known(where[:-1]), 1)
        return Diagnostic.at(span, "config/unknown-key", key=key, near=near[0] if near else "")
    if entry["type"] == "missing":
        return Diagnostic.at(Span(path, *read.place(where[:-1])), "config/missing-key", key=key)
    return Diagnostic.at(span, "config/bad-value", key=key, reason=message)


def _known(where: tuple[str | int, ...]) -> list[str]:
    """Names of the keys that may stand in the table at ``where``."""
    table: type[BaseModel] = MODELS[Config]
    for step in where:
        field = table.model_fields.get(str(step))
        kind = field.annotation if field else None
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            entries: dict[str, type[BaseModel]] = {"dates": MODELS[Dates], "channels": MODELS[Channel]}
            return list(entries.get(str(where[0]), table).model_fields)
        table = kind
    return list(table.model_fields)


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of sitegen.toml."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **MODELS[Config].model_json_schema()}
