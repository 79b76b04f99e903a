"""The desk's rules that read one text: for each a table of what it finds, at the very column, and of what it must leave alone."""

from __future__ import annotations

import time

import pytest

from sitegen.core.diagnostics import caret
from sitegen.core.rules import RULES
from sitegen.reading.house import House
from tests.news_lines import articles, lines
from tests.proofing import MARK, faults, places, proved

KYIV = House(terms=(
    ("en", (("Kiev", "Kyiv"), ("the Ukraine", "Ukraine"), ("e-mail*", "email*"))),
    ("uk", (("мерія*", "міськрада"), ("мері*", "міськрад*"), ("прийняти участь", "взяти участь"), ("Київська Русь", "Русь"), ("слідуючий", "наступний"))),
))  # fmt: skip

FOUND: dict[tuple[str, str], list[str]] = {
    ("text/double-space", "uk"): [
        "Кіт▸  пес.", "Один,▸   два й▸  три.", "- пункт▸  списку", "> цитата▸  тут", "## Що▸  відомо", "«Так»,▸  — каже він.", "!!! facts \"Що▸  відомо\"\n    Текст.",
        "Рік\u00a0▸1991.".replace("\u00a0▸", "▸\u00a0 "), "**Жирне**▸  слово.", "Слово `код  з пробілами`▸  слово.",
    ],
    ("text/trailing-space", "uk"): ["Рядок.▸ ", "Рядок.▸   \n\nДалі.", "- пункт▸ \n- другий", "Рядок▸ \nі далі.", "## Заголовок▸  \n\nТекст.", "Слово▸\t"],
    ("text/space-before-mark", "uk"): [
        "Так▸ , але ні.", "Кінець▸ .", "Що▸ ? Ні▸ !", "Він сказав▸ : так.", "«Так»▸ , — каже.", "Є\u2009слово▸ ; та.".replace("\u2009", " "), "Слово\u00a0, ні.".replace("\u00a0,", "▸\u00a0,"), "[Посилання](https://a.example/b)▸ , далі.",
    ],
    ("text/space-before-mark", "en"): ["Yes▸ , no.", "The end▸ .", "Why▸ ? How▸ !", "He said▸ : yes.", "“Yes”▸ , he said."],
    ("text/apostrophe", "uk"): ['Об▸"єкт здали.', "Сім▸”я переїхала.", 'Комп▸"ютер і п▸"ять.', "М▸`яч у воротах.", "Пам▸`ять і в▸`їзд.", 'Зв▸“язку немає.'],
    ("text/mixed-apostrophes", "uk"): ["П'ять об'єктів і м▸’яч.", "П’ять об’єктів і м▸'яч.", "Сім▸'я.\n\nП’ять, сім’я.", "- п’ять\n- шість\n- дев▸'ять", "П▸ʼять; об'єкт, м'яч."],
    ("text/mixed-apostrophes", "en"): ["It's late; he▸’s gone; she's here."],
    ("text/lookalike", "uk"): [
        "▸cлово", "К▸иїв".replace("и", "i").replace("▸i", "▸i"), "м▸icто", "Пе▸pемога", "по▸xід", "▸Xарків", "▸Paris і Лондон".replace("P", "Р"), "Lond▸оn", "мама ▸i тато", "при▸ïзд", "**▸cильне** слово", "«по▸cтанова»",
        "| а | б |\n|---|---|\n| мi▸cто | так |".replace("мi▸c", "м▸ic"), "Ки\u0306їв і ▸cело",
    ],
    ("text/lookalike", "en"): ["L▸оndon and P▸аris", "▸Сity", "the ▸рarty", "n▸еws", "R▸оme"],
    ("text/digit-in-word", "uk"): ["п▸0віт", "М▸0СКВА", "▸0фіційно", "р▸0з▸0мова".replace("з▸0м", "зом"), "ро▸3мова", "КИЇВ▸0БЛ"],
    ("text/digit-in-word", "en"): ["ann▸0unce", "villa▸0ge", "br▸0ken", "ec▸0nomy", "sch▸0ol"],
    ("text/repeated-paragraph", "uk"): ["Ц" + "ей абзац досить довгий, щоб другий такий самий не був випадковістю, і він тут двічі." + "\n\nІнше.\n\n▸Ц" + "ей абзац досить довгий, щоб другий такий самий не був випадковістю, і він тут двічі."],
    ("quote/unclosed", "uk"): ["Він сказав: ▸«Так, і пішов.", '▸"Так, і пішов.', "Назва ▸„Ранок і кінець.", "Він ▸«не знав.\n\n## Далі\n\nІнше.", "- пункт ▸«один\n- пункт два", "Слово «один» і ▸«два."],
    ("quote/unclosed", "en"): ["He said: ▸“Yes, and left.", '▸"Yes, and left.', "The ▸“Mill is open.", 'He wrote ▸"yes on it.', "It was “one” and ▸“two."],
    ("quote/unopened", "uk"): ["Так▸», — каже він.", 'Слово▸" тут.', "Слово▸” тут.", "Один, «два» три▸».", "Кінець▸“, і все."],
    ("quote/unopened", "en"): ["Yes,▸” he said.", 'Word▸" here.', "One “two” three▸”.", 'So he said,▸" and left.', "Right▸”"],
    ("quote/mismatched", "uk"): ['«Слово▸" тут.', "“Слово▸» тут.", '"Слово▸» тут.', "'Так▸\", - сказав.", "«Слово▸” тут."],
    ("quote/mismatched", "en"): ['“Word▸" here.', '"Word▸” here.', "«Word▸” here.", "'Yes,▸\" he said.", '"Yes▸», he said.'],
    ("quote/language", "uk"): ["Він сказав: ▸“Так”.", "Назва ▸„Ранок“.", "▸“Ми чекали”, — каже.", "Газета ▸„Вісник” вийшла.", "▸“Слово «у слові»”."],
    ("quote/language", "en"): ["He said: ▸«Yes».", "The paper ▸„Herald“ is out.", "▸«We waited», she said.", "A ▸„word” here.", "It is “the ▸«best» one”."],
    ("quote/mixed", "uk"): ['«Раз», «два» і ▸"три".', '"Раз", "два" і ▸«три».', '▸«А» та "б", "в".', '- «а»\n- «б»\n- ▸"в"', '▸"Так". «Ні».'],
    ("link/vague", "uk"): ["Дивіться [▸тут](https://a.example/b).", "[▸За посиланням](a.md) є все.", "[▸Детальніше…](a.md)", "[▸читати далі](a.md)", "[**▸Тут**](a.md)".replace("**▸", "▸**"), "[▸сюди](a.md) і [▸здесь](b.md)"],
    ("link/vague", "en"): ["Click [▸here](a.md).", "[▸Click here](a.md)", "[▸Read more](a.md)", "[▸this link](a.md)", "[▸Learn more →](a.md)"],
    ("link/bare-address", "uk"): [
        "Сайт: ▸https://rada.example/rishennia/15.", "[▸https://rada.example/rishennia](https://rada.example/rishennia)", "Є <▸https://a.example/b> тут.", "- див. ▸http://a.example/b?c=d", "(▸https://a.example/b)".replace("(▸", "Це ▸").replace(")", "."),
    ],
    ("link/tracking", "uk"): [
        "[слово](https://a.example/b▸?utm_source=x&utm_medium=y)", "[слово](https://a.example/b▸?id=1&fbclid=abc#c)", "[слово](<https://a.example/b▸?gclid=1>)", "[слово](/b/▸?utm_campaign=z)",
        '<a href="https://a.example/▸?yclid=1">слово</a>', "[слово](https://a.example/b▸?utm_source=x&amp;id=2)", "[слово]: https://a.example/▸?mc_cid=1",
    ],
    ("secret/password", "uk"): ["пароль: ▸Kobzar2026!", "password=▸hunter42x", "api_key: ▸a1b2c3d4e5f6", "postgres://admin:▸s3cr3t@db.example/x", "API-KEY = \"▸9f8e7d6c5b4a\""],
    ("style/term", "uk"): ["У ▸мерії сказали.", "▸Мерія мовчить.", "Треба ▸прийняти участь.", "▸Прийняти участь може кожен.", "▸МЕРІЯ", "▸слідуючий рядок", "▸Київська Русь зникла."],
    ("style/term", "en"): ["In ▸Kiev today.", "▸KIEV", "▸Kiev's mayor", "a ▸Kiev-based firm", "of ▸the Ukraine", "▸E-mails came"],
}  # fmt: skip

