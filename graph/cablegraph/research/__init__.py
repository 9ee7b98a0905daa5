"""Answers as tables, data frames, networks and pictures, for notebooks and programs."""
