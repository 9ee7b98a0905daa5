"""The pages and notebooks run, the reference is up to date, and types hold for users."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cablegraph.reference import page

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that looks like the repository to a reader of the documentation."""
    shutil.copytree(ROOT / "tests" / "articles", tmp_path / "tests" / "articles")
    return tmp_path


def snippets(file: Path) -> list[str]:
    parts = file.read_text(encoding="utf-8").split("```python\n")[1:]
    return [part.split("```")[0] for part in parts]


def test_the_page_for_python_runs_from_top_to_bottom(folder: Path) -> None:
    code = "\n".join(snippets(ROOT / "docs" / "python.md"))
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "[-2]" in done.stdout
    for name in (
        "iran.svg",
        "officials.gexf",
        "out-ro-crate/ro-crate-metadata.json",
        "out-parquet/nodes.parquet",
    ):
        assert (folder / name).stat().st_size > 500


def test_a_newcomer_gets_there_in_a_minute(folder: Path) -> None:
    ten_lines = snippets(ROOT / "docs" / "python.md")[0]
    assert len(ten_lines.strip().splitlines()) <= 10
    began = time.monotonic()
    subprocess.run([sys.executable, "-W", "ignore", "-c", ten_lines], cwd=folder, check=True, timeout=60)
    assert time.monotonic() - began < 60
    assert (folder / "iran.svg").is_file() and (folder / "officials.gexf").is_file()


def test_the_page_of_exports_reads_its_tables_back(folder: Path) -> None:
    code = """
from cablegraph import KnowledgeGraph
KnowledgeGraph.build("tests/articles/articles.jsonl").export("kg.csv", "csv")
"""
    code += "\n".join(snippets(ROOT / "docs" / "export.md"))
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "'StanceClaim'" in done.stdout


def test_there_are_three_notebooks() -> None:
    assert len(NOTEBOOKS) == 3


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_the_notebooks_run(file: Path, folder: Path) -> None:
    notebook = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]  # it has no types
    nbformat.validate(notebook)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code"), "clear the outputs"
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    shown = [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs if "data" in o]
    kinds = {kind for output in shown for kind in output["data"]}
    assert "text/html" in kinds
    assert kinds & {"image/png", "image/svg+xml"} or "widget" in str(notebook)


def test_the_reference_is_up_to_date() -> None:
    assert (ROOT / "docs" / "api.md").read_text(encoding="utf-8") == page(), "run: make docs"


def test_types_hold_in_the_code_of_a_user(tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text(
        """
from __future__ import annotations

from collections.abc import Iterator

from cablegraph import Article, KnowledgeGraph, Pipeline
from cablegraph.parts import annotate, clean, extract, read, resolve


def polarities(path: str) -> Iterator[int]:
    for reading in resolve(extract(annotate(clean(read(path))))):
        for claim in reading.claims:
            yield claim.start


with KnowledgeGraph.build(Article(document="one", text="text"), pipeline=Pipeline(extractors=[])) as graph:
    yes: bool = graph.ask("ASK {}")
    names: list[str] = [str(name) for name in graph.rows("SELECT ?n {}")["n"]]
    quote: str = graph.why("claim/1").quote
    new: int = graph.add({"text": "text"}).new
    frame = graph.stances("China", since="2001-01-01", standing=["own"])
    print(frame.polarity.mean(), graph.edges("stances", merged=True, country="CHN").shape)
    reveal_type(graph.article("one").claims[0].start)
""",
        encoding="utf-8",
    )
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from cablegraph import KnowledgeGraph\nKnowledgeGraph().stances('China', colour='red')\n",
        encoding="utf-8",
    )
    good = mypy(tmp_path, "user.py")
    assert good.returncode == 0, good.stdout
    assert 'Revealed type is "int"' in good.stdout.replace("builtins.", "")
    bad = mypy(tmp_path, "wrong.py")
    assert bad.returncode == 1 and "colour" in bad.stdout


def mypy(folder: Path, file: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", file]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
