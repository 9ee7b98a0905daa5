"""Write a GEXF file for every view, of a seeded graph and of odd ones: `python export_samples.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox

from cablegraph.export import EXPORTERS, EdgeMode, Options, ViewName
from cablegraph.store import Store

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.graph.export.odd_graph import odd_store
from tests.seeded_graph import seeded_quads

ODD_SEEDS = range(5)


def main() -> None:
    """Write the files into the folder named as the first argument."""
    folder = Path(sys.argv[1])
    seeded = Store.memory()
    seeded.oxigraph.bulk_load("\n".join(seeded_quads(2000, 7)), ox.RdfFormat.N_QUADS)
    stores = {"seeded": seeded} | {f"odd{seed}": odd_store(seed) for seed in ODD_SEEDS}
    for name, store in stores.items():
        for view in ViewName:
            for edges in EdgeMode:
                path = folder / f"{name}-{view.value}-{edges.value}.gexf"
                EXPORTERS["gexf"](store, path, Options(view=view, edges=edges))


if __name__ == "__main__":
    main()
