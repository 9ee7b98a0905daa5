"""`cablegraph evaluate`: scores as tables for people or as JSON, and what went wrong, by cause."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cablegraph.evaluate.causes import Cause
from cablegraph.evaluate.confidence import rules_of, write_rules
from cablegraph.evaluate.floors import below, read_floors
from cablegraph.evaluate.measure import Evaluation, evaluate
from cablegraph.evaluate.page import write_page
from cablegraph.evaluate.score_json import evaluation_object
from cablegraph.evaluate.scores import Finding, RelationScore, Score, Share
from cablegraph.pipeline import Pipeline
from cablegraph_server.screen import say, say_skipped

OWN_GOLD = Path("tests/gold/articles.jsonl")
OWN_TEXTS = Path("tests/articles")
"""Where the project's own gold data lie in a checkout."""


@dataclass(frozen=True, slots=True)
class Result:
    """What decides the exit status: sentences on figures below their floor, and documents not read."""

    below_floor: tuple[str, ...]
    skipped: int


def print_evaluation(
    gold: Sequence[Path],
    texts: Sequence[Path],
    *,
    model: str | None = None,
    floors: Path | None = None,
    as_json: bool = False,
    verbose: bool = False,
    rules: Path | None = None,
    page: Path | None = None,
) -> Result:
    """Measure, print the scores, and write rules and page where asked."""
    gold, texts = data(gold, texts)
    least = read_floors(floors) if floors is not None else []
    evaluation = evaluate(gold, texts, Pipeline(model) if model is not None else None)
    low = tuple(below(least, evaluation.scores))
    if as_json:
        click.echo(json.dumps(evaluation_object(evaluation, low, verbose), ensure_ascii=False))
    else:
        _print_tables(evaluation, verbose)
    for skipped in evaluation.skipped:
        say_skipped(skipped)
    if rules is not None:
        for path in write_rules(rules, evaluation.scores):
            say(f"written: {path}")
    if page is not None:
        write_page(page, evaluation.scores)
        say(f"written: {page}")
    for sentence in low:
        say(sentence)
    return Result(low, len(evaluation.skipped))


def data(gold: Sequence[Path], texts: Sequence[Path]) -> tuple[Sequence[Path], Sequence[Path]]:
    """Return the gold files and texts to use: those given, else the project's own in a checkout."""
    if gold and texts:
        return gold, texts
    if gold or texts:
        raise click.UsageError("--gold and --texts go together")
    if not OWN_GOLD.exists():
        raise click.UsageError(f"there is no {OWN_GOLD} here: give --gold FILE --texts PATH")
    return [OWN_GOLD], [OWN_TEXTS]


def _print_tables(evaluation: Evaluation, verbose: bool) -> None:
    # Wide enough not to cut words when the output goes to a file.
    console = Console() if sys.stdout.isatty() else Console(width=160)
    for score in evaluation.scores:
        console.print(_relations(score))
        console.print(_shares("right slots", {r.relation: r.slots for r in score.relations}))
        if verbose:
            for relation in score.relations:
                _print_findings(console, f"missed {relation.relation} claims", relation.misses)
                _print_findings(console, f"false {relation.relation} claims", relation.alarms)
    rules = {name: rules_of(evaluation.scores, name) for name in ("role", "stance")}
    console.print(_shares("precision of each rule", rules))


def _relations(score: Score) -> Table:
    table = Table(title=f"{escape(score.gold)}: {score.documents} documents", title_justify="left")
    table.add_column("claims")
    for name in ("precision", "right/printed", "recall", "found/core", "F1", "inside nothing spans"):
        table.add_column(name, justify="right")
    for relation in score.relations:
        table.add_row(*_relation_row(relation))
    return table


def _relation_row(relation: RelationScore) -> Iterable[str]:
    yield relation.relation
    for share in (relation.precision, relation.recall):
        yield f"{share.value:.3f}"
        yield f"{share.right}/{share.n}"
    yield f"{relation.f1:.3f}"
    yield str(relation.inside_nothing)


def _shares(title: str, shares: Mapping[str, Mapping[str, Share]]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("claims")
    table.add_column("name")
    table.add_column("share", justify="right")
    table.add_column("of", justify="right")
    for relation, own in shares.items():
        for name, share in own.items():
            table.add_row(relation, escape(name), f"{share.value:.3f}", str(share.n))
    return table


def _print_findings(console: Console, title: str, findings: Sequence[Finding]) -> None:
    """Print the findings under their causes, the commonest cause first."""
    by_cause: dict[Cause, list[Finding]] = {}
    for finding in findings:
        by_cause.setdefault(finding.cause, []).append(finding)
    console.print(f"{title}: {len(findings)}", markup=False, highlight=False)
    for cause, own in sorted(by_cause.items(), key=lambda item: (-len(item[1]), item[0].value)):
        console.print(f"  {cause.value}: {len(own)}", markup=False, highlight=False)
        for finding in own:
            console.print(f"    {_finding_line(finding)}", markup=False, highlight=False, soft_wrap=True)


def _finding_line(finding: Finding) -> str:
    record = finding.record
    name = record.rule or record.id
    cue = " ".join(record.cue.split())
    line = f"{finding.document} {record.start}-{record.end} {name}: {record.summary()}"
    return f"{line} | cue: {cue}" if cue else line
