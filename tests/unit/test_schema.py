"""``sitegen schema``: valid JSON Schema that takes the whole sample publication and refuses what reading refuses."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from sitegen import config
from sitegen.cli import commands
from sitegen.core.rules import RULES
from sitegen.reading.schema import KINDS, of_kind
from sitegen.reading.settings import Settings
from sitegen.reading.source import read_source
from tests.sample import ROOT

SCHEMAS = {kind: of_kind(kind) for kind in KINDS} | {"config": config.schema()}


class Loader(yaml.SafeLoader):
    """As editors' programs read YAML: a date is a text."""


Loader.yaml_implicit_resolvers = {
    sign: [(tag, shape) for tag, shape in resolvers if tag != "tag:yaml.org,2002:timestamp"] for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def front_matter(text: str) -> Any:
    fence = text[:3]
    inside = text.split(fence + "\n", 2)[1]
    return yaml.load(inside, Loader) if fence == "---" else tomllib.loads(inside)


def kind_of(path: str) -> str:
    parts = path.split("/")
    if parts[1] == "authors":
        return "author"
    if parts[-1].startswith("_index"):
        return "front" if len(parts) == 2 or (len(parts) == 3 and parts[1] == "en") else "section"
    return "front-matter"


def wrong(kind: str, value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMAS[kind]).iter_errors(value)]


def described(node: Any, trail: str = "") -> Iterator[tuple[str, bool]]:
    """Every property with whether it is described, itself or where it leads."""
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            yield f"{trail}.{name}", "description" in value or "$ref" in value
            yield from described(value, f"{trail}.{name}")
        for name, value in node.get("$defs", {}).items():
            yield name, "description" in value
            yield from described(value, name)
        for part in (node.get("items"), node.get("additionalProperties"), *node.get("anyOf", ())):
            yield from described(part, trail)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_is_valid_and_describes_every_key(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])
    assert SCHEMAS[kind]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    found = dict(described(SCHEMAS[kind]))
    assert found and [name for name, is_described in found.items() if not is_described] == []


def test_the_command_has_them_all() -> None:
    [argument] = [one for one in commands.commands["schema"].params if one.name == "what"]
    assert set(argument.type.choices) == set(SCHEMAS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "content").rglob("*.md")))
def test_the_sample_s_front_matter_is_taken(path: str) -> None:
    assert wrong(kind_of(path), front_matter((ROOT / path).read_text("utf-8"))) == []


def test_the_sample_s_settings_and_registry_are_taken() -> None:
    assert wrong("config", tomllib.loads((ROOT / "sitegen.toml").read_text("utf-8"))) == []
    assert wrong("terms", tomllib.loads((ROOT / "content/terms.toml").read_text("utf-8"))) == []


BAD = (
    "date: 2026-11-20", "title: T\nbroken: x", "title: T\ntags: {a: b}", "title: T\nimage: {source: a.jpg}", "title: T\nimage: {src: [a]}", "title: T\ngenre: nwes", "title: T\nstatus: maybe",
    "title: [a, b]", "title: T\nnoindex: 'yes'", "title: T\nauthor: {nom: A}", "title: T\ncorrections: [{when: 2026-11-20}]", "title: T\ncanonical: not-an-address", "title: T\nlive: true",
    "title: T\ndraft: 12", "title: T\nsources: [{address: x}]",
)  # fmt: skip


@pytest.mark.parametrize("lines", BAD)
def test_bad_front_matter_is_refused_as_reading_finds_fault_with_it(lines: str) -> None:
    assert wrong("front-matter", yaml.load(lines, Loader))
    dated = lines if "date:" in lines and "title" not in lines else f"{lines}\ndate: 2026-11-20"
    read = read_source("content/politics/a.md", "", f"---\n{dated}\n---\nText.\n", Settings())
    assert [one.code for one in read.diagnostics if one.code.startswith("front-matter/")]


@pytest.mark.parametrize("lines", ["title: T\ngenre: Opinion", "title: T\nstatus: Publish", "title: T\nstatus: Auto_Draft", "headline: T\nPelican: x".split("\n")[0], "title: 404", "title: T\ntags: a, b", "title: T\nimage: ~"])
def test_what_reading_takes_is_taken(lines: str) -> None:
    assert wrong("front-matter", yaml.load(lines, Loader)) == []


@pytest.mark.parametrize(
    "lines",
    [
        'title = "P"', 'title = "P"\nbase_url = "https://a.example/"\nbroken = 1', 'title = 1\nbase_url = "https://a.example/"', 'title = "P"\nbase_url = "https://a.example/"\npage_size = 0',
        'title = "P"\nbase_url = "https://a.example/"\n[desk.severity]\n"link/deaf" = "off"', 'title = "P"\nbase_url = "https://a.example/"\n[desk.severity]\n"link/dead" = "of"',
        'title = "P"\nbase_url = "https://a.example/"\n[desk]\nterms = 1', 'title = "P"\nbase_url = "https://a.example/"\n[[channels]]\nname = "X"',
    ],
)  # fmt: skip
def test_bad_settings_are_refused(lines: str) -> None:
    assert wrong("config", tomllib.loads(lines))
    assert config.load(lines, "sitegen.toml")[0] is None


def test_the_settings_name_every_code() -> None:
    names = SCHEMAS["config"]["$defs"]["Desk"]["properties"]["severity"]["propertyNames"]["enum"]
    assert names == sorted(RULES)


@pytest.mark.parametrize(("kind", "value"), [("author", {"id": "a"}), ("author", {"name": "A", "typ": "person"}), ("author", {"name": "A", "type": "robot"}), ("section", {"titel": "x"}), ("front", {"leed": "x"}), ("terms", {"tag": {}}), ("terms", {"tags": {"a": {"nam": "A"}}})])
def test_the_others_refuse_what_they_do_not_know(kind: str, value: Any) -> None:
    assert wrong(kind, value)