LEFT: dict[tuple[str, str], list[str]] = {
    ("text/double-space", "uk"): [
        "    код  тут", "`код  тут` слово", "```\nкод  тут\n```", "| а  | б |\n|----|---|\n| в  | г |", "Рядок.  \nДалі.", "-   пункт", "[слово](https://a.example/b  \"назва\")", "<b>а</b> б", "1.  пункт", "## Назва {#id  .x}",
        "<!-- а  б -->", "!!! facts \"Назва\"\n    Текст у рамці.",
    ],
    ("text/trailing-space", "uk"): ["Рядок.  \nДалі.", "Рядок.", "```\nкод \n```", "    код  \n    код", "", "Рядок.   \nДалі."],
    ("text/space-before-mark", "uk"): ["А ... б", "Слово … слово", "Рахунок 2 : 1 тут.", "а — б", "Є .NET і є :)", "Термін\n:   пояснення, так", "Файл .htaccess", "Ціна (грн): 5", "`код ,` тут", "Так — , ні"],
    ("text/space-before-mark", "fr"): ["Oui ? Non !", "Voici : oui ; non"],
    ("text/apostrophe", "uk"): ["Об'єкт, м’яч, п'ять.", 'Слово "яблуко" тут.', "`код`", "в`*я*", 'Назва "Явір".', "д'Арк", "п*ять*".replace("п*ять*", "*п*ять".replace("п*я", "п я"))],
    ("text/mixed-apostrophes", "uk"): ["П'ять, м'яч.", "П’ять, м’яч.", "`it's` і п’ять", "‘слово’ і п'ять", "90's і п’ять"],
    ("text/lookalike", "uk"): [
        "iPhone'ом", "COVID-19", "Wi-Fi", "PR-щик", "SMMник", "IT-фахівець", "https://сайт.example/cлово", "`cлово`", "Т-72 і МТ3", "вітамін a і b", "5 kg борошна", "XIX століття", "вісь y вгору", "[слово](cловo.md)", "Ки\u0306їв", "і\u0301стина", "HTML-код", "desk@cлово.example",
    ],
    ("text/lookalike", "en"): ["the word Київ here", "Kyiv", "café", "Ω and π", "naïve"],
    ("text/digit-in-word", "uk"): ["COVID19", "CO2 і H2O", "5G", "Ту-154", "А4", "90-х", "2х2", "АН0123ВК", "10й", "№0", "км0", "б2б"],
    ("text/digit-in-word", "en"): ["iphone5s", "0800 number", "x0y", "v2.0", "web3", "a1b2c3", "mp3", "`g00gle`"],
    ("text/repeated-paragraph", "uk"): ["Так.\n\nТак.", "!!! facts\n    " + "Довгий текст у рамці " * 6 + "\n\n!!! facts\n    " + "Довгий текст у рамці " * 6, "- " + "пункт " * 30 + "\n- " + "пункт " * 30, "# Т\n\n# Т", "```\n" + "x" * 100 + "\n```\n\n```\n" + "x" * 100 + "\n```"],
    ("quote/unclosed", "uk"): [
        "«Так», — каже.", "ТОВ «Видавництво «Ранок» мовчить.", "«Перший абзац.\n\nДругий абзац.\n\nТретій», — каже він.", 'ДП "Готель "Дніпро" тут.', "«Він сказав „так“», — каже.", "`«код`", "Діагональ 55\".", "[«слово](a.md \"x\")»",
    ],
    ("quote/unclosed", "en"): ["“One.\n\n“Two.\n\n“Three,” she said.", '"One.\n\n"Two," he said.', "A 5'10\" man.", "“He said ‘yes’,” she said.", "It's the '90s."],
    ("quote/unopened", "uk"): ["Далі »", "«Один».\n\n«Два».", "Екран 6,1\".", "«Він: «Так»».", "„Слово“", "`»`"],
    ("quote/unopened", "en"): ["A 55\" screen", "“Yes,” he said.", "5'10”", "\"Yes,\" he said.", "rock 'n' roll"],
    ("quote/mismatched", "uk"): ["«Слово»", '"Слово"', "«Слово „у слові“»", "„Слово”", "«Том'як»"],
    ("quote/mismatched", "en"): ["“Word”", '"Word"', "“He said ‘yes’”", "'Tis \"so\".", "The boys' \"team\""],
    ("quote/language", "uk"): ["«Слово»", '"Слово"', "«Він „так“ сказав»", "«Він “так” сказав»", "Пісня “Yesterday” звучала.", "`“код”`", '<span lang="en">“Слово”</span>'],
    ("quote/language", "en"): ["“Word”", '"Word"', "“He said ‘yes’”", "The paper «Вісник» is old.", "The „Вісник“ is old."],
    ("quote/mixed", "uk"): ["«Раз» і «два».", '"Раз" і "два".', '«Раз "два" три».', '`"код"` і «слово»', "Екран 5\" і «слово»."],
    ("link/vague", "uk"): ["[тут був міст](a.md)", "[Детальніше про бюджет](a.md)", "тут", "![тут](a.jpg)", "`[тут](a.md)`", "[сайт громади](https://a.example/)"],
    ("link/vague", "en"): ["[here we are](a.md)", "[more on the bridge](a.md)", "here", "![here](a.jpg)", "[Moreton](a.md)"],
    ("link/bare-address", "uk"): ["https://www.youtube.com/watch?v=a", "[слово](https://a.example/b)", "Сайт https://a.example/ тут.", "`https://a.example/b`", "[a]: https://a.example/b", "<https://a.example/b>", '<a href="https://a.example/b">слово</a>', "desk@a.example"],
    ("link/tracking", "uk"): [
        "[слово](https://a.example/b?id=1)", "[слово](https://a.example/utm_source)", "`https://a.example/?utm_source=x`", "[слово](https://a.example/?q=utm_source)", "Параметр utm_source=x не потрібен.", "```\nhttps://a.example/?fbclid=1\n```", "[слово](https://a.example/#?utm_source=1)",
    ],
    ("secret/password", "uk"): ["Пароль: забутий.", "password: ********", "пароль: your-password1", "Гасло: Kobzar2026", "The password was changed in 2026.", "api_key: ${API_KEY1}", "https://a.example:8080/b", "пароль від Wi-Fi — на дверях"],
    ("style/term", "uk"): ["«Мерія», — каже.", "`мерія`", "[міськрада](meria.md \"x\")", "премерія", "прийняти запрошення", "https://мерія.example/мерія", "п'мерія"],
    ("style/term", "en"): ["“In Kiev,” he said.", "Kievan", "chicken kiev", "`Kiev`", "https://kiev.example/Kiev", "Mozambique-Kievx"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "language", "body"), [(*key, body) for key, bodies in FOUND.items() for body in bodies])
