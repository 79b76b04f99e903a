"""docs/themes.md: every page field, question, block and template is there, and nothing that is not."""

from __future__ import annotations

import dataclasses
import re
import shutil
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
from sitegen.pipeline import Options, build
from tests.sample import TODAY, copied

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


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample publication in the theme that the page makes step by step."""
    desk = copied(tmp_path_factory.mktemp("evening"), theme="evening")
    files = dict(re.findall(r"^`(themes/evening/[^`]+)`\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
    assert len(files) == 12
    for path, text in files.items():
        (desk / path).parent.mkdir(parents=True, exist_ok=True)
        (desk / path).write_text(text, encoding="utf-8")
    letters = desk / "themes/evening/assets/fonts/evening.woff2"
    letters.parent.mkdir()
    shutil.copy(built_in_themes() / "gazette/assets/fonts/text-cyrillic.woff2", letters)
    report = build(Options(desk), TODAY)
    assert not [one for one in report.findings if one.code.startswith("theme/")] and not report.has_errors
    return desk / "public"


def test_a_theme_is_made_by_following_the_steps(evening: Path) -> None:
    front, section, article = ((evening / path).read_text("utf-8") for path in ("index.html", "culture/index.html", "politics/2026/10/zarichchia-tram-vote/index.html"))
    (sheet,) = (evening / "assets").glob("evening.*.css")
    assert re.search(r'src: url\("fonts/evening\.\w+\.woff2"\).*url\("star\.\w+\.svg"\)', sheet.read_text("utf-8"), re.DOTALL)
    for page in (front, section, article):
        assert page.index("/assets/gazette.") < page.index(f"/assets/{sheet.name}")
        assert page.count('rel="preload"') == 1 and "/assets/fonts/evening." in page
        assert "evening-mark" in page and "colophon-columns" in page
    assert "Щойно" in front and "Останні новини" not in front and "Just in" in (evening / "en/index.html").read_text("utf-8")
    assert front.count('class="evening-list"') == 6 and 'class="package"' in front and 'class="card evening-card"' in front
    assert "evening-culture" in section and "evening-culture" not in (evening / "politics/index.html").read_text("utf-8")
    assert "evening-box" in article and "★" in article and 'class="story"' in article


def test_every_block_of_a_template_is_documented() -> None:
    base = built_in_themes() / "base"
    rows = {name: set(re.findall("`([a-z]+)`", cell)) for name, cell in re.findall(r"^\| `([\w-]+\.html)` \|[^|]*\|([^|]*)\|$", section("Templates"), re.MULTILINE)}
    for name, blocks in rows.items():
        assert blocks == set(re.findall(r"{% block (\w+)", (base / name).read_text("utf-8"))) - ({"main"} if name != "layout.html" else set()), name
    assert set(rows) == documented("Templates")


def test_both_languages_have_every_word() -> None:
    import tomllib

    strings = {path.stem: set(tomllib.loads(path.read_text("utf-8"))) for path in (built_in_themes() / "base/strings").iterdir()}
    assert strings["uk"] == strings["en"]
    used = {key for path in (built_in_themes() / "base").rglob("*.html") for key in re.findall(r'site\.text\("(\w+)"\)', path.read_text("utf-8"))}
    assert used <= strings["uk"]
