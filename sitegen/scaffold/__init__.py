"""What stands at a beginning: a new publication, a new article.

What enters: a folder, words of an editor, a moment.  What leaves: files that were not there before; nothing is ever overwritten.
"""

from sitegen.scaffold.beginning import ScaffoldError, new_article, new_publication

__all__ = ["ScaffoldError", "new_article", "new_publication"]
