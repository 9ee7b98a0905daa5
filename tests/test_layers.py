"""The import law: ontology <- graph <- server, and steps of the pipeline do not import each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = {
    "cablegraph_ontology": ROOT / "ontology" / "cablegraph_ontology",
    "cablegraph": ROOT / "graph" / "cablegraph",
    "cablegraph_server": ROOT / "server" / "cablegraph_server",
}
MAY_IMPORT = {
    "cablegraph_ontology": {"cablegraph_ontology"},
    "cablegraph": {"cablegraph_ontology", "cablegraph"},
    "cablegraph_server": {"cablegraph_ontology", "cablegraph", "cablegraph_server"},
}
STEPS = {"read", "clean", "annotate", "extract", "resolve", "rdf", "store"}


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and module of every import in a file, late ones included, those for type checkers not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield node.lineno, node.module or ""


@pytest.mark.parametrize("package", sorted(FLOORS))
def test_a_floor_knows_nothing_of_the_floors_above(package: str) -> None:
    files = sorted(FLOORS[package].rglob("*.py"))
    assert files
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in files
        for line, module in imports(path)
        if module.split(".")[0] in FLOORS and module.split(".")[0] not in MAY_IMPORT[package]
    ]
    assert wrong == []


def step_of(path: Path) -> str | None:
    name = path.relative_to(FLOORS["cablegraph"]).parts[0].removesuffix(".py")
    return name if name in STEPS else None


def test_steps_do_not_import_each_other() -> None:
    wrong = []
    for path in sorted(FLOORS["cablegraph"].rglob("*.py")):
        step = step_of(path)
        if step is None:
            continue
        for line, module in imports(path):
            parts = module.split(".")
            if parts[0] == "cablegraph" and len(parts) > 1 and parts[1] in STEPS - {step}:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {step} imports {parts[1]}")
    assert wrong == []


def test_only_what_stands_above_the_pipeline_imports_it() -> None:
    below = [
        path.relative_to(ROOT)
        for path in sorted(FLOORS["cablegraph"].rglob("*.py"))
        if step_of(path) is not None and any(module == "cablegraph.pipeline" for _, module in imports(path))
    ]
    assert below == []
