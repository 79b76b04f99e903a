"""Build the publication this file stands in: ``python build.py [anything sitegen build takes]``."""

import sys
from pathlib import Path

from sitegen.cli import main

main(["build", "--source", str(Path(__file__).resolve().parent), *sys.argv[1:]])
