"""The graph with its metadata as an RO-Crate: a folder that says what is in it and how it was made."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from cablegraph.export.claims import read_sources
from cablegraph.export.csv_pair import write_csv
from cablegraph.export.options import Options, Summary
from cablegraph.export.rdf_formats import Dumpable, write_nquads
from cablegraph.export.replace_file import replacing_text

_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_FORMATS = {"graph.nq": "application/n-quads", "nodes.csv": "text/csv", "edges.csv": "text/csv"}
_LICENSE = (
    "The texts and quotations belong to the publishers of the articles; the licence of the rest is for"
    " whoever publishes this folder to state."
)


def write_ro_crate(store: Dumpable, path: Path, options: Options) -> Summary:
    """Write a folder with graph.nq, nodes.csv, edges.csv, run.json and ro-crate-metadata.json.

    The view and filters hold for the CSV files; graph.nq is always whole. The date of the folder is that of
    the newest article: there is no clock in it. Raises OptionError, OSError.
    """
    path.mkdir(parents=True, exist_ok=True)
    tables = write_csv(store, path, options)
    whole = write_nquads(store, path / "graph.nq", Options())
    _write_json(path / "run.json", _run(store))
    metadata = {"@context": _CONTEXT, "@graph": _entities(store, path)}
    _write_json(path / "ro-crate-metadata.json", metadata)
    paths = tuple(path / name for name in (*_FORMATS, "run.json", "ro-crate-metadata.json"))
    return Summary(
        paths=paths,
        nodes=tables.nodes,
        edges=tables.edges,
        claims=tables.claims,
        quads=whole.quads,
        warnings=tables.warnings,
    )


def _write_json(path: Path, data: object) -> None:
    with replacing_text(path) as out:
        json.dump(data, out, indent=2, ensure_ascii=False, sort_keys=True)
        out.write("\n")


def _run(store: Dumpable) -> dict[str, Any]:
    """Return which programs and models read the articles, and the fingerprints of the articles."""
    runs: dict[str, dict[str, str]] = {}
    for run, name, value in store.query(
        "SELECT ?run ?p ?v { ?run a kg:Run ; ?p ?v FILTER(isLiteral(?v)) } ORDER BY ?run ?p ?v"
    ):
        runs.setdefault(run.value, {})[name.value.rpartition("#")[2]] = value.value
    articles = store.query("SELECT ?a ?digest { ?a kg:sha256 ?digest } ORDER BY ?a")
    return {"runs": runs, "articles": {article.value: digest.value for article, digest in articles}}


def _entities(store: Dumpable, folder: Path) -> list[dict[str, Any]]:
    sources = read_sources(store)
    newest = max((s.published for s in sources.values() if s.published is not None), default="1970-01-01")
    files = [*_FORMATS, "run.json"]
    run = _run(store)
    software = [_software(iri, facts) for iri, facts in run["runs"].items()]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": "A graph of officials and policy stances",
        "description": f"Claims that Cablegraph read in {len(sources):,} articles, each with its sentence.",
        "datePublished": newest,
        "license": _LICENSE,
        "hasPart": [{"@id": name} for name in files],
        "mentions": {"@id": "#reading"},
    }
    action = {
        "@id": "#reading",
        "@type": "CreateAction",
        "name": "Reading of the articles",
        "instrument": [{"@id": entity["@id"]} for entity in software],
        "object": [{"@id": source.address} for source in sources.values()],
        "result": [{"@id": "graph.nq"}],
    }
    articles = [_article(source.address, source.published) for source in sources.values()]
    return [_descriptor(), root, *(_file(folder, name) for name in files), action, *software, *articles]


def _descriptor() -> dict[str, Any]:
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": _SPECIFICATION},
        "about": {"@id": "./"},
    }


def _file(folder: Path, name: str) -> dict[str, Any]:
    data = (folder / name).read_bytes()
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "encodingFormat": _FORMATS.get(name, "application/json"),
        "contentSize": str(len(data)),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _software(iri: str, facts: dict[str, str]) -> dict[str, Any]:
    known = {"softwareVersion": facts.get("program"), "softwareRequirements": facts.get("model")}
    return {
        "@id": iri,
        "@type": "SoftwareApplication",
        "name": facts.get("label", "Cablegraph"),
        **{name: value for name, value in known.items() if value is not None},
    }


def _article(address: str, published: str | None) -> dict[str, Any]:
    article = {"@id": address, "@type": "NewsArticle", "name": address}
    return article if published is None else article | {"datePublished": published}
