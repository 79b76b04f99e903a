"""sitegen: a static site generator made for news publications."""

__version__ = "0.1.0"
