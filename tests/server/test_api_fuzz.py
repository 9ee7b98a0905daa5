"""Schemathesis, a client that fuzzes by the description, against a server that runs in a process of its own.

It checks that no answer is a server error, that statuses, media types, headers and bodies are the described
ones, that valid requests are accepted and others refused, and that other methods get 405.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.live_server import LiveServer

SEED = "7"
EXAMPLES = "8"
SECONDS = 120


@pytest.fixture(scope="module")
def server(sample_folder: Path) -> Iterator[LiveServer]:
    """Return a server over the graph of the sample articles, where nobody may write."""
    with LiveServer(sample_folder, "--read-only") as live:
        yield live


def fuzz(server: LiveServer, description: dict[str, Any], folder: Path) -> None:
    """Run the client; it has to find nothing."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(description), encoding="utf-8")
    arguments: list[str | Path] = [
        Path(sysconfig.get_path("scripts")) / "schemathesis",
        *("run", path, "--url", server.url, "--checks", "all", "--phases", "examples,coverage,fuzzing"),
        *("--max-examples", EXAMPLES, "--seed", SEED, "--generation-deterministic", "--warnings", "off"),
    ]
    done = subprocess.run(
        arguments,
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    operations = len(description["paths"])
    assert f"Tested: {operations}" in done.stdout


def answered(server: LiveServer, path: str) -> dict[str, Any]:
    answer = server.ask("GET", path)
    assert answer.status == 200, answer.body
    document: dict[str, Any] = json.loads(answer.body)
    return document


def test_a_fuzzing_client_finds_nothing(server: LiveServer, tmp_path: Path) -> None:
    fuzz(server, answered(server, "/api/openapi.json"), tmp_path)


def test_a_fuzzing_client_that_knows_the_graph_finds_nothing(server: LiveServer, tmp_path: Path) -> None:
    """Names in the requests are those of the graph, so that lists are full and filters meet."""
    description = copy.deepcopy(answered(server, "/api/openapi.json"))
    names = known_names(server)
    for path, item in description["paths"].items():
        for parameter in item["get"].get("parameters", ()):
            found = names.get((path, parameter.get("name", "")), names.get(("", parameter.get("name", ""))))
            if found is not None:
                parameter["schema"] = {"type": "string", "enum": found}
                parameter.pop("examples", None)
                parameter["example"] = found[0]
    fuzz(server, description, tmp_path)


def known_names(server: LiveServer) -> dict[tuple[str, str], list[str]]:
    """Return names in the graph for each parameter: that of an address, or that of any."""
    officials = answered(server, "/api/officials?limit=200")["items"]
    claims = [hit["claim"] for hit in answered(server, "/api/search?q=e&kind=claim&limit=200")["items"]]
    policies = [p for p in answered(server, "/api/policies?limit=200")["items"] if p["stances"]["total"]]
    countries = [c for c in answered(server, "/api/countries?limit=200")["items"] if c["stances"]["total"]]

    def some(values: Iterator[str]) -> list[str]:
        found = sorted(set(values))[:8]
        assert found
        return found

    def slot(name: str) -> list[str]:
        return some(claim[name]["id"] for claim in claims if claim.get(name) and claim[name]["id"])

    return {
        ("", "code"): some(country["code"] for country in countries),
        ("", "policy"): some(policy["id"] for policy in policies),
        ("", "topic"): some(topic["id"] for policy in policies for topic in policy["topics"]),
        ("", "holder"): slot("holder"),
        ("", "target"): slot("target"),
        ("", "speaker"): slot("speaker"),
        ("", "person"): some(official["person"]["id"] for official in officials),
        ("", "agency"): some(o["agency"]["id"] for o in officials if o["agency"]),
        ("", "country"): some(o["country"]["id"] for o in officials if o["country"]),
        ("", "office"): some(official["office"]["id"] for official in officials),
        ("/api/claims/{id}", "id"): some(last(claim["id"]) for claim in claims),
        ("/api/articles/{id}", "id"): some(last(claim["article"]["id"]) for claim in claims),
        ("/api/officials/{id}/claims", "id"): some(last(official["id"]) for official in officials),
    }


def last(name: str) -> str:
    return name.rpartition("/")[2]
