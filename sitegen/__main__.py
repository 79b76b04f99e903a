"""``python -m sitegen`` is ``sitegen``."""

from sitegen.cli import main

main()
