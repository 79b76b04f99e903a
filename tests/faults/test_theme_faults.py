"""Themes that can't be used: circles, missing pieces, undefined names, broken files (FAULTS 35, 36, 46)."""

from __future__ import annotations

import re

import pytest

from tests.newsroom import CONFIG, Built, Newsroom, Newsrooms, article

OWN = CONFIG.replace('"base"', '"own"')


def broken(newsroom: Newsrooms, files: dict[str, str | bytes]) -> Built:
    """A good site whose theme is then broken: it stays as it was."""
    room = newsroom({"content/politics/story.md": article(), "sitegen.toml": OWN, "themes/own/theme.toml": 'extends = "base"\n'})
    before = room.build()
    assert before.code == 0, before.text
    after = room.edit(files).build()
    assert after.code in {1, 2}
    assert after.tree == before.tree
    return after


@pytest.mark.parametrize("verb", ["include", "extends", "import"])
def test_case_35_templates_that_lead_to_each_other_are_named_with_the_chain(newsroom: Newsrooms, verb: str) -> None:
    tag = {"include": '{% include "%s" %}', "extends": '{% extends "%s" %}', "import": '{% import "%s" as x %}'}[verb]
    files: dict[str, str | bytes] = {
        "themes/own/article.html": tag.replace("%s", "partials/b.html"), "themes/own/partials/b.html": tag.replace("%s", "partials/c.html"),
        "themes/own/partials/c.html": "\n" + tag.replace("%s", "article.html"),
    }
    built = broken(newsroom, files)
    assert set(built.codes) == {"theme/cycle"}
    chain = ["article.html", "partials/b.html", "partials/c.html"]
    chains = [" → ".join([*chain[at:], *chain[: at + 1]]) for at in range(3)]
    assert any(chain in built.text for chain in chains), built.text
    assert built.findings[0].span.path.startswith("themes/own/")


def test_case_35_a_template_that_includes_itself_is_named(newsroom: Newsrooms) -> None:
    built = broken(newsroom, {"themes/own/partials/a.html": '{% include "partials/a.html" %}'})
    assert "partials/a.html → partials/a.html" in built.text


def test_case_35_themes_that_extend_each_other_are_named_with_the_chain(newsroom: Newsrooms) -> None:
    built = broken(newsroom, {"themes/own/theme.toml": 'extends = "b"\n', "themes/b/theme.toml": '# b\nextends = "own"\n'})
    assert built.diagnostics == ("themes/b/theme.toml:2:1 theme/cycle",)
    assert "own → b → own" in built.text


def test_case_35_a_macro_that_calls_itself_for_ever_is_an_error_with_its_line(newsroom: Newsrooms) -> None:
    built = broken(newsroom, {"themes/own/article.html": "{% macro m() %}\n{{ m() }}{% endmacro %}\n{{ m() }}"})
    assert set(built.codes) == {"theme/error"}
    assert built.findings[0].span.path == "themes/own/article.html"
    assert built.findings[0].span.line in {2, 3}


def test_case_36_unknown_layouts_are_named_at_the_line_of_each_story(newsroom: Newsrooms) -> None:
    built = broken(newsroom, {
        "content/politics/one.md": article("One", "template: longread"), "content/politics/two.md": article("Two", "kicker: K", "template: gallery.html"),
    })
    assert built.code == 1
    assert built.diagnostics == ("content/politics/one.md:4:1 theme/missing-template", "content/politics/two.md:5:1 theme/missing-template")
    assert "there is no template 'longread.html', needed by content/politics/one.md" in built.text


def test_case_36_a_missing_partial_is_named_with_the_line_that_wants_it_and_the_story(newsroom: Newsrooms) -> None:
    built = broken(newsroom, {"themes/own/article.html": '<p>\n{% include "partials/nowhere.html" %}'})
    assert built.diagnostics == ("themes/own/article.html:2:1 theme/missing-template",)
    assert "there is no template 'partials/nowhere.html', needed by content/politics/story.md" in built.text


@pytest.mark.parametrize("wrong", ["{{ page.headline_of }}", "{{ nobody }}", "{{ site.lates() }}", "{{ 1 / 0 }}", "{{ page.card.nothing.more }}", "{{ now() }}", "{{ site._ask }}"])
def test_case_36_an_undefined_name_is_an_error_with_template_line_and_story(newsroom: Newsrooms, wrong: str) -> None:
    built = broken(newsroom, {"themes/own/article.html": '{% include "partials/p.html" %}', "themes/own/partials/p.html": f"<p>\n\n{wrong}"})
    assert built.code == 1
    assert built.diagnostics == ("themes/own/partials/p.html:3:1 theme/error",)
    assert "content/politics/story.md" in built.text


@pytest.mark.parametrize(("file", "data", "diagnostic"), [
    ("article.html", "<p>\n{% if %}", "themes/own/article.html:2:1 theme/error"),
    ("article.html", "{% include page.name %}", "themes/own/article.html theme/dynamic-name"),
    ("article.html", b"<p>\ncaf\xe9", "themes/own/article.html:2:4 file/not-utf-8"),
    ("theme.toml", "\nextends = base", "themes/own/theme.toml:2:11 theme/not-toml"),
    ("theme.toml", 'extends = "../../outside"', "themes/own/theme.toml:1:1 config/no-theme"),
    ("theme.toml", '\nextends = "gazett"', "themes/own/theme.toml:2:1 config/no-theme"),
    ("strings/en.toml", "read_also = ", "themes/own/strings/en.toml:1:1 theme/not-toml"),
    ("strings/en.toml", b"x = '\xe9'", "themes/own/strings/en.toml:1:6 file/not-utf-8"),
])
def test_case_36_a_theme_file_that_cant_be_read_is_named_at_its_line(newsroom: Newsrooms, file: str, data: str | bytes, diagnostic: str) -> None:
    assert broken(newsroom, {f"themes/own/{file}": data}).diagnostics == (diagnostic,)


