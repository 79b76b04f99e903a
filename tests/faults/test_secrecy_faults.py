"""Nothing of what is not public today is in any byte or file name of the tree (FAULTS 16)."""

from __future__ import annotations

import pytest

from sitegen.site.visibility import Edge
from tests.faults.test_gate_faults import PICTURE
from tests.newsroom import TERMS, Built, Newsroom, Newsrooms, article

HIDDEN = {
    "draft": "status: draft", "draft by flag": "draft: true", "unpublished": "published: false", "embargoed": "embargo: 2026-12-01 06:00",
    "of the future": "publish_date: 2027-01-01", "expired": "expires: 2026-11-23 10:00",
}
WORDS = ("zzcanary", "zzбаклан", "zzbaklan")


def secret(reason: str) -> dict[str, str | bytes]:
    """An article that isn't public, with a word to be found in every field; and all that only it uses."""
    fields = [
        reason, "kicker: zzcanary kicker", "summary: zzcanary summary", "author: [Zzcanary Person, zzhidden]", "tags: [zzcanary tag, registered, shared]",
        "series: zzcanary series", "story: zzcanary story", "image: {src: zzcanary.png, alt: zzcanary alt, credit: zzcanary}",
        "dateline: Zzcanary", "location: zzcanary", "aliases: [/zzcanary-old/]", "sources: [{title: zzcanary, url: 'https://zzcanary.example/'}]",
        "corrections: [{date: 2026-11-20, text: zzcanary}]", "id: zzcanary-id", "extra: {note: zzcanary}",
    ]
    return {
        "content/politics/zzcanary/index.md": article("Zzcanary headline", *fields, body="zzcanary body ![zz](zzcanary-2.png){credit=zzcanary}"),
        "content/politics/zzcanary/zzcanary.png": PICTURE + b"zzcanary", "content/politics/zzcanary/zzcanary-2.png": PICTURE,
        "content/uk/politics/zzcanary/index.md": article("zzбаклан", reason, "tags: [zzбаклан]", body="zzбаклан"),
        "content/authors/zzhidden.md": "---\nname: Zzcanary Hidden\nbio: zzcanary\npicture: {src: /politics/zzcanary/zzcanary.png, alt: a, credit: c}\n---\n",
    }


PUBLIC = {
    "content/terms.toml": TERMS + '[tags.registered]\nname = "Registered zzcanary"\n[tags.shared]\nname = "Shared"\n',
    "content/politics/open.md": article(
        "Open", "tags: [shared]", "read_also: [zzcanary, zzcanary-id]",
        body="Words.\n\nRead also: [Zzcanary headline](zzcanary/index.md)\n\n[[zzcanary]] and [own words](zzcanary/index.md) and [more](/zzcanary-old/).\n\nRead also: Zzcanary headline\n",
    ),
    "content/_index.md": "---\nlead: politics/zzcanary\ntop: [zzcanary, open]\nbreaking: {text: Breaking, ref: zzcanary}\n---\n",
}


def found(built: Built, *beside: str) -> list[str]:
    return [
        path for path, data in built.tree.items()
        for word in WORDS if word in (path + data.decode("utf-8", "replace")).casefold() and path not in beside
    ]


@pytest.mark.parametrize("reason", HIDDEN)
def test_case_16_no_word_of_what_is_not_public_leaves(newsroom: Newsrooms, reason: str) -> None:
    room: Newsroom = newsroom({**PUBLIC, **secret(HIDDEN[reason])})
    built = room.build()
    assert (built.code, built.articles) == (0, 1), built.text
    assert found(built) == []
    assert not [path for path in built.tree if path.startswith("media/")]
    assert "own words" in built.page("/politics/2026/11/open/")
    shared = built.page("/tag/shared/")
    assert shared.count("<article") <= 1 or "Open" in shared
    preview = room.build(output="preview", edge=Edge(drafts=True, future=True, expired=True))
    assert preview.articles == 3
    assert len(found(preview)) > 10


@pytest.mark.parametrize("reason", HIDDEN)
def test_case_16_one_more_secret_article_changes_no_byte(newsroom: Newsrooms, reason: str) -> None:
    files = {path: text for path, text in PUBLIC.items() if not path.endswith("_index.md")}
    files["content/politics/open.md"] = article("Open", "tags: [shared]")
    without = newsroom(files).build()
    with_it = newsroom({**files, **secret(HIDDEN[reason])}).build()
    assert with_it.tree == without.tree


def test_case_16_what_is_taken_back_leaves_no_file(newsroom: Newsrooms) -> None:
    room = newsroom({**PUBLIC, **secret("genre: news")})
    assert found(room.build())
    built = room.edit(secret("status: draft")).build()
    assert built.code == 0
    assert found(built) == []
    manifest = (room.folder / "public/.sitegen-manifest").read_text("utf-8")
    assert "zz" not in manifest


def test_case_16_a_hidden_article_is_a_page_and_in_no_list(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/quiet.md": article("Zzcanary", "status: hidden", "tags: [zzcanary]", "author: Zzcanary Person")})
    built = room.build()
    page = "politics/2026/11/quiet/index.html"
    assert found(built, page) == []
    assert "noindex" in built.tree[page].decode()
