"""One parser reads many bodies: nothing of one is left for the next, not even where the reading of one broke off."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from sitegen.reading import prose
from sitegen.reading.markdown_news import Tokens
from sitegen.reading.markdown_parser import Parser, parser
from sitegen.reading.settings import Settings


class BrokenError(Exception):
    """What a token's maker raises in these tests."""


def tokens(name: str = "", *, broken: bool = False) -> Tokens:
    def made(*said: str) -> str:
        if broken:
            raise BrokenError
        return f"{name}{said}"

    return Tokens(made, made, made)


BODIES = st.lists(
    st.sampled_from(
        ["word AB\n\n", "[a][1] [^1] [b]\n\n", "[1]: one.md\n", "[1]: two.md\n", "[b]: b.md\n", "[^1]: note\n\n", "[^1]: other\n\n", "*[AB]: one\n", "*[AB]: two\n", "# Head\n\n", "[TOC]\n\n", "1. one\n", "7. seven\n",
         "- one\n\n    more\n\n", "> quote\n\n", "| a | b |\n|---|--:|\n| 1 | 2 |\n\n", "| a |\n|---|\n| 1 |\n\n", "<div>raw</div>\n\n", "a <b>raw</b> &amp; **b _c_** *d*\n\n", "*a **b\n\n", "Read also: x-y\n\n", "[[w]]\n\n", "```\ncode\n```\n\n", "Term\n: Meaning\n\n", "---\n", "    code\n\n"]
    ),
    max_size=8,
).map("".join)


@settings(max_examples=200)
@given(st.lists(BODIES, min_size=2, max_size=4), st.sampled_from(["uk", "en"]))
def test_a_body_is_read_as_if_it_were_the_first(bodies: list[str], language: str) -> None:
    one = Parser(language, ())
    assert [one.html(body, tokens("t")) for body in bodies] == [Parser(language, ()).html(body, tokens("t")) for body in bodies]


@settings(max_examples=200)
@given(st.lists(st.tuples(BODIES, st.booleans()), min_size=2, max_size=4))
def test_a_body_in_which_the_reading_breaks_off_leaves_nothing_to_the_next(bodies: list[tuple[str, bool]]) -> None:
    def said(reader: Parser, body: str, broken: bool) -> str:
        try:
            return reader.html(body, tokens("t", broken=broken))
        except BrokenError:
            return "broken"

    one = Parser("en", ())
    assert [said(one, *body) for body in bodies] == [said(Parser("en", ()), *body) for body in bodies]


def test_after_a_fall_within_a_list_a_paragraph_is_a_paragraph() -> None:
    one = Parser("en", ())
    with pytest.raises(BrokenError):
        one.html("- item\n    - [^1] item\n\n    Read also: x-y\n\n[^1]: Note", tokens(broken=True))
    assert one.html("A paragraph\n\n[^1]", tokens()) == "<p>A paragraph</p>\n<p>[^1]</p>"


def test_each_body_has_its_own_tokens() -> None:
    one = Parser("en", ())
    assert "first" in one.html("[[a]]", tokens("first"))
    second = one.html("[[a]]", tokens("second"))
    assert "second" in second and "first" not in second


def test_a_body_read_in_the_middle_of_another_disturbs_neither() -> None:
    one = Parser("en", ())
    inner: list[str] = []

    def nested(*said: str) -> str:
        inner.append(one.html("[^1] inner\n\n[^1]: Inner", tokens()))
        return "W"

    outer = one.html("[[a]] [^1]\n\n[^1]: Outer", Tokens(nested, nested, nested))
    assert "Inner" in inner[0] and "Outer" not in inner[0]
    assert outer == Parser("en", ()).html("[[a]] [^1]\n\n[^1]: Outer", Tokens(lambda *_: "W", lambda *_: "W", lambda *_: "W"))


def test_the_parsers_of_two_languages_are_two() -> None:
    text = "Word[^1]\n\n[^1]: Note"
    assert 'title="Назад до тексту, примітка 1"' in parser("uk", ()).html(text, tokens())
    assert 'title="Back to the text, note 1"' in parser("en", ()).html(text, tokens())


class Counting(Extension):
    """Somebody's extension that counts what it has read and forgets to begin anew."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the parser's name
        md.preprocessors.register(_Counted(), "counted", 40)


class _Counted(Preprocessor):
    def __init__(self) -> None:
        super().__init__()
        self.bodies = 0

    def run(self, lines: list[str]) -> list[str]:
        self.bodies += 1
        return [*lines, "", f"Body {self.bodies}"]


def test_what_an_extension_of_the_settings_keeps_is_not_there_for_the_next_body(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("somebodys_counting")
    module.Counting = Counting  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "somebodys_counting", module)
    chosen = Settings(markdown_extensions=("somebodys_counting:Counting",))
    read = [prose.read("Text", path="a.md", first_line=1, language="en", settings=chosen)[0].html for _ in range(2)]
    assert read == ["<p>Text</p>\n<p>Body 1</p>"] * 2
