"""The same graph gives the same bytes in every process: nothing may hang on the order of a set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

_EXPORT = """
import sys
from pathlib import Path
from tests.graph.export.odd_graph import odd_store
from tests.seeded_graph import seeded_quads
import pyoxigraph as ox
from cablegraph.export import EXPORTERS, EdgeMode, Options, ViewName
from cablegraph.store import Store

seeded = Store.memory()
seeded.oxigraph.bulk_load("\\n".join(seeded_quads(300, 7)), ox.RdfFormat.N_QUADS)
for name, store in (("odd", odd_store(1)), ("seeded", seeded)):
    for format_, write in EXPORTERS.items():
        write(store, Path(sys.argv[1], f"{name}.{format_}"), Options())
    for view in ViewName:
        for edges in EdgeMode:
            path = Path(sys.argv[1], f"{name}-{view.value}-{edges.value}.gexf")
            EXPORTERS["gexf"](store, path, Options(view=view, edges=edges))
"""


def test_every_format_is_the_same_under_two_hash_seeds(tmp_path: Path) -> None:
    one, other = (_exported(tmp_path / seed, seed) for seed in ("1", "2"))
    assert len(one) > 50
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def _exported(folder: Path, hash_seed: str) -> dict[str, bytes]:
    """Return all files by name, as a process with this hash seed writes them."""
    folder.mkdir()
    environment = os.environ | {
        "PYTHONHASHSEED": hash_seed,
        "PYTHONPATH": os.pathsep.join(path for path in (str(ROOT), *sys.path) if path),
    }
    command = [sys.executable, "-c", _EXPORT, str(folder)]
    subprocess.run(command, env=environment, check=True, timeout=300)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
