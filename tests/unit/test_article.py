"""The whole table of keys, each in every spelling, and what the file's place says."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from sitegen.config import load
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, Genre, Role, Status
from sitegen.core.task import digest
from sitegen.reading import article, fields
from sitegen.reading.settings import Settings

PATH = "content/politics/bridge.md"
SETTINGS = Settings()


def plain(text: str) -> str:
    """Typeset text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def source(*lines: str, title: str = "title: Bridge", date: str = "date: 2026-05-04 10:00") -> str:
    return "\n".join(filter(None, ("---", title, date, *lines, "---", "Body.", "")))


RETRACTED = "retracted: {date: 2026-05-05, reason: Forged}"


def read(*lines: str, path: str = PATH, **base: str) -> Article:
    """The article, without any finding."""
    value, _, _, found = article.read(path, source(*lines, **base), SETTINGS)
    assert found == ()
    assert value is not None
    return value


def warned(*lines: str, path: str = PATH, **base: str) -> tuple[Article, list[str]]:
    """The article and the codes of its warnings."""
    value, _, _, found = article.read(path, source(*lines, **base), SETTINGS)
    assert value is not None, found
    return value, [finding.code for finding in found]


def refused(*lines: str, path: str = PATH, **base: str) -> list[Diagnostic]:
    value, _, _, found = article.read(path, source(*lines, **base), SETTINGS)
    assert value is None
    return list(found)


# ------------------------------------------------------------------ the whole


def test_an_article_needs_a_title_and_a_date_and_no_more() -> None:
    value = read()
    assert (value.headline, value.id, value.translation_key) == ("Bridge", PATH, "politics/bridge")
    assert value.published is not None and value.published.at.isoformat() == "2026-05-04T10:00:00+03:00"
    assert (value.language, value.folder, value.name, value.section.name) == ("uk", "politics", "bridge", "politics")
    assert (value.status, value.genre, value.page_kind) == (Status.PUBLISHED, Genre.NEWS, "")


def test_the_body_comes_with_the_number_of_its_first_line() -> None:
    text = "---\ntitle: A\ndate: 2026-05-04\n---\n\nBody.\n\n---\n\nMore.\n"
    _, body, line, _ = article.read(PATH, text, SETTINGS)
    assert body == "\nBody.\n\n---\n\nMore.\n"
    assert text.split("\n")[line:] == body.split("\n")[1:]


def test_an_article_pickles_and_has_a_digest() -> None:
    value = read("extra: {a: [1, {b: c}], d: true}", "image: {src: a.jpg, credit: Me}")
    assert pickle.loads(pickle.dumps(value)) == value
    assert digest(value) == digest(pickle.loads(pickle.dumps(value)))


def test_a_place_does_not_count_in_the_digest() -> None:
    assert digest(read("tags: [a]", "kicker: K")) == digest(read("kicker: K", "tags: [a]"))


def test_places_say_where_each_key_stands() -> None:
    value = read("keywords: [a]")
    assert (value.place("tags").line, value.place("title").line) == (4, 2)
    assert (value.place("slug").line, value.place("slug").path) == (1, PATH)


def test_settings_are_the_part_of_the_configuration_that_reading_uses() -> None:
    config, _ = load(
        'title = "T"\nbase_url = "https://example.org/"\nlanguages = ["en"]\ntime_zone = "Asia/Tokyo"\n'
        "[limits]\ntags = 7\nbylines = 8\ntitle_characters = 99\n",
        "sitegen.toml",
    )
    assert config is not None
    settings = Settings.from_config(config)
    assert settings == Settings(("en",), "Asia/Tokyo", 99, 7, 8)
    assert pickle.loads(pickle.dumps(settings)) == settings


# ------------------------------------------------------------------ spellings

