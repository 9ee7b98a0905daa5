"""Writes the figures into a page of the documentation, so that nobody types them by hand.

Each gold set has its place in the page, between `<!-- figures of NAME -->` and `<!-- end of figures -->`.
The place of a set that was not measured stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cablegraph.evaluate.scores import RelationScore, Score, Share

END = "<!-- end of figures -->"


class PageError(ValueError):
    """A page has no place for the figures of a gold set."""


def start_mark(gold: str) -> str:
    """Return the line after which the figures of a gold set stand."""
    return f"<!-- figures of {gold} -->"


def write_page(path: Path, scores: Iterable[Score]) -> None:
    """Put the figures of each score in its place in a Markdown page. Raises PageError when it has none."""
    page = path.read_text(encoding="utf-8")
    for score in scores:
        page = with_figures(page, score, str(path))
    path.write_text(page, encoding="utf-8")


def with_figures(page: str, score: Score, name: str = "the page") -> str:
    """Return a page with the figures of one score in their place."""
    mark = start_mark(score.gold)
    before, found, rest = page.partition(f"{mark}\n")
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise PageError(f"{name} has no lines {mark!r} and {END!r}")
    return f"{before}{mark}\n{figures(score)}{END}{after}"


def figures(score: Score) -> str:
    """Return the figures of one score as Markdown tables."""
    blocks = [
        f"{score.documents} documents.",
        table(("claims", "precision", "recall", "F1"), map(_relation_row, score.relations)),
        table(("right slot, in claims with a gold record", "share", "of"), _slot_rows(score.relations)),
        "\n".join(_nothing(r) for r in score.relations),
        table(("rule", "precision", "claims"), _rule_rows(score.relations)),
    ]
    return "\n" + "\n\n".join(blocks) + "\n\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table; all columns but the first are aligned to the right."""
    names = list(head)
    lines = [names, ["---", *["---:"] * (len(names) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _relation_row(relation: RelationScore) -> list[str]:
    shares = [f"{s.value:.3f} ({s.right}/{s.n})" for s in (relation.precision, relation.recall)]
    return [relation.relation, *shares, f"{relation.f1:.3f}"]


def _slot_rows(relations: Iterable[RelationScore]) -> Iterator[list[str]]:
    for relation in relations:
        yield from _share_rows(relation.slots, f"{relation.relation}: {{}}")


def _rule_rows(relations: Iterable[RelationScore]) -> Iterator[list[str]]:
    for relation in relations:
        yield from _share_rows(relation.rules, f"{relation.relation}: `{{}}`")


def _share_rows(shares: Mapping[str, Share], label: str) -> Iterator[list[str]]:
    for name, share in shares.items():
        yield [label.format(name), f"{share.value:.3f}", str(share.n)]


def _nothing(relation: RelationScore) -> str:
    return f"- False {relation.relation} claims in spans that must give none: {relation.inside_nothing}"
