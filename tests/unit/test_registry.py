"""The files beside articles: registry, section, front page, author."""

from __future__ import annotations

import pytest

from sitegen.core.model import LocalText
from sitegen.core.rules import find
from sitegen.reading import authors, front, registry, section
from sitegen.reading.settings import Settings

SETTINGS = Settings()
TERMS = "content/terms.toml"


def plain(texts: LocalText) -> dict[str, str]:
    return {language: text.replace("\u00a0", " ") for language, text in texts.texts}


def yaml(*lines: str, body: str = "") -> str:
    return "\n".join(("---", *lines, "---", body))


# ------------------------------------------------------------------ the registry


def test_the_registry_gives_its_terms_in_order_with_names_slugs_and_places() -> None:
    text = (
        '[sections.politics]\nname = { uk = "Політика", en = "Politics" }\n\n'
        '[sections."society/schools"]\nname = "Schools"\n'
        'slug = { uk = "shkoly", en = "schools" }\n\n[tags.budget]\nname = { uk = "Бюджет", en = "Budget" }\n'
        'description = { en = "Money" }\nalso = ["кошторис"]\n\n'
        '[series.walks]\nname = { en = "Walks" }\n\n[stories]\ntram = { name = "Tram" }\n'
    )
    entries, found = registry.read(TERMS, text, SETTINGS)
    assert found == () and entries is not None
    assert [(entry.kind, entry.id, entry.span.line) for entry in entries] == [
        ("section", "politics", 1),
        ("section", "society/schools", 4),
        ("tag", "budget", 8),
        ("series", "walks", 13),
        ("story", "tram", 17),
    ]
    assert plain(entries[0].names) == {"uk": "Політика", "en": "Politics"}
    assert plain(entries[1].slugs) == {"uk": "shkoly", "en": "schools"}
    assert (plain(entries[2].descriptions), entries[2].also) == ({"en": "Money"}, ("кошторис",))


def test_an_empty_registry_has_no_terms() -> None:
    assert registry.read(TERMS, "", SETTINGS) == ((), ())


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[tags.a]\nname = x\n", "front-matter/not-toml", 2),
        ("[tags.a]\nnmae = 'x'\n", "front-matter/unknown-key", 2),
        ("[tag.a]\nname = 'x'\n", "front-matter/unknown-key", 1),
        ("[tags.a]\nname = { de = 'x' }\n", "front-matter/other-language", 2),
        ("[tags.a]\nname = ['x']\n", "front-matter/wrong-type", 2),
        ("[tags]\na = 'x'\n", "front-matter/wrong-type", 2),
        ("tags = 1\n", "front-matter/wrong-type", 1),
        ("[tags.a]\nslug = '../x'\n", "front-matter/bad-slug", 2),
        ("[tags.a]\nslug = { uk = 'a/b' }\n", "front-matter/bad-slug", 2),
        ("[tags.a.slug]\nen = 'b'\nuk = 'a/b'\n", "front-matter/bad-slug", 3),
        ("[tags.a]\nname = 'x'\n[tags.\"a\\\"\\u002f\"]\nname = 'y'\n", "front-matter/bad-slug", 3),
        ('[sections."../x"]\nname = "x"\n', "front-matter/bad-slug", 1),
        ('[tags."a/b"]\nname = "x"\n', "front-matter/bad-slug", 1),
        ("[tags.a]\nname = 'x'\n[tags.a]\nname = 'y'\n", "front-matter/duplicate-key", 3),
        ("[tags.a]\nname = 'x'\n[tags.b]\nname = 'X'\n", "terms/namesakes", 3),
        ("[tags.a]\nname = 'x'\n[tags.b]\nalso = ['A']\n", "terms/namesakes", 3),
        ("[tags.a]\nalso = ['x', 'X']\n", "front-matter/repeated", 2),
    ],
)
def test_a_fault_of_the_registry_is_named_at_its_line(text: str, code: str, line: int) -> None:
    _, found = registry.read(TERMS, text, SETTINGS)
    assert [(finding.code, finding.span.line) for finding in found] == [(code, line)]


