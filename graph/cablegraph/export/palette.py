"""The colours of nodes and signed edges, from the palette file of the ontology."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from cablegraph_ontology.lexicon import read_words

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, each 0 to 255."""


@dataclass(frozen=True, slots=True)
class Palette:
    """A colour for each type of node and for each kind of edge that has one."""

    nodes: dict[str, Colour]
    edges: dict[str, Colour]


@cache
def palette() -> Palette:
    """Return the colours. Raises ValueError when the file holds what is no colour, or one colour twice."""
    data = read_words(files("cablegraph_ontology") / "words" / "palette.yml")
    found = Palette(nodes=_colours(data["nodes"]), edges=_colours(data["edges"]))
    colours = [*found.nodes.values(), *found.edges.values()]
    if len(set(colours)) < len(colours):
        raise ValueError("palette.yml gives one colour to two things")
    return found


def _colours(codes: dict[str, str]) -> dict[str, Colour]:
    return {name: _colour(code) for name, code in codes.items()}


def _colour(code: str) -> Colour:
    if not re.fullmatch(r"#[0-9A-F]{6}", code):
        raise ValueError(f"palette.yml: not a colour: {code!r}")
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)
