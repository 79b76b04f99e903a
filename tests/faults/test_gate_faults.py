"""What must never be opened or shown: files outside, links, pipes, devices, hostile names (FAULTS 31–34)."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from tests.newsroom import CONFIG, Newsroom, Newsrooms, article, tree

CANARY = "canary-7f3a"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
STORY = "content/politics/story/index.md"


def no_canary(room: Newsroom) -> None:
    for path, data in tree(room.folder / "public").items():
        assert CANARY not in path, path
        assert CANARY.encode() not in data, path


SOURCES = [
    "../../../secret.png", "../../../../secret.png", "/../secret.png", "/../../secret.png", "../../../secret", "{folder}/secret.png",
    "file://{folder}/secret.png", "%2e%2e/%2e%2e/%2e%2e/secret.png", "..%2f..%2f..%2fsecret.png", "..\\\\..\\\\..\\\\secret.png",
    "/static/../../secret.png", "//secret.png", "\uff0e\uff0e/\uff0e\uff0e/\uff0e\uff0e/secret.png", "./../../../secret.png",
    "/proc/self/environ", "/etc/passwd", "a/../../../../secret.png", "\u2025/\u2025/\u2025/secret.png", "../../sitegen.toml",
]
READERS = {
    "lead picture": lambda src: {STORY: article("S", f'image: "{src}"')},
    "picture mapping": lambda src: {STORY: article("S", f'image: {{src: "{src}", alt: a, credit: c}}')},
    "body": lambda src: {STORY: article("S", body=f'![a](<{src}>){{credit=c}}\n\ntext ![b]({src}) text\n\n[link]({src})')},
    "raw html": lambda src: {STORY: article("S", body=f'<img src="{src}" alt="a">')},
    "author": lambda src: {"content/authors/iryna.md": f'---\nname: Iryna Melnyk\npicture: {{src: "{src}", alt: a, credit: c}}\n---\n'},
    "shared picture": lambda src: {"sitegen.toml": CONFIG + f'picture = "{src}"\n'},
    "icon": lambda src: {"sitegen.toml": CONFIG + f'icon = "{src}"\n'},
    "logo": lambda src: {"sitegen.toml": CONFIG + f'[publisher]\nlogo = "{src}"\n'},
}


@pytest.mark.parametrize("reader", READERS)
def test_case_31_no_reader_reaches_a_file_outside(newsroom: Newsrooms, reader: str) -> None:
    room = newsroom({STORY: article("S"), "content/politics/other.md": article("Other")})
    (room.folder.parent / "secret.png").write_bytes(PICTURE + CANARY.encode())
    (room.folder / "secret.png").write_bytes(PICTURE + CANARY.encode())
    for src in SOURCES:
        built = room.edit(READERS[reader](src.replace("{folder}", str(room.folder)))).build()
        assert built.code in {0, 1, 2}
        assert not [path for path in built.tree if path.startswith("media/")], src
        no_canary(room)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep/page.md").write_text(article(CANARY, body=CANARY), "utf-8")
    (folder / "secret.md").write_text(article(CANARY, body=CANARY), "utf-8")
    (folder / "secret.html").write_text(CANARY, "utf-8")
    os.mkfifo(folder / "pipe")
    return folder


ROOTS = ["content/politics/link.md", "content/authors/link.md", "static/link.html", "themes/own/article.html", "content/link", "static/link", "themes/own/assets"]
TARGETS = ["secret.md", "deep", "pipe", "missing", ""]


@pytest.mark.parametrize("target", TARGETS, ids=["file", "folder", "pipe", "dangling", "loop"])
@pytest.mark.parametrize("place", ROOTS)
def test_case_32_a_link_is_named_with_its_target_and_never_followed(newsroom: Newsrooms, outside: Path, place: str, target: str) -> None:
    room = newsroom({"content/politics/story.md": article(), "themes/own/theme.toml": "", "sitegen.toml": CONFIG.replace('"base"', '"own"')})
    before = room.build()
    assert before.code == 0
    link = room.folder / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside / target if target else link)
    after = room.build()
    assert after.code in {1, 2}
    assert after.diagnostics == (f"{place} file/symlink",)
    assert str(link.readlink()) in after.text
    assert after.tree == before.tree
    no_canary(room)


@pytest.mark.parametrize("root", ["content", "static", "themes", "themes/own"])
def test_case_32_a_linked_root_is_named_too(newsroom: Newsrooms, outside: Path, root: str) -> None:
    room = newsroom({"sitegen.toml": CONFIG.replace('"base"', '"own"')})
    for path in (room.folder / "content/terms.toml", room.folder / "content"):
        path.unlink() if path.is_file() else path.rmdir()
    (outside / "own").mkdir()
    if root != "themes":
        room.edit({"themes/base2/x": ""} if root == "themes/own" else {"themes/own/theme.toml": ""})
    (room.folder / root).symlink_to(outside)
    built = room.build()
    assert built.code in {1, 2}
    assert f"{root} file/symlink" in built.diagnostics
    assert not built.tree


def test_case_32_a_link_that_the_settings_allow_is_followed_but_not_round_in_circles(newsroom: Newsrooms, outside: Path) -> None:
    (outside / "pipe").unlink()
    room = newsroom({"content/politics/story.md": article(), "sitegen.toml": CONFIG + 'symlinks = ["content/politics/shared"]\n'})
    (room.folder / "content/politics/shared").symlink_to(outside / "deep")
    assert room.build().articles == 2
    (outside / "deep/round").symlink_to(outside / "deep")
    assert "content/politics/shared/round file/symlink" in room.build().diagnostics


def test_case_32_picture_beside_an_article_is_not_read_through_a_link(newsroom: Newsrooms, outside: Path) -> None:
    (outside / "picture.png").write_bytes(PICTURE + CANARY.encode())
    room = newsroom({STORY: article("S", "image: picture.png")})
    (room.folder / "content/politics/story/picture.png").symlink_to(outside / "picture.png")
    built = room.build()
    assert "content/politics/story/picture.png file/symlink" in built.diagnostics
    assert built.code == 1
    no_canary(room)


@pytest.mark.parametrize("folder", ["content/politics", "content/authors", "static", "themes/own"])
@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_case_33_what_is_no_file_is_named_and_never_opened(newsroom: Newsrooms, tmp_path: Path, folder: str, kind: str) -> None:
    room = newsroom({"themes/own/theme.toml": "", "sitegen.toml": CONFIG.replace('"base"', '"own"')})
    place = room.folder / folder / "odd.md"
    place.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "socket":
        here = Path.cwd()
        os.chdir(place.parent)  # the path of a socket is at most 108 bytes
        try:
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(place.name)
        finally:
            os.chdir(here)
    else:
        try:
            os.mknod(place, 0o20666, os.makedev(1, 5))  # /dev/zero has no end
        except PermissionError:
            os.mkfifo(place)
            kind = "pipe"
    built = room.build()
    assert built.diagnostics == (f"{folder}/odd.md file/not-regular",)
    assert f"a {kind}, not a file" in built.text
    assert not built.tree


@pytest.mark.parametrize("path", ["content/politics/story.md", "content/terms.toml", "static/a.txt", "content/politics", "themes/own/article.html"])
def test_case_33_what_may_not_be_read_is_named(newsroom: Newsrooms, path: str) -> None:
    room = newsroom({"content/politics/story.md": article(), "static/a.txt": "a", "themes/own/article.html": "x", "sitegen.toml": CONFIG.replace('"base"', '"own"')})
    (room.folder / path).chmod(0)
    out = room.folder / "out"
    out.mkdir()
    out.chmod(0o777)
    (room.folder / ".sitegen").mkdir()
    (room.folder / ".sitegen").chmod(0o777)
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:  # root may read everything
        prefix = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        for folder in [room.folder, *room.folder.parents]:
            if folder.stat().st_uid == 0 and not folder.stat().st_mode & 0o005:
                folder.chmod(folder.stat().st_mode | 0o055)
            if folder == Path("/tmp"):
                break
    try:
        ran = room.run("build", "-o", str(out), prefix=prefix)
    finally:
        (room.folder / path).chmod(0o755)
    assert f"{path}: error: the file can't be read: Permission denied [file/unreadable]" in ran.stderr.decode()
    assert ran.returncode in {1, 2}
    assert not [one for one in out.iterdir() if not one.name.startswith(".sitegen")]


def test_case_34_a_name_that_is_not_utf_8_is_an_error_that_can_be_printed(newsroom: Newsrooms) -> None:
    room = newsroom()
    for folder in ("content/politics", "static", "themes/own"):
        (room.folder / folder).mkdir(parents=True)
        Path(os.fsdecode(os.fsencode(room.folder / folder) + b"/caf\xe9.md")).write_text("x")
    built = room.build()
    assert built.diagnostics == ("content/politics/caf\\udce9.md file/bad-name", "static/caf\\udce9.md file/bad-name")
    for form in ("text", "json", "github"):
        ran = room.run("build", "--format", form)
        assert ran.returncode == 1
        assert b"file/bad-name" in ran.stdout + ran.stderr
        (ran.stdout + ran.stderr).decode("utf-8")
    room.edit({"sitegen.toml": CONFIG.replace('"base"', '"own"')})
    for folder in ("content/politics", "static"):
        os.unlink(os.fsencode(room.folder / folder) + b"/caf\xe9.md")
    assert room.build().diagnostics == ("themes/own/caf\\udce9.md file/bad-name",)


NAMES = [
    "new\nline", "::error file=x,line=1::gotcha", "a\r\n::warning ::x", "quo\"te's", "$(touch pwned)", "`touch pwned`", "; rm -rf x", "-rf",
    "--output=x", "😀 emoji", "tab\there", "per%cent%0A::error::x", "{{ 7*7 }}", "<script>alert(1)</script>", "&amp;", "\x1b[31mred",
    "\u202egnp", "a,b=c", "[x](y)", "*", "?", "#fragment", "a" * 240, "\u2028line", "md.md", "\\n", "'", " ",
]


def test_case_34_odd_names_build_and_are_escaped_in_every_output(newsroom: Newsrooms) -> None:
    paths = {f"content/politics/{name.replace('/', chr(0x2215))}.md" for name in NAMES}
    room = newsroom({path: article(f"Story {n}", "autor: x", f"slug: s{n}", "image: p.png") for n, path in enumerate(sorted(paths))})
    odd = room.folder / "content/politics/quo\"t$(e)\n😀.png"
    odd.write_bytes(PICTURE)
    room.edit({"content/politics/figure.md": article("Figure", body='![alt](<quo"t$(e)%0a😀.png>){credit=c}')})
    built = room.build()
    assert built.code == 0, built.text
    assert built.articles == len(paths) + 1
    for made, data in built.tree.items():
        assert not set('\n\r\t"<>|*?:\\\x1b$') & set(made)
        assert all(len(part.encode()) <= 255 for part in made.split("/"))
        assert b"<script>alert" not in data or not made.endswith(".html")
    assert {finding.span.path for finding in built.findings if finding.code == "front-matter/unknown-key"} == paths
    for command in ("build", "check"):
        text = room.run(command, "--color", "never").stderr.decode()
        assert not set(text) & {"\x1b", "\r", "\u2028", "\u202e"}
        rows = [row for row in text.split("\n") if "[front-matter/unknown-key]" in row]
        assert len(rows) > 10  # text is folded after 100 findings; JSON, below, has them all
        assert all(row.startswith("content/politics/") for row in rows)
    shown = room.run_json("check")
    assert paths <= {one["path"] for one in shown["diagnostics"]}
    github = room.run("check", "--format", "github").stdout.decode()
    rows = github.rstrip("\n").split("\n")
    assert len(rows) == len(shown["diagnostics"])
    assert all(row.startswith(("::warning file=content/politics/", "::error file=content/politics/")) for row in rows)
    assert not set(github) & {"\r", "\x1b"}
    assert not (room.folder / "pwned").exists()


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_case_34_a_slug_is_made_of_every_odd_name(newsroom: Newsrooms, name: str) -> None:
    room = newsroom({f"content/politics/{name.replace('/', chr(0x2215))}.md": article()})
    built = room.build()
    assert (built.code, built.articles) == (0, 1)
    assert len([made for made in built.tree if made.startswith("politics/2026/11/")]) == 1


def test_case_34_a_hostile_name_of_a_static_file_is_named_in_one_line(newsroom: Newsrooms) -> None:
    room = newsroom({"static/a\n::error::b.txt": "x", "static/fine name $(x) 😀.txt": "x", "static/-rf": "x"})
    ran = room.run("build", "--format", "github")
    assert ran.returncode == 1
    assert [row[:35] for row in ran.stdout.decode().splitlines()] == ["::error file=static/a%0A%3A%3Aerror"]
    room.remove("static/a\n::error::b.txt")
    assert {"fine name $(x) 😀.txt", "-rf"} <= set(room.build().tree)
    assert json.loads(room.run("list", "articles", "--format", "json").stdout) == []


def test_folders_nested_without_end_are_refused(newsroom: Newsrooms) -> None:
    room = newsroom({"content/" + "a/" * 40 + "x.md": article()})
    assert room.build().codes == ("file/too-deep",)
