"""A whole build, from an inline publication to files and back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PIL import Image

from sitegen.pipeline import Options, build
from sitegen.site.visibility import Edge
from tests.checkers import check_atom, check_json_feed, check_json_ld, check_links, check_rss, check_sitemap
from tests.newsroom import Newsrooms, article

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
FILES = {
    "sitegen.toml": 'title = "Вісник"\nbase_url = "https://paper.example/"\nlanguages = ["uk", "en"]\n',
    "content/terms.toml": '[sections.politics]\nname = { uk = "Політика", en = "Politics" }\n',
    "content/politics/bridge.md": (
        '---\ntitle: "Міст \\"відкрито\\""\ndate: 2026-11-20 09:31\nauthor: Ірина Мельник\ntags: [міст]\n---\n'
        "Перший абзац.\n\nЧитайте також: [Поїзд](train.md)\n\n!!! background \"Що відомо\"\n    - раз\n    - два\n"
    ),
    "content/politics/train.md": "---\ntitle: Поїзд\ndate: 2026-11-19\nauthor: Ірина Мельник\n---\nТекст.\n",
    "content/en/politics/bridge.md": "---\ntitle: The bridge is open\ndate: 2026-11-21 10:00\n---\nText {{ x }}.\n",
    "content/politics/later.md": (
        "---\ntitle: Канаркове\ndate: 2026-11-20\nembargo: 2026-12-01 06:00\ntags: [канарка]\n---\nКанаркові слова.\n"
    ),
    "content/politics/sketch.md": "---\ntitle: Чернетка\ndate: 2026-11-20\nstatus: draft\n---\nЧернеткові слова.\n",
}


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_publication_becomes_a_site_that_the_checkers_pass(publication: Path) -> None:
    report = build(Options(publication), NOW)
    assert report.findings == ()
    assert report.articles == 3
    public = publication / "public"
    page = (public / "politics/2026/11/bridge/index.html").read_text("utf-8")
    assert "Міст «відкрито»" in page
    assert 'href="/politics/2026/11/train/"' in page
    assert 'hreflang="en"' in page
    assert check_rss((public / "feed.xml").read_bytes()) == []
    assert check_atom((public / "atom.xml").read_bytes()) == []
    assert check_json_feed((public / "feed.json").read_bytes()) == []
    assert check_sitemap((public / "sitemap.xml").read_bytes()) == []
    assert check_json_ld(page) == []
    assert check_links(public, "/", "https://paper.example/") == []


def test_a_second_build_writes_nothing_and_a_copy_elsewhere_gives_the_same_bytes(publication: Path) -> None:
    build(Options(publication), NOW)
    before = tree(publication / "public")
    again = build(Options(publication), NOW)
    assert again.changed == ()
    build(Options(publication, output=publication / "other"), NOW)
    assert tree(publication / "other") == before


def test_case_16_no_word_of_a_draft_or_an_embargoed_article_is_in_the_output(publication: Path) -> None:
    build(Options(publication), NOW)
    for path, data in tree(publication / "public").items():
        text = (path + data.decode("utf-8", "replace")).casefold()
        assert "канарк" not in text, path
        assert "чернетк" not in text, path
        assert "kanark" not in text, path
    preview = build(Options(publication, output=publication / "preview", edge=Edge(drafts=True, future=True)), NOW)
    assert preview.articles == 5


def test_the_end_of_an_embargo_is_the_next_change_and_publishes_the_article(publication: Path) -> None:
    report = build(Options(publication), NOW)
    assert report.next_change.public == dt.datetime(2026, 12, 1, 4, tzinfo=dt.UTC)
    assert build(Options(publication), report.next_change.public).articles == 4


def test_case_25_two_articles_at_one_address_are_an_error_naming_both_and_nothing_is_written(publication: Path) -> None:
    build(Options(publication), NOW)
    before = tree(publication / "public")
    (publication / "content/politics/other.md").write_text(
        "---\ntitle: Інший\nslug: Bridge\ndate: 2026-11-20\n---\n", encoding="utf-8"
    )
    report = build(Options(publication), NOW)
    collision = next(finding for finding in report.findings if finding.code == "permalink/collision")
    named = {collision.span.path, *(span.path for span in collision.related)}
    assert named == {"content/politics/bridge.md", "content/politics/other.md"}
    assert tree(publication / "public") == before


def test_case_32_a_symbolic_link_is_named_and_never_followed(publication: Path) -> None:
    (publication / "secret.md").write_text("---\ntitle: Таємне\ndate: 2026-11-20\n---\n", encoding="utf-8")
    (publication / "content/politics/link.md").symlink_to(publication / "secret.md")
    report = build(Options(publication), NOW)
    assert [finding.code for finding in report.findings] == ["file/symlink"]


def test_a_sub_path_stands_before_every_link(publication: Path) -> None:
    build(Options(publication, base_url="https://host.example/paper/"), NOW)
    public = publication / "public"
    assert check_links(public, "/paper/", "https://host.example/paper/") == []
    assert 'href="/paper/politics/2026/11/train/"' in (public / "politics/2026/11/bridge/index.html").read_text("utf-8")


def test_template_signs_in_a_body_are_text(publication: Path) -> None:
    build(Options(publication), NOW)
    assert "{{ x }}" in (publication / "public/en/politics/2026/11/bridge/index.html").read_text("utf-8")


def test_a_feed_names_the_publisher_where_nobody_signed(newsroom: Newsrooms) -> None:
    desk = newsroom("-- content/politics/bridge.md --\n---\ntitle: Bridge\ndate: 2026-05-04 10:00\n---\nText.\n")
    feed = desk.build().page("feed.xml")
    assert "<dc:creator>Paper</dc:creator>" in feed
    assert check_rss(feed.encode()) == []


def test_a_link_to_a_file_beside_the_article_publishes_it_and_a_link_to_a_list_leads_there(newsroom: Newsrooms) -> None:
    text = article(body="[plan](plan.pdf) [all](/archive/) [feed](/feed.xml) [none](x.pdf)", date="2026-05-04")
    desk = newsroom(
        f"-- content/politics/bridge/index.md --\n{text}"
        "-- content/politics/bridge/plan.pdf --\nPDF\n-- content/politics/bridge/other.pdf --\nOTHER\n"
    )
    built = desk.build()
    assert list(built.codes) == ["link/dead"]
    (file,) = (path for path in built.tree if path.startswith("media/"))
    page = built.page("politics/2026/05/bridge/index.html")
    assert f'href="/{file}"' in page and 'href="/archive/"' in page and 'href="/feed.xml"' in page


def test_a_preview_says_what_readers_must_not_see(newsroom: Newsrooms) -> None:
    later = article("Later", "embargo: 2099-01-01 08:00", body="Read also: Not written yet")
    desk = newsroom(
        f"-- content/politics/later.md --\n{later}-- content/politics/draft.md --\n{article('Draft', 'status: draft', date='2026-05-04')}"
    )
    assert desk.build().page("politics/index.html").count("<article") == 0
    preview = desk.build(edge=Edge(drafts=True, future=True), output="preview")
    page = preview.page("politics/2099/01/later/index.html")
    assert "is-preview" in page and "is-pending" in page and "Not written yet" in page
    assert "is-preview" in preview.page("politics/2026/05/draft/index.html")


def test_links_of_an_advertisement_are_marked_as_sponsored(newsroom: Newsrooms) -> None:
    text = article("Ad", "sponsored: {by: Boats}", date="2026-05-04", body="[boats](https://example.org/boats) [us](/archive/)")
    page = newsroom(f"-- content/politics/ad.md --\n{text}").build().page("politics/2026/05/ad/index.html")
    assert 'href="https://example.org/boats" rel="sponsored"' in page
    assert '<a href="/archive/">us</a>' in page


@pytest.mark.parametrize(("width", "codes"), [(1199, ["image/narrow"]), (1200, [])])
def test_a_narrow_lead_picture_is_a_warning_at_its_line(publication: Path, width: int, codes: list[str]) -> None:
    path = publication / "content/politics/train.md"
    path.write_text(path.read_text("utf-8").replace("date: 2026-11-19", "date: 2026-11-19\nimage: {src: /politics/a.png, alt: A, credit: B}"), encoding="utf-8")
    Image.new("RGB", (width, 10)).save(publication / "content/politics/a.png")
    found = build(Options(publication), NOW).findings
    assert [(one.code, one.span.line) for one in found] == [(code, 4) for code in codes]