SAMPLES: dict[str, tuple[str, Callable[[Article], object], object]] = {
    "id": ("x-1", lambda a: a.id, "x-1"),
    "title": ("Bridge", lambda a: a.headline, "Bridge"),
    "date": ("2026-05-04", lambda a: a.published and str(a.published.at.date()), "2026-05-04"),
    "publish_date": ("2026-05-04", lambda a: a.published and str(a.published.at.date()), "2026-05-04"),
    "published": ("2026-05-04", lambda a: a.published and str(a.published.at.date()), "2026-05-04"),
    "updated": ("2026-06-01", lambda a: a.updated and str(a.updated.at.date()), "2026-06-01"),
    "author": ("Ada", lambda a: [byline.name for byline in a.bylines], ["Ada"]),
    "section": ("sport", lambda a: a.section.name, "sport"),
    "tags": ("[a, b]", lambda a: [tag.name for tag in a.tags], ["a", "b"]),
    "series": ("[a, b]", lambda a: [term.name for term in a.series], ["a", "b"]),
    "story": ("bridges", lambda a: [term.name for term in a.stories], ["bridges"]),
    "kicker": ("Town", lambda a: a.kicker, "Town"),
    "summary": ("Short", lambda a: a.standfirst, "Short"),
    "image": ("[a.jpg]", lambda a: a.image and a.image.src, "a.jpg"),
    "slug": ("river-bridge", lambda a: a.slug, "river-bridge"),
    "url": ("/old/bridge/index.html", lambda a: a.url, "/old/bridge/"),
    "aliases": ("[/a/, b/c.html]", lambda a: [alias.path for alias in a.aliases], ["/a/", "/b/c.html"]),
    "lang": ("en_GB", lambda a: a.language, "en"),
    "translation_key": ("k", lambda a: a.translation_key, "k"),
    "status": ("Hidden", lambda a: a.status, Status.HIDDEN),
    "draft": ("true", lambda a: a.status, Status.DRAFT),
    "embargo": ("2026-06-01", lambda a: a.embargo and str(a.embargo.at.date()), "2026-06-01"),
    "expires": ("2027-06-01", lambda a: a.expires and str(a.expires.at.date()), "2027-06-01"),
    "read_also": ("[a.md, b]", lambda a: [reference.target for reference in a.read_also], ["a.md", "b"]),
    "corrections": ("{date: 2026-05-05, text: Fixed}", lambda a: [note.text for note in a.corrections], ["Fixed"]),
    "retracted": (
        "{date: 2026-05-05, reason: Forged}",
        lambda a: (a.status, a.retraction and a.retraction.reason),
        (Status.RETRACTED, "Forged"),
    ),
    "live": ("{starts: 2026-05-04 10:00}", lambda a: a.live and a.live.starts.at.hour, 10),
    "sponsored": ("Example", lambda a: a.sponsored and a.sponsored.by, "Example"),
    "genre": ("OPINION", lambda a: a.genre, Genre.OPINION),
    "sources": ("[Minutes]", lambda a: [(cited.title, cited.url) for cited in a.sources], [("Minutes", "")]),
    "source_url": ("https://example.org/a", lambda a: a.source_url, "https://example.org/a"),
    "dateline": ("Lviv", lambda a: a.dateline, "Lviv"),
    "location": ("Lviv", lambda a: a.location, "Lviv"),
    "noindex": ("yes", lambda a: a.noindex, True),
    "canonical": ("https://example.org/a", lambda a: a.canonical, "https://example.org/a"),
    "template": ("feature", lambda a: a.template, "feature"),
    "kind": ("About", lambda a: a.page_kind, "about"),
    "extra": ("{a: 1}", lambda a: a.extra, (("a", 1),)),
}

SPELLINGS = [(field.key, spelling) for field in fields.ARTICLE for spelling in field.spellings]


def variants(spelling: str) -> list[str]:
    """The key in snake case, with hyphens, in camel case and in capitals."""
    head, *rest = spelling.split("_")
    return [spelling, spelling.replace("_", "-"), head + "".join(part.title() for part in rest), spelling.upper()]


@pytest.mark.parametrize(("key", "spelling"), SPELLINGS)
def test_every_key_is_read_in_every_spelling_whatever_the_case_and_hyphens(key: str, spelling: str) -> None:
    written, given, expected = SAMPLES[key]
    if key in {"section"} and spelling.startswith("taxonomies"):
        written = f"[{written}]"
    base = {"title": ""} if key == "title" else {"date": ""} if key in {"date", "publish_date", "published"} else {}
    path = "content/pages/bridge.md" if key == "kind" else PATH
    for variant in variants(spelling):
        table, _, name = variant.rpartition(".")
        line = f"{table}: {{{name}: {written}}}" if table else f"{variant}: {written}"
        value = read(line, path=path, **base)
        assert given(value) == expected, line


