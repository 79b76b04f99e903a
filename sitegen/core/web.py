"""Addresses as people write them into settings: checked, and in one form.  Each function raises ValueError that says what is wrong."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

__all__ = ["email_address", "parse_base_url", "web_url"]


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
