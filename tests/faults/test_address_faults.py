"""Addresses that two things want, that a host or disk can't hold, or that climb (FAULTS 25–30)."""

from __future__ import annotations

from itertools import combinations

import pytest

from sitegen.site.slugs import slug
from tests.newsroom import CONFIG, TERMS, Newsroom, Newsrooms, article

# Everything that can want the address /politics/x/, with the place that an error must name.
KINDS: dict[str, tuple[dict[str, str], str]] = {
    "article": ({"content/politics/x.md": article("X", "url: /politics/x/")}, "content/politics/x.md:4:1"),
    "another article": ({"content/politics/x2.md": article("X2", "url: /politics/x")}, "content/politics/x2.md:4:1"),
    "article by its slug": (
        {"content/en/politics/slug.md": article("S", "slug: x"), "sitegen.toml": CONFIG + '[permalinks]\npolitics = "/politics/{slug}/"\n'},
        "content/en/politics/slug.md:4:1",
    ),
    "standing page": ({"content/pages/x.md": "---\ntitle: X\nurl: /politics/x/\n---\n"}, "content/pages/x.md:3:1"),
    "alias": ({"content/politics/y.md": article("Y", "aliases: [/politics/x/]")}, "content/politics/y.md:4:11"),
    "another alias": ({"content/politics/z.md": article("Z", "aliases: /politics/x")}, "content/politics/z.md:4:10"),
    "static file": ({"static/politics/x/index.html": "static"}, "static/politics/x/index.html"),
    "static file under a folder's name": ({"static/politics/x": "static"}, "static/politics/x"),
    "section front": ({"content/terms.toml": TERMS + '[sections."politics/x"]\nname = "X"\n'}, "content/terms.toml:3:1"),
}


PAIRS = [pair for pair in combinations(KINDS, 2) if not all(kind.startswith("static") for kind in pair)]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_case_25_two_claims_to_one_address_are_an_error_naming_both(newsroom: Newsrooms, one: str, other: str) -> None:
    room = newsroom({"content/politics/first.md": article("First")})
    before = room.build()
    room.edit({**KINDS[one][0], **KINDS[other][0]})
    sources = room.sources()
    after = room.build()
    assert after.code == 1
    assert set(after.codes) == {"permalink/collision"}
    places = {str(after.findings[0].span), *map(str, after.findings[0].related)}
    assert places == {KINDS[one][1], KINDS[other][1]}
    assert after.tree == before.tree
    assert room.sources() == sources


GENERATED = {
    "home": ("/", "content/index.md"), "second language's home": ("/uk/", ""), "archive page of a section": ("/politics/page/1/", ""),
    "archive page of home": ("/page/1/", ""), "tag front": ("/tag/bridge/", ""), "author front": ("/author/iryna-melnyk/", ""),
    "month": ("/archive/2026/11/", ""), "index of tags": ("/tags/", ""), "index of authors": ("/authors/", ""),
    "feed": ("/feed.xml", ""), "feed of a section": ("/politics/feed.json", ""), "sitemap": ("/sitemap.xml", ""),
    "news sitemap": ("/news-sitemap.xml", ""), "robots": ("/robots.txt", ""), "not found": ("/404.html", ""),
    "manifest": ("/manifest.webmanifest", ""),
}


@pytest.mark.parametrize("kind", GENERATED)
@pytest.mark.parametrize("claim", ["url", "aliases"])
def test_case_25_what_sitegen_makes_itself_is_not_overwritten(newsroom: Newsrooms, kind: str, claim: str) -> None:
    room = newsroom({"sitegen.toml": CONFIG + "page_size = 1\n"})
    room.edit({f"content/politics/a{n}.md": article(f"A{n}", "tags: [bridge]", date=f"2026-11-{n}") for n in (11, 12)})
    before = room.build()
    assert before.code == 0
    path = GENERATED[kind][0]
    assert (path.lstrip("/") + ("index.html" if path.endswith("/") else "")) in before.tree
    room.edit({"content/pages/about.md": f"---\ntitle: About\n{claim}: {path}\n---\n"})
    after = room.build()
    assert after.codes == ("permalink/collision",)
    places = {str(after.findings[0].span), *map(str, after.findings[0].related)}
    assert any(place.startswith("content/pages/about.md:3:") for place in places)
    assert len(places) == 2
    assert after.tree == before.tree


