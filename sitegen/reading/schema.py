"""JSON Schema of front matter, made from the table of fields: editors' programs complete and check keys with it."""

from __future__ import annotations

from typing import Any

from sitegen.reading import fields, status
from sitegen.reading.fields import Field, Kind

__all__ = ["KINDS", "of", "of_kind"]

_TEXT: dict[str, Any] = {"type": ["string", "number"]}
_LIST_OR_ONE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}


_DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS = ("front-matter", "author", "section", "front", "terms")
"""What there is a schema of: articles and standing pages, authors, `_index.md` of a section and of a front page, content/terms.toml."""


def of_kind(kind: str) -> dict[str, Any]:
    """The schema (2020-12) of one of KINDS."""
    match kind:
        case "author":
            return of(fields.AUTHOR, "Front matter of an author in content/authors/", required="name")
        case "section":
            return of(fields.SECTION, "Front matter of a section's _index.md")
        case "front":
            return of(fields.FRONT, "Front matter of a front page's _index.md")
        case "terms":
            return {"$schema": _DIALECT, "title": "The registry content/terms.toml", "type": "object", "additionalProperties": False} | {
                "properties": {
                    field.key: {"type": "object", "description": field.says, "additionalProperties": _mapping(field.parts)} for field in fields.REGISTRY
                }
            }
    return of(fields.ARTICLE, "Front matter of an article or standing page", required="title")


def of(table: tuple[Field, ...], title: str, required: str = "") -> dict[str, Any]:
    """The schema of a mapping of fields; ``required`` may stand in any of its spellings."""
    schema: dict[str, Any] = {"$schema": _DIALECT, "title": title} | _mapping(table)
    needed = next((field for field in table if field.key == required), None)
    if needed:
        schema["anyOf"] = [{"required": [spelling]} for spelling in needed.spellings]
    return schema


def _mapping(table: tuple[Field, ...]) -> dict[str, Any]:
    """An object with every spelling of every field; ``taxonomies.tags`` is ``tags`` in the object ``taxonomies``."""
    properties: dict[str, Any] = {}
    for field in table:
        shape = _shape(field)
        for spelling in field.spellings:
            words = field.says if spelling == field.key else f"The same as `{field.key}`."
            parent, _, name = spelling.rpartition(".")
            inside = properties.setdefault(parent, {"type": "object", "description": "What Zola keeps here.", "properties": {}}) if parent else None
            (inside["properties"] if inside else properties)[name] = shape | {"description": words}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _other_spelling(field: Field) -> dict[str, Any]:
    """A word in another case, or another generator's; a role that is not known is taken for text, with a warning."""
    if field.key == "role":
        return {"type": "string"}
    words = (*field.words, *(status.WORDS if field.key == "status" else ()))
    spellings = ("".join("[-_ ]" if sign == "-" else f"[{sign}{sign.upper()}]" for sign in word) for word in words)
    return {"type": "string", "pattern": f"^({'|'.join(spellings)})$"}


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
            return {"anyOf": [{"enum": [str(word) for word in field.words]}, _other_spelling(field)]}
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
