"""The command line as a user meets it: each command in a process of its own."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from cablegraph.export import EXPORTERS, ViewName
from cablegraph.store import Store
from cablegraph_server.cli import FORMATS
from cablegraph_server.view_options import VIEWS

ARTICLES = Path(__file__).parents[1] / "articles"
SAMPLE = ARTICLES / "2006-10-10-north-korea-test.txt"
PROGRAM = "from cablegraph_server.cli import main; main()"


def cablegraph(
    *arguments: object, stdin: bytes = b"", stdout: int | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    return subprocess.run(
        command,
        input=stdin,
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        timeout=300,
        check=False,
    )


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Standard error, which never has a traceback."""
    errors = done.stderr.decode()
    assert "Traceback" not in errors, errors
    return errors


def test_help_needs_nothing_heavy() -> None:
    script = f"import sys\nsys.argv = ['cablegraph', '--help']\ntry:\n    {PROGRAM}\nfinally:\n    print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "cablegraph_server.cli" in loaded
    assert not loaded & {"spacy", "rdflib", "flask", "pyoxigraph", "pandas", "numpy"}


def test_formats_and_views_of_the_command_are_those_of_the_library() -> None:
    assert set(FORMATS) <= set(EXPORTERS)
    assert tuple(view.value for view in ViewName) == VIEWS


def test_extract_keeps_the_contract() -> None:
    done = cablegraph("extract", SAMPLE)
    assert done.returncode == 0, complaint(done)
    text = SAMPLE.read_text(encoding="utf-8")
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    assert {claim["kind"] for claim in claims} == {"role", "stance"}
    for claim in claims:
        assert claim["document"] == str(SAMPLE)
        assert claim["quote"] == text[claim["start"] : claim["end"]]
        assert claim["cue"] in claim["quote"]
        assert 0 <= claim["confidence"] <= 1
    starts = [claim["start"] for claim in claims]
    assert starts == sorted(starts)


def test_extract_reads_standard_input() -> None:
    line = json.dumps(
        {"id": "x", "text": "Chinese Foreign Ministry spokesman Qin Gang spoke in Beijing on Monday."}
    )
    done = cablegraph("extract", "-", stdin=line.encode())
    assert done.returncode == 0, complaint(done)
    [claim] = [json.loads(row) for row in done.stdout.splitlines()]
    assert (claim["person"]["label"], claim["country"]["iso3"]) == ("Qin Gang", "CHN")


