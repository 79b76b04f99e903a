"""Pictures on their way out: sizes, crops and formats, what is taken from them, and what is made again after a change."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from PIL import Image, ImageCms

from sitegen.output import derivatives, social_card
from sitegen.output.cuts import box_of, cuts, size_of
from sitegen.press.darkroom import Darkroom, Wish
from tests.newsroom import CONFIG, Built, Newsroom, Newsrooms, article

LEAD = "image: {src: p.jpg, alt: A boat, caption: A boat at dawn, credit: Iryna Melnyk, license: https://licence.example/by/}"
PAGE = "/politics/2026/11/a/"
CARDS = {"sitegen.toml": CONFIG.replace("pictures.cards = false\n", "")}


def photo(width: int = 400, height: int = 300, kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """A picture that is red on the left and blue on the right, light above and dark below."""
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    picture.paste((30, 30, 200), (width // 2, 0, width, height))
    picture.paste((10, 60, 10), (0, height // 2, width // 2, height))
    out = io.BytesIO()
    picture.convert(mode).save(out, kind, **options)
    return out.getvalue()


def camera() -> Image.Exif:
    """What a camera writes: who, where, and that it was held upright."""
    said = Image.Exif()
    said[0x0112], said[0x010F], said[0x013B] = 6, "Secret Camera", "Secret Owner"
    said.get_ifd(0x8825)[1], said.get_ifd(0x8825)[2] = "N", (50.0, 27.0, 0.0)
    return said


def shown(built: Built, pattern: str = "") -> dict[str, Image.Image]:
    """The pictures of the tree by path."""
    return {
        path: Image.open(io.BytesIO(data)) for path, data in built.tree.items() if path.startswith("media/") and re.search(pattern, path)
    }


def pages(newsroom: Newsrooms, picture: bytes, *lines: str, body: str = "Words.", name: str = "p.jpg") -> Newsroom:
    lead = (LEAD.replace("p.jpg", name), *lines)
    return newsroom({"content/politics/a.md": article("The town votes", *lead, body=body), f"content/politics/{name}": picture})


def markup(built: Built, page: str = PAGE) -> str:
    found = re.search(r'<figure class="lead">.*?</figure>', built.page(page), re.DOTALL)
    assert found
    return found[0]


def made(built: Built) -> int:
    """How many derivatives and cards the build made."""
    assert built.report
    return next((stage.count for stage in built.report.stages if stage.name == "pictures"), 0)


# ------------------------------------------------------------------ what leaves


def test_a_lead_picture_leaves_in_three_formats_and_in_no_width_that_it_has_not(newsroom: Newsrooms) -> None:
    built = pages(newsroom, photo(1200, 900)).build()
    assert built.code == 0, built.text
    html = markup(built)
    assert re.findall(r'<source type="([^"]+)"', html) == ["image/avif", "image/webp"]
    for suffix, format_ in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")):
        named = re.findall(rf"/(media/p\.[0-9a-f]{{10}}-(\d+)\.{suffix}) (\d+)w", html)
        assert [int(width) for _, width, _ in named] == [480, 960, 1200]
        for path, width, said in named:
            picture = Image.open(io.BytesIO(built.tree[path]))
            assert (picture.format, picture.width, picture.height) == (format_, int(width), int(width) * 3 // 4) and said == width
    assert 'width="1200" height="900"' in html and 'fetchpriority="high"' in html and "sizes=" in html


def test_a_small_picture_has_one_width_its_own(newsroom: Newsrooms) -> None:
    html = markup(pages(newsroom, photo(300, 200)).build())
    assert re.findall(r" (\d+)w", html) == ["300", "300", "300"]


def test_every_address_in_a_page_is_a_file_of_the_tree_and_each_file_is_shown(newsroom: Newsrooms) -> None:
    built = pages(newsroom, photo(900, 700), body='Words.\n\n![A](q.png "B"){credit="C"}\n').build()
    room_with_second = pages(newsroom, photo(900, 700), body='Words.\n\n![A](q.png "B"){credit="C"}\n')
    built = room_with_second.edit({"content/politics/q.png": photo(500, 400, "PNG")}).build()
    text = b"".join(data for path, data in built.tree.items() if path.endswith((".html", ".xml", ".json"))).decode()
    named = set(re.findall(r"media/[a-z0-9._-]+", text))
    assert named == {path for path in built.tree if path.startswith("media/")}
    assert len([path for path in named if "/q." in path]) == 1 + 2 * 3


def test_a_picture_below_the_fold_waits_and_cards_are_cut(newsroom: Newsrooms) -> None:
    room = pages(newsroom, photo(1000, 1000))
    room.edit({f"content/politics/b{number}.md": article(f"Other {number}", LEAD, date=f"2026-11-{number:02}") for number in range(10, 13)})
    home = room.build().page("/")
    cards = re.findall(r'<a class="card-picture".*?</a>', home, re.DOTALL)
    assert len(cards) >= 2 and 'fetchpriority="high"' in cards[0] and all('loading="lazy"' in card for card in cards[1:])
    assert all('width="1000" height="562"' in card for card in cards)


def test_the_picture_in_the_markup_for_search_engines_is_there_in_three_ratios_with_its_credit(newsroom: Newsrooms) -> None:
    built = pages(newsroom, photo(1500, 1500)).build()
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', built.page(PAGE), re.DOTALL)
    assert script
    images = json.loads(script[1])["@graph"][0]["image"]
    assert [(image["width"], image["height"]) for image in images] == [(1200, 1200), (1200, 900), (1200, 675)]
    for image in images:
        assert (image["caption"], image["creditText"], image["license"]) == ("A boat at dawn", "Iryna Melnyk", "https://licence.example/by/")
        picture = Image.open(io.BytesIO(built.tree[image["url"].removeprefix("https://paper.example/")]))
        assert picture.size == (image["width"], image["height"])


@pytest.mark.parametrize(("focus", "colour"), [("0% 50%", "red"), ("100% 50%", "blue"), ("", "both")])
def test_a_crop_keeps_the_focus(newsroom: Newsrooms, focus: str, colour: str) -> None:
    lead = LEAD.replace("}", f", focus: {focus}}}") if focus else LEAD
    room = newsroom({"content/politics/a.md": article("The town votes", lead), "content/politics/p.jpg": photo(1200, 300)})
    (square,) = (one for one in shown(room.build(), r"\.jpg$").values() if one.size == (300, 300))
    left, right = (square.convert("RGB").getpixel((x, 10)) for x in (10, 290))
    assert isinstance(left, tuple) and isinstance(right, tuple)
    assert {"red": left[0] > 150 and right[0] > 150, "blue": left[2] > 150 and right[2] > 150, "both": left[0] > 150 and right[2] > 150}[colour]


@pytest.mark.parametrize("ratio", ["1:1", "4:3", "16:9", "3:2"])
@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (1200, 4), (1000, 999), (17, 31)])
def test_a_crop_stands_within_the_picture(ratio: str, size: tuple[int, int]) -> None:
    for focus in ("0% 0%", "100% 100%", "50% 50%", "33% 71%", ""):
        left, top, right, bottom = box_of(size, ratio, focus)
        assert 0 <= left < right <= size[0] and 0 <= top < bottom <= size[1]
    for one in cuts(size, ratio, "", (320, 640), ("jpg",)):
        assert one.width <= size_of(size, ratio)[0] and one.height >= 1


# ------------------------------------------------------------------ what is taken from them


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_case_55_no_word_of_the_camera_leaves(newsroom: Newsrooms, kind: str) -> None:
    options: dict[str, Any] = {"exif": camera(), "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    options |= {"comment": b"Secret comment"} if kind == "JPEG" else {}
    options |= {"xmp": b"<x:xmpmeta>Secret</x:xmpmeta>"} if kind != "PNG" else {}
    data = photo(900, 600, kind, **options)
    assert b"Secret" in data
    built = pages(newsroom, data, name=f"p.{kind.lower()}").build()
    assert built.code == 0, built.text
    assert len(shown(built)) >= 10
    for path, picture in shown(built).items():
        assert not picture.getexif() and not {"icc_profile", "exif", "xmp", "comment"} & picture.info.keys(), path
        assert b"Secret" not in built.tree[path] and b"GPS" not in built.tree[path], path


def test_a_document_leaves_as_it_is(newsroom: Newsrooms) -> None:
    room = pages(newsroom, photo(), body="[plan](plan.pdf)").edit({"content/politics/plan.pdf": b"%PDF Secret"})
    (data,) = (data for path, data in room.build().tree.items() if path.endswith(".pdf"))
    assert data == b"%PDF Secret"


def test_case_69_a_picture_stands_upright(newsroom: Newsrooms) -> None:
    built = pages(newsroom, photo(400, 300, exif=camera())).build()
    assert 'width="300" height="400"' in markup(built)
    (whole,) = shown(built, r"p\.[0-9a-f]{10}\.jpg").values()
    top = whole.convert("RGB").getpixel((290, 10))
    assert whole.size == (300, 400) and isinstance(top, tuple) and top[0] > 150


def test_a_large_picture_leaves_smaller(newsroom: Newsrooms) -> None:
    built = pages(newsroom, photo(6000, 3000, quality=50)).build()
    assert max(picture.width for picture in shown(built).values()) == derivatives.LARGEST


def test_the_colours_of_another_profile_become_those_of_the_web() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    picture = derivatives.opened(photo(icc_profile=profile))  # a profile that is none of this picture's: the numbers are kept
    assert picture.mode == "RGB" and picture.info == {}
    swapped = _profile_with_red_as_green()
    seen = derivatives.opened(photo(40, 30, "PNG", icc_profile=swapped)).getpixel((2, 2))
    assert isinstance(seen, tuple) and seen[1] > seen[0] + 80


def _profile_with_red_as_green() -> bytes:
    """sRGB whose red and green have changed places."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for number in range(int.from_bytes(data[128:132], "big")):
        at = 132 + 12 * number
        if data[at : at + 4] == b"rXYZ":
            red = at
        if data[at : at + 4] == b"gXYZ":
            green = at
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