def test_a_rule_finds_what_it_is_for_at_its_column(code: str, language: str, body: str) -> None:
    assert MARK in body
    found, wanted = places(body, code, language, house=KYIV)
    assert found == wanted


@pytest.mark.parametrize(("code", "language", "body"), [(*key, body) for key, bodies in LEFT.items() for body in bodies])
def test_a_rule_leaves_alone_what_only_looks_like_it(code: str, language: str, body: str) -> None:
    assert faults(body, code, language, house=KYIV) == []


def test_every_rule_of_one_text_has_its_tables() -> None:
    """Those of whole articles stand in the tests below and in test_review.py."""
    elsewhere = {"text/copied-paragraph", "secret/key"}
    rules = {code for code in RULES if code.startswith(("text/", "quote/", "style/", "secret/")) or code in {"link/vague", "link/bare-address", "link/tracking"}} - elsewhere
    for table, few in ((FOUND, {"text/repeated-paragraph"}), (LEFT, set())):
        counts = {code: sum(len(bodies) for (one, _), bodies in table.items() if one == code) for code in rules}
        assert {code for code, count in counts.items() if count < 5} <= few, counts


# ------------------------------------------------------------------ precision


@pytest.mark.parametrize("language", ["uk", "en"])
def test_ordinary_news_is_left_alone(language: str) -> None:
    """At most one false alarm in a thousand lines; an article of twenty lines at a time."""
    every = [group for curly in (False, True) for group in articles(language, curly=curly)]
    found = [
        fault.diagnostic for group in every for fault in proved("\n\n".join(group), language).faults if str(RULES[fault.diagnostic.code].severity) != "off"
    ]
    count = sum(map(len, every))
    assert len(lines("uk")) + len(lines("en")) >= 1500
    assert len(found) * 1000 <= count, found


