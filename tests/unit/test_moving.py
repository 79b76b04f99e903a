"""``sitegen mv``: an article moves, and nothing that leads to it breaks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from sitegen.cli import main
from sitegen.pipeline import Options
from sitegen.urls import carrying, keeping, moving
from sitegen.urls.carrying import Refused, carry_out
from sitegen.urls.keeping import update
from sitegen.urls.moving import plan
from sitegen.urls.wording import with_alias, with_keys
from tests.newsroom import NOW, Newsroom, Newsrooms, article

MILL, SAW = "content/politics/mill.md", "content/politics/saw.md"
URL = "/politics/2026/11/mill/"
TERMS = '[sections.politics]\nname = "Politics"\n[sections.culture]\nname = "Culture"\n'


def mv(room: Newsroom, old: str, new: str) -> carrying.Move:
    options = Options(room.folder)
    move = plan(options, old, new, NOW)
    carry_out(options, move)
    return move


def text(room: Newsroom, path: str) -> str:
    return (room.folder / path).read_bytes().decode()


def problems(room: Newsroom) -> list[str]:
    """What moving can break; proofreading has more to say of texts this short."""
    kinds = ("link/dead", "link/withheld", "read-also/pending", "read-also/withheld", "front/withheld", "picture/missing")
    return [code for code in room.check().codes if code in kinds or code.startswith(("ledger/", "permalink/", "box/"))]


@pytest.fixture
def room(newsroom: Newsrooms) -> Newsroom:
    """The mill's story, and every way to refer to it."""
    return newsroom({
        "content/terms.toml": TERMS,
        MILL: article("The mill", body="See [the ferry](ferry.md#top) and ![A mill](mill.jpg){credit=x}"),
        "content/politics/mill.jpg": (Path(__file__).parents[2] / "content/culture/old-mill/mill.jpg").read_bytes(),
        "content/politics/ferry.md": article("The ferry", "read_also:", "  - mill.md", '  - "[[council]]"', body="Read also: [The mill](mill.md)\n\nThe [[mill]] and mill.md `mill.md` [it](./mill.md#x)."),
        "content/politics/council.md": article("Council", body="Read also: The mill\n\n[mill](/politics/mill.md), [mill](mill), <a href=\"mill.md\">x</a>"),
        "content/culture/song.md": article("A song", f"read_also: [politics/mill.md, {URL}]", body="[a mill](../politics/mill.md) [b](politics/mill.md)"),
        "content/_index.md": "---\nlead: mill\ntop: [politics/mill.md, ferry]\nbreaking: {text: News, ref: politics/mill}\n---\n",
    })


def test_everything_that_referred_to_it_still_does(room: Newsroom) -> None:
    assert problems(room) == []
    before = room.build()
    move = mv(room, MILL, SAW)
    assert move.left == () and not (room.folder / MILL).exists()
    assert problems(room) == []
    after = room.build()
    assert text(room, SAW).startswith(f'---\naliases: ["{URL}"]\nid: {MILL}\ntitle: The mill\n')
    assert 'url=/politics/2026/11/saw/"' in after.page(URL)
    for page in ("/politics/2026/11/ferry/", "/politics/2026/11/council/", "/culture/2026/11/song/", "/"):
        assert after.page(page) == before.page(page).replace(URL, "/politics/2026/11/saw/"), page


def test_only_the_addresses_change(room: Newsroom) -> None:
    before = {path: data.decode("utf-8", "replace") for path, data in room.sources().items() if path.endswith(".md")}
    mv(room, "politics/mill.md", "politics/saw.md")
    assert text(room, "content/politics/ferry.md") == before["content/politics/ferry.md"].replace("- mill.md", "- saw.md").replace("](mill.md)", "](saw.md)").replace("[[mill]]", "[[saw]]").replace("](./mill.md#x)", "](saw.md#x)")
    assert text(room, "content/politics/council.md") == before["content/politics/council.md"].replace("(/politics/mill.md)", "(/politics/saw.md)").replace("(mill)", "(saw)").replace('"mill.md"', '"saw.md"')
    assert text(room, "content/culture/song.md") == before["content/culture/song.md"].replace("politics/mill.md", "politics/saw.md")
    assert text(room, "content/_index.md") == "---\nlead: saw\ntop: [politics/saw.md, ferry]\nbreaking: {text: News, ref: politics/saw}\n---\n"


