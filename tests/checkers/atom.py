"""Atom 1.0 by RFC 4287 (sections 4.1 and 4.2)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from tests.checkers.shapes import (
    complaint_of_markup,
    is_absolute,
    is_language,
    is_mime,
    parse_rfc3339,
    parse_xml,
    texts,
)

__all__ = ["check_atom"]

A = "{http://www.w3.org/2005/Atom}"
_FEED = {"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title",
         "updated", "entry"}
_ENTRY = {"author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary",
          "title", "updated"}


def check_atom(data: bytes) -> list[str]:
    """Complaints about an Atom feed; none when it keeps the rules."""
    root, found = parse_xml(data)
    if root is None:
        return found
    if root.tag != f"{A}feed":
        return [*found, "is not an Atom <feed>"]
    found += _common(root, _FEED)
    if not is_language(root.get("{http://www.w3.org/XML/1998/namespace}lang")):
        found.append("names no language")
    if not _links(root, "self"):
        found.append("has no link rel=self")
    entries, signed = root.findall(f"{A}entry"), bool(root.findall(f"{A}author"))
    for number, entry in enumerate(entries, 1):
        found += [f"entry {number} {complaint}" for complaint in _entry(entry, has_author=signed)]
    ids = [id_ for entry in entries for id_ in texts(entry, f"{A}id")]
    found += ["has an id twice"] if len(set(ids)) != len(ids) else []
    changed = [time for entry in entries for text in texts(entry, f"{A}updated") if (time := parse_rfc3339(text))]
    own = [time for text in texts(root, f"{A}updated") if (time := parse_rfc3339(text))]
    found += ["was updated before one of its entries"] if own and changed and own[0] < max(changed) else []
    return found


def _common(element: Element, known: set[str]) -> list[str]:
    found = [f"has <{child.tag}>, which Atom does not know there" for child in element
             if child.tag.removeprefix(A) not in known and (child.tag.startswith(A) or not child.tag.startswith("{"))]
    for name in ("id", "title", "updated"):
        values = texts(element, A + name)
        if len(values) != 1 or not values[0].strip():
            found.append(f"has no single <{name}>")
    found += [f"id {text!r} is no IRI" for text in texts(element, f"{A}id")
              if not re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text)]
    for name in ("updated", "published"):
        found += [f"{name} {text!r} is no RFC 3339 time"
                  for text in texts(element, A + name) if not parse_rfc3339(text)]
    found += [f"title {text!r} holds markup or special spaces" for text in texts(element, f"{A}title")
              if re.search(r"</?[a-z][^>]*>|[\u00a0\u202f\u2009]", text)]
    for person in element.findall(f"{A}author") + element.findall(f"{A}contributor"):
        names = texts(person, f"{A}name")
        found += ["has a person without a name"] if len(names) != 1 or not names[0].strip() else []
        found += ["has a person whose uri is not absolute" for uri in texts(person, f"{A}uri") if not is_absolute(uri)]
    found += ["has a category without term" for tag in element.findall(f"{A}category") if not tag.get("term")]
    return found + _link_complaints(element)


def _link_complaints(element: Element) -> list[str]:
    links = element.findall(f"{A}link")
    found = [f"link {link.get('href')!r} is not absolute" for link in links if not is_absolute(link.get("href"))]
    found += ["has a link with a type that is none" for link in links if not is_mime(link.get("type", "text/html"))]
    pairs = [(link.get("type"), link.get("hreflang")) for link in _links(element, "alternate")]
    found += ["has two alternate links of one type and language"] if len(set(pairs)) != len(pairs) else []
    for link in _links(element, "enclosure"):
        length = link.get("length", "")
        if not link.get("type") or not length.isdigit() or int(length) == 0:
            found.append("has an enclosure without type or length")
    return found


def _links(element: Element, rel: str) -> list[Element]:
    return [link for link in element.findall(f"{A}link") if link.get("rel", "alternate") == rel]


def _entry(entry: Element, *, has_author: bool) -> list[str]:
    found = _common(entry, _ENTRY)
    contents = entry.findall(f"{A}content")
    if not contents and not _links(entry, "alternate"):
        found.append("has neither content nor an alternate link")
    if len(contents) > 1 or len(entry.findall(f"{A}summary")) > 1:
        found.append("has two contents or summaries")
    for content in contents:
        if content.get("type") != "html":
            found.append("has content that does not say it is html")
        found += [f"content {complaint}" for complaint in complaint_of_markup(content.text or "")]
        found += ["has empty content"] if not (content.text or "").strip() else []
    if not entry.findall(f"{A}author") and not has_author:
        found.append("has no author")
    times = [parse_rfc3339(text) for name in ("published", "updated") for text in texts(entry, A + name)[:1]]
    if len(times) == 2 and times[0] and times[1] and times[1] < times[0]:
        found.append("was updated before it was published")
    return found
