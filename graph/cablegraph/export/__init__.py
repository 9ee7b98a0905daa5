"""Taking a graph out: to Gephi and other graph programs, to spreadsheets, to other RDF stores.

from cablegraph.export import EXPORTERS, Options

summary = EXPORTERS["gexf"](store, Path("stances.gexf"), Options(view=ViewName.STANCES))
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cablegraph.export.csv_pair import write_csv
from cablegraph.export.gexf import write_gexf
from cablegraph.export.graphml import write_graphml
from cablegraph.export.json_ld import write_jsonld
from cablegraph.export.kgtk import write_kgtk
from cablegraph.export.nanopub import write_nanopubs
from cablegraph.export.options import Component, EdgeMode, OptionError, Options, Summary, ViewName
from cablegraph.export.parquet import write_parquet
from cablegraph.export.pykeen_tsv import write_pykeen
from cablegraph.export.rdf_formats import Dumpable, write_nquads, write_trig, write_turtle
from cablegraph.export.ro_crate import write_ro_crate
from cablegraph.export.web_annotation import write_annotations

__all__ = ["EXPORTERS", "Component", "EdgeMode", "OptionError", "Options", "Summary", "ViewName"]

EXPORTERS: dict[str, Callable[[Dumpable, Path, Options], Summary]] = {
    "gexf": write_gexf,
    "graphml": write_graphml,
    "csv": write_csv,
    "parquet": write_parquet,
    "kgtk": write_kgtk,
    "pykeen": write_pykeen,
    "ttl": write_turtle,
    "trig": write_trig,
    "nquads": write_nquads,
    "jsonld": write_jsonld,
    "annotations": write_annotations,
    "nanopubs": write_nanopubs,
    "ro-crate": write_ro_crate,
}
"""The formats by name. Each writes the store to a path and says what it wrote."""