BAD = {
    "a-broken.jsonl": b'{"id": "1", "text": \n',
    "b-binary.txt": bytes(range(256)) * 10,
    "c-empty.txt": b"",
    "d-sentence.txt": b"and then " * 6_000_000,
    "e-page.html": b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
    "f-french.txt": (
        "Le ministre a dit que la France ne veut pas de cet accord sur le commerce. " * 9
    ).encode(),
    "g-latin1.txt": "Le café est fermé".encode("latin-1"),
    "h-surrogate.jsonl": b'{"text": "a \\ud800 b"}\n',
    "i-nul.jsonl": b'{"text": "a \\u0000 b"}\n',
    "j-cut.jsonl.gz": gzip.compress(b'{"text": "cut off"}' * 1000)[:40],
}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every kind of bad input among two good articles and one with a bad date."""
    folder = tmp_path_factory.mktemp("mixed")
    for name, data in BAD.items():
        (folder / name).write_bytes(data)
    text = "Chinese Foreign Ministry spokesman Qin Gang said China opposes the sanctions against North Korea."
    (folder / "k-date.jsonl").write_text(json.dumps({"id": "k", "text": text, "date": "31 June 2006"}))
    (folder / "z-good.txt").write_bytes(SAMPLE.read_bytes())
    return folder


def test_bad_input_is_named_and_counted_and_the_rest_is_built(mixed: Path, tmp_path: Path) -> None:
    done = cablegraph("build", mixed, "--store", tmp_path / "kg")
    errors = complaint(done)
    assert done.returncode == 3
    for name in BAD:
        assert f"{name}" in errors, f"{name} is not named"
    assert errors.count("skipped: ") == len(BAD)
    assert "note: " in errors and "31 June 2006" in errors
    out = done.stdout.decode()
    assert f"{len(BAD)}  skipped" in out and "2  new articles" in out
    assert cablegraph("validate", "--store", tmp_path / "kg").returncode == 0


def test_extract_goes_on_after_bad_input(mixed: Path) -> None:
    done = cablegraph("extract", mixed)
    assert done.returncode == 3
    documents = {json.loads(line)["document"] for line in done.stdout.splitlines()}
    assert documents == {"k", str(mixed / "z-good.txt")}


def test_a_full_disk_is_a_sentence() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as file:
        done = cablegraph("extract", SAMPLE, stdout=file.fileno())
    assert done.returncode == 1
    assert "disk is full" in complaint(done)


USELESS: list[tuple[list[object], int, str]] = [
    (["build"], 2, "Missing argument"),
    (["frobnicate"], 2, "No such command"),
    (["build", ARTICLES, "--store", "/dev/null/kg"], 1, "/dev/null/kg"),
    (["build", ARTICLES, "--store", "kg", "--model", "no_such_model"], 1, "no_such_model"),
    (["query", "--store", "no-such-graph", "SELECT * {}"], 1, "no-such-graph"),
    (["serve", "--store", "no-such-graph"], 1, "no-such-graph"),
    (["validate", "--store", "no-such-graph"], 1, "no-such-graph"),
    (["lint", "no-such-file.gexf"], 1, "no-such-file.gexf"),
]


@pytest.mark.parametrize(("arguments", "status", "words"), USELESS, ids=lambda v: str(v)[:40])
def test_what_cannot_be_done_is_said(
    arguments: list[object], status: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = cablegraph(*arguments)
    assert done.returncode == status, done.stderr
    assert words in complaint(done)


QUERIES: list[tuple[str, str]] = [
    ("SELECT * WHERE { ?s ?p }", "line 1"),
    ("no-such-question", "who-held-which-office"),
    ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
    ("DROP ALL ; INSERT DATA { <a:a> <a:a> <a:a> }", "update"),
]


@pytest.mark.parametrize(("query", "words"), QUERIES, ids=[words for _, words in QUERIES])
def test_a_query_that_cannot_be_answered_is_explained(query: str, words: str, sample_folder: Path) -> None:
    done = cablegraph("query", "--store", sample_folder, query)
    assert done.returncode == 1
    assert words in complaint(done)


def test_query_takes_text_files_and_names(sample_folder: Path, tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?c a kg:RoleClaim }"
    file = tmp_path / "count.rq"
    file.write_text(query)
    answers = [
        cablegraph("query", "--store", sample_folder, "--format", "csv", asked).stdout
        for asked in (query, file)
    ]
    assert answers[0] == answers[1]
    assert int(answers[0].split()[1]) > 50
    rows = cablegraph("query", "--store", sample_folder, "--format", "json", "who-speaks")
    assert json.loads(rows.stdout)["results"]["bindings"]
    table = cablegraph("query", "--store", sample_folder, "who-speaks").stdout.decode()
    assert "rows" in table.splitlines()[-1]


def test_a_reader_that_goes_away_is_no_error(sample_folder: Path) -> None:
    script = f'"{sys.executable}" -c "{PROGRAM}" query --store "{sample_folder}" --format csv "SELECT ?s {{?s ?p ?o}}" | head -n 1'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=120, env=os.environ)
    assert done.stdout.strip() == "s" and "Traceback" not in done.stderr


def test_a_spoiled_graph_does_not_conform(sample_folder: Path, tmp_path: Path) -> None:
    nquads = tmp_path / "graph.nq"
    assert cablegraph("export", "--store", sample_folder, "--format", "nquads", nquads).returncode == 0
    lines = nquads.read_bytes()
    spoiled = lines.replace(b'ns#polarity> "2"^^', b'ns#polarity> "7"^^')
    assert spoiled != lines
    for name, data, status in (("whole", lines, 0), ("spoiled", spoiled, 1)):
        with Store.open(tmp_path / name) as store:
            store.oxigraph.bulk_load(data, ox.RdfFormat.N_QUADS)
            store.publish()
        done = cablegraph("validate", "--store", tmp_path / name)
        assert done.returncode == status, done.stdout
        assert (b"polarity" in done.stdout) == (status == 1)