def test_what_the_ledger_knows_needs_no_alias(room: Newsroom) -> None:
    update(Options(room.folder), NOW)
    move = mv(room, MILL, "content/culture/")
    assert move.redirects == ((URL, "/culture/2026/11/mill/"),)
    moved = text(room, "content/culture/mill.md")
    assert moved.startswith(f"---\nid: {MILL}\ntitle:") and "aliases" not in moved
    assert "[the ferry](../politics/ferry.md#top)" in moved and "](/politics/mill.jpg)" in moved
    built = room.build()
    assert problems(room) == [] and 'url=/culture/2026/11/mill/"' in built.page(URL)
    assert not update(Options(room.folder), NOW).findings


def test_a_draft_moves_without_a_redirect_and_an_article_with_an_address_of_its_own_too(newsroom: Newsrooms) -> None:
    room = newsroom({"content/terms.toml": TERMS, MILL: article("The mill", "status: draft", "id: m"), "content/politics/b.md": article("B", "url: /b/")})
    assert mv(room, MILL, SAW).redirects == () == mv(room, "content/politics/b.md", "content/culture/c.md").redirects
    assert text(room, SAW) == article("The mill", "status: draft", "id: m")
    assert text(room, "content/culture/c.md").startswith("---\nid: content/politics/b.md\ntitle")


def test_a_bundle_moves_with_its_pictures_and_both_languages(newsroom: Newsrooms) -> None:
    picture = (Path(__file__).parents[2] / "content/culture/old-mill/mill.jpg").read_bytes()
    room = newsroom({
        "content/terms.toml": TERMS, "content/politics/mill/index.md": article("The mill", "image: {src: mill.jpg, alt: A, credit: B}", body="![A](in/mill.jpg){credit=x}\n\n[b](../b.md)"),
        "content/politics/mill/index.uk.md": article("Млин"), "content/politics/mill/mill.jpg": picture, "content/politics/mill/in/mill.jpg": picture,
        "content/politics/mill/.notes": "kept", "content/politics/b.md": article("B", "image: {src: mill/mill.jpg, alt: A, credit: B}", body="[m](mill/index.md) ![A](/politics/mill/mill.jpg){credit=x}\n"),
    })
    before = room.sources()
    mv(room, "content/politics/mill/index.md", "content/culture/old-mill")
    assert problems(room) == []
    after = room.sources()
    assert {path.replace("politics/mill/", "culture/old-mill/") for path in before} == set(after)
    assert after["content/culture/old-mill/.notes"] == b"kept" and after["content/culture/old-mill/in/mill.jpg"] == picture
    assert not (room.folder / "content/politics/mill").exists()
    assert "[b](../../politics/b.md)" in text(room, "content/culture/old-mill/index.md")
    assert "](in/mill.jpg)" in text(room, "content/culture/old-mill/index.md")
    one = text(room, "content/politics/b.md")
    assert "src: /culture/old-mill/mill.jpg" in one and "[m](../culture/old-mill/index.md)" in one and "](/culture/old-mill/mill.jpg)" in one
    built = room.build()
    assert 'hreflang="uk" href="https://paper.example/uk/culture/2026/11/old-mill/"' in built.page("/culture/2026/11/old-mill/")


