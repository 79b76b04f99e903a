"""Sitemaps by sitemaps.org 0.9 and by Google's pages on localized versions and news sitemaps."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tests.checkers.shapes import is_absolute, is_language, parse_w3c, parse_xml, texts

__all__ = ["check_news_sitemap", "check_sitemap"]

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
X = "{http://www.w3.org/1999/xhtml}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"
_URL = {f"{S}loc", f"{S}lastmod", f"{S}changefreq", f"{S}priority", f"{X}link", f"{N}news"}
_LIMIT, _BYTES, _NEWS_LIMIT = 50_000, 50 * 1024 * 1024, 1_000


def check_sitemap(data: bytes) -> list[str]:
    """Complaints about a sitemap or a sitemap index; none when it keeps the rules."""
    root, found = parse_xml(data)
    if root is None:
        return found
    if root.tag not in {f"{S}urlset", f"{S}sitemapindex"}:
        return [*found, "is neither a urlset nor a sitemapindex"]
    inner = f"{S}url" if root.tag == f"{S}urlset" else f"{S}sitemap"
    known = _URL if inner == f"{S}url" else {f"{S}loc", f"{S}lastmod"}
    found += _rows(root, inner, known) + _size(root, data, _LIMIT)
    found += ["is empty"] if not len(root) else []
    versions = {texts(row, f"{S}loc")[0]: _versions(row) for row in root.findall(inner) if texts(row, f"{S}loc")}
    for address, links in versions.items():
        found += [f"{address} {complaint}" for complaint in _language_complaints(address, links, versions)]
    return found


def check_news_sitemap(data: bytes, press_time: dt.datetime | None = None) -> list[str]:
    """Complaints about a news sitemap (an empty one is allowed); with ``press_time`` its two days are checked too."""
    root, found = parse_xml(data)
    if root is None:
        return found
    if root.tag != f"{S}urlset":
        return [*found, "is not a urlset"]
    found += _rows(root, f"{S}url", _URL) + _size(root, data, _NEWS_LIMIT)
    for number, row in enumerate(root.findall(f"{S}url"), 1):
        news = row.findall(f"{N}news")
        complaints = _news(news[0], press_time) if len(news) == 1 else ["has no single news:news"]
        found += [f"url {number} {complaint}" for complaint in complaints]
    return found


def _rows(root: Element, inner: str, known: set[str]) -> list[str]:
    found = [f"has <{child.tag}>" for child in root if child.tag != inner]
    places = []
    for number, row in enumerate(root.findall(inner), 1):
        found += [f"row {number} has <{child.tag}>" for child in row if child.tag not in known]
        loc = texts(row, f"{S}loc")
        if len(loc) != 1 or not is_absolute(loc[0]) or len(loc[0]) >= 2048:
            found.append(f"row {number} has no single absolute loc")
        places += loc
        changed = texts(row, f"{S}lastmod")
        if len(changed) > 1 or not all(parse_w3c(text) for text in changed):
            found.append(f"row {number} has a lastmod that is no W3C date-time")
    found += ["has a loc twice"] if len(set(places)) != len(places) else []
    hosts = {(urlsplit(place).scheme, urlsplit(place).netloc) for place in places if is_absolute(place)}
    return found + (["leads to more than one host"] if len(hosts) > 1 else [])


def _size(root: Element, data: bytes, limit: int) -> list[str]:
    found = [f"has {len(root)} rows, more than {limit}"] if len(root) > limit else []
    return found + ([f"has {len(data)} bytes, more than 50 MB"] if len(data) > _BYTES else [])


def _versions(row: Element) -> list[tuple[str, str]]:
    return [(link.get("hreflang", ""), link.get("href", "")) for link in row.findall(f"{X}link")
            if link.get("rel") == "alternate"]


def _language_complaints(
    address: str, links: list[tuple[str, str]], versions: dict[str, list[tuple[str, str]]]
) -> list[str]:
    if not links:
        return []
    codes = [code for code, _ in links]
    found = [f"has hreflang {code!r}" for code in codes if code != "x-default" and not is_language(code)]
    found += [f"has an alternate {href!r} that is not absolute" for _, href in links if not is_absolute(href)]
    found += ["names a language twice"] if len(set(codes)) != len(codes) else []
    found += ["has no x-default"] if "x-default" not in codes else []
    found += ["does not list itself"] if address not in [href for code, href in links if code != "x-default"] else []
    for code, href in links:
        if href in versions and sorted(versions[href]) != sorted(links):
            found.append(f"and its {code} version do not list the same")
    return found


def _news(news: Element, press_time: dt.datetime | None) -> list[str]:
    known = {f"{N}publication", f"{N}publication_date", f"{N}title"}
    found = [f"has <{child.tag}>" for child in news if child.tag not in known]
    for name in ("publication", "publication_date", "title"):
        found += [f"has no single news:{name}"] if len(news.findall(N + name)) != 1 else []
    for publication in news.findall(f"{N}publication"):
        names, languages = texts(publication, f"{N}name"), texts(publication, f"{N}language")
        if len(names) != 1 or not names[0].strip():
            found.append("has no name of the publication")
        if len(languages) != 1 or not re.fullmatch(r"[a-z]{2,3}|zh-cn|zh-tw", languages[0]):
            found.append("has no plain language code")
    found += ["has an empty title"] if not all(text.strip() for text in texts(news, f"{N}title")) else []
    for text in texts(news, f"{N}publication_date"):
        time = parse_w3c(text)
        if time is None:
            found.append(f"has publication_date {text!r}")
        elif press_time and not press_time - dt.timedelta(days=2) <= time <= press_time:
            found.append("was not published in the last two days")
    return found