def test_every_field_has_a_sample_here() -> None:
    assert set(SAMPLES) == {field.key for field in fields.ARTICLE}


def test_no_two_fields_share_a_spelling() -> None:
    for table in (fields.ARTICLE, fields.AUTHOR, fields.FRONT, fields.SECTION, fields.TERM, fields.REGISTRY):
        spellings = [fields.folded(spelling) for field in table for spelling in field.spellings]
        assert len(spellings) == len(set(spellings))


def test_toml_front_matter_gives_the_same_article() -> None:
    text = (
        '+++\ntitle = "Bridge"\ndate = 2026-05-04T10:00:00+03:00\ntags = ["a", "b"]\n'
        'draft = true\n\n[image]\nsrc = "a.jpg"\n'
        'credit = "Me"\n\n[extra]\nscore = 1.5\n\n[[corrections]]\ndate = 2026-05-05\ntext = "Fixed"\n+++\nBody.\n'
    )
    value, body, line, found = article.read(PATH, text, SETTINGS)
    assert found == () and value is not None
    assert value == read(
        "tags: [a, b]",
        "draft: true",
        "image: {src: a.jpg, credit: Me}",
        "extra: {score: 1.5}",
        "corrections: [{date: 2026-05-05, text: Fixed}]",
    )
    assert (body, line) == ("Body.\n", 18)


# ------------------------------------------------------------------ the file's place


@pytest.mark.parametrize(
    ("path", "language", "folder", "name", "is_bundle", "key"),
    [
        ("content/politics/a.md", "uk", "politics", "a", False, "politics/a"),
        ("content/en/politics/a.md", "en", "politics", "a", False, "politics/a"),
        ("content/politics/a.en.md", "en", "politics", "a", False, "politics/a"),
        ("content/society/schools/a/index.md", "uk", "society/schools", "a", True, "society/schools/a"),
        ("content/en/society/schools/a/index.md", "en", "society/schools", "a", True, "society/schools/a"),
        ("content/society/a/index.en.md", "en", "society", "a", True, "society/a"),
        ("content/a.md", "uk", "", "a", False, "a"),
        ("content/politics/2026-05-04-a.md", "uk", "politics", "a", False, "politics/2026-05-04-a"),
        ("content/politics/v1.2.md", "uk", "politics", "v1.2", False, "politics/v1.2"),
        ("content/de/a.md", "uk", "de", "a", False, "de/a"),
    ],
)
def test_the_path_says_language_section_name_and_translation(
    path: str, language: str, folder: str, name: str, is_bundle: bool, key: str
) -> None:
    value = read(path=path)
    assert (value.language, value.folder, value.name, value.is_bundle) == (language, folder, name, is_bundle)
    assert (value.translation_key, value.id, value.section.name) == (key, path, folder)


def test_the_lang_key_wins_over_the_path_with_a_warning() -> None:
    value, codes = warned("lang: uk", path="content/en/politics/a.md")
    assert (value.language, codes) == ("uk", ["front-matter/languages-disagree"])


def test_the_suffix_wins_over_the_folder_with_a_warning() -> None:
    value, codes = warned(path="content/en/politics/a.uk.md")
    assert (value.language, codes) == ("uk", ["front-matter/languages-disagree"])


def test_an_unknown_language_is_an_error_with_the_known_ones() -> None:
    (finding,) = refused("lang: de")
    assert (finding.code, finding.span.line, finding.span.column) == ("front-matter/unknown-language", 4, 7)
    assert ("known", "uk, en") in finding.parameters


@pytest.mark.parametrize(
    "path", ["content/pages/about.md", "content/en/pages/about.md", "content/pages/about/index.md"]
)
def test_a_standing_page_needs_no_date_and_has_a_kind(path: str) -> None:
    value = read("kind: corrections_policy", path=path, date="")
    assert (value.published, value.page_kind, value.folder, value.name) == (None, "corrections-policy", "", "about")
    assert value.translation_key == "pages/about"
    assert read(path=path, date="").page_kind == "page"


def test_kind_is_unknown_in_an_article() -> None:
    assert warned("kind: about")[1] == ["front-matter/unknown-key"]


