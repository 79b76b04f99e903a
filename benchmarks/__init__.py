"""Measures of sitegen beside other generators, on one invented publication."""
