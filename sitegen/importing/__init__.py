"""Outside documents become drafts, and drafts become Markdown files of the publication.

An importer reads one kind of document into a :class:`~sitegen.importing.draft.Draft`; the rest is common
to all: read-also lines are resolved, a place is found, the file is written out as text.  Everything here is
pure; the hallway opens and writes the files.
"""

from sitegen.importing.draft import Draft, Options, Original
from sitegen.importing.imported import Imported, Outcome, import_text
from sitegen.importing.read_also import finder

__all__ = ["Draft", "Imported", "Options", "Original", "Outcome", "finder", "import_text"]
