"""Triples for embedding models: three tab-separated files, split by time, for PyKEEN and its like."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from cablegraph.export.graph_view import open_view
from cablegraph.export.options import Options, Summary
from cablegraph.export.queryable import Queryable
from cablegraph.export.replace_file import replacing_text
from cablegraph_ontology.terms import fingerprint

SEED = 0
"""Decides the order of triples of the same day."""

TRAINING, VALIDATION = 0.8, 0.1

Triple: TypeAlias = tuple[str, str, str]


def write_pykeen(store: Queryable, path: Path, options: Options) -> Summary:
    """Write training.tsv, validation.tsv and testing.tsv into a folder: head, relation and tail, no header.

    Each triple stands in one file only. The oldest eight tenths are for training, the next tenth for
    validation, the newest for testing, so that a model is asked about what came later. Triples without a day,
    and those with a node or relation that training does not have, are for training. Raises OptionError,
    OSError.
    """
    path.mkdir(parents=True, exist_ok=True)
    first_seen: dict[Triple, str] = {}
    with open_view(store, options) as graph:
        for edge in graph.edges():
            triple = (edge.source, edge.kind, edge.target)
            day = str(edge.attributes.get("date_start", ""))
            first_seen[triple] = min(first_seen.get(triple, day), day)
        parts = split(first_seen)
        paths = tuple(path / f"{name}.tsv" for name in parts)
        for file, triples in zip(paths, parts.values(), strict=True):
            _write(file, triples)
        return graph.summary(*paths)


def split(days: dict[Triple, str], seed: int = SEED) -> dict[str, list[Triple]]:
    """Return the triples for training, validation and testing, given the day of each, "" for none.

    The same triples and seed give the same parts, in the same order.
    """
    order = sorted(days, key=lambda triple: (days[triple], fingerprint(seed, *triple), triple))
    undated = [triple for triple in order if not days[triple]]
    dated = order[len(undated) :]
    to_validation = round(TRAINING * len(dated))
    to_testing = round((TRAINING + VALIDATION) * len(dated))
    training = undated + dated[:to_validation]
    known = {part for triple in training for part in _parts(triple)}
    later: dict[str, list[Triple]] = {"validation": [], "testing": []}
    for place, triple in enumerate(dated[to_validation:], to_validation):
        if all(part in known for part in _parts(triple)):
            later["validation" if place < to_testing else "testing"].append(triple)
        else:
            training.append(triple)
            known.update(_parts(triple))
    return {"training": training, **later}


def _parts(triple: Triple) -> tuple[tuple[str, str], ...]:
    head, relation, tail = triple
    return ("node", head), ("relation", relation), ("node", tail)


def _write(path: Path, triples: Iterable[Triple]) -> None:
    with replacing_text(path) as out:
        out.writelines("\t".join(triple) + "\n" for triple in triples)