def test_the_lines_that_are_left_alone_hold_what_is_hard() -> None:
    """The corpus is no bare prose: without its hard signs it would prove nothing."""
    text = "\n".join([*lines("uk"), *lines("en")])
    for sign in ("1990-х", "— ", "О. М.", "iPhone'а", "COVID-19", "Wi-Fi", "2:1", "#Тихопіль", "@herald", "«Видавництво «Ранок»", "„", "…", "%", "°C", "№", "'90s", "5'10\"", "п'ят", "H2O"):
        assert sign in text, sign


# ------------------------------------------------------------------ places


def test_a_column_counts_code_points_whatever_they_look_like() -> None:
    for before, column in (("Кіт ", 5), ("🚋 ", 3), ("👩‍🚀 ", 5), ("\u0439 ", 3), ("и\u0306 ", 4), ("漢字 ", 4), ("👍🏽 ", 4)):
        [fault] = faults(f"{before}cлово тут", "text/lookalike")
        assert fault.diagnostic.span.column == column == len(before) + 1, before


def test_the_caret_stands_below_the_sign_however_wide_what_comes_before() -> None:
    for before, cells in (("Кіт ", 4), ("🚋 ", 3), ("\u0439 ", 2), ("漢字 ", 5), ("и\u0306\u0301 ", 2)):
        line = f"{before}cлово"
        [fault] = faults(line, "text/lookalike")
        _, marks = caret(line, fault.diagnostic.span.column, 1)
        assert marks == " " * cells + "^", before


