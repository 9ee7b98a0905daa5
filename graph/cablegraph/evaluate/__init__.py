"""Measures how good the claims are: runs the pipeline over texts and compares with a gold file.

    gold file, texts -> records -> pairs -> verdicts -> scores

`measure.py` knows the order; the rules of what counts as right are in `matching.py` and docs/quality.md.
"""
