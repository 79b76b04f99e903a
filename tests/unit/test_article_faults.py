"""Front matter that is wrong or hostile: each fault by its number, with the place and the fix that are told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.core.diagnostics import Diagnostic, Severity
from sitegen.core.model import Article
from sitegen.core.rules import RULES, find
from sitegen.reading import article, fields
from sitegen.reading.fields import Kind
from sitegen.reading.settings import Settings

PATH = "content/politics/bridge.md"


def read(
    *lines: str, settings: Settings | None = None, path: str = PATH
) -> tuple[Article | None, tuple[Diagnostic, ...]]:
    text = "\n".join(("---", "title: Bridge", "date: 2026-05-04 10:00", *lines, "---", "Body.", ""))
    value, _, _, found = article.read(path, text, settings or Settings())
    return value, found


def only(*lines: str, settings: Settings | None = None) -> Diagnostic:
    """The one finding of front matter that leaves nothing to publish."""
    value, found = read(*lines, settings=settings)
    assert value is None
    assert len(found) == 1, found
    return found[0]


def words(finding: Diagnostic) -> str:
    drawn = find(finding, checking=False, strict=False, severities={})
    return f"{drawn.message} / {drawn.hint}"


# ------------------------------------------------------------------ 6: signs that can't be seen


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\u200f", "\u2060", "\ufeff", "\u061c"])
def test_case_06_invisible_signs_are_taken_out_of_a_slug_and_told(sign: str) -> None:
    value, found = read(f"slug: town{sign}budget")
    assert value is not None and value.slug == "townbudget"
    assert [(finding.code, finding.span.line) for finding in found] == [("front-matter/invisible-character", 4)]
    assert f"U+{ord(sign):04X}" in words(found[0])


def test_case_06_a_slug_of_nothing_else_is_refused() -> None:
    assert only("slug: \u200b\u202e").code == "front-matter/bad-slug"


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2067"])
def test_case_06_invisible_signs_in_a_title_are_kept_and_told(sign: str) -> None:
    text = f"---\ntitle: Town{sign}budget\ndate: 2026-05-04\n---\n"
    value, _, _, found = article.read(PATH, text, Settings())
    assert value is not None and sign in value.headline
    assert [finding.code for finding in found] == ["front-matter/invisible-in-title"]


def test_case_06_the_joiners_of_emoji_are_no_fault() -> None:
    text = "---\ntitle: Family \U0001f469\u200d\U0001f467 day\ndate: 2026-05-04\n---\n"
    assert article.read(PATH, text, Settings())[3] == ()


def test_case_06_invisible_signs_make_no_second_tag_or_author() -> None:
    value, found = read("tags: [tram, 'tram\u200b']", "author: 'Ada\u202e'")
    assert value is not None and [tag.name for tag in value.tags] == ["tram"]
    assert [byline.name for byline in value.bylines] == ["Ada"]
    assert {finding.code for finding in found} == {"front-matter/invisible-character", "front-matter/repeated"}


# ------------------------------------------------------------------ 8: nothing, or nearly


@pytest.mark.parametrize("text", ["", "   \n\n", "---\n---\n", "---\n# nothing\n---\nBody"])
def test_case_08_a_file_with_nothing_in_it_is_an_error_and_no_crash(text: str) -> None:
    value, _, _, found = article.read(PATH, text, Settings())
    assert value is None
    assert {finding.code for finding in found} <= {"front-matter/empty-file", "front-matter/missing-key"}
    assert found


def test_case_08_front_matter_alone_is_an_article_with_an_empty_body() -> None:
    value, body, _, found = article.read(PATH, "---\ntitle: A\ndate: 2026-05-04\n---", Settings())
    assert value is not None and body == "" and found == ()


def test_case_08_an_empty_title_is_named_at_its_line() -> None:
    for line in ("title:", "title: ''", "title: '  '", "title: '<i></i>'"):
        _, _, _, found = article.read(PATH, f"---\ndate: 2026-05-04\n{line}\n---\n", Settings())
        errors = [finding for finding in found if RULES[finding.code].severity is Severity.ERROR]
        assert [(finding.code, finding.span.line) for finding in errors] == [("front-matter/missing-key", 3)], line


# ------------------------------------------------------------------ 11 and 12: keys and types


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("autor: Ada", "author"),
        ("Titel: x", "title"),
        ("sumary: x", "summary"),
        ("featured-imge: a.jpg", "featured_image"),
        ("redirectfrom2: /a/", "redirect_from"),
    ],
)
def test_case_11_an_unknown_key_is_a_warning_with_the_nearest_name(line: str, near: str) -> None:
    value, found = read(line)
    assert value is not None
    assert [(finding.code, finding.span.line, finding.span.column) for finding in found] == [
        ("front-matter/unknown-key", 4, 1)
    ]
    assert f"did you mean '{near}'?" in words(found[0])


def test_case_11_an_unknown_key_far_from_all_gets_no_guess() -> None:
    _, found = read("zzz: 1")
    assert "did you mean" not in words(found[0])
    assert "extra" in words(found[0])


def test_case_11_a_wrong_key_in_a_mapping_is_named_with_the_mapping() -> None:
    _, found = read("image: {src: a.jpg, credit: Me, captoin: x}")
    assert "'image.captoin'" in words(found[0])
    assert "did you mean 'caption'" in words(found[0])


def test_case_11_under_strict_an_unknown_key_is_an_error() -> None:
    _, found = read("zzz: 1")
    assert find(found[0], checking=False, strict=True, severities={}).severity is Severity.ERROR


TEXTS = [
    field.key for field in fields.ARTICLE if field.kind is Kind.LINE and field.key not in {"kind", "template", "title"}
]


@pytest.mark.parametrize("text", ["no", "12:30", "1:30", "010", "1.10", "2026", "true", "2026-05-04", "1e3", "0x1f"])
def test_case_12_texts_keep_the_letters_that_were_typed(text: str) -> None:
    shown = {
        "id": "id",
        "kicker": "kicker",
        "summary": "standfirst",
        "dateline": "dateline",
        "location": "location",
        "translation_key": "translation_key",
    }
    assert set(shown) == set(TEXTS)
    value, found = read(*(f"{key}: {text}" for key in TEXTS), f"tags: [{text}]", f"author: {text}", f"series: {text}")
    assert value is not None and found == ()
    assert {getattr(value, attribute) for attribute in shown.values()} == {text}
    assert (value.tags[0].name, value.bylines[0].name, value.series[0].name) == (text, text, text)


def test_case_12_a_title_that_is_a_year_is_a_title() -> None:
    value, _, _, found = article.read(PATH, "---\ntitle: 2026\ndate: 2026-05-04\nslug: 0042\n---\n", Settings())
    assert value is not None and found == () and (value.headline, value.slug) == ("2026", "0042")


@pytest.mark.parametrize(
    ("line", "column", "saying"),
    [
        ("kicker: [a]", 9, "'kicker' is a list; expected one line of plain text"),
        ("summary: {a: b}", 10, "'summary' is a mapping; expected one line of plain text"),
        ("tags: {a: b}", 7, "'tags' is a mapping; expected a list of texts"),
        ("tags: [[a, b]]", 8, "'tags' is a list; expected a list of texts"),
        ("author: [[a]]", 10, "expected a name, a list of names, or mappings"),
        ("updated: [2026-06-01]", 10, "expected a date or time"),
        ('draft: "false"', 8, "'draft' is the text \"false\"; expected true or false, without quotation marks"),
        ("draft: 0", 8, "'draft' is 0; expected true or false"),
        ("noindex: maybe", 10, "'noindex' is maybe; expected true or false"),
        ("status: [draft]", 9, "expected one of draft, published, hidden, retracted"),
        ("genre: sermon", 8, "'genre' can't be 'sermon'"),
        ("image: [[a.jpg]]", 9, "expected a path, or a mapping"),
        ("image: {src: [a.jpg], credit: Me}", 14, "'image.src' is a list"),
        ("corrections: fixed", 14, "expected a list of mappings with `date`, `text`"),
        ("retracted: true", 12, "expected a mapping with `date`, `reason`"),
        ("sponsored: [a]", 12, "expected a text or a mapping with `by`, `label`"),
        ("aliases: {a: b}", 10, "expected a path or a list of paths"),
        ("extra: text", 8, "'extra' is text; expected a mapping of anything"),
        ("section: [[a]]", 11, "expected one name"),
        ("read_also: [[a, b]]", 13, "expected a reference or a list of them"),
        ("sources: [[a]]", 11, "expected a list of addresses, or of mappings"),
    ],
)
def test_case_12_a_wrong_type_says_what_was_got_and_what_is_expected(line: str, column: int, saying: str) -> None:
    _, found = read(line)
    errors = [finding for finding in found if RULES[finding.code].severity is Severity.ERROR]
    assert [(finding.span.line, finding.span.column) for finding in errors] == [(4, column)]
    assert saying in words(errors[0])


def test_all_that_is_wrong_in_a_file_is_told_at_once() -> None:
    _, found = read("draft: 'no'", "slug: ../x", "embargo: soon", "autor: Ada", "canonical: x", "genre: sermon")
    assert sorted(finding.span.line for finding in found) == [4, 5, 6, 7, 8, 9]


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("line", "code", "saying"),
    [
        (
            "updated: 2026-02-30",
            "no-such-date",
            "'updated' is 2026-02-30, which does not exist / use YYYY-MM-DDTHH:MM±HH:MM",
        ),
        ("embargo: 2027-03-28 03:30", "no-such-time", "2027-03-28 04:30"),
        ("expires: 04/05/2027", "human-date", "write it as 2027-05-04 or 2027-04-05"),
        ("expires: 4 May 2027", "human-date", "write it as 2027-05-04"),
        ("expires: 9999-12-31", "date-out-of-range", "9999"),
        ("embargo: 2027-01-01 24:00", "no-such-time", "2027-01-02 00:00"),
        ("embargo: 2027-01-01 10:00 Moon", "no-such-zone", "'Moon' names no time zone"),
        ("updated: someday", "unreadable-date", "2026-05-04 09:30"),
        ("corrections: [{date: 2026-13-01, text: x}]", "no-such-date", "'corrections.date' is 2026-13-01"),
    ],
)
def test_case_14_and_15_a_wrong_time_is_told_with_its_key_and_the_fix(line: str, code: str, saying: str) -> None:
    finding = only(line)
    assert (finding.code, finding.span.line) == (f"front-matter/{code}", 4)
    assert finding.span.column > 1
    assert saying in words(finding)


def test_case_14_a_time_that_came_twice_is_a_warning_with_both_ways_to_write_it() -> None:
    value, found = read("updated: 2026-10-25 03:30")
    assert value is not None and value.updated is not None
    assert [finding.code for finding in found] == ["front-matter/time-twice"]
    assert "2026-10-25 03:30+0300 or 2026-10-25 03:30+0200" in words(found[0])


def test_a_missing_date_is_an_error_of_articles() -> None:
    _, _, _, found = article.read(PATH, "---\ntitle: A\n---\n", Settings())
    assert [(finding.code, finding.span.line) for finding in found] == [("front-matter/missing-key", 1)]


# ------------------------------------------------------------------ 21: numbers


@pytest.mark.parametrize("number", ["9" * 5_000, "1e999", ".nan", "-.inf"])
def test_case_21_endless_numbers_in_extra_are_errors(number: str) -> None:
    finding = only(f"extra: {{a: {number}}}")
    assert (finding.code, finding.span.line, finding.span.column) == ("front-matter/bad-number", 4, 12)


@pytest.mark.parametrize("key", ["date", "updated", "embargo", "slug", "title"])
def test_case_21_a_number_of_5000_digits_is_an_error_at_any_key(key: str) -> None:
    text = (
        "---\n"
        + "".join(
            f"{name}: {'9' * 5_000 if name == key else given}\n"
            for name, given in (("title", "A"), ("date", "2026-05-04"))
        )
        + (f"{key}: {'9' * 5_000}\n" if key not in {"title", "date"} else "")
        + "---\n"
    )
    value, _, _, found = article.read(PATH, text, Settings())
    assert value is None and len(found) == 1


# ------------------------------------------------------------------ 30 and 31: paths

CLIMBING = [
    "..",
    "../x",
    "../../etc/passwd",
    "a/../../b",
    "/../x",
    "./..",
    "..%2fx",
    "%2e%2e",
    "%2e%2e/x",
    "%2E%2E%2Fx",
    ".%2e/x",
    "%252e%252e%252fx",
    "%25252e%25252e/x",
    "..\\x",
    "a\\b",
    "\\\\host\\share",
    "%5cx",
    "%5C%5Chost",
    "a%00b",
    "a%0ab",
    "a%0d%0aSet-Cookie:x",
    "C:\\x",
    "c:/x",
    "C:",
    "file:///etc/passwd",
    "//host/x",
    "%2f%2fhost/x",
    "///host",
    "javascript:alert(1)",
    "data:text/html,x",
    "\uff0e\uff0e/x",
    "..\uff0fx",
    "\uff0e\uff0e\uff0fx",
    "a\u2028b",
    ".",
    "...",
    ". .",
    "..;/x",
    "%c0%ae%c0%ae/x",
    "%ff",
    "%u002e",
    "100%",
    "%",
    "%zz",
    "a/%2e%2e/b",
    "a/..",
    "a/.",
    "\u200b..",
    ".\u200b./x",
    "%e2%80%a8",
    "a%2Fb",
    "%2Fetc",
    "..%00/x",
    "a/../b",
    "%2e/x",
    "..x/y",
    "x:y",
    "vbscript:x",
    "\uff3c\uff3chost",
    "%09/x",
    "%7f",
]


@pytest.mark.parametrize("key", ["slug", "url", "aliases"])
@pytest.mark.parametrize("payload", CLIMBING)
def test_case_30_no_path_climbs_or_leaves_the_site_in_any_encoding(key: str, payload: str) -> None:
    quoted = payload.replace("'", "''")
    finding = only(f"{key}: '{quoted}'")
    assert finding.code in {"front-matter/bad-path", "front-matter/bad-slug"}
    assert (finding.span.line, finding.span.column) == (4, len(key) + 3)


@pytest.mark.parametrize("slug", ["/x", "x/", "a/b", "\uff0fx"])
def test_case_30_a_slug_is_one_part_of_a_path(slug: str) -> None:
    assert only(f"slug: {slug}").code == "front-matter/bad-slug"


@pytest.mark.parametrize("path", ["/a?b", "/?p=12", "a#b", "a//b", "/" + "x" * 300 + "/"])
def test_case_30_a_path_has_no_query_fragment_or_empty_part(path: str) -> None:
    assert only(f"url: '{path}'").code == "front-matter/bad-path"


@pytest.mark.parametrize("payload", [payload for payload in CLIMBING if payload not in {"//host/x", "///host", "../x"}])
def test_case_31_no_picture_is_looked_for_outside_the_content(payload: str) -> None:
    quoted = payload.replace("'", "''")
    assert only(f"image: '{quoted}'").code == "front-matter/bad-path"
    assert only(f"image: {{src: '{quoted}', credit: Me}}").code == "front-matter/bad-path"


@pytest.mark.parametrize("path", ["../../x.jpg", "../../../etc/passwd", "../../content2/x.jpg", "./../../x.jpg"])
def test_case_31_a_picture_does_not_climb_out_of_the_content(path: str) -> None:
    assert only(f"image: {path}").code == "front-matter/bad-path"


@pytest.mark.parametrize(
    "path", ["x.jpg", "./x.jpg", "../culture/x.jpg", "/culture/x.jpg", "my picture.jpg", "caf\u00e9.jpg", "a/b/c.jpg"]
)
def test_case_31_a_picture_inside_the_content_is_kept_as_written(path: str) -> None:
    value, found = read(f"image: {path}")
    assert value is not None and value.image is not None and found == ()
    assert value.image.src == path


@pytest.mark.parametrize("key", ["canonical", "source_url"])
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "jav\\tascript:alert(1)",
        " https://example.org/",
        "data:text/html,x",
        "vbscript:x",
        "//example.org/",
        "/a",
        "https:a",
        "https:/a",
        "https://",
        "https://a b",
        "https://me@example.org",
        "https://example.org\\\\@evil",
        "ftp://example.org",
        "https://[::1",
        "https://example.org:99999/",
        "https://example.org/\\u202e",
        "https://example.org/<x>",
        "mailto:a@example.org",
    ],
)
def test_only_web_addresses_are_addresses(key: str, address: str) -> None:
    value, found = read(f'{key}: "{address}"')
    if address.startswith(" "):
        assert value is not None and found == ()
    else:
        assert [finding.code for finding in found] == ["front-matter/bad-url"]


# ------------------------------------------------------------------ 43: too much


def test_case_43_ten_thousand_tags_are_an_error_at_their_key() -> None:
    finding = only("tags: [" + ", ".join(f"tag{number}" for number in range(10_000)) + "]")
    assert (finding.code, finding.span.line, finding.span.column) == ("front-matter/too-many", 4, 1)
    assert "10000" in words(finding) and "100" in words(finding)


def test_case_43_a_title_of_200_kb_is_an_error_and_is_not_drawn_whole() -> None:
    text = f"---\ntitle: {'x' * 200_000}\ndate: 2026-05-04\n---\n"
    value, _, _, found = article.read(PATH, text, Settings())
    assert value is None
    assert [finding.code for finding in found] == ["front-matter/too-long"]
    assert len(words(found[0])) < 300


def test_case_43_five_thousand_authors_are_an_error() -> None:
    assert only("author:", *(f"  - Author {number}" for number in range(5_000))).code == "front-matter/too-many"


def test_case_43_the_limits_are_those_of_the_settings() -> None:
    strict = Settings(title_characters=3, tags=1, bylines=1)
    _, found = read("tags: [a, b]", "author: [a, b]", settings=strict)
    assert [finding.code for finding in found] == [
        "front-matter/too-long",
        "front-matter/too-many",
        "front-matter/too-many",
    ]


# ------------------------------------------------------------------ anything

SIGNS = st.sampled_from(
    [
        "title: A\n",
        "date: 2026-05-04\n",
        "image: ",
        "author: ",
        "tags: ",
        "extra: ",
        "read_also: ",
        "live: ",
        "- ",
        "  ",
        "\n",
        "\t",
        ": ",
    ]
    + [
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "| ",
        "> ",
        "#",
        "~",
        "..",
        "%2e",
        "\u2028",
        "\u202e",
        "1e999",
        "true",
    ]
)


@settings(deadline=None, max_examples=300, derandomize=True)
@given(st.sampled_from(["---", "+++"]), st.lists(st.one_of(SIGNS, st.text(max_size=6)), max_size=25).map("".join))
def test_no_front_matter_whatever_raises_and_every_finding_has_a_place_in_the_file(fence: str, inside: str) -> None:
    text = f"{fence}\n{inside}\n{fence}\nBody\n"
    value, _, _, found = article.read(PATH, text, Settings())
    assert value is not None or found
    lines = text.split("\n")
    for finding in found:
        assert words(finding)
        assert 1 <= finding.span.line <= len(lines)
        assert 1 <= finding.span.column <= len(lines[finding.span.line - 1]) + 1
