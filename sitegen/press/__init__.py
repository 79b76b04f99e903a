"""One run of the press: from the files to an output tree, remembering what can be remembered.

Knows every room below it and is known by the pipeline alone.  ``run`` is the whole; the others are its steps.
"""
