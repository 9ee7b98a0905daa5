"""Cablegraph: from news articles to a graph of officials and policy stances, and out of it."""

__version__ = "0.1.0"
