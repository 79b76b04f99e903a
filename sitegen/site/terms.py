"""Sections, tags, series, stories and authors by any name an editor may write.

What the registry declares comes first; a tag or author that nobody declared gets a page
silently, an undeclared section with a warning, a near miss of a known name with one too.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import AuthorProfile, LocalText, Named, SectionText, TermEntry
from sitegen.site.naming import name_key, near
from sitegen.site.slugs import slug

__all__ = ["Authors", "Terms"]


_CYRILLIC = frozenset(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"))


class Terms:
    """A growing registry: only :func:`sitegen.site.assemble.assemble` holds one, for the time of one assembling."""

    def __init__(self, declared: Iterable[TermEntry], sections: Iterable[SectionText]) -> None:
        self.entries: dict[tuple[str, str], TermEntry] = {}
        self.texts = {(text.folder, text.language): text for text in sections if text.folder}
        self._by_name: dict[tuple[str, str], str] = {}
        self._warned: set[tuple[str, str]] = set()
        self.diagnostics: list[Diagnostic] = []
        for entry in declared:
            self._add(entry)
        for folder in sorted({text.folder for text in sections if text.folder}):
            if ("section", folder) not in self.entries:
                names = tuple((text.language, text.title) for key, text in sorted(self.texts.items()) if key[0] == folder)
                source = min(text.source for text in self.texts.values() if text.folder == folder)
                self._add(TermEntry("section", folder, LocalText(names), span=Span(source, 1, 1)))
        self.declared = frozenset(self.entries)
        self._known = frozenset(self._by_name)

    def _add(self, entry: TermEntry) -> None:
        self.entries[entry.kind, entry.id] = entry
        if entry.kind == "section":
            for parent in section_parents(entry.id)[:-1]:
                self.entries.setdefault(("section", parent), TermEntry("section", parent, LocalText(), span=entry.span))
        for name in (entry.id, *(text for _, text in entry.names.texts), *entry.also):
            if name:
                self._by_name.setdefault((entry.kind, name_key(name)), entry.id)

    def id_of(self, kind: str, named: Named, language: str) -> str:
        """The id of the term that ``named`` means; an undeclared one is made and, where it should be, warned of."""
        name = named.name.strip()
        found = self._by_name.get((kind, name_key(name)))
        if found is None:
            miss = near(name_key(name), sorted(key for of, key in self._known if of == kind))
            if kind == "section":
                self._warn(kind, name, named.span, "section/undeclared", near=miss)
            elif miss:
                self._warn(kind, name, named.span, "term/near-miss", near=miss)
            found = _section_id(name, language) if kind == "section" else slug(name, language)
            same = self.entries.get((kind, found))
            if same is None:
                self._add(TermEntry(kind, found, LocalText((("", name),)), span=named.span))
            elif kind != "section" and not miss:
                self._warn(kind, name, named.span, "term/same-address", other=same.names.get(language) or same.id)
            self._by_name[kind, name_key(name)] = found
        return found

    def known_id(self, kind: str, named: Named, language: str) -> str:
        """The id that :meth:`id_of` gives, of a term that is not to be made: nobody may see who names it."""
        name = named.name.strip()
        return self._by_name.get((kind, name_key(name))) or slug(name, language)

    def known_slug(self, section: str, language: str) -> str:
        """A section's part of a path, without making the section known."""
        found = self._by_name.get(("section", name_key(section.strip())), "")
        return self.slug("section", found, language) if found else "/".join(slug(part, language) for part in _section_id(section, language).split("/"))

    def _warn(self, kind: str, name: str, span: Span, code: str, **parameters: str) -> None:
        if (kind, name) not in self._warned:
            self._warned.add((kind, name))
            self.diagnostics.append(Diagnostic.at(span, code, kind=kind, name=name, **parameters))

    def name(self, kind: str, term: str, language: str) -> tuple[str, str]:
        """The printed name of a term and that name's language."""
        text = self.texts.get((term, language)) if kind == "section" else None
        if text and text.title:
            return text.title, language
        names = self.entries[kind, term].names
        return names.get(language) or term, names.language_of(language)

    def description(self, kind: str, term: str, language: str) -> str:
        """What the term's front says under its name."""
        text = self.texts.get((term, language)) if kind == "section" else None
        if text and text.description:
            return text.description
        said = dict(self.entries[kind, term].descriptions.texts)
        return said.get(language) or said.get("", "")

    def place(self, kind: str, term: str, language: str) -> Span:
        """Where the term's address comes from: its slug in this language, else its declaration or first use."""
        text = self.texts.get((term, language)) if kind == "section" else None
        return dict(text.places if text else ()).get("slug") or self.entries[kind, term].span

    def slug(self, kind: str, term: str, language: str) -> str:
        """The term's part of a path in one language; a nested section keeps its folders."""
        entry = self.entries[kind, term]
        text = self.texts.get((term, language)) if kind == "section" else None
        own = (text.slug if text else "") or dict(entry.slugs.texts).get(language) or dict(entry.slugs.texts).get("")
        if own:
            return own
        if kind == "section":
            return "/".join(slug(part, language) for part in term.split("/"))
        return slug(term, language)


