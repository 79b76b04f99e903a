"""Addresses for ever, as commands: the ledger kept and verified, an article moved without breaking what leads to it.

Beside the pipeline, whose reading they use.  Nothing here prints, exits or reads the clock.
"""
