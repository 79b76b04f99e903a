"""A pasted article becomes a draft, and every one of its lines is accounted for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.core import zones
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Role
from sitegen.importing import text
from sitegen.importing.draft import Box, Draft, Headed, Items, Paragraph, ReadAlso, Use
from sitegen.importing.languages import language_of

KYIV = zones.zone("Europe/Kyiv")

ENGLISH = """\
Harbour council puts off the vote on Fisher's Quay

Мельничук Оксана
09:31, 14 May
Harbour council puts off the vote on Fisher's Quay
Image source:

The harbour council has put off its vote on Fisher's Quay until the autumn because two surveys contradict each other.

"We won't vote on a wall that nobody has measured. If they are right, it will stand for forty years', - the chair said.

Read also: The port, the yard, the mill, and the depot ask for the "Old / New" quay plan. Neighbours answer the yard

The engineer added that the surveys were three weeks apart.

Read also: The town’s answer to the “Old / New” plan. What is known

What is known

  • The quay was built 90 years ago and repaired twice.
  • The first survey gives it 12 years, the second 40.
  • Repairs would cost "at least" 31 million.

Follow us on Telegram"""

UKRAINIAN = """\
Портова рада відклала голосування щодо Рибальської набережної

Мельничук Оксана, Андрій Сорока
09:31, 14 травня
Портова рада відклала голосування щодо Рибальської набережної
Джерело фото: пресслужба порту

Портова рада відклала голосування до осені, бо два обстеження суперечать одне одному.

"Ми не голосуватимемо за стіну, яку ніхто не виміряв двічі", - сказала голова.

Читайте також: Порт і млин просять показати план. Сусіди відповіли

– Я не бачив жодного креслення, – сказав інженер.

Що відомо

• Набережну збудували 90 років тому.
• Перше обстеження дає їй 12 років, друге – 40.

Підписуйтесь на наш Telegram-канал
"""

RUSSIAN = """\
Портовый совет отложил голосование по Рыбацкой набережной

Автор: Оксана Мельничук
14 мая 2024, 09:31
Источник фото:

Портовый совет отложил голосование до осени, потому что два обследования противоречат друг другу.

Читайте также:
Порт и мельница просят показать план

Что известно:
- Набережную построили 90 лет назад.
- Первое обследование даёт ей 12 лет.

