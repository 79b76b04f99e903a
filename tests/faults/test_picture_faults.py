"""Pictures that are broken, hostile or something else (FAULTS 53, 54, 68, 69, 70)."""

from __future__ import annotations

import io
import struct
import time
import zlib
from typing import Any

import pytest
from PIL import Image

from tests.newsroom import CONFIG, Built, Newsrooms, article

LEAD = "image: {src: p.jpg, alt: A boat, credit: Iryna Melnyk}"
INERT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20">%s</svg>'


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def built(newsroom: Newsrooms, data: bytes, name: str = "p.jpg", settings: str = "") -> Built:
    """The build of an article that shows the picture in line 9, and leads with it in line 4."""
    text = article("The town votes", LEAD.replace("p.jpg", name), body=f'Words.\n\n![A boat]({name} "B"){{credit="C"}}\n')
    return newsroom({"sitegen.toml": CONFIG + settings, "content/politics/a.md": text, f"content/politics/{name}": data}).build()


def refused(found: Built) -> str:
    """Why the picture was refused, at both lines that show it and nowhere else."""
    assert found.code == 1 and not found.tree
    faults = [one for one in found.findings if one.code.startswith("picture/")]
    assert [(one.span.path, one.span.line) for one in faults] == [("content/politics/a.md", 4), ("content/politics/a.md", 9)], found.text
    assert all(one.span.column for one in faults) and {str(other) for one in faults for other in one.related} != set()
    return f"{faults[0].message} {faults[0].hint}"


def published(found: Built) -> dict[str, Image.Image]:
    assert found.code == 0, found.text
    pictures = {path: Image.open(io.BytesIO(data)) for path, data in found.tree.items() if path.startswith("media/")}
    assert pictures
    for picture in pictures.values():
        picture.load()
    return pictures


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises more than there is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


NOISE = Image.effect_noise((300, 200), 90)


# ------------------------------------------------------------------ 68, 70: bombs


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (12_000, 12_000), (2**31 - 1, 2**31 - 1)])
def test_case_68_a_bomb_is_refused_by_its_header(newsroom: Newsrooms, width: int, height: int) -> None:
    began = time.monotonic()
    assert "pixels" in refused(built(newsroom, bomb(width, height), "p.png")) or width > 30_000
    assert time.monotonic() - began < 5


def test_case_68_more_frames_than_may_be_are_refused(newsroom: Newsrooms) -> None:
    frames = [Image.new("L", (2, 2), number % 256) for number in range(40)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=20)
    assert "frames" in refused(built(newsroom, data, "p.gif", "[limits]\npicture_frames = 30\n"))
    many = data[:13] + data[13:-1] + b"\x21\xf9\x04\x00\x00\x00\x00\x00" * 100_000 + b";"
    began = time.monotonic()
    assert "500 frames" in refused(built(newsroom, many, "p.gif"))
    assert time.monotonic() - began < 5


def test_case_68_frames_that_are_too_many_pixels_together_are_refused(newsroom: Newsrooms) -> None:
    frames = [Image.new("L", (100, 100), number) for number in range(9)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=20)
    assert "9 frames" in refused(built(newsroom, data, "p.gif", "[limits]\npicture_pixels = 20000\n"))


def test_case_70_a_large_picture_is_made_with_the_memory_of_a_worker(newsroom: Newsrooms) -> None:
    data = saved(Image.new("L", (7000, 7000), 128), "PNG")
    text = article("The town votes", LEAD.replace("p.jpg", "p.png"))
    room = newsroom({"content/politics/a.md": text, "content/politics/p.png": data, "content/politics/b.md": article("B", LEAD.replace("p.jpg", "q.png")), "content/politics/q.png": saved(Image.new("RGB", (600, 500)), "PNG")})
    published(room.build(jobs=2))


# ------------------------------------------------------------------ 69: broken, and unusual