@pytest.mark.parametrize("path", [path.lstrip("/") + ("index.html" if path.endswith("/") else "") for path, _ in GENERATED.values()])
def test_case_25_a_static_file_overwrites_nothing_that_sitegen_makes(newsroom: Newsrooms, path: str) -> None:
    room = newsroom({"sitegen.toml": CONFIG + "page_size = 1\n", f"static/{path}": "mine"})
    room.edit({f"content/politics/a{n}.md": article(f"A{n}", "tags: [bridge]", date=f"2026-11-{n}") for n in (11, 12)})
    built = room.build()
    assert built.codes == ("permalink/collision",)
    assert f"static/{path}" in built.text
    assert not built.tree


def test_case_25_a_front_is_named_by_where_its_address_comes_from(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/a.md": article("A", "tags: [bridge]")})
    built = room.edit({"content/pages/p.md": "---\ntitle: P\nurl: /tag/bridge/\n---\n"}).build()
    assert built.diagnostics == ("content/politics/a.md:4:8 permalink/collision",)
    assert [str(span) for span in built.findings[0].related] == ["content/pages/p.md:3:1"]
    room.edit({"content/terms.toml": TERMS + '[tags.bridge]\nname = "Bridge"\n'})
    assert str(room.build().findings[0].span) == "content/terms.toml:3:1"


def test_case_25_one_former_path_written_twice_is_one(newsroom: Newsrooms) -> None:
    built = newsroom({"content/politics/a.md": article("A", "aliases: [/old, /old/, /old/index.html]")}).build()
    assert built.code == 0
    assert "old/index.html" in built.tree


RETIRED = {
    "of an article that moved": "content/politics/first.md published 2026-11-20T00:00:00+02:00 /politics/2026/11/first/ was:/politics/x/",
    "of one that ended": "content/politics/gone.md expired 2026-11-20T00:00:00+02:00 /politics/x/",
    "of one that vanished": "content/politics/gone.md published 2026-11-20T00:00:00+02:00 /politics/x/",
}
WANTED = [kind for kind in KINDS if kind != "static file under a folder's name"]


@pytest.mark.parametrize("kind", WANTED)
@pytest.mark.parametrize("retired", RETIRED)
@pytest.mark.parametrize("spelling", ["/politics/x/", "/politics/X/"])
def test_cases_25_and_26_an_address_that_was_published_is_never_anothers(newsroom: Newsrooms, kind: str, retired: str, spelling: str) -> None:
    room = newsroom({"content/politics/first.md": article("First")})
    before = room.build()
    room.edit({**KINDS[kind][0], "ledger/2026.txt": RETIRED[retired].replace("/politics/x/", spelling) + "\n"})
    after = room.build()
    if "alias" in kind and retired != "of an article that moved":
        assert after.codes == ()  # a way out
        return
    if retired == "of one that vanished" and kind.startswith("static"):
        assert after.codes == ("ledger/vanished",)
        return
    assert after.codes == ("permalink/retired",)
    assert [str(after.findings[0].span), *map(str, after.findings[0].related)] == [KINDS[kind][1], "ledger/2026.txt:1:1"]
    assert after.tree == before.tree


def test_case_25_a_redirect_by_hand_takes_no_pages_address(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/first.md": article("First"), "ledger/redirects.txt": "/politics/2026/11/First /politics/\n/politics/feed.xml/ /politics/\n"})
    built = room.build()
    assert built.codes == ("permalink/collision",)
    assert {str(built.findings[0].span), *map(str, built.findings[0].related)} == {"content/politics/first.md:2:1", "ledger/redirects.txt:1:1"}


def test_case_25_the_second_archive_page_takes_no_retired_address(newsroom: Newsrooms) -> None:
    room = newsroom({"sitegen.toml": CONFIG + "page_size = 1\n", "ledger/2026.txt": "gone expired - /politics/page/1/\n"})
    room.edit({f"content/politics/a{n}.md": article(f"A{n}", date=f"2026-11-{n}") for n in (11, 12)})
    built = room.build()
    assert built.codes == ("permalink/retired",) and str(built.findings[0].related[0]) == "ledger/2026.txt:1:1"


def test_case_26_addresses_that_differ_by_case_collide(newsroom: Newsrooms) -> None:
    room = newsroom({"content/pages/a.md": "---\ntitle: A\nurl: /Story/\n---\n", "content/pages/b.md": "---\ntitle: B\nurl: /story/\n---\n"})
    assert room.build().diagnostics == ("content/pages/b.md:3:1 permalink/collision",)
    room.remove("content/pages/b.md").edit({"static/STORY/index.html": "x"})
    assert room.build().codes == ("permalink/collision",)


@pytest.mark.parametrize(("one", "other"), [
    ("caf\u00e9", "cafe\u0301"), ("story", "\uff53tory"), ("file", "\ufb01le"), ("strasse", "stra\u00dfe"), ("ангстрем-\u00c5", "ангстрем-\u212b"),
])
def test_case_27_addresses_that_differ_by_unicode_form_collide(newsroom: Newsrooms, one: str, other: str) -> None:
    room = newsroom({"content/pages/a.md": f"---\ntitle: A\nurl: /{one}/\n---\n", "content/pages/b.md": f"---\ntitle: B\nurl: /{other}/\n---\n"})
    assert room.build().diagnostics == ("content/pages/b.md:3:1 permalink/collision",)
    room.remove("content/pages/b.md").edit({f"static/{other}/index.html": "x"})
    assert room.build().codes == ("permalink/collision",)


def test_case_27_addresses_are_in_nfc(newsroom: Newsrooms) -> None:
    room = newsroom({"content/pages/cafe\u0301.md": "---\ntitle: A\nurl: /cafe\u0301/\n---\n", "static/re\u0301sume\u0301.pdf": "x"})
    built = room.build()
    assert built.code == 0
    assert {"caf\u00e9/index.html", "r\u00e9sum\u00e9.pdf"} <= set(built.tree)
    assert 'href="https://paper.example/caf%C3%A9/"' in built.page("/caf\u00e9/")


RESERVED = [
    "/CON/", "/nul/", "/a/com1/", "/aux.html", "/Prn.story/", "/lpt9/", "/COM\u00b9/", "/story./", "/a /b/", "/.git/config/",
    "/.well-known/x/", "/_headers/", "/_redirects", "/CNAME", "/cname/", "/.nojekyll/", "/.htaccess/", "/_worker.js/",
    "/.sitegen-manifest/", "/.sitegen-journal/", "/.sitegen/", "/a<b/", "/a|b/", '/a"b/', "/a*b/", "/" + "я" * 128 + "/", "/" + "a/" * 800,
]


@pytest.mark.parametrize("path", RESERVED)
@pytest.mark.parametrize("claim", ["url", "aliases"])
def test_case_28_names_that_a_disk_or_host_keeps_for_itself_are_refused(newsroom: Newsrooms, path: str, claim: str) -> None:
    built = newsroom({"content/pages/a.md": f"---\ntitle: A\n{claim}: '{path}'\n---\n"}).build()
    assert built.code == 1
    assert built.codes in {("permalink/reserved",), ("front-matter/bad-path",)}
    assert str(built.findings[0].span).startswith("content/pages/a.md:3:")
    assert not built.tree


@pytest.mark.parametrize("name", ["aux.jpg", "a:b.txt", "a\nb.txt", "tail.", "tail ", 'quote".txt', "dir/NUL", "what?.txt"])
def test_case_28_static_files_of_such_names_are_refused(newsroom: Newsrooms, name: str) -> None:
    built = newsroom({f"static/{name}": "x"}).build()
    assert built.codes == ("permalink/reserved",)
    assert built.findings[0].span.path == f"static/{name}"


def test_case_28_files_that_steer_a_host_come_from_static_alone(newsroom: Newsrooms) -> None:
    room = newsroom({"static/CNAME": "paper.example", "static/_headers": "/x\n  X-A: b\n", "static/_redirects": "/o /n 301\n"})
    room.edit({"static/.well-known/security.txt": "Contact: x", "static/.nojekyll": "", "static/ads.txt": "x"})
    room.edit({"content/politics/a.md": article("A", "aliases: /old/")})
    built = room.build()
    assert built.code == 0
    assert {"CNAME", ".well-known/security.txt", ".nojekyll", "ads.txt"} <= set(built.tree)
    assert built.tree["_redirects"] == b"/o /n 301\n/old/ /politics/2026/11/a/ 301\n"
    assert built.tree["_headers"].startswith(b"/x\n  X-A: b\n/")


def test_case_29_a_file_that_is_needed_as_a_folder_is_an_error_naming_both(newsroom: Newsrooms) -> None:
    room = newsroom({"content/pages/a.md": "---\ntitle: A\nurl: /a.html\n---\n"})
    assert "a.html" in room.build().tree
    room.edit({"content/pages/b.md": "---\ntitle: B\nurl: /a.html/b/\n---\n"})
    built = room.build()
    assert built.diagnostics == ("content/pages/b.md:3:1 permalink/collision",)
    assert [str(span) for span in built.findings[0].related] == ["content/pages/a.md:3:1"]
    room.remove("content/pages/b.md").edit({"static/A.HTML/c.txt": "x"})
    assert room.build().diagnostics == ("static/A.HTML/c.txt permalink/collision",)


PAYLOADS = [
    "..", "../x", "../../etc/passwd", "/../x", "a/../../x", "a/..", "./../x", ".", "./", "...", "....//x", ". .", ".. /x", "..;/x",
    "%2e%2e", "%2e%2e/x", "%2E%2E%2Fx", "%2e%2e%5cx", "%252e%252e", "%252e%252e%252fx", "%25252e%25252e", ".%2e/x", "%2e./x", "a%2Fb",
    "a%5Cb", "a%00b", "%00", "%u002e%u002e", "%c0%ae%c0%ae", "%ff", "%e2%80%ae", "a%0ab", "a%0d%0aSet-Cookie: x", "%09", "%zz", "%",
    "\\", "..\\x", "a\\..\\..\\x", "\\\\host\\share", "C:", "C:\\x", "c:/x", "C|/x", "file:///etc/passwd", "file:x", "javascript:alert(1)",
    "//host", "//host/x", "///host", "/\\host", "http://host/x", "https:host", "\uff0e\uff0e/x", "\uff0e\uff0e\uff0fx", "a\uff0fb\uff0f..\uff0f..", "\u2024\u2024/x",
    "\u2026/x", "a//b", "..%c1%9c", "\u202e..", "~/../x", "..\u200b/x",
]
FIELDS = {
    "slug": ("content/politics/s.md", 4, lambda p: article("S", f"slug: {p}")),
    "url": ("content/politics/s.md", 4, lambda p: article("S", f"url: {p}")),
    "alias": ("content/politics/s.md", 4, lambda p: article("S", f"aliases: [{p}]")),
    "permalink pattern": ("sitegen.toml", 5, lambda p: CONFIG + f'permalink = {p[:-1]}/{{slug}}/"\n'),
    "section's pattern": ("sitegen.toml", 6, lambda p: CONFIG + f'[permalinks]\npolitics = "/{p[1:-1]}/{{slug}}/"\n'),
    "term slug": ("content/terms.toml", 4, lambda p: TERMS + f"[tags.a]\nslug = {p}\n"),
    "section slug": ("content/terms.toml", 4, lambda p: TERMS + f"[sections.a]\nslug = {p}\n"),
    "section's file": ("content/politics/_index.md", 3, lambda p: f"---\ntitle: P\nslug: {p}\n---\n"),
    "author slug": ("content/authors/a.md", 3, lambda p: f"---\nname: Iryna Melnyk\nslug: {p}\n---\n"),
}


def written(room: Newsroom) -> dict[str, bytes]:
    return {name: data for name, data in room.sources().items() if not name.startswith("made/")}


@pytest.mark.parametrize("field", FIELDS)
def test_case_30_no_field_that_makes_a_path_leads_out(newsroom: Newsrooms, field: str) -> None:
    assert len(set(PAYLOADS)) >= 60
    path, line, text = FIELDS[field]
    room = newsroom({"content/politics/other.md": article("Other", "tags: [a]")})
    before = room.build()
    for payload in PAYLOADS:
        quoted = '"' + payload.replace("\\", "\\\\") + '"'
        room.edit({path: text(quoted)})
        sources = written(room)
        built = room.check()
        harmless = [p for p in built.findings if p.span.path == path and p.span.line >= min(line, 2)]
        if not built.findings:  # harmless once read, such as full-width dots in a slug: the page must be inside
            made = room.build(output="made").tree
            assert made, payload
            parts = {part for name in made for part in name.split("/")}
            assert not parts & {"..", ".", ""}, payload
            continue
        assert harmless, payload
        assert room.build().tree == before.tree or not room.build().code, payload
        assert written(room) == sources
    outside = {child.name for child in room.folder.parent.iterdir()}
    assert outside == {room.folder.name}
    assert {child.name for child in room.folder.iterdir()} <= {"content", "public", "made", "sitegen.toml", ".sitegen"}


@pytest.mark.parametrize("name", ["..", "../../x", "/etc", "a/../b", "C:\\x", "\\\\host", "%2e%2e/x", "CON", "\u202e.."])
def test_case_30_names_that_become_slugs_lead_nowhere_else(newsroom: Newsrooms, name: str) -> None:
    quoted = '"' + name.replace("\\", "\\\\") + '"'
    room = newsroom({"content/politics/s.md": article("S", f"tags: [{quoted}]", f"series: {quoted}", f"author: {quoted}", f"section: {quoted}")})
    built = room.build()
    if built.code:
        assert set(built.codes) <= {"permalink/reserved", "permalink/collision", "section/undeclared", "front-matter/invisible-character"}
        assert not built.tree
    parts = {part for path in built.tree for part in path.split("/")}
    assert not parts & {"..", ".", "", "CON"}
    assert slug(name, "en")
