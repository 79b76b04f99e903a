"""The same publication gives the same bytes in any folder, zone, locale, hash seed and order of files."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from tests.newsroom import CONFIG, TERMS, Newsrooms, article, tree

FILES: dict[str, str] = {
    "sitegen.toml": CONFIG + "page_size = 2\n",
    "content/terms.toml": TERMS + '[tags.bridge]\nname = { en = "Bridge", uk = "Міст" }\n',
    "content/authors/iryna.md": "---\nname: { en: Iryna Melnyk, uk: Ірина Мельник }\n---\n",
    "content/_index.md": "---\nlead: politics/a3.md\ntop: [a1, a2]\n---\n",
    "content/pages/about.md": "---\ntitle: About\nkind: about\n---\nWords.\n",
    "static/ads.txt": "x\n",
} | {
    f"content/{folder}politics/a{n}.md": article(
        f"Story {n} of {folder or 'en'}", "tags: [bridge, Ще тег, zebra, ärger]", "series: Long read", "story: Running",
        "author: [Iryna Melnyk, Öl Ä, Zed, Оля]", f"aliases: [/old/{folder}{n}/]",
        date=f"2026-{10 + n % 2}-1{n} 09:30", body=f'One "quoted" - {n}.\n\nRead also: [S](a{(n + 1) % 5}.md)\n\nText[^1].\n\n[^1]: Note.\n',
    )
    for folder in ("", "uk/") for n in range(5)
}

PLACES = [
    ("a", "reversed", {}),
    ("a longer folder/with шлях", "shuffled", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
    ("b", "shuffled", {"TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242", "LANGUAGE": "uk"}),
    ("c", "sorted", {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "PYTHONUTF8": "0", "SOURCE_DATE_EPOCH": "1"}),
]


def test_folder_zone_locale_hash_seed_and_file_order_change_no_byte(newsroom: Newsrooms, tmp_path: Path) -> None:
    reference = newsroom(FILES).build()
    assert (reference.code, reference.diagnostics) == (0, ())
    assert len(reference.tree) > 80
    running: list[tuple[Path, subprocess.CompletedProcess[bytes]]] = []
    for folder, order, environment in PLACES:
        paths = sorted(FILES, reverse=order == "reversed")
        if order == "shuffled":
            random.Random(folder).shuffle(paths)
        (tmp_path / folder).parent.mkdir(parents=True, exist_ok=True)
        room = newsroom({}, name=folder)
        for path in ("sitegen.toml", "content/terms.toml"):
            (room.folder / path).unlink()
        room.edit({path: FILES[path] for path in paths})
        running.append((room.folder, room.run("build", "--format", "json", **environment)))
    for folder, ran in running:
        assert ran.returncode == 0, ran.stderr.decode()
        assert tree(folder / "public") == reference.tree
    assert len({ran.stdout.split(b'"seconds"')[0] for _, ran in running}) == 1


def test_several_processes_give_what_one_gives(newsroom: Newsrooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.press.intake._MANY", 1)
    monkeypatch.setattr("sitegen.press.making._MANY", 1)
    assert newsroom(FILES).build(jobs=2).tree == newsroom(FILES).build(jobs=1).tree


def test_a_clean_build_equals_one_after_every_kind_of_edit(newsroom: Newsrooms) -> None:
    room = newsroom(FILES)
    room.build()
    room.edit({"content/politics/a1.md": article("Another"), "content/politics/new.md": article("New"), "static/b.txt": "b"})
    room.remove("content/politics/a2.md", "static/ads.txt", "content/authors/iryna.md").build()
    assert room.build(output="clean").tree == tree(room.folder / "public")
    assert not [path for path in (room.folder / "public").rglob(".sitegen-*") if path.name != ".sitegen-manifest"]