def test_the_finding_names_the_letter_and_the_word() -> None:
    [fault] = faults("Це слaво.", "text/lookalike")
    assert dict(fault.diagnostic.parameters) == {"sign": "U+0061 LATIN SMALL LETTER A", "word": "«слaво»", "right": "U+0430 CYRILLIC SMALL LETTER A"}


def test_a_mismatch_names_both_places() -> None:
    [fault] = faults('Він: «Так" і пішов.', "quote/mismatched")
    assert (fault.diagnostic.span.column, [one.column for one in fault.diagnostic.related]) == (10, [6])
    [fault] = faults("Назва “Ранок” тут.", "quote/language")
    assert (fault.diagnostic.span.column, [one.column for one in fault.diagnostic.related]) == (7, [13])


# ------------------------------------------------------------------ front matter


@pytest.mark.parametrize(
    ("front", "code", "place"),
    [
        ("title: Мicто\nsummary: С", "text/lookalike", (2, 9)),
        ('title: "Мicто"\nsummary: С', "text/lookalike", (2, 10)),
        ("title: Т\nsummary: >-\n  Перший рядок\n  і  другий.", "text/double-space", (5, 4)),
        ("title: Т\nsummary: Перший\n  cловом.", "text/lookalike", (4, 3)),
        ("title: Т\nstandfirst: 'П''ять  слів'", "text/double-space", (3, 20)),
        ('title: "Він: \\"Так"\nsummary: С', "quote/unclosed", (2, 15)),
        ("title: Т\nsummary: С\nimage:\n  src: a.jpg\n  alt: Дім  і сад\n  credit: В", "text/double-space", (6, 11)),
        ("title: Т\nsummary: С\nsources:\n  - title: Д\n    url: https://a.example/?utm_source=x", "link/tracking", (6, 28)),
    ],
)
def test_texts_of_front_matter_are_read_too(front: str, code: str, place: tuple[int, int]) -> None:
    [fault] = faults("Текст.", code, front=front)
    assert (fault.diagnostic.span.line, fault.diagnostic.span.column) == place


