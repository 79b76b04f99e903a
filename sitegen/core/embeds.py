"""Videos and posts of other hosts: what an address names, and the frame that shows it once the reader asks.

An address is taken apart strictly.  What is not exactly a video or a post is no embed and stays a link; of what is, nothing but the
checked id, and the second at which a video begins, gets into the address of the frame.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

__all__ = ["ORIGINS", "Embed", "embed"]

ORIGINS = {"youtube": "https://www.youtube-nocookie.com", "telegram": "https://t.me", "x": "https://platform.twitter.com"}
"""Whose frames there are, and the origin of each."""

_HOSTS = {
    **dict.fromkeys(("youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com", "youtu.be"), "youtube"),
    **dict.fromkeys(("t.me", "telegram.me"), "telegram"),
    **dict.fromkeys(("x.com", "www.x.com", "mobile.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"), "x"),
}
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")
_CLIP = re.compile(rf"/(?:shorts|live|embed)/({_VIDEO.pattern})/?")
_POST = re.compile(r"/(?:s/)?([A-Za-z][A-Za-z0-9_]{3,31})/([1-9][0-9]{0,9})/?")
_STATUS = re.compile(r"/[A-Za-z0-9_]{1,20}/status(?:es)?/([1-9][0-9]{0,18})(?:/(?:photo|video)/[1-9])?/?")
_CLOCK = re.compile(r"(?:([0-9]{1,2})h)?(?:([0-9]{1,3})m)?(?:([0-9]{1,6})s?)?")


@dataclass(frozen=True, slots=True)
class Embed:
    """A video or post: the ``provider`` (a key of ORIGINS) and the address of its ``frame``."""

    provider: str
    frame: str


def embed(address: str, language: str = "") -> Embed | None:
    """What an absolute address shows, in a frame whose own words are in ``language`` where the provider asks for one; None: a link."""
    try:
        parts = urlsplit(address)
        provider = _HOSTS.get(parts.hostname or "", "")
        is_plain = parts.scheme in {"http", "https"} and parts.port is None and parts.username is None
    except ValueError:  # a host or port that is none
        return None
    path = _FRAMES[provider](parts, language) if provider and is_plain else ""
    return Embed(provider, ORIGINS[provider] + path) if path else None


def _youtube(parts: SplitResult, language: str) -> str:
    asked = parse_qs(parts.query)
    if parts.hostname == "youtu.be":
        video = parts.path.removeprefix("/").removesuffix("/")
    elif parts.path in {"/watch", "/watch/"}:
        video = asked.get("v", [""])[0]
    else:
        clip = _CLIP.fullmatch(parts.path)
        video = clip[1] if clip else ""
    if not _VIDEO.fullmatch(video):
        return ""
    clock = _CLOCK.fullmatch(asked.get("t", asked.get("start", [""]))[0])
    hours, minutes, seconds = (int(one or 0) for one in clock.groups()) if clock else (0, 0, 0)
    begins = hours * 3600 + minutes * 60 + seconds
    return f"/embed/{video}?autoplay=1" + (f"&start={begins}" if begins else "")  # the reader has pressed "play" already


def _telegram(parts: SplitResult, language: str) -> str:
    post = _POST.fullmatch(parts.path)
    return f"/{post[1]}/{post[2]}?embed=1" if post else ""


def _x(parts: SplitResult, language: str) -> str:
    post = _STATUS.fullmatch(parts.path)
    return f"/embed/Tweet.html?id={post[1]}&dnt=true" + (f"&lang={language}" if language else "") if post else ""


_FRAMES = {"youtube": _youtube, "telegram": _telegram, "x": _x}