def test_case_36_content_never_reaches_a_template_compiler(newsroom: Newsrooms) -> None:
    room: Newsroom = newsroom({"content/politics/story.md": article('"{{ 7 * 7 }} {% include x %}"', "summary: '{{ 7 * 7 }}'", body="{{ 7 * 7 }} {% raw %}")})
    built = room.build()
    assert built.code == 0
    assert "{{ 7 * 7 }}" in built.page("/politics/2026/11/story/")
    assert not [path for path, data in built.tree.items() if path.endswith(".html") and b"49" in re.sub(rb'="/assets/[^"]*"|2049', b"", data)]


# ------------------------------------------------------------------ 46: attributes without quotation marks


@pytest.mark.parametrize(("text", "place", "name"), [
    ("<a href={{ page.href }}>x</a>", "1:4", "href"), ("<p>\n<img\n  alt = {{ page.title }}>", "3:3", "alt"), ('<a title="a" data-x=b{{ page.title }}>', "1:14", "data-x"),
    ("<a class=\"{% if page.title %}b{% endif %}\" href='/' title={{ page.title|upper }} id=\"c\">", "1:53", "title"), ("{# <a href={{ x }}> #}<b lang={{- page.language -}}>", "1:26", "lang"),
])  # fmt: skip
def test_case_46_an_unquoted_attribute_is_refused_at_its_place(newsroom: Newsrooms, text: str, place: str, name: str) -> None:
    built = broken(newsroom, {"themes/own/partials/share.html": text})
    assert built.diagnostics == (f"themes/own/partials/share.html:{place} theme/unquoted",)
    assert f"`{name}`" in built.text


@pytest.mark.parametrize("text", [
    '<a href="{{ page.href }}">{{ page.title }}={{ page.title }}</a>', "<a href='/x?a={{ page.title|urlencode }}&b={{ 1 }}'>", '<a{{ " rel=x"|safe }} title="a={{ page.title }}">',
    "<p>a = {{ page.title }}</p>", "{# <a href={{ x }}> #}", '{% set words = "<a href=" %}{{ words }}', "1 < 2 and b={{ page.title }}",
])  # fmt: skip
def test_case_46_other_templates_are_fine(newsroom: Newsrooms, text: str) -> None:
    room = newsroom({"content/politics/story.md": article(), "sitegen.toml": OWN, "themes/own/theme.toml": "", "themes/own/partials/share.html": text})
    assert room.build().code == 0



# ------------------------------------------------------------------ a theme of a theme


def test_what_is_overridden_is_extended_by_the_name_of_any_theme_that_sees_it(newsroom: Newsrooms) -> None:
    room = newsroom({
        "content/politics/story.md": article(), "sitegen.toml": OWN, "themes/own/theme.toml": 'extends = "middle"\n', "themes/middle/theme.toml": 'extends = "base"\n',
        "themes/own/home.html": '{% extends "middle/home.html" %}{% block package %}<p>own</p>{% endblock %}',
        "themes/middle/partials/footer.html": '{% include "base/partials/footer.html" %}<p>middle</p>',
        "themes/own/partials/footer.html": '{% include "middle/partials/footer.html" %}<p>own footer</p>',
    })  # fmt: skip
    front = room.build().page("/")
    assert "<p>own</p>" in front and 'class="package"' not in front
    assert front.index('class="colophon"') < front.index("<p>middle</p>") < front.index("<p>own footer</p>")
    changed = room.edit({"themes/middle/partials/footer.html": "<p>new</p>"}).build()
    assert "index.html" in changed.rendered and "<p>new</p>" in changed.page("/")
    assert broken(newsroom, {"themes/own/home.html": '{% extends "own/home.html" %}'}).diagnostics[0].endswith("theme/missing-template")


def test_a_front_takes_its_own_template_then_its_kinds(newsroom: Newsrooms) -> None:
    page = '{{% extends "layout.html" %}}{{% block main %}}<p>{}</p>{{% endblock %}}'
    room = newsroom({
        "content/politics/story.md": article("One", "tags: [roads, budget]"), "sitegen.toml": OWN, "themes/own/theme.toml": 'extends = "base"\n',
        "themes/own/section-politics.html": page.format("politics"), "themes/own/tag.html": page.format("tag"), "themes/own/tag-budget.html": page.format("budget"),
    })  # fmt: skip
    built = room.build()
    assert [word in built.page(path) for path, word in (("/politics/", "<p>politics</p>"), ("/tag/roads/", "<p>tag</p>"), ("/tag/budget/", "<p>budget</p>"))] == [True] * 3
    (room.folder / "themes/own/tag-budget.html").unlink()
    later = room.build()
    assert "<p>tag</p>" in later.page("/tag/budget/") and "tag/roads/index.html" not in later.rendered
