"""docs/themes.md: every page field, question, block and template is there, and nothing that is not."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from sitegen.core import model, reading
from sitegen.core import site as answers
from sitegen.files import built_in_themes
from sitegen.output import pages
from sitegen.output.language_switch import LanguageChoice
from sitegen.output.metadata import Metadata
from sitegen.output.theme import BLOCKS
from sitegen.output.view import Pagination, SiteView

PAGE = (Path(__file__).parents[1] / "docs/themes.md").read_text(encoding="utf-8")
COMMON = {"kind", "language", "path", "href", "canonical", "title", "description", "is_indexed"}
ANSWERS = [
    *(getattr(answers, name) for name in ("Card", "Note", "Signature", "TermRef", "Front", "AuthorCard", "Arrangement", "Version", "Media", "Link", "SeriesPart", "Target")),
    *(getattr(model, name) for name in ("Picture", "Moment")),
    *(getattr(reading, name) for name in ("Part", "LiveEntry")),
    Pagination,
    Metadata,
    LanguageChoice,
]


def section(heading: str) -> str:
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/themes.md has no heading '{heading}'"
    return found[2]


def documented(heading: str) -> set[str]:
    """The names in the first column of the table below a heading."""
    return {name for row in re.findall(r"^\| (`[^|]*) \|", section(heading), re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize("page", [pages.ArticlePage, pages.FrontPage, pages.IndexPage, pages.ErrorPage, pages.SearchPage], ids=lambda page: page.__name__)
def test_every_page_field_is_documented(page: type) -> None:
    fields = {field.name for field in dataclasses.fields(page)}  # type: ignore[arg-type]
    assert documented(page.__name__) == fields - COMMON
    assert fields >= COMMON
    assert all(f"`{name}`" in section("The page") for name in COMMON)


@pytest.mark.parametrize("value", ANSWERS, ids=lambda value: value.__name__)
def test_every_field_of_an_answer_is_documented(value: type) -> None:
    assert documented(value.__name__) == {field.name for field in dataclasses.fields(value)}  # type: ignore[arg-type]


def test_the_fields_of_an_article_that_are_documented_exist() -> None:
    assert documented("Article") <= {field.name for field in dataclasses.fields(model.Article)}


def test_every_question_is_documented_with_its_arguments() -> None:
    asked = {}
    for name in dir(SiteView):
        if not name.startswith("_"):
            code = getattr(SiteView, name).__code__
            asked[name] = ", ".join(code.co_varnames[1 : code.co_argcount])
    assert documented("Questions") == {f"site.{name}({arguments})" for name, arguments in asked.items()}


def test_every_block_and_template_is_documented() -> None:
    assert documented("Blocks") == {f"blocks/{block}.html" for block in BLOCKS}
    base = built_in_themes() / "base"
    assert documented("Templates") == {path.name for path in base.glob("*.html")}
    assert {path.name for path in (base / "blocks").iterdir()} == {f"{block}.html" for block in BLOCKS}


def test_both_languages_have_every_word() -> None:
    import tomllib

    strings = {path.stem: set(tomllib.loads(path.read_text("utf-8"))) for path in (built_in_themes() / "base/strings").iterdir()}
    assert strings["uk"] == strings["en"]
    used = {key for path in (built_in_themes() / "base").rglob("*.html") for key in re.findall(r'site\.text\("(\w+)"\)', path.read_text("utf-8"))}
    assert used <= strings["uk"]
