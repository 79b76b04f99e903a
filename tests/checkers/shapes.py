"""The small shapes that every format shares: dates, addresses, language codes, pieces of HTML."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

__all__ = [
    "complaint_of_markup", "is_absolute", "is_language", "is_mime", "parse_rfc822", "parse_rfc3339", "parse_w3c",
    "parse_xml", "texts",
]

_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) "
    r"(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"
)
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-[a-z0-9]{5,8})*")
_VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_NOT_IN_P = {"p", "div", "figure", "aside", "ul", "ol", "dl", "h2", "h3", "h4", "table", "blockquote", "pre"}
_NEVER = {"script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg", "math", "template"}


def parse_rfc3339(text: str) -> dt.datetime | None:
    """The time, aware; None where it is not RFC 3339 with an offset."""
    if not _RFC3339.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def parse_rfc822(text: str) -> dt.datetime | None:
    """The time, aware; None for any other form, and for a weekday that is not that day's."""
    found = _RFC822.fullmatch(text)
    if not found:
        return None
    day, month, year, hour, minute, second = (
        int(found[2]), _MONTHS.index(found[3]) + 1, int(found[4]), int(found[5]), int(found[6]), int(found[7])
    )
    offset = dt.timedelta(hours=int(found[9]), minutes=int(found[10])) * (-1 if found[8] == "-" else 1)
    try:
        time = dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.timezone(offset))
    except ValueError:
        return None
    return time if _DAYS[time.weekday()] == found[1] else None


def parse_w3c(text: str) -> dt.datetime | None:
    """A W3C date-time of sitemaps: a day, or a time with its zone."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        text += "T00:00:00Z"
    return parse_rfc3339(text)


def is_absolute(address: str | None) -> bool:
    """A whole web address of characters that a URL may hold, with a host."""
    if not address or not re.fullmatch(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", address):
        return False
    if re.search(r"%(?![0-9A-Fa-f]{2})", address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "/../" not in parts.path


def is_language(code: str | None) -> bool:
    """A language tag as RFC 5646 writes it."""
    return bool(code and _LANGUAGE.fullmatch(code))


def is_mime(type_: str | None) -> bool:
    """A media type: two names and a slash."""
    return bool(type_ and re.fullmatch(r"[a-z]+/[a-z0-9][a-z0-9.+-]*", type_))


def parse_xml(data: bytes) -> tuple[ElementTree.Element | None, list[str]]:
    """The document, and what is wrong with its outside: encoding, DOCTYPE, CDATA, ill-formed text."""
    complaints = []
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return None, ["has a DOCTYPE"]
    if b"<![CDATA[" in data:
        complaints.append("has a CDATA section")
    if b"\xee\x80\x80" in data or b"\xee\x80\x81" in data:
        complaints.append("has an unfilled token")
    try:
        data.decode()
        return ElementTree.fromstring(data), complaints
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        return None, [*complaints, f"is not well-formed: {error}"]


def texts(element: ElementTree.Element, name: str) -> list[str]:
    """The text of each child ``name``."""
    return [child.text or "" for child in element.findall(name)]


class _Fragment(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.complaints: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NEVER:
            self.complaints.append(f"holds <{tag}>")
        if tag == "a" and "a" in self.open:
            self.complaints.append("has a link within a link")
        if self.open and self.open[-1] == "p" and tag in _NOT_IN_P:
            self.complaints.append(f"has <{tag}> within <p>")
        if tag == "img" and not dict(attrs).get("src"):
            self.complaints.append("has a picture without src")
        if tag == "img" and "alt" not in dict(attrs):
            self.complaints.append("has a picture without alt")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.complaints.append(f"has the attribute {name}")
            if name in {"href", "src", "cite", "poster"} and not _may_lead_to(value or ""):
                self.complaints.append(f"has {name} {value!r}, which is not an absolute address")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.complaints.append(f"closes <{tag}> that is not open last")
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def _may_lead_to(address: str) -> bool:
    return is_absolute(address) or address.startswith(("mailto:", "tel:"))


def complaint_of_markup(markup: str) -> list[str]:
    """What is wrong with a piece of HTML that is read far from its page."""
    parser = _Fragment()
    parser.feed(markup)
    parser.close()
    left = [f"leaves <{tag}> open" for tag in parser.open]
    return parser.complaints + left
