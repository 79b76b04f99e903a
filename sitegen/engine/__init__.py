"""The press: it makes what is stale and puts it on disk whole.

The engine knows tasks, questions and bytes; of articles it knows nothing.
"""
