"""Write GEXF files in every view: `python export_samples.py FOLDER`.

Of a seeded graph, of graphs of odd names and dates, of the sample articles and, where CABLEGRAPH_SHARED or a
folder ../shared beside the repository has them, of the seed articles.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.graph.export.odd_graph import odd_store
from tests.seeded_graph import seeded_quads

from cablegraph.build import build
from cablegraph.export import EXPORTERS, EdgeMode, Options, ViewName
from cablegraph.pipeline import Pipeline
from cablegraph.read import read
from cablegraph.store import Store

ROOT = Path(__file__).parents[2]
ODD_SEEDS = range(5)
SAMPLES = ROOT / "tests" / "articles"
SEEDS = Path(os.environ.get("CABLEGRAPH_SHARED") or ROOT.parent / "shared") / "bench" / "seeds"


def stores() -> dict[str, Store]:
    """Return the graphs by name."""
    seeded = Store.memory()
    seeded.oxigraph.bulk_load("\n".join(seeded_quads(2000, 7)), ox.RdfFormat.N_QUADS)
    pipeline = Pipeline()
    found = {"seeded": seeded, "samples": _built(SAMPLES, pipeline)}
    if SEEDS.is_dir():
        found["seeds"] = _built(SEEDS, pipeline)
    else:
        print("left out: the seed articles, which are not here; set CABLEGRAPH_SHARED")
    return found | {f"odd{seed}": odd_store(seed) for seed in ODD_SEEDS}


def _built(folder: Path, pipeline: Pipeline) -> Store:
    store = Store.memory()
    texts = sorted(path for path in folder.iterdir() if path.name != "gold.jsonl")
    build(read([str(path) for path in texts]), store, pipeline=pipeline)
    return store


def main() -> None:
    """Write the files into the folder named as the first argument."""
    folder = Path(sys.argv[1])
    for name, store in stores().items():
        for view in ViewName:
            for edges in EdgeMode:
                path = folder / f"{name}-{view.value}-{edges.value}.gexf"
                EXPORTERS["gexf"](store, path, Options(view=view, edges=edges))


if __name__ == "__main__":
    main()
