"""The ledger of published URLs: what is entered, what it means for a build, what it forbids."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from sitegen.cli import main
from sitegen.core.diagnostics import Span
from sitegen.pipeline import Options
from sitegen.site import ledger
from sitegen.site.ledger import Entry, Rule, State
from sitegen.site.visibility import Edge
from sitegen.urls.keeping import Kept, update, verify
from tests.newsroom import NOW, Built, Newsroom, Newsrooms, article

MILL = "content/politics/mill.md"
URL = "/politics/2026/11/mill/"
LINE = f"{MILL} published 2026-11-20T00:00:00+02:00 {URL}"


def entered(room: Newsroom, now: dt.datetime = NOW) -> list[str]:
    """The lines of the ledger after the command."""
    assert not update(Options(room.folder), now).findings
    return lines(room)


def lines(room: Newsroom) -> list[str]:
    files = sorted(room.folder.glob("ledger/2*.txt"))
    return [line for file in files for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]


@pytest.fixture
def room(newsroom: Newsrooms) -> Newsroom:
    """One article that was published, and its line."""
    made = newsroom({MILL: article("The mill")})
    assert entered(made) == [LINE]
    return made


def codes(built: Built) -> tuple[str, ...]:
    return tuple(code for code in built.codes if not code.startswith("image/"))


# ------------------------------------------------------------------ what is entered


def test_only_what_readers_have_is_entered(newsroom: Newsrooms) -> None:
    room = newsroom({
        MILL: article("The mill"), "content/pages/about.md": "---\ntitle: About\n---\nUs.\n",
        "content/politics/draft.md": article("Secret one", "status: draft"),
        "content/politics/later.md": article("Secret two", "embargo: 2026-12-01"),
        "content/politics/hidden.md": article("Secret three", "status: hidden"),
        "content/politics/wrong.md": article("Wrong", "status: retracted", "retracted: {date: 2026-11-22, reason: It was not so}", date="2025-12-31T23:30:00Z"),
        "content/politics/over.md": article("Over", "expires: 2026-11-23"),
    })
    assert entered(room) == [
        "content/pages/about.md published - /about/",
        "content/politics/mill.md published 2026-11-20T00:00:00+02:00 /politics/2026/11/mill/",
        "content/politics/wrong.md retracted 2026-01-01T01:30:00+02:00 /politics/2026/01/wrong/",
    ]
    assert sorted(path.name for path in (room.folder / "ledger").iterdir()) == ["2026.txt"]
    text = (room.folder / "ledger/2026.txt").read_text("utf-8")
    assert "secret" not in text.casefold() and "draft" not in text and "later" not in text and "hidden" not in text and "over" not in text


def test_a_preview_puts_nothing_more_into_it(newsroom: Newsrooms) -> None:
    room = newsroom({MILL: article("The mill", "status: draft")})
    assert update(Options(room.folder, edge=Edge(drafts=True, future=True, expired=True)), NOW) == Kept()
    assert not (room.folder / "ledger").exists()


def test_each_year_has_its_file_and_the_second_time_nothing_is_written(newsroom: Newsrooms) -> None:
    room = newsroom({MILL: article("The mill"), "content/politics/old.md": article("Old", date="2019-05-04 10:00")})
    first = update(Options(room.folder), NOW)
    assert (first.written, first.lines) == (("ledger/2019.txt", "ledger/2026.txt"), 2)
    assert update(Options(room.folder), NOW) == Kept()


def test_lines_are_sorted_and_two_branches_merge_by_lines(newsroom: Newsrooms) -> None:
    room = newsroom({f"content/politics/{name}.md": article(name.title()) for name in ("c", "a", "b")})
    found = entered(room)
    assert found == sorted(found)
    room.edit({"content/politics/aa.md": article("Another")})
    assert [line for line in entered(room) if line not in found] == [found[0].replace("/a.md", "/aa.md").replace("/a/", "/aa/")]


def test_a_line_says_what_it_was_read_from_whatever_is_in_it() -> None:
    since = dt.datetime(2026, 11, 20, 9, 31, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    entry = Entry("content/a b%#\u2028.md", State.RETRACTED, since, "/новини/a b/", ("/x/", "/y%20z/"), ("2026-11-21", "2026-11-21"))
    written = ledger.text([entry])
    found, problems = ledger.read({"ledger/2026.txt": written})
    assert (found.entries, problems) == ((entry,), ())
    assert ledger.text(found.entries) == written
    assert all(len(line.splitlines()) == 1 for line in written.rstrip("\n").split("\n"))


BAD = [
    ("x", "needs an id"), ("x published -", "needs an id"), ("x gone - /a/", "'gone' is no state"), ("x published yesterday /a/", "is no time"),
    ("x published 2026-11-20 /a/", "is no time"), ("x published - a/", "must begin with /"), ("x published - /a/../b/", "it climbs"),
    ("x published - /a/ /b/", "begins with neither"), ("x published - /a/ corrected:soon", "is no day"),
]


@pytest.mark.parametrize(("line", "words"), BAD)
def test_a_line_that_cant_be_understood_is_an_error_at_its_place(newsroom: Newsrooms, line: str, words: str) -> None:
    built = newsroom({"ledger/2026.txt": f"# Heading\n\n  {line}\n"}).build()
    assert built.diagnostics == ("ledger/2026.txt:3:3 ledger/bad-line",)
    assert words in built.text
    assert not built.tree


def test_an_unfinished_merge_two_lines_and_two_owners_are_errors(newsroom: Newsrooms) -> None:
    built = newsroom({
        MILL: article("The mill"),
        "ledger/2026.txt": f"<<<<<<< ours\n{LINE}\n=======\n{LINE} corrected:2026-11-21\n>>>>>>> theirs\nb expired - {URL.upper()}\n",
    }).build()
    found = [(str(one.span), one.code, [str(place) for place in one.related]) for one in built.findings]
    assert [one for one in found if one[1].startswith("ledger/")] == [
        ("ledger/2026.txt:1:1", "ledger/conflict", []), ("ledger/2026.txt:3:1", "ledger/conflict", []),
        ("ledger/2026.txt:4:1", "ledger/same-id", ["ledger/2026.txt:2:1"]), ("ledger/2026.txt:5:1", "ledger/conflict", []),
        ("ledger/2026.txt:6:1", "ledger/same-address", ["ledger/2026.txt:2:1"]),
    ]


def test_a_ledger_that_is_no_text_or_a_link_stops_the_build(newsroom: Newsrooms) -> None:
    room = newsroom({"ledger/2026.txt": b"caf\xe9\n", "ledger/notes.md": "Notes"})
    assert set(room.build().codes) == {"file/not-utf-8", "ledger/unknown-file"}
    room.remove("ledger/2026.txt", "ledger/notes.md")
    (room.folder / "ledger/2026.txt").symlink_to("/etc/hostname")
    assert room.build().codes == ("file/symlink",)


# ------------------------------------------------------------------ redirects by themselves


def test_a_changed_slug_redirects_in_one_hop_and_a_second_one_too(room: Newsroom) -> None:
    room.edit({MILL: article("The mill", "slug: mill-for-sale")})
    built = room.build()
    assert codes(built) == ()
    assert 'url=/politics/2026/11/mill-for-sale/"' in built.page(URL)
    assert built.tree["_redirects"] == b"/politics/2026/11/mill/ /politics/2026/11/mill-for-sale/ 301\n"
    assert entered(room) == [f"{MILL} published 2026-11-20T00:00:00+02:00 /politics/2026/11/mill-for-sale/ was:{URL}"]
    room.edit({MILL: article("The mill", "slug: mill-sold")})
    built = room.build()
    assert 'url=/politics/2026/11/mill-sold/"' in built.page(URL)
    assert 'url=/politics/2026/11/mill-sold/"' in built.page("/politics/2026/11/mill-for-sale/")
    assert entered(room)[0].endswith("/politics/2026/11/mill-sold/ was:/politics/2026/11/mill-for-sale/ was:/politics/2026/11/mill/")
    room.edit({MILL: article("The mill")})
    built = room.build()
    assert "The mill</h1>" in built.page(URL) and f'url={URL}"' in built.page("/politics/2026/11/mill-sold/")


def test_a_changed_section_or_pattern_redirects(room: Newsroom) -> None:
    room.edit({MILL: article("The mill", "section: culture"), "content/terms.toml": '[sections.politics]\nname = "P"\n[sections.culture]\nname = "C"\n'})
    assert 'url=/culture/2026/11/mill/"' in room.build().page(URL)
    settings = (room.folder / "sitegen.toml").read_text("utf-8")
    room.edit({"sitegen.toml": settings + 'permalink = "/{section}/{slug}/"\n'})
    assert 'url=/culture/mill/"' in room.build().page(URL)


def test_a_changed_date_alone_moves_nothing_for_the_ledger_holds_it(room: Newsroom) -> None:
    room.edit({MILL: article("The mill", date="2025-01-02")})
    built = room.build()
    assert codes(built) == () and "The mill</h1>" in built.page(URL)
    assert entered(room) == [LINE]
    room.edit({MILL: article("The mill", "slug: sold", date="2025-01-02")})
    assert 'url=/politics/2026/11/sold/"' in room.build().page(URL)


def test_a_link_to_a_former_address_leads_to_the_article_itself(room: Newsroom) -> None:
    room.edit({MILL: article("The mill", "slug: sold"), "content/politics/b.md": article("B", body=f"[Mill]({URL})")})
    built = room.build()
    assert codes(built) == () and 'href="/politics/2026/11/sold/"' in built.page("/politics/2026/11/b/")


def test_a_slug_that_changes_its_case_alone_needs_no_page(room: Newsroom) -> None:
    room.edit({"ledger/2026.txt": LINE.replace("/mill/", "/Mill/") + "\n"})
    built = room.build()
    assert codes(built) == () and built.tree["_redirects"] == b"/politics/2026/11/Mill/ /politics/2026/11/mill/ 301\n"
    assert "politics/2026/11/Mill/index.html" not in built.tree


def test_an_alias_of_the_same_article_and_the_ledger_agree(room: Newsroom) -> None:
    room.edit({MILL: article("The mill", "slug: sold", f"aliases: [{URL}]")})
    assert codes(room.build()) == ()


# ------------------------------------------------------------------ what is promised


def vanished(built: Built) -> None:
    assert codes(built) == ("ledger/vanished",)
    (finding,) = built.findings
    assert finding.span == Span("ledger/2026.txt", 2, 1, len(LINE))
    assert f"https://paper.example{URL}" in finding.message
    assert all(words in finding.hint for words in (f"id: {MILL}", "sitegen mv", "status: retracted", "aliases:", "ledger/redirects.txt"))
    assert not built.tree


def test_a_published_article_that_vanishes_is_an_error_with_the_ways_out(room: Newsroom) -> None:
    room.remove(MILL)
    vanished(room.build())
    assert update(Options(room.folder), NOW).has_errors and lines(room) == [LINE]


def test_renamed_without_id_it_vanishes_and_with_it_it_redirects(room: Newsroom) -> None:
    room.remove(MILL).edit({"content/politics/sawmill.md": article("The mill")})
    vanished(room.build())
    room.edit({"content/politics/sawmill.md": article("The mill", f"id: {MILL}")})
    built = room.build()
    assert codes(built) == () and 'url=/politics/2026/11/sawmill/"' in built.page(URL)


def test_restored_redirected_by_an_alias_or_by_hand_it_is_none(room: Newsroom) -> None:
    room.remove(MILL).edit({"content/politics/b.md": article("B", f"aliases: [{URL}]")})
    built = room.build()
    assert codes(built) == () and 'url=/politics/2026/11/b/"' in built.page(URL)
    assert entered(room)[1] == LINE.replace("published", "redirected")
    room.edit({"content/politics/b.md": article("B")})
    assert codes(room.build()) == ("ledger/vanished",)
    room.edit({"ledger/redirects.txt": f"# The mill's story is told in the other one\n{URL} /politics/2026/11/b/\n"})
    built = room.build()
    assert codes(built) == () and 'url=/politics/2026/11/b/"' in built.page(URL)
    room.edit({"ledger/redirects.txt": f"{URL} /politics/\n"})
    assert 'url=/politics/"' in room.build().page(URL)
    room.edit({"ledger/redirects.txt": f"{URL} gone\n"})
    built = room.build()
    assert codes(built) == () and "politics/2026/11/mill/index.html" not in built.tree
    assert entered(room)[1] == LINE.replace("published", "withdrawn")
    room.remove("ledger/redirects.txt").edit({MILL: article("The mill", "status: retracted", "retracted: {date: 2026-11-22, reason: It was not so}")})
    assert codes(room.build()) == ()
    assert entered(room)[1] == LINE.replace("published", "retracted")


def test_former_addresses_of_a_missing_article_follow_its_redirect(room: Newsroom) -> None:
    room.edit({"ledger/2026.txt": f"{LINE} was:/a/ was:/b/\n", "content/politics/b.md": article("B"), "ledger/redirects.txt": f"{URL} /politics/2026/11/b/\n/b/ /politics/\n"})
    built = room.remove(MILL).build()
    assert codes(built) == ()
    assert 'url=/politics/2026/11/b/"' in built.page("/a/") and 'url=/politics/"' in built.page("/b/")


def test_chains_by_hand_are_collapsed_and_dead_ones_and_circles_are_errors(room: Newsroom) -> None:
    room.edit({"ledger/redirects.txt": f"/a/ /b/\n/b/ /c/\n/c/ {URL}\n/old.html /a/\n"})
    built = room.build()
    assert codes(built) == ()
    for path in ("/a/", "/b/", "/c/", "/old.html"):
        assert f'url={URL}"' in built.page(path)
    room.edit({"ledger/redirects.txt": "/a/ /b/\n/b/ /a/\n/c/ /nowhere/\n"})
    assert room.build().diagnostics == (
        "ledger/redirects.txt:1:1 ledger/dead-redirect", "ledger/redirects.txt:2:1 ledger/dead-redirect", "ledger/redirects.txt:3:1 ledger/dead-redirect",
    )
    room.edit({"ledger/redirects.txt": "/d/ https://elsewhere.example/\n/e/\n"})
    assert room.build().diagnostics == ("ledger/redirects.txt:1:1 ledger/bad-line", "ledger/redirects.txt:2:1 ledger/bad-line")


@pytest.mark.parametrize(("line", "place"), [("status: draft", 4), ("draft: true", 4), ("embargo: 2026-12-24", 4), ("embargo: 2026-11-24T20:00", 4), ("kicker: K", 3)])
def test_back_to_draft_or_embargo_is_an_error_at_its_line(room: Newsroom, line: str, place: int) -> None:
    room.edit({MILL: article("The mill", line, date="2027-01-01" if place == 3 else "2026-11-20")})
    built = room.build()
    assert codes(built) == ("ledger/unpublished",)
    assert (built.findings[0].span.path, built.findings[0].span.line) == (MILL, place)
    assert str(built.findings[0].related[0]) == "ledger/2026.txt:2:1"
    assert f"https://paper.example{URL}" in built.text
    assert room.build(edge=Edge(drafts=True, future=True), output="preview").codes == built.codes


def test_a_build_of_the_past_finds_nothing_wrong(room: Newsroom) -> None:
    assert codes(room.build(now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))) == ()


def test_hidden_after_publication_stands_and_keeps_its_line(room: Newsroom) -> None:
    room.edit({MILL: article("The mill", "status: hidden", "slug: other")})
    built = room.build()
    assert codes(built) == () and 'url=/politics/2026/11/other/"' in built.page(URL)
    assert entered(room) == [LINE]


def test_what_cant_be_read_is_not_missed_besides(room: Newsroom) -> None:
    room.edit({MILL: article("The mill", date="2026-02-30")})
    assert room.build().codes == ("front-matter/no-such-date",)
    room.edit({MILL: b"caf\xe9"})
    assert room.build().codes == ("file/not-utf-8",)


def test_a_published_correction_is_never_removed(room: Newsroom) -> None:
    both = "corrections: [{date: 2026-11-21 10:00, text: A}, {date: 2026-11-21 18:00, text: B}, {date: 2026-11-22, text: C}]"
    room.edit({MILL: article("The mill", both)})
    assert entered(room) == [f"{LINE} corrected:2026-11-21 corrected:2026-11-21 corrected:2026-11-22"]
    room.edit({MILL: article("The mill", "corrections: [{date: 2026-11-21 11:00, text: A again}]")})
    built = room.build()
    assert codes(built) == ("ledger/correction-removed",) * 2
    assert [one.span.line for one in built.findings] == [4, 4] and {one.span.path for one in built.findings} == {MILL}
    assert "correction of 2026-11-21 is gone from 'The mill'" in built.text and "correction of 2026-11-22" in built.text
    room.edit({MILL: article("The mill")})
    assert codes(room.build()) == ("ledger/correction-removed",) * 2  # one for each day


# ------------------------------------------------------------------ ends


def test_expiry_is_a_lawful_end_the_address_stays_reserved_and_is_gone_for_a_host_that_can_say_so(newsroom: Newsrooms) -> None:
    room = newsroom({MILL: article("The mill", "expires: 2026-11-25", "aliases: [/short/]"), "content/politics/b.md": article("B"), "ledger/redirects.txt": "/by-hand/ /short/\n"})
    entered(room)
    later = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
    built = room.build(now=later)
    assert codes(built) == () and built.tree["_redirects"] == b"" and "politics/2026/11/mill/index.html" not in built.tree
    room.edit({"sitegen.toml": (room.folder / "sitegen.toml").read_text("utf-8") + '[redirects]\nhost = "netlify"\n'})
    assert room.build(now=later).tree["_redirects"] == f"/by-hand/ /404.html 410\n{URL} /404.html 410\n".encode()
    assert entered(room, later)[1] == LINE.replace("published", "expired")
    room.edit({"content/politics/b.md": article("B", f"aliases: [{URL}]"), "ledger/redirects.txt": "/short/ /politics/\n"})  # the desk may say more
    built = room.build(now=later)
    assert codes(built) == () and 'url=/politics/2026/11/b/"' in built.page(URL) and 'url=/politics/"' in built.page("/short/")
    room.remove(MILL, "ledger/redirects.txt").edit({"content/politics/b.md": article("B")})
    assert codes(room.build(now=later)) == ()
    room.edit({"content/politics/new.md": article("New", "slug: mill")})
    built = room.build(now=later)
    assert codes(built) == ("permalink/retired",)
    assert str(built.findings[0].span) == "content/politics/new.md:4:1" and str(built.findings[0].related[0]) == "ledger/2026.txt:3:1"


def test_before_its_end_nothing_is_gone_and_another_language_has_its_own_page(newsroom: Newsrooms) -> None:
    source = "content/uk/politics/mill.md"
    room = newsroom({source: article("Млин", "expires: 2026-11-25"), "sitegen.toml": 'title = "P"\nbase_url = "https://paper.example/"\nlanguages = ["en", "uk"]\n[redirects]\nhost = "netlify"\n'})
    entered(room)
    assert room.build().tree["_redirects"] == b""
    assert room.build(now=dt.datetime(2026, 11, 26, tzinfo=dt.UTC)).tree["_redirects"] == b"/uk/politics/2026/11/mill/ /uk/404.html 410\n"


def test_the_same_story_with_a_new_id_is_told_which_it_has(room: Newsroom) -> None:
    room.edit({MILL: article("The mill", "id: mill-1")})
    built = room.build()
    assert codes(built) == ("permalink/retired",) and "`id` that stands in the ledger" in built.text


# ------------------------------------------------------------------ building and commands


def test_a_publication_without_ledger_builds_as_before_and_an_entry_renders_nothing(newsroom: Newsrooms) -> None:
    room = newsroom({MILL: article("The mill")})
    first = room.build()
    entered(room)
    again = room.build()
    assert (again.rendered, again.tree) == (frozenset(), first.tree)
    shutil.rmtree(room.folder / "ledger")
    assert room.build().tree == first.tree


def test_a_line_of_the_ledger_renders_its_redirect_alone(room: Newsroom) -> None:
    room.build()
    room.edit({"ledger/2026.txt": f"{LINE} was:/older/\n"})
    assert room.build().rendered == {"older/index.html", "_redirects"}
    room.edit({"ledger/2026.txt": f"{LINE}\n"})
    built = room.build()
    assert built.rendered == {"_redirects"} and "older/index.html" not in built.tree


def test_verify_writes_nothing_counts_what_is_due_and_finds_what_is_lost(room: Newsroom, tmp_path: Path) -> None:
    shutil.copytree(room.folder / "ledger", tmp_path / "before/ledger")
    room.edit({"content/politics/b.md": article("B")})
    assert verify(Options(room.folder), NOW, tmp_path / "before") == Kept(lines=1)
    assert lines(room) == [LINE]
    room.edit({"ledger/2026.txt": f"{LINE.replace(URL, '/elsewhere/')}\n"})
    assert [(str(one.span), one.code) for one in verify(Options(room.folder), NOW, tmp_path / "before").findings] == [("ledger/2026.txt:1:1", "ledger/line-lost")]
    room.edit({"ledger/2026.txt": ""}).remove(MILL)
    found = verify(Options(room.folder), NOW, tmp_path / "before")
    assert found.has_errors and [one.message for one in found.findings] == [f"the ledger has lost {URL} of '{MILL}'"]
    assert not verify(Options(room.folder), NOW).findings


def test_the_commands_say_what_they_did(newsroom: Newsrooms, capsys: pytest.CaptureFixture[str]) -> None:
    room = newsroom({MILL: article("The mill")})

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*words, "--source", str(room.folder)])
        shown = capsys.readouterr()
        return int(str(ended.value.code)), shown.out, shown.err

    assert run("ledger", "verify") == (0, "", "every address answers; 1 line to enter after the merge\n")
    assert run("ledger", "update") == (0, "ledger/2026.txt\n", "1 line entered\n")
    assert run("ledger", "update") == (0, "", "nothing to enter\n")
    assert run("ledger", "verify") == (0, "", "every address answers\n")
    room.remove(MILL)
    code, out, _ = run("ledger", "verify", "--format", "github")
    assert code == 1 and out.startswith("::error file=ledger/2026.txt,line=2,col=1,title=ledger/vanished::")
    assert run("ledger", "update")[0] == 1
    room.edit({"sitegen.toml": "titel = 1\n"})
    assert run("ledger", "update")[0] == run("ledger", "verify")[0] == 2


def test_rules_are_read_with_their_places() -> None:
    found, problems = ledger.read({"ledger/redirects.txt": "# By hand\n/a /b\n/c.html gone\n"})
    assert problems == () and found.rules == (Rule("/a/", "/b/"), Rule("/c.html", ""))
    assert [str(rule.span) for rule in found.rules] == ["ledger/redirects.txt:2:1", "ledger/redirects.txt:3:1"]
