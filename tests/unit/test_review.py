"""What only the proofs of all files show together, in `check` alone."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.newsroom import NOW, Newsrooms, article

LONG = "Цей абзац досить довгий, щоб стояти лише в одній статті: його переписали слово в слово, нічого не додали, не змінили й навіть не згадали, хто написав його першим, а в ньому понад двісті знаків, як і має бути."


def told(text: str = "", *lines: str, body: str = "Text.", date: str = "2026-11-20") -> str:
    return article(text or "The town votes", "summary: S", *lines, body=body, date=date)


def found(room, code: str, **options) -> list[str]:  # type: ignore[no-untyped-def]
    return [str(one.span) for one in room.check(**options).findings if one.code == code]


def test_a_paragraph_copied_from_an_earlier_article_is_found_at_the_later(newsroom: Newsrooms) -> None:
    room = newsroom({
        "content/politics/a.md": told("A", body=f"One.\n\n{LONG}", date="2026-11-22"),
        "content/politics/b.md": told("B", body=f"Two.\n\n{LONG.replace('слово в слово', '**слово в слово**')}", date="2026-11-20"),
        "content/politics/c.md": told("C", body=f"!!! note\n    {LONG}"),
        "content/politics/d.md": told("D", body=f"> other\n\n{LONG[:150]}"),
        "content/pages/about.md": f"---\ntitle: About\nsummary: S\n---\n{LONG}\n",
    })  # fmt: skip
    [one] = [one for one in room.check().findings if one.code == "text/copied-paragraph"]
    assert (str(one.span), [str(other) for other in one.related]) == ("content/politics/a.md:9:1", ["content/politics/b.md:9:1"])
    assert "text/copied-paragraph" not in room.build().codes


def test_pictures_that_no_text_names_are_found(newsroom: Newsrooms) -> None:
    room = newsroom({
        "sitegen.toml": 'title = "P"\nbase_url = "https://p.example/"\nlanguages = ["en"]\npicture = "shared.jpg"\n',
        "content/politics/a/index.md": told("A", "image: {src: lead.jpg, alt: A, credit: C}", body='![x](body.jpg){credit="C"} ![y](<with space.png>){credit="C"} <img src="raw.webp" alt="r">'),
        "content/politics/b.md": told("B", "status: draft", body='![x](/politics/draft.jpg){credit="C"} [paper](paper.pdf)'),
        "content/authors/ada.md": "---\nname: Ada\npicture: ada.jpg\n---\n",
        **{f"content/{path}": b"x" for path in (
            "politics/a/lead.jpg", "politics/a/body.jpg", "politics/a/with space.png", "politics/a/raw.webp", "politics/draft.jpg", "politics/paper.pdf", "politics/unused.pdf",
            "authors/ada.jpg", "shared.jpg", "politics/a/unused.jpg", "politics/unused.png",
        )},
        "static/any.png": b"x",
    })  # fmt: skip
    assert found(room, "picture/orphan") == ["content/politics/a/unused.jpg", "content/politics/unused.png"]


def test_a_hidden_article_that_nobody_leads_to_is_found(newsroom: Newsrooms) -> None:
    room = newsroom({
        "content/politics/a.md": told("A", body="[x](b.md)\n\n[[d]]\n\nRead also: The fifth"),
        **{f"content/politics/{name}.md": told(title, "status: hidden") for name, title in (("b", "B"), ("c", "C"), ("d", "D"), ("e", "The fifth"))},
        "content/pages/about.md": "---\ntitle: About\nsummary: S\nstatus: hidden\n---\nText.\n",
    })  # fmt: skip
    assert found(room, "article/orphan") == ["content/politics/c.md:5:1"]
    room.edit({"content/politics/c.md": told("C", "status: hidden", body="[self](c.md)")})
    assert found(room, "article/orphan") == ["content/politics/c.md:5:1"]
    room.edit({"content/politics/c.md": told("C")})
    assert found(room, "article/orphan") == []


def test_a_date_to_come_needs_an_embargo(newsroom: Newsrooms) -> None:
    room = newsroom({
        "content/politics/a.md": told("A", date="2026-11-29 09:30"),
        "content/politics/b.md": told("B", "embargo: 2026-11-30", date="2026-11-29 09:30"),
        "content/politics/c.md": told("C", "status: draft", date="2026-11-29 09:30"),
        "content/politics/d.md": told("D", date="2026-11-24 13:59"),
    })  # fmt: skip
    [one] = [one for one in room.check().findings if one.code == "article/future"]
    assert (str(one.span), one.message.partition("itself ")[2]) == ("content/politics/a.md:3:1", "at 2026-11-29 09:30+02:00")
    later = room.build(checking=True, now=NOW + dt.timedelta(days=10))
    assert "article/future" not in later.codes


@pytest.mark.parametrize("again", [True, False])
def test_proofs_are_remembered_by_bytes_and_settings(again: bool, newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second check reads no text again, and finds the same; a changed text, or house style, is read."""
    from sitegen.press import proofs

    room = newsroom({f"content/politics/{name}.md": told(name, body="Two  spaces.") for name in "abc"})
    room.build()
    first = room.check()
    read: list[str] = []
    true = proofs.proof
    monkeypatch.setattr(proofs, "proof", lambda path, *rest: read.append(path) or true(path, *rest))
    if again:
        assert room.check().diagnostics == first.diagnostics and read == []
        room.edit({"content/politics/b.md": told("b", body="One  two three.")})
        assert room.check().codes.count("text/double-space") == first.codes.count("text/double-space") == 3 and read == ["content/politics/b.md"]
    else:
        room.edit({"sitegen.toml": 'title = "P"\nbase_url = "https://p.example/"\nlanguages = ["en"]\n[desk.terms.en]\n"spaces" = "gaps"\n'})
        assert room.check().codes.count("style/term") == 3 and len(read) >= 3


def test_a_build_reads_no_proofs(newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitegen.press import proofs

    def never(*given: object) -> None:
        raise AssertionError

    monkeypatch.setattr(proofs, "proof", never)
    monkeypatch.setattr(proofs, "proofread", never)
    room = newsroom({"content/politics/a.md": article(body="Two  spaces, cлово.")})
    assert (room.build().code, room.build().codes) == (0, ())


def test_a_check_is_the_same_with_workers(newsroom: Newsrooms) -> None:
    room = newsroom({f"content/politics/a{number}.md": told(f"A {number}", body=f"Two  spaces {number}.") for number in range(230)})
    one, two = room.check(jobs=1), room.check(jobs=2)
    assert one.diagnostics == two.diagnostics and one.codes.count("text/double-space") == 230
