"""The Markdown file: safe front matter, and a body that renders to the very words of the text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import markdown
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.core import zones
from sitegen.core.model import Byline, Moment, Picture, Reference, Role
from sitegen.importing.draft import Box, Draft, Headed, Items, Paragraph, ReadAlso
from sitegen.importing.markdown import escape, scalar, write

KYIV = zones.zone("Europe/Kyiv")
EXTENSIONS = ["tables", "footnotes", "attr_list", "def_list", "abbr", "toc", "admonition", "sane_lists", "md_in_html"]
MORNING = Moment(dt.datetime(2024, 5, 14, 9, 31, tzinfo=KYIV))
PATH = "content/en/politics/quay.md"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def rendered(source: str) -> tuple[str, list[str]]:
    """The visible text of Markdown, and the tags around it."""
    words = _Words()
    words.feed(markdown.markdown(source, extensions=EXTENSIONS))
    words.close()
    return "".join(words.text), words.tags


def draft(*blocks: Paragraph | Headed | Items | Box | ReadAlso, **fields: Any) -> Draft:
    return replace(Draft("en", "The quay", MORNING, blocks=blocks, id="2024-05-14-x"), **fields)


def front_matter(text: str) -> dict[str, object]:
    loaded = yaml.safe_load(text.split("---\n")[1])
    assert isinstance(loaded, dict)
    return loaded


# ------------------------------------------------------------------ front matter


def test_the_keys_stand_in_a_fixed_order() -> None:
    text = write(draft(
        ReadAlso("A", (Reference("content/en/society/a b.md", "A"), Reference("", "Pending: one"))),
        bylines=(Byline("Ann Lee"), Byline("Oksana Moroz", Role.TRANSLATION)),
        section="politics", translation_key="politics/naberezhna", updated=MORNING,
        picture=Picture("", "The quay", credit=""),
    ), PATH)
    assert text == """\
---
id: "2024-05-14-x"
title: The quay
date: 2024-05-14T09:31:00+03:00
updated: 2024-05-14T09:31:00+03:00
authors:
  - Ann Lee
  - name: Oksana Moroz
    role: translation
section: politics
translation_key: politics/naberezhna
image:
  alt: The quay
  credit: ""
read_also:
  - "../society/a b.md"
  - title: "Pending: one"
---
Read also: [A](<../society/a b.md>)