Читайте нас в Telegram
"""


def read(
    source: str, *, language: str = "", year: int | None = 2024, day: dt.date | None = None
) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    return text.read("in.txt", source, zone=KYIV, language=language, year=year, day=day)


def draft_of(source: str, *, language: str = "", day: dt.date | None = None) -> Draft:
    draft, problems = read(source, language=language, day=day)
    assert draft is not None, problems
    assert [line.number for line in draft.ledger.lines] == list(range(1, len(draft.ledger.lines) + 1))
    return draft


def body_of(*lines: str, language: str = "en") -> tuple[object, ...]:
    return draft_of("\n".join(["Headline", "", "14 May 2024", "", *lines]), language=language).blocks


def codes(problems: tuple[Diagnostic, ...]) -> list[tuple[str, int]]:
    return [(problem.code, problem.span.line) for problem in problems]


# ------------------------------------------------------------------ whole articles


def test_an_english_article_is_recognised_as_a_whole() -> None:
    draft = draft_of(ENGLISH)
    assert draft.language == "en"
    assert draft.headline == "Harbour council puts off the vote on Fisher's Quay"
    assert [byline.name for byline in draft.bylines] == ["Мельничук Оксана"]
    assert draft.bylines[0].span.line == 3
    assert draft.published.at.isoformat() == "2024-05-14T09:31:00+03:00"
    assert draft.picture is not None
    assert (draft.picture.src, draft.picture.alt, draft.picture.credit) == ("", draft.headline, "")
    kinds = [type(block).__name__ for block in draft.blocks]
    assert kinds == ["Paragraph", "Paragraph", "ReadAlso", "Paragraph", "ReadAlso", "Box"]
    assert draft.blocks[-1] == Box("What is known", (
        "The quay was built 90 years ago and repaired twice.",
        "The first survey gives it 12 years, the second 40.",
        'Repairs would cost "at least" 31 million.',
    ))
    assert [(line.number, line.text) for line in draft.ledger.dropped] == [(24, "Follow us on Telegram")]


def test_a_quotation_is_kept_to_the_letter() -> None:
    assert Paragraph(ENGLISH.splitlines()[9]) in draft_of(ENGLISH).blocks


def test_a_read_also_title_may_end_in_the_words_of_the_heading_below_it() -> None:
    titles = [block.title for block in draft_of(ENGLISH).blocks if isinstance(block, ReadAlso)]
    assert titles == [
        'The port, the yard, the mill, and the depot ask for the "Old / New" quay plan. Neighbours answer the yard',
        "The town’s answer to the “Old / New” plan. What is known",
    ]
    assert draft_of(ENGLISH).headings == ("What is known",)


def test_a_ukrainian_article_is_recognised_as_a_whole() -> None:
    draft = draft_of(UKRAINIAN)
    assert draft.language == "uk"
    assert [byline.name for byline in draft.bylines] == ["Мельничук Оксана", "Андрій Сорока"]
    assert draft.picture is not None
    assert draft.picture.credit == "пресслужба порту"
    assert draft.blocks[2:] == (
        ReadAlso("Порт і млин просять показати план. Сусіди відповіли"),
        Paragraph("– Я не бачив жодного креслення, – сказав інженер."),
        Box("Що відомо", ("Набережну збудували 90 років тому.", "Перше обстеження дає їй 12 років, друге – 40.")),
    )
    assert [line.number for line in draft.ledger.dropped] == [21]


def test_a_russian_article_is_recognised_as_a_whole() -> None:
    draft = draft_of(RUSSIAN)
    assert draft.language == "ru"
    assert [byline.name for byline in draft.bylines] == ["Оксана Мельничук"]
    assert draft.picture is not None
    assert (draft.picture.alt, draft.picture.credit) == ("", "")
    assert draft.blocks[1:] == (
        ReadAlso("Порт и мельница просят показать план"),
        Box("Что известно", ("Набережную построили 90 лет назад.", "Первое обследование даёт ей 12 лет.")),
    )


@pytest.mark.parametrize("change", [
    lambda source: "\ufeff" + source,
    lambda source: source.replace("\n", "\r\n"),
    lambda source: source.replace("\n", "\r"),
    lambda source: source + "\n\n",
    lambda source: source.replace("\n", "  \n"),
], ids=["byte order mark", "CRLF", "CR", "blank lines at the end", "spaces at the ends"])
def test_the_same_text_in_another_file_form_is_the_same_draft(change: object) -> None:
    assert callable(change)
    assert draft_of(change(ENGLISH)) == draft_of(ENGLISH)


def test_invisible_characters_hide_no_line() -> None:
    source = ENGLISH.replace("Read also: ", "\u200bRead\u00a0also:\u00a0")
    source = source.replace("09:31, 14 May", "09:31,\u00a014\u2028May")
    assert [type(block) for block in draft_of(source).blocks] == [type(block) for block in draft_of(ENGLISH).blocks]


def test_the_id_is_that_of_the_text_and_its_day() -> None:
    first, other = draft_of(ENGLISH), draft_of(ENGLISH.replace("90 years", "91 years"))
    assert first.id.startswith("2024-05-14-")
    assert first.id != other.id
    assert first.id == draft_of(ENGLISH + "\n").id


# ------------------------------------------------------------------ what is missing or wrong


@pytest.mark.parametrize("source", ["", "\n \n", "\ufeff\u00a0\n"])
def test_a_text_without_words_is_an_error(source: str) -> None:
    draft, problems = read(source)
    assert draft is None
    assert codes(problems) == [("import/empty", 1)]


def test_a_missing_year_is_an_error_at_its_line() -> None:
    draft, problems = read(ENGLISH, year=None)
    assert draft is None
    assert codes(problems) == [("import/missing-year", 4)]
    assert (problems[0].span.column, problems[0].span.length) == (1, len("09:31, 14 May"))


def test_the_column_of_an_indented_time_line_is_that_of_its_text() -> None:
    _, problems = read(ENGLISH.replace("09:31, 14 May", "   09:31, 14 May"), year=None)
    assert problems[0].span.column == 4


def test_today_is_an_error_at_its_line_and_a_day_mends_it() -> None:
    source = UKRAINIAN.replace("09:31, 14 травня", "сьогодні, 09:31")
    assert codes(read(source)[1]) == [("import/missing-day", 4)]
    assert draft_of(source, day=dt.date(2024, 5, 14)).published == draft_of(UKRAINIAN).published


def test_a_text_without_a_time_line_is_an_error_at_its_headline_unless_the_day_is_given() -> None:
    source = ENGLISH.replace("09:31, 14 May\n", "")
    draft, problems = read(source)
    assert draft is None
    assert codes(problems) == [("import/no-time", 1)]
    published = draft_of(source, day=dt.date(2024, 5, 14)).published
    assert (published.at.date(), published.has_time) == (dt.date(2024, 5, 14), False)


def test_all_that_is_wrong_is_said_at_once() -> None:
    _, problems = read("Звичайна назва\n\n31 лютого 2024\n\nДва слова без прикмет.")
    assert codes(problems) == [("import/unclear-language", 1), ("import/no-such-date", 3)]


def test_a_headline_alone_is_a_draft_with_a_warning() -> None:
    draft, problems = read("The headline stands alone\n14 May 2024", language="en")
    assert draft is not None
    assert draft.blocks == ()
    assert codes(problems) == [("import/no-body", 1)]


def test_an_update_time_is_kept() -> None:
    draft = draft_of(ENGLISH.replace("09:31, 14 May\n", "09:31, 14 May\nUpdated: 12:10, 14 May\n"))
    assert draft.updated is not None
    assert draft.updated.at.isoformat() == "2024-05-14T12:10:00+03:00"


@pytest.mark.parametrize(("source", "language"), [
    ("Рада ухвалила бюджет і поїхала додому", "uk"),
    ("Совет принял бюджет, и все разъехались по домам, в том числе мы", "ru"),
    ("The council passed the budget, said Мельничук Оксана after the session was over", "en"),
    ("Рада ухвалила бюджет. «Мы согласны», – сказали гості, і їхні друзі її підтримали, і всі інші гості", "uk"),
    ("Рада ухвалила", None),
    ("Савет прыняў бюджэт і раз’ехаўся па дамах", None),
    ("Съветът прие бюджета", None),
    ("Za pół roku rada uchwali budżet i wróci do domów", None),
    ("1234", None),
    ("Council рада council рада", None),
])
def test_the_language_is_known_by_its_letters_or_in_doubt(source: str, language: str | None) -> None:
    assert language_of(source) == language


def test_a_given_language_is_not_doubted() -> None:
    assert draft_of("Рада ухвалила\n14.05.2024\n\nДва слова.", language="ru").language == "ru"


# ------------------------------------------------------------------ the top


@pytest.mark.parametrize(("line", "names"), [
    ("By Ann Lee and Peter van Dyk", ["Ann Lee", "Peter van Dyk"]),
    ("By Reuters", ["Reuters"]),
    ("Автор: Редакція", ["Редакція"]),
    ("Автори: Олена О'Гара, Петро Мак-Грегор", ["Олена О'Гара", "Петро Мак-Грегор"]),
    ("Олена Коваль та Петро Бондар", ["Олена Коваль", "Петро Бондар"]),
    ("О. Коваль", ["О. Коваль"]),
    ("Коваль О. П.", ["Коваль О. П."]),
    ("KATERYNA LIS", ["KATERYNA LIS"]),
    ("Автор: Олена Коваль, оглядачка", ["Олена Коваль, оглядачка"]),
    ("Любов Іванівна Нечуй-Левицька", ["Любов Іванівна Нечуй-Левицька"]),
])
def test_a_byline_is_a_line_of_names(line: str, names: list[str]) -> None:
    draft = draft_of(f"Headline\n\n{line}\n14 May 2024\n\nText.", language="en")
    assert [byline.name for byline in draft.bylines] == names
    assert draft.blocks == (Paragraph("Text."),)


@pytest.mark.parametrize("line", [
    "By Tuesday the river had fallen.", "Олена вчора приїхала.", "Politics", "Ann Lee, editor", "What is known",
    "In short:",
])
def test_another_line_above_the_time_is_no_byline_and_is_kept(line: str) -> None:
    draft = draft_of(f"Headline\n\n{line}\n14 May 2024\n\nText.", language="en")
    assert draft.bylines == ()
    assert len(draft.blocks) == 2


def test_authors_may_stand_on_lines_of_their_own_and_a_translator_has_a_role() -> None:
    lines = "Headline\nAnn Lee\nPeter Hale\nTranslated by Oksana Moroz\n14 May 2024\nText goes on."
    draft = draft_of(lines, language="en")
    assert [(byline.name, byline.role) for byline in draft.bylines] == [
        ("Ann Lee", Role.TEXT), ("Peter Hale", Role.TEXT), ("Oksana Moroz", Role.TRANSLATION),
    ]


@pytest.mark.parametrize("line", [
    "Ann Lee, 14 May 2024, 09:31", "14 May 2024, 09:31 | Ann Lee", "Ann Lee — 09:31, 14 May 2024",
])
def test_author_and_time_may_share_a_line(line: str) -> None:
    draft = draft_of(f"Headline\n{line}\n\nText.", language="en")
    assert [byline.name for byline in draft.bylines] == ["Ann Lee"]
    assert draft.published.at.isoformat() == "2024-05-14T09:31:00+03:00"


def test_day_and_clock_time_may_stand_on_two_lines() -> None:
    draft = draft_of("Headline\n14 May 2024\n09:31\n\nText.", language="en")
    assert draft.published.at.isoformat() == "2024-05-14T09:31:00+03:00"


def test_a_clock_line_above_the_headline_is_the_time() -> None:
    draft = draft_of("09:31, 14 May 2024\nHeadline\n\nText.", language="en")
    assert (draft.headline, draft.published.at.hour) == ("Headline", 9)


def test_a_headline_may_be_a_day() -> None:
    assert draft_of("9 травня\n14 травня 2024\n\nТекст.", language="uk").headline == "9 травня"


def test_a_standfirst_above_the_time_begins_the_body() -> None:
    draft = draft_of("Headline\n\nThe vote is off.\n\nBy Ann Lee\n14 May 2024\n\nText.", language="en")
    assert draft.blocks == (Paragraph("The vote is off."), Paragraph("Text."))
    assert [byline.name for byline in draft.bylines] == ["Ann Lee"]


def test_a_line_directly_above_the_credit_is_the_pictures_text() -> None:
    draft = draft_of("Headline\nAnn Lee\n14 May 2024\nThe quay at low tide\nPhoto: Tom Reed\n\nText.", language="en")
    assert draft.picture is not None
    assert (draft.picture.alt, draft.picture.credit) == ("The quay at low tide", "Tom Reed")


def test_a_text_that_mentions_no_picture_has_none() -> None:
    assert draft_of("Headline\n14 May 2024\n\nText.", language="en").picture is None


def test_a_headline_repeated_without_a_credit_is_still_the_pictures_text() -> None:
    draft = draft_of("The “Quay”\n14 May 2024\nThe \"Quay\"\n\nText.", language="en")
    assert draft.picture is not None
    assert draft.picture.alt == 'The "Quay"'


# ------------------------------------------------------------------ the body


def test_a_known_heading_above_bullets_is_a_box_and_elsewhere_a_heading() -> None:
    assert body_of("What is known:", "", "• One.", "• Two.") == (Box("What is known", ("One.", "Two.")),)
    assert body_of("What is known", "", "Not much.") == (Headed("What is known"), Paragraph("Not much."))


def test_a_short_line_directly_above_bullets_is_a_box() -> None:
    assert body_of("What the surveys say", "• One.", "• Two.") == (Box("What the surveys say", ("One.", "Two.")),)


@pytest.mark.parametrize("line", [
    "The chair named two reasons:", "That was all.", "A long line " + "goes on and " * 9 + "ends",
])
def test_a_sentence_above_bullets_stays_a_paragraph(line: str) -> None:
    assert body_of(line, "• One.", "• Two.") == (Paragraph(line), Items(("One.", "Two.")))


@pytest.mark.parametrize("sign", ["•", "*", "-", "–", "●", "▪", "·"])
def test_every_bullet_makes_a_list(sign: str) -> None:
    assert body_of("Text.", f"{sign} one", f"{sign} two") == (Paragraph("Text."), Items(("one", "two")))


def test_blank_lines_between_bullets_part_no_list() -> None:
    assert body_of("Text.", "", "• one", "", "• two") == (Paragraph("Text."), Items(("one", "two")))


def test_an_item_goes_on_below_its_text() -> None:
    expected = (Paragraph("Text."), Items(("one and a half", "two")))
    assert body_of("Text.", "  • one", "    and a half", "  • two") == expected


def test_dashes_open_speech_or_a_list() -> None:
    speech = ("– Ви бачили план?", "– Ні, – сказав він.")
    assert body_of("Розмова почалася.", *speech, language="uk") == tuple(map(Paragraph, ("Розмова почалася.", *speech)))
    assert body_of("Причини такі:", *speech, language="uk")[1] == Items(("Ви бачили план?", "Ні, – сказав він."))
    assert body_of("Текст.", "– план;", "– кошторис.", language="uk")[1] == Items(("план;", "кошторис."))
    assert body_of("Text.", "- A single remark.") == (Paragraph("Text."), Paragraph("- A single remark."))


def test_a_row_of_signs_is_a_paragraph() -> None:
    assert body_of("Text.", "* * *", "•", "---") == tuple(map(Paragraph, ("Text.", "* * *", "•", "---")))


@pytest.mark.parametrize("label", ["Read also:", "READ ALSO :", "See also", "Читайте також:", "Читайте также —"])
def test_a_read_also_title_may_stand_on_the_next_line(label: str) -> None:
    assert body_of(label, "The quay is closed", "", "Text.") == (ReadAlso("The quay is closed"), Paragraph("Text."))


def test_titles_may_be_listed_under_a_read_also_label() -> None:
    assert body_of("Read also:", "• The quay is closed", "• The mill is open", "Text.") == (
        ReadAlso("The quay is closed"), ReadAlso("The mill is open"), Paragraph("Text."),
    )


def test_a_heading_is_never_a_read_also_title() -> None:
    draft = draft_of("Headline\n14 May 2024\n\nText.\n\nRead also:\n\nWhat is known\n\n• One.", language="en")
    assert draft.blocks == (Paragraph("Text."), Box("What is known", ("One.",)))
    assert [(line.number, line.reason) for line in draft.ledger.dropped] == [(6, "a read-also line without a title")]


def test_a_paragraph_is_never_a_read_also_title() -> None:
    assert body_of("Read also:", "The quay was closed on Monday.") == (Paragraph("The quay was closed on Monday."),)


@pytest.mark.parametrize("line", [
    "Follow us on Telegram", "Follow the Herald on Facebook", "Follow us:", "Join our Telegram channel!",
    "Subscribe to our newsletter",
    "Підписуйтесь на наш Telegram", "Підписуйтеся на наш канал у Viber", "Читайте нас у Google News",
    "Стежте за нами у Facebook",
    "Подписывайтесь на наш Телеграм", "Следите за нами в соцсетях", "Читайте нас в Telegram",
])
def test_the_follow_us_line_is_dropped_and_named(line: str) -> None:
    draft = draft_of(f"Headline\n14 May 2024\n\nText.\n{line}", language="en")
    assert draft.blocks == (Paragraph("Text."),)
    assert [(dropped.number, dropped.text) for dropped in draft.ledger.dropped] == [(5, line)]


def test_channels_listed_under_follow_us_are_dropped_with_it() -> None:
    assert body_of("Text.", "Follow us:", "Telegram", "Facebook, X and Instagram", "The end.") == (
        Paragraph("Text."), Paragraph("The end."),
    )


@pytest.mark.parametrize("line", [
    "Follow us to the quay, said the guide.",
    "Читайте нас уважно, сказав він.",
    "The minister wrote on Telegram that the vote is off.",
    "Subscribe to the view that a channel silts up, " + "and then vote for the dredger, " * 4 + "said the chair.",
])
def test_a_sentence_is_never_taken_for_the_follow_us_line(line: str) -> None:
    assert body_of(line) == (Paragraph(line),)


def test_wrapped_lines_are_one_paragraph_and_whole_lines_one_each() -> None:
    wrapped = (
        "The council met on Monday. It looked at two surveys of the",
        "quay, which contradict each other in every number that they",
        "share.",
    )
    expected = (Paragraph(" ".join(wrapped)), Paragraph("It will meet again."))
    assert body_of(*wrapped, "", "It will meet again.") == expected
    assert body_of("It met.", "It voted.") == (Paragraph("It met."), Paragraph("It voted."))


def test_a_heading_below_a_wrapped_paragraph_is_not_swallowed() -> None:
    assert body_of(
        "The council met on Monday and looked at two surveys of the",
        "quay, which contradict each other in every one of its dates.",
        "Both surveys",
        "• One.",
    )[1:] == (Box("Both surveys", ("One.",)),)


# ------------------------------------------------------------------ the account of lines

_LINES = st.one_of(
    st.sampled_from([
        *ENGLISH.splitlines(), *UKRAINIAN.splitlines(), *RUSSIAN.splitlines(), "Read also:", "What is known", "• one",
        "– так", "* * *", "Follow us on X", "Telegram", "   deeper", "Photo: A B", "By Ann Lee", "Updated: today",
        "1. one",
    ]),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40),
    st.text("ab АбІ.:•-–*,", max_size=70),
)


@given(st.lists(_LINES, max_size=25))
def test_every_line_is_kept_or_dropped_with_a_reason(lines: list[str]) -> None:
    source = "\n".join(lines)
    draft, problems = read(source, language="uk", day=dt.date(2024, 5, 14))
    if draft is None:
        assert problems
        return
    account = draft.ledger.lines
    assert [line.number for line in account] == list(range(1, len(account) + 1))
    assert len(account) == len(source.removesuffix("\n").split("\n"))
    for entry, line in zip(account, source.split("\n"), strict=False):
        if any(char.isalnum() for char in line):
            assert entry.use is not Use.BLANK
        assert bool(entry.reason) == (entry.use is Use.DROPPED)
