"""What a style sheet points at is published under its hashed name, and a changed file changes the sheet that names it."""

from __future__ import annotations

import re

from sitegen.output.stylesheets import hashed, linked
from tests.newsroom import CONFIG, Newsrooms, article

GAZETTE = CONFIG.replace('"base"', '"gazette"')
SHEET = b'@font-face { src: url("fonts/text.woff2"); } a { background: url( b.png ) } i { background: url(\'data:image/gif;base64,AA\') }'


def test_addresses_of_assets_get_their_hash_and_all_others_stay() -> None:
    found = linked({"a.css": SHEET, "b.png": b"1", "fonts/text.woff2": b"2"})
    text = found["a.css"].decode()
    assert f'url("{hashed("b.png", b"1")}")' in text and f'url("{hashed("fonts/text.woff2", b"2")}")' in text
    assert "url('data:image/gif;base64,AA')" in text
    assert found["b.png"] == b"1"
    for other in (b"url(https://x.example/a.png)", b"url(/a.png)", b"url(other.css)", b"url(gone.png)", b"url(#id)"):
        assert linked({"a.css": other, "other.css": b""})["a.css"] == other


def test_a_changed_file_gives_the_sheet_another_name() -> None:
    sheets = [hashed("a.css", linked({"a.css": SHEET, "b.png": data})["a.css"]) for data in (b"1", b"1", b"2")]
    assert sheets[0] == sheets[1] != sheets[2]


def test_a_built_sheet_points_at_files_that_are_there_also_under_a_path(newsroom: Newsrooms) -> None:
    built = newsroom({"content/politics/bridge.md": article("Bridge"), "sitegen.toml": GAZETTE.replace("example/", "example/sub/")}).build()
    assert built.code == 0
    (sheet,) = [path for path in built.tree if path.startswith("assets/gazette.") and path.endswith(".css")]
    names = re.findall(r'url\("([^"]+)"\)', built.tree[sheet].decode())
    assert len(names) == 6 and all(f"assets/{name}" in built.tree for name in names)
    preloaded = re.findall(r'rel="preload" href="([^"]+)"', built.page("politics/2026/11/bridge/"))
    assert len(preloaded) == 2 and all(one.removeprefix("/sub/") in built.tree for one in preloaded)


def test_the_licence_of_the_letters_is_published_with_them(newsroom: Newsrooms) -> None:
    built = newsroom({"content/politics/bridge.md": article("Bridge"), "sitegen.toml": GAZETTE}).build()
    (licence,) = [data for path, data in built.tree.items() if path.startswith("assets/fonts/LICENSE.")]
    assert b"SIL OPEN FONT LICENSE" in licence