@pytest.mark.parametrize("front", ["title: Т\nsummary: С\nslug: micto-cлово", "title: Т\nsummary: С\ntags: [cлово]", "title: Т\nsummary: С  # а  б", "title: Т\nsummary: С\nextra: {a: 'б  в'}", "title: Т\nsummary: С\nid: cлово"])
def test_keys_and_names_of_front_matter_are_left_alone(front: str) -> None:
    assert [fault for fault in proved("Текст.", front=front).faults if fault.diagnostic.code == "text/lookalike"] == []


# ------------------------------------------------------------------ the packing of a story


def packing(front: str, body: str = "Текст.", **more: int) -> list[str]:
    return [fault.diagnostic.code for fault in proved(body, front=front, house=House(**more)).faults]


def test_a_headline_fits_searches_and_social_cards() -> None:
    assert packing(f"title: {'я' * 70}\nsummary: С") == []
    assert packing(f"title: {'я' * 71}\nsummary: С") == ["headline/long-for-social"]
    assert packing(f"title: {'я' * 110}\nsummary: С") == ["headline/long-for-social"]
    assert packing(f"title: {'я' * 111}\nsummary: С") == ["headline/long-for-search", "headline/long-for-social"]
    assert packing(f"title: {'я' * 60}\nsummary: С", search_characters=50, social_characters=0) == ["headline/long-for-search"]
    assert packing(f"title: {'я' * 300}\nsummary: С", search_characters=0, social_characters=0) == []


def test_a_standfirst_is_missed() -> None:
    assert packing("title: Т") == ["article/no-standfirst"]
    assert packing("title: Т\nsummary: ''") == ["article/no-standfirst"]
    for key in ("summary", "standfirst", "description", "deck"):
        assert packing(f"title: Т\n{key}: С") == []
    assert packing("title: Т\nsource_url: https://a.example/") == []


def test_a_lead_picture_says_what_it_shows() -> None:
    assert packing("title: Т\nsummary: С\nimage: a.jpg") == ["image/missing-alt", "image/missing-credit"]
    assert packing("title: Т\nsummary: С\nimage: {src: a.jpg, credit: В}") == ["image/missing-alt"]
    assert packing("title: Т\nsummary: С\nimage: {src: a.jpg, credit: В, alt: Дім}") == []


@pytest.mark.parametrize(
    ("front", "body", "count"),
    [
        ("title: Міст\nsummary: С\nimage: {src: a.jpg, alt: Міст, credit: В}", "Т.", 1),
        ("title: Т\nsummary: С\nimage: {src: a.jpg, alt: '«Дім».', caption: Дім, credit: В}", "Т.", 1),
        ("title: Т\nsummary: С", '![Дім](a.jpg "Дім"){credit="В"}', 1),
        ("title: Т\nsummary: С", '![Дім і сад](a.jpg){caption="дім і сад." credit="В"}', 1),
        ("title: Міст\nsummary: С", '![міст!](a.jpg){credit="В"}', 1),
        ("title: Міст\nsummary: С\nimage: {src: a.jpg, alt: Міст узимку, credit: В}", "Т.", 0),
        ("title: Т\nsummary: С", '![Дім](a.jpg "Дім узимку"){credit="В"}', 0),
        ("title: Т\nsummary: С", '![](a.jpg){credit="В"}', 0),
        ("title: Т\nsummary: С", '`![Дім](a.jpg "Дім")`', 0),
        ("title: Дім\nsummary: С", '[Дім](a.jpg "Дім")', 0),
    ],
)
def test_an_alternative_text_says_more_than_the_caption_and_headline(front: str, body: str, count: int) -> None:
    assert packing(front, body).count("image/alt-repeats") == count


