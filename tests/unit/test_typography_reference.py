"""The compositor that asks first prints what the one that looked at every sign for every rule printed (tests/reference_typography.py)."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.reading import typography
from tests import reference_typography as reference

LANGUAGES = st.sampled_from(["uk", "ru", "en", "de", "uk-UA", "EN-gb", ""])
WORDS = [
    "слово", "п'ять", "п`ять", "об’їзд", "it's", "5 %", "5 per cent", "у місті", "В", "№ 5", "№5", "§7", "І. Франко", "Шевченко Т. Г.", "O.M. Kent", "U.S. Army", "т. д", "т.д.", "та т. п.", "и т.п.", "млн", "15 тис. грн", "14 200 300", "1 000 000 1",
    "5 млн руб", "5\u00a0млн x", "Mr. Smith", "Mr Smith", "on February 23", "23 лютого", "б", "же", "ли", "А", "I", "б-р Лесі", "м. Київ", "ст. 5", "Dr", "ſ", "\u1c82", "K", "7", "90s", "'90s", "rock 'n' roll", "U", "ї’",
    "https://x.org/a-'b", "www.x.org", "a.b@c.org", "a@b.c+d@e.f", "xwww.a", "ahttps://b", "http://", "www.", "@", "+", "://",
]  # fmt: skip
SIGNS = [" ", "  ", "\n", "\u00a0", "\u2028", "\u2029", "\t", "-", "--", " - ", " – ", "— ", ".", "..", "...", "....", ",", "\"", "'", "«", "»", "„", "“", "”", "‘", "’", "?", "(", ")", "/", "\ue0000\ue001", "\ufffc", "_"]
MARKUP = ["<em>", "</em>", '<a href="x">', "</a>", "<br>", "<p>", "</p>", "<code>", "</code>", '<span lang="en">', '<b lang="uk">', "</b>", "</span>", "<hr>", '<sup id="fnref:1">', "</sup>", '<abbr title="&quot;a&quot; - b...">',
          '<img alt="\'a\' - 5 %">', "</abbr>", "&amp;", "&lt;", "&nbsp;", "&#1;", "<", ">"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS + SIGNS), max_size=20).map("".join) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
HTML = st.lists(st.sampled_from(WORDS + SIGNS + MARKUP), max_size=25).map("".join)


@settings(max_examples=1000)
@given(TEXTS | st.text(max_size=20), LANGUAGES)
def test_a_text_is_printed_as_by_the_slow_compositor(text: str, language: str) -> None:
    assert typography.typeset(text, language) == reference.typeset(text, language)


@settings(max_examples=1000)
@example("<em>..</em>. так <b>..</b>. <i>і</i>", "uk")
@example("слово<em>  </em><b>-</b><i>  так</i> далі", "uk")
@example('"так<em>.</em>"<b>.</b> <i>"ні.</i>" далі', "uk")
@example("№<b>7</b> <i>т.</i>д.<b>а</b>", "uk")
@given(HTML, LANGUAGES)
def test_html_is_printed_as_by_the_slow_compositor(html: str, language: str) -> None:
    assert typography.typeset_html(html, language) == reference.typeset_html(html, language)
