"""The documentation, held to the code: what it lists is all there is, its examples work, its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from sitegen import config
from sitegen.cli import commands
from sitegen.core.rules import RULES
from sitegen.reading import article, front_matter
from sitegen.reading.settings import Settings
from sitegen.reading.source import read_source
from tests.reference import DOCS, PARTS, refreshed

ROOT = DOCS.parent
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])
SOURCE = "\n".join(path.read_text("utf-8") for path in (ROOT / "sitegen").rglob("*.py"))


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.stem)
def test_the_reference_is_what_the_code_has_today(path: Path) -> None:
    """Run ``python -m tests.reference`` where this fails."""
    text = path.read_text(encoding="utf-8")
    assert refreshed(text) == text


def test_every_generated_part_stands_in_one_page() -> None:
    parts = [name for path in DOCS.glob("*.md") for name in re.findall("<!-- generated: ([a-z-]+) -->", path.read_text("utf-8"))]
    assert sorted(parts) == sorted(PARTS)


def test_every_setting_every_code_and_every_option_is_documented() -> None:
    """The generator itself leaves nothing out."""

    def settings(schema: dict[str, object], definitions: dict[str, dict[str, object]]) -> set[str]:
        found: set[str] = set()
        for name, value in schema.get("properties", {}).items():  # type: ignore[attr-defined]
            found.add(name)
            for used in re.findall(r"'#/\$defs/(\w+)'", str(value)):
                found |= settings(definitions[used], definitions)
        return found

    schema = config.schema()
    for name in settings(schema, schema["$defs"]):
        assert f"`{name}`" in page("configuration") or f"[{name}" in page("configuration"), name
    for code in RULES:
        assert f"**`{code}`**" in page("diagnostics"), code
    for words, command in tree(commands, ("sitegen",)):
        assert f"### {' '.join(words)}\n" in page("commands")
        for option in command.params:
            assert not isinstance(option, click.Option) or (option.help and f"`{option.opts[-1]}`" in page("commands")), option.opts


def tree(command: click.Command, words: tuple[str, ...]) -> list[tuple[tuple[str, ...], click.Command]]:
    inner = command.commands.items() if isinstance(command, click.Group) else ()
    return [(words, command), *(found for name, one in inner for found in tree(one, (*words, name)))]


def test_every_code_that_is_used_has_its_rule_and_every_rule_is_used() -> None:
    rooms = {code.split("/")[0] for code in RULES}
    used = {code for code in re.findall(r'"([a-z-]+/(?!jpeg|png|gif|webp|avif|vnd|plain|html|csv|event-stream)[a-z0-9-]+)"', SOURCE) if code.split("/")[0] in rooms}
    listed = re.findall(r'^    "([a-z0-9-]+/[a-z0-9-]+)": ', (ROOT / "sitegen/core/rules.py").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(RULES)
    without_rules = SOURCE.replace((ROOT / "sitegen/core/rules.py").read_text("utf-8"), "")
    assert [code for code in RULES if code.split("/")[1] not in without_rules] == []
    assert used - set(RULES) == set()


@pytest.mark.parametrize("text", re.findall(r"^```toml\n(.*?)^```$", page("configuration"), re.MULTILINE | re.DOTALL))
def test_the_settings_shown_are_right(text: str) -> None:
    assert config.load(text, "sitegen.toml")[1] == ()


@pytest.mark.parametrize("text", re.findall(r"^```yaml\n(.*?)^```$", page("front-matter"), re.MULTILINE | re.DOTALL))
def test_the_front_matter_shown_is_right(text: str) -> None:
    inside = text.removeprefix("---\n").split("\n---")[0]
    if "lead:" in inside and "bands:" in inside:
        path = "content/_index.md"
    elif re.search("^name:", inside, re.MULTILINE):
        path = "content/authors/a.md"
    else:
        path = "content/politics/a.md"
    for lines in [inside] if text.startswith("---") else [block for block in re.split(r"\n(?=\S)", inside) if block.strip()]:
        missing = "" if text.startswith("---") else "title: T\ndate: 2026-05-04\n"
        body = "" if path.endswith("_index.md") else "Body.\n"
        read = read_source(path, "", f"---\n{missing}{lines}\n---\n{body}", Settings())
        assert [found.code for found in read.diagnostics if not found.code.startswith("image/missing-")] == [], lines


def test_the_json_schema_knows_the_documented_keys() -> None:
    keys = set(re.findall(r"^\| `([a-z_]+)` \|", page("front-matter").split("<!-- generated: article-keys -->")[1].split("<!-- end -->")[0], re.MULTILINE))
    assert keys and keys <= set(article.schema()["properties"])
    assert front_matter is not None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"(?<!`)\]\(([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"`[^`\n]*`", "", text)):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_page_of_docs_is_reached_from_the_readme() -> None:
    readme, handbook = (ROOT / "README.md").read_text(encoding="utf-8"), (DOCS / "desk.md").read_text(encoding="utf-8")
    for path in DOCS.glob("*.md"):
        assert f"docs/{path.name}" in readme or (path.name.startswith("desk-") and f"]({path.name})" in handbook), path.name


def test_readme_and_ci_use_the_same_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "bash .ci/setup && .venv/bin/sitegen build" in readme
    assert "bash .ci/run" in readme