# ------------------------------------------------------------------ what is made again


def test_nothing_is_made_again_after_a_new_name_of_the_picture_or_the_article(newsroom: Newsrooms) -> None:
    room = pages(newsroom, photo(900, 700))
    first = room.build()
    assert made(first) == 3 * 2 + 3 * 3 + 2  # the lead in two widths, cards in three, two more ratios for search engines
    path = room.folder / "content/politics"
    (path / "p.jpg").rename(path / "boat.jpg")
    (path / "a.md").rename(path / "b.md")
    room.edit({"content/politics/b.md": article("The town has voted", LEAD.replace("p.jpg", "boat.jpg"))})
    second = room.build()
    assert (second.code, made(second)) == (0, 0)
    assert {path for path in second.tree if path.startswith("media/")} == {path.replace("/p.", "/boat.") for path in first.tree if path.startswith("media/")}
    assert made(room.build(clean=True)) == 0


def test_a_changed_picture_makes_its_own_derivatives_alone(newsroom: Newsrooms) -> None:
    room = pages(newsroom, photo(500, 400), body='Words.\n\n![A](q.png "B"){credit="C"}\n').edit({"content/politics/q.png": photo(600, 400, "PNG")})
    first = room.build()
    room.edit({"content/politics/q.png": photo(601, 400, "PNG")})
    second = room.build()
    assert made(second) == 6 and made(first) > 6
    assert {path: data for path, data in first.tree.items() if "media/p." in path} == {path: data for path, data in second.tree.items() if "media/p." in path}
    assert not {path for path in first.tree if "media/q." in path} & second.tree.keys()
    assert made(room.build()) == 0


