"""JSON-LD in a page, by schema.org's vocabulary and by Google's rules for articles and breadcrumbs.

The table holds the part of the vocabulary that news pages use; a type or property outside it
is a complaint, so a misspelt one is found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from tests.checkers.shapes import is_absolute, is_language, parse_rfc3339

__all__ = ["check_json_ld"]

_THING = {"@type", "@id", "name", "alternateName", "description", "url", "image", "sameAs", "mainEntityOfPage",
          "identifier"}
_WORK = _THING | {
    "headline", "datePublished", "dateModified", "author", "editor", "translator", "contributor", "publisher",
    "copyrightHolder", "inLanguage", "keywords", "isAccessibleForFree", "sponsor", "contentLocation", "citation",
    "isBasedOn", "correction", "creativeWorkStatus", "mainEntity", "isPartOf", "hasPart", "about", "license",
    "thumbnailUrl", "text", "publishingPrinciples", "alternativeHeadline", "creditText",
}
_ARTICLE = _WORK | {"articleSection", "articleBody", "wordCount", "speakable"}
_NEWS = _ARTICLE | {"dateline"}
_PAGE = _WORK | {"breadcrumb", "lastReviewed", "primaryImageOfPage"}
_ORGANIZATION = _THING | {"logo", "email", "address", "foundingDate", "ethicsPolicy", "correctionsPolicy",
                          "ownershipFundingInfo", "diversityPolicy", "diversityStaffingReport", "unnamedSourcesPolicy",
                          "actionableFeedbackPolicy", "publishingPrinciples", "contactPoint", "telephone", "founder"}
_LIVE = _ARTICLE | {"coverageStartTime", "coverageEndTime", "liveBlogUpdate"}
_TYPES: dict[str, set[str]] = {
    "Article": _ARTICLE, "NewsArticle": _NEWS, "ReportageNewsArticle": _NEWS, "AnalysisNewsArticle": _NEWS,
    "OpinionNewsArticle": _NEWS, "ReviewNewsArticle": _NEWS, "BackgroundNewsArticle": _NEWS,
    "SatiricalArticle": _ARTICLE, "AdvertiserContentArticle": _ARTICLE, "LiveBlogPosting": _LIVE,
    "BlogPosting": _ARTICLE, "WebSite": _WORK, "WebPage": _PAGE, "AboutPage": _PAGE, "ContactPage": _PAGE,
    "CollectionPage": _PAGE, "SearchResultsPage": _PAGE, "ProfilePage": _PAGE, "CreativeWork": _WORK,
    "Person": _THING | {"jobTitle", "worksFor", "email", "knowsLanguage"},
    "Organization": _ORGANIZATION,
    "NewsMediaOrganization": _ORGANIZATION | {"masthead", "missionCoveragePrioritiesPolicy", "noBylinesPolicy",
                                              "verificationFactCheckingPolicy"},
    "ImageObject": _WORK | {"contentUrl", "width", "height", "caption", "representativeOfPage", "acquireLicensePage"},
    "Place": _THING | {"address"},
    "CorrectionComment": _WORK,
    "BreadcrumbList": _THING | {"itemListElement"},
    "ListItem": _THING | {"position", "item"},
}
_DATES = ("datePublished", "dateModified", "coverageStartTime", "coverageEndTime")
_ADDRESSES = ("url", "@id", "mainEntityOfPage", "sameAs", "item", "ethicsPolicy", "correctionsPolicy", "masthead",
              "ownershipFundingInfo", "publishingPrinciples", "diversityPolicy", "license", "isBasedOn")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.times: list[str] = []
        self.canonical = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = {name: value or "" for name, value in attrs}
        if tag == "script":
            self._inside = words.get("type") == "application/ld+json"
            self.scripts += [""] if self._inside else []
        if tag == "time" and "datetime" in words:
            self.times.append(words["datetime"])
        if tag == "link" and words.get("rel") == "canonical":
            self.canonical = words.get("href", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data


def check_json_ld(html: str | bytes) -> list[str]:
    """Complaints about the JSON-LD of a page; a page without any is one."""
    page = _Page()
    page.feed(html.decode() if isinstance(html, bytes) else html)
    page.close()
    found = [] if page.scripts else ["has no JSON-LD"]
    for script in page.scripts:
        found += [f"holds {sign!r} unescaped" for sign in ("<", ">", "&", "\u2028", "\u2029") if sign in script]
        try:
            data = json.loads(script)
        except ValueError as error:
            found.append(f"is not JSON: {error}")
            continue
        if not isinstance(data, dict) or data.get("@context") != "https://schema.org":
            found.append("is not an object of https://schema.org")
            continue
        graph = data["@graph"] if "@graph" in data else [{k: v for k, v in data.items() if k != "@context"}]
        for thing in graph:
            found += _thing(thing)
            found += _agreement(thing, page)
    return found


def _thing(thing: Any) -> list[str]:
    """Complaints about a thing and all that it holds."""
    if not isinstance(thing, dict):
        return ["holds something that is no thing"]
    if set(thing) == {"@id"}:
        return [] if is_absolute(thing["@id"]) else [f"points to {thing['@id']!r}"]
    types = _listed(thing.get("@type"))
    found = [f"has the type {type_!r}, none of schema.org's for news" for type_ in types if type_ not in _TYPES]
    found += ["has a thing without a type"] if not types else []
    known = set().union(*(_TYPES.get(type_, set()) for type_ in types))
    name = "/".join(map(str, types))
    found += [f"{name} has {key!r}, which is no property of it" for key in thing if known and key not in known]
    found += [f"{name} has an empty {key}" for key, value in thing.items() if value in ("", None, [], {})]
    for key in _DATES:
        if key in thing and not parse_rfc3339(str(thing[key])):
            found.append(f"{name} has {key} {thing[key]!r}, which is no time with a zone")
    for key in _ADDRESSES:
        found += [f"{name} has {key} {value!r}, which is not absolute" for value in _listed(thing.get(key))
                  if isinstance(value, str) and not is_absolute(value)]
    if "inLanguage" in thing and not is_language(thing["inLanguage"]):
        found.append(f"{name} has a language that is none")
    found += [f"{name} holds markup or special spaces in {key}" for key in ("headline", "name", "description", "text")
              if re.search(r"</?[a-z][^>]*>|[\u00a0\u202f\u2009\ue000\ue001]", str(thing.get(key, "")))]
    for type_ in types:
        found += [f"{name} {complaint}" for complaint in _required(type_, thing)]
    for child in _children(thing):
        found += _thing(child)
    return found


def _required(type_: str, thing: dict[str, Any]) -> list[str]:
    match type_:
        case "NewsArticle":
            needed = ("headline", "datePublished", "author", "publisher", "mainEntityOfPage", "inLanguage")
            return [f"lacks {key}" for key in needed if not thing.get(key)] + _order(thing)
        case "LiveBlogPosting":
            return [f"lacks {key}" for key in ("coverageStartTime",) if not thing.get(key)] + _coverage(thing)
        case "NewsMediaOrganization":
            return [f"lacks {key}" for key in ("name", "url", "logo") if not thing.get(key)]
        case "Person" | "Organization" | "WebSite" | "Place":
            return ["lacks name"] if not thing.get("name") else []
        case "ImageObject":
            sizes = [thing.get(key, 1) for key in ("width", "height")]
            wrong = any(type(size) is not int or size < 1 for size in sizes)
            return (["lacks url"] if not thing.get("url") else []) + (["has a size that is none"] if wrong else [])
        case "CorrectionComment":
            return [f"lacks {key}" for key in ("text", "datePublished") if not thing.get(key)]
        case "ProfilePage":
            return ["lacks mainEntity"] if not thing.get("mainEntity") else []
        case "BreadcrumbList":
            return _steps(thing)
    return []


def _order(thing: dict[str, Any]) -> list[str]:
    published, changed = (parse_rfc3339(str(thing.get(key, ""))) for key in ("datePublished", "dateModified"))
    return ["was modified before it was published"] if published and changed and changed < published else []


def _coverage(thing: dict[str, Any]) -> list[str]:
    starts, ends = (parse_rfc3339(str(thing.get(key, ""))) for key in ("coverageStartTime", "coverageEndTime"))
    found = ["ends before it starts"] if starts and ends and ends < starts else []
    for update in _listed(thing.get("liveBlogUpdate")):
        if not isinstance(update, dict) or not update.get("datePublished") or not update.get("articleBody"):
            found.append("has an update without a time or a text")
    return found


def _steps(thing: dict[str, Any]) -> list[str]:
    steps = [step for step in _listed(thing.get("itemListElement")) if isinstance(step, dict)]
    found = ["has fewer than two steps"] if len(steps) < 2 else []
    if [step.get("position") for step in steps] != list(range(1, len(steps) + 1)):
        found.append("has steps that are not numbered from 1")
    named = [bool(step.get("name") and step.get("item")) for step in steps]
    return found + (["has a step without a name or an item"] if not all(named) else [])


def _agreement(thing: Any, page: _Page) -> list[str]:
    """The visible date and the marked-up one agree; the article is the page it stands on."""
    if not isinstance(thing, dict) or "NewsArticle" not in _listed(thing.get("@type")):
        return []
    found = []
    published = str(thing.get("datePublished", ""))
    shown = {parse_rfc3339(time) or time for time in page.times}
    if page.times and parse_rfc3339(published) not in shown and published[:10] not in shown:
        found.append(f"says {published}, which the page does not show")
    return found


def _children(thing: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for value in thing.values():
        yield from (child for child in _listed(value) if isinstance(child, dict))


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
