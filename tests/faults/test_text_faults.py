"""Texts that are not what they should be: encodings, line ends, control characters, fences, sizes (FAULTS 1–8, 13, 22)."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import sitegen
from tests.checkers import check_atom, check_json_feed, check_rss, check_sitemap
from tests.newsroom import CONFIG, NOW, TERMS, Newsroom, Newsrooms, article

STORY = "content/politics/story.md"
GOOD = "content/politics/good.md"


def refused(room: Newsroom, text: str | bytes, *diagnostics: str) -> str:
    """A story with ``text`` is refused with these findings, and nothing of the site changes; gives the messages."""
    before = room.edit({GOOD: article("Good news")}).build()
    assert before.code == 0
    sources = room.edit({STORY: text}).sources()
    after = room.build()
    assert (after.code, after.diagnostics) == (1, diagnostics)
    assert after.tree == before.tree
    assert room.sources() == sources
    room.remove(STORY)
    assert room.build().tree == before.tree
    return after.text


@pytest.mark.parametrize(("encoding", "guess"), [("latin-1", "WINDOWS-1252"), ("cp1252", "WINDOWS-1252")])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_case_01_a_file_that_is_not_utf_8_is_refused_at_its_line(newsroom: Newsrooms, encoding: str, guess: str, newline: str) -> None:
    text = article("The café", body="Text.").replace("\n", newline).encode(encoding)
    message = refused(newsroom(), text, f"{STORY}:2:15 file/not-utf-8")
    assert guess in message
    assert f"byte 0xe9 at offset {text.index(0xE9)}" in message


def test_case_01_a_cyrillic_file_is_guessed_and_the_conversion_named(newsroom: Newsrooms) -> None:
    message = refused(newsroom(), article("Міська рада голосує").encode("cp1251"), f"{STORY}:2:9 file/not-utf-8")
    assert "iconv -f WINDOWS-1251 -t UTF-8" in message


def test_case_01_a_registry_that_is_not_utf_8_is_refused_too(newsroom: Newsrooms) -> None:
    room = newsroom({"content/terms.toml": '[tags.caf]\nname = "café"\n'.encode("latin-1")})
    assert room.build().diagnostics == ("content/terms.toml:2:12 file/not-utf-8",)


def test_case_02_a_byte_order_mark_is_taken_off_once_and_told(newsroom: Newsrooms) -> None:
    plain = newsroom({STORY: article()}).build()
    marked = newsroom({STORY: "\ufeff" + article()}).build()
    assert (marked.code, marked.diagnostics) == (0, (f"{STORY}:1:1 file/bom",))
    assert marked.tree == plain.tree


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_case_03_utf_16_is_refused(newsroom: Newsrooms, encoding: str) -> None:
    data = article("Міст").encode(encoding)
    room = newsroom({STORY: data})
    built = room.build()
    assert built.code == 1
    assert built.codes in {("file/not-utf-8",), ("file/control-character",)}
    assert "UTF-16" in built.text or encoding != "utf-16"
    assert not built.tree


LINES = {
    "content/politics/first.md": article(
        "First", "tags: [bridge]", "summary: >-", "  Two lines", "  of summary.",
        body="One.\n\nRead also: [Second](second.md)\n\n!!! background \"Known\"\n    - one\n    - two\n\n```\ncode\n  more\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    ),
    "content/politics/second.md": "+++\ntitle = \"Second\"\ndate = 2026-11-19\n+++\nText\nruns on.\n\n---\n\nEnd.\n",
    "content/authors/iryna.md": "---\nname: Iryna\n---\nWrites.\n",
    "content/_index.md": "---\nlead: politics/first.md\n---\n",
    "content/terms.toml": TERMS,
    "sitegen.toml": CONFIG,
}


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_case_04_other_line_ends_give_the_same_site(newsroom: Newsrooms, newline: str) -> None:
    plain = newsroom(LINES).build()
    other = newsroom({path: text.replace("\n", newline) for path, text in LINES.items()}).build()
    assert (plain.code, plain.diagnostics) == (0, ())
    assert (other.code, other.diagnostics) == (0, ())
    assert other.tree == plain.tree


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_case_04_line_numbers_are_right_with_every_line_end(newsroom: Newsrooms, newline: str) -> None:
    text = article("Story", "autor: Iryna", body="One.\n\nTwo [dead](nowhere.md).").replace("\n", newline)
    assert newsroom({STORY: text}).build().diagnostics == (
        f"{STORY}:4:1 front-matter/unknown-key", f"{STORY}:9:12 link/dead",
    )


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_case_04_the_separators_of_unicode_end_no_line(newsroom: Newsrooms, sign: str) -> None:
    text = article(f'"One{sign}two"', "autor: Iryna", body=f"Body{sign}text [dead](nowhere.md).")
    built = newsroom({STORY: text}).build()
    assert built.code == 0
    assert built.diagnostics == (f"{STORY}:4:1 front-matter/unknown-key", f"{STORY}:7:18 link/dead")
    assert check_rss(built.tree["feed.xml"]) == []


CONTROLS = [chr(code) for code in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF)]


@pytest.mark.parametrize("sign", CONTROLS, ids=lambda sign: f"{ord(sign):04X}")
def test_case_05_a_control_character_is_named_at_its_line(newsroom: Newsrooms, sign: str) -> None:
    room = newsroom({STORY: article(f'"a{sign}b"'), "content/politics/body.md": article(body=f"x\n\ncd{sign}\n")})
    room.edit({"content/terms.toml": TERMS + f'# e{sign}\n', "content/authors/a.md": f"---\nname: q{sign}\n---\n"})
    built = room.build()
    assert built.diagnostics == (
        "content/authors/a.md:2:8 file/control-character", "content/politics/body.md:8:3 file/control-character",
        f"{STORY}:2:10 file/control-character", "content/terms.toml:3:4 file/control-character",
    )
    assert f"U+{ord(sign):04X}" in built.text
    assert not built.tree


@pytest.mark.parametrize("sign", CONTROLS, ids=lambda sign: f"{ord(sign):04X}")
def test_case_05_an_escaped_control_character_of_front_matter_is_refused(newsroom: Newsrooms, sign: str) -> None:
    escaped = f"\\u{ord(sign):04x}"
    room = newsroom({STORY: article(f'"a{escaped}b"'), "content/terms.toml": TERMS + f'[tags.a]\nname = "A{escaped}"\n'})
    assert room.build().diagnostics == (
        f"{STORY}:2:8 file/control-character", "content/terms.toml:4:1 file/control-character",
    )


def test_case_05_a_control_character_written_as_a_reference_reaches_no_output(newsroom: Newsrooms) -> None:
    refs = "".join(f"&#{code};" for code in (1, 8, 0x0B, 0x1F, 0xFFFE))
    fields = [f'{key}: "{key} {refs}x"' for key in ("kicker", "summary", "dateline", "location", "series", "story")]
    fields += [f'author: "Iryna {refs}"', f'tags: ["bridge {refs}"]', f'extra: {{note: "{refs}"}}', f'sources: [{{title: "s {refs}"}}]']
    fields += [f'corrections: [{{date: 2026-11-20, text: "c {refs}"}}]', f'sponsored: {{by: "by {refs}", label: "l {refs}"}}']
    fields += [f'id: "id {refs}"', f'image: {{alt: "alt {refs}", credit: "c {refs}"}}', f'read_also: [{{title: "r {refs}"}}]']
    room = newsroom({STORY: article(f'"Title {refs}"', *fields, body=f"Body {refs} text.")})
    room.edit({"content/authors/a.md": f'---\nname: "Ann {refs}"\nbio: "Bio {refs}"\n---\n'})
    room.edit({"content/terms.toml": TERMS + f'[tags.one]\nname = "One {refs}"\n'})
    built = room.build()
    assert built.code == 0, built.text
    assert check_rss(built.tree["feed.xml"]) == []
    assert check_atom(built.tree["atom.xml"]) == []
    assert check_json_feed(built.tree["feed.json"]) == []
    assert all(check_sitemap(data) == [] for path, data in built.tree.items() if path.startswith("sitemap"))
    for path, data in built.tree.items():
        if path.endswith((".html", ".xml", ".json", ".webmanifest", ".txt")) or path.startswith("_"):
            found = {f"U+{ord(sign):04X}" for sign in CONTROLS if sign in data.decode()}
            assert not found, path
        assert not [sign for sign in CONTROLS if sign in path]


@pytest.mark.parametrize("sign", CONTROLS, ids=lambda sign: f"{ord(sign):04X}")
def test_case_05_an_escaped_control_character_of_the_settings_is_refused(newsroom: Newsrooms, sign: str) -> None:
    extra = f'tagline = "\\u{ord(sign):04x}"\n[publisher]\nname = {{ en = "P\\u{ord(sign):04x}" }}\n'
    built = newsroom({"sitegen.toml": CONFIG + extra}).build()
    assert built.code == 2
    first = CONFIG.count("\n") + 1
    assert built.diagnostics == (f"sitegen.toml:{first}:1 config/bad-value", f"sitegen.toml:{first + 2}:10 config/bad-value")


def test_case_07_three_broken_fences(newsroom: Newsrooms) -> None:
    refused(newsroom(), "Just words.\n", f"{STORY}:1:1 front-matter/missing")
    message = refused(newsroom(), "---\ntitle: Open\ndate: 2026-11-20\n\nWords.\n", f"{STORY}:1:1 front-matter/never-closed")
    assert "front matter opened at line 1 is never closed" in message
    built = newsroom({STORY: article(body="One.\n\n---\n\nTwo.")}).build()
    assert built.code == 0
    assert "<hr" in built.page("/politics/2026/11/story/")


@pytest.mark.parametrize("text", ["", " \n\n\t\n", "\n"])
def test_case_08_an_empty_file_is_an_error_at_its_first_line(newsroom: Newsrooms, text: str) -> None:
    refused(newsroom(), text, f"{STORY}:1:1 front-matter/empty-file")


def test_case_08_front_matter_alone_is_a_page_with_an_empty_body_and_valid_feeds(newsroom: Newsrooms) -> None:
    built = newsroom({STORY: "---\ntitle: Only this\ndate: 2026-11-20\nauthor: Iryna Melnyk\n---"}).build()
    assert (built.code, built.diagnostics) == (0, ())
    assert check_rss(built.tree["feed.xml"]) == []
    assert check_atom(built.tree["atom.xml"]) == []
    assert json.loads(built.tree["feed.json"])["items"][0]["title"] == "Only this"


def test_case_13_the_machines_zone_changes_nothing(newsroom: Newsrooms) -> None:
    room = newsroom({STORY: article(date="2026-11-20 23:30"), GOOD: article("Other", date="2026-10-25T03:30:00+02:00")})
    trees = []
    for zone in ("UTC", "America/New_York", "Asia/Tokyo"):
        assert room.run("build", "-o", str(room.folder / zone.replace("/", "-")), TZ=zone).returncode == 0
        trees.append({p.relative_to(room.folder / zone.replace("/", "-")): p.read_bytes() for p in (room.folder / zone.replace("/", "-")).rglob("*.*") if p.is_file()})
    assert trees[0] == trees[1] == trees[2]
    assert "2026-11-20T23:30:00+02:00" in (room.folder / "UTC/politics/2026/11/story/index.html").read_text("utf-8")


def sparse(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)


MEASURE = (
    "import resource, sys; from sitegen.cli import _code; code = _code(sys.argv[1:]);"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); sys.exit(code)"
)


def test_case_22_a_file_of_a_gibibyte_is_refused_unread(newsroom: Newsrooms) -> None:
    room = newsroom({GOOD: article(image := "Good", "image: /big.jpg", body=f"{image}\n\n![b](/big.jpg){{credit=c}}")})
    for path in ("content/politics/huge.md", "static/video.mp4", "content/big.jpg", "content/authors/huge.md"):
        sparse(room.folder / path, 1 << 30)
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, "build", "--now", NOW.isoformat()], cwd=room.folder, capture_output=True,
        check=False, text=True, env={"PYTHONPATH": str(Path(sitegen.__file__).parent.parent), "PATH": ""},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20)),
    )
    assert ran.returncode == 1, ran.stderr
    *_, peak = ran.stderr.split()
    assert int(peak) < 200 * 1024
    for path in ("content/politics/huge.md", "content/authors/huge.md"):
        assert f"{path}: error: the file has 1073741824 bytes; the limit is 2097152 [file/too-large]" in ran.stderr
    assert not (room.folder / "public").exists()
    for path in ("content/politics/huge.md", "content/authors/huge.md"):
        (room.folder / path).unlink()
    assert set(room.build().diagnostics) == {"content/big.jpg file/too-large", "static/video.mp4 file/too-large"}


def test_case_22_one_line_of_ten_megabytes_and_a_table_of_a_million_rows_are_refused(newsroom: Newsrooms) -> None:
    table = "| a | b |\n|---|---|\n" + "|1|2|\n" * 1_000_000
    room = newsroom({STORY: article(body="x" * 10_000_000), GOOD: article(body=table), "content/terms.toml": "#" * 3_000_000})
    built = room.build()
    assert built.diagnostics == tuple(sorted(f"{path} file/too-large" for path in (STORY, GOOD, "content/terms.toml")))
    assert "raise [limits]" in built.text


def test_case_22_huge_settings_and_theme_files_are_refused(newsroom: Newsrooms) -> None:
    room = newsroom({"themes/own/theme.toml": "", "sitegen.toml": CONFIG.replace('"base"', '"own"')})
    sparse(room.folder / "themes/own/assets/font.woff2", 1 << 30)
    assert room.build().diagnostics == ("themes/own/assets/font.woff2 file/too-large",)
    sparse(room.folder / "sitegen.toml", 1 << 30)
    built = room.build()
    assert (built.code, built.diagnostics) == (2, ("sitegen.toml file/too-large",))
