"""The light edition: the pages of the publication once more, below ``/lite/``, in a theme for slow lines.

It asks the same questions as the main edition and is given the same answers, in which what leads to a page leads to the page's
twin here; canonical URLs stay those of the main pages.  So nothing is read, assembled or remembered twice, and no template
needs to know where it is printed.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from sitegen.core.site import (
    Arrangement,
    AuthorCard,
    Card,
    Front,
    Link,
    Note,
    SeriesPart,
    SharedBox,
    Signature,
    Switch,
    Target,
    TermRef,
    Version,
)
from sitegen.core.task import Ask
from sitegen.core.web import in_lite

__all__ = ["light"]

_THEME = frozenset(("text", "wording", "asset"))
_PAGES = (AuthorCard, Card, Front, Link, SharedBox, Signature, Switch, TermRef, Version)
"""What has the ``href`` of a page."""
_HOLDERS: dict[type, tuple[str, ...]] = {
    Arrangement: ("lead", "top", "breaking_card"), Card: ("signatures", "section", "tags", "series", "stories"), Note: ("card",), SeriesPart: ("previous", "next"), Target: ("card",),
}
"""What holds such values, and in which fields."""


def light(ask: Ask) -> Ask:
    """The questions of a page of the light edition; those about a theme go to its own."""
    base: str = ask("config", "base_path", "")

    def asked(question: str, *arguments: Any) -> Any:
        if question in _THEME:
            return ask(question, *arguments, True)
        answer = ask(question, *arguments)
        return (in_lite(answer[0], base), answer[1]) if question == "address" else _moved(answer, base)

    return asked


def _moved(answer: Any, base: str) -> Any:
    """An answer in which what leads to a page of ours leads to its twin.  A file of content/ or static/ has none, nor has a feed."""
    if isinstance(answer, tuple):
        return tuple([_moved(item, base) for item in answer])
    changes = {field: _moved(getattr(answer, field), base) for field in _HOLDERS.get(type(answer), ())}
    is_front = isinstance(answer, Target) and answer.state == "public" and answer.href.partition("#")[0].endswith("/")
    if isinstance(answer, _PAGES) or is_front or (isinstance(answer, Target) and answer.card):
        changes["href"] = in_lite(answer.href, base)
    return dataclasses.replace(answer, **changes) if changes else answer