def test_a_section_and_a_tag_may_share_a_name() -> None:
    _, found = registry.read(TERMS, "[sections.sport]\nname = 'Sport'\n[tags.sport]\nname = 'Sport'\n", SETTINGS)
    assert found == ()


def test_a_near_key_is_proposed() -> None:
    _, found = registry.read(TERMS, "[tags.a]\nnmae = 'x'\n", SETTINGS)
    drawn = find(found[0], checking=False, strict=False, severities={})
    assert "'tags.a.nmae'" in drawn.message and "did you mean 'name'" in drawn.message


def test_a_name_that_is_typeset_is_still_found_as_it_was_written() -> None:
    entries, _ = registry.read(TERMS, "[stories.tram]\nname = { uk = 'Трамвай \"Вільха\" до Заріччя' }\n", SETTINGS)
    assert entries is not None
    printed = entries[0].names.get("uk")
    assert printed == 'Трамвай "Вільха" до Заріччя' or 'Трамвай "Вільха" до Заріччя' in entries[0].also


# ------------------------------------------------------------------ sections


def test_a_section_says_its_title_description_and_slug_in_its_language() -> None:
    said, found = section.read(
        "content/en/society/schools/_index.md",
        yaml("title: Schools", "slug: schools", body="About\nschools.\n"),
        SETTINGS,
    )
    assert found == () and said is not None
    assert (said.language, said.folder, said.title, said.slug) == ("en", "society/schools", "Schools", "schools")
    assert said.description.replace("\u00a0", " ") == "About schools."


@pytest.mark.parametrize("text", ["", "\n\n", "---\n---\n", "---\ntitle:\n---\n"])
def test_a_stub_of_a_section_is_lawful(text: str) -> None:
    said, found = section.read("content/sport/_index.md", text, SETTINGS)
    assert found == () and said is not None
    assert (said.title, said.folder, said.language) == ("", "sport", "uk")


def test_a_text_below_a_described_section_is_told_to_be_unused() -> None:
    _, found = section.read("content/sport/_index.md", yaml("description: A", body="\nB\n"), SETTINGS)
    assert [(finding.code, finding.span.line) for finding in found] == [("front-matter/body-unused", 5)]


def test_a_section_with_text_but_no_front_matter_is_refused() -> None:
    said, found = section.read("content/sport/_index.md", "Sport.", SETTINGS)
    assert said is None and [finding.code for finding in found] == ["front-matter/missing"]


def test_a_sections_slug_does_not_climb() -> None:
    said, found = section.read("content/sport/_index.md", yaml("slug: ../x"), SETTINGS)
    assert said is None and [finding.code for finding in found] == ["front-matter/bad-slug"]


# ------------------------------------------------------------------ the front page


def test_the_front_page_is_arranged() -> None:
    arrangement, found = front.read(
        "content/en/_index.md",
        yaml(
            "lead: politics/a.md",
            "top: [b, '[[c]]']",
            "bands: [politics, sport]",
            "breaking:",
            "  text: Bridge closed",
            "  ref: d",
            "  until: 2026-05-04 12:00",
        ),
        SETTINGS,
    )
    assert found == () and arrangement is not None
    assert arrangement.language == "en"
    assert arrangement.lead is not None and arrangement.lead.target == "politics/a.md"
    assert [reference.target for reference in arrangement.top] == ["b", "[[c]]"]
    assert [(band.name, band.span.line) for band in arrangement.bands] == [("politics", 4), ("sport", 4)]
    assert (
        arrangement.breaking is not None
        and arrangement.breaking.reference is not None
        and arrangement.breaking.until is not None
    )
    assert (arrangement.breaking.reference.target, arrangement.breaking.until.at.isoformat()) == (
        "d",
        "2026-05-04T12:00:00+03:00",
    )


def test_a_front_page_without_a_word_is_lawful() -> None:
    arrangement, found = front.read("content/_index.md", "", SETTINGS)
    assert found == () and arrangement is not None
    assert (arrangement.lead, arrangement.top, arrangement.breaking) == (None, (), None)


