"""What a source's path says of it: language, section folder, name, whether it is a bundle or a standing page."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.reading import dates

__all__ = ["Location", "locate"]

CONTENT = "content"
PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Location:
    """``content/en/society/schools/2026-05-04-bell/index.md`` taken apart.

    ``language`` is '' where the path says none; ``folder`` the section folder below the language
    (``society/schools``; of a standing page the one below ``pages/``); ``name`` the slug-to-be, without suffix,
    language and date; ``date`` the text of a date in the name; ``key`` the path that translations share.
    ``other_language`` is set where folder and suffix disagree: what the folder says.
    """

    path: str
    language: str
    folder: str
    name: str
    key: str
    date: str = ""
    is_bundle: bool = False
    is_page: bool = False
    other_language: str = ""


def locate(path: str, languages: tuple[str, ...]) -> Location:
    """Take ``path`` (from the publication's root) apart.  Of two languages that it says, the suffix counts."""
    *folders, file = path.split("/")
    if folders[:1] == [CONTENT]:
        folders = folders[1:]
    by_folder = folders[0] if folders and folders[0] in languages else ""
    folders = folders[1:] if by_folder else folders
    stem = file.rpartition(".")[0] or file
    before, _, suffix = stem.rpartition(".")
    by_suffix = suffix if before and suffix in languages else ""
    stem = before if by_suffix else stem
    is_page = folders[:1] == [PAGES]
    is_bundle = stem == "index" and len(folders) > is_page
    whole = [*folders] if is_bundle else [*folders, stem]
    date, name = dates.in_name(whole[-1])
    return Location(
        path=path,
        language=by_suffix or by_folder,
        folder="/".join(whole[is_page:-1]),
        name=name,
        key="/".join(whole),
        date=date,
        is_bundle=is_bundle,
        is_page=is_page,
        other_language=by_folder if by_suffix and by_folder not in {"", by_suffix} else "",
    )