def test_another_focus_makes_the_crops_alone(newsroom: Newsrooms) -> None:
    room = pages(newsroom, photo(900, 300))
    room.build()
    room.edit({"content/politics/a.md": article("The town votes", LEAD.replace("}", ", focus: 0% 0%}"))})
    assert made(room.build()) == 3 * 2 + 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_bytes_are_the_same_however_and_whenever_they_are_made(newsroom: Newsrooms, jobs: int, tmp_path: Path) -> None:
    files = {f"content/politics/a{number}.md": article(f"Story {number}", LEAD.replace("p.jpg", f"p{number}.jpg"), f"slug: s{number}") for number in range(3)}
    files |= {f"content/politics/p{number}.jpg": photo(500 + number, 400) for number in range(3)}
    built = newsroom(files, name="one").edit(CARDS).build(jobs=jobs)
    other = newsroom(files, name="two").edit(CARDS).build(jobs=1)
    assert built.tree == other.tree and made(built) == made(other) > 20


def test_what_no_page_shows_is_neither_published_nor_made(newsroom: Newsrooms) -> None:
    room = pages(newsroom, photo()).edit({
        "content/politics/draft.md": article("Not yet", LEAD.replace("p.jpg", "d.jpg"), "status: draft"), "content/politics/d.jpg": photo(401, 300),
        "content/politics/alone.jpg": photo(402, 300),
    })  # fmt: skip
    built = room.build()
    assert not [path for path in built.tree if path.startswith(("media/d.", "media/alone."))]
    kept = [Image.open(io.BytesIO(path.read_bytes().partition(b"\n")[2])).size for path in prints(room)]
    assert kept and not {size for size in kept if size[0] in {401, 402}}
    room.edit({"content/politics/a.md": article("The town votes")})
    assert not [path for path in room.build().tree if path.startswith("media/")]


