"""What the tests of the exports share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from lxml import etree
from tests.seeded_graph import seeded_quads

from cablegraph.store import Store


def shared_folder() -> Path | None:
    """Return the folder of material that is not part of the project, when it is there."""
    beside = Path(__file__).parents[4] / "shared"
    folder = Path(os.environ.get("CABLEGRAPH_SHARED", beside))
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def schema() -> Callable[[Path], list[str]]:
    """Return a function that gives what the official RELAX NG schema of GEXF 1.3 finds wrong with a file."""
    folder = shared_folder()
    file = None if folder is None else folder / "gexf" / "rng-1.3" / "gexf.rng"
    if file is None or not file.is_file():
        pytest.skip(
            "the official GEXF schema is not here: set CABLEGRAPH_SHARED to a folder with gexf/rng-1.3"
        )
    validator = etree.RelaxNG(etree.parse(file))

    def errors(path: Path) -> list[str]:
        if validator.validate(etree.parse(path, etree.XMLParser(resolve_entities=False))):
            return []
        return [str(error) for error in validator.error_log][:5]

    return errors


@pytest.fixture(scope="session")
def seeded() -> Store:
    """Return a store with 2,000 seeded claims."""
    store = Store.memory()
    store.oxigraph.bulk_load("\n".join(seeded_quads(2000, 7)), ox.RdfFormat.N_QUADS)
    return store
