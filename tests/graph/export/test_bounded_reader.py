"""Exports of a graph on disk read it in many openings, and give what one opening in memory gives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tests.seeded_graph import seeded_quads

from cablegraph.export import EXPORTERS, EdgeMode, Options, ViewName, bounded_reader
from cablegraph.export.bounded_reader import BoundedReader
from cablegraph.store import Store
from cablegraph_ontology.terms import KG

ARTICLES = "SELECT ?a WHERE { ?a a kg:Article }"
OPTIONS = (
    Options(),
    Options(edges=EdgeMode.MERGED, min_weight=2),
    Options(view=ViewName.STANCES, top_n=30),
    Options(view=ViewName.AGREEMENT),
)


def _only_named(line: str) -> bool:
    """Tell whether a line is the type of one of the articles that only claims shall name."""
    subject, _, value, *_ = line.split(" ")
    return value == f"<{KG}Article>" and int(subject[-2], 16) % 3 == 0


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return list(seeded_quads(5000, 3))


@pytest.fixture(scope="module")
def published(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("bounded") / "kg"
    with Store.open(folder) as store:
        store.oxigraph.bulk_load("\n".join(lines), ox.RdfFormat.N_QUADS)
        store.publish()
    with Store.open_published(folder) as store:
        yield store


class Counted:
    """A store that counts how often it is opened."""

    def __init__(self, store: Store, openings: list[int]) -> None:
        self._store, self._openings = store, openings

    def query(self, text: str, /) -> Any:
        """Answer a query."""
        return self._store.query(text)

    def reopened(self) -> Counted | None:
        """Return the store, opened anew."""
        self._openings.append(1)
        store = self._store.reopened()
        return None if store is None else Counted(store, self._openings)


def test_many_rows_are_read_in_pages_each_from_its_own_opening(
    published: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_reader, "ROWS", 500)
    openings: list[int] = []
    reader = BoundedReader(Counted(published, openings))
    found = [row[0].value for row in reader.all_rows(ARTICLES)]
    assert len(found) == 625 and len(openings) == 2
    assert sorted((iri,) for iri in found) == sorted(published.rows(ARTICLES))


@pytest.mark.parametrize("options", OPTIONS, ids=lambda o: f"{o.view.value}-{o.edges.value}")
@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_disk_and_memory_give_the_same_bytes(
    published: Store, lines: list[str], tmp_path: Path, options: Options, form: str
) -> None:
    memory = Store.memory()
    memory.oxigraph.bulk_load("\n".join(lines), ox.RdfFormat.N_QUADS)
    for name, store in (("disk", published), ("memory", memory)):
        EXPORTERS[form](store, tmp_path / name, options)
    assert (tmp_path / "disk").read_bytes() == (tmp_path / "memory").read_bytes()


def test_articles_without_a_type_take_their_place_in_the_order(lines: list[str], tmp_path: Path) -> None:
    # What is said of an article has no part in the order of its claims, so the edges must be the same.
    named = [line for line in lines if not _only_named(line)]
    assert len(lines) - len(named) > 100
    files = []
    for name, text in (("whole", lines), ("named", named)):
        store = Store.memory()
        store.oxigraph.bulk_load("\n".join(text), ox.RdfFormat.N_QUADS)
        files.append(tmp_path / name)
        EXPORTERS["gexf"](store, files[-1], Options())
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_copy_that_is_gone_is_read_to_its_end_from_the_first_opening(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as store:
        store.oxigraph.bulk_load("\n".join(seeded_quads(200, 3)), ox.RdfFormat.N_QUADS)
        copy = store.publish()
    with Store.open_published(tmp_path / "kg") as store:
        size = EXPORTERS["gexf"](store, tmp_path / "before.gexf", Options()).edges
        shutil.rmtree(copy)
        assert store.reopened() is None
        assert EXPORTERS["gexf"](store, tmp_path / "after.gexf", Options()).edges == size > 0
    assert (tmp_path / "before.gexf").read_bytes() == (tmp_path / "after.gexf").read_bytes()


def test_only_published_copies_can_be_opened_twice(tmp_path: Path) -> None:
    assert Store.memory().reopened() is None
    with Store.open(tmp_path / "kg") as store:
        assert store.reopened() is None