def test_a_translation_stays_paired(newsroom: Newsrooms) -> None:
    room = newsroom({MILL: article("The mill"), "content/uk/politics/mill.md": article("Млин")})
    mv(room, MILL, SAW)
    assert f"id: {MILL}\ntranslation_key: politics/mill\ntitle:" in text(room, SAW)
    assert 'hreflang="uk"' in room.build().page("/politics/2026/11/saw/")


def test_a_date_in_the_name_is_written_down(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/2026-11-20-mill.md": "---\ntitle: The mill\n---\nText.\n"})
    mv(room, "content/politics/2026-11-20-mill.md", MILL)
    assert "date: 2026-11-20\n" in text(room, MILL) and problems(room) == []


ALIASES = [
    ("aliases: [/a/, /b/]", 'aliases: ["/x/", /a/, /b/]'), ("aliases: /a/", 'aliases: ["/x/", /a/]'), ("aliases:\n  - /a/\n  - /b/", 'aliases:\n  - "/x/"\n  - /a/\n  - /b/'),
    ("redirect_from: /a/", 'redirect_from: ["/x/", /a/]'), ("aliases:", 'aliases: ["/x/"]'), ("aliases: []", 'aliases: ["/x/"]'), ("kicker: K", 'aliases: ["/x/"]\nkicker: K'),
]


@pytest.mark.parametrize(("given", "expected"), ALIASES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_one_more_alias_keeps_the_others(newsroom: Newsrooms, given: str, expected: str, end: str) -> None:
    room = newsroom({MILL: article("The mill", "url: /x/").replace("title:", f"{given}\ntitle:").replace("\n", end)})
    options = Options(room.folder)
    edited = moving._Moving(options, moving.edit(options, NOW, bodies=True), NOW, MILL, SAW)  # the place of the key, as the reading knows it
    place = dict(edited._article(MILL, text(room, MILL)).places).get("aliases")
    assert with_alias(MILL, text(room, MILL), "/x/", place) == text(room, MILL).replace(given.replace("\n", end), expected.replace("\n", end))


def test_keys_are_entered_below_either_fence_with_its_own_line_ends() -> None:
    keys = {"id": "content/a: b.md", "date": "2026-11-20"}
    assert with_keys("---\r\ntitle: A\r\n---\r\n", keys) == '---\r\nid: "content/a: b.md"\r\ndate: 2026-11-20\r\ntitle: A\r\n---\r\n'
    assert with_keys('+++\ntitle = "A"\n+++\n', keys) == '+++\nid = "content/a: b.md"\ndate = "2026-11-20"\ntitle = "A"\n+++\n'
    assert with_keys("---\n---\n", {}) == "---\n---\n"


def test_line_ends_and_marks_of_other_texts_stay(newsroom: Newsrooms) -> None:
    other = ("\ufeff" + article("B", "read_also: [mill.md]", body="One\u2028line [m](mill.md) [n](mill.md)\ttab")).replace("\n", "\r\n")
    room = newsroom({MILL: article("The mill"), "content/politics/b.md": other})
    mv(room, MILL, SAW)
    assert text(room, "content/politics/b.md") == other.replace("mill.md", "saw.md")


# ------------------------------------------------------------------ refusals


REFUSED = [
    (MILL, "content/politics/ferry.md", "is there already"), ("content/none.md", SAW, "there is no"), ("content/politics", "content/x", "not an article"),
    (MILL, "content/politics/saw.txt", "no name of an article"), (MILL, "../saw.md", "not in content/"), (MILL, "/etc/saw.md", "not in content/"),
    (MILL, MILL, "can't be moved to"), (MILL, "content/uk/politics/mill.md", "another language"), (MILL, "content/authors/mill.md", "would be no article"),
    (MILL, "content/politics/.mill.md", "passed over"), (MILL, "content/pages/mill.md", "another kind"), (MILL, "content/politics/dir.md/", "is there already"),
]


@pytest.mark.parametrize(("old", "new", "words"), REFUSED)
def test_what_would_lose_or_change_something_is_refused(newsroom: Newsrooms, old: str, new: str, words: str) -> None:
    room = newsroom({MILL: article("The mill"), "content/politics/ferry.md": article("The ferry"), "content/politics/dir.md/mill.md": article("Other", "slug: o")})
    before = room.sources()
    with pytest.raises(Refused, match=words):
        mv(room, old, new)
    assert room.sources() == before


def test_a_bundle_is_never_put_upon_another(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/a/index.md": article("A"), "content/politics/b/index.md": article("B"), MILL: article("The mill")})
    before = room.sources()
    for old in ("content/politics/a", MILL):
        with pytest.raises(Refused, match="there already"):
            mv(room, old, "content/politics/b")
    assert room.sources() == before


# ------------------------------------------------------------------ interruptions


class Stop(BaseException):
    pass


@pytest.mark.parametrize("is_bundle", [False, True])
def test_stopped_at_any_step_nothing_is_lost_and_the_same_command_goes_on(newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch, is_bundle: bool) -> None:
    old, new = ("content/politics/mill", "content/culture/saw") if is_bundle else (MILL, "content/culture/saw.md")
    body = f"{old}/index.md" if is_bundle else MILL
    files = {
        "content/terms.toml": TERMS, body: article("The mill", body="[f](/politics/ferry.md)"), "content/politics/ferry.md": article("The ferry", body=f"[m](/{body.removeprefix('content/')})"),
        "content/politics/council.md": article("Council", body="[[mill]]"), **({f"{old}/notes.txt": "N", f"{old}/in/a.txt": "A"} if is_bundle else {}),
    }
    whole = newsroom(files)
    mv(whole, old, new)
    expected = whole.sources()
    steps = 0
    while True:
        steps += 1
        room, left = newsroom(files), steps

        def counted(real: Any) -> Any:
            def step(*words: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if left == 0:
                    raise Stop
                return real(*words, **named)
            return step

        move = plan(Options(room.folder), old, new, NOW)
        with monkeypatch.context() as patched:
            for name in ("replace", "rename", "unlink", "rmdir", "open"):
                patched.setattr(Path, name, counted(getattr(Path, name)))
            patched.setattr(os, "link", counted(os.link))
            try:
                carry_out(Options(room.folder), move)
            except Stop:
                pass
            else:
                break
        kept = room.sources()
        for name, data in files.items():  # every text is there, at its old place or its new one
            somewhere = {name, name.replace(old, new)}
            assert any(one in kept and (kept[one] == data.encode() or kept[one] == expected.get(name.replace(old, new))) for one in somewhere), (steps, name)
        if any((room.folder / name).exists() for name in files if name.startswith(old)):
            mv(room, old, new)
            assert room.sources() == expected, steps
    assert steps > (12 if is_bundle else 6)


# ------------------------------------------------------------------ the command


def run(capsys: pytest.CaptureFixture[str], room: Newsroom, *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["mv", *words, "--source", str(room.folder), "--now", NOW.isoformat()])
    shown = capsys.readouterr()
    return int(str(ended.value.code)), shown.out, shown.err


def test_a_dry_run_says_the_same_and_does_nothing(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    before = room.sources()
    said = run(capsys, room, MILL, SAW, "--dry-run")
    assert room.sources() == before
    assert said == run(capsys, room, str(room.folder.absolute() / MILL), SAW)
    code, out, err = said
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [f"{MILL} → {SAW}", f"redirect {URL} → /politics/2026/11/saw/"]
    assert "content/_index.md:2: mill → saw" in out and "content/politics/ferry.md:5: mill.md → saw.md" in out


def test_a_refusal_is_said_and_ends_with_two(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, room, MILL, "content/politics/ferry.md")
    assert (code, out) == (2, "") and "content/politics/ferry.md is there already" in err
    room.edit({"sitegen.toml": "titel = 1\n"})
    assert run(capsys, room, MILL, SAW)[0] == 2
    assert keeping is not None
