"""The JSON API of a running server: its limits are those of queries, and the recipe for R works."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.live_server import LiveServer

PAGE = Path(__file__).parents[2] / "docs" / "json-api.md"
ROWS = 10


@pytest.fixture(scope="module")
def server(sample_folder: Path) -> Iterator[LiveServer]:
    """Return a server whose queries may have few rows."""
    with LiveServer(sample_folder, "--read-only", "--max-rows", str(ROWS)) as live:
        yield live


def test_a_limit_of_queries_is_one_of_the_api(server: LiveServer) -> None:
    assert server.ask("GET", f"/api/stances?limit={ROWS}").status == 200
    refused = server.ask("GET", f"/api/stances?limit={ROWS + 1}")
    assert (refused.status, refused.media_type) == (422, "application/problem+json")
    assert json.loads(refused.body)["limit"] == "rows"


def test_answers_are_compressed(server: LiveServer) -> None:
    plain = server.ask("GET", f"/api/stances?limit={ROWS}")
    small = server.ask("GET", f"/api/stances?limit={ROWS}", headers={"Accept-Encoding": "gzip"})
    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert "Accept-Encoding" in small.headers["vary"]


def test_queries_of_the_api_are_counted(server: LiveServer) -> None:
    server.ask("GET", "/api/officials?limit=1")
    metrics = server.ask("GET", "/metrics").body.decode()
    assert 'route="/api/officials"' in metrics
    [answered] = [line for line in metrics.splitlines() if 'queries_total{outcome="answered"}' in line]
    assert int(answered.split()[-1]) >= 2


def test_the_recipe_for_r_runs(server: LiveServer, tmp_path: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not here")
    if subprocess.run(["Rscript", "-e", "library(jsonlite)"], capture_output=True).returncode != 0:
        pytest.skip("R has no package jsonlite")
    code = PAGE.read_text(encoding="utf-8").split("```r\n")[1].split("```")[0]
    code = code.replace("http://127.0.0.1:8432", server.url)
    done = subprocess.run(["Rscript", "-e", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "policy.label" in done.stdout