# ------------------------------------------------------------------ secrets

KEYS = {
    "Amazon": "AKIA" + "Q3EGRW5T2B7YHJKM",
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "GitHub": "gh" + "p_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5",
    "Slack": "xox" + "b-123456789012-" + "aBcDeFgHiJkL",
    "Google": "AI" + "za" + "SyB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3f",
    "Telegram": "123456789" + ":AA" + "F3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3f",
    "Stripe": "sk_" + "live_" + "aB3dE5gH7jK9mN1pQ3sT5vW7",
    "JSON Web Token": "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0." + "dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk",
}
"""Made up; put together here so that nobody's scanner takes this file for a leak."""
NO_KEYS = (
    "AKIA" + "IOSFODNN7EXAMPLE", "AKIA у назві", "ghp_ і далі", "gh" + "p_" + "x" * 36, "-----BEGIN CERTIFICATE-----", "xoxb-токен", "AI" + "za" + "коротко", "о 12:30 і 123456789:AA", "eyJ.eyJ.abc",
    "eyJub25lIjoiMSJ9" + ".eyJzdWIiOiIxMjM0In0." + "dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk",
)  # fmt: skip


@pytest.mark.parametrize("what", KEYS)
def test_a_key_stops_build_and_check_and_is_never_printed(what: str, newsroom) -> None:  # type: ignore[no-untyped-def]
    room = newsroom({"content/politics/a.md": f"---\ntitle: T\ndate: 2026-11-20\nsummary: S\nauthor: A\n---\nText.\n\nSo {KEYS[what]} here.\n"})
    built = room.build()
    assert (built.code, built.diagnostics, built.tree) == (1, ("content/politics/a.md:9:4 secret/key",), {})
    checked = room.run("check")
    assert checked.returncode == 1
    assert KEYS[what].encode() not in checked.stdout + checked.stderr and what.encode() in checked.stderr
    room.edit({"sitegen.toml": room.sources()["sitegen.toml"].decode() + 'desk.severity."secret/key" = "warning"\n'})
    assert room.build().code == 0


@pytest.mark.parametrize("text", NO_KEYS)
def test_what_is_no_key_stops_nothing(text: str, newsroom) -> None:  # type: ignore[no-untyped-def]
    room = newsroom({"content/politics/a.md": f"---\ntitle: T\ndate: 2026-11-20\nsummary: S\nauthor: A\n---\n{text}\n"})
    assert "secret/key" not in room.build().codes


def test_a_key_is_found_in_every_text_of_the_publication(newsroom) -> None:  # type: ignore[no-untyped-def]
    room = newsroom({
        "content/authors/ada.md": f"---\nname: Ada\nbio: {KEYS['Amazon']}\n---\n", "content/politics/_index.md": f"---\ntitle: {KEYS['Google']}\n---\n",
        "content/politics/a.md": f"no front matter {KEYS['GitHub']}\n",
    })  # fmt: skip
    assert [one for one in room.check().diagnostics if "secret" in one] == [
        "content/authors/ada.md:3:6 secret/key", "content/politics/_index.md:2:8 secret/key", "content/politics/a.md:1:17 secret/key",
    ]  # fmt: skip


# ------------------------------------------------------------------ hostile texts


@pytest.mark.parametrize("unit", ["](", "![", "[", "«", '"', "“", "a.", "a" * 50, "%a", "<a ", " ,", "{.", "&a", "!!! x \"", "https://", "a@", "0а", "* ", "| ", "ghp_", "password=", "«\n\n", "](a?utm_a=1&", "`а", "Read also: ", "«a», ", "-a", "<pre>", "<code> "])
def test_no_text_makes_a_rule_run_long(unit: str) -> None:
    """Thirty thousand signs of what patterns may stumble over, in one line: time grows as the text does."""
    begun = time.process_time()
    proved(unit * (30_000 // len(unit)), "uk", house=KYIV)
    assert time.process_time() - begun < 3
