"""A whole built site: every feed, sitemap, link, alternate and structured page by its own checker."""

from __future__ import annotations

from pathlib import Path

from tests.checkers.atom import check_atom
from tests.checkers.hreflang import check_hreflang
from tests.checkers.json_feed import check_json_feed
from tests.checkers.json_ld import check_json_ld
from tests.checkers.links import check_links
from tests.checkers.rss import check_rss
from tests.checkers.sitemap import check_news_sitemap, check_sitemap

_BY_NAME = {"feed.xml": check_rss, "atom.xml": check_atom, "feed.json": check_json_feed, "news-sitemap.xml": check_news_sitemap}


def check_tree(public: Path, base_path: str, base_url: str) -> list[str]:
    """Complaints ``path: …`` about all that was built for ``base_url``."""
    found = [*check_links(public, base_path, base_url), *check_hreflang(public)]
    for path in sorted(one for one in public.rglob("*") if one.is_file()):
        checker = _BY_NAME.get(path.name) or (check_sitemap if path.name.startswith("sitemap") else None)
        data = path.read_bytes()
        if checker is None and path.name == "index.html" and b"ld+json" in data:
            checker = check_json_ld
        found += [f"{path.relative_to(public)}: {one}" for one in (checker(data) if checker else ())]
    return found
