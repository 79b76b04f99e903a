"""Slugs of every script, sites of nothing or of one article, and limits (FAULTS 6, 41–43)."""

from __future__ import annotations

import unicodedata

import pytest

from sitegen.site.slugs import slug
from tests.checkers import check_links, check_tree
from tests.newsroom import CONFIG, TERMS, Newsrooms, article

SCRIPTS = [
    "Київ", "Москва", "Беларусь", "Београд", "София", "Athens Αθήνα", "תל אביב", "القاهرة", "تهران", "दिल्ली", "ঢাকা", "ਪੰਜਾਬ", "ગુજરાત",
    "ଓଡ଼ିଶା", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ไทย", "ລາວ", "བོད་", "မြန်မာ", "ខ្មែរ", "አማርኛ", "ᏣᎳᎩ", "ᐃᓄᒃᑎᑐᑦ", "ქართული",
    "Հայերեն", "日本", "ひらがな", "カタカナ", "한국어", "中文", "ᠮᠣᠩᠭᠣᠯ", "ދިވެހި", "ܣܘܪܝܝܐ", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "ꦗꦮ", "ᮞᮥᮔ᮪ᮓ", "𐌲𐌿𐍄𐌹𐍃𐌺", "ߒߞߏ", "Łódź", "Zürich", "Đà Nẵng",
    "!!!", "…", "😀", "©", "—", "\u200b", "'", "№", "₴", "?", "/", "..", "%", "٣", "Ⅷ",
]


@pytest.mark.parametrize("text", SCRIPTS)
@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_case_41_a_slug_is_never_empty_and_fits_a_path(text: str, language: str) -> None:
    made = slug(text, language)
    assert made
    assert made == slug(text, language)
    assert unicodedata.normalize("NFC", made) == made
    assert len(made) <= 80
    assert not set(made) & set("/\\%?#. \"'<>:|*")
    assert not [char for char in made if unicodedata.category(char)[0] in "CZ"]


def test_case_41_different_names_without_letters_have_different_slugs() -> None:
    assert len({slug(text, "en") for text in ("!!!", "???", "😀", "😁", "…")}) == 5


def test_case_41_tags_and_authors_of_every_script_have_pages(newsroom: Newsrooms) -> None:
    names = [text for text in SCRIPTS if text not in {"\u200b", "/", "%", "..", "'", "©"}]
    quoted = ", ".join(f'"{name}"' for name in names)
    room = newsroom({"content/politics/a.md": article("A", f"tags: [{quoted}]", f"author: [{quoted}]")})
    built = room.build()
    assert built.code == 0, built.text
    for kind in ("tag", "author"):
        pages = {path for path in built.tree if path.startswith(f"{kind}/") and path.endswith("/index.html")}
        assert len(pages) == len(names), kind
    assert check_links(room.folder / "public", "/", "https://paper.example/") == []


def test_case_06_bidirectional_overrides_turn_no_page_around(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/a.md": article('"Abc \u202egnp.exe"', 'slug: "a\u202e\u200bb"')})
    built = room.build()
    assert set(built.codes) == {"front-matter/invisible-in-title", "front-matter/invisible-character"}
    assert "politics/2026/11/ab/index.html" in built.tree
    assert not [path for path in built.tree if set(path) & set("\u202e\u200b")]


SITES: dict[str, dict[str, str]] = {
    "nothing at all": {"content/terms.toml": ""},
    "one section without articles": {},
    "one article": {"content/politics/a.md": article("A")},
    "only a standing page": {"content/pages/about.md": "---\ntitle: About\n---\nWords.\n"},
    "only a draft": {"content/politics/a.md": article("A", "status: draft")},
    "one article in the second language": {"content/uk/politics/a.md": article("Міст")},
    "two sections, one empty": {"content/terms.toml": TERMS + '[sections.sport]\nname = "Sport"\n', "content/politics/a.md": article("A")},
    "nested undeclared sections": {"content/society/schools/north/a.md": article("A")},
}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("theme", ["base", "gazette"])
def test_case_42_the_smallest_sites_are_valid(newsroom: Newsrooms, site: str, theme: str) -> None:
    room = newsroom({"sitegen.toml": CONFIG.replace('"base"', f'"{theme}"'), **SITES[site]})
    built = room.build()
    assert built.code == 0, built.text
    assert "<html" in built.page("/")
    assert "<html" in built.page("/uk/")
    assert check_tree(room.folder / "public", "/", "https://paper.example/") == []


def test_case_43_too_much_is_refused_with_the_limit_and_nothing_is_written(newsroom: Newsrooms) -> None:
    tags = ", ".join(f"t{n}" for n in range(10_000))
    room = newsroom({"content/politics/good.md": article("Good")})
    before = room.build()
    room.edit({
        "content/politics/tags.md": article("Tags", f"tags: [{tags}]"), "content/politics/title.md": article("x" * 200_000),
        "content/politics/authors.md": article("A", "author: [" + ", ".join(f"A{n} B" for n in range(5000)) + "]"),
    })
    after = room.build()
    assert after.code == 1
    assert {finding.span.path for finding in after.findings} == {f"content/politics/{name}.md" for name in ("tags", "title", "authors")}
    assert set(after.codes) <= {"front-matter/too-many", "front-matter/too-long", "front-matter/too-large", "front-matter/too-deep"}
    assert after.tree == before.tree
    assert len(room.run("build").stderr) < 10_000


def test_case_43_limits_are_settings(newsroom: Newsrooms) -> None:
    room = newsroom({"sitegen.toml": CONFIG + "[limits]\ntags = 2\nbylines = 1\ntitle_characters = 20\n"})
    room.edit({"content/politics/a.md": article("A title of many words", "tags: [a, b, c]", "author: [A A, B B]")})
    assert room.build().diagnostics == (
        "content/politics/a.md:2:8 front-matter/too-long", "content/politics/a.md:4:1 front-matter/too-many",
        "content/politics/a.md:5:1 front-matter/too-many",
    )
