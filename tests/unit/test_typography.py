"""The table of typography: what is typed, and what is printed.  ``·`` stands for a non-breaking space."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.reading.typography import typeset, typeset_html

CASES: list[tuple[str, str, str]] = [
    # quotation marks
    ("uk", 'Клуб "Орлик" виграв', "Клуб «Орлик» виграв"),
    ("uk", 'Пишуть: "Команда "Орлик" виграла"', "Пишуть: «Команда „Орлик“ виграла»"),
    ("uk", "Пишуть: «Команда «Орлик» виграла»", "Пишуть: «Команда „Орлик“ виграла»"),
    ("uk", "Пишуть: «Команда „Орлик“ виграла»", "Пишуть: «Команда „Орлик“ виграла»"),
    ("uk", "Кажуть: “слово”", "Кажуть: «слово»"),
    ("uk", "Кажуть: ”слово”", "Кажуть: «слово»"),
    ("uk", "Кажуть: „слово“", "Кажуть: «слово»"),
    ("uk", "клуб 'Орлик' виграв", "клуб «Орлик» виграв"),
    ("uk", "пишуть: \"клуб 'Орлик' виграв\"", "пишуть: «клуб „Орлик“ виграв»"),
    ("uk", '"Варта"-2', "«Варта»-2"),
    ("uk", '("Варта")', "(«Варта»)"),
    ("uk", '"Незакриті лапки', "«Незакриті лапки"),
    ("ru", 'Клуб "Орлик" победил', "Клуб «Орлик» победил"),
    ("ru", 'Пишут: "Клуб "Орлик" победил"', "Пишут: «Клуб „Орлик“ победил»"),
    ("en", '"Yes," she said', "“Yes,” she said"),
    ("en", '"She said "yes" twice"', "“She said ‘yes’ twice”"),
    ("en", "\"She said 'yes' twice\"", "“She said ‘yes’ twice”"),
    ("en", "She said 'yes' twice", "She said ‘yes’ twice"),
    ("en", "«Orlyk» won", "«Orlyk» won"),
    ("en", '5" pipe', '5" pipe'),
    ("de", '"Ja"', "“Ja”"),
    # the full stop and the comma stand after the closing mark in Ukrainian (Правопис 2019, § 164)
    ("uk", '"Усе добре."', "«Усе добре»."),
    ("uk", '"Усе добре," - каже', "«Усе добре»,·— каже"),
    ("uk", '"Усе добре".', "«Усе добре»."),
    ("uk", '"Усе добре.".', "«Усе добре»."),
    ("uk", '"Усе "добре.""', "«Усе „добре“»."),
    ("uk", '"Добре?" - питає', "«Добре?»·— питає"),
    ("uk", '"Добре!"', "«Добре!»"),
    ("uk", '"Добре..." - каже', "«Добре…»·— каже"),
    ("uk", '"Міста, села і т. д." стоять', "«Міста, села і·т.·д.» стоять"),
    ("en", '"Fine."', "“Fine.”"),
    # dashes
    ("uk", "Міст - це люди", "Міст·— це·люди"),
    ("uk", '"Так", - каже він', "«Так»,·— каже він"),
    ("uk", "Міст -- опора", "Міст·— опора"),
    ("uk", "Міст – опора", "Міст·— опора"),
    ("uk", "Міст — опора", "Міст·— опора"),
    ("uk", "- Добрий день", "—·Добрий день"),
    ("uk", "житлово-комунальний", "житлово-комунальний"),
    ("uk", "10-15 осіб", "10-15·осіб"),
    ("en", "A bridge - and a river", "A·bridge·— and a·river"),
    ("en", "well-known", "well-known"),
    ("en", "at -5 °C", "at -5·°C"),
    # apostrophes
    ("uk", "п'ять п’ять пʼять п`ять", "п’ять п’ять п’ять п’ять"),
    ("uk", "об'їзд «об'їзду»", "об’їзд «об’їзду»"),
    ("en", "it's the '90s", "it’s the ’90s"),
    ("en", "the students' choice", "the students’ choice"),
    ("en", "rock 'n' roll", "rock ’n’ roll"),
    # non-breaking spaces
    ("uk", "у місті і в селі", "у·місті і·в·селі"),
    ("uk", "Зустріч до суду", "Зустріч до·суду"),
    ("uk", "я б пішов", "я·б пішов"),
    ("uk", "Т. Г. Шевченко", "Т.·Г.·Шевченко"),
    ("uk", "Шевченко Т. Г.", "Шевченко·Т.·Г."),
    ("uk", "О. Марченко", "О.·Марченко"),
    ("uk", "23 лютого 2026 року о 9:31", "23·лютого 2026·року о·9:31"),
    ("uk", "5 км і 7 %", "5·км і·7·%"),
    ("uk", "14 200 грн", "14·200·грн"),
    ("uk", "15 тис. грн", "15·тис.·грн"),
    ("uk", "у школі № 5 і №7", "у·школі №·5 і·№·7"),
    ("uk", "м. Тихопіль, вул. Млинова", "м.·Тихопіль, вул.·Млинова"),
    ("uk", "міста і т. д.", "міста і·т.·д."),
    ("ru", "в городе и в селе", "в·городе и·в·селе"),
    ("ru", "5 млн руб и т. п.", "5·млн·руб и·т.·п."),
    ("ru", "23 февраля 2026 г.", "23·февраля 2026·г."),
    ("en", "Dr. Holub on 23 February", "Dr.·Holub on 23·February"),
    ("en", "on February 23", "on February·23"),
    ("en", "J. K. Rowland", "J.·K.·Rowland"),
    ("en", "the U.S. Army", "the U.S. Army"),
    ("en", "5 km, 7 million hryvnias", "5·km, 7·million·hryvnias"),
    ("en", "I saw a dog", "I·saw a·dog"),
    # left alone
    ("uk", "https://example.org/a-'b'?q=\"c\" - адреса", "https://example.org/a-'b'?q=\"c\"·— адреса"),
    ("uk", "лист на desk--a@herald.example", "лист на·desk--a@herald.example"),
    ("uk", "Добре...", "Добре…"),
    ("uk", "....", "...."),
    ("uk", "", ""),
]


@pytest.mark.parametrize(("language", "typed", "printed"), CASES)
def test_what_is_typed_is_printed_by_the_table(language: str, typed: str, printed: str) -> None:
    assert typeset(typed, language).replace("\u00a0", "·") == printed


HTML: list[tuple[str, str, str]] = [
    ("uk", '<p>"<em>Так</em>", - каже <a href="/a-\'b\'/">він</a></p>', '<p>«<em>Так</em>»,·— каже <a href="/a-\'b\'/">він</a></p>'),
    ("uk", '<p>"Так, <strong>усе."</strong></p>', "<p>«Так, <strong>усе».</strong></p>"),
    ("uk", '<p>у <code>"a" - b</code> - код</p>', '<p>у·<code>"a" - b</code>·— код</p>'),
    ("uk", '<pre><code>"a" - b...\n</code></pre>', '<pre><code>"a" - b...\n</code></pre>'),
    ("uk", '<p>"Перше</p><p>друге"</p>', "<p>«Перше</p><p>друге»</p>"),
    ("uk", '<p>газета <span lang="en">"It - is"</span> - "так"</p>', '<p>газета <span lang="en">“It·— is”</span>·— «так»</p>'),
    ("uk", '<p lang="en">"Yes"</p><p>"Так"</p>', '<p lang="en">“Yes”</p><p>«Так»</p>'),
    ("uk", '<p>Так<br>- ні</p>', "<p>Так<br>—·ні</p>"),
    ("uk", '<p><abbr title="&quot;а&quot; - б">АБ</abbr></p>', '<p><abbr title="«а»·— б">АБ</abbr></p>'),
    ("uk", "<p>a &lt; b &amp; c - d</p>", "<p>a &lt; b &amp; c·— d</p>"),
    ("uk", "<p>“\ue0000\ue001” - слово</p>", "<p>«\ue0000\ue001»·— слово</p>"),
    ("uk", '<p>"слово"<sup id="fnref:1"><a href="#fn:1">1</a></sup> - далі</p>', '<p>«слово»<sup id="fnref:1"><a href="#fn:1">1</a></sup>·— далі</p>'),
    ("en", "<ul>\n<li>\"One\"</li>\n<li>two's</li>\n</ul>", "<ul>\n<li>“One”</li>\n<li>two’s</li>\n</ul>"),
]


@pytest.mark.parametrize(("language", "typed", "printed"), HTML)
def test_a_sentence_runs_on_through_its_inline_elements(language: str, typed: str, printed: str) -> None:
    assert typeset_html(typed, language).replace("\u00a0", "·") == printed


SIGNS = st.text(alphabet="аб'\"«»„“”’.,- —–\u00a0\nЄ5%№ktіу!?()…", max_size=40)
LANGUAGES = st.sampled_from(["uk", "ru", "en"])


@given(SIGNS, LANGUAGES)
def test_words_are_never_changed(typed: str, language: str) -> None:
    assert re.findall(r"\w", typeset(typed, language)) == re.findall(r"\w", typed)


WORDS = st.lists(
    st.sampled_from(["слово", "п'ять", "5 %", "у місті", "№ 5", "І. Франко", "it's", "- далі", "т. д.", "млн"]), min_size=1, max_size=4
).map(" ".join)
SENTENCES = st.recursive(
    WORDS, lambda inner: st.tuples(inner, st.sampled_from(['{} "{}"', '"{}", - {}', "{} «{}.»", '{} ("{}")', '{}, {}!'])).map(
        lambda made: made[1].format("слово", made[0])
    ), max_leaves=4,
)


@given(SENTENCES, LANGUAGES)
def test_setting_twice_is_setting_once(typed: str, language: str) -> None:
    once = typeset(typed, language)
    assert typeset(once, language) == once


@given(SIGNS.map(lambda text: text.replace("\n", " ")), st.integers(0, 40), LANGUAGES)
def test_an_inline_element_does_not_change_what_is_read(typed: str, cut: int, language: str) -> None:
    """A tag in the middle of a text gives the same signs as without it."""
    whole = typeset(typed, language)
    marked = typeset_html(f"{typed[:cut]}<em>{typed[cut:]}</em>", language)
    assert re.sub(r"</?em>", "", marked) == whole
