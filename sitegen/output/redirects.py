"""Redirects from former paths: a small page for any host, and ``_redirects`` for hosts that read it.

Targets are site paths only, so no redirect leads away from the publication; everything a
path may hold is percent-encoded, so none can break out of an attribute or begin a new line
(FAULTS 59).  The ``_redirects`` format is that of Netlify, Cloudflare Pages and GitLab Pages: one rule a
line, parted by spaces, ``#`` begins a comment, ``*`` and ``:name`` are patterns.  Each host reads so many rules and
no more; what does not fit still has its page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.config import encode_path
from sitegen.core.site import Gone, Redirect
from sitegen.core.task import Ask
from sitegen.core.web import in_lite
from sitegen.output.markup import escape
from sitegen.output.plain import plain

__all__ = ["HOSTS", "Host", "render_redirect_page", "render_redirects"]


@dataclass(frozen=True, slots=True)
class Host:
    """What a host reads of ``_redirects``: how many rules and bytes, the status of a redirect, and of an end ('' = no such)."""

    rules: int
    size: int
    moved: str = "301"
    gone: str = ""


HOSTS: Mapping[str, Host] = {
    "any": Host(1000, 64 * 1024),  # what every one of them takes
    "cloudflare": Host(2000, 2000 * 1000),  # developers.cloudflare.com/pages/configuration/redirects: 2,000 static, statuses 200, 30x
    "gitlab": Host(1000, 64 * 1024),  # docs.gitlab.com/user/project/pages/redirects, gitlab-pages !362 and !555: 301 and 302 alone
    "netlify": Host(10_000, 4 * 1024 * 1024, "301!", "410"),  # docs.netlify.com/routing/redirects; `!`: before the page that stands there
}
_LONGEST = 1000
"""Characters of a rule (Cloudflare)."""


def render_redirects(ask: Ask, redirects: tuple[Redirect, ...], gone: tuple[Gone, ...] = (), given: bytes = b"") -> bytes:
    """``_redirects`` in the given order, as far as the host reads it below the lines ``given`` in static/.

    A rule that leads to itself is left out; ends stand last, and the light edition's rules behind the main one's.
    """
    host = HOSTS[ask("config", "redirects.host", "") or "any"]
    base: str = ask("config", "base_path", "")
    rules: dict[str, str] = {}
    for start in (base, in_lite(base, base)) if ask("config", "lite", "") else (base,):
        for redirect in redirects:
            former, target = _encoded(start, redirect.path), _encoded(start, redirect.target)
            if former != target:
                rules.setdefault(former, f"{target} {host.moved}")
        for end in gone if host.gone else ():
            prefix = "" if end.language == ask("config", "language", "") else f"{end.language}/"
            rules.setdefault(_encoded(start, end.path), f"{_encoded(start, f'/{prefix}404.html')} {host.gone}")
    count = sum(1 for line in given.splitlines() if line.strip() and not line.strip().startswith(b"#"))
    lines: list[str] = []
    size = len(given) + 1
    for line in (f"{former} {rest}\n" for former, rest in rules.items()):
        size += len(line)
        if count + len(lines) >= host.rules or size > host.size:
            break
        if len(line) <= _LONGEST:
            lines.append(line)
    return "".join(lines).encode()


def render_redirect_page(ask: Ask, redirect: Redirect, language: str) -> bytes:
    """The page that stands at a former path: it sends browsers on and tells crawlers the address that counts."""
    start: str = ask("address", "/")[0]
    path = _encoded("", redirect.target).lstrip("/")
    href = escape(start + path)
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