Read also: Pending: one
"""


def test_the_front_matter_loads_back() -> None:
    article = draft(headline="No: \"the\" #quay\\", bylines=(Byline("Лі Ганна"),), section="politics")
    loaded = front_matter(write(article, PATH))
    assert loaded["title"] == 'No: "the" #quay\\'
    assert loaded["author"] == "Лі Ганна"


def test_a_date_without_a_time_is_written_without_one() -> None:
    midnight = Moment(dt.datetime(2024, 5, 14, tzinfo=KYIV), has_time=False)
    assert "\ndate: 2024-05-14\n" in write(draft(published=midnight), PATH)


def test_the_language_is_written_only_where_no_folder_says_it() -> None:
    assert "\nlang:" not in write(draft(), PATH)
    assert "\nlang: en\n" in write(draft(), "archive/politics/quay.md")


def test_entities_and_tags_in_a_headline_are_kept_to_the_letter() -> None:
    loaded = front_matter(write(draft(headline="AT&amp;T, 5 < 6 & the <b> tag <c"), PATH))
    assert loaded["title"] == "AT&amp;amp;T, 5 < 6 & the &lt;b> tag <c"


@pytest.mark.parametrize("text", [
    "no", "Yes", "null", "~", "12:30", "010", "1.10", "2024-05-14", "- a", "a: b", "a #b", "'a'", "@a", "%a", "{a}", "",
    " a", "a ",
])
def test_what_yaml_would_take_for_something_else_is_quoted(text: str) -> None:
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}
    assert scalar(text).startswith('"')


@given(st.text(st.characters(codec="utf-8"), max_size=60))
@example("\u0085\u2028\ufeff\U0001f600")
@example("а: б — «в», “г” - ’")
def test_every_text_survives_as_a_scalar(text: str) -> None:
    assert yaml.safe_load(f"key: {scalar(text)}\nnext: 1") == {"key": text, "next": 1}


# ------------------------------------------------------------------ body


@pytest.mark.parametrize("text", [
    "# not a heading", "#tag", "1. not a list", "2024. A year", "١. not a list", "- not a list", "+ not a list",
    "* not a list", "*stars* and **more**", "_lines_ and __more__", "snake_case_name", "`code`", "[a](b)", "![a](b)",
    "[[slug]]", "[^1]: no note", "[TOC]", "[a]: http://example.org", "*[HTML]: no", "<b>not bold</b>",
    "<script>x()</script>", "<!-- no -->", "<!-- more", "5 < 6 > 4", "&amp; &lt; &#8217; &copy; &copy", "&#1",
    "&#x41", "AT&T", "{{ x }} and {% y %}", "text {: .class}", "text { #id }", "> not quoted", "!!! note \"x\"",
    "??? what", "~~not struck~~", "~~~", "~a~", "```", ": not a definition", "a | b", "| a | b |", "--- | ---", "---",
    "- - -", "***", "* * *", "___", "===", "a\\*b", "\\", "a \\ b", "\\[x\\]", "C:\\path", "a  ", "mail@example.org",
    "<mail@example.org>", "$x$ ^y^ ==z==", "a\u00a0b", "http://example.org/a_b_c",
    "https://example.org/_a_/*b*/~~c~~", "see https://example.org/x?a=1&b=2.", "https://example.org/a_(b)", "*", "_",
    "[", "]", "(", ")", "!", "#", "+", "-", ".", "\"quoted', - he said", "«…», – він", "%", "- ", "1.", ":", "::: x",
])
def test_accidental_markup_is_shown_as_it_was_written(text: str) -> None:
    for source in (escape(text), f"- {escape(text)}", f'!!! background "x"\n    - {escape(text)}'):
        shown, tags = rendered(source)
        assert shown.strip().removeprefix("x\n").strip() == text.strip()
        assert set(tags) <= {"p", "ul", "li", "div", "a"}


_TROUBLE = st.text(st.sampled_from("ab1 \\`*_{}[]()<>#+-.!|~:&;\"'=^$%@/?,яї"), min_size=1, max_size=30)


@given(_TROUBLE.map(str.strip).filter(bool))
def test_any_line_renders_to_itself(text: str) -> None:
    shown, tags = rendered("First.\n\n" + escape(text) + "\n\nLast.")
    assert shown.split() == f"First. {text} Last.".split()
    assert set(tags) <= {"p", "a"}


def test_straight_quotation_marks_in_a_box_title_do_not_end_it() -> None:
    text = write(draft(Box('The "Old" plan', ("One",))), PATH)
    assert text.endswith('!!! background "The “Old” plan"\n    - One\n')
    text = write(draft(Box('План "Старий', ("Одне",)), language="uk"), PATH)
    assert '!!! background "План »Старий"' in text


def test_a_box_title_that_needs_escapes_is_a_heading_over_its_list() -> None:
    assert write(draft(Box("The *new* plan", ("One",))), PATH).endswith("---\n## The \\*new\\* plan\n\n- One\n")


def test_blocks_stand_apart() -> None:
    text = write(draft(Paragraph("One."), Headed("What is known #"), Items(("a", "b")), Paragraph("Two.")), PATH)
    assert text.split("---\n")[2] == "One.\n\n## What is known \\#\n\n- a\n- b\n\nTwo.\n"
    assert rendered(text.split("---\n")[2])[1] == ["p", "h2", "ul", "li", "li", "p"]


@pytest.mark.parametrize(("language", "label"), [
    ("uk", "Читайте також"), ("ru", "Читайте также"), ("en", "Read also"), ("pl", "Read also"),
])
def test_a_read_also_line_has_the_label_of_its_language(language: str, label: str) -> None:
    text = write(draft(ReadAlso("A", (Reference("", "A [b]"),)), language=language), PATH)
    assert text.endswith(f"\n{label}: A \\[b]\n")


def test_a_read_also_link_shows_its_title_whatever_signs_are_in_it() -> None:
    text = write(draft(ReadAlso("A", (Reference("content/en/politics/a.md", "A [b] (c) *d*"),))), PATH)
    line = text.split("---\n")[2]
    assert re.search(r"\]\(a\.md\)$", line.strip())
    assert rendered(line)[0] == "Read also: A [b] (c) *d*"


def test_one_headline_named_twice_is_one_record() -> None:
    pending = Reference("", "A")
    loaded = front_matter(write(draft(ReadAlso("A", (pending,)), ReadAlso("A", (pending,))), PATH))
    assert loaded["read_also"] == [{"title": "A"}]
