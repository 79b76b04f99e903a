"""The project's own checkers of what a build wrote, each by the specification it names.

A checker takes bytes, text or a built tree and gives a list of complaints; an empty list
means that nothing was found.  They share no code with the generator: a mistake there must
not be repeated here.  tests/unit/test_checkers.py shows each one failing on bad input.
"""

from tests.checkers.atom import check_atom
from tests.checkers.hreflang import check_hreflang
from tests.checkers.json_feed import check_json_feed
from tests.checkers.json_ld import check_json_ld
from tests.checkers.links import check_links
from tests.checkers.rss import check_rss
from tests.checkers.sitemap import check_news_sitemap, check_sitemap
from tests.checkers.tree import check_tree

__all__ = [
    "check_atom", "check_hreflang", "check_json_feed", "check_json_ld", "check_links", "check_news_sitemap",
    "check_rss", "check_sitemap", "check_tree",
]
