"""The paragraphs of a parsed article."""

from __future__ import annotations

from typing import TypeAlias

from cablegraph.model import Annotated

Parts: TypeAlias = "list[tuple[int, int]]"
"""The paragraphs of an article: first token, the one after the last."""


def paragraphs(annotated: Annotated) -> Parts:
    """Return the first token and the one after the last of each part between blank lines."""
    doc = annotated.doc
    starts = [0] if len(doc) else []
    boundaries = set(annotated.starts)
    for token in doc:
        if token.i and (
            token.idx in boundaries or (doc[token.i - 1].is_space and "\n\n" in doc[token.i - 1].text)
        ):
            starts.append(token.i)
    starts = sorted(set(starts))
    return list(zip(starts, [*starts[1:], len(doc)], strict=True))
