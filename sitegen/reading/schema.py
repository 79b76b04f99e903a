"""JSON Schema of front matter, made from the table of fields: editors' programs complete and check keys with it."""

from __future__ import annotations

from typing import Any

from sitegen.reading.fields import Field, Kind

__all__ = ["of"]

_TEXT: dict[str, Any] = {"type": ["string", "number"]}
_LIST_OR_ONE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}


def of(fields: tuple[Field, ...], title: str, required: str = "") -> dict[str, Any]:
    """The schema (2020-12) of a mapping of ``fields``; ``required`` may stand in any of its spellings."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    schema: dict[str, Any] = {"$schema": dialect, "title": title} | _mapping(fields)
    needed = next((field for field in fields if field.key == required), None)
    if needed:
        schema["anyOf"] = [{"required": [spelling]} for spelling in needed.spellings]
    return schema


def _mapping(fields: tuple[Field, ...]) -> dict[str, Any]:
    """An object with every spelling of every field; ``taxonomies.tags`` is ``tags`` in the object ``taxonomies``."""
    properties: dict[str, Any] = {}
    for field in fields:
        shape = _shape(field)
        for spelling in field.spellings:
            words = field.says if spelling == field.key else f"The same as `{field.key}`."
            table, _, name = spelling.rpartition(".")
            inside = properties.setdefault(table, {"type": "object", "properties": {}}) if table else None
            (inside["properties"] if inside else properties)[name] = shape | {"description": words}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _shape(field: Field) -> dict[str, Any]:
    """What may stand at a field; null is as good as absent."""
    shape = _bare(field)
    return {"anyOf": [*shape.get("anyOf", [shape]), {"type": "null"}]}


def _bare(field: Field) -> dict[str, Any]:
    parts = _mapping(field.parts) if field.parts else {"type": "object"}
    match field.kind:
        case Kind.LINE | Kind.NAME | Kind.SLUG | Kind.PATH | Kind.LANGUAGE:
            many = field.key == "section"
            return _LIST_OR_ONE if many else _TEXT
        case Kind.LOCAL_TEXT:
            return {"anyOf": [_TEXT, {"type": "object", "additionalProperties": _TEXT}]}
        case Kind.TIME:
            return {"type": "string"}
        case Kind.FLAG:
            return {"type": "boolean"}
        case Kind.TIME_OR_FLAG:
            return {"type": ["string", "boolean"]}
        case Kind.WORD:
            return {"anyOf": [{"enum": list(field.words)}, {"type": "string"}]}
        case Kind.WEB:
            return {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}
        case Kind.NAMES | Kind.COMMA_NAMES | Kind.PATHS:
            return _LIST_OR_ONE
        case Kind.MAPPING | Kind.FREE:
            return parts
        case Kind.MAPPINGS:
            return {"anyOf": [parts, {"type": "array", "items": parts}]}
        case Kind.REFERENCE | Kind.TEXT_OR_MAPPING:
            return {"anyOf": [_TEXT, {"type": "boolean"}, parts]}
        case Kind.PICTURE | Kind.PARTS | Kind.BYLINES | Kind.REFERENCES | Kind.SOURCES:
            return {"anyOf": [_TEXT, parts, {"type": "array", "items": {"anyOf": [_TEXT, parts, {"type": "array"}]}}]}
