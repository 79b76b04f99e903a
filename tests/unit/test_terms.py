"""Who and what articles name: namesakes, near misses, undeclared names."""

from __future__ import annotations

from tests.newsroom import Newsrooms, article


def author(name: str, *lines: str) -> str:
    return "\n".join((f"-- content/authors/{name}.md --", "---", *lines, "---", ""))


def test_two_authors_with_one_id_are_an_error_that_names_both(newsroom: Newsrooms) -> None:
    desk = newsroom(author("a", "id: ada", "name: Ada Loza") + author("b", "id: ada", "name: Ada Verba"))
    built = desk.build()
    assert list(built.diagnostics) == ["content/authors/b.md:2:1 author/same-id"]
    assert "content/authors/a.md:2" in built.text


def test_a_name_of_two_authors_is_a_warning(newsroom: Newsrooms) -> None:
    desk = newsroom(author("a", "name: Ada Loza") + author("b", "name: Ada Verba", "also: [Ada Loza]"))
    assert list(desk.build().codes) == ["author/same-name"]


def test_two_undeclared_tags_with_one_address_are_told(newsroom: Newsrooms) -> None:
    desk = newsroom(f"-- content/politics/a.md --\n{article('A', 'tags: [C]')}-- content/politics/b.md --\n{article('B', 'tags: [C++]')}")
    assert list(desk.build().codes) == ["term/same-address"]


def test_a_near_miss_is_of_a_declared_name_and_numbers_are_none(newsroom: Newsrooms) -> None:
    desk = newsroom(
        author("ada", "name: Ada Lozova")
        + "".join(
            f"-- content/politics/{name}.md --\n{article(name, f'author: {signed}', f'tags: [budget {number}]')}"
            for number, (name, signed) in enumerate((("a", "Ada Lozowa"), ("b", "Ada Lozova"), ("c", "Ida Verba"), ("d", "Ida Verbe")))
        )
    )
    built = desk.build()
    assert list(built.diagnostics) == ["content/politics/a.md:4:9 author/near-miss"]
    assert "Ada Lozova" in built.text