def prints(room: Newsroom) -> list[Path]:
    return sorted(path for path in (room.folder / ".sitegen/pictures").rglob("*") if path.is_file() and path.parent.name != "pictures")


def test_a_damaged_or_lost_print_is_made_again(newsroom: Newsrooms) -> None:
    room = pages(newsroom, photo(500, 400))
    first = room.build()
    for number, path in enumerate(prints(room)):
        if number % 3 == 0:
            path.write_bytes(path.read_bytes()[:-1] + b"?")
        elif number % 3 == 1:
            path.write_bytes(b"{}")
        else:
            path.unlink()
    second = room.build(output="other")
    assert (second.code, second.tree) == (0, first.tree)


def test_prints_that_nothing_uses_are_thrown_away_in_time(newsroom: Newsrooms) -> None:
    room = pages(newsroom, photo(300, 200))
    with patch("sitegen.press.darkroom._SPARE", 0):
        for width in range(300, 306):
            room.edit({"content/politics/p.jpg": photo(width, 200)})
            built = room.build()
            room.build(output="other")
        in_use = {path for path in built.tree if path.startswith("media/")}
        assert len(in_use) <= len(prints(room)) <= 3 * len(in_use)
    assert made(room.build()) == 0


def test_where_nothing_is_made_of_pictures_they_leave_as_they_are(newsroom: Newsrooms) -> None:
    data = photo(900, 600, exif=camera())
    room = pages(newsroom, data).edit({"sitegen.toml": CONFIG.replace("pictures.cards", "pictures.derivatives = false\npictures.cards")})
    built = room.build()
    assert [data for path, data in built.tree.items() if path.startswith("media/")] == [data]
    assert "<picture>" not in built.page(PAGE) and not prints(room)


def test_the_enclosure_of_a_feed_says_the_length_of_the_file_that_is_published(newsroom: Newsrooms) -> None:
    built = pages(newsroom, photo(900, 600, exif=camera())).build()
    found = re.search(r'<enclosure url="https://paper.example/([^"]+)" length="(\d+)" type="image/jpeg"', built.page("/feed.xml"))
    assert found and len(built.tree[found[1]]) == int(found[2])


# ------------------------------------------------------------------ social cards


