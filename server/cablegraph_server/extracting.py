"""`cablegraph extract`: claims as JSON Lines on standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cablegraph.contract import claim_line
from cablegraph.model import Note, Skipped
from cablegraph.pipeline import Pipeline, Reading, extract
from cablegraph.read import read
from cablegraph_server.screen import say_skipped


def print_claims(paths: Sequence[str], model: str | None = None) -> int:
    """Print the claims of all articles in the order of the input; return how many inputs were skipped."""
    out = sys.stdout.buffer
    skipped = 0
    pipeline = Pipeline(model) if model is not None else None
    for item in extract(read(paths, stdin=sys.stdin.buffer), pipeline):
        if isinstance(item, Reading):
            for claim, iri in zip(item.claims, item.claim_iris(), strict=True):
                out.write(claim_line(item.article, claim, iri).encode() + b"\n")
            out.flush()
        elif isinstance(item, Skipped | Note):
            skipped += isinstance(item, Skipped)
            say_skipped(item)
    return skipped