def test_a_date_in_the_name_counts_where_no_key_says_one() -> None:
    value = read(path="content/politics/2026-05-04-bridge.md", date="")
    assert value.published is not None
    assert (value.published.at.isoformat(), value.published.has_time) == ("2026-05-04T00:00:00+03:00", False)


def test_a_name_that_disagrees_with_the_date_is_a_warning_and_the_date_wins() -> None:
    value, codes = warned(path="content/politics/2026-05-03-bridge.md")
    assert codes == ["front-matter/name-disagrees"]
    assert value.published is not None and value.published.at.day == 4


def test_a_name_agrees_with_the_day_in_either_zone() -> None:
    for name in ("2026-05-04", "2026-05-05", "2026-5-5"):
        assert read(path=f"content/politics/{name}-a.md", date="date: 2026-05-04 23:30 +0000")


# ------------------------------------------------------------------ times and status


def test_publish_date_beside_date_is_the_embargo() -> None:
    value = read("publishDate: 2026-06-01 06:00")
    assert value.published is not None and value.published.at.month == 5
    assert value.embargo is not None and value.embargo.at.isoformat() == "2026-06-01T06:00:00+03:00"


def test_a_written_embargo_wins_over_publish_date() -> None:
    value = read("publishDate: 2026-06-01", "embargo: 2026-07-01")
    assert value.embargo is not None and value.embargo.at.month == 7


@pytest.mark.parametrize("line", ["embargo:", "embargo: soon", "embargo: ''", "embargo: [2026-06-01]"])
def test_an_embargo_that_is_not_clear_stops_the_article(line: str) -> None:
    (finding,) = refused(line)
    assert finding.span.line == 4


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["draft: true"], Status.DRAFT),
        (["published: false"], Status.DRAFT),
        (["status: draft"], Status.DRAFT),
        (["draft: false"], Status.PUBLISHED),
        (["published: true"], Status.PUBLISHED),
        (["status: publish"], Status.PUBLISHED),
        (["status: hidden"], Status.HIDDEN),
        (["status: unlisted"], Status.HIDDEN),
        (["status: pending"], Status.DRAFT),
        (["status: private"], Status.DRAFT),
        (["status: skip"], Status.DRAFT),
        (["status: auto-draft"], Status.DRAFT),
        (["status: hidden", "draft: false"], Status.HIDDEN),
        (["status: retracted", RETRACTED], Status.RETRACTED),
        (["status: retracted", "published: true", RETRACTED], Status.RETRACTED),
        ([RETRACTED], Status.RETRACTED),
        (["status:"], Status.PUBLISHED),
    ],
)
def test_every_generators_word_for_a_status_is_understood(lines: list[str], status: Status) -> None:
    assert warned(*lines)[0].status is status


@pytest.mark.parametrize(
    "lines",
    [["draft: true", "status: published"], ["draft: false", "status: draft"], ["published: false", "status: hidden"]],
)
def test_of_contradicting_words_the_more_careful_counts_with_a_warning(lines: list[str]) -> None:
    value, codes = warned(*lines)
    assert (value.status, codes) == (Status.DRAFT, ["front-matter/status-conflict"])


def test_an_unknown_status_is_an_error_because_it_may_have_meant_hidden() -> None:
    (finding,) = refused("status: hiden")
    assert (finding.code, finding.span.column) == ("front-matter/not-a-choice", 9)
    assert ("near", "hidden") in finding.parameters


def test_case_17_an_update_before_the_date_is_a_warning_and_left_out() -> None:
    value, codes = warned("updated: 2026-05-04 09:59")
    assert (value.updated, codes) == (None, ["front-matter/updated-first"])


def test_case_17_an_update_on_the_same_day_without_a_time_is_in_order() -> None:
    assert read("updated: 2026-05-04").updated is not None
    assert read("updated: 2026-05-04 08:00", date="date: 2026-05-04").updated is not None


def test_an_end_before_the_beginning_is_noticed() -> None:
    assert warned("expires: 2026-05-01")[1] == ["front-matter/expires-first"]
    assert [f.code for f in refused("live: {starts: 2026-05-04 10:00, ends: 2026-05-04 09:00}")] == [
        "front-matter/ends-first"
    ]


# ------------------------------------------------------------------ mappings


