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
        store.publish()
    quads.unlink()


def done(name: str, folder: Path) -> dict[str, Any]:
    """Do a piece of work in a process of its own and return what it says."""
    command = [sys.executable, "-m", "tests.bench.research.work", name, str(folder)]
    process = subprocess.run(command, cwd=ROOT, env=os.environ, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(process.stdout)
    more = result["own_most"] - result["own_start"]
    print(f"  {name:<20}{result['seconds']:8.1f} s   memory {more:+7.0f} MiB", flush=True)
    return result


def report(found: dict[str, dict[str, Any]]) -> None:
    """Print the ratios."""
    gexf, raw, tables = found["export_gexf"], found["raw_rows_of_gexf"], found["frames"]
    ours, theirs, network = found["write_by_ours"], found["write_by_networkx"], found["to_networkx"]
    above = gexf["own_most"] - gexf["own_start"]
    engine = raw["own_most"] - raw["own_start"]
    lines = (
        f"graph: {gexf['nodes']:,} nodes, {gexf['edges']:,} edges, {raw['rows']:,} rows read of the store",
        f"GEXF, our writer is {theirs['seconds'] / ours['seconds']:.1f} times as fast as networkx.write_gexf"
        f" ({ours['seconds']:.1f} s, {theirs['seconds']:.1f} s)",
        f"GEXF, from the store to the file, is {_whole(raw, theirs) / gexf['seconds']:.1f} times as fast as to"
        f" read the rows alone and networkx.write_gexf ({gexf['seconds']:.1f} s, {_whole(raw, theirs):.1f} s);"
        f" the engine takes {raw['seconds'] / gexf['seconds']:.0%} of our time",
        f"GEXF, memory above an opened store: {above:.0f} MiB; the engine alone, for the same rows:"
        f" {engine:.0f} MiB (its cache); ours above that: {above - engine:.0f} MiB;"
        f" pages of files: {gexf['mapped_most']:.0f} MiB in all",
        f"GEXF, memory of networkx.write_gexf above the graph: {_more(theirs):.0f} MiB",
        f"tables of nodes and edges take {tables['seconds'] / found['raw_rows_of_frames']['seconds']:.2f} times"
        f" as long as pyoxigraph takes for the rows ({tables['seconds']:.1f} s)",
        f"to_networkx takes {network['seconds'] / network['prepared']:.2f} times as long as from prepared tuples"
        f" ({network['seconds']:.1f} s, {network['prepared']:.1f} s), and {network['seconds'] / network['ready']:.2f}"
        " times as long as with the dicts of all edges made before, too",
    )
    print("\n".join(lines))


def _whole(raw: dict[str, Any], theirs: dict[str, Any]) -> float:
    return float(raw["seconds"] + theirs["seconds"])


def _more(taken: dict[str, Any]) -> float:
    return float(taken["own_most"] - taken["own_start"])


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