@pytest.mark.parametrize(("name", "data"), [
    ("p.jpg", b""), ("p.jpg", b"no picture"), ("p.png", saved(NOISE, "PNG")[:3000]), ("p.jpg", saved(NOISE, "JPEG")[:200]), ("p.jpg", saved(NOISE, "JPEG")[:4000]),
    ("p.webp", saved(NOISE, "WEBP")[:2000]), ("p.avif", saved(NOISE, "AVIF")[:900]), ("p.gif", saved(NOISE, "GIF")[:2000]),
    ("p.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)), ("p.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)),
    ("p.tif", saved(NOISE, "TIFF")), ("p.jpg", saved(NOISE, "BMP")), ("p.jpg", b"%PDF-1.7\n" + bytes(100)), ("p.jpg", b"<html><script>alert(1)</script></html>"),
])  # fmt: skip
def test_case_69_what_can_not_be_shown_is_told_at_the_line_that_shows_it(newsroom: Newsrooms, name: str, data: bytes) -> None:
    assert "save it anew as JPEG, PNG or WebP" in refused(built(newsroom, data, name))


@pytest.mark.parametrize("name", ["p.heic", "p.jpg"])
def test_case_69_a_telephones_picture_is_called_by_its_name(newsroom: Newsrooms, name: str) -> None:
    assert "HEIC" in refused(built(newsroom, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), name))


@pytest.mark.parametrize(("data", "name", "mode", "kind"), [
    (saved(NOISE.convert("CMYK"), "JPEG"), "p.jpg", "RGB", "JPEG"),
    (saved(NOISE, "JPEG"), "p.jpg", "RGB", "JPEG"),
    (saved(NOISE.convert("I;16").point(lambda value: value * 257), "PNG"), "p.png", "RGB", "PNG"),
    (saved(NOISE.convert("RGB").quantize(16), "PNG"), "p.png", "RGB", "PNG"),
    (saved(NOISE.convert("1"), "PNG"), "p.png", "RGB", "PNG"),
    (saved(NOISE.convert("RGB").quantize(16), "PNG", transparency=0), "p.png", "RGBA", "PNG"),
    (saved(Image.merge("LA", (NOISE, NOISE)), "PNG"), "p.png", "RGBA", "PNG"),
    (saved(NOISE, "GIF"), "p.gif", "RGB", "PNG"),
    (saved(NOISE.convert("RGB"), "AVIF"), "p.avif", "RGB", "JPEG"),
    (saved(Image.merge("RGBA", (NOISE, NOISE, NOISE, NOISE)), "WEBP"), "p.webp", "RGBA", "WEBP"),
])  # fmt: skip
def test_case_69_an_unusual_picture_becomes_a_plain_one(newsroom: Newsrooms, data: bytes, name: str, mode: str, kind: str) -> None:
    pictures = published(built(newsroom, data, name))
    (whole,) = (picture for path, picture in pictures.items() if "-" not in path)
    assert (whole.format, whole.mode) == (kind, mode)
    assert {picture.mode for picture in pictures.values()} == {mode}
    dark, light = whole.convert("L").getextrema()
    assert isinstance(dark, int | float) and isinstance(light, int | float) and dark < 70 and light > 180  # neither black nor white throughout
    assert {picture.format for picture in pictures.values()} >= {"AVIF", "WEBP"}


def test_case_69_a_moving_picture_moves_and_has_one_size(newsroom: Newsrooms) -> None:
    frames = [Image.new("RGB", (60, 40), (number * 60, 0, 0)) for number in range(4)]
    (picture,) = published(built(newsroom, saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0), "p.gif")).values()
    assert (picture.format, picture.size, getattr(picture, "n_frames", 1), picture.info["loop"]) == ("WEBP", (60, 40), 4, 0)


# ------------------------------------------------------------------ 54: something else than its name says


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("WEBP", ".jpg"), ("GIF", ".png"), ("JPEG", ".jpg")])
def test_case_54_a_picture_is_what_its_bytes_say(newsroom: Newsrooms, kind: str, suffix: str) -> None:
    for path, picture in published(built(newsroom, saved(NOISE, kind), "p.jpg" if kind != "JPEG" else "p.png")).items():
        assert {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}[str(picture.format)] == path[path.rindex(".") :]
        assert "-" in path or path.endswith(suffix)


def test_case_54_what_hides_behind_a_picture_does_not_leave_with_it(newsroom: Newsrooms) -> None:
    found = built(newsroom, saved(NOISE, "JPEG", comment=b"<script>alert(1)</script>") + b"<html><script>alert(2)</script></html>")
    assert published(found)
    assert not [path for path, data in found.tree.items() if path.startswith("media/") and b"script" in data]


