"""The sample graph, published in a folder, and the application over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.server.sample_graph import Sample, fill

from cablegraph.store import Store
from cablegraph_server.app import create_app


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sample]:
    """Return a folder with the published sample graph, and the sample."""
    folder = tmp_path_factory.mktemp("graph")
    with Store.open(folder) as store:
        sample = fill(store)
        store.publish()
    return folder, replace(sample, store=Store.open_published(folder))


@pytest.fixture(scope="session")
def sample(published: tuple[Path, Sample]) -> Sample:
    """Return the sample."""
    return published[1]


@pytest.fixture(scope="session")
def app(published: tuple[Path, Sample]) -> Flask:
    """Return the application over the published sample graph."""
    return create_app(published[0])


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """Return a client of the application."""
    with app.test_client() as client:
        yield client
