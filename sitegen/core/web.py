"""Addresses: those that people write into settings, checked and in one form (each such function raises ValueError that says what is
wrong), and those of the light edition.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

__all__ = ["LITE", "email_address", "in_lite", "parse_base_url", "web_url"]

LITE = "lite"
"""The folder of the light edition's pages."""


def parse_base_url(value: str) -> str:
    """The address of the publication, absolute, ending in ``/``.  Raises ValueError that says what is wrong."""
    try:
        parts = urlsplit(value.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise ValueError(f"not an address ({error})") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError("must be a whole address such as https://example.org/")
    if parts.query or parts.fragment or parts.username or re.search(r"[\s<>\"'\\^`{|}]", value.strip()):
        raise ValueError("must be scheme, host and path only, such as https://example.org/paper/")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    if "//" in path or any(step in {".", ".."} for step in path.split("/")):
        raise ValueError("has a path with empty or climbing parts")
    return urlunsplit((parts.scheme, host + port, path.rstrip("/") + "/", "", ""))


def web_url(value: str) -> str:
    """An address that a browser or a mail or telephone program opens."""
    if urlsplit(value).scheme not in {"http", "https", "mailto", "tel"}:
        raise ValueError("must begin with https://, http://, mailto: or tel:")
    if sign := re.search(r"[\s\"<>\\^`{|}]", value):
        raise ValueError(f"holds {sign[0]!r}, which no address may; write it as %{ord(sign[0]):02X}")
    return value


def email_address(value: str) -> str:
    """An e-mail address, or nothing."""
    if value and not re.fullmatch(r"[^@\s\"<>]+@[^@\s\"<>]+", value):
        raise ValueError("is no e-mail address such as desk@example.org")
    return value


def in_lite(href: str, base: str) -> str:
    """Where the light edition has the page that the publication at the path ``base`` has at ``href``; any other address as it is."""
    is_ours = href.startswith(base) and not href.startswith(f"{base}{LITE}/")
    return f"{base}{LITE}/{href.removeprefix(base)}" if is_ours else href
