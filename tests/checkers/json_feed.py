"""JSON Feed 1.1 by jsonfeed.org/version/1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.checkers.shapes import complaint_of_markup, is_absolute, is_language, is_mime, parse_rfc3339

__all__ = ["check_json_feed"]

_TOP = {"version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "user_comment": str,
        "next_url": str, "icon": str, "favicon": str, "authors": list, "language": str, "expired": bool, "hubs": list,
        "items": list}
_ITEM = {"id": str, "url": str, "external_url": str, "title": str, "content_html": str, "content_text": str,
         "summary": str, "image": str, "banner_image": str, "date_published": str, "date_modified": str,
         "authors": list, "tags": list, "language": str, "attachments": list}
_AUTHOR = {"name": str, "url": str, "avatar": str}
_ATTACHMENT = {"url": str, "mime_type": str, "title": str, "size_in_bytes": int, "duration_in_seconds": int}


def check_json_feed(data: bytes) -> list[str]:
    """Complaints about a JSON feed; none when it keeps the rules."""
    try:
        feed = json.loads(data.decode(), object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError) as error:
        return [f"is not JSON: {error}"]
    if not isinstance(feed, dict):
        return ["is not an object"]
    found = _members(feed, _TOP)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        found.append("does not say that it is version 1.1")
    found += [f"lacks {name}" for name in ("title", "items", "home_page_url", "feed_url") if name not in feed]
    found += _addresses(feed, ("home_page_url", "feed_url", "next_url", "icon", "favicon")) + _authors(feed)
    if "language" in feed and not is_language(feed["language"]):
        found.append("has a language that is none")
    for hub in _listed(feed, "hubs"):
        if not isinstance(hub, dict) or not hub.get("type") or not is_absolute(hub.get("url")):
            found.append("has a hub without type or url")
    items = _listed(feed, "items")
    for number, item in enumerate(items, 1):
        complaints = _item(item) if isinstance(item, dict) else ["is not an object"]
        found += [f"item {number} {complaint}" for complaint in complaints]
    ids = [str(item.get("id")) for item in items if isinstance(item, dict)]
    return found + (["has an id twice"] if len(set(ids)) != len(ids) else [])


def _item(item: dict[str, Any]) -> list[str]:
    found = _members(item, _ITEM) + _authors(item)
    found += ["has no id"] if not item.get("id") else []
    found += ["has no url"] if not item.get("url") else []
    found += ["has neither content_html nor content_text"] if not {"content_html", "content_text"} & set(item) else []
    found += _addresses(item, ("url", "external_url", "image", "banner_image"))
    for name in ("date_published", "date_modified"):
        if name in item and not parse_rfc3339(str(item[name])):
            found.append(f"has {name} {item[name]!r}, which is no RFC 3339 time")
    times = [parse_rfc3339(str(item.get(name, ""))) for name in ("date_published", "date_modified")]
    found += ["was modified before it was published"] if times[0] and times[1] and times[1] < times[0] else []
    for name in ("title", "summary", "content_text"):
        if re.search(r"</?[a-z][^>]*>", str(item.get(name, ""))):
            found.append(f"has HTML in {name}")
    found += [f"content {complaint}" for complaint in complaint_of_markup(str(item.get("content_html", "")))]
    found += ["has a tag that is no text"] if not all(isinstance(t, str) and t for t in _listed(item, "tags")) else []
    for attachment in _listed(item, "attachments"):
        if not isinstance(attachment, dict) or not is_absolute(attachment.get("url")):
            found.append("has an attachment without url")
        elif not is_mime(attachment.get("mime_type")):
            found.append("has an attachment without type")
        else:
            found += _members(attachment, _ATTACHMENT)
    return found


def _members(value: dict[str, Any], known: Mapping[str, type]) -> list[str]:
    found = [f"has {name!r}, which JSON Feed does not know" for name in value
             if name not in known and not re.fullmatch(r"_[A-Za-z][^.]*", name)]
    found += [f"has {name} of another type" for name, type_ in known.items()
              if name in value and type(value[name]) is not type_]
    return found + [f"has an empty {name}" for name, item in value.items() if item in ("", None)]


def _addresses(value: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [f"has {name} that is not absolute" for name in names if name in value and not is_absolute(str(value[name]))]


def _authors(value: dict[str, Any]) -> list[str]:
    found = ["has the author of version 1"] if "author" in value else []
    for author in _listed(value, "authors"):
        if not isinstance(author, dict) or not set(author) & set(_AUTHOR):
            found.append("has an author who is nobody")
        else:
            found += _members(author, _AUTHOR) + _addresses(author, ("url", "avatar"))
    return found


def _listed(value: dict[str, Any], name: str) -> list[Any]:
    listed = value.get(name, [])
    return listed if isinstance(listed, list) else []


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a member stands twice")
    return dict(pairs)
