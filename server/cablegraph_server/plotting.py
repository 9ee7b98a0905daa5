"""`cablegraph plot`: a picture of a view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cablegraph.research.plot import write_plot
from cablegraph.research.property_graph import PropertyGraph
from cablegraph.store import Store
from cablegraph_server.exporting import chosen
from cablegraph_server.screen import say


def plot_graph(file: Path, store: Path, title: str, given: dict[str, Any]) -> None:
    """Draw a view into a file and say how much is in the picture."""
    options = chosen(given)
    with Store.open_published(store) as graph:
        picture = write_plot(PropertyGraph.read(graph, options), file, title)
    say(f"{picture.path}: {picture.nodes:,} nodes, {picture.edges:,} edges")
