"""Slugs, paths and web addresses as written: each comes back as it may be used, or with the reason why not.

A path is judged in every form that a browser, a server or a file system could read it as: percent-decoded until
nothing changes, and with full-width look-alikes folded (Unicode NFKC).  Where a page finally stands is checked
again when the site is planned; nothing here touches a disk.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from sitegen.reading.plain_text import without_invisible

__all__ = ["Address", "is_remote", "path", "picture", "slug", "web"]

LONGEST_PART = 255  # bytes, of every common file system
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Address:
    """``text`` as it may be used ('' where it may not, and ``reason`` says why)."""

    text: str = ""
    reason: str = ""


def slug(text: str) -> Address:
    """One part of a path: percent-decoded, in NFC, without invisible signs."""
    clean = without_invisible(text).strip()
    reason = _fault(clean)
    if not reason and any("/" in form for form in _forms(clean)):
        reason = "holds a slash, but a slug is one part of a path"
    decoded = unicodedata.normalize("NFC", _decoded(clean))
    if not reason and len(decoded.encode()) > LONGEST_PART:
        reason = f"is longer than {LONGEST_PART} bytes"
    if not reason and text.strip() and not clean:
        reason = "holds only signs that can't be seen"
    return Address("" if reason else decoded, reason)


def path(text: str) -> Address:
    """A whole site path: it begins with ``/`` and is percent-decoded; a final ``index.html`` is left out."""
    clean = without_invisible(text).strip()
    reason = _fault(clean)
    if not reason and "?" in clean:
        reason = "holds a question mark; a site of files can't tell queries apart"
    if not reason and "#" in clean:
        reason = "holds a #; a fragment names no page"
    if not reason and not clean:
        reason = "holds only signs that can't be seen"
    decoded = unicodedata.normalize("NFC", _decoded(clean))
    if not reason and "//" in decoded:
        reason = "holds an empty part (//)"
    if not reason and any(len(part.encode()) > LONGEST_PART for part in decoded.split("/")):
        reason = f"has a part longer than {LONGEST_PART} bytes"
    if reason:
        return Address(reason=reason)
    return Address(re.sub(r"(?<=/)index\.html$", "", "/" + decoded.lstrip("/")))


def is_remote(text: str) -> bool:
    """Whether a picture stands on another host; nothing is fetched in a build."""
    return bool(_REMOTE.match(text.strip()))


def picture(text: str, source: str) -> Address:
    """A picture's path, beside ``source`` or from the top of the content; it may climb, but not out of ``content/``."""
    clean = text.strip()
    if without_invisible(clean) != clean:
        return Address(reason="holds a sign that can't be seen")
    climb = re.match(r"(?:\.\.?/)*", clean)
    rest = clean[climb.end() :] if climb else clean
    if reason := _fault(rest):
        return Address(reason=reason)
    if climb and climb[0] and not posixpath.normpath(f"{posixpath.dirname(source)}/{clean}").startswith("content/"):
        return Address(reason="leads out of content/")
    return Address(clean)


def web(text: str) -> Address:
    """An absolute address on the web: http or https only, judged as a browser reads it (WHATWG URL)."""
    if any(unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp"} for char in text):
        return Address(reason="holds a space or a sign that can't be seen")
    if found := re.search(r'[\\<>"`{|}^]', text):
        return Address(reason=f"holds {found[0]}, which no address may")
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return Address(reason="is no web address")
    if parts.scheme not in {"http", "https"} or not host or not text[len(parts.scheme) :].startswith("://"):
        return Address(reason="is no web address")
    if "@" in parts.netloc:
        return Address(reason="holds a user name")
    return Address(text)


def _decoded(text: str) -> str:
    return unquote_to_bytes(text).decode(errors="replace")


def _forms(text: str) -> list[str]:
    """``text`` and all that it becomes by decoding, each also with look-alikes folded; each step is shorter."""
    forms = [text]
    while (decoded := _decoded(forms[-1])) != forms[-1] and len(forms) < 9:
        forms.append(decoded)
    return forms + [unicodedata.normalize("NFKC", form) for form in forms]


def _fault(text: str) -> str:
    """What makes a path dangerous in any of its forms; '' where nothing does.

    Sources: FAULTS 30 and 31; RFC 3986, section 7.3; Windows file names (drive letters, device streams).
    """
    forms = _forms(text)
    if any(_BAD_ESCAPE.search(form) for form in forms[:1]):
        return "holds a % that begins no escape"
    if "\ufffd" in "".join(forms):
        return "holds an escape that is not UTF-8"
    if len(forms) > 4:
        return "is percent-encoded twice"
    if forms[0].count("/") != forms[len(forms) // 2 - 1].count("/"):
        return "holds an encoded slash"
    for form in forms:
        if any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in form):
            return "holds a control character"
        if without_invisible(form) != form:
            return "holds an encoded sign that can't be seen"
        if "\\" in form:
            return "holds a backslash; paths are written with /"
        if _SCHEME.match(form) or ":" in form.split("/", 1)[0]:
            return "begins like a drive or another address"
        if form.startswith("//"):
            return "begins with //, which names another host"
        if any(re.fullmatch(r"[. ]+", part) or part.startswith("..") for part in form.split("/")):
            return "climbs with . or .."
    return ""
