"""The throughput of this server by that of others, beside what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.bench.endpoint.load import Cell

OURS = "cablegraph"
HEAVY_MS = 5.0
"""A shape is heavy when the Oxigraph server takes longer than that for one client."""
OXIGRAPH = (0.25, 0.9)
"""What is asked for beside the Oxigraph server: of light shapes, of heavy ones."""
RDFLIB = (1.0, 10.0)
"""The same beside rdflib-endpoint."""

Table = Mapping[tuple[str, int, str], Cell]
"""By shape, number of clients, and server."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our throughput by that of another server, and the least that it should be, None where nothing is asked."""

    value: float
    least: float | None

    def __str__(self) -> str:
        missed = self.least is not None and self.value < self.least
        asked = "" if self.least is None else f" (>= {self.least:g}{', MISSED' if missed else ''})"
        return f"{self.value:.2f}{asked}"


def ratios(table: Table, names: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the table of ratios, one for each shape and number of clients."""
    others = [name for name in names if name != OURS]
    yield f"{'shape':<10} {'clients':>7}  " + "".join(f"{'by ' + name:<26}" for name in others)
    for shape, clients in dict.fromkeys((shape, clients) for shape, clients, _ in table):
        cells = (_cell(table, shape, clients, name) for name in others)
        yield f"{shape:<10} {clients:>7}  " + "".join(f"{cell:<26}" for cell in cells)


def _cell(table: Table, shape: str, clients: int, name: str) -> str:
    theirs = table.get((shape, clients, name))
    if theirs is None:
        return "left out"
    ours = table[shape, clients, OURS]
    return str(Ratio(ours.throughput / theirs.throughput, _least(table, shape, name)))


def _least(table: Table, shape: str, name: str) -> float | None:
    asked = {"oxigraph": OXIGRAPH, "rdflib-endpoint": RDFLIB}.get(name)
    of_one = [cell for (known, _, server), cell in table.items() if known == shape and server == "oxigraph"]
    if asked is None or not of_one:
        return None
    return asked[of_one[0].p50 > HEAVY_MS]
