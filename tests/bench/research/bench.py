"""`make bench-research`: exports and tables of a large graph, each beside the plain way, in one run.

Absolute figures belong to one machine; the ratios are what to compare. Every piece of work runs in a process
of its own, so that its memory is its own; seconds are those of the processor, which others disturb less.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from tests.bench.research.work import WORK
from tests.seeded_graph import seeded_quads

from cablegraph.store import Store

ROOT = Path(__file__).parents[3]
SEED = 7


def make(folder: Path, claims: int) -> None:
    """Write the seeded graph and load it into a store."""
    quads = folder / "graph.nq"
    with quads.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in seeded_quads(claims, SEED))
    with Store.open(folder / "kg") as store:
        store.oxigraph.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
        print(f"{len(store.oxigraph):,} quads", flush=True)
        store.compact()  # as after a build
        store.publish()
    quads.unlink()


def done(name: str, folder: Path) -> dict[str, Any]:
    """Do a piece of work in a process of its own and return what it says."""
    command = [sys.executable, "-m", "tests.bench.research.work", name, str(folder)]
    process = subprocess.run(command, cwd=ROOT, env=os.environ, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(process.stdout)
    for what, taken in result.items():
        if isinstance(taken, dict):
            seconds, more = taken["seconds"], taken["own_most"] - taken["own_start"]
            print(f"  {name + ', ' + what:<26}{seconds:8.1f} s   memory {more:+7.0f} MiB", flush=True)
    return result


def report(found: dict[str, dict[str, Any]]) -> None:
    """Print the ratios."""
    gexf, tables = found["gexf"], found["tables"]
    rows, table_rows = found["raw_rows_of_gexf"], found["raw_rows_of_frames"]
    nodes, edges = gexf["size"]
    print(f"graph: {nodes:,} nodes, {edges:,} edges, {rows['rows']:,} rows read of the store")
    ours, theirs, whole, raw = (
        _seconds(t) for t in (gexf["ours"], gexf["theirs"], gexf["whole"], rows["read"])
    )
    print(
        f"GEXF, our writer: {theirs / ours:.1f} times as fast as networkx.write_gexf of the same graph (>= 2)"
    )
    print(
        f"GEXF, from the store to the file: {(raw + theirs) / whole:.1f} times as fast as reading the rows alone"
        f" and networkx.write_gexf; the engine reading rows is {raw / whole:.0%} of our time"
    )
    print(
        f"GEXF, memory above an opened store, engine and all: {_more(gexf['whole']):.0f} MiB (< 40); the engine"
        f" alone takes {_more(rows['read']):.0f} MiB to read the same rows from one opening, with nothing kept;"
        f" networkx.write_gexf takes {_more(gexf['theirs']):.0f} MiB above the graph it writes;"
        f" pages of files: {gexf['whole']['mapped_most']:.0f} MiB"
    )
    made, tuples, dicts = (_seconds(tables[name]) for name in ("ours", "prepared", "ready"))
    read = _seconds(tables["read"])
    print(
        f"tables: {read / _seconds(table_rows['read']):.2f} times as long as pyoxigraph's rows alone (<= 2)"
    )
    print(
        f"to_networkx, of a view that was read: {made / tuples:.2f} times as long as from prepared tuples of values"
        f" (<= 1.5), {made / dicts:.2f} times as long as when the dict of each edge is ready, too"
    )


def _seconds(taken: dict[str, float]) -> float:
    return taken["seconds"]


def _more(taken: dict[str, float]) -> float:
    return taken["own_most"] - taken["own_start"]


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=315_000, help="315,000 make 500,000 edges")
    parser.add_argument("--keep", type=Path, help="a folder for the graph, used again when it has one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "kg").exists():
            make(folder, options.claims)
        report({name: done(name, folder) for name in WORK})


if __name__ == "__main__":
    main()
