"""The editor's reference and the JSON Schema say what the reading does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from sitegen.core.model import Article
from sitegen.reading import article, fields
from sitegen.reading.fields import Field, Kind
from sitegen.reading.settings import Settings

ROOT = Path(article.__file__).parents[2]
REFERENCE = (ROOT / "docs" / "front-matter.md").read_text("utf-8")
TABLES = {
    "## Articles and standing pages": fields.ARTICLE,
    "## Sections: `_index.md`": fields.SECTION,
    "## The front page: `content/_index.md`": fields.FRONT,
    "## Authors: `content/authors/*.md`": fields.AUTHOR,
    "## The registry: `content/terms.toml`": fields.REGISTRY,
}


def rows(table: tuple[Field, ...], within: str = "") -> Iterator[str]:
    """The rows of the reference, a mapping's own keys below it."""
    for field in table:
        also = ", ".join(f"`{within}{word}`" for word in field.also) or "–"
        kind = (
            f"one of {', '.join(f'`{word}`' for word in field.words)}" if field.kind is Kind.WORD else field.kind.value
        )
        yield f"| `{within}{field.key}` | {also} | {kind} | {field.says} |"
        yield from rows(field.parts, f"{within}{field.key}.")


@pytest.mark.parametrize("heading", TABLES)
def test_the_reference_has_a_row_for_each_key_and_no_other(heading: str) -> None:
    part = re.split(r"^## ", REFERENCE.partition(f"\n{heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    printed = [line for line in part.splitlines() if line.startswith("| `")]
    assert printed == list(rows(TABLES[heading]))


def test_every_example_of_an_article_in_the_reference_is_read() -> None:
    examples = re.findall(r"```yaml\n(---\ntitle.*?|---\nid: th-.*?)```", REFERENCE, re.DOTALL)
    assert examples
    for text in examples:
        value, _, _, found = article.read("content/en/politics/a.md", text, Settings())
        assert isinstance(value, Article) and found == ()


def test_every_fragment_in_the_articles_part_is_read_without_an_error() -> None:
    part = REFERENCE.partition("## Articles and standing pages")[2].partition("## Sections")[0]
    fragments = re.findall(r"```yaml\n(.*?)```", part, re.DOTALL)
    assert len(fragments) >= 3
    for fragment in fragments:
        for lines in re.split(r"\n(?=(?:cover|image|authors|byline):)", fragment):
            value, _, _, found = article.read(
                "content/en/politics/a.md", f"---\ntitle: A\ndate: 2026-10-16\n{lines}\n---\n", Settings()
            )
            assert isinstance(value, Article), found


def test_the_limits_in_the_reference_are_those_of_the_program() -> None:
    from sitegen.reading import front_matter, nodes

    settings = Settings()
    assert (
        f"at most {settings.title_characters} characters, an article at most {settings.tags} tags"
        f" and {settings.bylines} authors" in REFERENCE
    )
    assert f"{front_matter.LARGEST:,} characters" in REFERENCE
    assert f"nesting deeper than {nodes.DEEPEST}" in REFERENCE


def test_the_schema_is_a_schema_and_knows_every_spelling() -> None:
    schema = article.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for field in fields.ARTICLE:
        for spelling in field.spellings:
            table, _, name = spelling.rpartition(".")
            place = schema["properties"][table]["properties"] if table else schema["properties"]
            assert place[name]["description"]


@pytest.mark.parametrize(
    "value",
    [
        {
            "title": "A",
            "date": "2026-05-04",
            "tags": ["a"],
            "image": {"src": "a.jpg", "credit": "Me"},
            "author": [{"name": "A", "role": "photo"}],
        },
        {
            "headline": 2026,
            "tags": "a, b",
            "draft": True,
            "cover": "a.jpg",
            "author": None,
            "corrections": [{"date": "2026-05-04", "text": "x"}],
        },
        {
            "title": "A",
            "taxonomies": {"tags": ["a"]},
            "read_also": ["a", {"title": "b"}, [["c"]]],
            "sponsored": {"by": "x"},
            "extra": {"a": {}},
        },
    ],
)
def test_the_schema_takes_what_the_reading_takes(value: object) -> None:
    jsonschema.validate(value, article.schema())


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"title": ["A"]},
        {"title": "A", "draft": "false"},
        {"title": "A", "autor": "x"},
        {"title": "A", "canonical": "javascript:x"},
    ],
)
def test_the_schema_refuses_what_the_reading_refuses(value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, article.schema())