def sharing(built: Built, page: str = PAGE) -> Mapping[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[a-z:]+)" content="([^"]*)"', built.page(page)))


def test_an_article_without_a_picture_is_shared_with_a_card_of_its_words(newsroom: Newsrooms) -> None:
    room = newsroom({"content/politics/a.md": article("The town votes"), **CARDS})
    built = room.build()
    said = sharing(built)
    path = said["og:image"].removeprefix("https://paper.example/")
    assert Image.open(io.BytesIO(built.tree[path])).size == (1200, 630) and len(built.tree[path]) < 60_000
    assert (said["og:image:width"], said["og:image:height"], said["og:image:alt"]) == ("1200", "630", "The town votes")
    assert (said["twitter:card"], said["twitter:image"]) == ("summary_large_image", said["og:image"])
    assert path in built.page(PAGE).split("ld+json")[1] and "media/" not in built.page("/")
    room.edit({"content/politics/a.md": article("The town votes", body="Other words.")})
    assert made(room.build()) == 0
    room.edit({"content/politics/a.md": article("The town has voted")})
    after = room.build()
    assert made(after) == 1 and path not in after.tree


def test_an_article_with_a_picture_a_page_and_a_tombstone_have_no_card(newsroom: Newsrooms) -> None:
    room = pages(newsroom, photo()).edit({
        **CARDS, "content/pages/about.md": "---\ntitle: About\nkind: about\n---\nWords.\n",
        "content/politics/gone.md": article("Wrong", "slug: gone", "retracted: {date: 2026-11-21, reason: All of it}"),
    })  # fmt: skip
    assert not [path for path in room.build().tree if path.startswith("media/card.")]


LONG = "Міська рада Тихополя ухвалила бюджет і п’ятий рік поспіль не знайшла в ньому грошей на міст, " * 4


@pytest.mark.parametrize("headline", ["Ї", LONG.strip(), "Слово" * 60, "A b", "Їжак, Ґанок, Єва — «ґрунт» № 5", ""])
def test_a_card_holds_any_headline_within_its_edges(headline: str) -> None:
    data = social_card.drawn(headline, "Суспільство та громада " * 5, "Тихопільський вісник " * 6, "#7a1212")
    assert data == social_card.drawn(headline, "Суспільство та громада " * 5, "Тихопільський вісник " * 6, "#7a1212")
    card = Image.open(io.BytesIO(data)).convert("L")
    assert card.size == (1200, 630)
    for edge in ((0, 30, 60, 600), (1140, 30, 1200, 600), (0, 600, 1200, 630)):
        low, _ = card.crop(edge).getextrema()
        assert isinstance(low, int | float) and low > 240
    if headline:
        low, _ = card.crop((72, 140, 1128, 480)).getextrema()
        assert isinstance(low, int | float) and low < 60


def test_a_headline_in_letters_that_the_font_has_not_is_not_drawn(newsroom: Newsrooms) -> None:
    built = newsroom({"content/politics/a.md": article("\u4e2d\u6587"), **CARDS}).build()
    assert built.code == 0 and not shown(built) and "og:image" not in sharing(built)


@pytest.mark.parametrize("letter", [*"абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯёъыэЁЪЫЭ№«»„“”‘’—–…", *"azAZ09"])
def test_the_font_has_the_letter(letter: str) -> None:
    font = social_card._font("Bold", 40)
    assert bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


def test_a_worker_makes_what_it_is_asked_for(tmp_path: Path) -> None:
    room = Darkroom(tmp_path / "pictures", _Never())  # type: ignore[arg-type]
    assert room.make(Wish("", "", card=("a" * 32, ("Words", "", "Paper", "#000000")))) == 1
    one = Darkroom(tmp_path / "pictures", _Never()).find("a" * 32)  # type: ignore[arg-type]
    assert one and one.type == "image/png" and room.bytes_of(one)


class _Never:
    """A gate that nothing may pass."""

    def read_bytes(self, path: str) -> Iterator[bytes]:
        raise AssertionError(path)


# ------------------------------------------------------------------ a folder elsewhere


def test_pictures_may_be_in_a_folder_outside_the_publication(newsroom: Newsrooms) -> None:
    elsewhere = newsroom({"2026/boat.jpg": photo(300, 200), "2026/other.jpg": photo(310, 200)})
    settings = CONFIG + f'media = "../{elsewhere.folder.name}"\n'
    room = newsroom({"sitegen.toml": settings, "content/politics/a.md": article("The town votes", LEAD.replace("p.jpg", "/media/2026/boat.jpg"))})
    first = room.build()
    assert first.code == 0, first.text
    assert 'width="300" height="200"' in markup(first) and not [path for path in first.tree if "other" in path]
    assert room.build().rendered == frozenset()
    elsewhere.edit({"2026/boat.jpg": photo(320, 200)})
    second = room.build()
    assert 'width="320" height="200"' in markup(second)
    assert second.tree == room.build(clean=True).tree
    elsewhere.remove("2026/boat.jpg")
    assert "picture/missing" in room.build().codes


def test_a_folder_elsewhere_that_is_not_there_is_told_at_its_line(newsroom: Newsrooms) -> None:
    found = newsroom({"sitegen.toml": CONFIG + 'media = "../nowhere"\n', "content/politics/a.md": article()}).build()
    assert found.diagnostics == ("sitegen.toml:7:1 config/bad-value",) and "../nowhere" in found.text


def test_a_link_in_a_folder_elsewhere_is_not_followed(newsroom: Newsrooms) -> None:
    elsewhere = newsroom({"boat.jpg": photo(300, 200)})
    (elsewhere.folder / "link.jpg").symlink_to("/etc/passwd")
    found = newsroom({"sitegen.toml": CONFIG + f'media = "../{elsewhere.folder.name}"\n', "content/politics/a.md": article()}).build()
    assert found.codes == ("file/symlink",)


def test_a_folder_of_that_name_is_not_read_where_it_is_not_named(newsroom: Newsrooms) -> None:
    room = newsroom({"media/boat.jpg": photo(), "content/politics/a.md": article("The town votes", LEAD.replace("p.jpg", "/media/boat.jpg"))})
    assert "picture/missing" in room.build().codes
