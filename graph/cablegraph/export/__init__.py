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
from cablegraph.export.options import Component, EdgeMode, OptionError, Options, Summary, ViewName
from cablegraph.export.rdf_formats import Dumpable, write_jsonld, write_nquads, write_trig, write_turtle

__all__ = ["EXPORTERS", "Component", "EdgeMode", "OptionError", "Options", "Summary", "ViewName"]

EXPORTERS: dict[str, Callable[[Dumpable, Path, Options], Summary]] = {
    "gexf": write_gexf,
    "graphml": write_graphml,
    "csv": write_csv,
    "ttl": write_turtle,
    "trig": write_trig,
    "nquads": write_nquads,
    "jsonld": write_jsonld,
}
"""The formats by name. Each writes the store to a path and says what it wrote."""
