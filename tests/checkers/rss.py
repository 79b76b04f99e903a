"""RSS 2.0 by the specification and by the RSS Advisory Board's Best Practices Profile 1.0."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from tests.checkers.shapes import (
    complaint_of_markup,
    is_absolute,
    is_language,
    is_mime,
    parse_rfc822,
    parse_xml,
    texts,
)

__all__ = ["check_rss"]

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
_CHANNEL = {
    "title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate", "lastBuildDate",
    "category", "generator", "docs", "cloud", "ttl", "image", "textInput", "skipHours", "skipDays", "item",
}
_ITEM = {"title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate", "source"}


def check_rss(data: bytes) -> list[str]:
    """Complaints about an RSS feed; none when it keeps the rules."""
    root, found = parse_xml(data)
    if root is None:
        return found
    channels = root.findall("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or len(channels) != 1 or len(root) != 1:
        return [*found, "is not <rss version='2.0'> with one channel"]
    channel = channels[0]
    found += _channel(channel)
    items = channel.findall("item")
    for number, item in enumerate(items, 1):
        found += [f"item {number} {complaint}" for complaint in _item(item)]
    guids = [guid for item in items for guid in texts(item, "guid")]
    found += ["has a guid twice"] if len(set(guids)) != len(guids) else []
    times = [time for item in items for text in texts(item, "pubDate") if (time := parse_rfc822(text))]
    found += ["is not newest first"] if times != sorted(times, reverse=True) else []
    built = [time for text in texts(channel, "lastBuildDate") if (time := parse_rfc822(text))]
    found += ["was built before its newest item"] if built and times and built[0] < times[0] else []
    return found


def _channel(channel: Element) -> list[str]:
    found = [f"channel has <{child.tag}>, which RSS does not know" for child in channel
             if not child.tag.startswith("{") and child.tag not in _CHANNEL]
    for name in ("title", "link", "description"):
        values = texts(channel, name)
        if len(values) != 1 or not values[0].strip():
            found.append(f"channel has no single <{name}>")
    found += [f"channel link {link!r} is not absolute" for link in texts(channel, "link") if not is_absolute(link)]
    found += [f"language {code!r} is none" for code in texts(channel, "language") if not is_language(code)]
    found += ["channel names no language"] if not texts(channel, "language") else []
    for name in ("pubDate", "lastBuildDate"):
        found += [f"{name} {text!r} is no RFC 822 date" for text in texts(channel, name) if not parse_rfc822(text)]
    links = channel.findall(f"{ATOM}link")
    selves = [link for link in links if link.get("rel") == "self"]
    if len(selves) != 1 or selves[0].get("type") != "application/rss+xml":
        found.append("channel has no single atom:link rel=self of its type")
    found += [f"atom:link {link.get('href')!r} is not absolute" for link in links if not is_absolute(link.get("href"))]
    for image in channel.findall("image"):
        if any(len(texts(image, name)) != 1 or not texts(image, name)[0] for name in ("url", "title", "link")):
            found.append("image lacks url, title or link")
    return found


def _item(item: Element) -> list[str]:
    found = [f"has <{child.tag}>, which RSS does not know" for child in item
             if not child.tag.startswith("{") and child.tag not in _ITEM]
    if not any(text.strip() for text in texts(item, "title") + texts(item, "description")):
        found.append("has neither title nor description")
    for name in ("title", "link", "guid", "pubDate", "description", "enclosure", f"{CONTENT}encoded"):
        found += [f"has <{name}> twice"] if len(item.findall(name)) > 1 else []
    found += _words(item) + _addresses(item) + _pictures(item)
    for text in texts(item, f"{CONTENT}encoded"):
        found += [f"content {complaint}" for complaint in complaint_of_markup(text)]
        found += ["has an empty content:encoded"] if not text.strip() else []
    return found


def _words(item: Element) -> list[str]:
    found = [f"title {text!r} holds markup or special spaces" for text in texts(item, "title")
             if re.search(r"</?[a-z][^>]*>|&[a-z]+;|[\u00a0\u202f\u2009]", text)]
    dates = texts(item, "pubDate")
    found += ["has no pubDate"] if not dates else []
    found += [f"pubDate {text!r} is no RFC 822 date" for text in dates if not parse_rfc822(text)]
    found += [f"author {text!r} is no e-mail address" for text in texts(item, "author") if "@" not in text]
    creators = texts(item, f"{DC}creator")
    named = bool(creators) and all(name.strip() for name in creators)
    found += ["has no dc:creator, or an empty one"] if not named else []
    found += ["names a creator twice"] if len(set(creators)) != len(creators) else []
    found += ["has an empty category"] if not all(text.strip() for text in texts(item, "category")) else []
    return found


def _addresses(item: Element) -> list[str]:
    links, guids = texts(item, "link"), item.findall("guid")
    found = ["has no link"] if not links else []
    found += [f"link {link!r} is not absolute" for link in links if not is_absolute(link)]
    if not guids or not (guids[0].text or "").strip():
        found.append("has no guid")
    elif guids[0].get("isPermaLink", "true") == "true" and not is_absolute(guids[0].text):
        found.append("has a guid that is no permalink and does not say so")
    elif guids[0].get("isPermaLink") not in {None, "true", "false"}:
        found.append("has a guid whose isPermaLink is neither true nor false")
    return found


def _pictures(item: Element) -> list[str]:
    found = []
    for enclosure in item.findall("enclosure"):
        length = enclosure.get("length", "")
        if not is_absolute(enclosure.get("url")) or not is_mime(enclosure.get("type")) or not length.isdigit():
            found.append("has an enclosure without url, length or type")
        elif int(length) == 0:
            found.append("has an enclosure of no length")
    for content in item.findall(f".//{MEDIA}content"):
        sizes = [content.get(name) for name in ("fileSize", "width", "height")]
        if not is_absolute(content.get("url")) or any(size is not None and not size.isdigit() for size in sizes):
            found.append("has a media:content without url, or with a size that is no number")
        if content.get("type") is not None and not is_mime(content.get("type")):
            found.append("has a media:content with a type that is none")
        found += ["has an empty media:credit"] if not all(texts(content, f"{MEDIA}credit")) else []
    return found
