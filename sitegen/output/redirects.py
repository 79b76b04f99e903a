"""Redirects from former paths: a small page for any host, and ``_redirects`` for hosts that read it.

Targets are site paths only, so no redirect leads away from the publication; everything a
path may hold is percent-encoded, so none can break out of an attribute or begin a new line
(FAULTS 59).  The ``_redirects`` format is that of Netlify and Cloudflare Pages: one rule a line,
parted by spaces, ``#`` begins a comment, ``*`` and ``:name`` are patterns.
"""

from __future__ import annotations

from sitegen.config import encode_path
from sitegen.core.site import Redirect
from sitegen.core.task import Ask
from sitegen.output.markup import escape
from sitegen.output.plain import plain

__all__ = ["render_redirect_page", "render_redirects"]


def render_redirects(ask: Ask, redirects: tuple[Redirect, ...]) -> bytes:
    """``_redirects``, sorted; a rule that leads to itself is left out."""
    base: str = ask("config", "base_path", "")
    rules = {}
    for redirect in redirects:
        former, target = _encoded(base, redirect.path), _encoded(base, redirect.target)
        if former != target:
            rules[former] = target
    lines = [f"{former} {target} 301" for former, target in sorted(rules.items())]
    return "".join(line + "\n" for line in lines).encode()


def render_redirect_page(ask: Ask, redirect: Redirect, language: str) -> bytes:
    """The page that stands at a former path: it sends browsers on and tells crawlers the address that counts."""
    path = _encoded("", redirect.target).lstrip("/")
    href = escape(ask("config", "base_path", "") + path)
    canonical = escape(ask("config", "base_url", "") + path)
    title = escape(plain(ask("config", "title", language)))
    words = escape(plain(ask("text", "moved", language)) or canonical)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n"
        '<meta name="robots" content="noindex">\n'
        f'<link rel="canonical" href="{canonical}">\n'
        f'<meta http-equiv="refresh" content="0; url={href}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'</head>\n<body>\n<p><a href="{href}">{words}</a></p>\n</body>\n</html>\n'
    ).encode()


def _encoded(base: str, path: str) -> str:
    """A site path as a host matches it; one leading slash, so that ``//host`` stays a path of ours."""
    kept = encode_path(path.replace("\\", "/").lstrip("/"))
    return (base or "/") + kept.replace("*", "%2A").replace(":", "%3A").replace(";", "%3B")
