"""The least quality that a change must keep: one floor for each gold set and relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from cablegraph.evaluate.scores import Score
from cablegraph_ontology.lexicon import read_words


class FloorError(ValueError):
    """A file of floors is not what it should be; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The least precision and recall, 0 to 1, of one relation on one gold set."""

    gold: str
    relation: str
    precision: float
    recall: float


def read_floors(path: Path) -> list[Floor]:
    """Return the floors of a YAML file. Raises FloorError when an entry is not a floor."""
    try:
        rows = read_words(path)
    except yaml.YAMLError as error:
        raise FloorError(f"{path}: {error}") from None
    if not isinstance(rows, list):
        raise FloorError(f"{path}: not a list of floors")
    return [_floor(row, path) for row in rows]


def _floor(row: object, path: Path) -> Floor:
    try:
        if not isinstance(row, dict):
            raise TypeError("not an entry with names")
        values = {name: value for name, value in row.items() if name != "reason"}
        floor = Floor(**values)
        if not (0 <= floor.precision <= 1 and 0 <= floor.recall <= 1):
            raise TypeError("precision and recall are from 0 to 1")
    except TypeError as error:
        raise FloorError(f"{path}: {row!r} is no floor: {error}") from None
    return floor


def below(floors: Sequence[Floor], scores: Iterable[Score]) -> Iterator[str]:
    """Yield a sentence for every figure below its floor. Floors of sets not measured are passed over."""
    for score in scores:
        measured = {relation.relation: relation for relation in score.relations}
        for floor in (f for f in floors if f.gold == score.gold):
            relation = measured.get(floor.relation)
            if relation is None:
                yield f"{floor.gold}: there is no relation {floor.relation!r}"
                continue
            pairs = (
                ("precision", floor.precision, relation.precision),
                ("recall", floor.recall, relation.recall),
            )
            for what, least, share in pairs:
                if share.value < least:
                    yield (
                        f"{floor.gold}: {what} of {floor.relation} claims is {share.value:.3f} "
                        f"({share.right}/{share.n}), below its floor {least:.3f}"
                    )
