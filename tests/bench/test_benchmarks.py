"""The benchmarks run, on small graphs, and print what they are asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.bench.endpoint.load import Cell
from tests.bench.endpoint.ratios import ratios

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_the_research_bench_prints_its_ratios(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.research.bench", "--claims", "300", "--keep", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    for words in ("our writer:", "memory above an opened store", "tables:", "to_networkx"):
        assert words in done.stdout


def test_the_ratios_say_what_is_missed_and_what_was_left_out() -> None:
    table = {
        ("lookup", 1, "cablegraph"): Cell(30.0, 0.3, 1.0, 0),
        ("lookup", 1, "oxigraph"): Cell(100.0, 0.1, 1.0, 0),
        ("lookup", 1, "rdflib-endpoint"): Cell(60.0, 1.0, 1.0, 0),
        ("aggregate", 1, "cablegraph"): Cell(1.0, 600.0, 700.0, 0),
        ("aggregate", 1, "oxigraph"): Cell(2.0, 300.0, 700.0, 0),
        ("aggregate", 1, "fuseki"): Cell(0.5, 900.0, 900.0, 0),
    }
    _, lookup, aggregate = ratios(table, ("cablegraph", "oxigraph", "rdflib-endpoint", "fuseki"))
    assert " ".join(lookup.split()) == "lookup 1 0.30 (>= 0.25) 0.50 (>= 1, MISSED) left out"
    assert " ".join(aggregate.split()) == "aggregate 1 0.50 (>= 0.9, MISSED) left out 2.00"
