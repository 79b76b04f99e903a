"""House style: what sitegen.toml says of the desk's words and measures, and the words it wants written otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.proofs import Fault, Mend
from sitegen.reading.galley import Galley
from sitegen.reading.quotes import quotations

__all__ = ["House", "check"]


@dataclass(frozen=True, slots=True)
class House:
    """Frozen and picklable, and part of the key under which a proof is remembered.

    ``terms``: for each language the pairs of a word (``*`` at its end: any ending) and what to write instead.
    """

    search_characters: int = 110
    social_characters: int = 70
    paragraph_characters: int = 200
    terms: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    in_quotations: bool = False

    @classmethod
    def from_config(cls, config: Config) -> House:
        """The part of the configuration that proofreading uses."""
        desk = config.desk
        terms = tuple((language, tuple(words.items())) for language, words in desk.terms.items())
        return cls(desk.search_characters, desk.social_characters, desk.paragraph_characters, terms, desk.terms_in_quotations)


def check(galley: Galley, house: House) -> Iterator[Fault]:
    """The words of a galley that the house writes otherwise."""
    terms = sorted(dict(house.terms).get(galley.language, ()), key=lambda pair: -len(pair[0]))  # of two that fit the longer
    if not terms:
        return
    quoted = [] if house.in_quotations else [(one.start, one.end) for one in quotations(galley)]
    for passage in galley.passages:
        text = galley.words(passage)
        taken: set[int] = set()
        for wrong, right in terms:
            for found in _pattern(wrong).finditer(text):
                at = passage.start + found.start()
                if at in taken or any(start < at < end for start, end in quoted):
                    continue
                taken.update(range(at, passage.start + found.end()))
                after = _written(wrong, right, found)
                span = galley.span(at, len(found[0]))
                mends = (Mend(span, found[0], after),) if after and "\n" not in found[0] else ()
                yield Fault(Diagnostic.at(span, "style/term", word=" ".join(found[0].split()), right=after or right.removesuffix("*")), mends)


@lru_cache(maxsize=512)
def _pattern(wrong: str) -> re.Pattern[str]:
    """A term as whole words, its spaces of any kind; one written in small letters also at the start of a sentence, any in capitals."""
    stem, star = wrong.removesuffix("*"), wrong.endswith("*")
    forms = [stem, stem.upper()] + ([stem[:1].upper() + stem[1:]] if stem == stem.lower() else [])
    words = "|".join(r"[\s\u00a0]+".join(re.escape(word) for word in form.split()) for form in dict.fromkeys(forms))
    end = r"(?P<ending>\w*)" if star else r"(?P<ending>)(?!\w)"
    return re.compile(rf"(?<![\w’'ʼ])(?:{words}){end}(?![’'ʼ][\u0400-\u04ff])")


def _written(wrong: str, right: str, found: re.Match[str]) -> str:
    """What to write in this place, its case and ending kept; '' where only a person can tell the ending."""
    words, ending = found[0], found["ending"]
    if ending and not right.endswith("*"):
        return ""
    stem, new = words[: len(words) - len(ending)], right.removesuffix("*")
    if stem == stem.upper() and stem != stem.lower() and len(stem) > 1 and wrong.removesuffix("*") != stem:
        new = new.upper()
    elif stem[:1].isupper() and wrong[:1].islower():
        new = new[:1].upper() + new[1:]
    return new + ending
