"""The generated parts of the reference pages.  ``python -m tests.reference`` writes them; tests/test_docs.py compares.

Each part of a page stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from pathlib import Path

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sitegen.cli import commands
from sitegen.config import Channel, Config, Dates
from sitegen.config.validation import MODELS
from sitegen.core.model import LocalText
from sitegen.core.rules import DESK, RULES
from sitegen.reading import fields
from sitegen.reading.fields import Field, Kind

DOCS = Path(__file__).parents[1] / "docs"
_PART = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_NESTED: dict[str, type[BaseModel]] = {"channels": MODELS[Channel], "dates": MODELS[Dates]}

ROOMS = {
    "config": "Settings", "file": "Files", "front-matter": "Front matter", "image": "Pictures", "html": "HTML", "prose": "Text and boxes", "live": "Live blogs",
    "author": "Authors", "term": "Tags, series, stories", "section": "Sections", "article": "Articles", "front": "The front page", "permalink": "Addresses", "alias": "Former addresses", "ledger": "Published URLs",
    "translation": "Language versions", "link": "Links", "read-also": "Read also", "picture": "Picture files", "theme": "Themes", "plugin": "Plugins", "secret": "Keys and passwords", "text": "Letters, spaces and paragraphs", "quote": "Quotation marks", "headline": "Headlines", "style": "House style", "embargo": "Embargoes", "import": "Import", "registry": "The registry", "box": "Shared boxes", "series": "Series", "live-blog": "Live blogs",
}


def settings() -> str:
    """Every setting with its type, default and meaning, a table for each TOML table."""
    tables = ["### Top of the file\n\n" + _table(MODELS[Config], "")]
    for name, field in MODELS[Config].model_fields.items():
        kind = _NESTED.get(name) or field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            heading = {"dates": "[dates.LANGUAGE]", "channels": "[[channels]]"}.get(name, f"[{name}]")
            tables.append(f"### {heading}\n\n{(kind.__doc__ or '').strip()}\n\n" + _table(kind, name))
    return "\n\n".join(tables) + "\n"


def _table(model: type[BaseModel], parent: str) -> str:
    rows = ["| setting | takes | default | meaning |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        kind = field.annotation
        if not parent and (name in _NESTED or (isinstance(kind, type) and issubclass(kind, BaseModel))):
            continue
        rows.append(f"| `{name}` | {_takes(field)} | {_default(field)} | {(field.description or '').replace('|', '&#124;')} |")
    return "\n".join(rows)


def _takes(field: FieldInfo) -> str:
    kind = field.annotation
    if typing.get_origin(kind) is typing.Literal:
        return " or ".join(f"`{one}`" for one in typing.get_args(kind))
    text = str(kind)
    if kind is bool:
        return "true or false"
    if kind is int:
        return "a whole number"
    if "LocalText" in text:
        return "a text, or one per language"
    if "tuple" in text:
        return "a list of texts"
    return "a table of name to value" if "dict" in text else "a text"


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if field.is_required():
        return "required"
    if value in ("", (), {}) or value == LocalText():
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "`[" + ", ".join(f'"{one}"' for one in value) + "]`" if isinstance(value, tuple) else f"`{value}`"


def diagnostics() -> str:
    """Every code with its weight, sentence and fix, by the thing it is about."""
    rooms: dict[str, list[str]] = {}
    for code, rule in RULES.items():
        weight = str(rule.severity) + (f" ({rule.check} in `check`)" if rule.check and rule.check != rule.severity else "")
        fix = f" *Fix:* {_shown(rule.hint)}." if rule.hint else ""
        rooms.setdefault(code.split("/")[0], []).append(f"- **`{code}`** ({weight}): {_shown(rule.message)}.{fix}")
    return "\n\n".join(f"### {ROOMS.get(room, room.capitalize())}\n\n" + "\n".join(lines) for room, lines in rooms.items()) + "\n"


def checks() -> str:
    """What proofreading finds: each code with its weight and whether ``check --fix`` mends it."""
    rows = ["| code | weight | mended by `--fix` |", "|---|---|---|"]
    for code, rule in DESK.items():
        weight = str(rule.check or rule.severity)
        rows.append(f"| [`{code}`](#{code.replace('/', '')}) | {weight} | {('where it is sure' if 'where' in rule.hint else 'yes') if '--fix' in rule.hint else '–'} |")
    return "\n".join(rows) + "\n"


def _shown(template: str) -> str:
    """A message with its parameters as words in capitals."""
    text = re.sub(r"\{(\w+):([^{}]*)\}", lambda found: found[2].replace("%s", found[1].upper()).rstrip("?"), template)
    text = re.sub(r"\{(\w+)\}", lambda found: found[1].upper(), text)
    return re.sub(r"\{\{|\}\}", lambda found: found[0][0], text).replace("<", "&lt;")


def commands_page() -> str:
    """Every command with its arguments and options."""
    return "\n".join(_command(commands, ("sitegen",)))


def _command(command: click.Command, trail: tuple[str, ...]) -> Iterator[str]:
    context = click.Context(command, info_name=trail[-1])
    yield f"### {' '.join(trail)}\n\n{(command.help or '').strip()}\n"
    arguments = " ".join(one.make_metavar(context) for one in command.params if isinstance(one, click.Argument))
    if arguments:
        yield f"    {' '.join(trail)} {arguments}\n"
    for option in command.params:
        if isinstance(option, click.Option):
            names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
            takes = "" if option.is_flag else f" {option.make_metavar(context)}"
            yield f"- {names}{takes}: {option.help}"
    yield ""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _command(inner, (*trail, name))


def keys(table: tuple[Field, ...], parent: str = "") -> Iterator[str]:
    """Rows of a table of front matter keys; those of a mapping below it."""
    for field in table:
        names = [f"`{parent}{name}`" for name in field.spellings]
        takes = f"one of {', '.join(f'`{word}`' for word in field.words)}" if field.words and field.kind is Kind.WORD else str(field.kind)
        yield f"| {names[0]} | {', '.join(names[1:]) or '–'} | {takes} | {field.says} |"
        yield from keys(field.parts, f"{parent}{field.key}.")


def front_matter(table: tuple[Field, ...]) -> str:
    """A table of front matter keys."""
    return "\n".join(("| key | also accepted | what may stand there | what it means |", "|---|---|---|---|", *keys(table))) + "\n"


PARTS = {
    "settings": settings,
    "diagnostics": diagnostics,
    "checks": checks,
    "commands": commands_page,
    "article-keys": lambda: front_matter(fields.ARTICLE),
    "author-keys": lambda: front_matter(fields.AUTHOR),
    "front-keys": lambda: front_matter(fields.FRONT),
    "registry-keys": lambda: front_matter(fields.REGISTRY),
    "section-keys": lambda: front_matter(fields.SECTION),
}


def refreshed(page: str) -> str:
    """A page with its generated parts as the code has them today."""
    return _PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n{found[3]}", page)


if __name__ == "__main__":
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if refreshed(text) != text:
            path.write_text(refreshed(text), encoding="utf-8")