def test_breaking_news_may_be_a_text_alone() -> None:
    arrangement, found = front.read("content/_index.md", yaml("breaking: Closed"), SETTINGS)
    assert found == () and arrangement is not None and arrangement.breaking is not None
    assert (arrangement.breaking.text, arrangement.breaking.until) == ("Closed", None)


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        (["leed: a"], "front-matter/unknown-key", 2),
        (["breaking: [a]"], "front-matter/wrong-type", 2),
        (["breaking: {text: a, until: soon}"], "front-matter/unreadable-date", 2),
        (["breaking: {ref: a}"], "front-matter/missing-key", 2),
        (["lead: [a, b]"], "front-matter/wrong-type", 2),
        (["top: [a, a]"], "front-matter/repeated", 2),
    ],
)
def test_a_fault_of_the_front_page_is_named_at_its_line(lines: list[str], code: str, line: int) -> None:
    _, found = front.read("content/_index.md", yaml(*lines), SETTINGS)
    assert [(finding.code, finding.span.line) for finding in found] == [(code, line)]


# ------------------------------------------------------------------ authors


def test_an_author_has_names_in_languages_and_other_spellings() -> None:
    profile, found = authors.read(
        "content/authors/ada.md",
        yaml(
            "name: {uk: Ада Коваль, en: Ada Koval}",
            "also: [Коваль Ада]",
            "role: {uk: редакторка}",
            "bio: {en: Writes.}",
            "picture: ada.jpg",
            "links: [{title: Site, url: https://example.org/ada}]",
            "slug: ada-koval",
        ),
        SETTINGS,
    )
    assert found == () and profile is not None
    assert (profile.id, profile.slug, profile.is_organization, profile.also) == (
        "ada",
        "ada-koval",
        False,
        ("Коваль Ада",),
    )
    assert (profile.names.get("en"), profile.names.get("uk")) == ("Ada Koval", "Ада Коваль")
    assert (plain(profile.role), plain(profile.bio)) == ({"uk": "редакторка"}, {"en": "Writes."})
    assert profile.picture is not None and profile.picture.src == "ada.jpg"
    assert [(link.title, link.url) for link in profile.links] == [("Site", "https://example.org/ada")]


@pytest.mark.parametrize("word", ["organization", "Organisation", "agency"])
def test_an_organisation_is_one_in_either_spelling(word: str) -> None:
    profile, found = authors.read("content/authors/desk/index.md", yaml("name: Desk", f"type: {word}"), SETTINGS)
    assert found == () and profile is not None
    assert (profile.id, profile.is_organization, profile.names.texts) == ("desk", True, (("", "Desk"),))


def test_the_text_below_is_the_biography_of_the_first_language() -> None:
    profile, found = authors.read("content/authors/ada.md", yaml("name: Ada", body="\nПише\nвірші.\n"), SETTINGS)
    assert found == () and profile is not None
    assert plain(profile.bio) == {"uk": "Пише вірші."}


@pytest.mark.parametrize(
    ("lines", "body", "code"),
    [
        (["id: ada"], "", "front-matter/missing-key"),
        (["name: [a]"], "", "front-matter/wrong-type"),
        (["name: Ada", "bio: x"], "Text", "front-matter/body-unused"),
        (["name: {de: Ada, en: Ada}"], "", "front-matter/other-language"),
        (["name: Ada", "type: robot"], "", "front-matter/not-a-choice"),
        (["name: Ada", "links: [{title: x, url: 'javascript:x'}]"], "", "front-matter/bad-url"),
        (["name: Ada", "slug: a/b"], "", "front-matter/bad-slug"),
        (["name: Ada", "picture: ../../../x.jpg"], "", "front-matter/bad-path"),
    ],
)
def test_a_fault_of_an_author_is_found(lines: list[str], body: str, code: str) -> None:
    _, found = authors.read("content/authors/ada.md", yaml(*lines, body=body), SETTINGS)
    assert [finding.code for finding in found] == [code]
