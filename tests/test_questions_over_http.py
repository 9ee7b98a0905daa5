"""The twelve questions, asked over HTTP of graphs that the command line built and serves."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from cablegraph_ontology.questions import questions

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("CABLEGRAPH_SHARED", ROOT.parent / "shared"))
SEEDS = SHARED / "bench" / "seeds"
PROGRAM = [sys.executable, "-c", "from cablegraph_server.cli import main; main()"]


def served(store: Path) -> Iterator[str]:
    """Serve a graph on a free port, and yield the address."""
    server = subprocess.Popen(
        [*PROGRAM, "serve", "--store", str(store), "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    assert server.stderr is not None
    address = None
    for line in server.stderr:
        found = re.search(r"http://[\w.:]+", line)
        if found is not None:
            address = found[0]
            break
    assert address is not None, "the server did not say where it listens"
    try:
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=30)


@pytest.fixture(scope="module")
def samples(sample_folder: Path) -> Iterator[str]:
    yield from served(sample_folder)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not SEEDS.is_dir():
        pytest.skip("the seed articles are not at hand (CABLEGRAPH_SHARED or ../shared)")
    store = tmp_path_factory.mktemp("seeds") / "kg"
    articles = [str(path) for path in sorted(SEEDS.glob("*.txt"))]
    subprocess.run([*PROGRAM, "build", *articles, "--store", str(store)], capture_output=True, check=True)
    yield from served(store)


def ask(address: str, query: str) -> list[list[str]]:
    """Ask over HTTP and return the header and the rows."""
    data = urllib.parse.urlencode({"query": query}).encode()
    request = urllib.request.Request(f"{address}/sparql", data, {"Accept": "text/csv"})
    with urllib.request.urlopen(request, timeout=60) as response:
        assert response.status == 200
        return list(csv.reader(io.StringIO(response.read().decode())))


@pytest.mark.parametrize("name", list(questions()))
def test_every_question_has_rows_on_the_samples(name: str, samples: str) -> None:
    _, *rows = ask(samples, questions()[name].text)
    assert rows


@pytest.mark.parametrize("name", list(questions()))
def test_every_question_is_answered_on_the_seeds(name: str, seeds: str) -> None:
    header, *_ = ask(seeds, questions()[name].text)
    assert header