# ------------------------------------------------------------------ Git LFS


def test_a_git_lfs_pointer_is_told_with_the_command_that_fetches_the_picture(newsroom: Newsrooms) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
    found = built(newsroom, pointer)
    assert "git lfs pull" in refused(found)
    assert {one.code for one in found.findings} >= {"picture/not-fetched"} and "picture/unreadable" not in {one.code for one in found.findings}


def test_a_faulty_portrait_is_told_at_the_file(newsroom: Newsrooms) -> None:
    author = "---\nname: Iryna Melnyk\npicture: {src: /authors/i.jpg, alt: Iryna, credit: C}\n---\n"
    found = newsroom({"content/politics/a.md": article(), "content/authors/iryna.md": author, "content/authors/i.jpg": saved(NOISE, "JPEG")[:4000]}).build()
    assert [one for one in found.diagnostics if "picture/" in one] == ["content/authors/i.jpg picture/unreadable"]


# ------------------------------------------------------------------ 53: drawings


@pytest.mark.parametrize("inside", [
    '<path d="M0 0h9v9z" fill="#123"/>', '<style>.a{fill:red}</style><g class="a"><circle r="4"/></g>', '<defs><linearGradient id="a"/></defs><rect fill="url(#a)" width="9" height="9"/>',
    '<use href="#a"/>', '<image href="data:image/png;base64,AAAA" width="1" height="1"/>', "<title>Міст</title><desc>x</desc>", '<a><text x="1" y="9">online</text></a>',
])  # fmt: skip
def test_case_53_an_inert_drawing_is_published_as_it_is_and_shown_as_a_picture(newsroom: Newsrooms, inside: str) -> None:
    data = (INERT % inside).encode()
    found = built(newsroom, data, "p.svg")
    assert found.code == 0, found.text
    (path,) = (path for path in found.tree if path.startswith("media/"))
    assert found.tree[path] == data and path.endswith(".svg")
    page = found.page("/politics/2026/11/a/")
    assert page.count(f'<img src="/{path}"') == 2 and 'width="30" height="20"' in page and "<svg" not in page


@pytest.mark.parametrize(("inside", "why"), [
    ("<script>alert(1)</script>", "script"), ('<rect onload="alert(1)"/>', "onload"), ('<rect oNcLiCk="alert(1)"/>', "onclick"),
    ('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>', "foreignobject"),
    ('<set attributeName="href" to="javascript:alert(1)"/>', "set"), ('<animate attributeName="x" to="9"/>', "animate"), ('<animateTransform attributeName="x"/>', "animatetransform"),
    ('<use href="https://evil.example/a.svg#b"/>', "evil.example"), ('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="other.svg#b"/>', "other.svg"),
    ('<image href="//evil.example/p.png"/>', "evil.example"), ('<image href="data:image/svg+xml;base64,AAAA"/>', "data:image/svg"), ('<a href="javascript:alert(1)"><rect/></a>', "javascript"),
    ('<rect fill="url(https://evil.example/a#b)"/>', "fill"), ('<rect style="background:url( \'//evil.example\' )"/>', "style"),
    ("<style>@import 'https://evil.example/a.css';</style>", "style"), ("<style>a{background:u\\72l(//evil.example)}</style>", "style"), ('<iframe src="https://evil.example/"/>', "iframe"),
    ('<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>', "script"), ("<rect", "can't be read"), ("<g>" * 300 + "</g>" * 300, "deep"),
    ('<?xml-stylesheet href="https://evil.example/a.css"?>', "style sheet"),
])  # fmt: skip
def test_case_53_an_active_drawing_is_refused(newsroom: Newsrooms, inside: str, why: str) -> None:
    assert why in refused(built(newsroom, (INERT % inside).encode(), "p.svg"))


@pytest.mark.parametrize("head", [
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE svg SYSTEM "x" [ <!ELEMENT a ANY> ]>',
])  # fmt: skip
def test_case_53_a_drawing_with_entities_is_refused_whatever_it_is_called(newsroom: Newsrooms, head: str) -> None:
    assert "entities" in refused(built(newsroom, (head + INERT % "&b;").encode(), "p.svg"))
    assert "entities" in refused(built(newsroom, ('<?xml version="1.0"?>\n' + head + INERT % "<rect/>").encode(), "p.png"))
