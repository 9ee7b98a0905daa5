"""What the tests of all packages share: one graph of the sample articles, built once by the real pipeline."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from cablegraph import InputWarning, KnowledgeGraph

ARTICLES = Path(__file__).parent / "articles"


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the published graph of the sample articles. Never write to it."""
    folder = tmp_path_factory.mktemp("samples") / "kg"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InputWarning)  # the README beside the articles is no article
        KnowledgeGraph.build(ARTICLES, folder).close()
    return folder


@pytest.fixture(scope="session")
def sample_graph(sample_folder: Path) -> Iterator[KnowledgeGraph]:
    """Return the graph of the sample articles, opened for reading. Never add to it."""
    with KnowledgeGraph.open(sample_folder) as graph:
        yield graph
