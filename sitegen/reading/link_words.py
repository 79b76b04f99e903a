"""Links as a reader hears them: words that say nothing of where they lead, an address read out aloud, an address that tells on the reader.

Sources: WCAG 2.2, 2.4.4 (link purpose); the tracking parameters are those that their makers document or that Mozilla's and
Brave's lists strip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Reference
from sitegen.core.proofs import Fault, Mend
from sitegen.reading.galley import Galley

__all__ = ["check", "files", "references"]

_VAGUE = frozenset(
    """тут|ось тут|сюди|туди|натисніть|натисніть тут|натискайте тут|клацніть тут|клікніть тут|тисніть тут|за посиланням|за цим посиланням|посилання|це посилання|лінк|за лінком
    |читати далі|читати тут|читайте тут|детальніше|детальніше тут|докладніше|більше тут|перейти|дивіться тут
    |здесь|вот здесь|сюда|нажмите здесь|кликните здесь|по ссылке|по этой ссылке|ссылка|эта ссылка|линк|читать далее|подробнее|подробнее здесь|перейти по ссылке
    |here|click here|click|see here|read here|right here|over here|this link|link|the link|this page|read more|more|more here|learn more|find out more|see more|details here"""
    .replace("\n", "").replace("    ", "").split("|")
)
_LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]\n]*)\]\((?P<target><[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)")
_BARE = re.compile(r"(?<![\w(\[<\"'=/.])<?(?P<address>https?://[^\s<>«»„“”\"]+)")
_TAIL = ".,;:!?)»”’"
_ADDRESS = re.compile(r"(?:https?://|(?<=\]\()<?/)(?:[^\s<>\"'()\[\]]|\([^\s()]*\))+")
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|yclid|ysclid|_openstat|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|oly_enc_id"
    r"|oly_anon_id|vero_id|rb_clickid|s_cid|__twitter_impression|ref_src|ref_url|fb_action_ids|fb_action_types|fb_source|at_medium|at_campaign|ns_campaign|ns_mchannel|cmpid",
    re.IGNORECASE,
)
_WIKI = re.compile(r"\[\[([^\[\]|\n]{1,300})(?:\|[^\[\]\n]{0,300})?\]\]")
_READ_ALSO = re.compile(r"^[ \t]*(?:Read also|Читайте також|Читайте также):[ \t]*([^\[\n]+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_HREF = re.compile(r'\b(?:href|src)="([^"\n]+)"')
_FILE = re.compile(r"(?<![^\s\"'()<>\[\]{}=:,|])[^\s\"'()<>\[\]{}=:,|]+\.(?:jpe?g|png|gif|webp|avif|svg|pdf|docx?|xlsx?|pptx?|csv|odt|ods|zip|mp3|mp4|webm|ogg|geojson|json)\b", re.IGNORECASE)


def check(galley: Galley) -> Iterator[Fault]:
    """The faults of the links of a galley."""
    for found in _LINK.finditer(galley.visible):
        words = " ".join(found["words"].strip("*_ \t").split())
        if words.casefold().strip(" .…!:>»→") in _VAGUE:
            yield Fault(Diagnostic.at(galley.span(galley.body + found.start("words"), len(found["words"])), "link/vague", words=words))
        elif re.match(r"(?:https?://|www\.)\S+/\S", words):
            yield Fault(Diagnostic.at(galley.span(galley.body + found.start("words"), len(found["words"])), "link/bare-address", address=_shown(words)))
    for start, line in galley.lines():
        yield from _bare(galley, start, line)
    yield from _tracked(galley)


def _bare(galley: Galley, start: int, line: str) -> Iterator[Fault]:
    """Addresses that stand in a sentence as they are; one alone on its line is an embed or a link card, a mere host can be read."""
    shown = galley.visible[start - galley.body : start - galley.body + len(line)]
    if "://" not in shown or re.match(r"[ ]{0,3}\[[^\]\n]+\]:", shown):
        return
    for found in _BARE.finditer(shown):
        address = found["address"].rstrip(_TAIL)
        alone = shown.strip().strip("<>-*+ ") == address
        if not alone and re.match(r"https?://[^/]+/[^/\s]", address) and not _in_tag(shown, found.start()):
            span = galley.span(start + found.start("address"), len(address))
            yield Fault(Diagnostic.at(span, "link/bare-address", address=_shown(address)))


def _in_tag(line: str, at: int) -> bool:
    return line.rfind("](", 0, at) > line.rfind(")", 0, at)


def _shown(address: str) -> str:
    return address if len(address) <= 60 else address[:59] + "…"


def _tracked(galley: Galley) -> Iterator[Fault]:
    """Parameters that follow the reader: the address works without them."""
    if "?" not in galley.text:
        return
    for found in _ADDRESS.finditer(galley.text[: galley.body] + galley.visible):
        address = found[0].rstrip(_TAIL.replace(")", ""))
        path, question, rest = address.partition("?")
        query = rest.partition("#")[0]
        if not question or "#" in path:
            continue
        parts = re.split(r"(&amp;|&)", query)
        names = [part.partition("=")[0] for part in parts[::2]]
        tracked = [name for name in names if _TRACKING.fullmatch(name)]
        if not tracked:
            continue
        kept = ""
        for at, name in enumerate(names):
            if name not in tracked:
                kept += (parts[2 * at - 1] if kept else "") + parts[2 * at]
        before = "?" + query
        span = galley.span(found.start() + len(path), len(before))
        yield Fault(Diagnostic.at(span, "link/tracking", names=", ".join(dict.fromkeys(tracked))), (Mend(span, before, "?" + kept if kept else ""),))


# ------------------------------------------------------------------ for comparing files


def references(galley: Galley) -> Iterator[Reference]:
    """Every reference of a body to something of the publication, with its place."""
    for found in _LINK.finditer(galley.visible):
        target = found["target"].strip("<>")
        if target and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#", target):
            yield Reference(target, "", galley.span(galley.body + found.start("target"), len(found["target"])))
    for pattern in (_WIKI, _READ_ALSO):
        for found in pattern.finditer(galley.visible):
            span = galley.span(galley.body + found.start(1), len(found[1]))
            yield Reference(found[1], found[1] if pattern is _READ_ALSO else "", span)


def files(text: str) -> tuple[str, ...]:
    """Every name of a file in a text, as written, whatever it is there for."""
    return tuple(dict.fromkeys([found[0] for found in _FILE.finditer(text)] + [found[1] for found in _HREF.finditer(text)] + [
        found["target"].strip("<>") for found in _LINK.finditer(text.replace("![", "["))
    ]))
