"""What a host is told: security and cache headers, the Content-Security-Policy, the web manifest.

``_headers`` is read by Netlify and Cloudflare Pages; where rules overlap, both policies hold,
so the one for the whole site names the frames that some page of it opens, and the page's own
``<meta>`` narrows it.  Nothing comes from another origin unless the setting ``[csp]`` or an embed names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sitegen.core.embeds import ORIGINS
from sitegen.core.site import Media
from sitegen.core.task import Ask
from sitegen.output.plain import plain
from sitegen.output.search_index import FOLDER

__all__ = ["content_security_policy", "render_headers", "render_web_manifest"]

_YEAR = "public, max-age=31536000, immutable"
_DAY = "public, max-age=86400"


def content_security_policy(ask: Ask, embeds: Iterable[str] = (), *, searches: bool = False) -> str:
    """The policy of a page that shows videos and posts of these providers, and which ``searches``: Pagefind is WebAssembly; NEWSROOM section 5.

    Without ``frame-ancestors``, which browsers ignore in a ``<meta>`` with an error in the console.
    """

    def sources(directive: str) -> str:
        added: tuple[str, ...] = ask("config", f"csp.{directive.replace('-', '_')}", "")
        own = ("'wasm-unsafe-eval'",) if searches and directive == "script-src" else ()
        return " ".join((directive, "'self'", *own, *added))

    directives = [
        "default-src 'none'",
        *(sources(name) for name in ("script-src", "style-src", "img-src", "font-src", "connect-src")),
        "media-src 'self'",
        "manifest-src 'self'",
        " ".join(("frame-src", *(sorted({ORIGINS[one] for one in embeds}) or ("'none'",)))),
        "form-action 'self'",
        "base-uri 'none'",
    ]
    return "; ".join(directives)


def render_headers(ask: Ask) -> bytes:
    """``_headers``: the site's policy; hashed assets kept a year, pictures a day, for a replaced one keeps its name."""
    base: str = ask("config", "base_path", "")
    searches: bool = ask("config", "search.enabled", "")
    policy = content_security_policy(ask, ask("embeds"), searches=searches)
    rules = (
        ("*", (
            ("Content-Security-Policy", f"{policy}; frame-ancestors 'self'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "strict-origin-when-cross-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        )),
        ("assets/*", (("Cache-Control", _YEAR),)),
        *((f"{FOLDER}/{folder}/*", (("Cache-Control", _YEAR),)) for folder in ("fragment", "index", "words") if searches),
        ("media/*", (
            ("Cache-Control", _DAY),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        )),
    )
    blocks = [
        f"{base}{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers) for path, headers in rules
    ]
    return "\n".join(blocks).encode()


def render_web_manifest(ask: Ask) -> bytes:
    """The web application manifest (W3C), in the publication's first language."""
    language: str = ask("config", "language", "")
    base: str = ask("config", "base_path", "")
    title = plain(ask("config", "title", language))
    manifest = {
        "name": title,
        "short_name": title if len(title) <= 12 else title.split(" ")[0][:12],
        "description": plain(ask("config", "description", language) or ask("config", "tagline", language)),
        "lang": language,
        "dir": "auto",
        "id": base,
        "start_url": base,
        "scope": base,
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": ask("config", "colour", ""),
        "icons": _icons(ask),
    }
    filled = {key: value for key, value in manifest.items() if value}
    return (json.dumps(filled, ensure_ascii=False, indent=1) + "\n").encode()


def _icons(ask: Ask) -> list[dict[str, str]]:
    """The publication's icon, else those of the theme."""
    icon: Media | None = ask("media", ask("config", "icon", ""))
    if icon:
        size = f"{icon.width}x{icon.height}" if icon.width and icon.height else "any"
        return [{"src": icon.href, "type": icon.type, "sizes": "any" if icon.type == "image/svg+xml" else size}]
    known = (("icon.svg", "image/svg+xml", "any"), ("icon-192.png", "image/png", "192x192"),
             ("icon-512.png", "image/png", "512x512"))
    found = [(ask("asset", name), type_, sizes) for name, type_, sizes in known]
    return [{"src": href, "type": type_, "sizes": sizes} for href, type_, sizes in found if href]