def test_a_picture_keeps_all_that_is_said_of_it() -> None:
    value = read(
        "cover:",
        "  image: bridge.jpg",
        "  alt: A bridge",
        "  caption: At dawn",
        "  credit: Me",
        "  credit-url: https://example.org/me",
        "  licence: CC0-1.0",
        "  focus: 40%, 60%",
    )
    assert value.image is not None
    assert (value.image.src, plain(value.image.alt), plain(value.image.caption)) == (
        "bridge.jpg",
        "A bridge",
        "At dawn",
    )
    assert (value.image.credit, value.image.credit_url, value.image.license) == (
        "Me",
        "https://example.org/me",
        "CC0-1.0",
    )
    assert (value.image.focus, value.image.span.line) == ("40% 60%", 5)


@pytest.mark.parametrize(
    ("said", "focus"),
    [
        ("top", "50% 0%"),
        ("left", "0% 50%"),
        ("bottom right", "100% 100%"),
        ("center", "50% 50%"),
        ("12.5% 300%", "12% 100%"),
    ],
)
def test_a_focus_is_two_percentages_in_the_end(said: str, focus: str) -> None:
    value = read(f"image: {{src: a.jpg, credit: Me, focus: {said}}}")
    assert value.image is not None and value.image.focus == focus


def test_a_focus_that_is_not_understood_is_a_warning() -> None:
    value, codes = warned("image: {src: a.jpg, credit: Me, focus: 'url(x)'}")
    assert value.image is not None and (value.image.focus, codes) == ("", ["image/bad-focus"])


def test_a_picture_without_a_file_is_kept_and_warned_at_its_lines() -> None:
    value, _, _, found = article.read(PATH, source("image:", "  alt: A bridge", "  credit:"), SETTINGS)
    assert [(finding.code, finding.span.line) for finding in found] == [
        ("image/missing-source", 4),
        ("image/missing-credit", 6),
    ]
    assert value is not None and value.image is not None
    assert (value.image.src, plain(value.image.alt), value.image.credit) == ("", "A bridge", "")


def test_an_empty_picture_is_none_and_no_finding() -> None:
    for line in ("image:", "image: ''", "image: []", "image: ~"):
        assert read(line).image is None


def test_a_picture_on_another_host_is_left_out_with_a_warning() -> None:
    for address in ("https://example.org/a.jpg", "//example.org/a.jpg"):
        value, codes = warned(f"image: {address}")
        assert (value.image, codes) == (None, ["image/remote"])


def test_of_several_pictures_the_first_counts_with_a_warning() -> None:
    value, codes = warned("images: [a.jpg, b.jpg]")
    assert value.image is not None and (value.image.src, codes) == ("a.jpg", ["front-matter/only-first"])


def test_corrections_need_their_date_and_text() -> None:
    value = read("corrections:", "  - {date: 2026-05-05, text: One}", "  - {date: 2026-05-06 10:00, note: Two}")
    assert [(note.date.at.day, note.text) for note in value.corrections] == [(5, "One"), (6, "Two")]
    found = refused("corrections:", "  - {text: One}", "  - {date: 2026-05-05}", "  - Three")
    assert [(finding.code, finding.span.line) for finding in found] == [
        ("front-matter/missing-key", 5),
        ("front-matter/missing-key", 6),
        ("front-matter/wrong-type", 7),
    ]


def test_a_live_window_may_be_open() -> None:
    live = read("live: {starts: 2026-05-04 10:00}").live
    assert live is not None and live.ends is None
    assert [finding.code for finding in refused("live: {ends: 2026-05-04 10:00}")] == ["front-matter/missing-key"]
    assert [finding.code for finding in refused("live: true")] == ["front-matter/wrong-type"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("sponsored: {by: Example, label: Ad}", ("Example", "Ad")),
        ("partner: Example", ("Example", "")),
        ("sponsored: false", None),
        ("sponsored:", None),
    ],
)
def test_a_sponsor_is_a_name_a_mapping_or_a_flag(line: str, expected: tuple[str, str] | None) -> None:
    sponsored = read(line).sponsored
    assert (sponsored and (sponsored.by, sponsored.label)) == expected


@pytest.mark.parametrize("line", ["advertisement: true", "sponsored: {label: Ad}"])
def test_a_sponsor_that_nobody_names_is_warned_of_and_still_marks_the_article(line: str) -> None:
    value, codes = warned(line)
    assert (value.sponsored is not None, codes) == (True, ["article/unnamed-sponsor"])