class Authors:
    """Who signs: profiles by id and by every spelling of a name."""

    def __init__(self, profiles: Iterable[AuthorProfile]) -> None:
        self.profiles: dict[str, AuthorProfile] = {}
        self._by_name: dict[str, str] = {}
        self._warned: set[str] = set()
        self.diagnostics: list[Diagnostic] = []
        for profile in profiles:
            if profile.id in self.profiles:
                other = self.profiles[profile.id].place
                self.diagnostics.append(Diagnostic.at(profile.place, "author/same-id", other, id=profile.id))
            self._tell_namesakes(profile)
            self._add(profile)
        self._declared = {
            name_key(name): name for profile in self.profiles.values() for _, name in profile.names.texts
        } | {name_key(name): name for profile in self.profiles.values() for name in (profile.id, *profile.also)}

    def _add(self, profile: AuthorProfile) -> None:
        self.profiles[profile.id] = profile
        for name in (profile.id, *(text for _, text in profile.names.texts), *profile.also):
            self._by_name.setdefault(name_key(name), profile.id)

    def _tell_namesakes(self, profile: AuthorProfile) -> None:
        for name in (*(text for _, text in profile.names.texts), *profile.also):
            other = self._by_name.get(name_key(name), profile.id)
            if other != profile.id:
                self.diagnostics.append(Diagnostic.at(profile.place, "author/same-name", name=name, id=profile.id, other=other))

    def name(self, author: str, language: str, first: str) -> tuple[str, str]:
        """The name printed on a page in ``language``, and the name's own language: of one for all languages, as its script tells."""
        names = self.profiles[author].names
        name, tongue = names.get(language, first), names.language_of(language, first)
        is_cyrillic = any("\u0400" <= char <= "\u04ff" for char in name)
        if dict(names.texts).get(tongue) == name or not any(char.isalpha() for char in name) or is_cyrillic == (tongue.split("-")[0] in _CYRILLIC):
            return name, tongue
        return name, "uk" if is_cyrillic else "en"

    def ids_of(self, name: str, span: Span, language: str) -> tuple[str, ...]:
        """The authors a byline means; a comma separates only where both parts are known."""
        found = self._by_name.get(name_key(name))
        if found:
            return (found,)
        parts = [part for part in name.replace(" and ", ",").replace(" та ", ",").split(",") if part.strip()]
        known = [self._by_name.get(name_key(part)) for part in parts]
        if len(parts) > 1 and all(known):
            return tuple(one for one in known if one)
        miss = self._declared.get(near(name_key(name), sorted(self._declared)), "")
        if miss and name not in self._warned:
            self._warned.add(name)
            self.diagnostics.append(Diagnostic.at(span, "author/near-miss", name=name, near=miss))
        made = slug(name, language)
        if made not in self.profiles:
            tongue = "uk" if any("а" <= char.lower() <= "ї" for char in name) else "en"
            self._add(AuthorProfile("", made, LocalText(((tongue, name),)), places=(("name", span),)))
        self._by_name[name_key(name)] = made
        return (made,)


def _section_id(name: str, language: str) -> str:
    """The folder of an undeclared section: its name without parts that climb."""
    return "/".join(part.strip() for part in name.split("/") if part.strip(" .")) or slug(name, language)


def section_parents(section: str) -> tuple[str, ...]:
    """The enclosing sections of a nested one, outermost first, itself last."""
    parts = section.split("/")
    return tuple("/".join(parts[: depth + 1]) for depth in range(len(parts)))