@pytest.mark.parametrize(
    ("lines", "column", "key"),
    [
        (["status: retracted"], 1, "retracted"),
        (["retracted:"], 1, "retracted"),
        (["retracted: {date: 2026-05-05}"], 12, "retracted.reason"),
        (["retracted: {reason: Forged}"], 12, "retracted.date"),
        (["retracted: {date: 2026-05-05, reason: ''}"], 31, "retracted.reason"),
    ],
)
def test_a_retraction_without_its_date_or_reason_is_a_located_error(lines: list[str], column: int, key: str) -> None:
    (finding,) = refused(*lines)
    assert (finding.code, finding.span.column, dict(finding.parameters)["key"]) == ("front-matter/missing-key", column, key)


def test_sources_are_titles_and_web_addresses() -> None:
    value = read(
        "sources:",
        "  - Minutes",
        "  - https://example.org/a",
        "  - {title: Report, url: https://example.org/b}",
        "  - {name: Book}",
    )
    assert [(cited.title, cited.url) for cited in value.sources] == [
        ("Minutes", ""),
        ("https://example.org/a", "https://example.org/a"),
        ("Report", "https://example.org/b"),
        ("Book", ""),
    ]


def test_references_may_be_paths_slugs_wikilinks_links_and_titles() -> None:
    value = read(
        "related:",
        "  - ../a.md",
        "  - b",
        "  - [[c]]",
        "  - '[[d]]'",
        "  - '[E: e](e.md)'",
        "  - {title: Later}",
        "  - {path: f.md, title: F}",
    )
    assert [(reference.target, reference.title) for reference in value.read_also] == [
        ("../a.md", ""),
        ("b", ""),
        ("[[c]]", ""),
        ("[[d]]", ""),
        ("e.md", "E: e"),
        ("", "Later"),
        ("f.md", "F"),
    ]
    assert [reference.span.line for reference in value.read_also] == [5, 6, 7, 8, 9, 10, 11]


@pytest.mark.parametrize("line", ["read_also: [[slug]]", "read_also: [[[slug]]]", "read_also: '[[slug]]'"])
def test_a_wikilink_without_quotation_marks_is_one_reference(line: str) -> None:
    assert [reference.target for reference in read(line).read_also] == ["[[slug]]"]


def test_the_same_reference_twice_is_folded_with_a_warning() -> None:
    value, codes = warned("read_also: [a, b, a]")
    assert ([reference.target for reference in value.read_also], codes) == (["a", "b"], ["front-matter/repeated"])


def test_a_byline_may_say_what_each_did() -> None:
    value = read("author:", "  - Ada", "  - {name: Grace, role: photo}", "  - {name: Ada, role: Translator}")
    assert [(byline.name, byline.role) for byline in value.bylines] == [
        ("Ada", Role.TEXT),
        ("Grace", Role.PHOTO),
        ("Ada", Role.TRANSLATION),
    ]


def test_an_unknown_role_is_a_warning_with_the_nearest() -> None:
    value, codes = warned("author: {name: Ada, role: fhoto}")
    assert (value.bylines[0].role, codes) == (Role.TEXT, ["front-matter/unknown-role"])


def test_extra_is_free_and_frozen() -> None:
    value = read("extra: {vote: {for: 24, against: 9}, list: [a, 1.5], flag: true, text: '1'}")
    assert value.extra == (("vote", (("for", 24), ("against", 9))), ("list", ("a", 1.5)), ("flag", True), ("text", "1"))


def test_a_template_is_a_name_and_no_path() -> None:
    assert read("template: long-read.html").template == "long-read.html"
    for name in ("../x", "/etc/passwd", "a/b", "{{ x }}"):
        assert [finding.code for finding in refused(f"template: '{name}'")] == ["front-matter/bad-template"]


@pytest.mark.parametrize("pattern", ["/:year/:title/", ":categories/:title.html", "pretty", "none"])
def test_another_generators_permalink_pattern_is_left_out_with_a_warning(pattern: str) -> None:
    value, codes = warned(f"permalink: {pattern}")
    assert (value.url, codes) == ("", ["front-matter/permalink-pattern"])
